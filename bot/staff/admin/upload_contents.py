"""What is in a file that an admin sent: what it would change, and the change itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.engine.tanggal import angka
from bot.imports.columns.understanding import Understanding
from bot.imports.faults import ImportRejected, Problem, Said
from bot.imports.named import Importer
from bot.imports.opening import lacks_dates, open_table
from bot.imports.responses import ParsedResponses, keep_parsed, new_rows, parse_responses
from bot.imports.table import Table, table_of
from bot.imports.terkunci import PeriodeTerkunci, ensure_rows_open
from bot.imports.units import columns_of, compare_units
from bot.staff.frame import Call, Entry, Refused, Write
from scoring.model import UnitLayanan
from scoring.periode import Periode
from storage.files import FileRow
from storage.store import Transaction

BERKAS_PALING: Final = 2 * 1024 * 1024
BARIS_PALING: Final = 5_000
"""A file of more rows is for the command line: here citizens would wait for it."""
NAMA_TAMPIL: Final = 6
MASALAH_TAMPIL: Final = 6

_SELA: Final = "Isinya baru saja dimasukkan atau diubah orang lain. Silakan kirim lagi dengan /impor."


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change, in `lines`, and the `label` of the button that does it; empty where it changes
    nothing. `ditahan`: rows in doubt would be left out."""

    lines: tuple[str, ...]
    label: str
    ditahan: bool = False


@dataclass(frozen=True, slots=True)
class Importing:
    """A file's change: what does it, what is told of it, in chat and in the audit log."""

    write: Write
    told: str
    entry: Entry


async def needs_periode(call: Call, file: FileRow, unit: UnitLayanan) -> bool:
    """Whether there are responses of which only a periode can say when they were given. Raises ImportRejected for a
    file that holds no responses at all."""
    return lacks_dates(await _opened(call, file, unit))


async def preview_responses(call: Call, file: FileRow, unit: UnitLayanan, periode: Periode | None) -> Preview:
    """Where rows are in doubt and the others could come in without them, that is offered. Raises ImportRejected."""
    try:
        return await _preview(call, file, unit, periode, skip_bad=False)
    except PeriodeTerkunci:
        raise
    except ImportRejected as whole:
        try:
            preview = await _preview(call, file, unit, periode, skip_bad=True)
        except ImportRejected:
            raise whole from None
        if not preview.label:
            raise
        return preview


async def _preview(
    call: Call, file: FileRow, unit: UnitLayanan, periode: Periode | None, *, skip_bad: bool
) -> Preview:
    parsed = await _parsed(call, file, unit, periode, skip_bad=skip_bad)
    rows, held = parsed.rows, parsed.n_held
    fresh = await new_rows(call.tx, rows)
    await ensure_rows_open(call.tx, fresh)
    new = len(fresh)
    counted = f"{file.nama}: {angka(len(rows))} jawaban untuk {unit.nama}."
    if not new:
        return Preview((f"{counted} Semuanya sudah ada, jadi tidak ada yang perlu dimasukkan.",), "")
    counted += f" {angka(new)} baru, {angka(len(rows) - new)} sudah ada."
    told = " ".join(one.indonesia for one in parsed.understood)
    notes = tuple(note.indonesia for note in parsed.notes)
    if not held:
        return Preview((counted, told, *notes), f"Masukkan {angka(new)} jawaban")
    reasons = listed_problems(parsed.held_back, len(parsed.held_back))
    listed = "\n".join((f"{angka(held)} baris belum dapat dimasukkan:", *reasons))
    return Preview((counted, listed, told, *notes), f"Masukkan yang benar saja ({angka(new)})", ditahan=True)


def listed_problems(problems: Sequence[Problem], n: int) -> list[str]:
    """The first of `n` faults, a line each, and how many more there are."""
    listed = [f"{problem.indonesia}." for problem in problems[:MASALAH_TAMPIL]]
    if listed and (rest := n - len(listed)) > 0:
        listed.append(f"… dan {angka(rest)} lainnya.")
    return listed


