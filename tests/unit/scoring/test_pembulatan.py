from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.pembulatan import round_half_up
from tests.unit.scoring.data import VEKTOR


@pytest.mark.parametrize("kasus", VEKTOR["ties"])
def test_a_tie_goes_up_where_pythons_round_goes_to_even(kasus: dict[str, Any]) -> None:
    nilai = 25 * Fraction(kasus["total"], 9 * kasus["n"])
    assert nilai == Fraction(kasus["exact"])
    assert str(round_half_up(nilai)) == kasus["half_up"]
    assert round(float(nilai), 2) == kasus["python_round"]  # what this module is there to avoid


@pytest.mark.parametrize(
    ("x", "desimal", "hasil"),
    [
        (Fraction("86.025"), 2, "86.03"),
        (86, 2, "86.00"),
        (Decimal("3.5"), 0, "4"),
        (Fraction(1, 9), 4, "0.1111"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (0, 2, "0.00"),
        (Fraction(5, 1000), 2, "0.01"),
    ],
)
def test_result_has_the_asked_places_and_no_negative_zero(
    x: Fraction | int | Decimal, desimal: int, hasil: str
) -> None:
    assert str(round_half_up(x, desimal)) == hasil


@given(st.fractions(), st.integers(0, 6))
def test_result_is_never_further_than_half_a_place_and_mirrors_the_sign(x: Fraction, desimal: int) -> None:
    hasil = round_half_up(x, desimal)
    assert abs(Fraction(hasil) - x) <= Fraction(1, 2 * 10**desimal)
    assert Fraction(round_half_up(-x, desimal)) == -Fraction(hasil)


def test_a_number_longer_than_the_decimal_context_stays_exact() -> None:
    assert round_half_up(10**40 + Fraction(1, 3)) == Decimal(f"{10**40}.33")


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="not a float"):
        round_half_up(28.125)  # type: ignore[arg-type]  # the mistake under test


def test_negative_places_are_refused() -> None:
    with pytest.raises(ValueError, match="-1 is negative"):
        round_half_up(1, -1)
