"""Units beside one another: how many hold each mutu, then the best and the worst of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from bot.engine.tanggal import angka
from bot.reports.grafik.canvas import INNER, LINE, MARGIN, RIGHT, SMALL, Canvas
from bot.reports.grafik.metrics import wrap
from bot.reports.grafik.palette import MUTED, TRACK, WHITE, tone_of
from bot.reports.grafik.unsur import draw_bands, draw_value
from scoring.instrumen import Pita
from scoring.pembulatan import round_half_up
from scoring.peringkat import BarisPeringkat, Peringkat

TERBANYAK = 20
"""So many units are shown; of more, as many of the best as of the worst."""
_RANK = 46
_NAME = 350
_VALUE = 118


def draw_peringkat(canvas: Canvas, y: float, peringkat: Peringkat, pita: Sequence[Pita]) -> float:
    if peringkat.baris:
        y = _draw_shares(canvas, y, peringkat.baris, pita)
        y = _draw_rows(canvas, y, peringkat.baris, pita)
    if tanpa := len(peringkat.tanpa_responden):
        y = canvas.note(y + LINE + 4, [f"{angka(tanpa)} unit belum ada jawabannya dan tidak diperingkat."])
    return y


def shown(baris: Sequence[BarisPeringkat]) -> tuple[Sequence[BarisPeringkat], Sequence[BarisPeringkat]]:
    """The best and the worst that have room, best first; all among the best where all have."""
    if len(baris) <= TERBANYAK:
        return baris, ()
    return baris[: TERBANYAK // 2], baris[-TERBANYAK // 2 :]


def _draw_shares(canvas: Canvas, y: float, baris: Sequence[BarisPeringkat], pita: Sequence[Pita]) -> float:
    y = canvas.heading(y, f"Mutu {angka(len(baris))} unit") + 20
    counts = Counter(_huruf(one) for one in baris)
    x = float(MARGIN)
    for one in pita:
        width = INNER * counts[one.huruf] / len(baris)
        if width:
            canvas.rect(x, y, width, 34, tone_of(one.huruf, pita).full)
            if x > MARGIN:
                canvas.line(x, y, x, y + 34, WHITE, 3)
        x += width
    y += 50
    column = INNER / 4
    for n, one in enumerate(pita):
        x, top = MARGIN + n % 4 * column, y + n // 4 * 36
        percent = round_half_up(Fraction(100 * counts[one.huruf], len(baris)), 0)
        canvas.chip(x, top, 28, one.huruf, tone_of(one.huruf, pita))
        canvas.text(x + 36, top + 21, f"{angka(counts[one.huruf])} unit ({percent}%)")
    return y + (len(pita) + 3) // 4 * 36


def _draw_rows(canvas: Canvas, y: float, baris: Sequence[BarisPeringkat], pita: Sequence[Pita]) -> float:
    best, worst = shown(baris)
    top = canvas.heading(y, "Terbaik dan terendah" if worst else "Peringkat") + 46
    names = {one.unit.kode: wrap(one.unit.nama, _NAME - 16, SMALL, most=4) for one in (*best, *worst)}
    left, wide = MARGIN + _RANK + _NAME, INNER - _RANK - _NAME - _VALUE
    for part in (best, worst):
        if not part:
            continue
        heights = [max(42, len(names[one.unit.kode]) * LINE + 8) for one in part]
        draw_bands(canvas, left, top, wide, sum(heights), pita)
        for one, height in zip(part, heights, strict=True):
            _draw_row(canvas, top + height / 2, one, names[one.unit.kode])
            draw_value(canvas, top + height / 2, left, wide, Fraction(one.nilai), one.unit.hasil.mutu, pita)
            top += height
        if part is best and worst:
            top = _draw_gap(canvas, top, len(baris) - len(best) - len(worst))
    return top


def _draw_row(canvas: Canvas, middle: float, one: BarisPeringkat, lines: Sequence[str]) -> None:
    canvas.text(MARGIN + _RANK - 12, middle + 7, str(one.peringkat), bold=True, anchor="end")
    for n, line in enumerate(lines):
        canvas.text(MARGIN + _RANK, middle - (len(lines) - 1) * LINE / 2 + 7 + n * LINE, line)


def _draw_gap(canvas: Canvas, y: float, between: int) -> float:
    canvas.rect(MARGIN, y + 12, INNER, 38, TRACK, radius=4)
    canvas.text((MARGIN + RIGHT) / 2, y + 38, f"{angka(between)} unit lain di antaranya", fill=MUTED, anchor="middle")
    return y + 96


def _huruf(one: BarisPeringkat) -> str:
    """Who has a rank has an ikm, and who has an ikm has a letter."""
    assert one.unit.hasil.mutu is not None  # noqa: S101
    return one.unit.hasil.mutu.huruf
