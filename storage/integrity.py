"""What can be wrong with a database beside its counters: pages that were damaged, rows that point nowhere, rules of
its own that are off."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    impor,
    izin_balas,
    rekap_harapan,
    rekap_responden,
    rekap_unsur,
    respons,
    saran,
    unit_layanan,
)

OK: Final = "ok"
UNKNOWN: Final = "not watched"
"""PostgreSQL was set up without checksums of its pages, so nobody knows."""

# What no foreign key looks after: none reaches into partitions by id alone, and counters have none.
_POINTING: Final[tuple[tuple[Column[object], Column[object], str], ...]] = (
    (saran.c.respons, respons.c.id, "response"),
    (izin_balas.c.respons, respons.c.id, "response"),
    (respons.c.impor, impor.c.id, "import"),
    (rekap_responden.c.unit, unit_layanan.c.kode, "unit"),
    (rekap_unsur.c.unit, unit_layanan.c.kode, "unit"),
    (rekap_harapan.c.unit, unit_layanan.c.kode, "unit"),
)
_CHECKSUMS = text(
    "SELECT current_setting('data_checksums') AS watched, checksum_failures AS met "
    "FROM pg_stat_database WHERE datname = current_database()"
)
# Each of these makes a row of one text. They are rules that hold only where nobody has put them out of force.
_OFF: Final = (
    "SELECT 'index ' || relname || ' is not valid' FROM pg_index JOIN pg_class c ON c.oid = indexrelid "
    "WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace ORDER BY 1",
    "SELECT 'constraint ' || conname || ' was never checked' FROM pg_constraint JOIN pg_class c ON c.oid = conrelid "
    "WHERE NOT convalidated AND relnamespace = current_schema()::regnamespace ORDER BY 1",
    "SELECT DISTINCT 'triggers of ' || relname || ' are off' FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
    "WHERE tgenabled = 'D' AND relnamespace = current_schema()::regnamespace ORDER BY 1",
)


async def pages(connection: AsyncConnection) -> str:
    """OK, UNKNOWN, or what the database finds wrong with what it has on disk."""
    if connection.dialect.name == "sqlite":
        return str((await connection.exec_driver_sql("PRAGMA integrity_check(1)")).scalar_one())
    found = (await connection.execute(_CHECKSUMS)).one()
    if found.watched != "on":
        return UNKNOWN
    return f"damaged pages were met, {found.met} times" if found.met else OK


async def faults(connection: AsyncConnection) -> list[str]:
    """In words what is wrong with rows and rules; empty where all is right."""
    found = list[str]()
    for column, target, what in _POINTING:
        lost = column.is_not(None) & ~exists().where(target == column)
        query = select(func.count()).select_from(column.table).where(lost)
        if n := (await connection.execute(query)).scalar_one():
            found.append(f"{n} rows of {column.table.name} are of no {what} that there is")
    if connection.dialect.name == "sqlite":
        lacking = text('SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2')
        rows = await connection.execute(lacking)
        return found + [f"{n} rows of {table} have nothing in {parent} to belong to" for table, parent, n in rows]
    for statement in _OFF:
        found += (await connection.execute(text(statement))).scalars()
    return found
