"""Every import has a name, under which it is found again and undone whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.engine.tanggal import tanggal
from bot.imports.faults import ImportRejected, Problem, Said
from bot.imports.terkunci import ensure_rows_open
from scoring.model import UnitLayanan
from storage.imports import NAMA_PALING, ImporRow
from storage.records import ResponsRow, new_id
from storage.store import Transaction

DITAHAN_DICATAT: Final = 20
"""Rows held back of which an import remembers why."""


@dataclass(frozen=True, slots=True)
class Importer:
    """Who brings responses in, and under which name; without one it is that of the file, with the day."""

    oleh: str
    lewat_chat: bool = False
    nama: str = ""


async def keep_import(
    tx: Transaction, by: Importer, unit: UnitLayanan, berkas: str, rows: Sequence[ResponsRow],
    held_back: Sequence[Problem], n_held: int, now: datetime, rincian: Mapping[str, Any],
) -> ImporRow | None:  # fmt: skip
    """Keep these responses as one import; without any, nothing is kept, and it is None.

    Of what was held back the place and the reason are remembered, not what stood there. Raises PeriodeTerkunci.
    """
    if not rows:
        return None
    await ensure_rows_open(tx, rows)
    ditahan = [replace(problem, value="").indonesia for problem in held_back[:DITAHAN_DICATAT]]
    day = tanggal(now.astimezone(ZoneInfo(unit.zona_waktu)).date())
    row = ImporRow(
        id=new_id(),
        nama=" ".join(by.nama.split())[:NAMA_PALING] or f"{berkas[: NAMA_PALING - 20]}, {day}",
        berkas=berkas[:NAMA_PALING],
        unit=unit.kode,
        hari_awal=min(one.hari_awal for one in rows),
        hari_akhir=max(one.hari_akhir for one in rows),
        masuk=len(rows),
        ditahan=n_held,
        pada=now,
        oleh=by.oleh[:NAMA_PALING],
        lewat_chat=by.lewat_chat,
        rincian={**rincian, "ditahan": ditahan},
    )
    await tx.imports.add(row)
    await tx.facts.add([replace(one, impor=row.id) for one in rows])
    return row


async def undo_import(tx: Transaction, id_: int, now: datetime, oleh: str) -> int:
    """Erase the responses of an import that are still there. Returns how many.

    Raises ImportRejected where there is no such import, where it is undone already, and where some of its responses
    lie in a closed periode; then nothing is changed.
    """
    await ensure_undoable(tx, id_)
    undone = await tx.imports.undo(id_, now, oleh[:NAMA_PALING])
    assert undone is not None  # noqa: S101  asked above, in the same transaction
    return undone


async def ensure_undoable(tx: Transaction, id_: int) -> ImporRow:
    """The import. Raises ImportRejected as undo_import does."""
    row = await tx.imports.get(id_)
    if row is None:
        raise ImportRejected(
            Said(f"there is no import {id_}; `ikm responses list` shows them", "Impor itu tidak kami temukan.")
        )
    if row.dibatalkan_pada is not None:
        day = row.dibatalkan_pada.date()
        raise ImportRejected(
            Said(
                f"import {id_} was undone on {day.isoformat()} by {row.dibatalkan_oleh}; nothing was changed",
                f"Impor itu sudah dibatalkan oleh {row.dibatalkan_oleh}.",
            )
        )
    await ensure_rows_open(tx, await tx.imports.responses(id_))
    return row
