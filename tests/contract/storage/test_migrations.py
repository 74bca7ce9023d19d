"""Migrations make the tables that `storage.tables` describes, from whatever version, or nothing at all."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage import schema
from storage.connect import open_store
from storage.errors import SchemaNewer, SchemaOlder, StorageCorrupt, StorageError
from storage.store import Store
from storage.tables import metadata
from tests.factories import UNITS, url_of


def _ours(name: str | None, kind: str, _parent: object) -> bool:
    return kind != "table" or name is None or not name.startswith("respons_")


async def test_migrations_and_tables_agree(store: Store) -> None:
    """Alembic finds nothing to add, drop or change between the migrated database and `tables.py`."""

    def differences(connection: Connection) -> object:
        opts = {"compare_server_default": connection.dialect.name == "sqlite", "include_name": _ours}
        return compare_metadata(MigrationContext.configure(connection, opts=opts), metadata)

    def keys_of(connection: Connection) -> dict[str, list[str]]:
        looking = inspect(connection)
        return {name: looking.get_pk_constraint(name)["constrained_columns"] for name in metadata.tables}

    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        names = await connection.run_sync(lambda c: set(inspect(c).get_table_names()))
        keys = await connection.run_sync(keys_of)
    assert {name for name in names if _ours(name, "table", None)} == {*metadata.tables, "alembic_version"}
    for name, table in metadata.tables.items():
        assert keys[name] == [column.name for column in table.primary_key], name


def test_migrations_are_one_line_and_named_by_their_files() -> None:
    """The names of the files say what alembic, asked itself, says."""
    newest_first = [script.revision for script in ScriptDirectory.from_config(schema.config()).walk_revisions()]
    assert newest_first == list(reversed(schema.REVISIONS))


async def test_the_disk_is_asked_to_be_sure(sqlite_store: Store) -> None:
    """Every connection has WAL, synchronous=FULL and foreign keys: what durability and integrity rest on."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5_000}
    async with sqlite_store.engine.connect() as one, sqlite_store.engine.connect() as two:
        for connection in (one, two):
            pragmas = {name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in wanted}
            assert pragmas == wanted


async def test_opening_what_is_up_to_date_changes_nothing(database: Path) -> None:
    """Opening again keeps every row, with or without leave to make and migrate."""
    for leave in (False, True):
        store = await open_store(url_of(database), create=leave, migrate=leave)
        async with store.reading() as tx:
            assert len(await tx.directory.units()) == len(UNITS)
        assert await schema.current(store.engine) == schema.head()
        await store.close()


async def test_a_new_file_is_made_with_its_folders_only_where_asked(tmp_path: Path) -> None:
    """Without leave a missing database is an error and stays missing; with leave folder, file and tables are made."""
    file = tmp_path / "a" / "b" / "ikm.db"
    with pytest.raises(StorageError, match="there is no database"):
        await open_store(url_of(file))
    assert not file.parent.exists()
    store = await open_store(url_of(file), create=True)
    assert await schema.current(store.engine) == schema.head()
    await store.close()


async def test_two_programs_may_start_on_a_new_file_at_once(tmp_path: Path) -> None:
    """Both find the tables made, once."""
    url = url_of(tmp_path / "ikm.db")
    stores = await asyncio.gather(*(open_store(url, create=True, migrate=True) for _ in range(3)))
    for store in stores:
        assert await schema.current(store.engine) == schema.head()
        await store.close()


def _run(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def _contents(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    dump = list(connection.iterdump())
    connection.close()
    return dump


async def test_a_database_of_a_newer_version_is_left_alone(database: Path) -> None:
    """It is refused with the advice to update, with all leave given, and not a row of it changes."""
    _run(database, "UPDATE alembic_version SET version_num = '9999'", "CREATE TABLE baru (x)")
    before = _contents(database)
    with pytest.raises(SchemaNewer, match=r"newer version .* update ikm"):
        await open_store(url_of(database), create=True, migrate=True)
    assert _contents(database) == before


async def test_a_database_of_an_older_version_waits_for_leave(database: Path) -> None:
    """An empty database is refused with the verb that mends it, and is made ready once leave is given."""
    empty = database.with_name("kosong.db")
    empty.touch()
    with pytest.raises(SchemaOlder, match="ikm db upgrade"):
        await open_store(url_of(empty), migrate=True)
    assert empty.stat().st_size == 0
    store = await open_store(url_of(empty), create=True)
    await store.close()


async def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """Not a byte of its file changes, with all leave given."""
    file = tmp_path / "lain.db"
    _run(file, "CREATE TABLE pelanggan (nama)", "INSERT INTO pelanggan VALUES ('Ani')")
    before = file.read_bytes()
    with pytest.raises(StorageCorrupt, match="another program"):
        await open_store(url_of(file), create=True, migrate=True)
    assert file.read_bytes() == before


async def test_a_migration_that_fails_leaves_no_table(tmp_path: Path) -> None:
    """A name that is taken by the last table to be made undoes all tables made before it."""
    file = tmp_path / "ikm.db"
    _run(file, "CREATE VIEW ix_respons_unit_hari_awal AS SELECT 1")
    before = _contents(file)
    with pytest.raises(StorageError):
        await open_store(url_of(file), create=True)
    assert _contents(file) == before
