"""The port's own test doubles: people who answer what they see, and a channel that remembers what it was sent."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

from bot.engine.events import Commanded, Event, NamaPerintah, Started, Tapped, Typed
from bot.engine.messages import Screen
from bot.ports import Handle, Incoming, Outcome, Outgoing, SendError

_DELIVERIES = itertools.count(1)


class Citizen:
    """Somebody in a chat. Each event is one delivery of the platform; `deliver` repeats one."""

    def __init__(self, handle: Handle, address: str = "628123456789", channel: str = "uji") -> None:
        self.handle = handle
        self.address = address
        self.channel = channel
        self.seen: Screen | None = None
        self.toast = ""

    @property
    def screen(self) -> Screen:
        assert self.seen is not None, "nothing was shown yet"
        return self.seen

    def incoming(self, event: Event, ref: str | None = None) -> Incoming:
        return Incoming(self.channel, self.address, f"d{next(_DELIVERIES)}", event, ref)

    async def deliver(self, incoming: Incoming) -> Outcome:
        outcome = await self.handle(incoming)
        self.toast = outcome.toast
        if outcome.messages:
            self.seen = outcome.messages[-1].screen
        return outcome

    async def send(self, event: Event) -> Outcome:
        return await self.deliver(self.incoming(event))

    async def start(self, kode: str = "") -> Outcome:
        return await self.send(Started(kode))

    async def type(self, teks: str) -> Outcome:
        return await self.send(Typed(teks))

    async def command(self, nama: NamaPerintah, argumen: str = "") -> Outcome:
        return await self.send(Commanded(nama, argumen))

    def button(self, label: str) -> Tapped:
        """The button whose label begins so, a mark before it left aside."""
        for row in self.screen.choices:
            for choice in row:
                if choice.label.removeprefix("✓ ").startswith(label):
                    return Tapped(choice.token)
        raise AssertionError(f"no button '{label}' on {self.screen}")

    async def tap(self, label: str) -> Outcome:
        return await self.send(self.button(label))

    def answer(self, skor: int = 3, usia: str = "34") -> Event:
        """What answers the present screen: for an unsur the score, else what comes first."""
        match self.screen.key, self.screen.harap:
            case "usia", _:
                return Typed(usia)
            case _, "teks":
                return self.button("Lewati")
            case _:
                answers = [c for row in self.screen.choices for c in row if c.peran != "navigasi"]
                scale = len(answers) == 4 and self.screen.heading.startswith("Pertanyaan")
                return Tapped(answers[skor - 1 if scale else 0].token)

    async def until(self, key: str, skor: int = 3) -> Outcome | None:
        """Answer on until the screen with that key is shown."""
        outcome = None
        for _ in range(40):
            if self.screen.key == key:
                return outcome
            outcome = await self.send(self.answer(skor))
        raise AssertionError(f"never came to {key}; at {self.screen}")

    async def fill(self, kode: str, skor: int = 3) -> str:
        """A whole interview. Returns the receipt code."""
        await self.start(kode)
        await self.until("selesai", skor)
        return self.receipt()

    def receipt(self) -> str:
        return self.screen.text.rsplit("/hapus ", 1)[1].split()[0]


class RecordingChannel:
    """Remembers what it was asked to send. `meanwhile` is awaited before each send, and may raise SendError."""

    def __init__(self, name: str = "uji") -> None:
        self.name = name
        self.sent: list[Outgoing] = []
        self.tried: list[Outgoing] = []
        self.meanwhile: Callable[[Outgoing], Awaitable[None]] | None = None
        self.files: dict[str, bytes] = {}
        self._refs = itertools.count(1)
        self._arrived = asyncio.Condition()

    async def send(self, outgoing: Outgoing) -> str | None:
        self.tried.append(outgoing)
        if self.meanwhile is not None:
            await self.meanwhile(outgoing)
        self.sent.append(outgoing)
        async with self._arrived:
            self._arrived.notify_all()
        return f"m{next(self._refs)}" if outgoing.screen_ref is None or outgoing.screen.fresh else None

    async def fetch(self, ref: str) -> bytes:
        """What was put into `files` under that reference."""
        if ref not in self.files:
            raise SendError("ditolak", "no such file")
        return self.files[ref]

    async def until(self, n: int, seconds: float = 30.0) -> list[Outgoing]:
        """Wait until that many were sent."""
        async with asyncio.timeout(seconds), self._arrived:
            await self._arrived.wait_for(lambda: len(self.sent) >= n)
        return self.sent

    def texts(self, address: str | None = None) -> list[str]:
        return [o.screen.text for o in self.sent if address in {None, o.address}]


async def no_drawing(recipe: str) -> bytes:
    """For tests in which no picture is looked at."""
    raise AssertionError(f"a picture was drawn: {recipe[:60]}")
