"""One sticker, drawn in four units a millimetre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.engine.tanggal import capital
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.lembar import Lembar, fit_lines
from bot.reports.grafik.metrics import wrap
from bot.reports.grafik.palette import MUTED, TONES, WHITE

AJAKAN = ("Bagaimana", "pelayanan kami?")
PINDAI = "Pindai, isi 2 menit."
RAHASIA = "Nama Anda tidak dicatat."

_WIDE, _HIGH = 420, 594
_MIDDLE = _WIDE / 2
_EDGE = 24
"""Left white all around: no printer reaches the edge of its paper, and no knife follows a line exactly."""
_LEFT, _RIGHT = _EDGE + 18, _WIDE - _EDGE - 18
_INNER = _RIGHT - _LEFT
_HEAD = 162
_FOOT = 104
_UTAMA = TONES[0].full


@dataclass(frozen=True, slots=True)
class Pintu:
    """A way into the survey, and what it is called where there are two."""

    nama: str
    url: str

    @property
    def pendek(self) -> str:
        """As it is typed: without "https://"."""
        return self.url.partition("://")[2]


def draw_stiker(unit: str, identitas: Identitas, pintu: Sequence[Pintu]) -> Lembar:
    lembar = Lembar(_WIDE, _HIGH)
    lembar.rect(_EDGE, _EDGE, _WIDE - 2 * _EDGE, _HIGH - 2 * _EDGE, _UTAMA, radius=16)
    lembar.rect(_EDGE + 4, _EDGE + _HEAD, _WIDE - 2 * _EDGE - 8, _HIGH - 2 * _EDGE - _HEAD - 4, WHITE, radius=12)
    y = lembar.lines(_MIDDLE, _EDGE + 8, AJAKAN, 40, bold=True, fill=WHITE, anchor="middle", step=1.1)
    y = lembar.lines(_MIDDLE, y + 4, [PINDAI], 26, fill=WHITE, anchor="middle")
    lembar.lines(_MIDDLE, y, [RAHASIA], 19, fill=WHITE, anchor="middle")
    foot = _HIGH - _EDGE - _FOOT
    _draw_codes(lembar, _EDGE + _HEAD + 6, foot, pintu)
    _draw_foot(lembar, foot, unit, identitas)
    return lembar


def _draw_codes(lembar: Lembar, top: float, bottom: float, pintu: Sequence[Pintu]) -> None:
    """Side by side, two of them named; their links below, to be typed where nothing can be scanned."""
    links = [_link(one.pendek) for one in pintu]
    end = bottom - 4 - sum(1.18 * size * len(lines) for size, lines in links)
    column = _INNER / len(pintu)
    label = 24 if len(pintu) > 1 else 0
    side = min(column, end - top - label)
    top += (end - top - label - side) / 2
    for n, one in enumerate(pintu):
        middle = _LEFT + (n + 0.5) * column
        if label:
            lembar.lines(middle, top, [one.nama], 20, bold=True, anchor="middle")
        lembar.qr(middle - side / 2, top + label, side, one.url)
    for size, lines in links:
        end = lembar.lines(_MIDDLE, end, lines, size, bold=True, anchor="middle")


def _link(pendek: str) -> tuple[int, tuple[str, ...]]:
    """On one line, or broken before the unit's code."""
    size, lines = fit_lines(pendek, _INNER, (22, 20, 18, 16), 1, bold=True)
    if len(lines) == 1:
        return size, lines
    cut = max(pendek.rfind("/"), pendek.rfind("=")) + 1
    for size in (18, 16, 14, 12):
        lines = tuple(line for part in (pendek[:cut], pendek[cut:]) for line in wrap(part, _INNER, size, bold=True))
        if len(lines) == 2:
            break
    return size, lines


def _draw_foot(lembar: Lembar, top: float, unit: str, identitas: Identitas) -> None:
    """Whose survey it is."""
    lembar.line(_LEFT, top + 4, _RIGHT, top + 4)
    left = _LEFT
    if identitas.logo:
        lembar.picture(_LEFT, top + 14, 62, 72, identitas.logo, identitas.logo_mime)
        left += 74
    wide, room = _RIGHT - left, _FOOT - 16
    for size in range(28, 7, -1):
        small = min(18, max(8, size - 4))
        nama, pemda = wrap(unit, wide, size, bold=True), wrap(capital(identitas.pemda), wide, small)
        high = 1.18 * (size * len(nama) + small * len(pemda))
        if high <= room:
            break
    y = lembar.lines(left, top + 8 + max(0.0, (room - high) / 2), nama, size, bold=True)
    lembar.lines(left, y, pemda, small, fill=MUTED)
