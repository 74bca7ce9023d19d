"""Units from CSV: `kode,nama,kelompok` and optionally jenis, zona_waktu, populasi, layanan, label_<unsur>."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bot.imports.cells import (
    JENIS_PALING,
    PEMISAH,
    Label,
    read_kelompok,
    read_kode,
    read_label,
    read_layanan,
    read_nama,
    read_populasi,
    read_teks,
    read_zona,
)
from bot.imports.faults import ImportRejected, Problems, Said, Unreadable
from bot.imports.table import Table, read_table
from scoring.instrumen import Instrumen
from scoring.model import JenisLayanan, Kelompok, UnitLayanan
from storage.store import Store, Transaction

T = TypeVar("T")

WAJIB = ("kode", "nama", "kelompok")
PILIHAN = ("jenis", "zona_waktu", "populasi", "layanan")


@dataclass(frozen=True, slots=True)
class UnitsImported:
    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class UnitsChange:
    """What a file would change: `groups` and `units` are those that are new or differ, `done` counts them."""

    groups: Sequence[Kelompok]
    units: Sequence[UnitLayanan]
    done: UnitsImported


async def import_units(store: Store, path: Path, instrumen: Instrumen) -> UnitsImported:
    """Add the units of a file, or change those of the same code; a column the file lacks leaves what is there.

    Raises ImportRejected, having changed nothing.
    """
    table = read_table(path, columns_of(instrumen))
    async with store.transaction() as tx:
        change = await compare_units(tx, table, instrumen)
        await tx.directory.put(change.groups, change.units)
    return change.done


async def compare_units(tx: Transaction, table: Table, instrumen: Instrumen) -> UnitsChange:
    """Hold a table against the units there are. Raises ImportRejected."""
    known = {unit.kode.casefold(): unit for unit in await tx.directory.units()}
    names = {group.kode: group for group in await tx.directory.kelompok()}
    groups, units = parse_units(table, instrumen, known)
    changed = [unit for unit in units if known.get(unit.kode.casefold()) != unit]
    added = sum(unit.kode.casefold() not in known for unit in units)
    done = UnitsImported(added, len(changed) - added, len(units) - len(changed))
    return UnitsChange([g for g in groups if names.get(g.kode) != g], changed, done)


def parse_units(
    table: Table, instrumen: Instrumen, known: Mapping[str, UnitLayanan]
) -> tuple[list[Kelompok], list[UnitLayanan]]:
    """Groups and units of a table; `known` units by code in lower case. Raises ImportRejected."""
    _check_columns(table, instrumen)
    problems = table.problems()
    groups: dict[str, Kelompok] = {}
    units: dict[str, tuple[int, UnitLayanan]] = {}
    for row, cells in table:
        cell = _Cells(row, cells, problems)
        kode = cell.read("kode", read_kode, cells["kode"])
        nama = cell.read("nama", read_nama, cells["nama"])
        group = cell.read("kelompok", read_kelompok, Kelompok("", ""))
        group = groups.get(group.kode, group)  # the first spelling in a file is the one shown
        if kode and kode.casefold() in units:
            first = units[kode.casefold()][0]
            problems.add(row, "kode", kode, Said(f"stands in row {first} as well", f"juga ada di baris {first}"))
        before = known.get(kode.casefold(), UnitLayanan(kode, nama, group.kode))
        # The code as first written stays: links and stickers with it are out there.
        unit = replace(before, nama=nama, kelompok=group.kode, aktif=True)
        unit = replace(unit, **_optional(cell), label=_labels(cell, unit, instrumen))
        groups.setdefault(group.kode, group)
        units[kode.casefold()] = (row, unit)
    problems.raise_if_any(table.name)
    if not units:
        raise ImportRejected(Said(f"{table.name}: holds no units", f"{table.name} tidak berisi unit."))
    return list(groups.values()), [unit for _, unit in units.values()]


def columns_of(instrumen: Instrumen) -> tuple[str, ...]:
    """The columns that a table of units may have."""
    return (*WAJIB, *PILIHAN, *(f"label_{unsur.key}" for unsur in instrumen.unsur))


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row being read: what cannot be read becomes a problem."""

    row: int
    text: Mapping[str, str]
    problems: Problems

    def read(self, column: str, reader: Callable[[str], T], otherwise: T) -> T:
        try:
            return reader(self.text[column])
        except Unreadable as error:
            self.problems.add(self.row, column, self.text[column], error.said)
            return otherwise


def _check_columns(table: Table, instrumen: Instrumen) -> None:
    missing = ", ".join(column for column in WAJIB if column not in table.columns)
    if missing:
        english = f"{table.name}: column {missing} is missing; there must be {','.join(WAJIB)}"
        raise ImportRejected(Said(english, f"{table.name}: kolom {missing} belum ada. Harus ada {', '.join(WAJIB)}."))
    unknown = ", ".join(column for column in table.columns if column not in columns_of(instrumen))
    if unknown:
        known = ", ".join((*WAJIB, *PILIHAN, "label_<unsur>"))
        english = f"{table.name}: column {unknown} is not known; known are {known}"
        raise ImportRejected(Said(english, f"{table.name}: kolom {unknown} tidak dikenal. Yang dikenal: {known}."))


def _optional(cell: _Cells) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if "jenis" in cell.text:
        given["jenis"] = cell.read("jenis", lambda text: read_teks(text, JENIS_PALING), "")
    if cell.text.get("zona_waktu"):
        given["zona_waktu"] = cell.read("zona_waktu", read_zona, "")
    if "populasi" in cell.text:
        given["populasi"] = cell.read("populasi", read_populasi, None)
    if "layanan" in cell.text:
        given["layanan"] = _services(cell)
    return given


def _services(cell: _Cells) -> tuple[JenisLayanan, ...]:
    services: dict[str, JenisLayanan] = {}
    for name in filter(None, (part.strip() for part in cell.text["layanan"].split(PEMISAH))):
        try:
            service = read_layanan(name)
        except Unreadable as error:
            cell.problems.add(cell.row, "layanan", name, error.said)
            continue
        if service.kode in services:
            cell.problems.add(cell.row, "layanan", name, Said("stands there twice", "ada dua kali"))
        services[service.kode] = service
    return tuple(services.values())


def _labels(cell: _Cells, unit: UnitLayanan, instrumen: Instrumen) -> dict[str, Label]:
    labels = dict(unit.label)
    for unsur in instrumen.unsur:
        column = f"label_{unsur.key}"
        if column not in cell.text:
            continue
        labels.pop(unsur.key, None)
        if (label := cell.read(column, read_label, None)) is not None:
            labels[unsur.key] = label
    return labels
