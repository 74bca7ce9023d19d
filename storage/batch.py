"""Statements for many rows, compiled once, run in one call.

SQLAlchemy prepares the parameters of every row anew, which on an answer's way costs more than the database does. What
these tables hold there, text and whole numbers, needs no preparing. SQLite's driver is given all rows at once;
PostgreSQL is given a list a column, and makes rows of them itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import ColumnElement, String, Text, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import Executable
from sqlalchemy.types import TypeEngine

from storage.errors import translating


async def _driver(connection: AsyncConnection) -> Any:
    """SQLite's driver itself: one trip to its thread a statement, where a cursor of SQLAlchemy's makes three."""
    return (await connection.get_raw_connection()).driver_connection


def listed(connection: AsyncConnection, *types: TypeEngine[Any]) -> Sequence[ColumnElement[Any]]:
    """The keys a statement is given (see `Batch.fetch`), as columns of rows; text, where no types are named."""
    width = len(types) or 1
    if connection.dialect.name == "sqlite":
        given = func.json_each(bindparam("keys")).table_valued("value").c.value
        return (
            [given] if width == 1 else [func.json_extract(given, literal_column(f"'$[{n}]'")) for n in range(width)]
        )
    return _unnested({f"key{n}": type_ for n, type_ in enumerate(types or (Text(),))})


def _unnested(types: Mapping[str, TypeEngine[Any]]) -> Sequence[ColumnElement[Any]]:
    """Rows of PostgreSQL made of one list a column, each bound by its name."""
    lists = (bindparam(name, type_=ARRAY(_plain(type_))) for name, type_ in types.items())
    made = func.unnest(*lists).table_valued(*types, name="given").render_derived()
    return [made.c[name] for name in types]


def _plain(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """Without its length: a list said to be of short texts is cut to that without a word."""
    return Text() if isinstance(type_, String) else type_


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
        if connection.dialect.name == "sqlite":
            values = [tuple(row[name] for name in names) for row in rows]
            driver = await _driver(connection)
            with translating():
                await driver.executemany(sql, values)
        elif self._columns is not None:
            await connection.exec_driver_sql(sql, tuple([row[name] for row in rows] for name in names))
        else:
            await connection.exec_driver_sql(sql, [tuple(row[name] for name in names) for row in rows])

    async def fetch(self, connection: AsyncConnection, keys: Sequence[Any]) -> Sequence[Any]:
        """The rows found for `keys`: values, or tuples of as many as `listed` has columns."""
        sql, names = self._compiled.get(connection.dialect.name) or self._compile(connection)
        if connection.dialect.name == "sqlite":
            driver = await _driver(connection)
            with translating():
                found: Sequence[Any] = await driver.execute_fetchall(sql, (to_json(keys).decode(),))
            return found
        lists = [list(keys)] if len(names) == 1 else [list(column) for column in zip(*keys, strict=True)]
        return (await connection.exec_driver_sql(sql, tuple(lists or [[] for _ in names]))).all()

    def _compile(self, connection: AsyncConnection) -> tuple[str, tuple[str, ...]]:
        statement: Any = self._make(connection)
        columns = self._columns
        if columns is not None and connection.dialect.name != "sqlite":
            given = _unnested({name: statement.table.c[name].type for name in columns})
            statement, columns = statement.from_select(columns, select(*given)), None
        compiled = statement.compile(dialect=connection.dialect, column_keys=columns)
        made = (str(compiled), tuple(compiled.positiontup))
        self._compiled[connection.dialect.name] = made
        return made
