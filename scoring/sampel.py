"""How many respondents a population asks for.

Krejcie and Morgan, "Determining Sample Size for Research Activities", Educational and Psychological
Measurement 30, 1970: S = X²NP(1-P) / (d²(N-1) + X²P(1-P)), with X² = 3,841, P = 0,5, d = 0,05.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path

from scoring.errors import NilaiError
from scoring.pembulatan import round_half_up

_TABEL = Path(__file__).parent / "data" / "krejcie_morgan.csv"
_X2 = Fraction("3.841")
_P = Fraction("0.5")
_D = Fraction("0.05")


def sample_size(populasi: int) -> int:
    """The target number of respondents for `populasi` service users in a periode; 0 for none.

    The printed table where it has a row (its 384 for 100.000 is one more than the formula gives), the formula
    rounded half up elsewhere. A target: fewer answers are flagged, never hidden. NilaiError below 0.
    """
    if populasi < 0:
        raise NilaiError(f"a population of {populasi} is not possible")
    return _table().get(populasi) or formula_size(populasi)


def formula_size(populasi: int) -> int:
    """Krejcie and Morgan's formula alone, rounded half up from its exact value; `populasi` from 0."""
    atas = _X2 * populasi * _P * (1 - _P)
    bawah = _D**2 * (populasi - 1) + _X2 * _P * (1 - _P)
    return int(round_half_up(atas / bawah, 0))


@cache
def _table() -> dict[int, int]:
    with _TABEL.open(encoding="utf-8", newline="") as file:
        return {int(row["N"]): int(row["S"]) for row in csv.DictReader(file)}
