"""What can go wrong with storage. Library errors never leave this package.

StorageError
├── StorageUnavailable      try again: locked or busy for too long, connection lost
├── StorageFull             no room on the disk
├── StorageReadOnly         the database cannot be written to
├── StorageCorrupt          the file is damaged or no database at all
├── StorageNotFound         the place named by the URL does not exist or may not be opened
└── SchemaMismatch          the database was made by another version of the program
    ├── SchemaNewer         by a newer one
    └── SchemaOlder         by an older one: `ikm db upgrade`
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class StorageError(Exception):
    """Something is wrong with the database; the message says what and what to do, in one line."""


class StorageUnavailable(StorageError):  # noqa: N818  the tree reads better without "Error" on every leaf
    pass


class StorageFull(StorageError):  # noqa: N818
    pass


class StorageReadOnly(StorageError):  # noqa: N818
    pass


class StorageCorrupt(StorageError):  # noqa: N818
    pass


class StorageNotFound(StorageError):  # noqa: N818
    pass


class SchemaMismatch(StorageError):  # noqa: N818
    pass


class SchemaNewer(SchemaMismatch):
    pass


class SchemaOlder(SchemaMismatch):
    pass


_SQLITE: dict[int, tuple[type[StorageError], str]] = {
    sqlite3.SQLITE_FULL: (StorageFull, "the disk is full; free some room, nothing was half-written"),
    sqlite3.SQLITE_READONLY: (
        StorageReadOnly,
        "the database cannot be written to; check the disk and the file's owner",
    ),
    sqlite3.SQLITE_CORRUPT: (
        StorageCorrupt,
        "the database file is damaged; restore a backup (ikm db backup makes them)",
    ),
    sqlite3.SQLITE_NOTADB: (
        StorageCorrupt,
        "the file is not a database; check IKM_DATABASE_URL or restore a backup",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        StorageNotFound,
        "the database cannot be opened; check the folder in IKM_DATABASE_URL",
    ),
    sqlite3.SQLITE_BUSY: (StorageUnavailable, "the database is locked by another program; try again"),
    sqlite3.SQLITE_LOCKED: (StorageUnavailable, "the database is locked by another program; try again"),
    sqlite3.SQLITE_IOERR: (StorageUnavailable, "the disk reports an error; check its health and its room"),
}


def translated(error: BaseException) -> StorageError | None:
    """The StorageError that stands for a library's error; None for an error that is a mistake of ours."""
    if isinstance(error, PoolTimeoutError):
        return StorageUnavailable("the database is asked too much at once; try again")
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None and (known := _SQLITE.get(code & 0xFF)):  # the low byte is the primary code
        return known[0](known[1])
    if isinstance(error, OperationalError | InterfaceError | sqlite3.OperationalError | sqlite3.InterfaceError):
        return StorageUnavailable(f"the database does not answer: {type(cause).__name__}")
    return None


@contextmanager
def translating() -> Iterator[None]:
    """Raise a StorageError in place of a library's error."""
    try:
        yield
    except (DBAPIError, PoolTimeoutError, sqlite3.Error) as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error
