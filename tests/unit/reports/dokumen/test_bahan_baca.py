"""Figures read from a real database: one state, whatever it holds, and nothing that could be traced to somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.engine.survey import Direktori, Survey
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.bahan_baca import choose_saran, read_bahan
from bot.reports.dokumen.blok import TabelBlok
from bot.reports.dokumen.laporan_unit import compose_laporan_unit
from bot.reports.dokumen.periksa import check_bahan
from bot.reports.penutupan import close_periode
from scoring.model import Profil, UnitLayanan
from scoring.periode import parse_periode
from scoring.tren import Target
from storage.records import ResponsRow
from storage.store import Store
from storage.voices import SaranRow
from tests.factories import ATURAN, BANYAK, INSTRUMEN, KELOMPOK, UNITS, jawaban, respons_row
from tests.unit.reports.dokumen.pabrik import IDENTITAS

UNIT = UNITS[0]
SURVEY = Survey(INSTRUMEN, Direktori.of(KELOMPOK, UNITS), ATURAN)
S2 = parse_periode("2026-S2")
SESUDAH = datetime(2027, 1, 4, 3, tzinfo=UTC)


async def answer(store: Store, n: int, **changes: Any) -> list[ResponsRow]:
    """`n` responses to the unit with two services, their scores from 1 to 4 in turn."""
    rows = [
        respons_row(jawaban(1 + k % 4, waktu=1 + k % 3), **{"unit": BANYAK, "layanan": "kk", **changes})
        for k in range(n)
    ]
    async with store.transaction() as tx:
        await tx.facts.add(rows)
    return rows


async def read(store: Store, unit: UnitLayanan = UNIT, periode: str = "2026-S2") -> Bahan:
    async with store.reading() as tx:
        return await read_bahan(tx, SURVEY, unit, parse_periode(periode), IDENTITAS, SESUDAH.date())


async def test_the_order_of_the_rows_is_that_of_the_answers(sqlite_store: Store) -> None:
    """Not that of arrival: it tells neither time nor person."""
    await answer(sqlite_store, 12)
    rows = (await read(sqlite_store)).matriks
    sheets = [[baris.jawaban[unsur.key] for unsur in INSTRUMEN.unsur] for baris in rows]
    assert sheets == sorted(sheets)
    assert [baris.nomor for baris in rows] == list(range(1, 13))
    assert all(set(baris.jawaban) == {unsur.key for unsur in INSTRUMEN.unsur} for baris in rows)


async def test_how_and_when_the_answers_came_is_told(sqlite_store: Store) -> None:
    """By source, from the first day to the last; the target of the sample, and that of each year."""
    await answer(sqlite_store, 6, hari=date(2026, 7, 3), sumber="telegram")
    await answer(sqlite_store, 8, hari=date(2026, 12, 30), sumber="webchat")
    await answer(sqlite_store, 10, hari=date(2026, 3, 3), sumber="webchat")
    unit = replace(UNIT, populasi=88)
    async with sqlite_store.transaction() as tx:
        await tx.targets.put("unit", UNIT.kode, 2026, Target(Decimal("3.5"), "1-4"))
        await tx.directory.put(KELOMPOK, [unit])
    bahan = await read(sqlite_store, unit)
    assert dict(bahan.pelaksanaan.sumber) == {"telegram": 6, "webchat": 8}
    assert (bahan.pelaksanaan.awal, bahan.pelaksanaan.akhir) == (date(2026, 7, 3), date(2026, 12, 30))
    assert (bahan.pelaksanaan.populasi, bahan.pelaksanaan.target) == (88, 72)
    assert [(one.titik.periode.kode, f"{one.target}") for one in bahan.tren] == [
        ("2026-S1", "87.50"),
        ("2026-S2", "87.50"),
    ]
    assert bahan.hasil_lalu is not None
    assert bahan.hasil_lalu.n == 10
    assert compose_laporan_unit(bahan)


async def test_a_closed_periode_keeps_its_figures_when_somebody_withdraws(sqlite_store: Store) -> None:
    """The row leaves the annex; n, index and profile stay, the document is free of contradictions and says so."""
    rows = await answer(sqlite_store, 7, profil=Profil("L", 41, None, "s1", "pns"))
    await answer(sqlite_store, 5, sumber="webchat")
    async with sqlite_store.transaction() as tx:
        await close_periode(tx, SURVEY, S2, SESUDAH, "Admin")
    before = await read(sqlite_store)
    async with sqlite_store.transaction() as tx:
        await tx.facts.remove(rows[:1])
    after = await read(sqlite_store)
    assert after.ditutup
    assert (len(before.matriks), len(after.matriks)) == (12, 11)
    assert (after.laporan.hasil, after.profil) == (before.laporan.hasil, before.profil)
    check_bahan(after)
    dokumen = compose_laporan_unit(after)
    assert "Sebanyak 1 responden menarik jawabannya" in repr(dokumen.blok)
    sumber = next(one for one in dokumen.blok if isinstance(one, TabelBlok) and one.label == "sumber")
    assert sumber.kaki == (("Jumlah", "11", "100,00"),)
    assert "Tidak termasuk 1 responden yang menarik jawabannya" in sumber.catatan


async def test_of_four_answers_nothing_is_read_that_could_name_one(sqlite_store: Store) -> None:
    await answer(sqlite_store, 4)
    bahan = await read(sqlite_store)
    assert bahan.laporan.hasil.n == 4
    assert not any((bahan.profil, bahan.kelas, bahan.layanan, bahan.sebaran, bahan.matriks, bahan.saran))
    assert bahan.harapan is None
    assert compose_laporan_unit(bahan)


async def test_without_answers_there_is_a_report_all_the_same(sqlite_store: Store) -> None:
    bahan = await read(sqlite_store)
    assert (bahan.laporan.hasil.ikm, bahan.pelaksanaan.awal, bahan.pelaksanaan.sumber) == (None, None, {})
    assert compose_laporan_unit(bahan)


def test_suggestions_are_few_different_and_in_no_order_of_time() -> None:
    """Complaints and wishes about an unsur, the two that say most of each; praise and loose words are left out."""

    def row(n: int, teks: str, unsur: str | None, sifat: str = "keluhan") -> SaranRow:
        return SaranRow(n, "saran", BANYAK, date(2026, 7, 30 - n), teks, unsur, sifat)

    chosen = choose_saran([
        row(1, "Kursi kurang", "sarana"),
        row(2, "Tambah kursi dan kipas angin di ruang tunggu", "sarana", "usul"),
        row(3, "Antrean lama sekali", "waktu"),
        row(4, "Antrean lama sekali", "waktu"),
        row(5, "Ruang tunggu panas dan sempit", "sarana"),
        row(6, "Terima kasih", "perilaku", "pujian"),
        row(7, "Mantap", None, "lain"),
    ])  # fmt: skip
    assert chosen == (
        "Antrean lama sekali",
        "Ruang tunggu panas dan sempit",
        "Tambah kursi dan kipas angin di ruang tunggu",
    )
