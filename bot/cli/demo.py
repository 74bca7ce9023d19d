"""The work of `ikm demo`: a year of responses in a database that holds no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.cli.frame import fail
from bot.demo import RESPONSES, UNITS
from bot.demo.city import generate, import_keys, published, rows_of
from bot.imports.table import read_table
from bot.imports.units import parse_units
from bot.settings import Settings
from scoring.ikm import compute_ikm
from scoring.instrumen import Instrumen, shipped_instrumen
from scoring.model import Kelompok, Rekap, UnitLayanan, rekap_of
from scoring.pembulatan import round_half_up
from storage.connect import open_store
from storage.facts import Span
from storage.records import ResponsRow
from storage.store import Transaction

BATCH = 2_000
_ELSEWHERE = "nothing was added (IKM_DATABASE_URL may name a new file for the demo)"


@dataclass(frozen=True, slots=True)
class Filled:
    """What the database holds now. `matching` units have the published index; `worst` is the largest difference,
    `different` the units that differ."""

    year: int
    seed: int
    units: int
    responses: int
    added: int
    already: int
    matching: int
    worst: str
    different: tuple[str, ...]


async def fill(read: Settings, year: int, seed: int) -> Filled:
    """Add what is missing: units, and the responses of that year. All of it, or nothing.

    Raises StorageError, InstrumenError.
    """
    instrumen = shipped_instrumen(read.instrumen)
    groups, units = parse_units(read_table(UNITS), instrumen, {})
    ikm = published()
    found = generate(units, ikm, instrumen, year=year, seed=seed, total=RESPONSES)
    rows = list(rows_of(found, instrumen, import_keys(year, RESPONSES)))
    store = await open_store(read.database_url, create=True, migrate=True)
    try:
        async with store.transaction() as tx:
            added = await _add(tx, groups, units, rows, year)
            rekaps = await tx.facts.rekap(instrumen.id, date(year, 1, 1), date(year + 1, 1, 1))
    finally:
        await store.close()
    worst, different = _differences(ikm, rekaps, instrumen)
    return Filled(
        year,
        seed,
        len(units),
        len(rows),
        added,
        len(rows) - added,
        len(units) - len(different),
        str(round_half_up(worst)),
        different,
    )


def text_of(done: Filled) -> str:
    lines = [
        f"{done.responses} responses of {done.year} in {done.units} units: "
        f"{done.added} added, {done.already} were there already",
        f"{done.matching} of {done.units} units have their published index; the largest difference is "
        f"{done.worst.replace('.', ',')}",
    ]
    lines += [f"differs: {kode}" for kode in done.different]
    return "\n".join(lines)


async def _add(
    tx: Transaction,
    groups: Sequence[Kelompok],
    units: Sequence[UnitLayanan],
    rows: Sequence[ResponsRow],
    year: int,
) -> int:
    """How many were new. Ends the program, with nothing changed, where real data would be mixed with generated."""
    there = {unit.kode for unit in await tx.directory.units()}
    if there and not {unit.kode for unit in units} <= there:
        fail(f"the database holds units that are not the demo's; {_ELSEWHERE}")
    counted = await tx.facts.counted()
    if await _generated(tx, counted) != sum(rekap.n for rekap in counted.values()):
        fail(f"the database holds responses that are not the demo's; {_ELSEWHERE}")
    same_year = {span: rekap for span, rekap in counted.items() if span[2].year == year}
    if same_year == _counted(rows):
        return 0
    if same_year:
        fail(f"the demo's responses of {year} are there already, made with another seed; {_ELSEWHERE}")
    if not there:
        await tx.directory.put(groups, units)
    for start in range(0, len(rows), BATCH):
        await tx.facts.add(rows[start : start + BATCH])
    return len(rows)


async def _generated(tx: Transaction, counted: Mapping[Span, Rekap]) -> int:
    """How many of the responses counted are the demo's, of any seed."""
    years = {span[2].year for span in counted}
    keys = [key for year in sorted(years) for key in import_keys(year, RESPONSES)]
    return len(await tx.facts.known_imports(keys))


def _counted(rows: Sequence[ResponsRow]) -> dict[Span, Rekap]:
    """What the counters say of these responses."""
    result: dict[Span, Rekap] = {}
    for row in rows:
        span = (row.instrumen, row.unit, row.hari_awal, row.hari_akhir, row.respons.layanan)
        result[span] = result.get(span, Rekap()) + rekap_of([row.respons.jawaban])
    return result


def _differences(
    ikm: Mapping[str, Fraction], rekaps: Mapping[str, Rekap], instrumen: Instrumen
) -> tuple[Fraction, tuple[str, ...]]:
    """The largest difference from the published index, as printed, and the units that have one."""
    reached = {kode: compute_ikm(rekaps.get(kode, Rekap()), instrumen).ikm for kode in ikm}
    off = {kode: abs(Fraction(round_half_up(reached[kode] or 0)) - wanted) for kode, wanted in ikm.items()}
    return max(off.values()), tuple(kode for kode, difference in off.items() if difference)
