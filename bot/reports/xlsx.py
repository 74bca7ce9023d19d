"""The figures of a report as an Excel workbook: a sheet a table."""

from __future__ import annotations

import io

from bot.reports.laporan import Laporan
from bot.reports.lembar import lembar_of, new_book, write_lembar
from bot.reports.tabel import judul, tables_of


def xlsx_laporan(laporan: Laporan) -> bytes:
    """All tables of the report. The same report gives the same bytes."""
    out, kepala = io.BytesIO(), judul(laporan)
    with new_book(out, kepala, laporan.hari) as book:
        for tabel in tables_of(laporan):
            write_lembar(book, lembar_of(tabel), kepala)
    return out.getvalue()
