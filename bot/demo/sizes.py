"""How many answer in each unit, so that its published index can be hit exactly.

An index is 25 · total / (unsur · n): with few responses only some values can be had. n is therefore moved a little,
to one that has the published value among its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

from scoring.ikm import SKALA
from scoring.model import SKOR_TERENDAH, SKOR_TERTINGGI, UnitLayanan
from scoring.pembulatan import round_half_up

FEWEST = 30
WINDOW = 20
"""How far n may be moved for the sake of the index; further only where nothing within would do."""
_NEAR = 3
"""How far it may be moved where that misses the index, so that all together come to the total."""
_DRIFT = 150
"""How far one move may go, and all so far may add up to, before they have to come back to nothing."""
_MISSED = 10**9
_USUAL = {
    "kelurahan": (45, 145),
    "kecamatan": (90, 150),
    "dinas": (50, 150),
    "badan": (40, 110),
    "bagian": (30, 55),
    "puskesmas": (150, 290),
    "rumah sakit": (380, 520),
}
_BUSY = {"dispendukcapil": (380, 460), "dpmptsp": (200, 280)}


def nearest_total(ikm: Fraction, n: int, unsur: int) -> int:
    """The total score of n responses whose index comes nearest to this one, by what is printed."""
    exact = ikm * unsur * n / SKALA
    found = (exact.numerator // exact.denominator + more for more in (0, 1))
    bounded = [min(max(one, SKOR_TERENDAH * unsur * n), SKOR_TERTINGGI * unsur * n) for one in found]
    return min(bounded, key=lambda total: (abs(Fraction(printed(total, n, unsur)) - ikm), abs(total - exact)))


def printed(total: int, n: int, unsur: int) -> str:
    """The index of n responses with this total score, as it is printed."""
    return str(round_half_up(Fraction(SKALA * total, unsur * n)))


def can_hit(ikm: Fraction, n: int, unsur: int) -> bool:
    """Whether n responses can have an index that is printed as this one."""
    hundredths, rest = divmod(100 * ikm.numerator, ikm.denominator)
    answers = unsur * n
    # The smallest total that is rounded up to it, in whole numbers: this is asked of every n there may be.
    total = -(-(2 * hundredths - 1) * answers // (200 * SKALA))
    return not rest and (200 * SKALA * total + answers) // (2 * answers) == hundredths


def sizes(
    units: Sequence[UnitLayanan], published: Mapping[str, Fraction], unsur: int, total: int, rng: Random
) -> dict[str, int]:
    """n of each unit, `total` in all. As many as can be have an n that can hit the published index."""
    wanted = _drawn(units, total, rng)
    # The cheapest way to every sum of moves, unit by unit; in the end the moves must come to nothing.
    ways: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for unit, n in zip(units, wanted, strict=True):
        moves = _moves(published[unit.kode], n, min(FEWEST, *wanted), unsur)
        following: dict[int, tuple[int, tuple[int, ...]]] = {}
        for so_far, (cost, path) in ways.items():
            for move, more in moves:
                there = so_far + move
                if abs(there) <= _DRIFT and (there not in following or cost + more < following[there][0]):
                    following[there] = (cost + more, (*path, move))
        ways = following
    return {unit.kode: n + move for unit, n, move in zip(units, wanted, ways[0][1], strict=True)}


def _moves(ikm: Fraction, n: int, fewest: int, unsur: int) -> list[tuple[int, int]]:
    """Where n may be moved to, and what that costs: least where it is, far more where the index is missed."""
    good = [move for move in range(fewest - n, _DRIFT + 1) if can_hit(ikm, n + move, unsur)]
    reach = max(WINDOW, min((abs(move) for move in good), default=0))
    good = [move for move in good if abs(move) <= reach]
    near = [move for move in range(max(-_NEAR, fewest - n), _NEAR + 1) if move not in good]
    return [(move, move * move * 1000 // n) for move in good] + [(move, _MISSED + move * move) for move in near]


def _drawn(units: Sequence[UnitLayanan], total: int, rng: Random) -> list[int]:
    """Believable numbers that come to the total: each unit the fewest, and the rest by how busy it is."""
    if total < len(units):
        raise ValueError(f"{total} responses are too few for {len(units)} units")
    fewest = min(FEWEST, total // len(units))
    usual = [_BUSY.get(unit.kode, _USUAL.get(unit.jenis, (40, 120))) for unit in units]
    busy = [rng.randint(low, high) - FEWEST + 1 for low, high in usual]
    rest = total - fewest * len(units)
    reached = [rest * sum(busy[: i + 1]) // sum(busy) for i in range(len(units))]
    return [fewest + now - before for before, now in zip([0, *reached], reached, strict=False)]
