"""From a URL to a store. The only place that names a database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import schema
from storage.errors import StorageError, StorageNotFound, translating
from storage.store import Store

_BUSY_MS = 5_000
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA cache_size=-32768",
)


async def open_store(url: str, *, create: bool = False, migrate: bool = False) -> Store:
    """Open the database at a SQLAlchemy URL such as `sqlite+aiosqlite:///var/ikm.db`.

    `create` makes folder, file and tables where there are none; `migrate` brings older tables up to date.
    Raises StorageNotFound, SchemaOlder, SchemaNewer, StorageCorrupt and the rest of `storage.errors`.
    """
    parsed = _parse(url)
    _prepare_file(parsed, create)
    engine = _engine(parsed)
    try:
        with translating():
            await schema.ensure(engine, create=create, migrate=migrate)
    except BaseException:
        await engine.dispose()
        raise
    return Store(engine)


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; None for any other database."""
    parsed = _parse(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def backup_sqlite(source: Path, target: Path) -> int:
    """Copy a database in use into `target` whole or not at all. Returns its size in bytes.

    Raises StorageError where the source cannot be read, the target exists, or the disk is full.
    """
    if target.exists():
        raise StorageError(f"{target} exists already; name a new file")
    if not source.exists():
        raise StorageNotFound(f"there is no database at {source}; start with `ikm run`")
    part = target.with_name(target.name + ".part")
    try:
        with translating():
            origin, copy = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(part)
            try:
                origin.backup(copy, pages=1024, sleep=0.01)
            finally:
                copy.close()
                origin.close()
        part.replace(target)
    except OSError as error:
        raise StorageError(f"cannot write {target}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError(
            "IKM_DATABASE_URL cannot be read as a database URL; an example is sqlite+aiosqlite:///var/ikm.db"
        ) from error
    if parsed.drivername != "sqlite+aiosqlite":
        raise StorageError(
            f"IKM_DATABASE_URL names '{parsed.drivername}'; this version stores in sqlite+aiosqlite:///FILE"
        )
    return parsed


def _prepare_file(url: URL, create: bool) -> None:
    if not url.database or url.database == ":memory:":
        raise StorageError("IKM_DATABASE_URL names no file; answers kept in memory would be lost")
    path = Path(url.database)
    if path.exists():
        return
    if not create:
        raise StorageNotFound(f"there is no database at {path}; make one with `ikm db upgrade` or `ikm run`")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageNotFound(f"the folder {path.parent} cannot be made: {error.strerror}") from error


def _engine(url: URL) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=5, max_overflow=5)

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(dbapi_connection: Any, _record: object) -> None:
        # We say BEGIN ourselves: the driver's own begins too late to read and write one state.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('ikm_begin', 'DEFERRED')}")

    return engine
