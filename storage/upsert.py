"""INSERT … ON CONFLICT, which SQLite and PostgreSQL share and SQLAlchemy spells once for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Insert

_INSERT: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def upsert(connection: AsyncConnection, table: Table, keys: tuple[str, ...], columns: tuple[str, ...]) -> Insert:
    """An INSERT that on a conflict over `keys` takes the new values of `columns`."""
    return _upsert(connection.dialect.name, table, keys, columns, False)


def add_up(connection: AsyncConnection, table: Table, keys: tuple[str, ...], columns: tuple[str, ...]) -> Insert:
    """An INSERT that on a conflict over `keys` adds the new values of `columns` to those there."""
    return _upsert(connection.dialect.name, table, keys, columns, True)


def upsert_where(
    connection: AsyncConnection,
    table: Table,
    keys: tuple[str, ...],
    columns: tuple[str, ...],
    where: Callable[[Any], ColumnElement[bool]],
) -> Insert:
    """An INSERT that on a conflict over `keys` takes the new values of `columns` where that holds, which is given the
    new row."""
    statement = _INSERT[connection.dialect.name](table)
    new = {column: statement.excluded[column] for column in columns}
    result: Insert = statement.on_conflict_do_update(
        index_elements=list(keys), set_=new, where=where(statement.excluded)
    )
    return result


def insert_new(connection: AsyncConnection, table: Table, keys: tuple[str, ...]) -> Any:
    """An INSERT that leaves rows alone that are there by `keys`. Not cached: to be given its rows by `.values()`."""
    return _INSERT[connection.dialect.name](table).on_conflict_do_nothing(index_elements=list(keys))


@cache
def _upsert(dialect: str, table: Table, keys: tuple[str, ...], columns: tuple[str, ...], adding: bool) -> Insert:
    statement = _INSERT[dialect](table)

    def new(column: str) -> ColumnElement[Any]:
        excluded: ColumnElement[Any] = statement.excluded[column]
        return table.c[column] + excluded if adding else excluded

    result: Insert = statement.on_conflict_do_update(
        index_elements=list(keys), set_={column: new(column) for column in columns}
    )
    return result
