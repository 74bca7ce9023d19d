"""Units from CSV: `kode,nama,kelompok` and optionally jenis, zona_waktu, populasi, layanan, label_<unsur>."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.engine.survey import KODE_UNIT
from bot.imports.table import ImportRejected, Problems, Table, read_table, slug
from scoring.instrumen import Instrumen
from scoring.model import JenisLayanan, Kelompok, UnitLayanan
from scoring.periode import ZONA
from storage.store import Store

WAJIB = ("kode", "nama", "kelompok")
PILIHAN = ("jenis", "zona_waktu", "populasi", "layanan")
PEMISAH = "|"
NAMA_PALING = 200
_PALING_PANJANG = {"nama": NAMA_PALING, "kelompok": NAMA_PALING, "jenis": 80}


@dataclass(frozen=True, slots=True)
class UnitsImported:
    added: int
    changed: int
    unchanged: int


async def import_units(store: Store, path: Path, instrumen: Instrumen) -> UnitsImported:
    """Add the units of a file, or change those of the same code; a column the file lacks leaves what is there.

    Raises ImportRejected, having changed nothing.
    """
    table = read_table(path, _columns(instrumen))
    async with store.transaction() as tx:
        known = {unit.kode.casefold(): unit for unit in await tx.directory.units()}
        names = {group.kode: group for group in await tx.directory.kelompok()}
        groups, units = parse_units(table, instrumen, known)
        changed = [unit for unit in units if known.get(unit.kode.casefold()) != unit]
        await tx.directory.put([g for g in groups if names.get(g.kode) != g], changed)
    added = sum(unit.kode.casefold() not in known for unit in units)
    return UnitsImported(added, len(changed) - added, len(units) - len(changed))


def parse_units(
    table: Table, instrumen: Instrumen, known: Mapping[str, UnitLayanan]
) -> tuple[list[Kelompok], list[UnitLayanan]]:
    """Groups and units of a table; `known` units by code in lower case. Raises ImportRejected."""
    _check_columns(table, instrumen)
    problems = table.problems()
    groups: dict[str, Kelompok] = {}
    units: dict[str, tuple[int, UnitLayanan]] = {}
    for row, cells in table:
        group = _group(row, cells["kelompok"], groups, problems)
        kode = cells["kode"]
        for column in WAJIB:
            if not cells[column]:
                problems.add(row, column, "", "is empty")
        if kode and not KODE_UNIT.fullmatch(kode):
            problems.add(row, "kode", kode, "may hold only letters, digits, - and _, at most 40 of them")
        if kode and kode.casefold() in units:
            problems.add(row, "kode", kode, f"stands in row {units[kode.casefold()][0]} as well")
        for column, most in _PALING_PANJANG.items():
            if len(cells.get(column, "")) > most:
                problems.add(row, column, cells[column], f"is longer than {most} characters")
        before = known.get(kode.casefold(), UnitLayanan(kode, cells["nama"], group.kode))
        # The code as first written stays: links and stickers with it are out there.
        unit = replace(before, nama=cells["nama"], kelompok=group.kode, aktif=True)
        unit = replace(unit, **_optional(row, cells, problems), label=_labels(row, cells, unit, instrumen, problems))
        groups.setdefault(group.kode, group)
        units[kode.casefold()] = (row, unit)
    problems.raise_if_any(table.name)
    if not units:
        raise ImportRejected(f"{table.name}: holds no units")
    return list(groups.values()), [unit for _, unit in units.values()]


def _columns(instrumen: Instrumen) -> tuple[str, ...]:
    return (*WAJIB, *PILIHAN, *(f"label_{unsur.key}" for unsur in instrumen.unsur))


def _check_columns(table: Table, instrumen: Instrumen) -> None:
    missing = [column for column in WAJIB if column not in table.columns]
    if missing:
        raise ImportRejected(f"{table.name}: column {', '.join(missing)} is missing; there must be {','.join(WAJIB)}")
    unknown = [column for column in table.columns if column not in _columns(instrumen)]
    if unknown:
        known = ", ".join((*WAJIB, *PILIHAN, "label_<unsur>"))
        raise ImportRejected(f"{table.name}: column {', '.join(unknown)} is not known; known are {known}")


def _group(row: int, nama: str, groups: Mapping[str, Kelompok], problems: Problems) -> Kelompok:
    """The group of that name; the first spelling in a file is the one shown."""
    kode = slug(nama)
    if nama and not kode:
        problems.add(row, "kelompok", nama, "holds no letter or digit")
    return groups.get(kode, Kelompok(kode, nama))


def _optional(row: int, cells: Mapping[str, str], problems: Problems) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if "jenis" in cells:
        given["jenis"] = cells["jenis"]
    if zona := cells.get("zona_waktu"):
        given["zona_waktu"] = ZONA.get(zona.upper(), zona)
        try:
            ZoneInfo(given["zona_waktu"])
        except (KeyError, ValueError, OSError):
            problems.add(row, "zona_waktu", zona, f"is no time zone; use {', '.join(ZONA)}")
    if "populasi" in cells:
        text = cells["populasi"].replace(".", "")
        given["populasi"] = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
        if text and given["populasi"] is None:
            problems.add(row, "populasi", cells["populasi"], "is no whole number")
    if "layanan" in cells:
        given["layanan"] = _services(row, cells["layanan"], problems)
    return given


def _services(row: int, text: str, problems: Problems) -> tuple[JenisLayanan, ...]:
    services: dict[str, JenisLayanan] = {}
    for name in filter(None, (part.strip() for part in text.split(PEMISAH))):
        kode = slug(name)
        if not kode:
            problems.add(row, "layanan", name, "holds no letter or digit")
        if kode in services:
            problems.add(row, "layanan", name, "stands there twice")
        if len(name) > NAMA_PALING:
            problems.add(row, "layanan", name, f"is longer than {NAMA_PALING} characters")
        services[kode] = JenisLayanan(kode, name)
    return tuple(services.values())


def _labels(
    row: int, cells: Mapping[str, str], unit: UnitLayanan, instrumen: Instrumen, problems: Problems
) -> dict[str, tuple[str, str, str, str]]:
    labels = dict(unit.label)
    for unsur in instrumen.unsur:
        text = cells.get(f"label_{unsur.key}")
        if text is None:
            continue
        labels.pop(unsur.key, None)
        if not text:
            continue
        four = [part.strip() for part in text.split(PEMISAH)]
        if len(four) != 4 or len({label.casefold() for label in four} - {""}) != 4:
            message = f"must be four different labels parted by {PEMISAH}, for score 1 to 4"
            problems.add(row, f"label_{unsur.key}", text, message)
            continue
        labels[unsur.key] = (four[0], four[1], four[2], four[3])
    return labels
