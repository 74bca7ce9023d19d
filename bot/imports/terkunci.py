"""A closed periode takes nothing in by import, and gives nothing back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.engine.tanggal import capital
from bot.imports.faults import ImportRejected, Said
from scoring.periode import parse_periode
from storage.records import ResponsRow
from storage.store import Transaction


class PeriodeTerkunci(ImportRejected):
    """The days lie in a closed periode; nothing was changed."""


async def ensure_open(tx: Transaction, awal: date, akhir: date) -> None:
    """Raises PeriodeTerkunci where a closed periode shares a day with those from `awal` to `akhir`, both included.
    Asked within the transaction that writes, nothing can be closed in between."""
    closed = await tx.periods.closed_over(awal, akhir)
    if not closed:
        return
    names = " dan ".join(parse_periode(kode).nama for kode in closed)
    raise PeriodeTerkunci(
        Said(
            f"{', '.join(closed)} is closed; nothing was changed; `ikm periode reopen` opens it again",
            f"{capital(names)} sudah ditutup, jadi jawabannya tidak dapat ditambah atau dikurangi. "
            "Jika memang perlu, buka lagi dengan /periode.",
        )
    )


async def ensure_rows_open(tx: Transaction, rows: Sequence[ResponsRow]) -> None:
    """ensure_open for every day that one of these rows has. Raises PeriodeTerkunci."""
    for awal, akhir in sorted({(row.hari_awal, row.hari_akhir) for row in rows}):
        await ensure_open(tx, awal, akhir)
