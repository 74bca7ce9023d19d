"""A platform with a window, as the program sees it: a channel that can knock, and everything around it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.channels.whatsapp.errors import late_failure
from bot.engine.codec import dump_screen
from bot.engine.events import Event, Typed
from bot.engine.messages import Perihal, Screen
from bot.ports import Outcome, Outgoing, SendError
from bot.service.delivery import Delivery
from bot.service.desk import Desk
from bot.service.limits import Limits
from bot.service.people import People
from bot.service.receipts import Receipts
from bot.service.window import Windowed
from bot.staff.frame import Place
from storage.records import OutboxRow, new_id
from storage.store import Store
from tests.factories import Clock
from tests.service.rig import Rig, rig_over

NAME = "whatsapp"
FAST = Limits(push_per_second=0, chat_per_second=0)
RINGKASAN = Perihal("ringkasan", ("Kelurahan Satu", "16–22 November 2026"))
PERINGATAN = Perihal("peringatan", ("Kelurahan Satu", "nilai unsur Waktu"))
_WAMIDS = itertools.count(1)


class Knocker:
    """Remembers what it sent and announced. `closed` are addresses whose window the platform holds closed; `refuse`
    is raised once by the next knock."""

    name = NAME

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.knocked: list[Outgoing] = []
        self.closed: set[str] = set()
        self.refuse: SendError | None = None

    async def send(self, outgoing: Outgoing) -> str | None:
        if outgoing.address in self.closed:
            raise SendError("tertutup", "131047")
        self.sent.append(outgoing)
        return f"wamid.out{outgoing.id}"

    async def knock(self, outgoing: Outgoing) -> str | None:
        refusal, self.refuse = self.refuse, None
        if refusal is not None:
            raise refusal
        self.knocked.append(outgoing)
        return f"wamid.knock{outgoing.id}"

    async def fetch(self, ref: str) -> bytes:
        raise SendError("ditolak", "no such file")

    def texts(self) -> list[str]:
        return [one.screen.text for one in self.sent]


@dataclass(frozen=True)
class Person:
    user_id: str | None = None
    wa_id: str | None = None


@dataclass(frozen=True)
class Arrived:
    person: Person
    event: Event
    at: datetime
    wamid: str = field(default_factory=lambda: f"wamid.in{next(_WAMIDS)}")


@dataclass(frozen=True)
class Changed:
    before: Person
    after: Person
    wamid: str = field(default_factory=lambda: f"wamid.in{next(_WAMIDS)}")


@dataclass(frozen=True)
class Status:
    wamid: str
    status: str
    row: int | None = None
    code: int | None = None
    person: Person | None = None
    at: datetime = datetime(2026, 11, 21, tzinfo=UTC)
    announced: int | None = None


class Platform:
    """One process: what comes in, what goes out, over one database and a clock that the test moves."""

    def __init__(self, rig: Rig, people: People, desk: Desk) -> None:
        self.rig = rig
        self.people = people
        self.desk = desk
        self.channel = Knocker()
        windowed = Windowed(self.channel, rig.store, rig.sandi, now_ms=self.now_ms)
        limits: Mapping[str, Limits] = {NAME: FAST}
        self.delivery = Delivery(rig.store, {NAME: windowed}, limits, now_ms=self.now_ms)
        self.receipts = Receipts(rig.store, rig.sandi, NAME, late_failure, self.delivery.submit, self.now_ms)
        self._running: asyncio.Task[None] | None = None

    @property
    def store(self) -> Store:
        return self.rig.store

    @property
    def clock(self) -> Clock:
        return self.rig.clock

    def now_ms(self) -> int:
        return int(self.rig.clock().timestamp() * 1000)

    def later(self, **span: float) -> None:
        self.rig.clock.now += timedelta(**span)

    def start(self) -> None:
        self._running = asyncio.create_task(self.delivery.run())

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])
        await self.delivery.close(0.2)
        await self.rig.conversation.close()

    def arrived(self, person: Person, event: Event | str, at: datetime | None = None) -> Arrived:
        happened = Typed(event) if isinstance(event, str) else event
        return Arrived(person, happened, at or self.clock())

    async def write(self, person: Person, event: Event | str, at: datetime | None = None) -> Outcome:
        """A message of that person arrives."""
        return await self.people.receive(self.arrived(person, event, at))

    def row(self, address: str, text: str, perihal: Perihal | None = None) -> OutboxRow:
        """A message that nobody waits for."""
        payload = dump_screen(Screen(text, perihal=perihal, fresh=True))
        key = self.rig.sandi.percakapan(NAME, address)
        return OutboxRow(
            new_id(), key, NAME, address, payload, None, self.now_ms(), push=True, detached=True, pemilik=0
        )

    async def push(self, address: str, text: str, perihal: Perihal | None = None) -> OutboxRow:
        """Such a message, committed by somebody else."""
        made = self.row(address, text, perihal)
        async with self.store.transaction() as tx:
            await tx.outbox.enqueue([made])
        return made

    async def waiting(self, address: str) -> list[OutboxRow]:
        async with self.store.reading() as tx:
            return await tx.outbox.waiting(self.rig.sandi.percakapan(NAME, address))

    async def states(self) -> dict[str, int]:
        async with self.store.reading() as tx:
            return await tx.sent.counted()


async def until(true: object, seconds: float = 20.0) -> None:
    """Wait until the function says so."""
    async with asyncio.timeout(seconds):
        while True:
            found = true()  # type: ignore[operator]  # a function
            if found if not asyncio.iscoroutine(found) else await found:
                return
            await asyncio.sleep(0.01)


async def platform_over(store: Store, clock: Clock) -> Platform:
    """As a process that starts."""
    rig = await rig_over(store, clock)
    made: list[Platform] = []

    def committed(rows: Sequence[OutboxRow]) -> None:
        rig.commits.append(list(rows))
        made[0].delivery.submit(rows)

    desk = Desk(store, rig.surveys, rig.sandi, rig.conversation.handle, committed, Place, clock=clock)
    rig.conversation._committed = committed
    people = People(store, rig.sandi, NAME, desk.handle, desk.refresh, clock)
    made.append(Platform(rig, people, desk))
    await desk.reload()
    return made[0]
