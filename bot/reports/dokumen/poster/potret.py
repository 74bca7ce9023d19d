"""The upright poster, for A4 and A3: made to be read from across a room, the ikm from its door."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reports.dokumen.lembar import Lembar, fit_lines
from bot.reports.dokumen.poster.bagian import UTAMA, draw_cacah, draw_mutu, draw_nilai, draw_pita, draw_sementara
from bot.reports.dokumen.poster.isi import JUDUL, MASUKAN, PINDAI, TERIMA_KASIH, Isi
from bot.reports.grafik.metrics import text_width
from bot.reports.grafik.palette import MUTED, TRACK, WHITE
from bot.reports.tautan import Pintu

_WIDE, _HIGH = 840, 1188
"""Four units a millimetre of A4."""
_LEFT, _RIGHT = 56, 784
_INNER = _RIGHT - _LEFT
_MIDDLE = _WIDE / 2
_FOOT, _FOOT_BANYAK = 168, 190
_BANYAK = 132
"""The side of a code where there are several: 33 millimetres of A4."""
_DETAIL = 270
_DENGAN_MASUKAN = 2
"""Codes beside which there is room for one more sentence."""


def draw_potret(isi: Isi) -> Lembar:
    lembar = Lembar(_WIDE, _HIGH)
    lembar.rect(0, 0, _WIDE, 16, UTAMA)
    foot = _HIGH - (_FOOT if len(isi.pintu) < 2 else _FOOT_BANYAK)
    detail = foot - 24 - _DETAIL
    y = _draw_head(lembar, isi)
    _draw_card(lembar, y + 22, detail - 24, isi)
    _draw_detail(lembar, detail, isi)
    _draw_foot(lembar, foot, isi)
    return lembar


def _draw_head(lembar: Lembar, isi: Isi) -> float:
    y = 36.0
    left = _LEFT
    if isi.logo:
        lembar.picture(_LEFT, y, 96, 96, isi.logo, isi.logo_mime)
        left += 116
    size, lines = fit_lines(isi.pemda, _RIGHT - left, (30, 27, 24), 1, bold=True)
    y = lembar.lines(left, y, lines, size, bold=True)
    size, lines = fit_lines(JUDUL, _RIGHT - left, (50, 46, 42), 1, bold=True)
    y = lembar.lines(left, y + 2, lines, size, bold=True, fill=UTAMA)
    size, lines = fit_lines(isi.unit, _INNER, (54, 48, 42, 36, 32, 28, 24), 2, bold=True)
    y = lembar.lines(_LEFT, max(y, 132) + 8, lines, size, bold=True)
    size, lines = fit_lines(f"{isi.periode} ({isi.rentang})", _INNER, (28, 25), 1)
    return lembar.lines(_LEFT, y + 2, lines, size, fill=MUTED)


def _draw_card(lembar: Lembar, top: float, bottom: float, isi: Isi) -> None:
    """The number, in all the room that is left."""
    lembar.rect(_LEFT - 16, top, _INNER + 32, bottom - top, TRACK, radius=18)
    y = top + 14
    if isi.sementara:
        y = draw_sementara(lembar, _MIDDLE, y, isi.sementara, 24) + 8
    pita = bottom - 16 - 54
    mutu = pita - 24 - 84
    draw_nilai(lembar, _MIDDLE, y, mutu, _INNER, isi.nilai)
    draw_mutu(lembar, _MIDDLE, mutu, 84, isi)
    draw_pita(lembar, _LEFT, pita, _INNER, isi, 20)


def _draw_detail(lembar: Lembar, top: float, isi: Isi) -> None:
    """Who answered, and about which services."""
    half = _INNER / 2 - 22
    right = _LEFT + half + 44
    lembar.text(_LEFT, top + 54, isi.responden, 66, bold=True)
    lembar.text(_LEFT + text_width(isi.responden, 66, bold=True) + 14, top + 54, "responden", 30)
    y = _heading(lembar, _LEFT, top + 72, "Jenis kelamin")
    y = draw_cacah(lembar, _LEFT, y, half, isi.jenis_kelamin, isi, min(30, 96 / max(1, len(isi.jenis_kelamin))))
    size, lines = fit_lines(isi.layanan, half, (22, 20, 18, 16, 14, 13), 2)
    y = _heading(lembar, _LEFT, y + 10, "Layanan")
    lembar.lines(_LEFT, y, lines, size)
    y = _heading(lembar, right, top, "Pendidikan")
    rows = isi.pendidikan
    draw_cacah(lembar, right, y, half, rows, isi, min(34, (top + _DETAIL - y) / max(1, len(rows))))


def _heading(lembar: Lembar, x: float, y: float, teks: str) -> float:
    lembar.text(x, y + 24, teks, 22, bold=True, fill=UTAMA)
    return y + 32


def _draw_foot(lembar: Lembar, top: float, isi: Isi) -> None:
    lembar.rect(0, top, _WIDE, _HIGH - top, UTAMA)
    wide = _draw_codes(lembar, top, isi.pintu)
    y = top + 16
    few = len(isi.pintu) <= _DENGAN_MASUKAN
    size, lines = fit_lines(TERIMA_KASIH, wide, (34, 30, 28, 26, 25, 24), 1 if few else 2, bold=True)
    y = lembar.lines(_LEFT, y, lines, size, bold=True, fill=WHITE)
    if few:
        size, lines = fit_lines(MASUKAN, wide, (24, 22), 2)
        y = lembar.lines(_LEFT, y + 2, lines, size, fill=WHITE)
    if isi.pintu:
        size, lines = fit_lines(f"{PINDAI}.", wide, (24, 22), 2)
        lembar.lines(_LEFT, y + 2, lines, size, fill=WHITE)
    size, lines = fit_lines(isi.dasar, wide, (18, 16), 1)
    lembar.lines(_LEFT, _HIGH - 16 - size * 1.18 * len(lines), lines, size, fill=WHITE)


def _draw_codes(lembar: Lembar, top: float, pintu: Sequence[Pintu]) -> float:
    """At the right, each with its name where there are several; returns how wide the room beside them is."""
    if not pintu:
        return _INNER
    alone = len(pintu) == 1
    side, gap = (_FOOT - 24, 0) if alone else (_BANYAK, 14)
    left = _RIGHT - len(pintu) * side - (len(pintu) - 1) * gap
    for n, one in enumerate(pintu):
        x = left + n * (side + gap)
        lembar.rect(x, top + 12, side, side, WHITE, radius=8)
        lembar.qr(x, top + 12, side, one.url)
        if not alone:
            lembar.lines(x + side / 2, top + 12 + side + 4, [one.nama], 17, bold=True, fill=WHITE, anchor="middle")
    return left - 28 - _LEFT
