"""Importance-performance analysis: every unsur by its persepsi (across) and harapan (up), the cross-hair at the two
means, each quadrant with its name in its corner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import cos, pi, sin

from bot.reports.dokumen.gambar.lembar import BARIS, GARIS, KANAN, LEBAR, TEPI, TONES, Gambar, dua
from bot.reports.grafik.canvas import SMALL, Canvas
from bot.reports.grafik.metrics import text_width, wrap
from bot.reports.grafik.palette import INK, MUTED
from scoring.harapan import GapUnsur, HasilHarapan, Kuadran

_LEFT, _RIGHT, _TOP, _BOTTOM = TEPI + 84, KANAN - 4, 8, 568
_PAD = 56
"""Room for the names of the quadrants between the panel's edge and the outermost points."""
_SPAN = 0.4
"""The least part of the scale 1..4 that an axis shows."""
_RINGS = range(24, 300, 14)
_TURNS = 16


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: _Box) -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class _Place:
    """The middle of a label; `far` from its point it needs a line to it."""

    x: float
    y: float
    far: bool

    def box(self, wide: float) -> _Box:
        return _Box(self.x - wide / 2 - 2, self.y - 10, self.x + wide / 2 + 2, self.y + 10)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Values `low`..`high` on px `start`..`end`; up the page `end` is the smaller."""

    low: float
    high: float
    start: float
    end: float

    def at(self, nilai: Fraction) -> float:
        return self.start + (float(nilai) - self.low) / (self.high - self.low) * (self.end - self.start)


def gambar_ipa(hasil: HasilHarapan) -> Gambar:
    """The points carry the unsur's code; what each code means stands below."""
    canvas = Canvas()
    across = _axis_of([one.persepsi for one in hasil.unsur], _LEFT + _PAD, _RIGHT - _PAD)
    up = _axis_of([one.harapan for one in hasil.unsur], _BOTTOM - _PAD, _TOP + _PAD)
    x, y = across.at(hasil.rata_persepsi), up.at(hasil.rata_harapan)
    canvas.rect(_LEFT, _TOP, x - _LEFT, y - _TOP, TONES[0].tint)
    canvas.rect(_LEFT, _TOP, _RIGHT - _LEFT, _BOTTOM - _TOP, "none", stroke=GARIS)
    taken = _draw_names(canvas)
    canvas.line(x, _TOP, x, _BOTTOM, INK, 2)
    canvas.line(_LEFT, y, _RIGHT, y, INK, 2)
    _draw_axes(canvas, hasil, x, y)
    points = [(across.at(one.persepsi), up.at(one.harapan)) for one in hasil.unsur]
    taken += [_Box(x - 1, _TOP, x + 1, _BOTTOM), _Box(_LEFT, y - 1, _RIGHT, y + 1)]
    _draw_points(canvas, hasil.unsur, points, taken)
    bottom = _draw_legend(canvas, hasil.unsur)
    return Gambar(canvas.svg(bottom, LEBAR), _alt(hasil))


def _axis_of(values: Sequence[Fraction], start: float, end: float) -> _Axis:
    low, high = float(min(values)), float(max(values))
    missing = max(0.0, _SPAN - (high - low)) / 2
    return _Axis(low - missing, high + missing, start, end)


def _draw_names(canvas: Canvas) -> list[_Box]:
    """I to IV in the corners; returns the room they take."""
    boxes = []
    for kuadran, low, right in (
        (Kuadran.I, False, False),
        (Kuadran.II, False, True),
        (Kuadran.III, True, False),
        (Kuadran.IV, True, True),
    ):
        words = f"{kuadran.name}. {kuadran.value.capitalize()}"
        x, y = _RIGHT - 14 if right else _LEFT + 14, _BOTTOM - 16 if low else _TOP + 32
        canvas.text(x, y, words, 22, bold=True, fill=TONES[0].full, anchor="end" if right else "start", halo=True)
        wide = text_width(words, 22, bold=True)
        left = x - wide if right else x
        boxes.append(_Box(left - 4, y - 22, left + wide + 4, y + 8))
    return boxes


