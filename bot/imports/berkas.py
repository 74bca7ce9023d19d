"""A file's bytes, and the lines of a text: what is too large, unreadable or no text is refused with what to do."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from bot.imports.faults import ImportRejected, Said

BERKAS_PALING: Final = 64 * 1024 * 1024

SIMPAN: Final = "Buka di aplikasi lembar kerja, simpan sebagai “CSV UTF-8”, lalu kirim lagi."
BUKAN_CSV: Final = {
    b"PK\x03\x04": ("an Excel workbook or another packed file", "berkas Excel (.xlsx) atau berkas terkemas"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "berkas Excel lama (.xls)"),
    b"%PDF": ("a PDF", "berkas PDF"),
    # What programs on the web call .xls is often a table of theirs.
    b"<html": ("a page of HTML", "halaman HTML"),
    b"<table": ("a page of HTML", "halaman HTML"),
    b"<!DOCTYPE": ("a page of HTML", "halaman HTML"),
    b"<?xml": ("an XML file", "berkas XML"),
}
"""How files begin that people send instead."""


def read_file(path: Path) -> bytes:
    """All of a file. Raises ImportRejected where it cannot be read or is too large."""
    try:
        if path.stat().st_size > BERKAS_PALING:
            raise ImportRejected(too_large(path.name, BERKAS_PALING))
        return path.read_bytes()
    except OSError as error:
        raise ImportRejected(Said(f"{path}: {error.strerror}", f"{path.name} tidak dapat dibaca.")) from error


def csv_lines(text: str, name: str, delimiter: str) -> list[list[str]]:
    """The cells of each line. Raises ImportRejected for what is no CSV."""
    if "\0" in text:
        raise ImportRejected(Said(f"{name}: is no text; save it as “CSV UTF-8”", f"{name} bukan teks. {SIMPAN}"))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        said = Said(f"{name}: cannot be read as CSV: {error}", f"{name} tidak dapat dibaca sebagai CSV. {SIMPAN}")
        raise ImportRejected(said) from error


def too_large(name: str, most: int) -> Said:
    """Of a file of more than `most` bytes."""
    megabytes = most // 1024 // 1024
    return Said(
        f"{name}: larger than {megabytes} MB; split it",
        f"{name} lebih besar dari {megabytes} MB. Bagilah menjadi beberapa berkas, lalu kirim satu per satu.",
    )
