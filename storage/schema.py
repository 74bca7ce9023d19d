"""Which version the tables have, and bringing them up to date. Migrations are in `storage/migrations`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, column, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import locks
from storage.errors import SchemaNewer, SchemaOlder, StorageCorrupt

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
REVISIONS: Final = tuple(sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py")))
"""By name: a migration's file begins with its revision. Alembic itself, which takes a quarter of a second to be
loaded, is asked only where there is something to migrate."""
_VERSION: Final = table("alembic_version", column("version_num"))


def config() -> Config:
    """Alembic's configuration, without a file of its own: the program knows where its migrations are."""
    from alembic.config import Config  # noqa: PLC0415

    result = Config()
    result.set_main_option("script_location", str(_MIGRATIONS))
    return result


def head() -> str:
    """The revision that this program works with."""
    return REVISIONS[-1]


async def ensure(engine: AsyncEngine, *, create: bool, migrate: bool) -> None:
    """Leave the tables at `head()`, or raise SchemaOlder, SchemaNewer or StorageCorrupt and change nothing."""
    async with engine.connect() as connection:
        revision, empty = await connection.run_sync(_read)
    if revision == head():
        return
    if revision is None and not empty:
        raise StorageCorrupt("the database holds tables of another program; name another one in IKM_DATABASE_URL")
    if revision is not None and not known(revision):
        raise SchemaNewer(
            f"the database was made by a newer version of ikm (schema {revision}, this is {head()}); update ikm"
        )
    if not (create if revision is None else migrate):
        raise SchemaOlder(
            f"the database's tables are at {revision or 'none'}, this ikm needs {head()}; run `ikm db upgrade`"
        )
    # Who waited here for another process finds its tables made: alembic looks within the transaction.
    async with engine.execution_options(ikm_begin="IMMEDIATE").begin() as connection:
        if connection.dialect.name != "sqlite":
            await locks.alone(connection)
        await connection.run_sync(_upgrade)


async def current(engine: AsyncEngine) -> str | None:
    async with engine.connect() as connection:
        return (await connection.run_sync(_read))[0]


async def is_empty(engine: AsyncEngine) -> bool:
    """Whether there is no table, of whatever program."""
    async with engine.connect() as connection:
        return (await connection.run_sync(_read))[1]


def _read(connection: Connection) -> tuple[str | None, bool]:
    names = inspect(connection).get_table_names()
    revision = connection.scalar(select(_VERSION.c.version_num)) if _VERSION.name in names else None
    return revision, not names


def known(revision: str) -> bool:
    """Whether this program can bring tables of that revision up to its own."""
    return revision in REVISIONS


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415

    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
