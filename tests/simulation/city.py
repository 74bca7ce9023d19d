"""Kota Kediri with a head in each of its 94 units, a camat in each group and an admin, before its year begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

from bot.demo import RESPONSES, SEED, UNITS, YEAR
from bot.demo.city import generate, import_keys, published, rows_of
from bot.imports.table import read_table
from bot.imports.units import parse_units
from bot.service.sandi import Sandi
from scoring.instrumen import shipped_instrumen
from scoring.model import Kelompok, UnitLayanan
from storage.connect import open_store
from storage.records import ResponsRow, new_id
from storage.staff import HakRow, StafRow
from storage.store import Store

INSTRUMEN = shipped_instrumen("permenpan-14-2017")
SANDI = Sandi("a secret of the simulation, long enough")
CHANNEL = "telegram"
BEGIN = datetime(YEAR - 1, 12, 31, 17, 0, tzinfo=UTC)
"""Midnight in Jakarta on 1 January."""
ZONE = timedelta(hours=7)
"""That of all its units."""
END = datetime(YEAR, 12, 31, 17, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class City:
    """What a year is lived with: units, and the responses of each day in the order in which they were given."""

    groups: list[Kelompok]
    units: list[UnitLayanan]
    days: dict[date, list[ResponsRow]]


@cache
def city() -> City:
    groups, units = parse_units(read_table(UNITS), INSTRUMEN, {})
    found = generate(units, published(), INSTRUMEN, year=YEAR, seed=SEED, total=RESPONSES)
    rows = list(rows_of(found, INSTRUMEN, import_keys(YEAR, RESPONSES)))
    rows.sort(key=lambda row: (row.hari_awal, row.kunci_impor))
    days = {day: list(part) for day, part in groupby(rows, key=lambda row: row.hari_awal)}
    return City(list(groups), list(units), days)


async def settle_in(folder: Path) -> Store:
    """The city's database in `folder`, made where there is none, with everybody in office."""
    store = await open_store(f"sqlite+aiosqlite:///{folder}/ikm.db", create=True, migrate=True)
    here = city()
    async with store.transaction() as tx:
        if await tx.directory.units():
            return store
        await tx.directory.put(here.groups, here.units)
        posts = [("kepala_unit", unit.kode, unit.nama) for unit in here.units]
        posts += [("pengawas_kelompok", group.kode, group.nama) for group in here.groups]
        for n, (peran, cakupan, nama) in enumerate([*posts, ("admin", "", "Admin")], start=1):
            address = str(7_000_000 + n)
            key = SANDI.percakapan(CHANNEL, address)
            who = StafRow(new_id(), key, CHANNEL, address, nama, "mingguan", 1200, 420, "Asia/Jakarta", True, BEGIN)
            await tx.staff.put(who)
            await tx.staff.grant(who.id, HakRow(new_id(), peran, cakupan), BEGIN, None)
    return store
