"""What can go wrong with storage. Library errors never leave this package.

StorageError
├── StorageUnavailable      try again: locked or busy for too long
│   └── StorageLost         the server is away, silent, or has ended the connection
├── StorageFull             no room on the disk
├── StorageReadOnly         the database cannot be written to
├── StorageCorrupt          the database is damaged or not one of ours
├── StorageNotFound         the place named by the URL does not exist or may not be opened
└── SchemaMismatch          the database was made by another version of the program
    ├── SchemaNewer         by a newer one
    └── SchemaOlder         by an older one: `ikm db upgrade`
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class StorageError(Exception):
    """Something is wrong with the database; the message says what and what to do, in one line."""


class StorageUnavailable(StorageError):  # noqa: N818  the tree reads better without "Error" on every leaf
    pass


class StorageLost(StorageUnavailable):
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


_Known = tuple[type[StorageError], str]

_SQLITE: dict[int, _Known] = {
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

_LOST: _Known = (StorageLost, "the connection to the database was lost; try again")
_STOPPED: _Known = (StorageLost, "the database server is being stopped or started; try again")
_COLLIDED: _Known = (StorageUnavailable, "two writers of the database got in each other's way; try again")
_CROWDED: _Known = (StorageUnavailable, "the database server takes no more connections; raise its max_connections")
_REFUSED: _Known = (StorageNotFound, "the database server refuses the user or password in IKM_DATABASE_URL")
_SLOW: _Known = (StorageUnavailable, "the database takes too long to answer; try again, and look at its load")
_DAMAGED: _Known = (StorageCorrupt, "the database is damaged; look at the server's log, and restore a backup")

# PostgreSQL's codes, whole or by their class, the first two characters.
_SQLSTATE: dict[str, _Known] = {
    "08": _LOST,
    "28": _REFUSED,
    "3D": (StorageNotFound, "the server has no database of the name in IKM_DATABASE_URL; make it with createdb"),
    "25006": (StorageReadOnly, "the database takes no writes now; a standby server, or one turned read-only?"),
    "25P02": (StorageUnavailable, "the database refused an earlier step of the same work; nothing of it is kept"),
    "25P03": _LOST,
    "40": _COLLIDED,
    "42501": (
        StorageReadOnly,
        "the user in IKM_DATABASE_URL may not do that in the database; make that user its owner",
    ),
    "53": (StorageUnavailable, "the database server is short of memory or of room to work; try again"),
    "53100": (StorageFull, "the database server's disk is full; free some room, nothing was half-written"),
    "53300": _CROWDED,
    "55P03": (StorageUnavailable, "the database is locked by another program; try again"),
    "55006": (StorageUnavailable, "the database is in use by another program; try again"),
    "57": _STOPPED,
    "57014": _SLOW,
    "57P05": _LOST,
    "58": (StorageUnavailable, "the database server's disk reports an error; check its health and its room"),
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


def translated(error: BaseException) -> StorageError | None:
    """The StorageError that stands for a library's error; None for an error that is a mistake of ours."""
    if isinstance(error, StorageError):
        return error
    if isinstance(error, PoolTimeoutError):
        return StorageUnavailable("the database is asked too much at once; try again")
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if (known := _known(cause)) is not None:
        return known[0](known[1])
    if isinstance(error, InternalError) and not getattr(cause, "sqlstate", None):
        return StorageLost(_LOST[1])  # the driver was cut off in the middle of something
    if isinstance(cause, TimeoutError):
        return StorageLost("the database server does not answer in time; check that it runs and is reached")
    if isinstance(cause, OSError):
        return StorageLost("the database server cannot be reached; check IKM_DATABASE_URL and that it runs")
    # What the driver itself refuses to send is a value that is wrong, and no trouble of the database.
    if isinstance(cause.__cause__, ValueError):
        return None
    if isinstance(error, OperationalError | InterfaceError | sqlite3.OperationalError | sqlite3.InterfaceError):
        if isinstance(cause, sqlite3.Error):
            return StorageUnavailable(f"the database does not answer: {type(cause).__name__}")
        return StorageLost(_LOST[1])  # in the middle of a question, of which the driver knows no better
    return None


def _known(cause: BaseException) -> _Known | None:
    if (code := getattr(cause, "sqlite_errorcode", None)) is not None:
        return _SQLITE.get(code & 0xFF)  # the low byte is the primary code
    state = getattr(cause, "sqlstate", None) or ""
    return _SQLSTATE.get(state) or _SQLSTATE.get(state[:2])


@contextmanager
def translating(*, connecting: bool = False) -> Iterator[None]:
    """Raise a StorageError in place of a library's error. While `connecting` also for one of the network, which
    elsewhere may be of another's."""
    network = (OSError,) if connecting else ()
    try:
        yield
    except (DBAPIError, PoolTimeoutError, sqlite3.Error, *network) as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error
