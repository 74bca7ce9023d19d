"""From what a picture shows to its SVG."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.engine.tanggal import angka
from bot.reports.grafik.canvas import MARGIN, Canvas
from bot.reports.grafik.header import KOSONG, draw_ikm, draw_title, subtitle
from bot.reports.grafik.isi import AnyGrafik, Grafik, GrafikMingguan, GrafikPeringkat, GrafikSebaran, GrafikTren
from bot.reports.grafik.palette import MUTED
from bot.reports.grafik.peringkat import draw_peringkat
from bot.reports.grafik.sebaran import draw_sebaran
from bot.reports.grafik.tren import draw_tren
from bot.reports.grafik.unsur import draw_unsur

SEDIKIT = 5
"""A week with fewer answers is drawn hollow: its value is chance more than news."""
_TREN = "Tren IKM"


def svg_of(grafik: AnyGrafik) -> str:
    """The picture, 800 px wide and as high as it takes. It needs no file, font or address to be drawn."""
    canvas = Canvas()
    match grafik:
        case Grafik():
            y = _draw_hasil(canvas, grafik)
        case GrafikMingguan():
            y = _draw_mingguan(canvas, grafik)
        case GrafikPeringkat():
            y = draw_title(canvas, grafik.judul, grafik.subjudul)
            y = draw_peringkat(canvas, y, grafik.peringkat, grafik.pita)
            if not grafik.peringkat.baris:
                y = _draw_empty(canvas, y)
        case GrafikSebaran():
            n = f"{angka(grafik.rekap.n)} responden" if grafik.rekap.n else ""
            y = draw_title(canvas, grafik.judul, " · ".join(part for part in (grafik.subjudul, n) if part))
            y = draw_sebaran(canvas, y, grafik.unsur, grafik.rekap) if grafik.rekap.n else _draw_empty(canvas, y)
        case GrafikTren():
            y = draw_title(canvas, grafik.judul, grafik.subjudul)
            if any(one.ikm is not None for one in grafik.tren):
                y = draw_tren(canvas, y, _TREN, grafik.tren, grafik.pita, grafik.target)
            else:
                y = _draw_empty(canvas, y)
        case _:
            assert_never(grafik)
    return canvas.svg(y + 24)


def _draw_empty(canvas: Canvas, y: float) -> float:
    canvas.text(MARGIN, y + 52, KOSONG, 34, bold=True, fill=MUTED)
    return y + 74


def _draw_hasil(canvas: Canvas, grafik: Grafik) -> float:
    y = draw_title(canvas, grafik.judul, subtitle(grafik.subjudul, grafik.hasil, sementara=grafik.sementara))
    y = draw_ikm(canvas, y, grafik.hasil, grafik.pita, grafik.target)
    if grafik.hasil.n:
        y = draw_unsur(canvas, y, grafik.hasil, grafik.pita)
    if any(one.ikm is not None for one in grafik.tren):
        y = draw_tren(canvas, y, _TREN, grafik.tren, grafik.pita, grafik.target)
    return y


def _draw_mingguan(canvas: Canvas, grafik: GrafikMingguan) -> float:
    y = draw_title(canvas, grafik.judul, subtitle(grafik.subjudul, grafik.hasil, sementara=True))
    y = draw_ikm(canvas, y, grafik.hasil, grafik.pita, grafik.target)
    if any(one.ikm is not None for one in grafik.minggu):
        weeks = [replace(one, sementara=one.n < SEDIKIT) for one in grafik.minggu]
        y = draw_tren(canvas, y, "Per minggu", weeks, grafik.pita, grafik.target, f"di bawah {SEDIKIT} jawaban")
    return y
