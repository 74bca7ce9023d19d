"""What this process tells the others on the same database, and learns from them, at once and not at the next look."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Container, Sequence
from typing import Final

from bot.service.desk import CHANGED, Desk
from bot.service.mailbox import StoredMailbox
from storage.errors import StorageError
from storage.records import OutboxRow
from storage.store import Store

MAIL: Final = "surat"
"""Rung for other processes: something lies ready in these conversations."""
DUTY_MS: Final = 45_000
"""For so long one process does what only one may, unless it dies or gives it up."""
TURN_MS: Final = 36_000
"""Of which at least so much is left when a turn of it begins: the longest is Telegram's poll up to its time-out."""
_WAIT_SECONDS: Final = 1.0


class Neighbours:
    """`pushing` are the channels that are sent to; people of all others collect, perhaps at another process."""

    def __init__(self, store: Store, desk: Desk, mailbox: StoredMailbox, pushing: Container[str]) -> None:
        self._store = store
        self._desk = desk
        self._pushing = pushing
        self._changed = asyncio.Event()
        self._units = False
        self._until: dict[str, int] = {}
        store.bell.on(CHANGED, self._heard)
        store.bell.on(MAIL, mailbox.heard)

    def committed(self, rows: Sequence[OutboxRow]) -> None:
        """Tell of what somebody may be waiting for elsewhere; a reply is where it was asked for already."""
        keys = {row.percakapan for row in rows if (row.push or row.detached) and row.channel not in self._pushing}
        if keys:
            self._store.bell.ring(MAIL, sorted(keys))

    async def run(self) -> None:
        """Take over what others have changed, until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            units, self._units = self._units, False
            await self._desk.refresh(units=units)

    async def alone(self, duty: str) -> None:
        """Returns once this process is the one to do that, for a turn at least."""
        while True:
            if self._store.embedded or _now() < self._until.get(duty, 0) - TURN_MS:
                return
            try:
                async with self._store.sharing() as tx:
                    now = _now()  # it may have waited for a connection
                    if await tx.schedule.hold(duty, self._store.pemilik, now, now + DUTY_MS):
                        self._until[duty] = now + DUTY_MS
                        return
            except StorageError:
                pass  # it is told of by those who wanted something of it
            await asyncio.sleep(_WAIT_SECONDS)

    def _heard(self, words: Sequence[str]) -> None:
        self._units |= not words or "units" in words
        self._changed.set()


def _now() -> int:
    return time.time_ns() // 1_000_000
