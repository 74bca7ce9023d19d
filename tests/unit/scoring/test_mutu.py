from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import NilaiError
from scoring.instrumen import Pita
from scoring.mutu import mutu_of
from scoring.pembulatan import round_half_up
from tests.unit.scoring.data import INSTRUMEN, VEKTOR

KEPMENPAN_25_2004 = (
    Pita("A", "Sangat Baik", Decimal("81.26"), Decimal("100.00")),
    Pita("B", "Baik", Decimal("62.51"), Decimal("81.25")),
    Pita("C", "Kurang Baik", Decimal("43.76"), Decimal("62.50")),
    Pita("D", "Tidak Baik", Decimal("25.00"), Decimal("43.75")),
)


@pytest.mark.parametrize("kasus", VEKTOR["gap"])
def test_a_value_between_two_printed_bands_takes_the_letter_of_its_printed_number(
    kasus: dict[str, Any],
) -> None:
    unsur = 9 if kasus["scope"] == "9 unsur total" else 1
    nilai = 25 * Fraction(kasus["total"], kasus["n"] * unsur)
    assert str(round_half_up(nilai)) == kasus["rounded"]
    assert mutu_of(nilai, INSTRUMEN).huruf == kasus["cat_rounded"]


@pytest.mark.parametrize("kasus", VEKTOR["nrr_straddle"])
def test_two_totals_that_print_the_same_nrr_may_differ_in_mutu(kasus: dict[str, Any]) -> None:
    for total, huruf in kasus["totals"]:
        nrr = Fraction(total, kasus["n"])
        assert str(round_half_up(nrr)) == kasus["nrr_2dp"]
        assert mutu_of(25 * nrr, INSTRUMEN).huruf == huruf


@pytest.mark.parametrize(
    ("n", "total", "tercetak", "huruf"),
    [(43, 1367, "88.31", "A"), (19, 524, "76.61", "B"), (113, 2644, "65.00", "C"), (19, 604, "88.30", "B")],
)
def test_vectors_over_nine_unsur(n: int, total: int, tercetak: str, huruf: str) -> None:
    nilai = 25 * Fraction(total, 9 * n)
    assert (str(round_half_up(nilai)), mutu_of(nilai, INSTRUMEN).huruf) == (tercetak, huruf)


@given(st.integers(2500, 10000))
def test_every_printed_value_lies_in_exactly_one_band_and_gets_its_letter(per_seratus: int) -> None:
    tercetak = Decimal(per_seratus) / 100
    (pita,) = [pita for pita in INSTRUMEN.mutu if pita.dari <= tercetak <= pita.sampai]
    assert mutu_of(Fraction(tercetak), INSTRUMEN).huruf == pita.huruf


@given(st.fractions(25, 100))
def test_letter_agrees_with_the_printed_number_for_any_exact_value(nilai: Fraction) -> None:
    tercetak = round_half_up(nilai)
    huruf = mutu_of(nilai, INSTRUMEN).huruf
    (pita,) = [pita for pita in INSTRUMEN.mutu if pita.huruf == huruf]
    assert pita.dari <= tercetak <= pita.sampai


def test_the_same_value_is_judged_by_the_instrumen_of_its_periode() -> None:
    """Bojonegoro's 72,49 is B under KepmenPAN 25/2004 and C under PermenPAN-RB 14/2017."""
    lama = replace(INSTRUMEN, mutu=KEPMENPAN_25_2004)
    assert mutu_of(Fraction("72.49"), lama).huruf == "B"
    assert mutu_of(Fraction("72.49"), INSTRUMEN).huruf == "C"
    assert mutu_of(Fraction("61.91"), INSTRUMEN).kinerja == "Tidak Baik"


@pytest.mark.parametrize("nilai", ["24.75", "24.9999", "24.00", "25"])
def test_the_worst_result_under_a_rounded_bobot_is_still_the_lowest_band(nilai: str) -> None:
    assert mutu_of(Fraction(nilai), INSTRUMEN).huruf == "D"


@pytest.mark.parametrize("nilai", ["3.44", "23.99", "0", "-1", "100.005", "102"])
def test_a_value_off_the_scale_is_refused(nilai: str) -> None:
    with pytest.raises(NilaiError, match="not on the scale 25 to 100"):
        mutu_of(Fraction(nilai), INSTRUMEN)


def test_what_rounds_to_100_is_on_the_scale() -> None:
    assert mutu_of(Fraction("100.004"), INSTRUMEN).huruf == "A"
