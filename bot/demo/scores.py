"""What the people of one unit answer: together exactly a total, each for believable reasons.

Every answer has a level, made of the unsur, the mood of the respondent, the time of the year and chance. The same bar
is then lowered for all until the total is reached: who was more content has the higher score.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from random import Random

from scoring.model import SKOR_TERENDAH, SKOR_TERTINGGI

_USUAL = {
    "biaya": 1.1,
    "perilaku": 0.25,
    "kompetensi": 0.15,
    "pengaduan": 0.05,
    "persyaratan": 0.0,
    "produk": 0.0,
    "prosedur": -0.2,
    "waktu": -0.3,
    "sarana": -0.3,
}
_BY_KIND = {
    "rumah sakit": {"biaya": -0.6, "waktu": -0.3, "kompetensi": 0.2},
    "puskesmas": {"biaya": -0.2, "waktu": -0.15},
    "kelurahan": {"perilaku": 0.1, "sarana": -0.1},
    "bagian": {"sarana": 0.15, "prosedur": -0.1},
}
_BARS = ((2, -2.4), (3, -1.45), (4, 0.0))
"""Where a score begins: 3 lies well below 4, few answer 2 and hardly anybody 1."""
_BAD_SPELL = 0.3
"""How many units have weeks in which something went wrong."""


def scores(keys: Sequence[str], kind: str, at: Sequence[float], total: int, rng: Random) -> list[dict[str, int]]:
    """A questionnaire for each of these times (0.0 to 1.0 of the year), `total` in all.

    Raises ValueError for a total that so many scores of 1 to 4 cannot come to.
    """
    lowest = SKOR_TERENDAH * len(keys) * len(at)
    if not lowest <= total <= lowest // SKOR_TERENDAH * SKOR_TERTINGGI:
        raise ValueError(f"{len(at)} responses to {len(keys)} questions cannot come to {total}")
    levels = _levels(keys, kind, at, rng)
    steps = sorted(
        (bar - level, person, key)
        for person, answers in enumerate(levels)
        for key, level in answers.items()
        for _, bar in _BARS
    )
    found = [dict.fromkeys(keys, SKOR_TERENDAH) for _ in at]
    for _, person, key in steps[: total - lowest]:
        found[person][key] += 1
    return found


def _levels(keys: Sequence[str], kind: str, at: Sequence[float], rng: Random) -> list[dict[str, float]]:
    usual = {key: _USUAL.get(key, 0.0) + _BY_KIND.get(kind, {}).get(key, 0.0) + rng.gauss(0, 0.18) for key in keys}
    trend = rng.gauss(0, 0.3)
    troubled = rng.random() < _BAD_SPELL
    middle, deep, worst = rng.uniform(0.1, 0.9), rng.uniform(0.5, 1.0), rng.sample(list(keys), min(2, len(keys)))
    levels = []
    for moment in at:
        spell = deep * exp(-(((moment - middle) / 0.05) ** 2)) if troubled else 0.0
        season = trend * (moment - 0.5) - spell
        mood, careful = _mood(rng)
        levels.append(
            {
                key: level + season - (spell if key in worst else 0.0) + mood + rng.gauss(0, careful)
                for key, level in usual.items()
            }
        )
    return levels


def _mood(rng: Random) -> tuple[float, float]:
    """How content somebody is with everything, and how much the answers differ from one another."""
    chance = rng.random()
    if chance < 0.15:
        return rng.gauss(1.0, 0.2), 0.2
    if chance < 0.25:
        return rng.gauss(-0.9, 0.3), 0.6
    return rng.gauss(0, 0.35), 0.5
