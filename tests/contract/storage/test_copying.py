"""All of one database into another: the same rows, one state, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.connect import open_store
from storage.copying import CopyError, changed_since, copy_all
from storage.errors import StorageError
from storage.store import Store
from tests.contract.storage.whole import contents, fill
from tests.factories import UNITS, respons_row, url_of
from tests.postgres import Server


def quiet(_table: str, _done: int, _there: int) -> None:
    """Nobody is told how far it is."""


@pytest.fixture
async def empty(postgres: Server) -> AsyncIterator[Store]:
    """A PostgreSQL database with tables and nothing in them."""
    url = await postgres.create()
    store = await open_store(url, create=True)
    yield store
    await store.close()
    await postgres.drop(url)


async def change(store: Store, statement: str, **values: object) -> None:
    """Something done to the database behind the program's back."""
    async with store.engine.begin() as connection:
        await connection.execute(text(statement), values)


@pytest.mark.parametrize("seed", range(3))
async def test_there_and_back(sqlite_store: Store, empty: Store, tmp_path: Path, seed: int) -> None:
    """From SQLite to PostgreSQL and back again: every row of every table is what it was."""
    await fill(sqlite_store, seed)
    before = await contents(sqlite_store)
    assert all(before.values())
    told: list[tuple[str, int, int]] = []
    done = await copy_all(sqlite_store, empty, lambda *one: told.append(one))
    assert done.tables == {table: len(rows) for table, rows in before.items()}
    assert {table: there for table, here, there in told if here == there} == done.tables
    assert await contents(empty) == before
    again = await open_store(url_of(tmp_path / "kembali.db"), create=True)
    await copy_all(empty, again, quiet)
    assert await contents(again) == before
    await again.close()


async def test_the_audit_log_still_lets_nobody_change_it(sqlite_store: Store, empty: Store) -> None:
    await fill(sqlite_store, 1)
    await copy_all(sqlite_store, empty, quiet)
    with pytest.raises(DBAPIError):
        await change(empty, "DELETE FROM audit")


async def test_a_target_with_anything_in_it_is_refused(sqlite_store: Store, postgres_store: Store) -> None:
    before = await contents(postgres_store)
    with pytest.raises(StorageError, match=r"holds data already .*unit_layanan"):
        await copy_all(sqlite_store, postgres_store, quiet)
    assert await contents(postgres_store) == before


async def test_what_postgresql_cannot_keep_is_named_by_table_and_row(sqlite_store: Store, empty: Store) -> None:
    """Each such text with its table, row and column; nothing is copied."""
    async with sqlite_store.transaction() as tx:
        rows = [respons_row(saran="baik"), respons_row(saran="bu\x00ruk"), respons_row(alasan={"waktu": "la\x00ma"})]
        await tx.facts.add(rows)
    await change(sqlite_store, "UPDATE kelompok SET nama = :nama WHERE kode = 'opd'", nama="x" * 201)
    with pytest.raises(CopyError, match="nothing was copied") as raised:
        await copy_all(sqlite_store, empty, quiet)
    kelompok, saran, alasan = raised.value.faults
    assert kelompok == "kelompok 'opd': 'nama' holds 201 letters where 200 fit"
    assert saran.startswith(f"respons '{rows[1].id} ")
    assert "'saran' holds a character that PostgreSQL cannot keep" in saran
    assert f"respons '{rows[2].id} " in alasan
    assert not any((await contents(empty)).values())


async def test_such_characters_are_left_out_on_request(sqlite_store: Store, empty: Store) -> None:
    async with sqlite_store.transaction() as tx:
        row = respons_row(saran="bu\x00ruk", alasan={"waktu": "la\x00ma"})
        await tx.facts.add([row])
    assert (await copy_all(sqlite_store, empty, quiet, mend=True)).mended == 2
    async with empty.reading() as tx:
        (kept,) = await tx.facts.by_id([row.id])
    assert (kept.respons.saran, kept.respons.alasan) == ("buruk", {"waktu": "lama"})


async def test_what_else_the_target_refuses_is_named(sqlite_store: Store, empty: Store) -> None:
    """A number that SQLite keeps and PostgreSQL does not: one row of many is found."""
    async with sqlite_store.transaction() as tx:
        rows = [respons_row() for _ in range(50)]
        await tx.facts.add(rows)
    await change(sqlite_store, "UPDATE respons SET usia = 3000000000 WHERE id = :id", id=rows[31].id)
    with pytest.raises(CopyError) as raised:
        await copy_all(sqlite_store, empty, quiet)
    (fault,) = raised.value.faults
    assert fault.startswith(f"respons {rows[31].id} ")
    assert "3000000000" not in fault
    assert not any((await contents(empty)).values())


async def test_a_copy_broken_off_leaves_nothing(sqlite_store: Store, empty: Store) -> None:
    await fill(sqlite_store, 2)

    def stop(table: str, _done: int, _there: int) -> None:
        if table == "respons":
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        await copy_all(sqlite_store, empty, stop)
    assert not any((await contents(empty)).values())


async def test_one_state_while_somebody_writes(sqlite_store: Store, empty: Store) -> None:
    """What is copied is of one moment: counters and responses agree; and it is said that the source goes on."""
    async with sqlite_store.transaction() as tx:
        await tx.facts.add([respons_row() for _ in range(3_000)])

    async def write() -> None:
        while True:
            async with sqlite_store.transaction() as tx:
                await tx.facts.add([respons_row()])

    writing = asyncio.create_task(write())
    try:
        done = await copy_all(sqlite_store, empty, quiet)
        changed = await changed_since(sqlite_store, done)
    finally:
        writing.cancel()
        await asyncio.wait([writing])
    assert "respons" in changed
    async with empty.reading() as tx:
        counted = await tx.facts.counted()
        assert counted == await tx.facts.recounted()
        assert sum(rekap.n for rekap in counted.values()) == done.tables["respons"] >= 3_000
        assert len(await tx.directory.units()) == len(UNITS)
