"""A report of the demo city's real counters; every figure is the one that `ikm score` prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bot.cli.scores import compute
from bot.engine.survey import Aturan, Direktori, Survey
from bot.reports.laporan import TREN_PALING, Laporan, periode_tren, read_laporan
from bot.reports.sasaran import Sasaran, parse_argumen, sasaran_kelompok, sasaran_kota, sasaran_unit
from bot.reports.skor import aggregate_score, unit_score
from bot.settings import Settings
from scoring.ikm import compute_ikm
from scoring.instrumen import parse_bobot
from scoring.pembulatan import round_half_up
from scoring.periode import parse_periode
from scoring.selisih import compare_ikm
from scoring.tren import Target
from storage.store import Store, Transaction
from tests.factories import HARI, INSTRUMEN, KELOMPOK, SATU, UNITS, jawaban, respons_row

SETELAH = date(2025, 1, 1)
MOJOROTO = "kecamatan-mojoroto"


def named(survey: Survey, teks: str) -> Sasaran:
    sasaran = parse_argumen(teks, survey.direktori, SETELAH, "semester").sasaran
    assert sasaran is not None
    return sasaran


def printed(nilai: Fraction | None) -> str:
    assert nilai is not None
    return str(round_half_up(nilai))


async def report(tx: Transaction, survey: Survey, teks: str, periode: str, hari: date = SETELAH) -> Laporan:
    return await read_laporan(tx, survey, named(survey, teks), parse_periode(periode), hari)


@pytest.mark.parametrize("periode", ["2024", "2024-S1", "2024-S2", "2024-T3", "2024-07", "2024-W30", "2023"])
@pytest.mark.parametrize("kode", ["kel-bandar-kidul", "kec-mojoroto", "rsud-gambiran"])
async def test_a_units_figures_are_those_of_ikm_score(
    city: Transaction, survey: Survey, city_settings: Settings, kode: str, periode: str
) -> None:
    """Index, letter and every unsur, in every kind of periode and in one without a response."""
    laporan = await report(city, survey, kode, periode)
    (unit,) = laporan.sasaran.units
    mine = unit_score(unit, laporan.periode, INSTRUMEN, INSTRUMEN.bobot, laporan.rekap)
    assert mine == await compute(city_settings, periode, kode, "", "")
    assert laporan.hasil == compute_ikm(laporan.rekap, INSTRUMEN)


@pytest.mark.parametrize("bobot", ["", "0,111"])
@pytest.mark.parametrize(("teks", "kelompok"), [(MOJOROTO, MOJOROTO), ("kota", "")])
async def test_a_groups_and_the_citys_figures_are_those_of_ikm_score(
    city: Transaction, survey: Survey, city_settings: Settings, teks: str, kelompok: str, bobot: str
) -> None:
    """Pooled and mean, every unit, every unsur, under either convention of the bobot."""
    convention = parse_bobot(bobot or "1/9", 9)
    laporan = await read_laporan(
        city, survey, named(survey, teks), parse_periode("2024-S2"), SETELAH, bobot=convention
    )
    theirs = await compute(city_settings, "2024-S2", "", kelompok, bobot)
    himpunan = laporan.himpunan
    assert himpunan is not None
    pooled, mean = theirs["gabungan"], theirs["rata_rata_unit"]
    assert (laporan.hasil.n, str(round_half_up(laporan.hasil.ikm or 0))) == (pooled["n"], pooled["ikm"])
    assert [str(round_half_up(one.nrr or 0)) for one in laporan.hasil.unsur] == [
        one["nrr"] for one in pooled["unsur"]
    ]
    assert (himpunan.rata_rata.banyak, str(round_half_up(himpunan.rata_rata.ikm or 0))) == (
        mean["n_unit"],
        mean["ikm"],
    )
    assert {one.unit.kode: (one.unit.hasil.n, str(one.nilai)) for one in himpunan.peringkat.baris} == {
        one["unit"]: (one["n"], one["ikm"]) for one in theirs["unit"]
    }
    assert sum(banyak for _, banyak in himpunan.sebaran_mutu) == mean["n_unit"]


async def test_the_tren_holds_what_each_periode_would_say_of_itself(city: Transaction, survey: Survey) -> None:
    """Six triwulan at most, oldest first, from the first that has responses; both figures of the city in each."""
    laporan = await report(city, survey, "kota", "2024-T4")
    assert [one.periode.kode for one in laporan.tren] == ["2024-T1", "2024-T2", "2024-T3", "2024-T4"]
    for titik in laporan.tren:
        alone = await report(city, survey, "kota", titik.periode.kode)
        assert alone.himpunan is not None
        assert (titik.n, titik.ikm, titik.mutu) == (alone.hasil.n, alone.hasil.ikm, alone.hasil.mutu)
        assert titik.rata_rata == alone.himpunan.rata_rata.ikm
    months = await report(city, survey, "kota", "2024-12")
    assert [one.periode.kode for one in months.tren] == [f"2024-{month:02}" for month in range(7, 13)]
    assert len(periode_tren(months.periode)) == TREN_PALING


async def test_the_change_is_against_the_periode_before_and_says_whether_it_is_chance(
    city: Transaction, survey: Survey
) -> None:
    """Between printed values, judged by Welch's test on the same counts; none against an empty periode."""
    first = await report(city, survey, "kota", "2024-S1")
    second = await report(city, survey, "kota", "2024-S2")
    assert second.perubahan is not None
    assert (second.perubahan.sebelum, second.perubahan.sesudah) == (
        round_half_up(first.hasil.ikm or 0),
        round_half_up(second.hasil.ikm or 0),
    )
    assert second.sebelumnya == first.tren[-1]
    assert second.beda == compare_ikm(first.rekap, second.rekap, INSTRUMEN)
    assert (first.perubahan, first.beda, first.sebelumnya) == (None, None, None)


