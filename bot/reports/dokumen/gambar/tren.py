"""The ikm of one periode after another: points on a line, the bands behind, each periode's target dashed.

The vertical axis shows the part of 25..100 that the values lie in, never less than ten: a bar starts at the bottom
of the scale, a line need not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan import TitikTahun
from bot.reports.dokumen.gambar.lembar import BARIS, GARIS, KANAN, LEBAR, TEPI, Gambar, dua, empty, tone_of
from bot.reports.grafik import label_of
from bot.reports.grafik.canvas import SMALL, Canvas
from bot.reports.grafik.metrics import text_width, wrap
from bot.reports.grafik.palette import INK, MUTED
from scoring.instrumen import Pita
from scoring.pembulatan import round_half_up

TERBANYAK = 8
"""So many points have room for their labels; of more, the latest."""
_TOP = 44
_HEIGHT = 300
_PAD = 46
"""Room for a number above the highest point and below the lowest."""
_SPAN = 10
_LETTERS = 44
_DASH = "9 6"


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float

    def y(self, nilai: float) -> float:
        """Where a value beyond the panel would be: its edge."""
        inside = (self.high - nilai) / (self.high - self.low) * (_HEIGHT - 2 * _PAD) + _PAD
        return _TOP + min(_HEIGHT, max(0.0, inside))


def gambar_tren(tren: Sequence[TitikTahun], pita: Sequence[Pita], *, sementara: bool = False) -> Gambar:
    """Oldest first. `sementara`: the last periode is not over, its point is hollow. A periode without responses is
    a gap in the line."""
    tren = tren[-TERBANYAK:]
    if not any(one.titik.ikm is not None for one in tren):
        return empty()
    canvas = Canvas()
    sementara = sementara and tren[-1].titik.ikm is not None
    _draw_legend(canvas, target=any(one.target is not None for one in tren), sementara=sementara)
    axis = _axis_of(tren)
    _draw_bands(canvas, axis, pita)
    slot = (KANAN - _LETTERS - TEPI) / len(tren)
    middles = [TEPI + slot * (nth + 0.5) for nth in range(len(tren))]
    for one, x in zip(tren, middles, strict=True):
        if one.target is not None:
            level = axis.y(float(one.target))
            canvas.line(x - slot / 2 + 5, level, x + slot / 2 - 5, level, INK, 2, _DASH)
    heights = [None if one.titik.ikm is None else axis.y(float(one.titik.ikm)) for one in tren]
    for there, run in groupby(zip(middles, heights, strict=True), key=lambda point: point[1] is not None):
        if there:
            canvas.polyline((x, y) for x, y in run if y is not None)
    for nth, (one, x) in enumerate(zip(tren, middles, strict=True)):
        height = heights[nth]
        if one.titik.ikm is not None and height is not None:
            canvas.dot(x, height, hollow=sementara and one is tren[-1])
            target = None if one.target is None else axis.y(float(one.target))
            below = _is_below(heights, nth, target)
            canvas.text(x, height + (32 if below else -17), dua(one.titik.ikm), bold=True, anchor="middle", halo=True)
    bottom = _draw_labels(canvas, tren, middles, slot)
    return Gambar(canvas.svg(bottom + 10, LEBAR), _alt(tren, sementara=sementara))


def _axis_of(tren: Sequence[TitikTahun]) -> _Axis:
    values = [float(one.titik.ikm) for one in tren if one.titik.ikm is not None]
    values += [float(one.target) for one in tren if one.target is not None]
    missing = max(0.0, _SPAN - (max(values) - min(values))) / 2
    return _Axis(min(values) - missing, max(values) + missing)


def _draw_bands(canvas: Canvas, axis: _Axis, pita: Sequence[Pita]) -> None:
    """The first band reaches up as far as the picture does, the last one down. Its bound stands on the right."""
    above = float(_TOP)
    for one in pita:
        below = _TOP + _HEIGHT if one is pita[-1] else axis.y(float(one.dari))
        if below > above:
            canvas.rect(TEPI, above, KANAN - TEPI, below - above, tone_of(one.huruf, pita).tint)
        if below - above >= SMALL + 6:
            canvas.text(KANAN - 14, (above + below) / 2 + 7, one.huruf, bold=True, fill=MUTED, anchor="end")
        if above < below < _TOP + _HEIGHT:
            canvas.line(TEPI, below, KANAN, below, GARIS, 1)
        above = max(above, below)
    for edge in (_TOP, _TOP + _HEIGHT):
        canvas.line(TEPI, edge, KANAN, edge, GARIS, 1)


def _is_below(heights: Sequence[float | None], nth: int, target: float | None) -> bool:
    """Whether the number has more room below its point: where the target does not pass, then where the line does
    not, which comes from above and goes up again."""
    here = heights[nth]
    beside = [one for one in (*heights[max(0, nth - 1) : nth], *heights[nth + 1 : nth + 2]) if one is not None]
    if here is None:
        return False
    if target is not None and 8 < abs(target - here) < 38:
        return target < here
    return bool(beside) and all(one < here for one in beside)


def _draw_labels(canvas: Canvas, tren: Sequence[TitikTahun], middles: Sequence[float], slot: float) -> float:
    """The periode, its n and its target; returns where they end."""
    names = [wrap(label_of(one.titik.periode), slot - 8, SMALL, most=3) for one in tren]
    rows = max(len(lines) for lines in names)
    y = _TOP + _HEIGHT + 4
    for one, lines, x in zip(tren, names, middles, strict=True):
        for nth, line in enumerate(lines, start=1):
            canvas.text(x, y + nth * BARIS, line, anchor="middle", bold=True)
        canvas.text(x, y + (rows + 1) * BARIS, f"n {angka(one.titik.n)}", fill=MUTED, anchor="middle")
        if one.target is not None:
            words = f"target {_target(one.target)}"
            if text_width(words, SMALL) + 8 > slot:
                words = words.removeprefix("target ")
            canvas.text(x, y + (rows + 2) * BARIS, words, fill=MUTED, anchor="middle")
    return y + (rows + (2 if any(one.target is not None for one in tren) else 1)) * BARIS


def _target(target: Decimal) -> str:
    return angka(round_half_up(target))


def _draw_legend(canvas: Canvas, *, target: bool, sementara: bool) -> None:
    """At the right above the panel, from right to left."""
    x: float = KANAN
    for words, there in (("target", target), ("sementara", sementara), ("IKM", True)):
        if not there:
            continue
        canvas.text(x, 26, words, anchor="end")
        x -= text_width(words, SMALL) + 12
        if words == "target":
            canvas.line(x - 46, 19, x, 19, INK, 2, _DASH)
            x -= 74
        else:
            canvas.dot(x - 7, 19, hollow=words == "sementara")
            x -= 42


def _alt(tren: Sequence[TitikTahun], *, sementara: bool) -> str:
    known = [
        f"{label_of(one.titik.periode)} {dua(one.titik.ikm)}"
        + (f" (target {_target(one.target)})" if one.target is not None else "")
        for one in tren
        if one.titik.ikm is not None
    ]
    last = " Nilai terakhir masih sementara." if sementara else ""
    return f"IKM dari periode ke periode: {', '.join(known)}.{last}"
