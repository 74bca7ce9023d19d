"""Responses from CSV: answers given on paper or in a form, one row each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.engine.questions import SARAN_PALING
from bot.engine.understand import words
from bot.imports.table import ImportRejected, Problems, Table, read_table
from scoring.instrumen import Instrumen, InstrumenError
from scoring.model import Profil, Respons, UnitLayanan
from scoring.periode import Periode
from storage.records import ResponsRow, new_id
from storage.store import Store

SUMBER = "impor"
KOLOM = ("diisi_pada", "layanan", "jenis_kelamin", "usia", "usia_kelompok", "pendidikan", "pekerjaan", "saran")
TAHUN_PERTAMA = 2000
"""The survey is asked since KepmenPAN 25/2004; a day before this is a slip of the pen."""
_PALING_PANJANG = {"usia_kelompok": 32, "pendidikan": 40, "pekerjaan": 40, "saran": SARAN_PALING}
_KELAMIN = {"l": "L", "laki": "L", "laki laki": "L", "pria": "L", "p": "P", "perempuan": "P", "wanita": "P"}


@dataclass(frozen=True, slots=True)
class ResponsesImported:
    """How many rows the file has, how many are new, how many were there already, and what to know beside."""

    rows: int
    added: int
    already: int
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    """One file on its way in."""

    table: Table
    instrumen: Instrumen
    unit: UnitLayanan
    periode: Periode | None
    today: date
    unsur: dict[str, str] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    outside: dict[str, Counter[str]] = field(default_factory=dict)
    contents: list[bytes] = field(default_factory=list)
    dateless: set[int] = field(default_factory=set)


async def import_responses(
    store: Store, path: Path, instrumen: Instrumen, unit: UnitLayanan, periode: Periode | None, now: datetime
) -> ResponsesImported:
    """Keep every response of a file, or none. A row that an earlier import brought is not counted again.

    `periode` is where rows without a date belong. Raises ImportRejected naming every bad cell.
    """
    table = read_table(path, KOLOM)
    rows, notes = parse_responses(table, instrumen, unit, periode, now)
    async with store.transaction() as tx:
        known = await tx.facts.known_imports([row.kunci_impor for row in rows if row.kunci_impor])
        fresh = [row for row in rows if row.kunci_impor not in known]
        if fresh:
            await tx.facts.add(fresh)
    return ResponsesImported(len(rows), len(fresh), len(rows) - len(fresh), notes)


def parse_responses(
    table: Table, instrumen: Instrumen, unit: UnitLayanan, periode: Periode | None, now: datetime
) -> tuple[list[ResponsRow], tuple[str, ...]]:
    """The responses of a table and notes about it. Raises ImportRejected."""
    today = now.astimezone(ZoneInfo(unit.zona_waktu)).date()
    if periode is not None and periode.mulai > today:
        raise ImportRejected(f"{periode.kode} lies in the future; nothing was imported")
    reading = _Reading(table, instrumen, unit, periode, today, problems=table.problems())
    ignored = _map_columns(reading)
    rows = [_response(reading, row, cells) for row, cells in table]
    reading.problems.raise_if_any(table.name)
    if not rows:
        raise ImportRejected(f"{table.name}: holds no responses")
    notes = [f"columns not used: {', '.join(ignored)}"] if ignored else []
    if reading.dateless:
        notes.append(f"{len(reading.dateless)} rows have no date: they are known again in this same file only")
    for column, values in reading.outside.items():
        listed = ", ".join(f"{value} ({n})" for value, n in sorted(values.items()))
        notes.append(f"{column} outside the instrumen's options, kept as printed: {listed}")
    found = [row for row in rows if row is not None]
    return [replace(row, kunci_impor=key) for row, key in zip(found, _import_keys(reading), strict=True)], tuple(
        notes
    )


def _map_columns(reading: _Reading) -> list[str]:
    """Find the unsur by key or code, never by position. Returns the columns of no use here."""
    table, ignored = reading.table, []
    for column in table.columns:
        if column in KOLOM:
            continue
        try:
            key = reading.instrumen.key_of(column)
        except InstrumenError:
            ignored.append(column)
            continue
        if key in reading.unsur:
            raise ImportRejected(f"{table.name}: columns {reading.unsur[key]} and {column} are the same unsur")
        reading.unsur[key] = column
    missing = [f"{u.kode} ({u.key})" for u in reading.instrumen.unsur if u.key not in reading.unsur]
    if missing:
        raise ImportRejected(f"{table.name}: no column for {', '.join(missing)}")
    if "diisi_pada" not in table.columns and reading.periode is None:
        raise ImportRejected(f"{table.name}: has no column diisi_pada; say with --periode when these were answered")
    return ignored


def _response(reading: _Reading, row: int, cells: Mapping[str, str]) -> ResponsRow | None:
    before = len(reading.problems.found) + reading.problems.more
    awal, akhir, diisi_pada = _when(reading, row, cells.get("diisi_pada", ""))
    layanan = _service(reading, row, cells.get("layanan", ""))
    profil = _profil(reading, row, cells)
    jawaban = {}
    for key, column in reading.unsur.items():
        text = cells[column]
        if text in {"1", "2", "3", "4"}:
            jawaban[key] = int(text)
        else:
            expected = "must be 1, 2, 3 or 4"
            reading.problems.add(row, column, text, expected if text else f"is empty; {expected}")
    for column, most in _PALING_PANJANG.items():
        if len(cells.get(column, "")) > most:
            reading.problems.add(row, column, cells[column], f"is longer than {most} characters")
    if len(reading.problems.found) + reading.problems.more > before:
        return None
    respons = Respons(layanan, diisi_pada, profil, jawaban, {}, cells.get("saran") or None)
    unit, instrumen = reading.unit.kode, reading.instrumen.id
    if not cells.get("diisi_pada"):
        reading.dateless.add(len(reading.contents))
    reading.contents.append(_content(reading, respons, awal, akhir, cells.get("layanan", "")))
    return ResponsRow(new_id(), unit, instrumen, awal, akhir, SUMBER, respons)


def _import_keys(reading: _Reading) -> Iterator[str]:
    """By which each row is known again: the same for the same file imported again.

    A row with a date is known by its content in any file, so that a sheet which has grown brings its new rows alone.
    Without a date, people of the same answers look alike in every batch of a semester's paper forms: such a row is
    known by the file it stands in. Rows alike within a file are told apart by their number.
    """
    file = blake2b(b"\n".join(reading.contents), digest_size=16).digest()
    same: Counter[bytes] = Counter()
    for n, content in enumerate(reading.contents):
        same[content] += 1
        within = file if n in reading.dateless else b""
        yield blake2b(content + b"\n%d\n" % same[content] + within, digest_size=16).hexdigest()


def _content(reading: _Reading, respons: Respons, awal: date, akhir: date, layanan: str) -> bytes:
    """All that a row says. `layanan` is what the file says: what follows from the unit's services may change."""
    profil = respons.profil
    return json.dumps([
        reading.unit.kode, reading.instrumen.id, awal.isoformat(), akhir.isoformat(),
        respons.diisi_pada.astimezone(UTC).isoformat(), respons.layanan if layanan else "",
        profil.jenis_kelamin, profil.usia, profil.usia_kelompok, profil.pendidikan, profil.pekerjaan,
        sorted(respons.jawaban.items()), respons.saran,
    ]).encode()  # fmt: skip


