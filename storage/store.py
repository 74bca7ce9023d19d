"""The store: transactions over one database, all verbs of the use cases within them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import locks
from storage.alerts import Alerts
from storage.bell import Bell
from storage.directory import Directory
from storage.errors import StorageLost, StorageUnavailable, translating
from storage.facts import Facts
from storage.files import Files
from storage.health import Health
from storage.imports import Imports
from storage.moves import Moves
from storage.outbox import Outbox
from storage.people import People
from storage.periods import Periods
from storage.plans import Plans
from storage.records import new_id
from storage.requests import Requests
from storage.rows import Rows
from storage.schedule import Schedule
from storage.sent import Sent
from storage.sheets import Sheets
from storage.staff import Staff
from storage.targets import Targets
from storage.voices import Voices
from storage.walk import Walk


@dataclass(frozen=True, slots=True)
class Transaction:
    """What one transaction can do, by topic. All of it is kept, or none."""

    walk: Walk
    outbox: Outbox
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
    moves: Moves
    people: People
    sent: Sent
    health: Health
    rows: Rows

    @classmethod
    def on(cls, connection: AsyncConnection, pemilik: int) -> Transaction:
        return cls(
            Walk(connection),
            Outbox(connection, pemilik),
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
            Moves(connection),
            People(connection),
            Sent(connection),
            Health(connection),
            Rows(connection),
        )


class Store:
    """One database. Made by `storage.connect.open_store`; every error it raises is a StorageError."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        # By this name the process that works with this store holds messages and duties.
        self.pemilik: Final = new_id()
        self.bell: Final = Bell(engine, self.pemilik)
        # Why nobody is let in: set by who watches the server, so that nobody waits for one that is away.
        self.lost: str | None = None
        self.on_lost: Callable[[StorageLost], None] = lambda _: None
        self._open: WeakSet[Any] = WeakSet()
        if engine.dialect.name != "sqlite":
            event.listen(engine.sync_engine, "connect", lambda one, _: self._open.add(one.driver_connection))
        # SQLite has one writer: waiting for it here is fair and wakes at once, in its busy handler it is neither. On
        # PostgreSQL a process waits for all writing with one connection, not with one for each of its tasks.
        self._writer = asyncio.Lock()
        if self.embedded:
            self._writing, self._reading = engine.execution_options(ikm_begin="IMMEDIATE"), engine
        else:
            self._writing = engine
            self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this one process."""
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Write, while nobody else does, whatever the process. Committed when the block ends, rolled back when it
        raises."""
        with self._watched():
            async with self._writer, _begun(self._writing) as connection:
                if not self.embedded:
                    await locks.alone(connection)
                yield Transaction.on(connection, self.pemilik)

    @asynccontextmanager
    async def sharing(self, keys: Collection[str] = ()) -> AsyncIterator[Transaction]:
        """Write beside others who share, each of these conversations (`percakapan`) in one transaction at a time; and
        not while somebody has a `transaction`. On SQLite the same as that."""
        if self.embedded:
            async with self.transaction() as tx:
                yield tx
            return
        with self._watched():
            async with _begun(self._writing) as connection:
                await locks.beside(connection, keys)
                yield Transaction.on(connection, self.pemilik)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Read one consistent state, beside any writer."""
        with self._watched():
            async with _begun(self._reading) as connection:
                yield Transaction.on(connection, self.pemilik)

    def cut_off(self) -> None:
        """End all connections at once. On a server that says nothing each statement would wait its whole time."""
        for connection in list(self._open):
            connection.terminate()

    async def close(self) -> None:
        await self.engine.dispose()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Raises StorageLost at once while the server is known to be away; who finds that out says so."""
        if self.lost is not None:
            raise StorageLost(self.lost)
        try:
            with translating():
                yield
        except StorageLost as error:
            self.on_lost(error)
            raise
        except StorageUnavailable as error:
            if self.lost is None:
                raise
            raise StorageLost(self.lost) from error  # waited in vain for a connection that others wait with


@asynccontextmanager
async def _begun(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction. Whoever is cancelled, wherever and however often, leaves none behind."""
    connection = engine.connect()
    try:
        with translating(connecting=True):
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
