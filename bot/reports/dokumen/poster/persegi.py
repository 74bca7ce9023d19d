"""The square poster for social media, made for a phone's width."""

from __future__ import annotations

from bot.reports.dokumen.lembar import Lembar, fit_lines
from bot.reports.dokumen.poster.bagian import UTAMA, draw_mutu, draw_nilai, draw_sementara
from bot.reports.dokumen.poster.isi import JUDUL, TERIMA_KASIH, TIDAK_DIRINCI, Isi
from bot.reports.grafik.metrics import text_width
from bot.reports.grafik.palette import MUTED, TRACK, WHITE

SISI = 1080
_LEFT, _RIGHT = 60, 1020
_INNER = _RIGHT - _LEFT
_MIDDLE = SISI / 2
_FOOT = 156
_DETAIL = 186


def draw_persegi(isi: Isi) -> Lembar:
    lembar = Lembar(SISI, SISI)
    lembar.rect(0, 0, SISI, 16, UTAMA)
    foot = SISI - _FOOT
    detail = foot - _DETAIL
    _draw_card(lembar, _draw_head(lembar, isi) + 18, detail - 12, isi)
    _draw_detail(lembar, detail, isi)
    _draw_foot(lembar, foot, isi)
    return lembar


def _draw_head(lembar: Lembar, isi: Isi) -> float:
    y = 34.0
    left = _LEFT
    if isi.logo:
        lembar.picture(_LEFT, y, 110, 110, isi.logo, isi.logo_mime)
        left += 134
    size, lines = fit_lines(isi.pemda, _RIGHT - left, (32, 28), 1, bold=True)
    y = lembar.lines(left, y, lines, size, bold=True)
    y = lembar.lines(left, y + 2, [JUDUL], 52, bold=True, fill=UTAMA)
    size, lines = fit_lines(isi.unit, _INNER, (58, 50, 44, 40, 36, 32, 28), 2, bold=True)
    y = lembar.lines(_LEFT, max(y, 148) + 10, lines, size, bold=True)
    size, lines = fit_lines(f"{isi.periode} ({isi.rentang})", _INNER, (32, 28), 1)
    return lembar.lines(_LEFT, y + 4, lines, size, fill=MUTED)


def _draw_card(lembar: Lembar, top: float, bottom: float, isi: Isi) -> None:
    lembar.rect(_LEFT - 16, top, _INNER + 32, bottom - top, TRACK, radius=18)
    y = top + 14
    if isi.sementara:
        y = draw_sementara(lembar, _MIDDLE, y, isi.sementara, 30) + 8
    mutu = bottom - 20 - 96
    draw_nilai(lembar, _MIDDLE, y, mutu, _INNER, isi.nilai)
    draw_mutu(lembar, _MIDDLE, mutu, 96, isi)


def _draw_detail(lembar: Lembar, top: float, isi: Isi) -> None:
    """Who answered: the classes in running text, those without anybody left out."""
    lembar.text(_LEFT, top + 58, isi.responden, 64, bold=True)
    lembar.text(_LEFT + text_width(isi.responden, 64, bold=True) + 14, top + 58, "responden", 32)
    y = top + 68
    if not isi.jenis_kelamin:
        lembar.lines(_LEFT, y, [TIDAK_DIRINCI], 28, fill=MUTED)
    for rows in (isi.jenis_kelamin, isi.pendidikan):
        teks = ", ".join(f"{nama} {isi.cacah(jumlah)}" for nama, jumlah in rows if jumlah or not isi.n)
        size, lines = fit_lines(teks, _INNER, (30, 27, 24), 2)
        y = lembar.lines(_LEFT, y, lines, size)


def _draw_foot(lembar: Lembar, top: float, isi: Isi) -> None:
    lembar.rect(0, top, SISI, _FOOT, UTAMA)
    size, lines = fit_lines(TERIMA_KASIH, _INNER, (44, 40), 1, bold=True)
    y = lembar.lines(_LEFT, top + 14, lines, size, bold=True, fill=WHITE)
    # Nobody scans a picture on the phone they hold: here the link is to be read.
    for teks in ([f"Ikut menilai: {isi.pintu[0].pendek}"] if isi.pintu else []) + [isi.dasar]:
        size, lines = fit_lines(teks, _INNER, (28, 26, 24, 22), 1)
        y = lembar.lines(_LEFT, y + 2, lines, size, fill=WHITE)
