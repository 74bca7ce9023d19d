"""Responses from files people have: a recap of paper forms, an export of an online form, our own table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.engine.tanggal import capital
from bot.imports.berkas import read_file
from bot.imports.columns.mapping import Pemetaan
from bot.imports.columns.understanding import Understanding
from bot.imports.faults import ImportRejected, Problem, Problems, Said, counted
from bot.imports.named import Importer, keep_import
from bot.imports.opening import open_table
from bot.imports.reading import read_rows
from bot.imports.rows import Reading
from bot.imports.terkunci import ensure_rows_open
from bot.imports.told import notes_of, understood_of
from bot.imports.totals import Checked, check_totals, explained
from scoring.instrumen import Instrumen
from scoring.model import UnitLayanan
from scoring.periode import Periode
from storage.imports import ImporRow
from storage.records import ResponsRow
from storage.staff import AuditRow
from storage.store import Store, Transaction

_SEBAGIAN = Said(
    "rows held back have no date here: when they are mended, undo this import before the whole file comes again",
    "Ada baris tanpa tanggal. Setelah baris yang ditahan diperbaiki, batalkan dulu impor ini sebelum berkasnya "
    "dimasukkan lagi.",
)

_PROGRAM = Importer("ikm")


@dataclass(frozen=True, slots=True)
class ParsedResponses:
    """A file read whole. `held_back` is what is wrong with the `n_held` rows that are not among `rows`; `understood`
    says what the file was taken for, `notes` what to know beside."""

    rows: tuple[ResponsRow, ...]
    held_back: tuple[Problem, ...]
    n_held: int
    notes: tuple[Said, ...]
    understood: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ResponsesImported:
    """How many rows the file has, how many are new, were there already, were held back and why; what to know.
    `impor` is what it is kept as, None where nothing was added."""

    rows: int
    added: int
    already: int
    held_back: int
    problems: tuple[Problem, ...]
    notes: tuple[Said, ...]
    understood: tuple[Said, ...]
    impor: ImporRow | None = None


async def import_responses(
    store: Store, path: Path, instrumen: Instrumen, unit: UnitLayanan, periode: Periode | None, now: datetime,
    mapping: Pemetaan | None = None, *, sheet: str = "", skip_bad: bool = False, dry_run: bool = False,
    by: Importer = _PROGRAM, audit: Callable[[ImporRow], AuditRow] | None = None,
) -> ResponsesImported:  # fmt: skip
    """Keep every response of a file, or none; with `skip_bad` all that can be read. A row that an earlier import
    brought is not counted again, and a closed periode takes none. `by` names the import that it makes where something
    is new; `audit` makes the line of the audit log that is kept with it. `dry_run` only says what would be done.

    `periode` is where rows without a date belong. Raises ImportRejected naming every bad cell.
    """
    parsed = read_responses(
        read_file(path), path.name, instrumen, unit, periode, now, mapping, sheet=sheet, skip_bad=skip_bad
    )
    impor = None
    if dry_run:
        async with store.reading() as tx:
            fresh = await new_rows(tx, parsed.rows)
            await ensure_rows_open(tx, fresh)
    else:
        async with store.transaction() as tx:
            fresh = await new_rows(tx, parsed.rows)
            impor = await keep_parsed(tx, by, unit, path.name, parsed, fresh, periode, now)
            if impor is not None and audit is not None:
                await tx.staff.write_down([audit(impor)])
    n = len(parsed.rows)
    return ResponsesImported(
        n + parsed.n_held,
        len(fresh),
        n - len(fresh),
        parsed.n_held,
        parsed.held_back,
        parsed.notes,
        parsed.understood,
        impor,
    )


async def keep_parsed(
    tx: Transaction, by: Importer, unit: UnitLayanan, berkas: str, parsed: ParsedResponses,
    fresh: Sequence[ResponsRow], periode: Periode | None, now: datetime,
) -> ImporRow | None:  # fmt: skip
    """Keep what is new of a file as one import. Raises PeriodeTerkunci."""
    n = len(parsed.rows)
    rincian = {"baris": n + parsed.n_held, "sudah_ada": n - len(fresh), "periode": periode.kode if periode else ""}
    return await keep_import(tx, by, unit, berkas, fresh, parsed.held_back, parsed.n_held, now, rincian)


async def new_rows(tx: Transaction, rows: Sequence[ResponsRow]) -> list[ResponsRow]:
    """Those that no earlier import brought."""
    keyed = {row.kunci_impor: row.hari_awal for row in rows if row.kunci_impor}
    known = await tx.facts.known_imports(list(keyed), set(keyed.values()))
    return [row for row in rows if row.kunci_impor not in known]


def read_responses(
    isi: bytes, name: str, instrumen: Instrumen, unit: UnitLayanan, periode: Periode | None, now: datetime,
    mapping: Pemetaan | None = None, *, sheet: str = "", skip_bad: bool = False,
) -> ParsedResponses:  # fmt: skip
    """The responses of a file of any kind. Raises ImportRejected where something is not certain, where a row is in
    doubt and `skip_bad` does not hold it back, or where a printed total belies rows that all look right."""
    known = open_table(isi, name, instrumen, unit, mapping, sheet)
    return parse_responses(known, instrumen, unit, periode, now, skip_bad=skip_bad)


def parse_responses(
    known: Understanding, instrumen: Instrumen, unit: UnitLayanan, periode: Periode | None, now: datetime, *,
    skip_bad: bool = False,
) -> ParsedResponses:  # fmt: skip
    """As `read_responses`, from a file already opened."""
    name = known.layout.grid.name
    today = now.astimezone(ZoneInfo(unit.zona_waktu)).date()
    if periode is not None and periode.mulai > today:
        english = f"{periode.kode} lies in the future; nothing was imported"
        indonesia = f"{capital(periode.nama)} belum dimulai. Tidak ada yang dimasukkan."
        raise ImportRejected(Said(english, indonesia))
    _settled(known, name)
    if not known.holding("diisi_pada") and periode is None:
        english = f"{name}: has no column diisi_pada; say with --periode when these were answered"
        indonesia = f"{name} tidak berisi kolom diisi_pada, jadi periodenya harus disebut."
        raise ImportRejected(Said(english, indonesia))
    reading = Reading(known, instrumen, unit, periode, today, Problems())
    rows = read_rows(reading)
    checked = check_totals(reading)
    belied = _belied(reading, checked, skip_bad=skip_bad)
    if not rows and not reading.problems.n:
        raise ImportRejected(Said(f"{name}: holds no responses", f"{name} tidak berisi jawaban."))
    if not skip_bad or not rows:
        reading.problems.raise_if_any(name)
    n_held = len(known.layout.body) + len(known.layout.below) - len(rows)
    notes = [*notes_of(reading, checked), *belied]
    if n_held and reading.dateless:
        notes.append(_SEBAGIAN)
    held = tuple(sorted(reading.problems.found, key=lambda problem: problem.row))
    return ParsedResponses(tuple(rows), held, n_held, tuple(notes), understood_of(known))


def _settled(known: Understanding, name: str) -> None:
    """Raises ImportRejected while anything is uncertain."""
    if known.doubts:
        things = counted(len(known.doubts), "thing")
        english = (
            f"{name}: {things} not certain, so nothing was imported; `ikm responses guess` writes a mapping to settle"
        )
        indonesia = f"{name}: {len(known.doubts)} hal belum pasti. Tidak ada yang dimasukkan."
        raise ImportRejected(Said(english, indonesia), known.doubts)


def _belied(reading: Reading, checked: Checked, *, skip_bad: bool) -> list[Said]:
    """Totals that do not add up are faults of the file. Where rows are held back that can be why, they are told.

    Raises ImportRejected where other rows were to be kept, though none can be said to be the wrong one.
    """
    if not skip_bad:
        for problem in checked.faults:
            reading.problems.add(problem.row, problem.column, problem.value, problem.message)
        return []
    totals = [column.name for column in reading.known.holding("jumlah")]
    held = reading.problems.found
    if rest := [problem for problem in checked.faults if not explained(problem, held, totals)]:
        name = reading.known.layout.grid.name
        figures = counted(len(rest), "printed figure")
        english = f"{name}: {figures} not borne out by the rows, of which none can be said to be wrong"
        indonesia = f"{name}: {len(rest)} angka tercetak tidak cocok, dan tidak jelas baris mana yang salah."
        summary = Said(f"{english}; nothing was imported", f"{indonesia} Tidak ada yang dimasukkan.")
        raise ImportRejected(summary, rest)
    why = ("a row held back may be why", "Mungkin karena baris yang ditahan.")
    return [Said(f"{problem}; {why[0]}", f"{problem.indonesia}. {why[1]}") for problem in checked.faults]
