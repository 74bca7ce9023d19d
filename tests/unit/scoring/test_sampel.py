from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import NilaiError
from scoring.sampel import compute_laju, formula_size, sample_size
from tests.unit.scoring.data import rows

TABEL = [(int(row["N"]), int(row["S"])) for row in rows("krejcie_morgan.csv")]


def test_all_90_rows_of_the_printed_table_are_given() -> None:
    assert len(TABEL) == 90
    assert [(n, sample_size(n)) for n, _ in TABEL] == TABEL


def test_the_formula_alone_differs_from_the_table_in_one_row() -> None:
    assert [(n, s, formula_size(n)) for n, s in TABEL if formula_size(n) != s] == [(100_000, 384, 383)]


@pytest.mark.parametrize(("populasi", "sampel"), [(184, 125), (88, 72), (0, 0), (1, 1), (2, 2), (10**9, 384)])
def test_between_the_rows_the_formula_rounds_half_up(populasi: int, sampel: int) -> None:
    assert sample_size(populasi) == sampel


@given(st.integers(0, 10**7), st.integers(0, 10**4))
def test_formula_never_asks_for_more_than_there_are_nor_less_of_more(populasi: int, lebih: int) -> None:
    assert 0 <= formula_size(populasi) <= populasi
    assert formula_size(populasi) <= formula_size(populasi + lebih)


def test_a_negative_population_is_refused() -> None:
    with pytest.raises(NilaiError, match="-1 is not possible"):
        sample_size(-1)


@pytest.mark.parametrize(
    ("n", "berlalu", "seharusnya", "sesuai", "perkiraan", "kali"),
    [
        (0, "0", 0, True, None, None),
        (0, "1/2", 63, False, 0, None),
        (25, "1/2", 63, False, 50, "4"),
        (63, "1/2", 63, True, 126, "62/63"),
        (62, "1/2", 63, False, 124, "63/62"),
        (124, "1", 125, False, 124, None),
        (125, "1", 125, True, 125, "0"),
        (130, "1/4", 31, True, 520, "0"),
    ],
)
def test_184_users_ask_for_125_answers_in_step_with_the_time(
    n: int, berlalu: str, seharusnya: int, sesuai: bool, perkiraan: int | None, kali: str | None
) -> None:
    laju = compute_laju(184, n, Fraction(berlalu))
    assert (laju.target, laju.seharusnya, laju.sesuai, laju.perkiraan) == (125, seharusnya, sesuai, perkiraan)
    assert laju.kali == (None if kali is None else Fraction(kali))
    assert laju.kurang == max(0, 125 - n)


@given(st.integers(1, 10**6), st.integers(1, 400), st.fractions(Fraction(1, 365), Fraction(364, 365)))
def test_the_pace_so_far_times_what_is_needed_reaches_the_target_exactly(
    populasi: int, n: int, berlalu: Fraction
) -> None:
    laju = compute_laju(populasi, n, berlalu)
    assert laju.kali is not None
    akhir = n + n / berlalu * laju.kali * (1 - berlalu)
    assert akhir == max(laju.target, n)


@pytest.mark.parametrize(("n", "berlalu"), [(-1, "0"), (0, "-1/2"), (0, "3/2")])
def test_a_pace_of_impossible_numbers_is_refused(n: int, berlalu: str) -> None:
    with pytest.raises(NilaiError, match=r"not possible|not between 0 and 1"):
        compute_laju(184, n, Fraction(berlalu))
