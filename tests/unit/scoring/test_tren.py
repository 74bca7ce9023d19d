from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import NilaiError
from scoring.ikm import HasilUnsur, compute_ikm
from scoring.instrumen import parse_bobot
from scoring.model import Rekap, rekap_of
from scoring.tren import (
    Perubahan,
    SkalaTarget,
    Target,
    below_mean,
    compare_target,
    compute_perubahan,
    highlight_unsur,
    selisih_of,
)
from tests.unit.scoring.data import INSTRUMEN, KEYS, PULUTAN, pulutan_rekap, rekap_with
from tests.unit.scoring.strategies import banyak_jawaban

KOSONG = compute_ikm(Rekap(), INSTRUMEN)
BOBOT_3 = parse_bobot("0,111", 9)


def keys(unsur: tuple[HasilUnsur, ...]) -> list[str]:
    return [satu.unsur.key for satu in unsur]


def test_pulutan_rises_from_semester_i_by_the_difference_of_the_two_printed_values() -> None:
    semester_i = rekap_with(50, [round(50 * row["nrr"]) for row in PULUTAN["semester_I_2024"]["rows"]])
    sebelum = compute_ikm(semester_i, INSTRUMEN, BOBOT_3)
    sesudah = compute_ikm(pulutan_rekap(), INSTRUMEN, BOBOT_3)
    assert compute_perubahan(sebelum, sesudah) == Perubahan(
        Decimal(str(PULUTAN["semester_I_2024"]["ikm_unit"])), Decimal("86.03"), Decimal("0.06"), "naik"
    )


@pytest.mark.parametrize(
    ("sebelum", "sesudah", "selisih", "arah"),
    [
        ("85.9695", "86.025", "0.06", "naik"),
        ("86.004", "85.996", "0.00", "tetap"),
        ("86.004", "86.006", "0.01", "naik"),
        ("90", "80.5", "-9.50", "turun"),
    ],
)
def test_a_change_is_what_a_reader_gets_by_subtracting(sebelum: str, sesudah: str, selisih: str, arah: str) -> None:
    perubahan = selisih_of(Fraction(sebelum), Fraction(sesudah))
    assert (str(perubahan.selisih), perubahan.arah) == (selisih, arah)


def test_there_is_no_change_from_or_to_an_empty_periode() -> None:
    isi = compute_ikm(pulutan_rekap(), INSTRUMEN)
    assert compute_perubahan(KOSONG, isi) is None
    assert compute_perubahan(isi, KOSONG) is None


def test_two_weight_conventions_are_never_compared() -> None:
    tepat, bulat = compute_ikm(pulutan_rekap(), INSTRUMEN), compute_ikm(pulutan_rekap(), INSTRUMEN, BOBOT_3)
    with pytest.raises(NilaiError, match="bobot 1/9 and 0,111 cannot be compared"):
        compute_perubahan(tepat, bulat)


@pytest.mark.parametrize(
    ("ikm", "target", "skala", "selisih", "tercapai"),
    [
        ("88.53", "3.75", "1-4", "-5.22", False),
        ("93.75", "3.75", "1-4", "0.00", True),
        ("93.63", "3.75", "1-4", "-0.12", False),
        ("86.025", "86.03", "25-100", "0.00", True),
        ("86.024", "86.03", "25-100", "-0.01", False),
    ],
)
def test_a_target_is_met_on_the_scale_of_the_ikm_whatever_scale_it_is_stated_on(
    ikm: str, target: str, skala: SkalaTarget, selisih: str, tercapai: bool
) -> None:
    """93,63 is 3,75 as a rounded nrr and still short of the 93,75 that Kediri's 3,75 stands for."""
    capaian = compare_target(Fraction(ikm), Target(Decimal(target), skala))
    assert (str(capaian.selisih), capaian.tercapai) == (selisih, tercapai)
    assert capaian.ikm - capaian.target == capaian.selisih


@pytest.mark.parametrize(
    ("nilai", "skala"), [("3.75", "25-100"), ("93.75", "1-4"), ("0.9", "1-4"), ("101", "25-100")]
)
def test_a_target_off_its_own_scale_is_refused(nilai: str, skala: SkalaTarget) -> None:
    with pytest.raises(NilaiError, match=f"target {nilai} is not on the scale {skala}"):
        Target(Decimal(nilai), skala)


def test_pulutans_highest_and_lowest_three() -> None:
    """Published: sarana 3,12, then waktu and kompetensi 3,32; best are biaya, pengaduan and perilaku."""
    sorotan = highlight_unsur(compute_ikm(pulutan_rekap(), INSTRUMEN))
    assert keys(sorotan.tertinggi) == ["biaya", "pengaduan", "perilaku"]
    assert keys(sorotan.terendah) == ["sarana", "waktu", "kompetensi"]


def test_ties_go_by_unsur_number_and_never_put_one_unsur_in_both_lists() -> None:
    sorotan = highlight_unsur(compute_ikm(rekap_of([dict.fromkeys(KEYS, 3)]), INSTRUMEN))
    assert keys(sorotan.tertinggi) == list(KEYS[:3])
    assert keys(sorotan.terendah) == list(KEYS[3:6])


def test_nrr_that_print_alike_are_still_ordered_by_their_exact_value() -> None:
    sorotan = highlight_unsur(compute_ikm(rekap_with(116, [409, 410, *[400] * 7]), INSTRUMEN), 1)
    assert keys(sorotan.tertinggi) == ["prosedur"]


@given(banyak_jawaban, st.integers(0, 9))
def test_the_lists_are_disjoint_and_no_lowest_is_above_a_highest(jawaban: list[dict[str, int]], banyak: int) -> None:
    sorotan = highlight_unsur(compute_ikm(rekap_of(jawaban), INSTRUMEN), banyak)
    assert len(sorotan.tertinggi) == len(sorotan.terendah) == min(banyak, 4)
    assert not set(keys(sorotan.tertinggi)) & set(keys(sorotan.terendah))
    tinggi = [u.nrr for u in sorotan.tertinggi if u.nrr is not None]
    rendah = [u.nrr for u in sorotan.terendah if u.nrr is not None]
    assert not tinggi or max(rendah) <= min(tinggi)
    assert tinggi == sorted(tinggi, reverse=True)
    assert rendah == sorted(rendah)


def test_pulutans_unsur_below_its_mean() -> None:
    """The mean nrr is 1550/450 = 3,444...; prosedur at 3,42 is below it."""
    hasil = compute_ikm(pulutan_rekap(), INSTRUMEN)
    assert keys(below_mean(hasil)) == [
        "persyaratan",
        "prosedur",
        "waktu",
        "produk",
        "kompetensi",
        "sarana",
    ]


def test_an_unsur_exactly_on_the_mean_is_not_below_it() -> None:
    hasil = compute_ikm(rekap_of([dict.fromkeys(KEYS, 3) | {"waktu": 2, "biaya": 4}]), INSTRUMEN)
    assert keys(below_mean(hasil)) == ["waktu"]


def test_an_empty_periode_has_nothing_to_point_out() -> None:
    assert highlight_unsur(KOSONG).tertinggi == highlight_unsur(KOSONG).terendah == ()
    assert below_mean(KOSONG) == ()
    assert below_mean(replace(KOSONG, unsur=())) == ()
