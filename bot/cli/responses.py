"""The work of `ikm responses`: answers that were given elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli.frame import find_periode, find_unit
from bot.cli.people import CHANNEL, PERINTAH
from bot.imports.berkas import read_file
from bot.imports.columns.mapping import Pemetaan, read_mapping, write_mapping
from bot.imports.columns.understanding import Understanding
from bot.imports.faults import counted
from bot.imports.named import Importer
from bot.imports.opening import open_table
from bot.imports.responses import ResponsesImported, import_responses
from bot.imports.told import columns_of, totals_of, understood_of
from bot.settings import Settings
from scoring.instrumen import Instrumen, shipped_instrumen
from scoring.model import UnitLayanan
from storage.connect import open_store
from storage.imports import ImporRow
from storage.records import new_id
from storage.staff import SASARAN_PALING, AuditRow
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Call:
    """What is the same for every verb about a file: which one, whose answers, how it is to be read."""

    file: Path
    unit: str
    mapping: Path | None = None
    sheet: str = ""


async def bring_in(
    read: Settings, call: Call, periode_kode: str, nama: str, *, skip_bad: bool, dry_run: bool
) -> ResponsesImported:
    """Raises ImportRejected, StorageError."""
    periode, now = find_periode(periode_kode) if periode_kode else None, datetime.now(UTC)
    async with _opened(read, call) as (store, unit, instrumen, mapping):

        def audit(impor: ImporRow) -> AuditRow:
            rincian = {"impor": impor.id, "berkas": impor.berkas, "baru": impor.masuk, "ditahan": impor.ditahan}
            rincian["periode"] = periode.kode if periode else "-"
            return AuditRow(new_id(), now, None, PERINTAH, CHANNEL, "impor", unit.nama[:SASARAN_PALING], rincian)

        return await import_responses(
            store, call.file, instrumen, unit, periode, now, mapping,
            sheet=call.sheet, skip_bad=skip_bad, dry_run=dry_run, by=Importer(PERINTAH, nama=nama), audit=audit,
        )  # fmt: skip


async def guess(read: Settings, call: Call, out: Path | None) -> Understanding:
    """What a file is taken for; written as a mapping to `out`, which must be new. Raises ImportRejected, OSError."""
    async with _opened(read, call) as (_store, unit, instrumen, mapping):
        known = open_table(read_file(call.file), call.file.name, instrumen, unit, mapping, call.sheet)
    if out is not None:
        settle = [f"to settle: {doubt}" for doubt in known.doubts]
        remarks = (f"How the columns of {call.file.name} are read. Check each line.", *settle)
        write_mapping(out, known.as_mapping(), remarks)
    return known


@asynccontextmanager
async def _opened(read: Settings, call: Call) -> AsyncIterator[tuple[Store, UnitLayanan, Instrumen, Pemetaan | None]]:
    store = await open_store(read.database_url)
    try:
        async with store.reading() as tx:
            unit = find_unit(await tx.directory.units(), call.unit)
        instrumen = shipped_instrumen(read.instrumen)
        mapping = read_mapping(call.mapping, instrumen) if call.mapping is not None else None
        yield store, unit, instrumen, mapping
    finally:
        await store.close()


def imported_text(done: ResponsesImported, *, dry_run: bool) -> str:
    added = "would be added" if dry_run else "added"
    held = f", {counted(done.held_back, 'row')} held back" if done.held_back else ""
    named = [f"kept as “{done.impor.nama}”; `ikm responses undo {done.impor.id}` takes it back"] if done.impor else []
    return "\n".join((
        f"{done.rows} rows: {done.added} responses {added}, {done.already} were there already{held}",
        *named,
        *(one.english for one in done.understood),
        *(f"note: {note.english}" for note in done.notes),
        *(f"held back: {problem}" for problem in done.problems),
    ))  # fmt: skip


def imported_data(done: ResponsesImported) -> dict[str, Any]:
    return {
        "rows": done.rows,
        "added": done.added,
        "already": done.already,
        "held_back": done.held_back,
        "problems": [str(problem) for problem in done.problems],
        "notes": [note.english for note in done.notes],
        "understood": [one.english for one in done.understood],
        "impor": done.impor.id if done.impor else None,
    }


def guess_text(known: Understanding, out: Path | None) -> str:
    certain = "everything is certain: it can be imported as it is"
    doubts = [f"to settle: {doubt}" for doubt in known.doubts] or [certain]
    written = [f"written to {out}; complete it and import with --mapping {out}"] if out is not None else []
    told = [one.english for one in (*understood_of(known), *totals_of(known))]
    return "\n".join((*told, "", *columns_of(known), "", *doubts, *written))


def guess_data(known: Understanding) -> dict[str, Any]:
    return {
        "sheet": known.layout.grid.sheet,
        "header_row": known.layout.header_row,
        "rows": len(known.layout.body),
        "totals": [{"row": totals.row, "kind": totals.kind} for totals in known.layout.totals],
        "mapping": known.as_mapping().model_dump(exclude_defaults=True),
        "doubts": [str(doubt) for doubt in known.doubts],
    }
