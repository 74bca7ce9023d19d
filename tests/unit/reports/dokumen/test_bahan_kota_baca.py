"""The figures of a city read from a real database, where units have closed since people answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.engine.survey import Direktori, Survey
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.bahan_kota_baca import read_bahan_kota
from bot.reports.dokumen.periksa_kota import check_kota
from bot.reports.dokumen.ringkasan_kota import compose_ringkasan
from bot.reports.sasaran import Sasaran, sasaran_kelompok, sasaran_kota
from scoring.model import Kelompok, UnitLayanan
from scoring.periode import parse_periode
from storage.store import Store
from tests.factories import ATURAN, INSTRUMEN, KELOMPOK, UNITS, jawaban, respons_row
from tests.unit.reports.dokumen.pabrik import IDENTITAS

OPEN, _, DINAS = UNITS
KANTOR = UnitLayanan("kantor", "Kecamatan Satu", "kec-satu")
"""A unit that bears its group's name."""


async def answer(store: Store, units: tuple[UnitLayanan, ...]) -> None:
    """Six times each, always alike."""
    async with store.transaction() as tx:
        await tx.directory.put(KELOMPOK, units)
        await tx.facts.add([respons_row(jawaban(), unit=one.kode, layanan="") for one in units for _ in range(6)])


async def read(store: Store, units: tuple[UnitLayanan, ...], kelompok: Kelompok | None = None) -> BahanKota:
    """Of all units, or of one group."""
    survey = Survey(INSTRUMEN, Direktori.of(KELOMPOK, units), ATURAN)
    sasaran: Sasaran = (
        sasaran_kelompok(kelompok, survey.direktori) if kelompok else sasaran_kota(survey.direktori, "Kota Uji")
    )
    async with store.reading() as tx:
        return await read_bahan_kota(tx, survey, sasaran, parse_periode("2026-S2"), IDENTITAS, date(2027, 1, 4))


async def test_a_group_whose_units_have_all_closed_counts_on(sqlite_store: Store) -> None:
    """Else the groups would not add up to the whole, and there would be no document."""
    units = (OPEN, replace(DINAS, aktif=False))
    await answer(sqlite_store, units)
    bahan = await read(sqlite_store, units)
    check_kota(bahan)
    assert [(one.sasaran.kode, one.hasil.n) for one in bahan.kelompok] == [("kec-satu", 6), ("opd", 6)]


async def test_a_group_that_never_had_a_unit_or_an_answer_is_not_listed(sqlite_store: Store) -> None:
    await answer(sqlite_store, (OPEN,))
    bahan = await read(sqlite_store, (OPEN,))
    assert bahan.laporan.hasil.n == 6
    assert [one.sasaran.kode for one in bahan.kelompok] == ["kec-satu"]


async def test_a_closed_unit_may_bear_the_name_of_its_group(sqlite_store: Store) -> None:
    """A kecamatan's own office, closed since, is still none of the group's figures."""
    units = (OPEN, replace(KANTOR, aktif=False))
    await answer(sqlite_store, units)
    bahan = await read(sqlite_store, units, KELOMPOK[0])
    check_kota(bahan)
    assert bahan.laporan.hasil.n == 12


async def test_equal_units_are_not_ranked_against_one_another_in_words(sqlite_store: Store) -> None:
    """And no sentence begins with a figure, as EYD has it."""
    async with sqlite_store.transaction() as tx:
        await tx.directory.put(KELOMPOK, UNITS)
    await answer(sqlite_store, UNITS[:2])
    said = repr(compose_ringkasan(await read(sqlite_store, UNITS)).blok)
    assert "Semua unit bernilai sama, yaitu 75,00." in said
    assert "Nilai tertinggi diraih" not in said
    assert "Sebanyak 2 unit mendapat jawaban. Ada 1 unit yang belum mendapat jawaban" in said
