"""The ikm of one periode after another: a line with points, the bands behind, the target dashed.

The vertical axis shows the part of 25..100 that the values lie in, never less than 10: a bar starts at the bottom
of the scale, a line need not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bot.engine.tanggal import angka
from bot.reports.grafik.canvas import INNER, LINE, MARGIN, RIGHT, SMALL, Canvas
from bot.reports.grafik.isi import Titik
from bot.reports.grafik.metrics import text_width, wrap
from bot.reports.grafik.palette import INK, MUTED, tone_of
from scoring.instrumen import Pita
from scoring.pembulatan import round_half_up

TERBANYAK = 8
"""So many points have room for their labels; of more, the latest."""
_HEIGHT = 250
_PAD = 42
"""Room for a number above the highest point and below the lowest."""
_SPAN = 10
_LETTERS = 34
_DASH = "10 7"


@dataclass(frozen=True, slots=True)
class _Axis:
    """Values `low`..`high`, with room above and below, from `top` px down."""

    low: float
    high: float
    top: float

    def y(self, nilai: float) -> float:
        """Within the panel: where a value beyond it would be, its edge."""
        inside = (self.high - nilai) / (self.high - self.low) * (_HEIGHT - 2 * _PAD) + _PAD
        return self.top + min(_HEIGHT, max(0, inside))


def draw_tren(
    canvas: Canvas,
    y: float,
    judul: str,
    tren: Sequence[Titik],
    pita: Sequence[Pita],
    target: Decimal | None,
    hollow: str = "sementara",
) -> float:
    """`hollow` says in the legend what points that are `sementara` are."""
    tren = tren[-TERBANYAK:]
    y = canvas.heading(y, judul)
    _draw_legend(canvas, y, target, hollow if any(one.sementara and one.ikm is not None for one in tren) else "")
    axis = _axis_of(tren, target, y + 22)
    _draw_bands(canvas, axis, pita)
    if target is not None:
        level = axis.y(float(target))
        canvas.line(MARGIN, level, RIGHT - _LETTERS, level, INK, 2.5, _DASH)
    slot = (INNER - _LETTERS) / len(tren)
    middles = [MARGIN + slot * (n + 0.5) for n in range(len(tren))]
    heights = [None if one.ikm is None else axis.y(float(one.ikm)) for one in tren]
    _draw_line(canvas, list(zip(middles, heights, strict=True)))
    for n, (one, x) in enumerate(zip(tren, middles, strict=True)):
        height = heights[n]
        if one.ikm is not None and height is not None:
            below = _is_dip(heights, n)
            canvas.dot(x, height, hollow=one.sementara)
            canvas.text(
                x,
                height + (31 if below else -17),
                angka(round_half_up(one.ikm)),
                bold=True,
                anchor="middle",
                halo=True,
            )
    return _draw_labels(canvas, axis.top + _HEIGHT, tren, middles, slot - 6)


def _axis_of(tren: Sequence[Titik], target: Decimal | None, top: float) -> _Axis:
    values = [float(one.ikm) for one in tren if one.ikm is not None]
    values += [float(target)] if target is not None else []
    low, high = min(values), max(values)
    missing = max(0.0, _SPAN - (high - low)) / 2
    return _Axis(low - missing, high + missing, top)


def _draw_bands(canvas: Canvas, axis: _Axis, pita: Sequence[Pita]) -> None:
    """The last band reaches down as far as the picture does, the first one up."""
    above = axis.top
    for one in pita:
        below = axis.top + _HEIGHT if one is pita[-1] else axis.y(float(one.dari))
        if below > above:
            canvas.rect(MARGIN, above, INNER, below - above, tone_of(one.huruf, pita).tint)
        if below - above >= SMALL + 4:
            canvas.text(RIGHT - 10, (above + below) / 2 + 7, one.huruf, bold=True, fill=MUTED, anchor="end")
        above = max(above, below)


def _draw_line(canvas: Canvas, points: Sequence[tuple[float, float | None]]) -> None:
    """Interrupted where a periode has no value."""
    for there, run in groupby(points, key=lambda point: point[1] is not None):
        if there:
            canvas.polyline((x, y) for x, y in run if y is not None)


def _is_dip(heights: Sequence[float | None], n: int) -> bool:
    """Whether the line comes from above and goes up again, so that the number has more room below."""
    here, beside = heights[n], [h for h in (*heights[max(0, n - 1) : n], *heights[n + 1 : n + 2]) if h is not None]
    return here is not None and bool(beside) and all(h < here for h in beside)


def _draw_labels(canvas: Canvas, y: float, tren: Sequence[Titik], middles: Sequence[float], width: float) -> float:
    names = [wrap(one.label, width, SMALL, most=3) for one in tren]
    rows = max(len(lines) for lines in names)
    for one, lines, x in zip(tren, names, middles, strict=True):
        for n, line in enumerate(lines, start=1):
            canvas.text(x, y + 3 + n * LINE, line, anchor="middle")
        canvas.text(x, y + 3 + (rows + 1) * LINE, f"n {angka(one.n)}", fill=MUTED, anchor="middle")
    return y + 3 + (rows + 1) * LINE + 12


def _draw_legend(canvas: Canvas, y: float, target: Decimal | None, hollow: str) -> None:
    """At the right of the heading, from right to left."""
    x: float = RIGHT
    if target is not None:
        words = f"target {angka(round_half_up(target))}"
        canvas.text(x, y, words, fill=MUTED, anchor="end")
        x -= text_width(words, SMALL) + 10
        canvas.line(x - 44, y - 7, x, y - 7, INK, 2.5, _DASH)
        x -= 72
    if hollow:
        canvas.text(x, y, hollow, fill=MUTED, anchor="end")
        canvas.dot(x - text_width(hollow, SMALL) - 18, y - 7, hollow=True)
