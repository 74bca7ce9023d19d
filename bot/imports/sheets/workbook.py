"""An Excel workbook as sheets: values only, and nothing that could run, unfold or hide."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from bot.imports.faults import ImportRejected, Said
from bot.imports.sheets.grid import BARIS_PALING, KOLOM_PALING, Grid

_TERURAI_PALING: Final = 128 * 1024 * 1024
_BAGIAN_PALING: Final = 2_000
_LEMBAR_PALING: Final = 60
_KEMASAN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How spreadsheets pack their parts. What unpacks others fails with errors of its own."""
_GABUNGAN: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_RUSAK: Final = (
    # Not a whole zip file, or a damaged part of one ...
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError,
    # ... or one that zipfile does not unpack: patched data, a part locked with a password.
    NotImplementedError, RuntimeError,
)  # fmt: skip
_BUKAN_BUKU: Final = (InvalidFileException, SyntaxError, LookupError, TypeError, AttributeError, OverflowError)
"""What openpyxl lets through where the parts are no workbook: of a missing part, a number that is none, XML that does
not end (ParseError is a SyntaxError)."""


def workbook_grids(isi: bytes, name: str, sheet: str = "") -> list[Grid]:
    """The sheets in sight, or the one named. A formula counts by the value it last had; one that was never computed
    stands as its own text. Raises ImportRejected."""
    formulas = _checked(isi, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drawings and styles, which nobody reads here
            return list(_grids(isi, name, sheet, formulas))
    except ImportRejected:
        raise
    except (*_RUSAK, *_BUKAN_BUKU) as error:
        raise ImportRejected(_broken(name)) from error


def _checked(isi: bytes, name: str) -> bool:
    """Whether there are formulas. Raises ImportRejected for a file that is not worth opening, or not safe."""
    try:
        with zipfile.ZipFile(io.BytesIO(isi)) as packed:
            _ensure_workbook(packed.infolist(), name)
            texts = [packed.read(part) for part in packed.infolist() if part.filename.endswith((".xml", ".rels"))]
    except ImportRejected:
        raise
    except _RUSAK as error:
        raise ImportRejected(_broken(name)) from error
    if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in texts):
        raise ImportRejected(_broken(name))
    return any(b"</f>" in text for text in texts)


def _ensure_workbook(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    """By what the file says of its parts, before any is unpacked. Raises ImportRejected."""
    if len(parts) > _BAGIAN_PALING or sum(part.file_size for part in parts) > _TERURAI_PALING:
        english = f"{name}: unpacks to more than {_TERURAI_PALING // 1024 // 1024} MB; split it"
        raise ImportRejected(Said(english, f"Isi {name} terlalu besar. Bagilah menjadi beberapa berkas."))
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(one.startswith("xl/") for one in names):
        english = f"{name}: is a packed file, but no Excel workbook (.xlsx)"
        raise ImportRejected(Said(english, f"{name} bukan berkas Excel (.xlsx)."))
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        english = f"{name}: holds macros; save it as .xlsx without them"
        indonesia = f"{name} berisi makro. Simpan sebagai “Excel Workbook (.xlsx)”, lalu kirim lagi."
        raise ImportRejected(Said(english, indonesia))
    if any(part.compress_type not in _KEMASAN for part in parts):
        raise ImportRejected(_broken(name))


def _grids(isi: bytes, name: str, wanted: str, formulas: bool) -> Iterator[Grid]:
    book = load_workbook(io.BytesIO(isi), read_only=True, data_only=True, keep_links=False)
    spelt = load_workbook(io.BytesIO(isi), read_only=True, keep_links=False) if formulas else None
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    named = {title.casefold(): title for title in sheets}
    if wanted and wanted.casefold() not in named:
        listed = ", ".join(sheets)
        english = f"{name}: has no sheet '{wanted}'; it has {listed}"
        raise ImportRejected(Said(english, f"{name} tidak berisi lembar “{wanted}”. Yang ada: {listed}."))
    in_sight = [title for title, sheet in sheets.items() if sheet.sheet_state == "visible"]
    for title in [named[wanted.casefold()]] if wanted else in_sight[:_LEMBAR_PALING]:
        rows = _rows(sheets[title], name)
        if spelt is not None:
            rows = _uncomputed(rows, _rows(spelt[title], name))
        filled = tuple((row, cells) for row, cells in rows if any(cells))
        yield Grid(name, title, filled, merged=tuple(_merged(sheets[title])))


def _rows(sheet: object, name: str) -> list[tuple[int, tuple[str, ...]]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # what a file says of its own size need not be so
    found = []
    lines = sheet.iter_rows(max_col=KOLOM_PALING, values_only=True)  # type: ignore[attr-defined]
    for row, line in enumerate(lines, start=1):
        if line.count(None) == len(line):  # a million empty rows lie above a cell at the end of a sheet
            continue
        cells = [cell_text(value) for value in line]
        while cells and not cells[-1]:
            cells.pop()
        if row > BARIS_PALING and cells:
            english = f"{name}: more than {BARIS_PALING} rows; split it"
            raise ImportRejected(Said(english, f"{name} terlalu panjang. Bagilah menjadi beberapa berkas."))
        if cells:
            found.append((row, tuple(cells)))
    return found


def _merged(sheet: object) -> Iterator[tuple[int, int, int, int]]:
    """The blocks of merged cells, which openpyxl leaves out of what it reads row by row."""
    with sheet._get_source() as part:  # type: ignore[attr-defined]
        for left, top, right, bottom in _GABUNGAN.findall(part.read()):
            first, last = (column_index_from_string(one.decode()) - 1 for one in (left, right))
            yield int(top), int(bottom), first, last


def _uncomputed(
    rows: list[tuple[int, tuple[str, ...]]], spelt: list[tuple[int, tuple[str, ...]]]
) -> list[tuple[int, tuple[str, ...]]]:
    """With the formula itself where it has no value: an empty cell would hide that something belongs there."""
    values = dict(rows)
    merged = []
    for row, cells in spelt:
        known = values.get(row, ())
        whole = list(known) + [""] * (len(cells) - len(known))
        for n, formula in enumerate(cells):
            if not whole[n] and formula.startswith("="):
                whole[n] = formula
        merged.append((row, tuple(whole)))
    return merged


def cell_text(value: object) -> str:
    """A value as the text that a CSV of it would hold; a date without a time as its day alone."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return f"{value:.15g}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.replace(microsecond=0).isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).strip()


def _broken(name: str) -> Said:
    return Said(
        f"{name}: cannot be read as an Excel workbook; open it, save it anew as .xlsx",
        f"{name} tidak dapat dibaca. Buka di aplikasi lembar kerja, simpan lagi sebagai .xlsx, lalu kirim lagi.",
    )
