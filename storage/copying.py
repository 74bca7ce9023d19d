"""All of one database into another, empty one: whole or not at all.

What may not stand in the target is found row by row, so that it can be named: SQLite keeps texts that PostgreSQL does
not (the character NUL, halves of characters, more letters than the column holds).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import JSON, String, Table

from storage.errors import StorageError
from storage.rows import TABLES, RowError, Values, key_of
from storage.store import Store, Transaction

FAULTS_PALING: Final = 20
"""Rows named before it gives up."""

Progress = Callable[[str, int, int], None]
"""Told of a table, how many of its rows are copied, and how many it has."""


class CopyError(StorageError):
    """These rows cannot be copied as they are; nothing was. One line a row."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"{len(faults)} rows cannot be copied as they are; nothing was copied")
        self.faults = tuple(faults)


@dataclass(slots=True)
class Copied:
    """Rows per table, as counted in both databases; and how many had characters left out."""

    tables: dict[str, int] = field(default_factory=dict)
    mended: int = 0


async def copy_all(source: Store, target: Store, progress: Progress, *, mend: bool = False) -> Copied:
    """Copy one consistent state of `source`, in one transaction on `target`.

    `mend` leaves out what no database but SQLite takes in a text: NUL, and halves of characters. Raises CopyError,
    and StorageError where the target holds something already or the counts differ afterwards.
    """
    done, fitting = Copied(), _Fitting(mend, target.embedded)
    async with source.reading() as origin, target.transaction() as copy:
        await _must_be_empty(copy)
        for table in TABLES:
            there = await origin.rows.count(table)
            written = 0
            async for rows in origin.rows.read(table):
                fitting.see(table, rows)
                if not fitting.faults:
                    await _write(copy, table, rows)
                written += len(rows)
                progress(table.name, written, there)
            arrived = await copy.rows.count(table)
            if arrived != there and not fitting.faults:
                raise StorageError(
                    f"{table.name} has {there} rows in the source and {arrived} in the copy; nothing was copied"
                )
            done.tables[table.name] = arrived
        if fitting.faults:
            raise CopyError(fitting.faults)
    done.mended = fitting.mended
    return done


async def changed_since(source: Store, copied: Copied) -> list[str]:
    """The tables that have another number of rows now: something goes on writing into the source."""
    async with source.reading() as tx:
        return [table.name for table in TABLES if await tx.rows.count(table) != copied.tables[table.name]]


async def _must_be_empty(copy: Transaction) -> None:
    filled = [table.name for table in TABLES if await copy.rows.count(table)]
    if filled:
        named = ", ".join(filled[:3]) + (" and more" if len(filled) > 3 else "")
        raise StorageError(f"the target holds data already ({named}); copy into an empty database")


async def _write(copy: Transaction, table: Table, rows: Sequence[Values]) -> None:
    try:
        await copy.rows.write(table, rows)
    except RowError as refused:
        named = f"{table.name} {key_of(table, rows[refused.at])}"
        raise CopyError([f"{named}: the target's database refuses it ({refused})"]) from refused


class _Fitting:
    """What PostgreSQL would refuse, found before it does: it says of a thousand rows only that one is wrong."""

    def __init__(self, mend: bool, any_text: bool) -> None:
        self._mend = mend
        self._any_text = any_text
        self.faults: list[str] = []
        self.mended = 0

    def see(self, table: Table, rows: Sequence[Values]) -> None:
        """Look through rows; mend them where that was asked for. Raises CopyError once there are many faults."""
        if self._any_text:
            return
        columns = [(column.name, _room(column.type)) for column in table.columns if _is_text(column.type)]
        for row in rows:
            for name, room in columns:
                value = row[name]
                if value is None:
                    continue
                if not _sound(value):
                    if self._mend and not table.c[name].primary_key:
                        value = row[name] = _mended(value)
                        self.mended += 1
                    else:
                        self._fault(table, row, name, "a character that PostgreSQL cannot keep")
                if room is not None and len(value) > room:
                    self._fault(table, row, name, f"{len(value)} letters where {room} fit")

    def _fault(self, table: Table, row: Values, column: str, what: str) -> None:
        self.faults.append(f"{table.name} {key_of(table, row)!a}: '{column}' holds {what}")
        if len(self.faults) >= FAULTS_PALING:
            raise CopyError(self.faults)


def _is_text(kind: Any) -> bool:
    return isinstance(kind, String | JSON)


def _room(kind: Any) -> int | None:
    return kind.length if isinstance(kind, String) else None


def _sound(value: Any) -> bool:
    """Whether PostgreSQL keeps this text, or what this JSON value holds."""
    try:
        return all("\x00" not in text and text.encode() is not None for text in _texts(value))
    except UnicodeEncodeError:
        return False


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, held in value.items():
            yield key
            if not isinstance(held, int):
                yield from _texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_mended(key): _mended(held) for key, held in value.items()}
    return [_mended(held) for held in value] if isinstance(value, list) else value
