"""A sheet of a workbook as data, and its writing: numbers as numbers, formulas with their result, text as text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.reports.tabel import Isi, Tabel

BARIS_KEPALA: Final = 3
"""The row of the headings, from 0: under the two lines of the title and an empty one. Below it the sheet begins."""
_TEKS_APA_ADANYA: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_LEBAR: Final = (9, 60)
_DUA_BARIS: Final = 32
"""Points, for a heading that is wrapped."""
_SATU_BARIS: Final = 15
_JUDUL: Final = {"bold": True, "font_size": 14}
_KETERANGAN: Final = {"italic": True, "font_color": "#444444"}
_KEPALA: Final = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6EE", "bottom": 1}
_INDONESIA: Final = "[$-421]"
"""Decimal commas where the program heeds it; elsewhere the computer's own language decides."""
_GARIS: Final = {"bottom": 4, "bottom_color": "#B8C4CE", "valign": "top"}


@dataclass(frozen=True, slots=True)
class Rumus:
    """A formula as the file keeps it (English names, commas between arguments) and `nilai`, what it comes to, for
    programs that do not compute. Shown with `desimal` places, or as `bentuk`, a number format, has it."""

    teks: str
    nilai: Fraction | Decimal | int | str
    desimal: int = 0
    bentuk: str = ""


Sel = Isi | Rumus
"""A cell of a sheet."""


@dataclass(frozen=True, slots=True)
class Lembar:
    """A sheet: a table, closing rows in bold, notes below.

    `lebar` are the widths of the columns in characters, where the longest value is no good guide: a longer text is
    wrapped. `beku` columns stay in sight. `tegak` prints upright.
    """

    nama: str
    kolom: tuple[str, ...]
    baris: tuple[tuple[Sel, ...], ...]
    kaki: tuple[tuple[Sel, ...], ...] = ()
    catatan: tuple[str, ...] = ()
    lebar: tuple[int, ...] = ()
    beku: int = 0
    tegak: bool = False


def lembar_of(tabel: Tabel) -> Lembar:
    return Lembar(tabel.nama, tabel.kolom, tabel.baris, tabel.kaki, (tabel.catatan,) if tabel.catatan else ())


@contextmanager
def new_book(out: io.BytesIO, kepala: tuple[str, str], hari: date) -> Iterator[Workbook]:
    """A workbook written to `out` when done. The same sheets give the same bytes."""
    with xlsxwriter.Workbook(out, dict(_TEKS_APA_ADANYA)) as book:
        made = datetime.combine(hari, time())
        book.set_properties({"title": kepala[0], "subject": kepala[1], "created": made})
        book.set_calc_mode("auto")
        yield book


def write_lembar(book: Workbook, lembar: Lembar, kepala: tuple[str, str]) -> None:
    """Add the sheet to `book`, under the two lines of `kepala`."""
    sheet = book.add_worksheet(lembar.nama)
    sheet.write_string(0, 0, kepala[0], book.add_format(_JUDUL))
    sheet.write_string(1, 0, kepala[1], book.add_format(_KETERANGAN))
    numeric = _write_head(book, sheet, lembar)
    formats: dict[tuple[str, bool, bool, bool, bool], Format] = {}
    row = BARIS_KEPALA
    for bold, lines in ((False, lembar.baris), (True, lembar.kaki)):
        for ke, line in enumerate(lines):
            row += 1
            for column, isi in enumerate(line):
                wrapped = isinstance(isi, str) and column < len(lembar.lebar)
                look = (_number(isi), bold, bold and ke == 0, numeric[column], wrapped)
                if look not in formats:
                    formats[look] = _format(book, *look)
                _cell(sheet, row, column, isi, formats[look])
            if (banyak := _text_lines(line, lembar.lebar)) > 1:
                sheet.set_row(row, banyak * _SATU_BARIS)
    note = book.add_format(_KETERANGAN)
    for ke, catatan in enumerate(lembar.catatan, start=row + 1 + bool(lembar.lebar)):
        sheet.write_string(ke, 0, catatan, note)
    _set_page(sheet, lembar)


