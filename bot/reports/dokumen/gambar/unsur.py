"""The nrr of each unsur as a bar from 1 to 4, the bands of mutu behind, the mean of all as a line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from bot.reports.dokumen.gambar.lembar import (
    BARIS,
    GARIS,
    KANAN,
    LEBAR,
    TEPI,
    Gambar,
    draw_lines,
    dua,
    empty,
    tone_of,
)
from bot.reports.grafik.canvas import SMALL, Canvas
from bot.reports.grafik.metrics import text_width, wrap
from bot.reports.grafik.palette import INK, MUTED
from scoring.ikm import HasilIkm, HasilUnsur
from scoring.instrumen import Pita
from scoring.tren import highlight_unsur

_KODE = 52
_NAMA = 330
_NILAI = 140
_LEFT = TEPI + _KODE + _NAMA
_WIDE = KANAN - _NILAI - _LEFT
_BAR = 26
_TOP = 40


def gambar_unsur(hasil: HasilIkm, pita: Sequence[Pita]) -> Gambar:
    """`pita` are the instrumen's bands, best first. An unsur that nobody answered has no bar."""
    if hasil.ikm is None:
        return empty()
    canvas = Canvas()
    rows = [(one, wrap(one.unsur.nama, _NAMA - 16, SMALL)) for one in hasil.unsur]
    heights = [max(46.0, len(lines) * BARIS + 12) for _, lines in rows]
    bottom = _TOP + sum(heights)
    _draw_bands(canvas, bottom, pita)
    y = float(_TOP)
    for (one, lines), height in zip(rows, heights, strict=True):
        middle = y + height / 2
        canvas.text(TEPI, middle + 7, one.unsur.kode, bold=True)
        draw_lines(canvas, TEPI + _KODE, middle, lines)
        _draw_bar(canvas, middle, one, pita)
        y += height
    scored = [one.nrr for one in hasil.unsur if one.nrr is not None]
    mean = sum(scored, Fraction()) / len(scored)
    canvas.line(_x(mean), _TOP, _x(mean), bottom, INK, 2, "7 5")
    _draw_legend(canvas, bottom + 2 * BARIS + 14, f"rata-rata unsur {dua(mean)}")
    return Gambar(canvas.svg(bottom + 2 * BARIS + 26, LEBAR), _alt(hasil))


def _x(nrr: Fraction) -> float:
    return _LEFT + float(nrr - 1) / 3 * _WIDE


def _draw_bands(canvas: Canvas, bottom: float, pita: Sequence[Pita]) -> None:
    """Each band with its letter above and its lower bound, on 1 to 4, below."""
    bounds = [Fraction(4), *(Fraction(one.dari) / 25 for one in pita)]
    for one, (high, low) in zip(pita, pairwise(bounds), strict=True):
        left, right = _x(low), _x(high)
        canvas.rect(left, _TOP, right - left, bottom - _TOP, tone_of(one.huruf, pita).tint)
        canvas.text((left + right) / 2, _TOP - 12, one.huruf, bold=True, fill=MUTED, anchor="middle")
    for bound in bounds:
        canvas.line(_x(bound), _TOP, _x(bound), bottom + 6, GARIS, 1)
        canvas.text(_x(bound), bottom + 6 + BARIS, dua(bound), fill=MUTED, anchor="middle")
    canvas.text(KANAN - 62, _TOP - 12, "NRR", bold=True, fill=MUTED, anchor="end")
    canvas.text(KANAN, _TOP - 12, "Mutu", bold=True, fill=MUTED, anchor="end")


def _draw_bar(canvas: Canvas, middle: float, one: HasilUnsur, pita: Sequence[Pita]) -> None:
    if one.nrr is None or one.mutu is None:
        canvas.text(KANAN - 62, middle + 7, "-", anchor="end")
        return
    wide = max(4.0, _x(one.nrr) - _LEFT)
    canvas.rect(_LEFT, middle - _BAR / 2, wide, _BAR, tone_of(one.mutu.huruf, pita).full, stroke=INK)
    canvas.text(KANAN - 62, middle + 7, dua(one.nrr), bold=True, anchor="end")
    canvas.text(KANAN - 23, middle + 7, one.mutu.huruf, bold=True, anchor="middle")


def _draw_legend(canvas: Canvas, y: float, words: str) -> None:
    left = KANAN - _NILAI - text_width(words, SMALL)
    canvas.text(left, y, words)
    canvas.line(left - 60, y - 7, left - 12, y - 7, INK, 2, "7 5")


def _alt(hasil: HasilIkm) -> str:
    values = ", ".join(f"{one.unsur.nama} {dua(one.nrr)}" for one in hasil.unsur if one.nrr is not None)
    sorotan = highlight_unsur(hasil, 1)
    if not sorotan.tertinggi or sorotan.tertinggi[0].nrr == sorotan.terendah[0].nrr:
        return f"Nilai rata-rata tiap unsur: {values}."
    best, worst = sorotan.tertinggi[0].unsur.nama, sorotan.terendah[0].unsur.nama
    return f"Nilai rata-rata tiap unsur: {values}. Tertinggi {best}, terendah {worst}."
