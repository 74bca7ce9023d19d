"""How many units hold each mutu."""

from __future__ import annotations

from collections.abc import Sequence

from bot.engine.tanggal import angka
from bot.reports.dokumen.gambar.lembar import LEBAR, TEPI, TONES, Gambar, empty, persen
from bot.reports.grafik.canvas import Canvas
from bot.reports.grafik.palette import INK
from scoring.mutu import Mutu

_LEFT = TEPI + 250
_WIDE = 500
_BAR = 40
_ROW = 58


def gambar_mutu(sebaran: Sequence[tuple[Mutu, int]]) -> Gambar:
    """`sebaran` as count_mutu gives it: best first, zeros included."""
    semua = sum(banyak for _, banyak in sebaran)
    if not semua:
        return empty()
    canvas = Canvas()
    y = 10.0
    for nth, (mutu, banyak) in enumerate(sebaran):
        middle = y + _ROW / 2
        canvas.text(TEPI, middle + 9, mutu.huruf, 26, bold=True)
        canvas.text(TEPI + 44, middle + 7, mutu.kinerja)
        wide = _WIDE * banyak / semua
        if banyak:
            canvas.rect(_LEFT, middle - _BAR / 2, wide, _BAR, TONES[min(nth, len(TONES) - 1)].full, stroke=INK)
        canvas.text(_LEFT + wide + 14, middle + 7, f"{angka(banyak)} unit ({persen(banyak, semua, 2)})", bold=True)
        y += _ROW
    canvas.line(_LEFT, 10, _LEFT, y, INK, 2)
    counts = ", ".join(f"mutu {mutu.huruf} {angka(banyak)}" for mutu, banyak in sebaran)
    return Gambar(
        canvas.svg(y + 10, LEBAR), f"Jumlah unit menurut mutu pelayanan, dari {angka(semua)} unit: {counts}."
    )