async def importing_responses(
    call: Call, file: FileRow, unit: UnitLayanan, periode: Periode | None, *, skip_bad: bool
) -> Importing:
    """Raises ImportRejected; the write raises Refused where it would no longer be what was shown."""
    parsed = await _parsed(call, file, unit, periode, skip_bad=skip_bad)
    new = len(await new_rows(call.tx, parsed.rows))

    async def write(tx: Transaction) -> None:
        fresh = await new_rows(tx, parsed.rows)
        if len(fresh) != new:
            raise Refused(_SELA)
        by = Importer(call.who.nama, lewat_chat=True)
        try:
            await keep_parsed(tx, by, unit, file.nama, parsed, fresh, periode, call.now)
        except PeriodeTerkunci as error:
            raise Refused(error.summary.indonesia) from None

    held = parsed.n_held
    rincian = {"berkas": file.nama, "baris": len(parsed.rows) + held, "baru": new, "ditahan": held}
    entry = Entry("impor", unit.nama, {**rincian, "periode": periode.kode if periode else "-"})
    left_out = f" {angka(held)} baris tidak dimasukkan." if held else ""
    told = f"{angka(new)} jawaban untuk {unit.nama} sudah dimasukkan.{left_out} Lihat hasilnya dengan /laporan."
    return Importing(write, f"{told}\n\nJika ternyata keliru, batalkan lewat /impor, tombol Impor terdahulu.", entry)


async def preview_units(call: Call, file: FileRow) -> Preview:
    """Raises ImportRejected."""
    instrumen = call.survey.instrumen
    change = await compare_units(call.tx, await _table(file, columns_of(instrumen)), instrumen)
    done = change.done
    added, changed, same = (angka(n) for n in (done.added, done.changed, done.unchanged))
    counted = f"{file.nama}: {added} unit baru, {changed} berubah, {same} tetap."
    if not (change.units or change.groups):
        return Preview((f"{counted} Tidak ada yang perlu dimasukkan.",), "")
    names = ", ".join(unit.nama for unit in change.units[:NAMA_TAMPIL])
    rest = len(change.units) - NAMA_TAMPIL
    listed = f"Yang baru atau berubah: {names}{f', dan {angka(rest)} lainnya' if rest > 0 else ''}."
    return Preview((counted, listed) if names else (counted,), "Masukkan")


async def importing_units(call: Call, file: FileRow) -> Importing:
    """Raises ImportRejected; the write raises Refused where it would no longer be what was shown."""
    instrumen = call.survey.instrumen
    table = await _table(file, columns_of(instrumen))
    shown = await compare_units(call.tx, table, instrumen)

    async def write(tx: Transaction) -> None:
        if await compare_units(tx, table, instrumen) != shown:
            raise Refused(_SELA)
        await tx.directory.put(shown.groups, shown.units)

    done = shown.done
    told = f"{angka(done.added)} unit ditambahkan, {angka(done.changed)} diubah. Lihat dengan /unit."
    rincian = {"berkas": file.nama, "baru": done.added, "berubah": done.changed}
    return Importing(write, told, Entry("impor", "daftar unit", rincian))


async def _parsed(
    call: Call, file: FileRow, unit: UnitLayanan, periode: Periode | None, *, skip_bad: bool
) -> ParsedResponses:
    known, instrumen = await _opened(call, file, unit), call.survey.instrumen
    return await asyncio.to_thread(parse_responses, known, instrumen, unit, periode, call.now, skip_bad=skip_bad)


async def _opened(call: Call, file: FileRow, unit: UnitLayanan) -> Understanding:
    """Read beside the event loop, since people wait for it. Raises ImportRejected."""
    instrumen = call.survey.instrumen
    known = await asyncio.to_thread(open_table, file.isi or b"", file.nama, instrumen, unit, most=BERKAS_PALING)
    _not_too_long(file, len(known.layout.body))
    return known


async def _table(file: FileRow, columns: Sequence[str]) -> Table:
    """Read beside the event loop, since people wait for it. Raises ImportRejected."""
    table = await asyncio.to_thread(table_of, file.isi or b"", file.nama, columns, most=BERKAS_PALING)
    _not_too_long(file, len(table.rows))
    return table


def _not_too_long(file: FileRow, rows: int) -> None:
    if rows > BARIS_PALING:
        english = f"{file.nama}: more than {BARIS_PALING} rows; split it"
        more = f"{file.nama} berisi lebih dari {angka(BARIS_PALING)} baris. Bagilah menjadi beberapa berkas."
        raise ImportRejected(Said(english, more))
