"""How processes on one PostgreSQL know of one another: a bell that all hear, and a lock that shows who lives.

Both hang on a connection of their own. The lock goes the moment the process does, however it dies; what was rung
while the connection was lost is not heard, so whoever listens is told when it is back. SQLite has one process.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from typing import Any, Final

from pydantic_core import from_json, to_json
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = logging.getLogger(__name__)

_CHANNEL: Final = "ikm"
_AGAIN_SECONDS: Final = 0.5
_BYTES: Final = 7_000
"""The server carries less than 8,000 at once."""

Hear = Callable[[Sequence[str]], None]
"""Told the words that were rung; none where some may have been missed."""


def _living(pemilik: int) -> int:
    """The lock that a process holds for as long as it lives: below those of conversations and of writing."""
    return -pemilik


async def lives(connection: AsyncConnection, pemilik: int) -> bool:
    """Whether that process is there. On PostgreSQL only."""
    free = select(func.pg_try_advisory_xact_lock_shared(_living(pemilik)))
    return not (await connection.execute(free)).scalar_one()


class Bell:
    """`pemilik` is the name under which this process holds messages and duties."""

    def __init__(self, engine: AsyncEngine, pemilik: int) -> None:
        self._engine = engine
        self._pemilik = pemilik
        self._embedded = engine.dialect.name == "sqlite"
        self._hearing: dict[str, list[Hear]] = {}
        self._driver: Any = None
        self._rung: dict[str, dict[str, None]] = {}
        self._ringing = asyncio.Event()
        self._up = asyncio.Event()

    def on(self, topic: str, hear: Hear) -> None:
        """Have somebody told what other processes ring under this topic, soon after."""
        self._hearing.setdefault(topic, []).append(hear)

    def ring(self, topic: str, words: Sequence[str] = ("",)) -> None:
        """Tell all other processes, in a moment. After the commit of what it is about; who misses it learns it later
        by looking."""
        if not self._embedded:
            self._rung.setdefault(topic, {}).update(dict.fromkeys(words))
            self._ringing.set()

    async def up(self, seconds: float = 5.0) -> None:
        """Returns once this process is known to live, or the time is over."""
        if not self._embedded:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._up.wait()

    async def run(self) -> None:
        """Until cancelled."""
        if self._embedded:
            return
        while True:
            try:
                async with self._engine.connect() as connection:
                    await self._hang(connection)
            except Exception as error:
                # Whatever it is, the connection is made anew; that the database is gone is told by who watches it.
                log.debug("not connected to the other processes: %s", type(error).__name__)
            finally:
                self._up.clear()
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _hang(self, connection: AsyncConnection) -> None:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None  # noqa: S101  it is connected
        lost = asyncio.Event()
        driver.add_termination_listener(lambda _: lost.set())
        await driver.add_listener(_CHANNEL, self._heard)
        try:
            await driver.execute("SELECT pg_advisory_lock($1::bigint)", _living(self._pemilik))
            self._up.set()
            self._tell_all()
            async with asyncio.TaskGroup() as group:
                ringing = group.create_task(self._ring(driver))
                await lost.wait()
                ringing.cancel()
        finally:
            if not driver.is_closed():
                # The pool gives it to others, who must hold and hear nothing of this.
                await connection.invalidate()

    async def _ring(self, driver: Any) -> None:
        while True:
            await self._ringing.wait()
            self._ringing.clear()
            rung, self._rung = self._rung, {}
            for topic, words in rung.items():
                for part in _parts(list(words)):
                    text = to_json([topic, str(self._pemilik), *part]).decode()
                    await driver.execute("SELECT pg_notify($1, $2)", _CHANNEL, text)

    def _heard(self, _driver: Any, _process: int, _channel: str, payload: object) -> None:
        topic, who, *words = from_json(str(payload))
        if who != str(self._pemilik):
            for hear in self._hearing.get(topic, ()):
                hear(words)

    def _tell_all(self) -> None:
        for hearing in self._hearing.values():
            for hear in hearing:
                hear(())


def _parts(words: list[str]) -> list[list[str]]:
    """As many at a time as are carried at once."""
    most = max(1, _BYTES // (max(map(len, words), default=0) + 3))
    return [words[start : start + most] for start in range(0, len(words), most)]
