"""Which version the tables have, and bringing them up to date. Migrations are in `storage/migrations`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.errors import SchemaNewer, SchemaOlder, StorageCorrupt

_MIGRATIONS = Path(__file__).parent / "migrations"


def config() -> Config:
    """Alembic's configuration, without a file of its own: the program knows where its migrations are."""
    result = Config()
    result.set_main_option("script_location", str(_MIGRATIONS))
    return result


def head() -> str:
    """The revision that this program works with."""
    revision = ScriptDirectory.from_config(config()).get_current_head()
    assert revision is not None  # noqa: S101  a shipped folder with at least one migration
    return revision


async def ensure(engine: AsyncEngine, *, create: bool, migrate: bool) -> None:
    """Leave the tables at `head()`, or raise SchemaOlder, SchemaNewer or StorageCorrupt and change nothing."""
    async with engine.connect() as connection:
        revision, empty = await connection.run_sync(_read)
    if revision == head():
        return
    if revision is None and not empty:
        raise StorageCorrupt("the database holds tables of another program; name another file in IKM_DATABASE_URL")
    if revision is not None and not _known(revision):
        raise SchemaNewer(
            f"the database was made by a newer version of ikm (schema {revision}, this is {head()}); update ikm"
        )
    if not (create if revision is None else migrate):
        raise SchemaOlder(
            f"the database's tables are at {revision or 'none'}, this ikm needs {head()}; run `ikm db upgrade`"
        )
    async with engine.execution_options(ikm_begin="IMMEDIATE").begin() as connection:
        await connection.run_sync(_upgrade)


async def current(engine: AsyncEngine) -> str | None:
    async with engine.connect() as connection:
        return (await connection.run_sync(_read))[0]


def _read(connection: Connection) -> tuple[str | None, bool]:
    revision = MigrationContext.configure(connection).get_current_revision()
    return revision, not inspect(connection).get_table_names()


def _known(revision: str) -> bool:
    return revision in {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}


def _upgrade(connection: Connection) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
