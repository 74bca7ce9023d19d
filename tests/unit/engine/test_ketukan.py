"""How much a whole interview asks of a citizen."""

from __future__ import annotations

import pytest

from bot.engine.events import Started
from tests.unit.engine.dunia import BANYAK, LAMA, SATU, SURVEY, TANPA, with_harapan, with_instrumen
from tests.unit.engine.obrolan import Obrolan

PALING = 20


@pytest.mark.parametrize("usia", ["34", "15"])
@pytest.mark.parametrize("skor", [1, 2, 3, 4])
@pytest.mark.parametrize("kode", [BANYAK, SATU, TANPA])
def test_an_interview_takes_at_most_twenty_taps_and_one_number(kode: str, skor: int, usia: str) -> None:
    """Consent to receipt: at most 20 taps and one typed number, at worst too (several services, all scores low, every
    reason skipped, a guardian asked for), and no question is asked twice."""
    obrolan = Obrolan()
    obrolan.happen(Started(kode))
    asked: list[str] = []
    typed = 0
    while obrolan.session is not None:
        asked.append(obrolan.session.langkah)
        typed += obrolan.session.langkah == "usia"
        obrolan.answer(skor, usia)
    assert obrolan.host.stored
    assert obrolan.taps <= PALING
    assert typed == 1
    assert len(set(asked)) == len(asked)


def test_the_worst_case_is_known() -> None:
    """The longest way is 19 taps: whoever adds a question sees how little room is left."""
    obrolan = Obrolan()
    obrolan.start(BANYAK)
    while obrolan.session is not None:
        obrolan.answer(1, "15")
    assert obrolan.taps == 19


def test_harapan_costs_one_tap_an_unsur_and_the_greeting_says_how_long_it_takes() -> None:
    """Asked a second time, nine unsur take nine taps more; who is asked more questions is told of more minutes."""
    for survey, taps, menit in (
        (SURVEY, 19, 2),
        (with_harapan(SURVEY), 19 + 9, 3),
        (with_instrumen(LAMA[0]), 19, 2),
        (with_instrumen(LAMA[1]), 19 + 5, 3),
        (with_harapan(with_instrumen(LAMA[1])), 19 + 5 + 14, 5),
    ):
        obrolan = Obrolan(survey)
        obrolan.start(BANYAK)
        assert f"kira-kira {menit} menit" in obrolan.screen.text
        while obrolan.session is not None:
            obrolan.answer(1, "15")
        assert obrolan.taps == taps
