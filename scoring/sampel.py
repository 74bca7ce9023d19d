"""How many respondents a population asks for, and whether they come fast enough.

Krejcie and Morgan, "Determining Sample Size for Research Activities", Educational and Psychological
Measurement 30, 1970: S = X²NP(1-P) / (d²(N-1) + X²P(1-P)), with X² = 3,841, P = 0,5, d = 0,05.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from scoring.errors import NilaiError
from scoring.pembulatan import round_half_up

_TABEL = Path(__file__).parent / "data" / "krejcie_morgan.csv"
_X2 = Fraction("3.841")
_P = Fraction("0.5")
_D = Fraction("0.05")


@dataclass(frozen=True, slots=True)
class LajuSampel:
    """How `n` answers stand against a `target` when the share `berlalu` (0..1) of the periode has passed."""

    target: int
    n: int
    berlalu: Fraction

    @property
    def seharusnya(self) -> int:
        """Answers expected by now at an even pace, rounded half up."""
        return int(round_half_up(self.target * self.berlalu, 0))

    @property
    def sesuai(self) -> bool:
        """Whether that many have come."""
        return self.n >= self.seharusnya

    @property
    def kurang(self) -> int:
        """Answers still missing; 0 once the target is reached."""
        return max(0, self.target - self.n)

    @property
    def perkiraan(self) -> int | None:
        """Answers at the end of the periode at the pace so far, rounded half up; None on its first day."""
        return int(round_half_up(self.n / self.berlalu, 0)) if self.berlalu else None

    @property
    def kali(self) -> Fraction | None:
        """How many times the pace so far the rest of the periode needs: 0 once the target is reached.

        None where no pace would do or none is known: no answers yet, or no time left.
        """
        if not self.kurang:
            return Fraction()
        if not self.n or self.berlalu == 1:
            return None
        return Fraction(self.kurang, self.n) * self.berlalu / (1 - self.berlalu)


def compute_laju(populasi: int, n: int, berlalu: Fraction) -> LajuSampel:
    """The pace of `n` answers towards sample_size(`populasi`). NilaiError for n < 0 or `berlalu` outside 0..1."""
    if n < 0:
        raise NilaiError(f"{n} answers are not possible")
    if not 0 <= berlalu <= 1:
        raise NilaiError(f"a share of {berlalu} of the periode is not between 0 and 1")
    return LajuSampel(sample_size(populasi), n, berlalu)


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
