"""The colours, seen by readers who do not see all of them. The simulation is that of Machado, Oliveira and Fernandes,
"A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, at full severity."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import dist

import pytest

from bot.reports.grafik.palette import INK, MUTED, TONES, TRACK, WHITE, tone_of
from tests.unit.scoring.data import INSTRUMEN

Colour = tuple[float, float, float]

SIGHT = {
    "all colours": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
FAR = 25
"""A distance in Lab at which colours of small areas side by side are told apart at a glance."""


def linear(colour: str) -> Colour:
    def one(at: int) -> float:
        value = int(colour[at : at + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return one(1), one(3), one(5)


def through(matrix: tuple[Colour, Colour, Colour], colour: Colour) -> Colour:
    r, g, b = (sum(a * c for a, c in zip(row, colour, strict=True)) for row in matrix)
    return r, g, b


def lab(colour: Colour) -> Colour:
    """CIE 1976, daylight."""

    def curve(t: float) -> float:
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    x, y, z = through(XYZ, colour)
    fx, fy, fz = curve(x / 0.9505), curve(y), curve(z / 1.089)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, sight: str) -> Colour:
    r, g, b = (min(1.0, max(0.0, one)) for one in through(SIGHT[sight], linear(colour)))
    return lab((r, g, b))


def contrast(one: str, other: str) -> float:
    """As the Web Content Accessibility Guidelines define it."""
    light, dark = sorted((through(XYZ, linear(colour))[1] for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_letters_are_told_apart_by_every_eye(sight: str) -> None:
    apart = {(a.full, b.full): dist(seen(a.full, sight), seen(b.full, sight)) for a, b in combinations(TONES, 2)}
    assert min(apart.values()) >= FAR, apart


@pytest.mark.parametrize("sight", SIGHT)
def test_bands_beside_one_another_differ_for_every_eye(sight: str) -> None:
    apart = [dist(seen(a.tint, sight), seen(b.tint, sight)) for a, b in pairwise(TONES)]
    assert min(apart) >= 5, apart


def test_every_text_is_readable_on_what_it_stands_on() -> None:
    """At least 4,5 to 1, as for small text."""
    pairs = [(tone.on, tone.full) for tone in TONES]
    pairs += [(text, tone.tint) for text in (INK, MUTED) for tone in TONES]
    pairs += [(text, ground) for text in (INK, MUTED) for ground in (WHITE, TRACK)]
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}


def test_a_bar_stands_out_from_the_bands_it_crosses() -> None:
    for bar in TONES:
        assert min(dist(seen(bar.full, "all colours"), seen(tone.tint, "all colours")) for tone in TONES) >= 20


def test_the_best_letter_has_the_first_tone_and_the_last_one_goes_round() -> None:
    letters = [pita.huruf for pita in INSTRUMEN.mutu]
    assert [tone_of(letter, INSTRUMEN.mutu) for letter in letters] == list(TONES)
    with_more = (
        *INSTRUMEN.mutu,
        INSTRUMEN.mutu[0].__class__("E", "", INSTRUMEN.mutu[0].dari, INSTRUMEN.mutu[0].dari),
    )
    assert tone_of("E", with_more) == TONES[-1]
