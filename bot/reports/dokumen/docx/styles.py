"""The styles of a document: what Word lists them as, how they look, and the measures the layout reckons with.

The built-in names are kept, so that Word's own commands (contents, captions, navigation) find them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bot.reports.dokumen.docx.wml import twips
from bot.reports.grafik.metrics import text_width, wrap

FONT: Final = "Arial"
"""On every office computer; Liberation Sans, which stands in for it elsewhere, has the same measures."""
ACCENT: Final = "17627D"
INK: Final = "000000"
MUTED: Final = "595959"
_LINE: Final = 1.149
"""A line of Arial, in its sizes."""

_BUILT_IN: Final = frozenset({
    "Normal", "heading 1", "heading 2", "heading 3", "caption", "List Bullet", "List Number", "TOC Heading", "toc 1",
    "toc 2", "table of figures", "footer",
})  # fmt: skip
Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; `name` is Word's. Sizes and spaces are points, `line` a multiple of the font's own line.
    `keep` with the next paragraph; `fresh` begins a page. `inset` from the left, the first line `hang` further out.
    `frame` is a border, which makes it `framed` higher; `stops` are tab stops,
    `number` the numbering it takes part in; these three are WordprocessingML."""

    id: str
    name: str
    size: float = 11
    before: float = 0
    after: float = 0
    line: float = 1.0
    align: Align = "left"
    bold: bool = False
    colour: str = INK
    caps: bool = False
    keep: bool = False
    fresh: bool = False
    inset: float = 0
    hang: float = 0
    frame: str = ""
    framed: float = 0
    stops: str = ""
    number: str = ""
    outline: int = 9

    @property
    def leading(self) -> float:
        """From one line to the next, in points: whole twentieths, as word processors reckon."""
        return int(round(self.size * _LINE * 20) * self.line) / 20

    def lines(self, text: str, width: float) -> int:
        """How many lines `text` takes in a column `width` points wide."""
        room = (width - self.inset) * 1000 / self.size
        shown = text.upper() if self.caps else text
        return sum(max(1, len(wrap(line, room, 1000, bold=self.bold))) for line in shown.split("\n"))

    def width(self, text: str) -> float:
        """Of `text` on one line, in points."""
        return text_width(text, 1000, bold=self.bold) * self.size / 1000

    def xml(self) -> str:
        kind, base = (' w:default="1"', "") if self.id == "Normal" else ("", '<w:basedOn w:val="Normal"/>')
        kind += "" if self.name in _BUILT_IN else ' w:customStyle="1"'
        follow = '<w:next w:val="Normal"/>' if self.outline < 9 else ""
        return (
            f'<w:style w:type="paragraph"{kind} w:styleId="{self.id}"><w:name w:val="{self.name}"/>{base}'
            f"{follow}<w:qFormat/><w:pPr>"
            f"{'<w:keepNext/><w:keepLines/>' if self.keep else ''}{'<w:pageBreakBefore/>' if self.fresh else ''}"
            f"<w:widowControl/>{f'<w:numPr>{self.number}</w:numPr>' if self.number else ''}"
            f"{f'<w:pBdr>{self.frame}</w:pBdr>' if self.frame else ''}"
            f"{f'<w:tabs>{self.stops}</w:tabs>' if self.stops else ''}"
            f'<w:spacing w:before="{twips(self.before)}" w:after="{twips(self.after)}" '
            f'w:line="{round(self.line * 240)}" w:lineRule="auto"/>'
            f'<w:ind w:left="{twips(self.inset)}" w:hanging="{twips(self.hang)}"/>'
            f'<w:jc w:val="{self.align}"/><w:outlineLvl w:val="{self.outline}"/></w:pPr>'
            f"<w:rPr>{'<w:b/>' if self.bold else ''}{'<w:caps/>' if self.caps else ''}"
            f'<w:color w:val="{self.colour}"/><w:sz w:val="{round(self.size * 2)}"/></w:rPr></w:style>'
        )


def _rule(side: str, size: int, colour: str, space: int, kind: str = "single") -> str:
    return f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


PAGE_NUMBER_STOP: Final = 453.5
"""Where the page numbers of the contents end: the right edge of an upright page's text."""
_DOTS: Final = f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(PAGE_NUMBER_STOP)}"/>'
_CHAPTERS: Final = '<w:ilvl w:val="0"/><w:numId w:val="1"/>'

