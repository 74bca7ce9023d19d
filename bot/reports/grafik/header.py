"""The top of a picture: whose it is, of when, and the ikm in large type."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.engine.tanggal import angka, capital
from bot.reports.grafik.canvas import INNER, LINE, MARGIN, RIGHT, Canvas
from bot.reports.grafik.metrics import text_width, wrap
from bot.reports.grafik.palette import MUTED, tone_of
from scoring.ikm import HasilIkm
from scoring.instrumen import Pita
from scoring.pembulatan import round_half_up

KOSONG = "Belum ada jawaban"


def draw_title(canvas: Canvas, judul: str, subjudul: str) -> float:
    """Two lines each at most; returns where the next part begins."""
    y = 26.0
    for line in wrap(capital(judul), INNER, 34, bold=True, most=2):
        y += 41
        canvas.text(MARGIN, y, line, 34, bold=True)
    y += 8
    for line in wrap(subjudul, INNER, 22, most=2):
        y += 28
        canvas.text(MARGIN, y, line, 22, fill=MUTED)
    return y + 12


def subtitle(subjudul: str, hasil: HasilIkm, *, sementara: bool = False) -> str:
    """ "Tahun 2024 · 106 responden · sementara" """
    n = f"{angka(hasil.n)} responden" if hasil.n else ""
    return " · ".join(part for part in (subjudul, n, "sementara" if sementara else "") if part)


def draw_ikm(canvas: Canvas, y: float, hasil: HasilIkm, pita: Sequence[Pita], target: Decimal | None) -> float:
    """The ikm with its letter and words, and at the right the target and how far it is."""
    if hasil.ikm is None or hasil.mutu is None:
        canvas.text(MARGIN, y + 52, KOSONG, 34, bold=True, fill=MUTED)
        return y + 74
    nilai = round_half_up(hasil.ikm)
    canvas.text(MARGIN, y + 78, angka(nilai), 84, bold=True)
    x = MARGIN + text_width(angka(nilai), 84, bold=True) + 24
    canvas.chip(x, y + 17, 64, hasil.mutu.huruf, tone_of(hasil.mutu.huruf, pita))
    canvas.text(x + 80, y + 42, "IKM, mutu pelayanan", 20, fill=MUTED)
    canvas.text(x + 80, y + 74, hasil.mutu.kinerja, 28, bold=True)
    if target is not None:
        kurang = target - nilai
        canvas.text(RIGHT, y + 42, f"target {angka(round_half_up(target))}", 20, fill=MUTED, anchor="end")
        jarak = "tercapai" if kurang <= 0 else f"kurang {angka(round_half_up(kurang))}"
        canvas.text(RIGHT, y + 74, jarak, 24, bold=True, anchor="end")
    return y + 74 + LINE
