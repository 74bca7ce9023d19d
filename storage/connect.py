"""From a URL to a store. The only place that chooses a database."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage import postgres, sqlite
from storage.errors import StorageError
from storage.sqlite import backup_sqlite
from storage.store import Store

__all__ = ["backup_sqlite", "check_url", "open_store", "sqlite_file", "url_of"]

_SQLITE = "sqlite+aiosqlite"
_POSTGRES = "postgresql+asyncpg"
_MEANT = ("postgres", "pgsql", "cockroach")


async def open_store(url: str, *, create: bool = False, migrate: bool = False) -> Store:
    """Open the database at a SQLAlchemy URL: `sqlite+aiosqlite:///var/ikm.db`, `postgresql+asyncpg://user:pw@host/db`.

    `create` makes folder, file and tables where there are none (of PostgreSQL the database has to be there);
    `migrate` brings older tables up to date. Any number of processes may do so at once.
    Raises StorageNotFound, SchemaOlder, SchemaNewer, StorageCorrupt and the rest of `storage.errors`.
    """
    parsed = _parse(url)
    kind = sqlite if parsed.drivername == _SQLITE else postgres
    return Store(await kind.engine_at(parsed, create=create, migrate=migrate))


def check_url(url: str) -> None:
    """Raise StorageError for a URL that cannot be one of ours, saying what to write in its place."""
    parsed = _parse(url)
    if parsed.drivername == _POSTGRES:
        postgres.check(parsed)


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite URL; None for any other database."""
    parsed = _parse(url)
    return Path(parsed.database) if parsed.drivername == _SQLITE and parsed.database else None


def url_of(file: Path) -> str:
    """The URL of an SQLite file."""
    return URL.create(_SQLITE, database=str(file)).render_as_string()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StorageError(
            "IKM_DATABASE_URL cannot be read as a database URL; examples are "
            f"{_SQLITE}:///var/ikm.db and {_POSTGRES}://USER:PASSWORD@HOST/DATABASE"
        ) from error
    if parsed.drivername in {_SQLITE, _POSTGRES}:
        return parsed
    named = parsed.drivername
    if named.startswith(_MEANT):
        raise StorageError(f"IKM_DATABASE_URL begins with {named}://; write {_POSTGRES}:// in its place")
    if named.startswith("sqlite"):
        raise StorageError(f"IKM_DATABASE_URL begins with {named}://; write {_SQLITE}:///FILE")
    raise StorageError(
        f"IKM_DATABASE_URL names '{named}'; this version stores in {_SQLITE}:///FILE "
        f"or {_POSTGRES}://USER:PASSWORD@HOST/DATABASE"
    )
