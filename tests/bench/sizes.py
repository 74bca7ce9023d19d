"""How many bytes a response takes, with its indexes and counters, on SQLite and on PostgreSQL.

    python -m tests.bench.sizes [--responses 10000 50000] [--without-postgresql]

Fills an empty database with generated responses of one year in the demo city's 94 units, as chat writes them, and
asks the database what each table takes. Counters are shared by responses of one unit, service and day: the more
responses, the fewer bytes each.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from secrets import token_hex

import asyncpg

from bot.demo import UNITS
from bot.demo.city import generate, import_keys, published, rows_of
from bot.imports.table import read_table
from bot.imports.units import parse_units
from scoring.instrumen import shipped_instrumen
from scoring.model import Kelompok, UnitLayanan
from storage.connect import open_store, sqlite_file
from storage.records import ResponsRow
from tests.postgres import running

YEAR = 2026
BATCH = 1_000
COUNTERS = ("rekap_responden", "rekap_unsur", "rekap_harapan")
Sizes = Mapping[str, int]


def responses(total: int) -> tuple[Sequence[Kelompok], Sequence[UnitLayanan], list[ResponsRow]]:
    """The city, and a year of responses as an interview leaves them: with hashes, and with consent."""
    instrumen = shipped_instrumen("permenpan-14-2017")
    groups, units = parse_units(read_table(UNITS), instrumen, {})
    found = generate(units, published(), instrumen, year=YEAR, seed=1, total=total)
    rows = [
        replace(
            row,
            responden=token_hex(16),
            tanda_terima=token_hex(16),
            persetujuan_pada=row.respons.diisi_pada,
            kunci_impor=None,
            sumber="telegram",
            persetujuan_versi="2026-1",
        )
        for row in rows_of(found, instrumen, import_keys(YEAR, total))
    ]
    return groups, units, rows


async def filled(url: str, total: int) -> tuple[Sizes, int, float]:
    """Bytes a table, rows of the counters, and seconds that writing took."""
    groups, units, rows = responses(total)
    store = await open_store(url, create=True, migrate=True)
    try:
        async with store.transaction() as tx:
            await tx.directory.put(groups, units)
            for month in range(1, 13):
                await tx.facts.prepare(date(YEAR, month, 1))
        before = await measured(url)
        begun = time.monotonic()
        for start in range(0, len(rows), BATCH):
            async with store.transaction() as tx:
                await tx.facts.add(rows[start : start + BATCH])
        seconds = time.monotonic() - begun
        async with store.reading() as tx:
            spans = len(await tx.facts.counted())
    finally:
        await store.close()
    after = await measured(url)
    return {name: size - before.get(name, 0) for name, size in after.items()}, spans, seconds


async def measured(url: str) -> dict[str, int]:
    """Bytes of each table with its indexes; partitions count as their table."""
    file = sqlite_file(url)
    sizes: dict[str, int] = {}
    if file is not None:
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            query = (
                "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name GROUP BY 1"
            )
            sizes = dict(database.execute(query))
    else:
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        try:
            await connection.execute("VACUUM")
            query = (
                "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = "
            )
            for name, size in await connection.fetch(query + "'public'::regnamespace"):
                table = "respons" if name.startswith("respons") else name
                sizes[table] = sizes.get(table, 0) + size
        finally:
            await connection.close()
    return sizes


def line(name: str, total: int, sizes: Sizes, spans: int, seconds: float) -> str:
    """One row of the table."""
    respons = sizes.get("respons", 0)
    counters = sum(sizes.get(one, 0) for one in COUNTERS)
    each = [f"{bytes_ / total:,.0f}".rjust(10) for bytes_ in (respons, counters, respons + counters)]
    return f"{name:11}{total:>10,}{''.join(each)}{spans / total:>14.2f}{1e6 * seconds / total:>10.0f}"


async def main(options: argparse.Namespace) -> None:
    """Fill and measure, one database after the other."""
    print("bytes a response     responses   response  counters       sum   spans each   µs each")
    for total in options.responses:
        with tempfile.TemporaryDirectory(prefix="ikm-bench-") as folder:
            print(
                line("SQLite", total, *await filled(f"sqlite+aiosqlite:///{Path(folder)}/ikm.db", total)), flush=True
            )
    if options.without_postgresql:
        return
    with running() as server:
        for total in options.responses:
            url = await server.create()
            print(line("PostgreSQL", total, *await filled(url, total)), flush=True)
            await server.drop(url)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.sizes", description=__doc__)
    parser.add_argument("--responses", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--without-postgresql", action="store_true")
    asyncio.run(main(parser.parse_args()))