def _when(reading: _Reading, row: int, text: str) -> tuple[date, date, datetime]:
    """First and last day it may have been, and the moment; of no use where a problem was added."""
    zone = ZoneInfo(reading.unit.zona_waktu)
    periode = reading.periode
    if not text and periode is not None:
        last = periode.selesai - timedelta(days=1)
        return periode.mulai, last, datetime.combine(periode.mulai, time(), zone)
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
        day = moment.astimezone(zone).date()
    except (ValueError, OverflowError):
        expected = "is no date; write it as 2024-07-31 or 2024-07-31T09:30"
        reading.problems.add(row, "diisi_pada", text, expected if text else "is empty")
        return reading.today, reading.today, datetime.combine(reading.today, time(), zone)
    if day > reading.today:
        reading.problems.add(row, "diisi_pada", text, "lies in the future")
    elif day.year < TAHUN_PERTAMA:
        reading.problems.add(row, "diisi_pada", text, f"lies before {TAHUN_PERTAMA}, when nobody was asked")
    elif periode is not None and day not in periode:
        reading.problems.add(row, "diisi_pada", text, f"lies outside {periode.kode}")
    return day, day, moment


def _service(reading: _Reading, row: int, text: str) -> str:
    if not text:
        # Known without being said where there is but one; otherwise not known.
        return reading.unit.layanan[0].kode if len(reading.unit.layanan) == 1 else ""
    said = words(text)
    for service in reading.unit.layanan:
        if said in (words(service.nama), words(service.kode)):
            return service.kode
    offered = ", ".join(service.nama for service in reading.unit.layanan) or "none listed"
    reading.problems.add(row, "layanan", text, f"is no service of {reading.unit.nama}; it has {offered}")
    return ""


def _profil(reading: _Reading, row: int, cells: Mapping[str, str]) -> Profil:
    kelamin, usia = cells.get("jenis_kelamin", ""), cells.get("usia", "")
    if kelamin and " ".join(words(kelamin)) not in _KELAMIN:
        reading.problems.add(row, "jenis_kelamin", kelamin, "must be L or P")
    if usia and not (usia.isascii() and usia.isdigit() and 10 <= int(usia) <= 120):
        expected = "must be a whole number of years, 10 to 120; classes go in usia_kelompok"
        reading.problems.add(row, "usia", usia, expected)
        usia = ""
    return Profil(
        jenis_kelamin=_KELAMIN.get(" ".join(words(kelamin))),
        usia=int(usia) if usia else None,
        usia_kelompok=cells.get("usia_kelompok") or None,
        pendidikan=_option(reading, "pendidikan", cells.get("pendidikan", "")),
        pekerjaan=_option(reading, "pekerjaan", cells.get("pekerjaan", "")),
    )


def _option(reading: _Reading, key: str, text: str) -> str | None:
    """The code of an option; a category of the source's own is kept as printed, since guessing would be worse."""
    if not text:
        return None
    for profil in reading.instrumen.profil:
        if profil.key == key:
            for pilihan in profil.pilihan:
                if words(text) in (words(pilihan.label), words(pilihan.kode)):
                    return pilihan.kode
    reading.outside.setdefault(key, Counter())[text] += 1
    return text