BODY: Final = Style("Normal", "Normal", after=7, line=1.3, align="both")
CHAPTER: Final = Style(
    "Heading1", "heading 1", size=15, after=20, line=1.1, align="center", bold=True, caps=True, keep=True, fresh=True,
    frame=_rule("bottom", 8, ACCENT, 8), framed=9, number=_CHAPTERS, outline=0,
)  # fmt: skip
SECTION: Final = Style(
    "Heading2", "heading 2", size=12.5, before=14, after=6, line=1.1, bold=True, keep=True, inset=32, hang=32,
    outline=1,
)  # fmt: skip
SUBSECTION: Final = Style("Heading3", "heading 3", before=10, after=4, line=1.1, bold=True, keep=True, outline=2)
CAPTION: Final = Style("Caption", "caption", size=10, before=8, after=6, align="center", bold=True)
PICTURE: Final = Style("Gambar", "Gambar", size=2, before=8, align="center", keep=True)
CELL: Final = Style("IsiTabel", "Isi Tabel", size=9.5)
CELL_TIGHT: Final = Style("IsiTabelRapat", "Isi Tabel Rapat", size=8)
NOTE: Final = Style("CatatanTabel", "Catatan Tabel", size=8.5, before=4, after=12, colour=MUTED)
GAP: Final = Style("Jarak", "Jarak", size=6, after=5)
BULLET: Final = Style("ListBullet", "List Bullet", after=4, line=1.3, align="both", inset=22, hang=14)
NUMBERED: Final = Style("ListNumber", "List Number", after=4, line=1.3, align="both", inset=22, hang=18)
CONTENTS: Final = Style(
    "TOCHeading", "TOC Heading", size=15, after=12, line=1.1, align="center", bold=True, caps=True, keep=True
)
CONTENTS_NEXT: Final = Style("DaftarBerikut", "Daftar Berikut", size=12.5, before=20, after=8, bold=True, keep=True)
CONTENTS_1: Final = Style("TOC1", "toc 1", size=10.5, before=6, after=2, bold=True, stops=_DOTS)
CONTENTS_2: Final = Style("TOC2", "toc 2", size=10.5, after=2, inset=40, hang=26, stops=_DOTS)
FIGURES: Final = Style("TableofFigures", "table of figures", size=10.5, after=3, inset=60, hang=60, stops=_DOTS)
FOOT: Final = Style("Footer", "footer", size=8.5, colour=MUTED, frame=_rule("top", 4, "A6A6A6", 5))
LETTERHEAD: Final = Style("KopSurat", "Kop Surat", size=12.5, align="center", bold=True, caps=True)
LETTERHEAD_UNIT: Final = Style("KopUnit", "Kop Unit", size=14, align="center", bold=True, caps=True)
ADDRESS: Final = Style("KopAlamat", "Kop Alamat", size=9, before=2, align="center")
LETTERHEAD_RULE: Final = Style(
    "KopGaris", "Kop Garis", size=3, after=16, frame=_rule("bottom", 24, INK, 1, "thickThinSmallGap"), framed=5
)
COVER_TITLE: Final = Style("SampulJudul", "Sampul Judul", size=22, after=6, align="center", bold=True, caps=True)
COVER_SUBJECT: Final = Style(
    "SampulSubjek", "Sampul Subjek", size=17, before=14, after=8, align="center", bold=True, colour=ACCENT
)
COVER_LINE: Final = Style("SampulBaris", "Sampul Baris", size=14, after=3, align="center")
COVER_NAME: Final = Style("SampulPenerbit", "Sampul Penerbit", size=13, after=3, align="center", bold=True, caps=True)
FIGURE: Final = Style("SorotAngka", "Sorot Angka", size=24, before=6, align="center", bold=True, colour=ACCENT)
FIGURE_NAME: Final = Style("SorotNama", "Sorot Nama", size=9, before=1, after=6, align="center")
END: Final = Style("Akhir", "Akhir Bagian", size=1)
SIGNED: Final = Style("TandaTangan", "Tanda Tangan", after=2, keep=True)

SHEET: Final = (
    BODY, CHAPTER, SECTION, SUBSECTION, CAPTION, PICTURE, CELL, CELL_TIGHT, NOTE, GAP, BULLET, NUMBERED,
    CONTENTS, CONTENTS_NEXT, CONTENTS_1, CONTENTS_2, FIGURES, FOOT, LETTERHEAD, LETTERHEAD_UNIT, ADDRESS,
    LETTERHEAD_RULE, COVER_TITLE, COVER_SUBJECT, COVER_LINE, COVER_NAME, FIGURE, FIGURE_NAME, END, SIGNED,
)  # fmt: skip
