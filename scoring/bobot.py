"""The bobot (weight) of one unsur: 1/x, or the rounded decimal that a report prints and computes with.

PermenPAN-RB 14/2017 weighs every unsur alike, 1/x; reports print 1/9 as 0,11, 0,111 or 0,1111, and some
compute with it. The convention belongs to the periode and is printed with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from scoring.errors import InstrumenError
from scoring.pembulatan import round_half_up

IKM_TERENDAH = 24
"""The least an ikm may come to. The scale starts at 25; a bobot rounded down (0,11) carries it to 24,75."""
IKM_TERTINGGI = 100

_PECAHAN = re.compile(r"1\s*/\s*([1-9][0-9]{0,2})")
_DESIMAL = re.compile(r"0[.,]([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Bobot:
    """`teks` as a report prints it ("1/9", "0,111": with a comma), `nilai` exactly what is computed with."""

    teks: str
    nilai: Fraction


def parse_bobot(teks: str, unsur: int) -> Bobot:
    """Read "1/9", "0.111" or "0,1111" as the bobot of an instrumen with `unsur` unsur.

    Raises InstrumenError unless it is 1/x itself or 1/x rounded half up at its own number of decimals, and
    where that rounding is so coarse that results would leave the scale (0,17 for six unsur gives 102,00).
    """
    if unsur < 1:
        raise InstrumenError(f"a bobot needs at least one unsur, not {unsur}")
    bobot = _read(teks.strip())
    tepat = Fraction(1, unsur)
    if bobot is None:
        raise InstrumenError(f"bobot {teks!r} is neither 1/{unsur} nor a decimal such as {_contoh(tepat)}")
    if "," in bobot.teks:
        desimal = len(bobot.teks) - 2
        cocok = bobot.nilai == Fraction(round_half_up(tepat, desimal))
    else:
        cocok = bobot.nilai == tepat
    if not cocok:
        raise InstrumenError(
            f"bobot {teks!r} does not fit {unsur} unsur: write 1/{unsur}, or that rounded, such as {_contoh(tepat)}"
        )
    if not _stays_on_scale(bobot.nilai, unsur):
        raise InstrumenError(
            f"bobot {teks!r} is rounded too coarsely for {unsur} unsur: results would run from "
            f"{round_half_up(25 * unsur * bobot.nilai)} to {round_half_up(100 * unsur * bobot.nilai)}; "
            f"write 1/{unsur}, or with more decimals, such as {_contoh(tepat)}"
        )
    return bobot


def _read(teks: str) -> Bobot | None:
    if pecahan := _PECAHAN.fullmatch(teks):
        return Bobot(f"1/{pecahan[1]}", Fraction(1, int(pecahan[1])))
    if desimal := _DESIMAL.fullmatch(teks):
        return Bobot(f"0,{desimal[1]}", Fraction(int(desimal[1]), 10 ** len(desimal[1])))
    return None


def _stays_on_scale(nilai: Fraction, unsur: int) -> bool:
    return 25 * unsur * nilai >= IKM_TERENDAH and round_half_up(100 * unsur * nilai) <= IKM_TERTINGGI


def _contoh(tepat: Fraction) -> str:
    desimal = next(d for d in count(3) if _stays_on_scale(Fraction(round_half_up(tepat, d)), tepat.denominator))
    return str(round_half_up(tepat, desimal)).replace(".", ",")
