from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import NilaiError
from scoring.sampel import formula_size, sample_size
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
