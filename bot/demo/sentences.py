"""What people write: sentences of `saran.csv` that fit what they answered. None holds a name or a number."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from scoring.model import Jawaban

_FILE = Path(__file__).parent / "saran.csv"
PRAISE, COMPLAINT, GENERAL, REASON = "pujian", "keluhan", "umum", "alasan"
LOW = 2
"""The highest score that is asked about."""
_PRICES = "biaya"
"""Here a 3 means "cheap": nobody complains of that."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`unsur` and `kinds` are empty where it is about everything, and where it may be said of any unit."""

    tone: str
    unsur: str
    kinds: tuple[str, ...]
    text: str


@cache
def sentences() -> tuple[Sentence, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Sentence(row["nada"], row["unsur"], tuple(filter(None, row["jenis"].split("|"))), row["teks"])
            for row in csv.DictReader(file)
        )


def suggestion(answers: Jawaban, kind: str, rng: Random) -> str | None:
    """What somebody writes at the end: most nothing, who was served badly rather than others."""
    low = [key for key, score in answers.items() if score <= LOW]
    if rng.random() >= (0.3 if low else 0.11):
        return None
    if low:
        return _one(COMPLAINT, rng.choice(low), kind, rng)
    middling = [key for key, score in answers.items() if score == 3 and key != _PRICES]
    chance = rng.random()
    if middling and chance < 0.15 + 0.1 * len(middling):
        return _one(COMPLAINT, rng.choice(middling), kind, rng)
    if chance > 0.88:
        return _one(GENERAL, "", kind, rng)
    best = [key for key, score in answers.items() if score == 4]
    return _one(PRAISE, rng.choice(["", "", *best]), kind, rng)


def reasons(answers: Jawaban, kind: str, rng: Random) -> Mapping[str, str]:
    """What somebody answers when asked what was lacking; some skip that."""
    found = {}
    for key, score in answers.items():
        if score <= LOW and rng.random() < 0.5 and (text := _one(REASON, key, kind, rng)):
            found[key] = text
    return found


@cache
def _fitting(tone: str, unsur: str, kind: str) -> tuple[str, ...]:
    return tuple(
        one.text
        for one in sentences()
        if one.tone == tone and one.unsur == unsur and (not one.kinds or kind in one.kinds)
    )


def _one(tone: str, unsur: str, kind: str, rng: Random) -> str | None:
    found = _fitting(tone, unsur, kind) or _fitting(tone, "", kind)
    return rng.choice(found) if found else None
