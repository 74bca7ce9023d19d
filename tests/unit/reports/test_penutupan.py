"""Closing: what is kept is what was counted, for a unit, a group and all units, in every breakdown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.engine.survey import Aturan, Direktori, Survey
from bot.reports.laporan import Laporan, read_laporan
from bot.reports.penutupan import PenutupanDitolak, close_periode, read_alasan, reopen_periode, set_periode
from bot.reports.rincian import Rincian, read_rincian
from bot.reports.sasaran import Sasaran, sasaran_kelompok, sasaran_kota, sasaran_unit
from bot.service.surveys import Surveys
from scoring.errors import InstrumenError
from scoring.ketentuan import Ketentuan
from scoring.model import Profil
from scoring.naskah import read_naskah, write_naskah
from scoring.periode import parse_periode
from storage.records import ResponsRow
from storage.store import Store, Transaction
from tests.factories import BANYAK, INSTRUMEN, SATU, TANPA, UNITS, jawaban, respons_row, unit

SEMESTER = parse_periode("2024-S2")
HARI = date(2024, 9, 9)
SESUDAH = datetime(2025, 1, 5, tzinfo=UTC)
PERTAMA = datetime(2024, 12, 31, 15, 30, tzinfo=UTC)
"""1 January 2025 in Jayapura, still 31 December in Jakarta."""


async def survey_of(tx: Transaction) -> Survey:
    return Survey(INSTRUMEN, Direktori.of(await tx.directory.kelompok(), await tx.directory.units()), Aturan())


def subjects(survey: Survey) -> list[Sasaran]:
    (satu, *_) = survey.direktori.kelompok
    units = [sasaran_unit(one) for one in survey.direktori.unit.values()]
    return [*units, sasaran_kelompok(satu, survey.direktori), sasaran_kota(survey.direktori)]


async def fill(tx: Transaction) -> list[ResponsRow]:
    """Two units with services, profiles and answers that differ; one without."""
    rows = []
    for n in range(24):
        profil = Profil("LP"[n % 2], 15 + 3 * n if n % 5 else None, "tua" if n % 5 == 0 else None, "sma", None)
        answers = jawaban(3 + n % 2, waktu=1 + n % 4)
        kode = SATU if n % 3 else BANYAK
        layanan = "ktp" if n % 4 else ""
        rows.append(respons_row(answers, unit=kode, layanan=layanan, hari=HARI, profil=profil))
    await tx.facts.add(rows)
    await tx.periods.put(SEMESTER.kode, Ketentuan(INSTRUMEN.id, bobot="0,111", usia_kelas=(18, 30, 60)))
    return rows


async def figures(store: Store) -> list[tuple[Laporan, Rincian]]:
    async with store.reading() as tx:
        survey = await survey_of(tx)
        return [
            (
                await read_laporan(tx, survey, one, SEMESTER, SESUDAH.date()),
                await read_rincian(tx, survey, one, SEMESTER),
            )
            for one in subjects(survey)
        ]


def without_closed(found: list[tuple[Laporan, Rincian]]) -> list[tuple[object, ...]]:
    return [
        (one.sasaran, one.instrumen, one.rekap, one.hasil, one.sampel, one.tren, one.himpunan, rincian)
        for one, rincian in found
    ]


async def test_what_is_kept_is_what_was_counted(sqlite_store: Store) -> None:
    """And stays so when responses, service users and what was agreed have gone."""
    async with sqlite_store.transaction() as tx:
        rows = await fill(tx)
        await tx.directory.put([], [unit(SATU, *UNITS[1].layanan, populasi=88)])
    counted = await figures(sqlite_store)
    async with sqlite_store.transaction() as tx:
        await close_periode(tx, await survey_of(tx), SEMESTER, SESUDAH, "Admin")
    kept = await figures(sqlite_store)
    assert without_closed(kept) == without_closed(counted)
    assert [one.ditutup for one, _ in kept] == [True] * len(kept)
    assert not any(one.ditutup for one, _ in counted)
    async with sqlite_store.transaction() as tx:
        await tx.facts.remove(rows[:20])
        await tx.directory.put([], [unit(SATU, *UNITS[1].layanan, populasi=9_000)])
    assert [one.sampel for one, _ in await figures(sqlite_store)] == [one.sampel for one, _ in counted]
    assert [one.hasil for one, _ in await figures(sqlite_store)] == [one.hasil for one, _ in counted]
    async with sqlite_store.transaction() as tx:
        await reopen_periode(tx, SEMESTER, SESUDAH, "Ada formulir yang menyusul")
    (laporan, _), *_ = await figures(sqlite_store)
    assert not laporan.ditutup
    assert sum(one.hasil.n for one, _ in await figures(sqlite_store) if one.sasaran.jenis == "kota") == 4


async def test_a_day_is_over_where_the_clock_says_so(sqlite_store: Store) -> None:
    """Closed only when the periode is over in the last time zone that has a unit."""
    async with sqlite_store.transaction() as tx:
        with pytest.raises(PenutupanDitolak, match="not over everywhere"):
            await close_periode(tx, await survey_of(tx), SEMESTER, PERTAMA, "Admin")
        await tx.directory.put([], [unit(kode, zona_waktu="Asia/Jayapura") for kode in (BANYAK, SATU, TANPA)])
        await close_periode(tx, await survey_of(tx), SEMESTER, PERTAMA, "Admin")
        with pytest.raises(PenutupanDitolak, match="closed already"):
            await close_periode(tx, await survey_of(tx), SEMESTER, PERTAMA, "Admin")


async def test_a_closed_periode_keeps_its_units(sqlite_store: Store) -> None:
    """One that was opened since is missing from none of its lists, one that closed since is still in them."""
    async with sqlite_store.transaction() as tx:
        await fill(tx)
        await tx.directory.put([], [unit(TANPA, kelompok="opd", populasi=88)])
        await close_periode(tx, await survey_of(tx), SEMESTER, SESUDAH, "Admin")
    before = {one.sasaran.key: (one.sampel, one.hasil, one.himpunan) for one, _ in await figures(sqlite_store)}
    async with sqlite_store.transaction() as tx:
        closed = [unit(TANPA, kelompok="opd", aktif=False), unit(SATU, *UNITS[1].layanan, aktif=False)]
        await tx.directory.put([], [*closed, unit("kel-baru", populasi=9_000)])
    after = {one.sasaran.key: (one.sampel, one.hasil, one.himpunan) for one, _ in await figures(sqlite_store)}
    assert after["kota:"] == before["kota:"]
    assert after["kelompok:kec-satu"] == before["kelompok:kec-satu"]
    sampel, _, himpunan = after["kota:"]
    assert sampel is not None
    assert himpunan is not None
    assert (sampel.target, sampel.kurang) == (72, 72)
    assert [one.kode for one in himpunan.peringkat.tanpa_responden] == [TANPA]


async def test_what_the_running_periode_agreed_holds_for_no_other(sqlite_store: Store) -> None:
    """Of another, nothing but what it agreed itself is kept at its closing or taken over when something is set."""
    async with sqlite_store.transaction() as tx:
        await tx.periods.put("2025-S1", Ketentuan(INSTRUMEN.id, harapan=True))
    surveys = Surveys(sqlite_store, INSTRUMEN, Aturan(), lambda: SESUDAH)
    await surveys.reload()
    assert surveys.now.aturan.harapan
    async with sqlite_store.transaction() as tx:
        await close_periode(tx, surveys.now, SEMESTER, SESUDAH, "Admin")
        _, after = await set_periode(tx, surveys.now, parse_periode("2025-S2"), {"bobot": "0,111"})
        row = await tx.periods.get(SEMESTER.kode)
    assert row is not None
    assert row.ketentuan == Ketentuan(INSTRUMEN.id)
    assert after == Ketentuan(INSTRUMEN.id, bobot="0,111")


def test_a_reason_says_something_and_is_no_letter() -> None:
    """Spaces are not words."""
    assert read_alasan("  ada   formulir\nmenyusul ") == "ada formulir menyusul"
    for bad in ("", "   ok        ", "x" * 501):
        with pytest.raises(PenutupanDitolak):
            read_alasan(bad)


@pytest.mark.parametrize(
    "ketentuan",
    [
        Ketentuan("permenpan-14-2017", bobot="0,111", usia_kelas=(20, 40)),
        Ketentuan("permenpan-16-2014", mutu="kepmenpan-25-2004"),
        Ketentuan("kepmenpan-25-2004"),
    ],
    ids=lambda one: one.instrumen,
)
def test_an_instrumen_comes_back_from_its_text_whole(ketentuan: Ketentuan) -> None:
    """Decimals and bobot exactly."""
    instrumen = ketentuan.terapkan()
    assert read_naskah(write_naskah(instrumen)) == instrumen


def test_a_damaged_text_is_refused() -> None:
    for damaged in ("", "{}", write_naskah(INSTRUMEN)[:-2]):
        with pytest.raises(InstrumenError, match="cannot be read"):
            read_naskah(damaged)
