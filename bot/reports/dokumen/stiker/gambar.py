"""One sticker, drawn in four units a millimetre."""

from __future__ import annotations

from collections.abc import Sequence

from bot.engine.tanggal import capital
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.lembar import Lembar, fit_lines
from bot.reports.grafik.metrics import wrap
from bot.reports.grafik.palette import MUTED, TONES, WHITE
from bot.reports.tautan import Pintu

AJAKAN = ("Bagaimana", "pelayanan kami?")
PINDAI = "Pindai, isi 2 menit."
RAHASIA = "Nama Anda tidak dicatat."

_WIDE, _HIGH = 420, 594
_MIDDLE = _WIDE / 2
_EDGE = 24
"""Left white all around: no printer reaches the edge of its paper, and no knife follows a line exactly."""
_LEFT, _RIGHT = _EDGE + 18, _WIDE - _EDGE - 18
_INNER = _RIGHT - _LEFT
_HEAD, _FOOT = 162, 104
_HEAD_RINGKAS, _FOOT_RINGKAS = 68, 84
_LABEL = 24
_SEBARIS = 2
"""Codes that stand side by side and are still read at arm's length."""
_UTAMA = TONES[0].full


def draw_stiker(unit: str, identitas: Identitas, pintu: Sequence[Pintu]) -> Lembar:
    lembar = Lembar(_WIDE, _HIGH)
    many = len(pintu) > _SEBARIS
    head, foot = (_HEAD_RINGKAS, _FOOT_RINGKAS) if many else (_HEAD, _FOOT)
    lembar.rect(_EDGE, _EDGE, _WIDE - 2 * _EDGE, _HIGH - 2 * _EDGE, _UTAMA, radius=16)
    lembar.rect(_EDGE + 4, _EDGE + head, _WIDE - 2 * _EDGE - 8, _HIGH - 2 * _EDGE - head - 4, WHITE, radius=12)
    if many:
        y = lembar.lines(_MIDDLE, _EDGE + 6, [" ".join(AJAKAN)], 25, bold=True, fill=WHITE, anchor="middle")
        lembar.lines(_MIDDLE, y, [f"{PINDAI} {RAHASIA}"], 16, fill=WHITE, anchor="middle")
    else:
        y = lembar.lines(_MIDDLE, _EDGE + 8, AJAKAN, 40, bold=True, fill=WHITE, anchor="middle", step=1.1)
        y = lembar.lines(_MIDDLE, y + 4, [PINDAI], 26, fill=WHITE, anchor="middle")
        lembar.lines(_MIDDLE, y, [RAHASIA], 19, fill=WHITE, anchor="middle")
    edge = _HIGH - _EDGE - foot
    if many:
        _draw_many(lembar, _EDGE + head + 6, edge, pintu)
    else:
        _draw_codes(lembar, _EDGE + head + 6, edge, pintu)
    _draw_foot(lembar, edge, foot, unit, identitas)
    return lembar


def _draw_many(lembar: Lembar, top: float, bottom: float, pintu: Sequence[Pintu]) -> None:
    """More than fit side by side: two a row, and below them what is typed for the first, which needs no application.
    Smaller, a phone would no longer read them at arm's length."""
    size, lines = _link(pintu[0].pendek)
    end = bottom - 4 - 1.18 * size * len(lines)
    rows = [pintu[n : n + _SEBARIS] for n in range(0, len(pintu), _SEBARIS)]
    high = (end - top) / len(rows)
    column = _INNER / _SEBARIS
    for row, some in enumerate(rows):
        left = _MIDDLE - len(some) * column / 2
        _draw_row(lembar, left, top + row * high, column, min(column, high - _LABEL), some)
    lembar.lines(_MIDDLE, end, lines, size, bold=True, anchor="middle")


def _draw_row(lembar: Lembar, left: float, top: float, column: float, side: float, pintu: Sequence[Pintu]) -> None:
    for n, one in enumerate(pintu):
        middle = left + (n + 0.5) * column
        lembar.lines(middle, top, [one.nama], 20, bold=True, anchor="middle")
        lembar.qr(middle - side / 2, top + _LABEL, side, one.url)


def _draw_codes(lembar: Lembar, top: float, bottom: float, pintu: Sequence[Pintu]) -> None:
    """Side by side, two of them named; their links below, to be typed where nothing can be scanned."""
    links = [_link(one.pendek) for one in pintu]
    end = bottom - 4 - sum(1.18 * size * len(lines) for size, lines in links)
    column = _INNER / len(pintu)
    label = _LABEL if len(pintu) > 1 else 0
    side = min(column, end - top - label)
    top += (end - top - label - side) / 2
    if len(pintu) > 1:
        _draw_row(lembar, _LEFT, top, column, side, pintu)
    else:
        lembar.qr(_MIDDLE - side / 2, top, side, pintu[0].url)
    for size, lines in links:
        end = lembar.lines(_MIDDLE, end, lines, size, bold=True, anchor="middle")


def _link(pendek: str) -> tuple[int, tuple[str, ...]]:
    """On one line, or broken before what is sent, or the unit's code."""
    size, lines = fit_lines(pendek, _INNER, (22, 20, 18, 16), 1, bold=True)
    if len(lines) == 1:
        return size, lines
    cut = pendek.find(": ") + 2 if ": " in pendek else max(pendek.rfind("/"), pendek.rfind("=")) + 1
    for size in (18, 16, 14, 12):
        lines = tuple(line for part in (pendek[:cut], pendek[cut:]) for line in wrap(part, _INNER, size, bold=True))
        if len(lines) == 2:
            break
    return size, lines


def _draw_foot(lembar: Lembar, top: float, high: float, unit: str, identitas: Identitas) -> None:
    """Whose survey it is."""
    lembar.line(_LEFT, top + 4, _RIGHT, top + 4)
    left = _LEFT
    if identitas.logo:
        lembar.picture(_LEFT, top + 14, 62, high - 32, identitas.logo, identitas.logo_mime)
        left += 74
    wide, room = _RIGHT - left, high - 16
    for size in range(28, 7, -1):
        small = min(18, max(8, size - 4))
        nama, pemda = wrap(unit, wide, size, bold=True), wrap(capital(identitas.pemda), wide, small)
        taken = 1.18 * (size * len(nama) + small * len(pemda))
        if taken <= room:
            break
    y = lembar.lines(left, top + 8 + max(0.0, (room - taken) / 2), nama, size, bold=True)
    lembar.lines(left, y, pemda, small, fill=MUTED)
