"""A database that an earlier version has filled is brought up to date with every row, on either database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, Date, bindparam, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage import schema
from storage.connect import open_store
from storage.errors import SchemaOlder
from tests.factories import HARI, KELOMPOK, UNITS, url_of
from tests.postgres import Server

_COUNTERS = (
    ("rekap_responden", "n, jumlah, jumlah_kuadrat", "1, 3, 9"),
    ("rekap_unsur", "unsur, n1, n2, n3, n4", "'waktu', 0, 0, 1, 0"),
    ("rekap_harapan", "unsur, n1, n2, n3, n4", "'waktu', 0, 0, 0, 1"),
)
_DAYS = (date(2019, 6, 30), date(2024, 7, 1), date(2026, 6, 30), HARI)


@pytest.fixture
async def older(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database of the version before responses were kept by half-years, with rows in all that hang together."""
    if kind == "sqlite":
        url = url_of(tmp_path / "lama.db")
        await _fill(url)
        yield url
        return
    server: Server = request.getfixturevalue("postgres")
    url = await server.create()
    await _fill(url)
    yield url
    await server.drop(url)


async def _fill(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)
        for statement, rows in _rows():
            typed = text(statement)
            if ":h" in statement:
                typed = typed.bindparams(bindparam("h", type_=Date()))
            await connection.execute(typed, rows if rows[0] else None)
    await engine.dispose()


def _upgrade(connection: Connection) -> None:
    settings = schema.config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "0003")


def _rows() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    group, unit = KELOMPOK[0], UNITS[0]
    days = [{"id": n, "u": unit.kode, "h": day} for n, day in enumerate(_DAYS)]
    yield "INSERT INTO kelompok (kode, nama) VALUES (:k, :n)", [{"k": group.kode, "n": group.nama}]
    yield (
        "INSERT INTO unit_layanan (kode, nama, kelompok, jenis, zona_waktu, label, aktif) "
        "VALUES (:u, :n, :g, '', 'Asia/Jakarta', '{}', true)",
        [{"u": unit.kode, "n": unit.nama, "g": group.kode}],
    )
    yield (
        "INSERT INTO respons (id, unit, layanan, instrumen, hari_awal, hari_akhir, diisi_pada, sumber, jawaban, "
        "alasan, saran, responden, tanda_terima, kunci_impor, harapan) VALUES (:id, :u, '', 'uji', :h, :h, "
        "'2026-01-01 00:00:00+00:00', 'uji', '{\"waktu\": 3}', '{}', 'Lama', :r, :t, :i, '{\"waktu\": 4}')",
        [{**one, "r": f"r{n}", "t": f"t{n}", "i": None if n else "i"} for n, one in enumerate(days)],
    )
    for table, columns, values in _COUNTERS:
        yield (
            f"INSERT INTO {table} (instrumen, unit, hari_awal, hari_akhir, layanan, {columns}) "
            f"SELECT instrumen, unit, hari_awal, hari_akhir, layanan, {values} FROM respons",
            [{}],
        )
    yield (
        "INSERT INTO saran (respons, bagian, unit, hari, teks, sifat) "
        "SELECT id, 'saran', unit, hari_awal, saran, 'keluhan' FROM respons",
        [{}],
    )
    yield "INSERT INTO izin_balas SELECT id, 'uji', '62811', 9000000000000 FROM respons", [{}]
    yield (
        "INSERT INTO outbox (id, percakapan, channel, address, payload, push, live, due_at, attempts) "
        "VALUES (7, 'p', 'uji', '62811', '{}', false, true, 5, 0)",
        [{}],
    )


async def test_every_row_comes_along(older: str) -> None:
    """Opened without leave it is refused as it is; with leave responses, counters, saran, permissions and messages
    are there as before, and what is found by a person, a receipt or an import is found."""
    with pytest.raises(SchemaOlder, match="ikm db upgrade"):
        await open_store(older)
    store = await open_store(older, migrate=True)
    async with store.reading() as tx:
        counted = await tx.facts.counted()
        assert counted == await tx.facts.recounted()
        assert [span[2] for span in sorted(counted, key=lambda span: span[2])] == sorted(_DAYS)
        assert {rekap.n for rekap in counted.values()} == {1}
        receipts = await tx.facts.by_receipt([f"t{n}" for n in range(len(_DAYS))])
        assert [receipts[f"t{n}"].hari_awal for n in range(len(_DAYS))] == list(_DAYS)
        assert await tx.facts.known_imports(["i", "j"]) == {"i"}
        assert len(await tx.voices.of_unit(UNITS[0].kode, _DAYS[0], date(2027, 1, 1))) == len(_DAYS)
        assert set(await tx.voices.allowed(range(9), 0)) == set(range(len(_DAYS)))
        assert [row.id for row in await tx.outbox.waiting("p")] == [7]
    async with store.transaction() as tx:
        await tx.facts.remove(list(receipts.values())[:2])
        await tx.facts.add([replace(receipts["t0"], hari_awal=date(1998, 3, 1), hari_akhir=date(1998, 3, 1))])
    async with store.reading() as tx:
        assert await tx.facts.counted() == await tx.facts.recounted()
        assert len(await tx.voices.of_unit(UNITS[0].kode, _DAYS[0], date(2027, 1, 1))) == len(_DAYS) - 2
        assert set(await tx.voices.allowed(range(9), 0)) == {2, 3}
    await store.close()
