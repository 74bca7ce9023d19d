"""Each error that published reports are known for, planted in figures that are right: no document is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.laporan_unit import compose_laporan_unit
from bot.reports.dokumen.periksa import check_bahan
from bot.reports.dokumen.temuan import TEMUAN_PALING, Temuan, TidakKonsisten
from scoring.harapan import Kuadran
from scoring.instrumen import shipped_instrumen
from scoring.mutu import Mutu
from scoring.periode import parse_periode
from scoring.profil import Cacah
from scoring.tren import Sorotan
from tests.unit.reports.dokumen.pabrik import bahan_of, pulutan, rtl_row
from tests.unit.scoring.data import KEYS, pulutan_jawaban, pulutan_rekap

BENAR = pulutan(tren={"2024-S1": pulutan_rekap()}, layanan=["kk"] * 20 + ["ktp"] * 30)


def with_laporan(**changes: Any) -> Bahan:
    return replace(BENAR, laporan=replace(BENAR.laporan, **changes))


def with_hasil(**changes: Any) -> Bahan:
    return with_laporan(hasil=replace(BENAR.laporan.hasil, **changes))


def _profile() -> Bahan:
    """Bojonegoro's 194 for 123 respondents, in small."""
    return replace(BENAR, profil={**BENAR.profil, "jenis_kelamin": (Cacah("Laki-laki", 109), Cacah("Perempuan", 32))})


def _class() -> Bahan:
    """A result of 28 women beside a profile table of 32."""
    kelas = tuple(replace(one, n=(one.n or 0) - 4) for one in BENAR.kelas["jenis_kelamin"])
    return replace(BENAR, kelas={**BENAR.kelas, "jenis_kelamin": kelas})


def _services() -> Bahan:
    return replace(BENAR, layanan=tuple(replace(one, n=(one.n or 0) + 1) for one in BENAR.layanan))


def _frequency() -> Bahan:
    first = replace(BENAR.sebaran[0], sebaran=(0, 0, 34, 16))
    return replace(BENAR, sebaran=(first, *BENAR.sebaran[1:]))


def _swapped_unsur() -> Bahan:
    """Pengaduan under the name of sarana and the other way round."""
    *others, pengaduan, sarana = BENAR.sebaran
    return replace(
        BENAR,
        sebaran=(*others, replace(pengaduan, sebaran=sarana.sebaran), replace(sarana, sebaran=pengaduan.sebaran)),
    )


def _swapped_places() -> Bahan:
    *others, pengaduan, sarana = BENAR.laporan.hasil.unsur
    return with_hasil(unsur=(*others, sarana, pengaduan))


def _labels() -> Bahan:
    """The instrumen's own labels where the unit has others."""
    sarana = BENAR.sebaran[8]
    plain = replace(sarana, unsur=BENAR.laporan.instrumen.unsur_of("sarana"))
    return replace(BENAR, sebaran=(*BENAR.sebaran[:8], plain))


def _lowest() -> Bahan:
    """The highest of all among the lowest three."""
    sorotan = BENAR.laporan.sorotan
    return with_laporan(sorotan=Sorotan(sorotan.tertinggi[1:], (sorotan.tertinggi[0], *sorotan.terendah[1:])))


def _row() -> Bahan:
    """One answer of one respondent unlike the tables."""
    first = BENAR.matriks[0]
    changed = replace(first, jawaban={**first.jawaban, "waktu": 1})
    return replace(BENAR, matriks=(changed, *BENAR.matriks[1:]))


def _trend(**changes: Any) -> Bahan:
    last = BENAR.tren[-1]
    return replace(BENAR, tren=(*BENAR.tren[:-1], replace(last, titik=replace(last.titik, **changes))))


def _bobot() -> Bahan:
    """1/9 beside an index computed with 0,111."""
    return with_hasil(bobot=shipped_instrumen().bobot)


