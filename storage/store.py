"""The store: transactions over one database, all verbs of the use cases within them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.alerts import Alerts
from storage.directory import Directory
from storage.errors import translating
from storage.facts import Facts
from storage.files import Files
from storage.health import Health
from storage.imports import Imports
from storage.periods import Periods
from storage.plans import Plans
from storage.requests import Requests
from storage.schedule import Schedule
from storage.sheets import Sheets
from storage.staff import Staff
from storage.targets import Targets
from storage.voices import Voices
from storage.walk import Walk


@dataclass(frozen=True, slots=True)
class Transaction:
    """What one transaction can do, by topic. All of it is kept, or none."""

    walk: Walk
    facts: Facts
    sheets: Sheets
    directory: Directory
    files: Files
    staff: Staff
    schedule: Schedule
    voices: Voices
    plans: Plans
    alerts: Alerts
    targets: Targets
    periods: Periods
    requests: Requests
    imports: Imports
    health: Health

    @classmethod
    def on(cls, connection: AsyncConnection) -> Transaction:
        return cls(
            Walk(connection),
            Facts(connection),
            Sheets(connection),
            Directory(connection),
            Files(connection),
            Staff(connection),
            Schedule(connection),
            Voices(connection),
            Plans(connection),
            Alerts(connection),
            Targets(connection),
            Periods(connection),
            Requests(connection),
            Imports(connection),
            Health(connection),
        )


class Store:
    """One database. Made by `storage.connect.open_store`; every error it raises is a StorageError."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        # SQLite has one writer. Waiting for it here is fair and wakes at once; waiting in its busy handler is
        # neither. PostgreSQL orders writers by itself.
        self._writer = asyncio.Lock() if self.embedded else None
        self._immediate = engine.execution_options(ikm_begin="IMMEDIATE")

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this one process."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Write. Committed when the block ends, rolled back when it raises."""
        with translating():
            if self._writer is None:
                async with _begun(self.engine) as connection:
                    yield Transaction.on(connection)
            else:
                async with self._writer, _begun(self._immediate) as connection:
                    yield Transaction.on(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Read one consistent state, beside any writer."""
        with translating():
            async with _begun(self.engine) as connection:
                yield Transaction.on(connection)

    async def close(self) -> None:
        await self.engine.dispose()


@asynccontextmanager
async def _begun(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction. Whoever is cancelled, wherever and however often, leaves none behind."""
    connection = engine.connect()
    try:
        await _finished(connection.start())
        async with connection.begin():
            yield connection
    finally:
        if connection.sync_connection is not None:
            await _finished(connection.close())


async def _finished(doing: Coroutine[Any, Any, object]) -> object:
    """Do it to its end; who is cancelled meanwhile is so afterwards."""
    task, cancelled = asyncio.ensure_future(doing), False
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            cancelled = True
    if not cancelled:
        return await task
    if not task.cancelled():
        task.exception()  # seen: the cancellation counts for more
    raise asyncio.CancelledError
