"""A running Delivery over a real database, with rows to send and a channel that records."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.engine.codec import dump_screen
from bot.ports import Outgoing
from bot.service.delivery import Delivery
from bot.service.limits import Limits
from bot.service.order import LEASE_MS
from storage.records import OutboxRow, SessionRow
from storage.store import Store
from tests.factories import outbox_row, screen, session_row
from tests.service.doubles import RecordingChannel

FAST = Limits(push_per_second=0, chat_per_second=0)


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def row(key: str, text: str, *, fresh: bool = False, **changes: object) -> OutboxRow:
    """A message as a conversation commits it: leased by this process. `key` is one letter."""
    payload = dump_screen(screen(text, fresh=fresh))
    return outbox_row(key * 32, **{"address": key, "payload": payload, "due_at": now_ms() + LEASE_MS, **changes})


class Dispatch:
    """One process that sends. `restart` puts another in its place."""

    def __init__(self, store: Store, limits: Limits = FAST) -> None:
        self.store = store
        self.channel = RecordingChannel()
        self.limits: Mapping[str, Limits] = {"uji": limits}
        self.delivery = Delivery(store, {"uji": self.channel}, self.limits)
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self.delivery.run())

    async def stop(self) -> None:
        """As the program does it."""
        await self.kill()
        await self.delivery.close(0.2)

    async def kill(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])
            self._running = None

    async def restart(self) -> None:
        """A new process, which knows only what the database holds."""
        await self.kill()
        self.delivery = Delivery(self.store, {"uji": self.channel}, self.limits)
        self.start()

    async def commit(self, *rows: OutboxRow, submit: bool = True) -> None:
        """What a conversation does: a commit, then handing over."""
        async with self.store.transaction() as tx:
            await tx.outbox.enqueue(rows)
        if submit:
            self.delivery.submit(rows)

    async def sessions(self, *keys: str) -> dict[str, SessionRow]:
        async with self.store.reading() as tx:
            found = await tx.walk.sessions([key * 32 for key in keys])
        return {key[0]: session for key, session in found.items()}

    async def open_sessions(self, *keys: str) -> None:
        async with self.store.transaction() as tx:
            await tx.walk.save([session_row(key * 32, address=key) for key in keys])

    async def waiting(self, key: str) -> list[OutboxRow]:
        async with self.store.reading() as tx:
            return await tx.outbox.waiting(key * 32)

    async def settled(self, left: int = 0, seconds: float = 30) -> None:
        """Wait until no more than that many rows are in the outbox."""

        async def few() -> bool:
            async with self.store.reading() as tx:
                return await tx.outbox.depth() <= left

        await until(few, seconds)


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110  the database rings no bell
            await asyncio.sleep(0.01)


def failing(*errors: Exception, only: str = "") -> Callable[[Outgoing], Awaitable[None]]:
    """A `meanwhile` that raises these one after the other, for one address or any, and then lets everything pass."""
    left = list(errors)

    async def meanwhile(outgoing: Outgoing) -> None:
        if left and outgoing.address.startswith(only):
            raise left.pop(0)

    return meanwhile


def texts(sent: Sequence[Outgoing], key: str = "") -> list[str]:
    return [one.screen.text for one in sent if one.address.startswith(key)]


async def taken(store: Store, channel: str, now: int, until: int | None = None) -> list[OutboxRow]:
    """All that is due on a channel then, replies first, held by that store's process."""
    async with store.reading() as tx:
        replies = await tx.outbox.due_replies(channel, now, 1 << 30)
        pushes = await tx.outbox.due_pushes(channel, now, 1 << 30)
    keys = list(dict.fromkeys(lane.percakapan for lane in (*replies, *pushes)))
    async with store.sharing(keys) as tx:
        rows = (await tx.outbox.claim(keys, now, now + LEASE_MS if until is None else until)).rows
    return sorted(rows, key=lambda row: row.push)


async def deliver(store: Store, channel: RecordingChannel, commits: list[list[OutboxRow]], now: int) -> None:
    """Send all that was committed, and write down that it was. Where there may be several processes pushes are
    nobody's at first: as the one that leads would, this one takes what is due then."""
    delivery = Delivery(store, {channel.name: channel}, {})
    delivery.submit([row for rows in commits for row in rows])
    commits.clear()
    if not store.embedded:
        delivery.submit(await taken(store, channel.name, now))
    await delivery.close()
