"""How people answered each unsur: one bar of a hundred percent, score 1 at the left to 4 at the right."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bot.engine.tanggal import angka
from bot.reports.dokumen.gambar.lembar import BARIS, KANAN, LEBAR, TEPI, TONES, Gambar, draw_lines, empty, persen
from bot.reports.grafik.canvas import SMALL, Canvas
from bot.reports.grafik.metrics import text_width, wrap
from bot.reports.grafik.palette import INK, MUTED
from bot.reports.rincian import SebaranUnsur
from scoring.model import Sebaran

_KODE = 52
_NAMA = 330
_N = 70
_LEFT = TEPI + _KODE + _NAMA
_WIDE = KANAN - _N - _LEFT
_BAR = 30
_TOP = 52
_LEGEND = ("nilai 1", "nilai 2", "nilai 3", "nilai 4")


def gambar_sebaran(sebaran: Sequence[SebaranUnsur]) -> Gambar:
    """In the order given. Shares too small for their number are drawn without it: the table has it."""
    if not any(sum(one.sebaran) for one in sebaran):
        return empty()
    canvas = Canvas()
    _draw_legend(canvas)
    y = float(_TOP)
    for one in sebaran:
        lines = wrap(one.unsur.nama, _NAMA - 16, SMALL)
        height = max(46.0, len(lines) * BARIS + 12)
        middle = y + height / 2
        canvas.text(TEPI, middle + 7, one.unsur.kode, bold=True)
        draw_lines(canvas, TEPI + _KODE, middle, lines)
        _draw_bar(canvas, middle, one.sebaran)
        y += height
    return Gambar(canvas.svg(y + 6, LEBAR), _alt(sebaran))


def _draw_legend(canvas: Canvas) -> None:
    x = float(_LEFT)
    for words, tone in zip(_LEGEND, reversed(TONES), strict=True):
        canvas.rect(x, 12, 22, 22, tone.full, stroke=INK)
        canvas.text(x + 30, 30, words)
        x += 30 + text_width(words, SMALL) + 20
    canvas.text(KANAN, 30, "n", bold=True, fill=MUTED, anchor="end")


def _draw_bar(canvas: Canvas, middle: float, sebaran: Sebaran) -> None:
    n = sum(sebaran)
    canvas.text(KANAN, middle + 7, angka(n), anchor="end")
    x = float(_LEFT)
    for banyak, tone in zip(sebaran, reversed(TONES), strict=True):
        width = _WIDE * banyak / n if n else 0.0
        if banyak:
            canvas.rect(x, middle - _BAR / 2, width, _BAR, tone.full, stroke=INK)
        if banyak and text_width(words := persen(banyak, n), SMALL) + 8 <= width:
            canvas.text(x + width / 2, middle + 7, words, fill=tone.on, anchor="middle")
        x += width


def _alt(sebaran: Sequence[SebaranUnsur]) -> str:
    answered = [one for one in sebaran if sum(one.sebaran)]
    worst = max(answered, key=lambda one: Fraction(one.sebaran[0] + one.sebaran[1], sum(one.sebaran)))
    low = persen(worst.sebaran[0] + worst.sebaran[1], sum(worst.sebaran), 2)
    return (
        "Sebaran jawaban nilai 1 sampai 4 untuk tiap unsur. Jawaban nilai 1 dan 2 paling banyak pada "
        f"{worst.unsur.nama}, {low}."
    )
