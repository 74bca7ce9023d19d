"""The sheet that a document's charts are drawn on, their shades, and what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bot.engine.tanggal import angka
from bot.reports.grafik.canvas import SMALL, Canvas
from bot.reports.grafik.palette import INK, MUTED, WHITE, Tone
from scoring.instrumen import Pita
from scoring.pembulatan import round_half_up

LEBAR = 960
"""Px across: on a text of 15,5 cm the smallest letters are then 9 points high."""
TEPI = 4
KANAN = LEBAR - TEPI
BARIS = 24
"""From one line of small text to the next."""
KOSONG = "Belum ada jawaban"
GARIS = "#9aa7ac"

TONES = (
    Tone("#17627d", WHITE, "#dfe9ed"),
    Tone("#67a5ba", INK, "#edf3f5"),
    Tone("#b0d0da", INK, "#f7fafb"),
    Tone("#eaf3f6", INK, WHITE),
)
"""From the best to the worst, of mutu A to D or of score 4 to 1: from dark to light, also on a grey printer."""


class Gambar(NamedTuple):
    """`alt` is what the picture shows, in one to three Indonesian sentences."""

    svg: str
    alt: str


def tone_of(huruf: str, pita: Sequence[Pita]) -> Tone:
    """By the place of the letter among the bands, best first; the last tone for all beyond the fourth."""
    return TONES[min([one.huruf for one in pita].index(huruf), len(TONES) - 1)]


def dua(nilai: Fraction) -> str:
    """`dua(Fraction(7, 2))` -> "3,50"."""
    return angka(round_half_up(nilai))


def persen(bagian: int, semua: int, desimal: int = 0) -> str:
    """Rounded half up, each by itself: several of them need not come to 100."""
    return f"{angka(round_half_up(Fraction(100 * bagian, semua), desimal))}%"


def draw_lines(canvas: Canvas, x: float, middle: float, lines: Sequence[str]) -> None:
    """Small lines about the height `middle`."""
    first = middle - (len(lines) - 1) * BARIS / 2 + 7
    for nth, line in enumerate(lines):
        canvas.text(x, first + nth * BARIS, line)


def empty() -> Gambar:
    canvas = Canvas()
    canvas.text(LEBAR / 2, 60, KOSONG, SMALL + 4, fill=MUTED, anchor="middle")
    return Gambar(canvas.svg(100, LEBAR), f"{KOSONG}.")
