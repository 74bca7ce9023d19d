"""Colours that stay apart for the colour-blind too; a test simulates both kinds. A letter or number always says the
same as the colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.instrumen import Pita

WHITE = "#ffffff"
INK = "#2b2521"
MUTED = "#655c54"
HAIRLINE = "#d8d0c7"
TRACK = "#f2eeea"


@dataclass(frozen=True, slots=True)
class Tone:
    """`full` fills a bar, `on` is readable upon it, `tint` lies behind."""

    full: str
    on: str
    tint: str


TONES = (
    Tone("#17627d", WHITE, "#d6e8ee"),
    Tone("#7fbacd", INK, "#eef5f8"),
    Tone("#f0b649", INK, "#fcf1d9"),
    Tone("#a8321f", WHITE, "#e9e1dc"),
)
"""From the best to the worst: of mutu A to D, or of score 4 to 1."""


def tone_of(huruf: str, pita: Sequence[Pita]) -> Tone:
    """By the place of the letter among the bands, best first; the last tone for all beyond the fourth."""
    place = [one.huruf for one in pita].index(huruf)
    return TONES[min(place, len(TONES) - 1)]
