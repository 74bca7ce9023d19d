"""Tables: as wide as the text, columns as asked for, heads repeated, rows in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.reports.dokumen.blok import Kolom, Rata, TabelBlok
from bot.reports.dokumen.docx.layout import Strip
from bot.reports.dokumen.docx.styles import ACCENT, CELL, CELL_TIGHT, Style
from bot.reports.dokumen.docx.wml import attribute, paragraph, run, twips

ALIGN: Final[dict[Rata, str]] = {"kiri": "left", "tengah": "center", "kanan": "right"}
_TOGETHER: Final = 255
"""Points up to which a table is kept on one page: 9 cm."""
_SHORT_HEAD: Final = 6
_BORDER: Final = 0.5
_RULES: Final = 0.9
"""What the thicker lines above and below a table add."""
_TOP: Final = f'<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"/></w:tcBorders>'


@dataclass(frozen=True, slots=True)
class Cells:
    """How the cells of a table are set: points beside and above their text."""

    style: Style
    beside: float
    above: float


ROOMY: Final = Cells(CELL, 4, 2.6)
TIGHT: Final = Cells(CELL_TIGHT, 2.2, 1.6)


def table(blok: TabelBlok, width: float) -> tuple[str, Strip]:
    """The table, `width` points wide, its last rows tied to its note."""
    heads = tuple(one.nama for one in blok.kolom)
    rows = (heads, *blok.baris, *blok.kaki)
    cells = ROOMY if len(heads) <= 9 and sum(_least(rows, ROOMY)) <= width else TIGHT
    columns = share(blok.kolom, _least(rows, cells), width)
    body, last = 1 + len(blok.baris), len(rows) - 1
    heights = tuple(
        _height(row, columns, cells, bold=n == 0 or n >= body) + _RULES * ((n == 0) + (n == last))
        for n, row in enumerate(rows)
    )
    whole = sum(heights) <= _TOGETHER
    noted = bool(blok.catatan)
    written = [
        _row(
            row,
            blok.kolom,
            columns,
            cells,
            head=n == 0,
            bold=n == 0 or n >= body,
            ruled=n == body,
            keep=(n < last or noted) and (whole or n == 0 or n >= body - 1),
        )
        for n, row in enumerate(rows)
    ]
    return _table(blok, cells, columns, written), Strip(
        heights, keep=whole and noted, whole=whole, rows=True, repeat=heights[0]
    )


def share(kolom: Sequence[Kolom], least: Sequence[float], width: float) -> tuple[float, ...]:
    """The columns' widths by `lebar`, none narrower than its `least` where all of these fit."""
    wanted = [one.lebar for one in kolom]
    if sum(least) > width:
        return tuple(width * one / sum(least) for one in least)
    fixed: set[int] = set()
    while True:
        room = width - sum(least[n] for n in fixed)
        shares = sum(one for n, one in enumerate(wanted) if n not in fixed)
        narrow = {n for n in range(len(wanted)) if n not in fixed and room * wanted[n] < least[n] * shares}
        if not narrow:
            return tuple(least[n] if n in fixed else room * one / shares for n, one in enumerate(wanted))
        fixed |= narrow


def _least(rows: Sequence[Sequence[str]], cells: Cells) -> tuple[float, ...]:
    """What each column needs for its longest word; a short head ("TW II") stays on one line."""
    words = [{word for row in rows for word in row[n].split()} for n in range(len(rows[0]))]
    words = [one | {head} if len(head) <= _SHORT_HEAD else one for one, head in zip(words, rows[0], strict=True)]
    bold = Style("", "", size=cells.style.size, bold=True)
    return tuple(max((bold.width(word) for word in column), default=0) + 2 * cells.beside + 1 for column in words)


def _height(row: Sequence[str], columns: Sequence[float], cells: Cells, *, bold: bool) -> float:
    style = Style("", "", size=cells.style.size, bold=bold)
    lines = max(style.lines(text, width - 2 * cells.beside) for text, width in zip(row, columns, strict=True))
    return lines * style.leading + 2 * cells.above + _BORDER


def _row(
    row: Sequence[str],
    kolom: Sequence[Kolom],
    columns: Sequence[float],
    cells: Cells,
    *,
    head: bool,
    bold: bool,
    ruled: bool,
    keep: bool,
) -> str:
    kept = "<w:keepNext/>" if keep else ""
    look = "<w:b/>" if bold else ""
    written = []
    for text, column, width in zip(row, kolom, columns, strict=True):
        aligned = f'{kept}<w:jc w:val="{ALIGN[column.rata]}"/>'
        cell = paragraph(cells.style.id, run(text, look) if text else "", aligned)
        rule = _TOP if ruled else ""
        written.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{rule}<w:vAlign w:val="center"/></w:tcPr>'
            f"{cell}</w:tc>"
        )
    first = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{first}</w:trPr>{''.join(written)}</w:tr>"


def _table(blok: TabelBlok, cells: Cells, columns: Sequence[float], rows: Sequence[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{twips(one)}"/>' for one in columns)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TabelSKM"/>'
        f'<w:tblW w:w="{twips(sum(columns))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins(cells)}'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val={attribute(blok.judul)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def margins(cells: Cells) -> str:
    beside, above = twips(cells.beside), twips(cells.above)
    sides = (("top", above), ("left", beside), ("bottom", above), ("right", beside))
    return "<w:tblCellMar>" + "".join(f'<w:{n} w:w="{w}" w:type="dxa"/>' for n, w in sides) + "</w:tblCellMar>"
