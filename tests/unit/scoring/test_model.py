from __future__ import annotations

import pytest
from hypothesis import given

from scoring.model import Rekap, rekap_of
from tests.unit.scoring.strategies import banyak_jawaban


@given(banyak_jawaban, banyak_jawaban)
def test_adding_rekap_is_commutative_and_equals_counting_all_at_once(
    satu: list[dict[str, int]], dua: list[dict[str, int]]
) -> None:
    assert rekap_of(satu) + rekap_of(dua) == rekap_of(dua) + rekap_of(satu) == rekap_of(satu + dua)


@given(banyak_jawaban, banyak_jawaban, banyak_jawaban)
def test_adding_rekap_is_associative(
    satu: list[dict[str, int]], dua: list[dict[str, int]], tiga: list[dict[str, int]]
) -> None:
    a, b, c = rekap_of(satu), rekap_of(dua), rekap_of(tiga)
    assert (a + b) + c == a + (b + c)


@given(banyak_jawaban)
def test_an_empty_rekap_adds_nothing(jawaban: list[dict[str, int]]) -> None:
    assert rekap_of(jawaban) + Rekap() == rekap_of(jawaban) == Rekap() + rekap_of(jawaban)


def test_rekap_counts_answers_and_the_spread_between_respondents() -> None:
    rekap = rekap_of([{"waktu": 1, "biaya": 4}, {"waktu": 3, "biaya": 4}])
    assert rekap == Rekap(2, {"waktu": (1, 0, 1, 0), "biaya": (0, 0, 0, 2)}, 5 + 7, 25 + 49)


@pytest.mark.parametrize("skor", [0, 5, -1])
def test_a_score_outside_1_to_4_is_refused(skor: int) -> None:
    with pytest.raises(ValueError, match=f"waktu: score {skor} is outside 1..4"):
        rekap_of([{"waktu": skor}])