def _write_head(book: Workbook, sheet: Worksheet, lembar: Lembar) -> list[bool]:
    """The headings and widths; which columns hold numbers alone."""
    numeric = [_is_numeric(lembar, column) for column in range(len(lembar.kolom))]
    widths = [_width(lembar, column) for column in range(len(lembar.kolom))]
    for column, nama in enumerate(lembar.kolom):
        head = book.add_format({**_KEPALA, **_side(numeric[column])})
        sheet.write_string(BARIS_KEPALA, column, nama, head)
        sheet.set_column(column, column, widths[column])
    if any(len(nama) + 2 > width for nama, width in zip(lembar.kolom, widths, strict=True)):
        sheet.set_row(BARIS_KEPALA, _DUA_BARIS)
    return numeric


def _set_page(sheet: Worksheet, lembar: Lembar) -> None:
    sheet.freeze_panes(BARIS_KEPALA + 1, lembar.beku)
    if lembar.tegak:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(BARIS_KEPALA)
    sheet.set_footer("&L&A&RHalaman &P dari &N")


def _number(isi: Sel) -> str:
    """The number format of a cell."""
    if isinstance(isi, Rumus) and isi.bentuk:
        return isi.bentuk
    decimals = 0
    if isinstance(isi, Rumus):
        decimals = isi.desimal
    elif isinstance(isi, Decimal):
        decimals = -int(isi.as_tuple().exponent)
    return _INDONESIA + "#,##0" + ("." + "0" * decimals if decimals else "")


def _format(book: Workbook, number: str, bold: bool, first: bool, right: bool, wrapped: bool) -> Format:
    look = {"num_format": number, **_GARIS, **_side(right), "bold": bold, "text_wrap": wrapped}
    return book.add_format({**look, **({"top": 1} if first else {})})


def _text_lines(line: tuple[Sel, ...], lebar: tuple[int, ...]) -> int:
    """How many lines the longest text of a row is wrapped into, about: not every program finds out by itself."""
    texts = ((isi, width) for isi, width in zip(line, lebar, strict=False) if isinstance(isi, str))
    return max(
        (sum(-(-len(part) // max(width - 2, 1)) or 1 for part in isi.split("\n")) for isi, width in texts), default=1
    )


def _is_numeric(lembar: Lembar, column: int) -> bool:
    values = [_shown(line[column]) for line in lembar.baris if line[column] is not None]
    return bool(values) and not any(isinstance(value, str) for value in values)


def _shown(isi: Sel) -> Isi | Fraction:
    return isi.nilai if isinstance(isi, Rumus) else isi


def _side(right: bool) -> dict[str, object]:
    """Numbers to the right; text, and numbers among text, to the left, apart from a number before them."""
    return {"align": "right"} if right else {"align": "left", "indent": 1}


def _cell(sheet: Worksheet, row: int, column: int, isi: Sel, cell: Format) -> None:
    if isi is None:
        sheet.write_blank(row, column, None, cell)
    elif isinstance(isi, Rumus):
        value = isi.nilai if isinstance(isi.nilai, str) else float(isi.nilai)
        sheet.write_formula(row, column, isi.teks, cell, value)
    elif isinstance(isi, str):
        sheet.write_string(row, column, isi, cell)
    else:
        # A spreadsheet keeps binary numbers; of two or three decimals it shows the ones written here.
        sheet.write_number(row, column, float(isi), cell)


def _width(lembar: Lembar, column: int) -> float:
    """Wide enough for the longest value; a long heading is wrapped."""
    if lembar.lebar:
        return lembar.lebar[column]
    lines: Sequence[tuple[Sel, ...]] = (*lembar.baris, *lembar.kaki)
    longest = max((len(str(_shown(line[column]) or "")) for line in lines), default=0)
    words = max(len(word) for word in lembar.kolom[column].split())
    return min(max(_LEBAR[0], longest + 2, words + 2), _LEBAR[1])
