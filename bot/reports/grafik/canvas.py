"""A sheet to draw on: collects the elements of an SVG, top to bottom. Sizes in px of the finished picture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from xml.sax.saxutils import escape

from bot.reports.grafik.metrics import FONT, clean
from bot.reports.grafik.palette import HAIRLINE, INK, MUTED, WHITE, Tone

WIDTH = 800
MARGIN = 36
RIGHT = WIDTH - MARGIN
INNER = WIDTH - 2 * MARGIN
SMALL = 20
"""The smallest text: still 10 px high where a phone shows the picture at half its width."""
LINE = 25
"""From one line of small text to the next."""

Anchor = Literal["start", "middle", "end"]


class Canvas:
    """`y` of a text is its baseline."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: int = SMALL,
        *,
        bold: bool = False,
        fill: str = INK,
        anchor: Anchor = "start",
        halo: bool = False,
    ) -> None:
        """`halo` keeps the text readable where it crosses a line."""
        weight = ' font-weight="700"' if bold else ""
        edge = f' stroke="{WHITE}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"' if halo else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}{edge}>'
            f"{escape(clean(text))}</text>"
        )

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0, stroke: str = ""
    ) -> None:
        edge = f' stroke="{stroke}" stroke-width="1.5"' if stroke else ""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}" '
            f'fill="{fill}"{edge}/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = HAIRLINE, width: float = 1.5, dash: str = ""
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}" '
            f'stroke-width="{width}"{dashed}/>'
        )

    def polyline(self, points: Iterable[tuple[float, float]], stroke: str = INK, width: float = 3) -> None:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._parts.append(
            f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{width}" '
            f'stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def dot(self, x: float, y: float, *, hollow: bool) -> None:
        self._parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{WHITE if hollow else INK}" stroke="{INK}" '
            f'stroke-width="3"/>'
        )

    def chip(self, x: float, y: float, size: int, letter: str, tone: Tone) -> None:
        """A letter on its colour, `x` and `y` its upper left corner."""
        self.rect(x, y, size, size, tone.full, radius=size / 7)
        self.text(x + size / 2, y + size * 0.76, letter, round(size * 0.72), bold=True, fill=tone.on, anchor="middle")

    def heading(self, y: float, text: str) -> float:
        """A part's heading below `y`; returns its baseline."""
        self.line(MARGIN, y + 14, RIGHT, y + 14)
        self.text(MARGIN, y + 52, text, 24, bold=True)
        return y + 52

    def note(self, y: float, lines: Iterable[str]) -> float:
        """Small lines, the first with its baseline at `y`; returns where the next would be."""
        for line in lines:
            self.text(MARGIN, y, line, fill=MUTED)
            y += LINE
        return y

    def svg(self, height: float, width: int = WIDTH) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:.0f}" '
            f'font-family="{FONT}"><rect width="100%" height="100%" fill="{WHITE}"/>{"".join(self._parts)}</svg>'
        )
