"""The unsur as bars from 25 to 100, the bands of mutu behind them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bot.engine.tanggal import angka
from bot.reports.grafik.canvas import INNER, LINE, MARGIN, RIGHT, SMALL, Canvas
from bot.reports.grafik.metrics import wrap
from bot.reports.grafik.palette import MUTED, WHITE, tone_of
from scoring.ikm import HasilIkm
from scoring.instrumen import Pita
from scoring.model import Unsur
from scoring.mutu import Mutu
from scoring.pembulatan import round_half_up

LABEL = 282
"""How wide the column of names is, code included."""
_KODE = 46
_VALUE = 118
_BAR = 28
_ROW = 56


def share(nilai: Fraction | Decimal) -> float:
    """Where a value lies between 25 and 100, 0..1. A bobot rounded down reaches 24,75: that is 0."""
    return min(1.0, max(0.0, (float(nilai) - 25) / 75))


def draw_unsur(canvas: Canvas, y: float, hasil: HasilIkm, pita: Sequence[Pita]) -> float:
    y = canvas.heading(y, "Nilai per unsur")
    left, wide = MARGIN + LABEL, INNER - LABEL - _VALUE
    rows = [name_lines(one.unsur) for one in hasil.unsur]
    heights = [max(_ROW, len(lines) * LINE + 8) for lines in rows]
    top = y + 46
    draw_bands(canvas, left, top, wide, sum(heights), pita)
    for one, lines, height in zip(hasil.unsur, rows, heights, strict=True):
        draw_name(canvas, top + height / 2, one.unsur.kode, lines)
        draw_value(canvas, top + height / 2, left, wide, one.nik, one.mutu, pita)
        top += height
    return draw_legend(canvas, top + 14, pita)


def name_lines(unsur: Unsur) -> tuple[str, ...]:
    """The whole name, on as many lines as it takes."""
    return wrap(unsur.nama, LABEL - _KODE - 8, SMALL)


def draw_name(canvas: Canvas, middle: float, kode: str, lines: Sequence[str]) -> None:
    first = middle - (len(lines) - 1) * LINE / 2 + 7
    canvas.text(MARGIN, middle + 7, kode, bold=True)
    for n, line in enumerate(lines):
        canvas.text(MARGIN + _KODE, first + n * LINE, line)


def draw_bands(canvas: Canvas, left: float, top: float, wide: float, height: float, pita: Sequence[Pita]) -> None:
    """Each band with its letter above."""
    edges = [*(share(one.dari) for one in pita), 0.0]
    for one, (start, end) in zip(pita, pairwise([1.0, *edges]), strict=False):
        x, width = left + end * wide, (start - end) * wide
        canvas.rect(x, top, width, height, tone_of(one.huruf, pita).tint)
        canvas.text(x + width / 2, top - 10, one.huruf, bold=True, fill=MUTED, anchor="middle")
    for edge in edges[:-2]:
        canvas.line(left + edge * wide, top, left + edge * wide, top + height, WHITE, 2)


def draw_value(
    canvas: Canvas,
    middle: float,
    left: float,
    wide: float,
    nilai: Fraction | None,
    mutu: Mutu | None,
    pita: Sequence[Pita],
) -> None:
    """The bar, and at its end the number and the letter. The least value there is keeps a sliver to be seen."""
    if nilai is None or mutu is None:
        canvas.text(RIGHT, middle + 7, "-", anchor="end")
        return
    tone = tone_of(mutu.huruf, pita)
    canvas.rect(left, middle - _BAR / 2, max(4.0, share(nilai) * wide), _BAR, tone.full, radius=2)
    canvas.text(RIGHT - 38, middle + 7, angka(round_half_up(nilai)), bold=True, anchor="end")
    canvas.chip(RIGHT - 28, middle - 14, 28, mutu.huruf, tone)


def draw_legend(canvas: Canvas, y: float, pita: Sequence[Pita]) -> float:
    """What each letter stands for, four to a line."""
    column = INNER / 4
    for n, one in enumerate(pita):
        x, top = MARGIN + n % 4 * column, y + n // 4 * 36
        canvas.chip(x, top, 28, one.huruf, tone_of(one.huruf, pita))
        canvas.text(x + 36, top + 21, f"{angka(one.dari)}–{angka(one.sampai)}", fill=MUTED)
    return y + (len(pita) + 3) // 4 * 36
