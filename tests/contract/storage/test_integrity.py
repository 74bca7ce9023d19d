"""Faults that no counter shows: rows without what they are of, rules that are off, pages that were damaged."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text, update

from storage.connect import open_store
from storage.errors import StorageCorrupt
from storage.facts import Facts
from storage.integrity import OK, UNKNOWN
from storage.records import ResponsRow
from storage.store import Store
from storage.tables import respons, unit_layanan
from storage.voices import IzinRow, SaranRow
from tests.contract.storage.hardship import is_clear, pragma
from tests.factories import HARI, MS, SATU, respons_row
from tests.postgres import running


async def _kept(store: Store) -> ResponsRow:
    """A response with a sorted text and a leave to answer."""
    row = respons_row()
    async with store.transaction() as tx:
        await tx.facts.add([row])
        await tx.voices.add([SaranRow(row.id, "saran", SATU, HARI, "Baik", None, "pujian")])
        await tx.voices.allow([IzinRow(row.id, "uji", "6281", MS + 1)])
    return row


async def _faults(store: Store) -> list[str]:
    async with store.reading() as tx:
        return await tx.health.faults()


async def test_what_is_in_order_has_no_faults(store: Store) -> None:
    """Also once a response was erased. PostgreSQL without checksums does not pretend to know of its disk."""
    row = await _kept(store)
    assert await _faults(store) == []
    async with store.transaction() as tx:
        await tx.facts.remove([row])
    assert await _faults(store) == []
    async with store.reading() as tx:
        assert await tx.health.pages() == (OK if store.embedded else UNKNOWN)


async def test_rows_without_their_response_are_found(store: Store) -> None:
    """What was sorted of its words and where its writer is, left behind by somebody's DELETE."""
    row = await _kept(store)
    async with store.engine.begin() as connection:
        await connection.execute(respons.delete().where(respons.c.id == row.id))
    assert await _faults(store) == [
        "1 rows of saran are of no response that there is",
        "1 rows of izin_balas are of no response that there is",
    ]


async def test_a_response_of_an_import_that_is_gone_is_found(store: Store) -> None:
    """It could not be taken out with its import any more."""
    await _kept(store)
    async with store.engine.begin() as connection:
        await connection.execute(update(respons).values(impor=77))
    assert await _faults(store) == ["1 rows of respons are of no import that there is"]
    async with store.transaction() as tx:
        assert await tx.imports.get(77) is None


async def test_counters_of_a_unit_that_there_is_not_are_found(store: Store) -> None:
    """In each of the tables of counters, though they say zero together."""
    row = respons_row(unit="tidak-ada", harapan={"waktu": 4})
    async with store.engine.begin() as connection:
        for sign in (1, -1):
            await Facts(connection)._count([row], sign)
    found = await _faults(store)
    assert [fault.split(" are ")[0].split(" of ")[1] for fault in found] == [
        "rekap_responden",
        "rekap_unsur",
        "rekap_harapan",
    ]
    assert all(fault.endswith("of no unit that there is") for fault in found)


async def test_sqlite_finds_what_came_in_while_its_keys_were_not_looked_after(sqlite_store: Store) -> None:
    """As by another program, which has to ask for foreign keys and did not."""
    await sqlite_store.close()
    undo = pragma(sqlite_store, "PRAGMA foreign_keys = OFF")
    async with sqlite_store.engine.begin() as connection:
        await connection.execute(update(unit_layanan).where(unit_layanan.c.kode == SATU).values(kelompok="tidak-ada"))
    undo()
    await sqlite_store.close()
    assert await _faults(sqlite_store) == ["1 rows of unit_layanan have nothing in kelompok to belong to"]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("ALTER TABLE audit DISABLE TRIGGER ALL", "triggers of audit are off"),
        (
            "ALTER TABLE rtl ADD CONSTRAINT nanti FOREIGN KEY (bukti) REFERENCES files (id) NOT VALID",
            "constraint nanti was never checked",
        ),
        (
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_saran_unit_hari'::regclass",
            "index ix_saran_unit_hari is not valid",
        ),
    ],
)
async def test_postgres_finds_rules_that_are_off(postgres_store: Store, statement: str, fault: str) -> None:
    """What a restore that broke off, or somebody in a hurry, leaves behind."""
    async with postgres_store.engine.begin() as connection:
        await connection.execute(text(statement))
    assert await _faults(postgres_store) == [fault]


async def test_a_page_that_was_damaged_on_the_servers_disk_is_found() -> None:
    """Where checksums are kept: whoever meets the page is told, and so is who asks later, whatever was read since."""
    with running() as server:
        server.stop()
        server._run("pg_checksums", "--enable")
        server.start()
        await server.migrate()
        url = server.url("migrated")
        store = await open_store(url)
        await _kept(store)
        async with store.reading() as tx:
            assert await tx.health.pages() == OK
        async with store.engine.connect() as connection:
            where = (await connection.execute(text("SELECT pg_relation_filepath('saran')"))).scalar_one()
        await store.close()
        await asyncio.to_thread(server.stop)
        file = server.data / str(where)
        whole = bytearray(file.read_bytes())
        whole[-200:] = b"\xee" * 200
        file.write_bytes(whole)
        await asyncio.to_thread(server.start)
        store = await open_store(url)
        with pytest.raises(StorageCorrupt) as raised:
            await _faults(store)
        assert is_clear(raised.value)
        async with store.reading() as tx:
            assert "damaged pages were met" in await tx.health.pages()
        await store.close()
