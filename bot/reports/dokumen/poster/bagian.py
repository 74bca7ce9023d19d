"""Parts that posters of any shape have in common."""

from __future__ import annotations

from collections.abc import Sequence

from bot.engine.tanggal import angka
from bot.reports.dokumen.lembar import Lembar
from bot.reports.dokumen.poster.isi import TIDAK_DIRINCI, Isi
from bot.reports.grafik.metrics import text_width, wrap
from bot.reports.grafik.palette import HAIRLINE, INK, MUTED, TONES, WHITE, tone_of

UTAMA = TONES[0].full
"""The colour of the frame, whatever the result: a poster thanks, it does not rebuke."""
_NILAI_PALING = 330


def draw_sementara(lembar: Lembar, middle: float, y: float, teks: str, size: int) -> float:
    """White on dark, so that nobody takes the figure for the final one; returns the lower edge."""
    wide = text_width(teks, size, bold=True) + 2 * size
    lembar.rect(middle - wide / 2, y, wide, size * 1.9, INK, radius=size)
    lembar.text(middle, y + size * 1.3, teks, size, bold=True, fill=WHITE, anchor="middle")
    return y + size * 1.9


def draw_nilai(lembar: Lembar, middle: float, top: float, bottom: float, wide: float, nilai: str) -> None:
    """The number as large as fits between `top` and `bottom`. Its figures are 0,72 of its size high, and the comma
    hangs 0,16 below them."""
    size = int(min((bottom - top) / 0.98, 200 * wide / text_width(nilai, 200, bold=True), _NILAI_PALING))
    y = (top + bottom) / 2 + size * 0.28
    lembar.text(middle, y, nilai, size, bold=True, fill=UTAMA, anchor="middle")


def draw_mutu(lembar: Lembar, middle: float, y: float, size: int, isi: Isi) -> None:
    """The letter on its colour, and the words for it; `size` is the letter's side."""
    words = round(size * 0.62)
    wide = text_width(isi.kinerja, words, bold=True)
    if not isi.huruf:
        lembar.text(middle, y + size * 0.7, isi.kinerja, words, bold=True, fill=MUTED, anchor="middle")
        return
    gap = size * 0.26
    left = middle - (size + gap + wide) / 2
    lembar.chip(left, y, size, isi.huruf, tone_of(isi.huruf, isi.pita))
    lembar.text(left + size + gap, y + size * 0.72, isi.kinerja, words, bold=True)


def draw_pita(lembar: Lembar, x: float, y: float, wide: float, isi: Isi, size: int) -> None:
    """All letters from the worst to the best with what they stand for; the one reached is filled."""
    column = wide / len(isi.pita)
    high = size * 2.7
    for n, one in enumerate(reversed(isi.pita)):
        left, here = x + n * column, one.huruf == isi.huruf
        tone = tone_of(one.huruf, isi.pita)
        ink = tone.on if here else MUTED
        lembar.rect(left + 2, y, column - 4, high, tone.full if here else WHITE, radius=size / 3)
        lembar.text(left + column / 2, y + size * 1.15, f"{one.huruf}  {one.kinerja}", size, bold=True, fill=ink,
                    anchor="middle")  # fmt: skip
        lembar.text(left + column / 2, y + size * 2.3, f"{angka(one.dari)}–{angka(one.sampai)}", size, fill=ink,
                    anchor="middle")  # fmt: skip


def draw_cacah(
    lembar: Lembar, x: float, y: float, wide: float, rows: Sequence[tuple[str, int]], isi: Isi, step: float
) -> float:
    """A line a class: its name, a bar, its count at the right; returns the lower edge. `step` is a line's height."""
    size = min(22, round(step * 0.72))
    if not rows:
        return lembar.lines(x, y, wrap(TIDAK_DIRINCI, wide, 20), 20, fill=MUTED) + 6
    label = max((text_width(nama, size) for nama, _ in rows), default=0) + 14
    count = text_width(isi.responden, size, bold=True) + 10
    room = max(0.0, wide - label - count)
    for nama, jumlah in rows:
        base = y + step * 0.72
        lembar.text(x, base, nama, size)
        lembar.rect(x + label, y + step * 0.2, room, step * 0.56, WHITE)
        lembar.line(x + label, y + step * 0.86, x + wide, y + step * 0.86, HAIRLINE, 1)
        if isi.n and jumlah:
            lembar.rect(x + label, y + step * 0.2, max(2.0, room * jumlah / isi.n), step * 0.56, UTAMA)
        lembar.text(x + wide, base, isi.cacah(jumlah), size, bold=True, anchor="end")
        y += step
    return y
