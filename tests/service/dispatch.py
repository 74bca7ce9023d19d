"""A running Delivery over a real database, with rows to send and a channel that records."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.engine.codec import dump_screen
from bot.ports import Outgoing
from bot.service.delivery import LEASE_MS, Delivery
from bot.service.limits import Limits
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
            await tx.walk.enqueue(rows)
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
            return await tx.walk.waiting(key * 32)

    async def settled(self, left: int = 0, seconds: float = 5) -> None:
        """Wait until no more than that many rows are in the outbox."""

        async def few() -> bool:
            async with self.store.reading() as tx:
                return await tx.walk.queue_depth() <= left

        await until(few, seconds)


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 5) -> None:
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
