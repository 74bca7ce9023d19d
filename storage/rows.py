"""Whole tables, row by row as they stand: for moving an installation from one database into another."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final

import asyncpg
from pydantic_core import to_json
from sqlalchemy import JSON, LargeBinary, Table, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import partitions
from storage.errors import StorageCorrupt, StorageError, translated
from storage.tables import metadata, respons

TABLES: Final[tuple[Table, ...]] = tuple(metadata.sorted_tables)
"""In an order in which each comes after those it refers to."""
_A_BATCH: Final = 2_000
_A_BATCH_OF_FILES: Final = 8
"""Rows in memory at once; a file has up to 20 MB."""

_REFUSALS: Final = (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError, OverflowError)

Values = dict[str, Any]


class RowError(StorageError):
    """A row that this database does not take. `at` is its place in what was to be written."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at


class Rows:
    """The verbs of moving, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def count(self, table: Table) -> int:
        return int((await self._c.execute(select(func.count()).select_from(table))).scalar_one())

    async def read(self, table: Table) -> AsyncIterator[Sequence[Values]]:
        """All rows in the order of their keys, some at a time, whatever the table's size."""
        heavy = any(isinstance(column.type, LargeBinary) for column in table.columns)
        size = _A_BATCH_OF_FILES if heavy else _A_BATCH
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=size)
        read = 0
        try:
            async with self._c.stream(query) as rows:
                async for batch in rows.mappings().partitions(size):
                    yield [dict(row) for row in batch]
                    read += len(batch)
        except (ValueError, TypeError) as error:  # a text where a date belongs, say: SQLite lets that stand
            raise StorageCorrupt(
                f"{table.name}: one of the rows after the first {read} holds what its columns cannot "
                f"({type(error).__name__}); restore a backup"
            ) from error

    async def write(self, table: Table, rows: Sequence[Values]) -> None:
        """Add these rows as they are, counters and all. Raises RowError, after which the transaction is of no use."""
        if table is respons:
            await partitions.make_for(self._c, {row["hari_awal"] for row in rows})
        try:
            await self._add(table, rows)
        except _REFUSALS:
            # Which of them it is, the database says only of one alone.
            for at, row in enumerate(rows):
                try:
                    await self._add(table, [row])
                except _REFUSALS as error:
                    raise RowError(at, _reason(error)) from error
            raise

    async def _add(self, table: Table, rows: Sequence[Values]) -> None:
        async with self._c.begin_nested():
            if table is respons:
                await partitions.make_for(self._c, {row["hari_awal"] for row in rows})
            if self._c.dialect.name == "sqlite":
                await self._c.execute(insert(table), rows)
                return
            # PostgreSQL's way for many rows, at five times the rate.
            names = [column.name for column in table.columns]
            json = [isinstance(column.type, JSON) for column in table.columns]
            records = [
                [
                    to_json(row[name]).decode() if is_json else row[name]
                    for name, is_json in zip(names, json, strict=True)
                ]
                for row in rows
            ]
            driver: Any = (await self._c.get_raw_connection()).driver_connection
            try:
                await driver.copy_records_to_table(table.name, records=records, columns=names)
            except (*_REFUSALS, OSError) as error:
                if (known := translated(error)) is not None:
                    raise known from error
                raise


def key_of(table: Table, row: Mapping[str, Any]) -> str:
    """How a row is called: the values of its key."""
    return " ".join(str(row[column.name]) for column in table.primary_key.columns)


def _reason(error: Exception) -> str:
    """Why it was refused, in a word: what databases say quotes what people wrote."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return type(cause.__cause__ or cause).__name__
