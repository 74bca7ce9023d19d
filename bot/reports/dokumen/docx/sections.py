"""Sections: sheets of paper, how their pages are numbered, and what runs along their foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.reports.dokumen.docx.styles import FOOT
from bot.reports.dokumen.docx.wml import field, paragraph, run, tab, twips

_CM: Final = 72 / 2.54
_SHORT, _LONG = 595.3, 841.9
"""A4, in points."""
_FOOT: Final = 1.1 * _CM
_PAGE_ROOM: Final = 100
"""Points along the foot that the page's number may take."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A4, upright or turned; margins in points."""

    turned: bool
    top: float
    right: float
    bottom: float
    left: float

    @property
    def width(self) -> float:
        """Of the text."""
        return (_LONG if self.turned else _SHORT) - self.left - self.right

    @property
    def height(self) -> float:
        """Of the text."""
        return (_SHORT if self.turned else _LONG) - self.top - self.bottom


UPRIGHT: Final = Paper(False, 2.5 * _CM, 2 * _CM, 2.4 * _CM, 3 * _CM)
TURNED: Final = Paper(True, 2.2 * _CM, 2 * _CM, 2 * _CM, 2 * _CM)


@dataclass(frozen=True, slots=True)
class Section:
    """`numbering` is Word's name for how pages are counted, empty where none is printed; `start` where anew."""

    paper: Paper
    numbering: str = ""
    start: int | None = None

    def xml(self) -> str:
        paper = self.paper
        wide, high = (_LONG, _SHORT) if paper.turned else (_SHORT, _LONG)
        return (
            f'<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="{twips(wide)}" w:h="{twips(high)}"'
            + (' w:orient="landscape"/>' if paper.turned else "/>")
            + f'<w:pgMar w:top="{twips(paper.top)}" w:right="{twips(paper.right)}" w:bottom="{twips(paper.bottom)}" '
            f'w:left="{twips(paper.left)}" w:header="{twips(_FOOT)}" w:footer="{twips(_FOOT)}" w:gutter="0"/>'
            + (f'<w:pgNumType w:fmt="{self.numbering}"' if self.numbering else "<w:pgNumType")
            + (f' w:start="{self.start}"/>' if self.start is not None else "/>")
            + "</w:sectPr>"
        )


def foot(section: Section, judul: str, subjek: str, last: str) -> str:
    """The running foot: which document, and the page. `last` is the field of the number of the last page."""
    width = section.paper.width
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{twips(width)}"/></w:tabs>'
    both = " · ".join(" ".join(one.split()) for one in (judul, subjek) if one)
    left = both if FOOT.lines(both, width - _PAGE_ROOM) == 1 else judul
    page = field("PAGE", "1")
    if section.numbering == "decimal":
        page = run("Halaman ") + page + run(" dari ") + last
    return paragraph(FOOT.id, run(left) + tab() + page, stop)
