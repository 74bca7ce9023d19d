"""A database with rows in every table, made from the tables themselves; and all that one holds."""

from __future__ import annotations

import random
import string
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, LargeBinary, SmallInteger, String, Table

from storage.rows import TABLES, Values
from storage.store import Store
from storage.tables import UtcDateTime

_LETTERS = string.ascii_letters + "áé–“”…ñ東京🙂'\"\\%_;\n\t "
_FIRST = date(2019, 1, 1)


async def fill(store: Store, seed: int, rows: int = 7) -> None:
    """Some rows in each table that has none, with values of every kind its columns take."""
    luck = random.Random(seed)
    kept: dict[str, list[Values]] = {}
    async with store.transaction() as tx:
        for table in TABLES:
            if not await tx.rows.count(table):
                made = {_key(table, row): row for row in (_row(table, luck, kept) for _ in range(rows))}
                await tx.rows.write(table, list(made.values()))
            kept[table.name] = [dict(row) async for batch in tx.rows.read(table) for row in batch]


async def contents(store: Store) -> dict[str, list[Values]]:
    """Every row of every table, in an order that is no database's own."""
    async with store.reading() as tx:
        found = {table: [row async for batch in tx.rows.read(table) for row in batch] for table in TABLES}
    return {table.name: sorted(rows, key=lambda row, of=table: _key(of, row)) for table, rows in found.items()}  # type: ignore[misc]  # bound at once


def _row(table: Table, luck: random.Random, kept: dict[str, list[Values]]) -> Values:
    return {column.name: _value(column, luck, kept) for column in table.columns}


def _key(table: Table, row: Values) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key.columns)


def _value(column: Column[Any], luck: random.Random, kept: dict[str, list[Values]]) -> Any:
    for foreign in column.foreign_keys:
        return luck.choice(kept[foreign.column.table.name])[foreign.column.name]
    if column.nullable and luck.random() < 0.3:
        return None
    match column.type:
        case Boolean():
            return luck.random() < 0.5
        case SmallInteger():
            return luck.randrange(16)
        case BigInteger():
            return luck.randrange(-(2**63), 2**63)
        case Integer():
            return luck.randrange(-(2**31), 2**31)
        case Date():
            return _FIRST + timedelta(days=luck.randrange(4_000))
        case UtcDateTime():
            return datetime(2020, 1, 1, tzinfo=UTC) + timedelta(microseconds=luck.randrange(10**14))
        case JSON():
            return _json(luck, 3)
        case LargeBinary():
            return luck.randbytes(luck.randrange(3_000))
        case String(length=length):
            return _text(luck, min(length or 400, 400))
        case kind:
            raise AssertionError(f"{column} is of a kind nobody thought of: {kind!r}")


def _text(luck: random.Random, most: int) -> str:
    return "".join(luck.choice(_LETTERS) for _ in range(luck.randint(1, most)))


def _json(luck: random.Random, depth: int) -> Any:
    if depth and luck.random() < 0.5:
        return {_text(luck, 8): _json(luck, depth - 1) for _ in range(3)}
    return luck.choice([None, True, 2**60, -1.5, _text(luck, 20), [1, "dua"], {}])
