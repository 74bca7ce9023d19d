"""Responses by half-years: on PostgreSQL each half-year of `hari_awal` is a table of its own under `respons`.

Made before it is needed, or with the first response of its days. Nobody who reads or writes waits for that: a table
is made aside and then attached. SQLite keeps all in one table.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import locks

_THERE = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'respons'::regclass")
_KNOWN: Final = "ikm_partitions"
_MADE: Final = "ikm_partitions_made"


def half_of(day: date) -> tuple[int, int]:
    """The year and the half of it, 1 or 2."""
    return day.year, 1 if day.month <= 6 else 2


def days_of(half: tuple[int, int]) -> tuple[date, date]:
    """From the first day up to but not including the second. The last half-year there is goes to its last day but
    one: there is no day after it."""
    year, second = half
    if second == 1:
        return date(year, 1, 1), date(year, 7, 1)
    return date(year, 7, 1), date(year + 1, 1, 1) if year < date.max.year else date.max


def name_of(half: tuple[int, int]) -> str:
    return f"respons_{half[0]:04}_{half[1]}"


def making(half: tuple[int, int]) -> tuple[str, str]:
    """The two statements that make it."""
    name, (awal, akhir) = name_of(half), days_of(half)
    return (
        f"CREATE TABLE {name} (LIKE respons INCLUDING DEFAULTS)",
        f"ALTER TABLE respons ATTACH PARTITION {name} FOR VALUES FROM ('{awal}') TO ('{akhir}')",
    )


async def make_for(connection: AsyncConnection, days: Iterable[date]) -> None:
    """See to it that responses of these days have a place."""
    if connection.dialect.name == "sqlite" or connection.sync_connection is None:
        return
    halves = {name_of(half): half for half in map(half_of, days)}
    # What this connection has seen, but for what it has made itself: that may have been taken back.
    info = connection.sync_connection.info
    known, made = info.setdefault(_KNOWN, set()), info.setdefault(_MADE, set())
    if halves.keys() <= known:
        return
    there = await _there(connection)
    if missing := halves.keys() - there:
        await locks.alone(connection, locks.PARTITIONS)
        for name in sorted(missing - await _there(connection)):
            made.add(name)
            for statement in making(halves[name]):
                await connection.execute(text(statement))
    known.update(there - made)


async def _there(connection: AsyncConnection) -> set[str]:
    return set((await connection.execute(_THERE)).scalars())
