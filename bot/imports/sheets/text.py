"""A text file as a sheet: its encoding where there can be no doubt, its delimiter by what makes even rows."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from typing import Final

from bot.imports.berkas import SIMPAN, csv_lines
from bot.imports.faults import ImportRejected, Said
from bot.imports.sheets.grid import BARIS_PALING, KOLOM_PALING, Grid

_PEMISAH: Final = (",", ";", "\t", "|")
_CONTOH_BARIS: Final = 60
_TANDA: Final = set("–—‘’“”…•·°×±½¼¾²³´ ®©™€")
"""What Windows writes into an Indonesian text beside letters."""


def text_grid(isi: bytes, name: str) -> Grid:
    """UTF-8, UTF-16 with its mark, or Windows-1252 where nothing else makes sense. Raises ImportRejected."""
    text, notes = _decoded(isi, name)
    lines = csv_lines(text, name, _delimiter(text))
    if len(lines) > BARIS_PALING or any(len(line) > KOLOM_PALING for line in lines):
        english = f"{name}: more than {BARIS_PALING} rows or {KOLOM_PALING} columns; split it"
        raise ImportRejected(Said(english, f"{name} terlalu besar. Bagilah menjadi beberapa berkas."))
    stripped = ((row, tuple(cell.strip() for cell in line)) for row, line in enumerate(lines, start=1))
    return Grid(name, "", tuple((row, line) for row, line in stripped if any(line)), ragged=True, notes=notes)


def _decoded(isi: bytes, name: str) -> tuple[str, tuple[Said, ...]]:
    if isi.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return isi.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise ImportRejected(_unreadable(name, "UTF-16", 1)) from None
    try:
        return isi.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        text = _windows(isi)
        if text is None:
            raise ImportRejected(_unreadable(name, "UTF-8", error.start + 1)) from error
    note = Said(
        "not UTF-8: read as Windows-1252, as Excel writes it",
        "Berkas ini memakai ejaan huruf Windows. Periksa apakah nama dan sarannya terbaca benar.",
    )
    return text, (note,)


def _windows(isi: bytes) -> str | None:
    """Windows-1252, if that gives nothing but letters and the signs of ordinary texts."""
    try:
        text = isi.decode("cp1252")
    except UnicodeDecodeError:
        return None
    beyond = {c for c in text if c > "\x7f"}
    control = any(unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in set(text))
    plausible = all(c in _TANDA or (c.isalpha() and c not in "ÃÂ") for c in beyond)
    return text if plausible and not control else None


def _delimiter(text: str) -> str:
    """The one by which most lines have the same number of cells, more than one; a comma where none does."""
    head = "\n".join(text.split("\n")[:_CONTOH_BARIS])
    return max(_PEMISAH, key=lambda delimiter: _evenness(head, delimiter))


def _evenness(head: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(line) for line in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    several = {width: n for width, n in widths.items() if width > 1}
    if not several:
        return (0, 0)
    width, n = max(several.items(), key=lambda item: (item[1], item[0]))
    return (n, width)


def _unreadable(name: str, encoding: str, byte: int) -> Said:
    return Said(
        f"{name}: not {encoding} (byte {byte}); save it as “CSV UTF-8”",
        f"{name} tidak memakai {encoding}, jadi huruf di dalamnya dapat salah terbaca. {SIMPAN}",
    )
