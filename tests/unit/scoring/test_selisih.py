from __future__ import annotations

from fractions import Fraction
from statistics import fmean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import NilaiError
from scoring.ikm import compute_ikm
from scoring.instrumen import parse_bobot
from scoring.interval import t_quantile
from scoring.model import Rekap, rekap_of
from scoring.selisih import SelisihIkm, compare_ikm
from tests.unit.scoring.data import INSTRUMEN, KEYS, pulutan_jawaban, pulutan_rekap, rekap_with
from tests.unit.scoring.strategies import banyak_jawaban


def rata(skor: list[int]) -> Rekap:
    """A response a score, which it gives to every unsur: a response of 3 has an ikm of 75."""
    return rekap_of([dict.fromkeys(KEYS, satu) for satu in skor])


def compared(sebelum: Rekap, sesudah: Rekap) -> SelisihIkm:
    selisih = compare_ikm(sebelum, sesudah, INSTRUMEN)
    assert selisih is not None
    return selisih


def test_a_small_case_gives_what_is_computed_by_hand() -> None:
    """Two weeks of ikm 75, 75, 100, 100 and of 50, 75, 50, 75, 50: means 87,5 and 60, se 8,5391, 5,8947 degrees."""
    a, b = [75, 75, 100, 100], [50, 75, 50, 75, 50]
    va, vb = variance(a) / 4, variance(b) / 5
    derajat = (va + vb) ** 2 / (va**2 / 3 + vb**2 / 4)
    selisih = compared(rata([3, 3, 4, 4]), rata([2, 3, 2, 3, 2]))
    assert selisih.selisih == Fraction("-27.5")
    assert selisih.derajat == pytest.approx(derajat)
    assert selisih.tinggi - selisih.rendah == pytest.approx(2 * t_quantile(0.95, derajat) * (va + vb) ** 0.5)
    assert (selisih.tinggi + selisih.rendah) / 2 == pytest.approx(fmean(b) - fmean(a))
    assert selisih.bermakna


def test_equal_n_and_spread_have_2n_minus_2_degrees() -> None:
    assert compared(rata([3, 3, 4, 4]), rata([3, 3, 4, 4])).derajat == pytest.approx(6)


def test_pulutans_first_half_against_its_second_is_no_more_than_chance_but_against_all_1_it_is() -> None:
    jawaban = pulutan_jawaban()
    assert not compared(rekap_of(jawaban[::2]), rekap_of(jawaban[1::2])).bermakna
    assert compared(pulutan_rekap(), rata([1, 1, 1])).bermakna


@given(banyak_jawaban, banyak_jawaban, st.sampled_from(["1/9", "0,111"]))
def test_the_difference_is_that_of_the_two_ikm_and_turning_the_sides_turns_its_sign(
    awal: list[dict[str, int]], akhir: list[dict[str, int]], teks: str
) -> None:
    a, b, bobot = rekap_of(awal), rekap_of(akhir), parse_bobot(teks, 9)
    maju, mundur = compare_ikm(a, b, INSTRUMEN, bobot), compare_ikm(b, a, INSTRUMEN, bobot)
    if maju is None or mundur is None:
        assert maju is mundur
        return
    ikm_a, ikm_b = compute_ikm(a, INSTRUMEN, bobot).ikm, compute_ikm(b, INSTRUMEN, bobot).ikm
    assert ikm_a is not None
    assert ikm_b is not None
    assert maju.selisih == ikm_b - ikm_a == -mundur.selisih
    assert (maju.rendah, maju.tinggi) == pytest.approx((-mundur.tinggi, -mundur.rendah))
    assert maju.bermakna == mundur.bermakna
    assert min(len(awal), len(akhir)) - 1 <= maju.derajat + 1e-9 <= len(awal) + len(akhir) - 2 + 2e-9


@pytest.mark.parametrize(
    ("sebelum", "sesudah"),
    [
        (Rekap(), rata([3, 4])),
        (rata([3, 4]), rata([3])),
        (rata([3, 4]), rekap_with(50, [167] * 9)),
        (rata([3, 3]), rata([4, 4])),
        (rata([4, 4]), rata([4, 4])),
    ],
    ids=["no responses", "one response", "a printed table", "no spread, different", "no spread, equal"],
)
def test_where_chance_cannot_be_judged_nothing_is_said(sebelum: Rekap, sesudah: Rekap) -> None:
    assert compare_ikm(sebelum, sesudah, INSTRUMEN) is None


def test_no_spread_on_one_side_leaves_the_degrees_of_the_other() -> None:
    assert compared(rata([4] * 9), rata([2, 3, 3, 4])).derajat == pytest.approx(3)


def test_a_confidence_outside_0_to_1_is_refused() -> None:
    with pytest.raises(NilaiError, match="is not between 0 and 1"):
        compare_ikm(pulutan_rekap(), pulutan_rekap(), INSTRUMEN, tingkat=95)