PLANTED: Mapping[str, tuple[Callable[[], Bahan], str]] = {
    "a profile table that adds up to more": (_profile, "profile table jenis_kelamin, total: 141, expected 50"),
    "a class unlike its profile": (_class, "results by jenis_kelamin “Laki-laki”: 14, expected 18"),
    "services that add up to more": (_services, "results by layanan, respondents: 52, expected 50"),
    "a frequency unlike the counts": (_frequency, "answers to persyaratan: 0, 0, 34, 16, expected 0, 0, 33, 17"),
    "answers of another unsur": (_swapped_unsur, "answers to sarana: 0, 0, 19, 31, expected 0, 7, 30, 13"),
    "unsur that changed places": (_swapped_places, "unsur of the result"),
    "labels of another form": (_labels, "labels of sarana"),
    "a letter unlike its number": (
        lambda: with_hasil(mutu=Mutu("A", "Sangat Baik")), "IKM (86.03), mutu: A, expected B",
    ),
    "words unlike their letter": (lambda: with_hasil(mutu=Mutu("B", "Sangat Baik")), "kinerja of B: Sangat Baik"),
    "an index unlike the counts": (lambda: with_hasil(ikm=Fraction(8611, 100)), "IKM: 86.11, expected 86.03"),
    "another bobot": (_bobot, "bobot: 1/9, expected 0,111"),
    "a lowest above a highest": (_lowest, "are not those of the result"),
    "a respondent too many": (lambda: with_hasil(n=51), "respondents in the counts: 50, expected 51"),
    "an answer unlike the tables": (_row, "answers to waktu against the rows"),
    "a row too many": (
        lambda: replace(BENAR, matriks=(*BENAR.matriks, BENAR.matriks[0])),
        "rows of the matrix: 51, expected 50",
    ),
    "a trend that ends elsewhere": (
        lambda: _trend(periode=parse_periode("2024-S1")), "last periode of the trend: 2024-S1, expected 2024-S2",
    ),
    "a trend with another index": (
        lambda: _trend(ikm=Fraction(7249, 100)), "IKM in the trend: 72.49, expected 86.03",
    ),
    "a plan of another periode": (
        lambda: replace(BENAR, rtl=(rtl_row("waktu", periode="2023-S2"),)), "periode of the plan for waktu: 2023-S2",
    ),
    "a plan of another unit": (
        lambda: replace(BENAR, rtl=(rtl_row("waktu", unit="kel-lain"),)), "unit of the plan for waktu: kel-lain",
    ),
    "answers of another time": (
        lambda: replace(BENAR, pelaksanaan=replace(BENAR.pelaksanaan, awal=date(2024, 6, 30))),
        "answers of 2024-06-30 outside 2024-S2",
    ),
}  # fmt: skip


def test_figures_that_agree_pass() -> None:
    """Pulutan's, with trend, services, plans; harapan; few answers; none."""
    harapan = [dict.fromkeys(KEYS, 4)] * 50
    for bahan in (BENAR, pulutan(harapan=harapan), bahan_of(pulutan_jawaban()[:4]), bahan_of([])):
        check_bahan(bahan)


@pytest.mark.parametrize(("plant", "said"), PLANTED.values(), ids=PLANTED)
def test_a_contradiction_is_named_and_nothing_is_made(plant: Callable[[], Bahan], said: str) -> None:
    """What, where and both values; in Indonesian too."""
    with pytest.raises(TidakKonsisten) as refused:
        compose_laporan_unit(plant())
    assert said in str(refused.value)
    assert refused.value.indonesia.startswith("Dokumen tidak dibuat karena angkanya tidak cocok:\n• ")
    assert all(one.english and one.indonesia for one in refused.value.temuan)


def test_it_is_said_in_indonesian_with_a_decimal_comma() -> None:
    with pytest.raises(TidakKonsisten) as refused:
        check_bahan(with_hasil(ikm=Fraction(8611, 100)))
    assert "• IKM: 86,11, seharusnya 86,03" in refused.value.indonesia


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"harapan": Fraction(3)}, "Persyaratan, harapan: 3.00, expected 4.00"),
        ({"persepsi": Fraction(3)}, "Persyaratan, persepsi: 3.00, expected 3.34"),
        ({"gap": Fraction(1)}, "Persyaratan, gap: 1.00, expected -0.66"),
        ({"kuadran": Kuadran.III}, "Persyaratan, quadrant: III, expected I"),
    ],
)
def test_what_was_hoped_for_is_counted_again(changes: dict[str, Any], said: str) -> None:
    """Against the rows, against persepsi, and each quadrant against the means."""
    bahan = pulutan(harapan=[dict.fromkeys(KEYS, 4)] * 50)
    assert bahan.harapan is not None
    first, *others = bahan.harapan.unsur
    planted = replace(bahan, harapan=replace(bahan.harapan, unsur=(replace(first, **changes), *others)))
    with pytest.raises(TidakKonsisten) as refused:
        check_bahan(planted)
    assert said in str(refused.value)


def test_after_the_closing_rows_may_go_but_none_may_come() -> None:
    """Who withdraws leaves the annex; the figures stay. Before the closing both belong together."""
    gone = replace(BENAR, matriks=BENAR.matriks[:-1], pelaksanaan=replace(BENAR.pelaksanaan, sumber={"impor": 49}))
    check_bahan(gone)
    with pytest.raises(TidakKonsisten, match="rows of the matrix: 49, expected 50"):
        check_bahan(replace(gone, ditutup=False))
    foreign = replace(gone.matriks[0], jawaban=dict.fromkeys(KEYS, 1))
    with pytest.raises(TidakKonsisten, match="but the rows hold"):
        check_bahan(replace(gone, matriks=(foreign, *gone.matriks[1:])))


def test_many_contradictions_are_counted_and_not_all_spelled_out() -> None:
    refused = TidakKonsisten("Unit", [Temuan(f"{n}", f"{n}") for n in range(TEMUAN_PALING + 3)])
    assert "... and 3 more" in str(refused)
    assert len(refused.temuan) == TEMUAN_PALING + 3
