"""Looks into the outbox again and again for what is due, and holds on to what waits here for long."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from typing import Final

from bot.service.order import LEASE_MS
from bot.service.taking import Taking
from bot.service.way import Way
from storage.errors import StorageError
from storage.records import OutboxRow
from storage.store import Store

log = logging.getLogger(__name__)

SCAN_SECONDS = 1.0
MISSING_MS: Final = 2_500
SOON_SECONDS: Final = 0.2
"""After so long what had to be left to another process is looked for."""


class Looking:
    """`waiting` are the rows in this process's lanes; `mine` says of each row it holds until when.
    `taking` hands over what was found."""

    def __init__(
        self,
        store: Store,
        ways: Mapping[str, Way],
        waiting: Callable[[], list[OutboxRow]],
        mine: dict[int, int],
        taking: Taking,
        now_ms: Callable[[], int],
    ) -> None:
        self._store = store
        self._ways = ways
        self._waiting = waiting
        self._mine = mine
        self._taking = taking
        self._now_ms = now_ms
        self._look = asyncio.Event()
        self._missing: dict[int, int] = {}
        self._timer: asyncio.TimerHandle | None = None

    def now(self) -> None:
        """Do not wait for the next time."""
        self._look.set()

    def soon(self) -> None:
        """Look in a moment."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(SOON_SECONDS, self._ring)

    def _ring(self) -> None:
        self._timer = None
        self._look.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._look.clear()
            more = False
            for way in self._ways.values():
                try:
                    more |= await way.take(self._taking, self._waiting())
                except StorageError as error:
                    log.error("outbox not read: %s", error)  # noqa: TRY400  the line says it all
            try:
                await self._renew()
                await self._bury()
            except StorageError as error:
                log.error("leases not looked after: %s", error)  # noqa: TRY400
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SCAN_SECONDS / 4 if more else SCAN_SECONDS):
                    await self._look.wait()

    async def _bury(self) -> None:
        """Take the messages out of the hands of processes that have died, long before their leases end. One whose
        connection was lost for a moment is given time to come back."""
        if self._store.embedded:
            return
        now = self._now_ms()
        holders: set[int] = set()
        async with self._store.reading() as tx:
            for name in self._ways:
                holders |= await tx.outbox.holders(name, now, now + LEASE_MS)
        missing: dict[int, int] = {}
        for one in sorted(holders):
            async with self._store.sharing() as tx:
                if not await tx.outbox.lives(one):
                    missing[one] = self._missing.get(one, now)
        self._missing = missing
        for one, since in missing.items():
            if now - since >= MISSING_MS:
                async with self._store.sharing() as tx:
                    await tx.outbox.let_go(now, one)
                log.warning("a process has died; what it was sending is sent by the others")
                self.now()

    async def _renew(self) -> None:
        """Hold for longer what waits here for long, as behind a platform that takes its time."""
        now = self._now_ms()
        ending = [row_id for row_id, until in self._mine.items() if until < now + LEASE_MS // 2]
        if not ending or self._store.embedded:
            return
        async with self._store.sharing() as tx:
            await tx.outbox.renew(ending, now + LEASE_MS)
        self._mine.update({row_id: now + LEASE_MS for row_id in ending if row_id in self._mine})
