"""Whether the database answers: one line in the log when it stops, one when it is back, and nobody waits in between.

Everything that comes in meanwhile is refused, so that the platforms deliver it again. What the other parts would say
about it is left out of the log (see `is_news`): each would say it every second, for hours.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from storage.errors import StorageError, StorageLost, StorageNotFound
from storage.ping import Ping
from storage.store import Store

log = logging.getLogger(__name__)

ASK_SECONDS: Final = 1.0
AFTERMATH_SECONDS: Final = 40.0
"""For so long after it is back, statements begun before may still end with an error; that is no news."""


class Pulse:
    """Watches the server behind a store, and lets nobody in while it is away."""

    def __init__(self, store: Store, ping: Ping, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._ping = ping
        self._clock = clock
        self._since: float | None = None
        self._back: float | None = None
        self._found: StorageLost | None = None
        self._ask = asyncio.Event()
        store.on_lost = self._suspect

    @property
    def reason(self) -> str | None:
        """Why the database does not answer; None where it does."""
        return self._store.lost

    async def run(self) -> None:
        """Ask again and again, at once where somebody has lost a connection, until cancelled."""
        try:
            while True:
                await self._look()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._ask.wait(), ASK_SECONDS)
                self._ask.clear()
        finally:
            self._ping.close()

    def _suspect(self, error: StorageLost) -> None:
        self._found = error
        self._ask.set()

    async def _look(self) -> None:
        found, self._found = self._found, None
        try:
            await self._ping.ask()
        except (StorageLost, StorageNotFound) as error:
            self._gone(error)
            return
        now = self._clock()
        if self._since is not None:
            self._store.lost = None
            log.warning("the database answers again, after %.0f s", now - self._since)
            self._since, self._back = None, now
        elif found is not None and (self._back is None or now - self._back > AFTERMATH_SECONDS):
            log.warning("a connection to the database broke off, another one is good: %s", found)

    def _gone(self, error: StorageError) -> None:
        self._store.lost = str(error)
        if self._since is None:
            self._store.cut_off()
            self._since = self._clock()
            log.error(
                "the database does not answer since %s, and what comes in is refused, to be delivered again: %s",
                f"{datetime.now().astimezone():%H:%M:%S}",
                str(error),
            )


async def watch(store: Store) -> None:
    """Have a server watched until cancelled; a file needs none."""
    if not store.embedded:
        await Pulse(store, Ping(store)).run()


async def awaited(opening: Callable[[], Awaitable[Store]], seconds: float) -> Store:
    """The store, once its server answers: for so long at most, as machines that start together need. Raises
    StorageError, of any other kind at once."""
    begun, told = time.monotonic(), False
    while True:
        try:
            store = await opening()
        except StorageLost as error:
            if time.monotonic() - begun >= seconds:
                raise
            if not told:
                told = True
                log.warning("the database does not answer yet; waiting up to %g s for it: %s", seconds, str(error))
            await asyncio.sleep(ASK_SECONDS)
        else:
            if told:
                log.warning("the database answers, after %.0f s", time.monotonic() - begun)
            return store


def is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the log says more than that the database is lost, which the pulse says once."""
    values = record.args if isinstance(record.args, tuple) else ()
    return not any(isinstance(one, StorageLost) or isinstance(_cause(one), StorageLost) for one in values)


def _cause(value: object) -> BaseException | None:
    return value.__cause__ if isinstance(value, BaseException) else None