@pytest.mark.parametrize(
    ("periode", "hari", "sementara"),
    [
        ("2024-S2", date(2024, 12, 31), True),
        ("2024-S2", date(2025, 1, 1), False),
        ("2024-W30", date(2025, 1, 1), True),
    ],
)
async def test_a_figure_is_provisional_until_its_periode_is_over(
    city: Transaction, survey: Survey, periode: str, hari: date, sementara: bool
) -> None:
    """To the last day; a week's always is, since weeks are never official."""
    assert (await report(city, survey, "kel-dermo", periode, hari)).sementara is sementara


async def test_a_target_is_held_against_the_pooled_figure(city: Transaction, survey: Survey) -> None:
    """On its own scale, and against nothing where nobody answered."""
    kota, target = named(survey, "kota"), Target(Decimal("3.75"), "1-4")
    laporan = await read_laporan(city, survey, kota, parse_periode("2024"), SETELAH, target=target)
    assert laporan.capaian is not None
    assert laporan.capaian.target == Decimal("93.75")
    assert laporan.capaian.ikm == round_half_up(laporan.hasil.ikm or 0)
    empty = await read_laporan(city, survey, kota, parse_periode("2023"), SETELAH, target=target)
    assert (empty.capaian, empty.hasil.n, empty.tren[-1].ikm) == (None, 0, None)


def small() -> Survey:
    """Of the factories' units, counted by the semester."""
    return Survey(INSTRUMEN, Direktori.of(KELOMPOK, UNITS), Aturan(jenis_periode="semester"))


async def test_of_fewer_than_five_nothing_is_broken_down(sqlite_store: Store) -> None:
    """Four answers have an index and no highest or lowest unsur; the fifth brings them. Ten bring an interval."""
    survey, sasaran, periode = small(), sasaran_unit(UNITS[1]), parse_periode("2026-S2")
    async with sqlite_store.transaction() as tx:
        for n in range(1, 11):
            await tx.facts.add([respons_row(jawaban(3, biaya=4, sarana=1 + n % 2))])
            laporan = await read_laporan(tx, survey, sasaran, periode, HARI)
            assert (laporan.hasil.n, laporan.hasil.ikm is not None) == (n, True)
            assert laporan.rinci is (n >= 5)
            assert len(laporan.sorotan.terendah) == len(laporan.sorotan.tertinggi) == (3 if n >= 5 else 0)
            assert bool(laporan.di_bawah_rata) is (n >= 5)
            assert laporan.keyakinan.cukup is (laporan.keyakinan.lebar is not None) is (n >= 10)


async def test_the_sample_is_summed_where_the_number_of_users_is_known(sqlite_store: Store) -> None:
    """By hand: 88 users ask for 72 answers, 184 for 125. What one unit has too many is not taken off another's."""
    units = [replace(UNITS[0], populasi=88), replace(UNITS[1], populasi=184), UNITS[2]]
    survey = small()
    async with sqlite_store.transaction() as tx:
        await tx.directory.put(KELOMPOK, units)
        await tx.facts.add([respons_row(unit=UNITS[0].kode, layanan="kk") for _ in range(80)])
        await tx.facts.add([respons_row() for _ in range(25)])
        semester = await read_laporan(tx, survey, sasaran_kota(survey.direktori), parse_periode("2026-S2"), HARI)
        month = await read_laporan(tx, survey, sasaran_kota(survey.direktori), parse_periode("2026-11"), HARI)
        unknown = await read_laporan(tx, survey, sasaran_unit(UNITS[2]), parse_periode("2026-S2"), HARI)
    sampel = semester.sampel
    assert sampel is not None
    assert (sampel.target, sampel.n, sampel.kurang) == (72 + 125, 105, 100)
    assert [unit.kode for unit in sampel.tanpa_populasi] == [UNITS[2].kode]
    assert month.sampel is None
    assert unknown.sampel is not None
    assert unknown.sampel.target is None


async def test_a_closed_unit_counts_where_it_has_respondents_and_is_missed_nowhere(sqlite_store: Store) -> None:
    """Its answers stay in the group's figures; in a periode without any it is not listed as lacking them."""
    async with sqlite_store.transaction() as tx:
        await tx.facts.add([respons_row(4, hari=date(2025, 8, 1)), respons_row(2, unit=UNITS[0].kode, layanan="kk")])
        await tx.directory.put(KELOMPOK, [replace(UNITS[1], aktif=False)])
        survey = small()
        group = sasaran_kelompok(KELOMPOK[0], survey.direktori)
        then = await read_laporan(tx, survey, group, parse_periode("2025-S2"), HARI)
        now = await read_laporan(tx, survey, group, parse_periode("2026-S2"), HARI)
        counted = await tx.facts.rekap(INSTRUMEN.id, date(2025, 7, 1), date(2026, 1, 1))
        known = await tx.directory.units()
    assert then.himpunan is not None
    assert now.himpunan is not None
    members = [unit for unit in known if unit.kelompok == KELOMPOK[0].kode]
    theirs = aggregate_score({}, members, then.periode, INSTRUMEN, INSTRUMEN.bobot, counted)
    assert (theirs["gabungan"]["n"], theirs["gabungan"]["ikm"]) == (then.hasil.n, "100.00")
    assert then.hasil.ikm == then.himpunan.rata_rata.ikm == Fraction(100)
    assert [one.unit.kode for one in then.himpunan.peringkat.baris] == [SATU]
    assert [one.kode for one in now.himpunan.peringkat.tanpa_responden] == []
    assert [one.unit.kode for one in now.himpunan.peringkat.baris] == [UNITS[0].kode]
