"""Tables as CSV that opens right with a double click in Excel on an Indonesian computer.

Columns are parted by ";", since the comma is the decimal sign there; UTF-8 has a byte order mark, without which Excel
reads it as Windows-1252; lines end with CR LF (RFC 4180). Numbers have the decimals they are printed with and no
points between thousands.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.reports.laporan import Laporan
from bot.reports.tabel import Isi, Tabel, judul, tabel_peringkat, tables_of

PEMISAH = ";"
_RUMUS = ("=", "+", "-", "@", "\t", "\r")


def csv_laporan(laporan: Laporan) -> bytes:
    """All tables of the report."""
    return csv_of(tables_of(laporan), judul(laporan))


def csv_peringkat(laporan: Laporan) -> bytes:
    """The ranking alone. ValueError for the report of one unit, which has none."""
    if laporan.himpunan is None:
        raise ValueError(f"{laporan.sasaran.kode} is one unit and has no ranking")
    return csv_of([tabel_peringkat(laporan, laporan.himpunan)], judul(laporan))


def csv_of(tables: Iterable[Tabel], kepala: Sequence[str] = ()) -> bytes:
    """The tables one below the other, an empty line between them, under the lines of `kepala`."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=PEMISAH)
    writer.writerows([safe(line)] for line in kepala)
    for number, tabel in enumerate(tables):
        if number or kepala:
            writer.writerow([])
        writer.writerow(tabel.kolom)
        writer.writerows([_cell(isi) for isi in baris] for baris in (*tabel.baris, *tabel.kaki))
        if tabel.catatan:
            writer.writerow([tabel.catatan])
    return out.getvalue().encode("utf-8-sig")


def _cell(isi: Isi) -> str:
    if isinstance(isi, Decimal):
        return str(isi).replace(".", ",")
    return safe(isi) if isinstance(isi, str) else "" if isi is None else str(isi)


def safe(teks: str) -> str:
    """Text that no spreadsheet takes for a formula, whatever a unit is called."""
    return f"'{teks}" if teks.startswith(_RUMUS) else teks
