from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.errors import InstrumenError
from scoring.instrumen import Bobot, parse_bobot


@pytest.mark.parametrize(
    ("teks", "unsur", "bobot"),
    [
        ("1/9", 9, Bobot("1/9", Fraction(1, 9))),
        (" 1 / 9 ", 9, Bobot("1/9", Fraction(1, 9))),
        ("0.11", 9, Bobot("0,11", Fraction("0.11"))),
        ("0,111", 9, Bobot("0,111", Fraction("0.111"))),
        ("0.1111", 9, Bobot("0,1111", Fraction("0.1111"))),
        ("0,071", 14, Bobot("0,071", Fraction("0.071"))),
        ("0,125", 8, Bobot("0,125", Fraction(1, 8))),
        ("0,16667", 6, Bobot("0,16667", Fraction("0.16667"))),
    ],
)
def test_one_over_x_and_its_roundings_are_read_exactly(teks: str, unsur: int, bobot: Bobot) -> None:
    assert parse_bobot(teks, unsur) == bobot


@pytest.mark.parametrize(
    ("teks", "unsur"), [("1/8", 9), ("0.12", 9), ("0,112", 9), ("0,1110", 9), ("0.111", 8), ("0,11", 10)]
)
def test_a_bobot_of_another_number_of_unsur_is_refused(teks: str, unsur: int) -> None:
    with pytest.raises(InstrumenError, match=f"does not fit {unsur} unsur: write 1/{unsur}"):
        parse_bobot(teks, unsur)


@pytest.mark.parametrize("teks", ["", "0", "1", "9", "1/0", "2/18", "-1/9", "1e-1", "11%", "0,", "٠٫١١", "nan"])
def test_what_is_no_bobot_is_refused_with_an_example(teks: str) -> None:
    with pytest.raises(InstrumenError, match=r"neither 1/9 nor a decimal such as 0,111$"):
        parse_bobot(teks, 9)


@pytest.mark.parametrize(
    ("teks", "unsur", "pesan"),
    [
        ("0,17", 6, "25.50 to 102.00; .* such as 0,16667$"),
        ("0,1667", 6, "25.01 to 100.02; .* such as 0,16667$"),
        ("0,1", 9, "22.50 to 90.00; .* such as 0,111$"),
    ],
)
def test_a_rounding_that_leaves_the_scale_is_refused(teks: str, unsur: int, pesan: str) -> None:
    with pytest.raises(InstrumenError, match=f"rounded too coarsely .* {pesan}"):
        parse_bobot(teks, unsur)


def test_an_instrumen_without_unsur_has_no_bobot() -> None:
    with pytest.raises(InstrumenError, match="at least one unsur"):
        parse_bobot("1/9", 0)