def _draw_axes(canvas: Canvas, hasil: HasilHarapan, x: float, y: float) -> None:
    """The means at the cross-hair's ends, and what grows in which direction."""
    canvas.text(x, _BOTTOM + BARIS, dua(hasil.rata_persepsi), bold=True, anchor="middle")
    canvas.text(_LEFT - 10, y + 7, dua(hasil.rata_harapan), bold=True, anchor="end")
    canvas.text((_LEFT + _RIGHT) / 2, _BOTTOM + 2 * BARIS + 4, "Persepsi (kinerja) →", anchor="middle")
    canvas.text(TEPI, _TOP + 18, "Harapan", fill=INK)
    canvas.text(TEPI, _TOP + 18 + BARIS, "↑", fill=INK)


def _draw_points(
    canvas: Canvas, unsur: Sequence[GapUnsur], points: Sequence[tuple[float, float]], taken: Sequence[_Box]
) -> None:
    """Each code beside its point where neither another point nor a text stands; a thin line leads to one that had to
    go further."""
    boxes = [*taken, *(_Box(x - 9, y - 9, x + 9, y + 9) for x, y in points)]
    places = []
    for one, (x, y) in zip(unsur, points, strict=True):
        wide = text_width(one.unsur.kode, SMALL, bold=True)
        free = (place for place in _around(x, y, wide) if not any(place.box(wide).meets(other) for other in boxes))
        place = next(free, _Place(x, y, far=False))
        boxes.append(place.box(wide))
        places.append(place)
        if place.far:
            canvas.line(x, y, place.x, place.y, MUTED, 1)
    for x, y in points:
        canvas.dot(x, y, hollow=False)
    for one, place in zip(unsur, places, strict=True):
        canvas.text(place.x, place.y + 7, one.unsur.kode, bold=True, anchor="middle", halo=True)


def _around(x: float, y: float, wide: float) -> Iterator[_Place]:
    """Places inside the panel for a label `wide` px across: right, left, above, below, then in wider and wider
    rings."""
    near = 14 + wide / 2
    places = [_Place(x + dx, y + dy, far=False) for dx, dy in ((near, 0), (-near, 0), (0, -22), (0, 22))]
    for ring, turn in product(_RINGS, range(_TURNS)):
        angle = 2 * pi * (turn + 0.5) / _TURNS
        places.append(_Place(x + (ring + wide / 2) * cos(angle), y - ring * sin(angle), far=True))
    panel = _Box(_LEFT + 4, _TOP + 4, _RIGHT - 4, _BOTTOM - 4)
    yield from (place for place in places if panel.holds(place.box(wide)))


def _draw_legend(canvas: Canvas, unsur: Sequence[GapUnsur]) -> float:
    """The codes with their names in two columns; returns where they end."""
    column = (LEBAR - 2 * TEPI) / 2
    half = (len(unsur) + 1) // 2
    ends = []
    for nth, part in enumerate((unsur[:half], unsur[half:])):
        x, y = TEPI + nth * column, _BOTTOM + 4 * BARIS + 4.0
        for one in part:
            canvas.text(x, y, one.unsur.kode, bold=True)
            for line in wrap(one.unsur.nama, column - 66, SMALL):
                canvas.text(x + 52, y, line)
                y += BARIS
        ends.append(y)
    return max(ends) - 8


def _alt(hasil: HasilHarapan) -> str:
    parts = []
    for kuadran in Kuadran:
        names = [one.unsur.nama for one in hasil.di(kuadran)]
        parts.append(f"{kuadran.value}: {'; '.join(names) if names else 'tidak ada'}")
    means = f"rata-rata persepsi {dua(hasil.rata_persepsi)}, rata-rata harapan {dua(hasil.rata_harapan)}"
    return f"Peta persepsi dan harapan tiap unsur, {means}. Menurut kuadran, {'. '.join(parts)}."
