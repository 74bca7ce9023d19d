"""SQLite, the database of one process: its file, its engine, its backup."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import schema
from storage.errors import StorageError, StorageNotFound, translated, translating

_BUSY_MS = 5_000
_WAL = "PRAGMA journal_mode=WAL"
_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA cache_size=-32768",
    "PRAGMA secure_delete=FAST",  # what is deleted, addresses above all, is overwritten where that costs no writing
)


async def engine_at(url: URL, *, create: bool, migrate: bool) -> AsyncEngine:
    """An engine over the file, its tables at this program's version. Raises as `storage.connect.open_store` does."""
    file = _prepare_file(url, create)
    # Asked here whether it opens at all: where not, the driver leaves a thread behind, and its trace on the screen.
    with translating(), closing(sqlite3.connect(file)):
        pass
    # WAL mode is written into the file, so it waits until the file is known to be ours.
    looking = _engine(url, _PRAGMAS)
    try:
        with translating():
            await schema.ensure(looking, create=create, migrate=migrate)
    finally:
        await looking.dispose()
    return _engine(url, (_WAL, *_PRAGMAS))


def backup_sqlite(source: Path, target: Path) -> int:
    """Copy a database in use into `target` whole or not at all. Returns its size in bytes.

    Raises StorageError where the source cannot be read, the target exists, or the disk is full.
    """
    part = target.with_name(target.name + ".part")
    try:
        if target.exists():
            raise StorageError(f"{target} exists already; name a new file")
        if not source.exists():
            raise StorageNotFound(f"there is no database at {source}; start with `ikm run`")
        if not target.parent.is_dir():
            raise StorageNotFound(f"there is no folder {target.parent}; make it, or name another file")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)  # it holds addresses
    except OSError as error:
        raise StorageError(f"cannot write {target}: {error.strerror}") from error
    try:
        with (
            translating(),
            closing(sqlite3.connect(_read_only(source), uri=True)) as origin,
            closing(sqlite3.connect(part)) as copy,
        ):
            # In one step: a copy in several starts anew whenever somebody writes, so perhaps for ever.
            # Nobody waits for it: in WAL mode a reader does not hold up writers.
            origin.backup(copy)
        part.replace(target)
        return target.stat().st_size
    except OSError as error:
        raise StorageError(f"cannot write {target}: {error.strerror}") from error
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            left.unlink(missing_ok=True)


def _read_only(file: Path) -> str:
    return f"{file.resolve().as_uri()}?mode=ro"


def _prepare_file(url: URL, create: bool) -> Path:
    if not url.database or url.database == ":memory:":
        raise StorageError("IKM_DATABASE_URL names no file; answers kept in memory would be lost")
    path = Path(url.database)
    try:
        if path.exists():
            return path
    except OSError as error:
        raise StorageNotFound(f"the database {path} cannot be looked at: {error.strerror}") from error
    if not create:
        raise StorageNotFound(f"there is no database at {path}; make one with `ikm db upgrade` or `ikm run`")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageNotFound(f"the folder {path.parent} cannot be made: {error.strerror}") from error
    return path


def _engine(url: URL, pragmas: Sequence[str]) -> AsyncEngine:
    # Parameters are what people wrote and where they live: no error and no log line may quote them.
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    engine = create_async_engine(url, pool_size=5, max_overflow=5, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(dbapi_connection: Any, _record: object) -> None:
        # We say BEGIN ourselves: the driver's own begins too late to read and write one state.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "invalidate")
    def _cancelled(dbapi_connection: Any, _record: object, _exception: object) -> None:
        # Whoever is cancelled in the middle of a statement leaves it to the driver's thread. Closed like that, a
        # connection keeps its lock until its cursors are collected, and nobody can write.
        with suppress(SQLAlchemyError, sqlite3.Error, ValueError):
            dbapi_connection.run_async(lambda driver: driver.rollback())

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('ikm_begin', 'DEFERRED')}")

    @event.listens_for(engine.sync_engine, "handle_error")
    def _failed(context: ExceptionContext) -> StorageError | None:
        # At the statement, not where its transaction ends: who catches errors in between has to know this one.
        return translated(context.sqlalchemy_exception or context.original_exception)

    return engine
