"""How people answered: one stacked bar an unsur, score 1 at the left to 4 at the right."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.reports.grafik.canvas import INNER, LINE, MARGIN, RIGHT, SMALL, Canvas
from bot.reports.grafik.metrics import text_width
from bot.reports.grafik.palette import MUTED, TONES
from bot.reports.grafik.unsur import LABEL, draw_name, name_lines
from scoring.model import Rekap, Sebaran, Unsur
from scoring.pembulatan import round_half_up

_LOW = 70
_BAR = 34
_LEGEND = ("1 paling buruk", "2", "3", "4 paling baik")


def percent(part: int, whole: int) -> str:
    """Rounded half up, each by itself: four of them need not come to 100."""
    return f"{round_half_up(Fraction(100 * part, whole), 0)}%"


def draw_sebaran(canvas: Canvas, y: float, unsur: Sequence[Unsur], rekap: Rekap) -> float:
    y = canvas.heading(y, "Jawaban per unsur")
    x = float(MARGIN)
    for skor, (words, tone) in enumerate(zip(_LEGEND, reversed(TONES), strict=True), start=1):
        canvas.chip(x, y + 17, 28, str(skor), tone)
        canvas.text(x + 36, y + 38, words[2:], fill=MUTED)
        x += 36 + text_width(words[2:], SMALL) + 18
    canvas.text(RIGHT, y + 38, "skor 1–2", bold=True, anchor="end")
    top = y + 58
    for one in unsur:
        lines = name_lines(one)
        height = max(56, len(lines) * LINE + 8)
        draw_name(canvas, top + height / 2, one.kode, lines)
        _draw_bar(canvas, top + height / 2, rekap.sebaran.get(one.key, (0, 0, 0, 0)))
        top += height
    return top


def _draw_bar(canvas: Canvas, middle: float, sebaran: Sebaran) -> None:
    n = sum(sebaran)
    if not n:
        canvas.text(RIGHT, middle + 7, "-", anchor="end")
        return
    x, wide = float(MARGIN + LABEL), INNER - LABEL - _LOW
    for banyak, tone in zip(sebaran, reversed(TONES), strict=True):
        width, words = wide * banyak / n, percent(banyak, n)
        if banyak:
            canvas.rect(x, middle - _BAR / 2, max(1.5, width - 2), _BAR, tone.full)
        if banyak and text_width(words, SMALL) + 6 <= width:
            canvas.text(x + width / 2 - 1, middle + 7, words, fill=tone.on, anchor="middle")
        x += width
    canvas.text(RIGHT, middle + 7, percent(sebaran[0] + sebaran[1], n), bold=True, anchor="end")
