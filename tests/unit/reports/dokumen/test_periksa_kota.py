"""A city's figures: what published summaries got wrong, planted and refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bot.engine.survey import Direktori, Survey
from bot.reports.dokumen.bahan import TitikTahun
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.periksa_kota import check_kota
from bot.reports.dokumen.temuan import TidakKonsisten
from bot.reports.laporan import Himpunan, Laporan, compose_laporan
from bot.reports.sasaran import Sasaran, sasaran_kelompok, sasaran_kota
from scoring.model import Rekap, UnitLayanan, rekap_of
from scoring.mutu import Mutu
from scoring.peringkat import HasilUnit, rata_rata_unit
from scoring.periode import parse_periode
from scoring.profil import Cacah
from tests.factories import INSTRUMEN, KELOMPOK, jawaban, unit
from tests.unit.reports.dokumen.pabrik import IDENTITAS

UNITS = tuple(unit(f"u{n}", kelompok=("kec-satu", "opd")[n % 2]) for n in range(4))
SURVEY = Survey(INSTRUMEN, Direktori.of(KELOMPOK, UNITS))
PERIODE = parse_periode("2024")
REKAP: Mapping[str, Rekap] = {
    one.kode: rekap_of([jawaban(3)] * (10 + n) + [jawaban(4)] * 5 * n) for n, one in enumerate(UNITS[:3])
}


def laporan_of(sasaran: Sasaran) -> Laporan:
    units = [one for one in UNITS if sasaran.jenis == "kota" or one.kelompok == sasaran.kode]
    rekaps = {one.kode: REKAP[one.kode] for one in units if one.kode in REKAP}
    return compose_laporan(SURVEY, sasaran, units, [PERIODE], [rekaps], date(2025, 1, 6))


def kota() -> BahanKota:
    laporan = laporan_of(sasaran_kota(SURVEY.direktori, "Kota Uji"))
    n = laporan.hasil.n
    return BahanKota(
        laporan,
        IDENTITAS,
        {"jenis_kelamin": (Cacah("Laki-laki", 20), Cacah("Perempuan", n - 20))},
        tuple(laporan_of(sasaran_kelompok(one, SURVEY.direktori)) for one in KELOMPOK),
        (TitikTahun(laporan.tren[-1], None),),
        True,
    )


BENAR = kota()


def himpunan() -> Himpunan:
    assert BENAR.laporan.himpunan is not None
    return BENAR.laporan.himpunan


def with_laporan(**changes: Any) -> BahanKota:
    return replace(BENAR, laporan=replace(BENAR.laporan, **changes))


def with_himpunan(**changes: Any) -> BahanKota:
    return with_laporan(himpunan=replace(himpunan(), **changes))


def with_first(**changes: Any) -> BahanKota:
    """The unit that leads the ranking, changed."""
    first, *others = himpunan().peringkat.baris
    return with_himpunan(peringkat=replace(himpunan().peringkat, baris=(replace(first, **changes), *others)))


def _itself() -> BahanKota:
    """The city as a line of its own ranking, and in its own mean."""
    own = HasilUnit("kota", "Kota Uji", BENAR.laporan.hasil)
    rows = himpunan().peringkat.baris
    line = replace(rows[0], unit=own, nilai=rows[1].nilai)
    units = [one.unit for one in rows] + [own]
    return with_himpunan(
        peringkat=replace(himpunan().peringkat, baris=(*rows, line)), rata_rata=rata_rata_unit(units)
    )


def _letter() -> BahanKota:
    """Published as B at 61,91."""
    first = himpunan().peringkat.baris[0].unit
    return with_first(unit=replace(first, hasil=replace(first.hasil, mutu=Mutu("D", "Tidak Baik"))))


PLANTED: Mapping[str, tuple[Callable[[], BahanKota], str]] = {
    "the city in its own ranking": (_itself, "Kota Uji: stands in its own ranking"),
    "units that add up to more": (_itself, "Kota Uji, respondents of all units: 96, expected 48"),
    "a mean that is not the mean": (
        lambda: with_himpunan(rata_rata=replace(himpunan().rata_rata, ikm=Fraction(8853, 100))),
        "Kota Uji, mean of units: 88.53, expected",
    ),
    "a letter unlike its number": (_letter, "mutu: D, expected B"),
    "a rank unlike the value": (lambda: with_first(peringkat=2), "rank: 2, expected 1"),
    "letters counted wrongly": (
        lambda: with_himpunan(sebaran_mutu=tuple((mutu, n + 1) for mutu, n in himpunan().sebaran_mutu)),
        "units with A: 1, expected 0",
    ),
    "a profile that adds up to more": (
        lambda: replace(BENAR, profil={"jenis_kelamin": (Cacah("Laki-laki", 109), Cacah("Perempuan", 104))}),
        "profile table jenis_kelamin, total: 213, expected 48",
    ),
    "a group left out": (lambda: replace(BENAR, kelompok=BENAR.kelompok[:1]), "respondents of all groups"),
    "a group of another periode": (
        lambda: replace(
            BENAR, kelompok=(replace(BENAR.kelompok[0], periode=parse_periode("2023")), *BENAR.kelompok[1:])
        ),
        "periode: 2023, expected 2024",
    ),
    "a trend with another index": (
        lambda: replace(BENAR, tren=(TitikTahun(replace(BENAR.laporan.tren[-1], ikm=Fraction(88)), None),)),
        "IKM in the trend: 88.00",
    ),
}


def test_a_city_whose_figures_agree_passes() -> None:
    """Also with a unit that nobody answered for, which is listed and in no mean."""
    check_kota(BENAR)
    assert [one.nama for one in himpunan().peringkat.tanpa_responden] == [UNITS[3].nama]


@pytest.mark.parametrize(("plant", "said"), PLANTED.values(), ids=PLANTED)
def test_a_contradiction_is_named(plant: Callable[[], BahanKota], said: str) -> None:
    with pytest.raises(TidakKonsisten) as refused:
        check_kota(plant())
    assert said in str(refused.value)


def test_a_unit_that_bears_the_name_of_its_group_is_not_taken_for_the_group() -> None:
    """A kecamatan's own office is a unit of its group, and may be called as the group is."""
    named = UnitLayanan("kec", "Kecamatan Satu", "kec-satu")
    sasaran = Sasaran("kelompok", "kec-satu", "Kecamatan Satu", (named,))
    rekaps = {"kec": rekap_of([jawaban(3)] * 10)}
    laporan = compose_laporan(SURVEY, sasaran, [named], [PERIODE], [rekaps], date(2025, 1, 6))
    check_kota(BahanKota(laporan, IDENTITAS, {}, (), (TitikTahun(laporan.tren[-1], None),), True))
