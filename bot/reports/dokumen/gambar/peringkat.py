"""Units or groups beside one another, best first: a bar each from 25 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from bot.engine.tanggal import angka
from bot.reports.dokumen.gambar.lembar import (
    BARIS,
    GARIS,
    KANAN,
    LEBAR,
    TEPI,
    Gambar,
    draw_lines,
    empty,
    tone_of,
)
from bot.reports.grafik.canvas import SMALL, Canvas
from bot.reports.grafik.metrics import clean, wrap
from bot.reports.grafik.palette import INK, MUTED
from bot.reports.grafik.unsur import share
from scoring.instrumen import Pita
from scoring.peringkat import BarisPeringkat, Peringkat

TERBANYAK = 30
"""So many fit a page; of more, as many of the best as of the worst."""
_KE = 48
_NAMA = 400
_NILAI = 144
_LEFT = TEPI + _KE + _NAMA
_WIDE = KANAN - _NILAI - _LEFT
_BAR = 24
_TOP = 40
_GAP = 44


def gambar_peringkat(peringkat: Peringkat, pita: Sequence[Pita]) -> Gambar:
    """Of units, or of groups ranked by rank_units like units. Those without respondents are not drawn."""
    baris = peringkat.baris
    if not baris:
        return empty()
    half = TERBANYAK // 2
    parts = [baris] if len(baris) <= TERBANYAK else [baris[:half], baris[-half:]]
    canvas = Canvas()
    y = float(_TOP)
    for nth, part in enumerate(parts):
        if nth:
            words = f"{angka(len(baris) - TERBANYAK)} unit lain di antaranya"
            canvas.text(TEPI + _KE, y + _GAP / 2 + 7, words, fill=MUTED)
            y += _GAP
        rows = [(one, wrap(one.unit.nama, _NAMA - 16, SMALL, most=3)) for one in part]
        heights = [max(36.0, len(lines) * BARIS + 8) for _, lines in rows]
        _draw_bands(canvas, y, y + sum(heights), pita, letters=not nth)
        for (one, lines), height in zip(rows, heights, strict=True):
            _draw_row(canvas, y + height / 2, one, lines, pita)
            y += height
    return Gambar(canvas.svg(y + 10, LEBAR), _alt(baris))


def _draw_bands(canvas: Canvas, top: float, bottom: float, pita: Sequence[Pita], *, letters: bool) -> None:
    edges = [1.0, *(share(one.dari) for one in pita)]
    for one, (high, low) in zip(pita, pairwise(edges), strict=True):
        left, wide = _LEFT + low * _WIDE, (high - low) * _WIDE
        canvas.rect(left, top, wide, bottom - top, tone_of(one.huruf, pita).tint)
        if letters:
            canvas.text(left + wide / 2, top - 12, one.huruf, bold=True, fill=MUTED, anchor="middle")
    for edge in edges:
        canvas.line(_LEFT + edge * _WIDE, top, _LEFT + edge * _WIDE, bottom, GARIS, 1)
    if letters:
        canvas.text(KANAN - 62, top - 12, "IKM", bold=True, fill=MUTED, anchor="end")
        canvas.text(KANAN, top - 12, "Mutu", bold=True, fill=MUTED, anchor="end")


def _draw_row(canvas: Canvas, middle: float, one: BarisPeringkat, lines: Sequence[str], pita: Sequence[Pita]) -> None:
    assert one.unit.hasil.mutu is not None  # noqa: S101  who has a rank has a letter
    huruf = one.unit.hasil.mutu.huruf
    canvas.text(TEPI + _KE - 14, middle + 7, str(one.peringkat), bold=True, anchor="end")
    draw_lines(canvas, TEPI + _KE, middle, lines)
    wide = max(4.0, share(Fraction(one.nilai)) * _WIDE)
    canvas.rect(_LEFT, middle - _BAR / 2, wide, _BAR, tone_of(huruf, pita).full, stroke=INK)
    canvas.text(KANAN - 62, middle + 7, angka(one.nilai), bold=True, anchor="end")
    canvas.text(KANAN - 23, middle + 7, huruf, bold=True, anchor="middle")


def _alt(baris: Sequence[BarisPeringkat]) -> str:
    best, worst = baris[0], baris[-1]
    words = f"Peringkat IKM dari {angka(len(baris))}: tertinggi {clean(best.unit.nama)} {angka(best.nilai)}"
    return f"{words}." if best is worst else f"{words}, terendah {clean(worst.unit.nama)} {angka(worst.nilai)}."
