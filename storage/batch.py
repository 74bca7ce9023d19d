"""Statements for many rows, compiled once.

SQLAlchemy prepares the parameters of every row anew, which on an answer's way costs more than SQLite does. What these
tables hold there, text and whole numbers, needs no preparing. This is SQLite's way; another database has its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import bindparam, func
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import Executable

from storage.errors import translating


async def _driver(connection: AsyncConnection) -> Any:
    """SQLite's driver itself: one trip to its thread a statement, where a cursor of SQLAlchemy's makes three."""
    return (await connection.get_raw_connection()).driver_connection


def listed() -> Any:
    """The elements of the JSON list a statement is given, as rows with one column, `value`."""
    return func.json_each(bindparam("keys")).table_valued("value")


class Batch:
    """One Core statement, run for many rows at once. `make` gives it for a connection, whose database may spell it
    its own way; `columns` are the names an INSERT gets values for."""

    def __init__(self, make: Callable[[AsyncConnection], Executable], columns: Sequence[str] | None = None) -> None:
        self._make = make
        self._columns = columns
        self._compiled: dict[str, tuple[str, tuple[str, ...]]] = {}

    async def run(self, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it with each row's values, by name, in one call to the driver. No rows, no call."""
        if not rows:
            return
        sql, names = self._compiled.get(connection.dialect.name) or self._compile(connection)
        values = [tuple(row[name] for name in names) for row in rows]
        driver = await _driver(connection)
        with translating():
            await driver.executemany(sql, values)

    async def fetch(self, connection: AsyncConnection, keys: Sequence[object]) -> Sequence[Any]:
        """The rows found for `keys`, which the statement takes as one JSON list (see `listed`)."""
        sql, _ = self._compiled.get(connection.dialect.name) or self._compile(connection)
        driver = await _driver(connection)
        with translating():
            found: Sequence[Any] = await driver.execute_fetchall(sql, (to_json(keys).decode(),))
        return found

    def _compile(self, connection: AsyncConnection) -> tuple[str, tuple[str, ...]]:
        statement: Any = self._make(connection)
        compiled = statement.compile(dialect=connection.dialect, column_keys=self._columns)
        made = (str(compiled), tuple(compiled.positiontup))
        self._compiled[connection.dialect.name] = made
        return made
