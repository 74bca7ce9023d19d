"""Responses by half-years, and counters in slots: what only PostgreSQL has, and what it must not change."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from sqlalchemy import text

from storage.partitions import days_of, half_of, name_of
from storage.store import Store, Transaction
from tests.factories import SATU, respons_row


@pytest.fixture
def kind() -> str:
    return "postgres"


async def _partitions(store: Store) -> set[str]:
    query = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'respons'::regclass")
    async with store.engine.connect() as connection:
        return set((await connection.execute(query)).scalars())


@pytest.mark.parametrize(
    ("day", "name", "span"),
    [
        (date(2026, 6, 30), "respons_2026_1", (date(2026, 1, 1), date(2026, 7, 1))),
        (date(2026, 7, 1), "respons_2026_2", (date(2026, 7, 1), date(2027, 1, 1))),
        (date(987, 1, 1), "respons_0987_1", (date(987, 1, 1), date(987, 7, 1))),
    ],
)
def test_a_day_is_in_one_half_year(day: date, name: str, span: tuple[date, date]) -> None:
    """Named by year and half, from its first day up to but not including the next one's."""
    assert (name_of(half_of(day)), days_of(half_of(day))) == (name, span)


async def test_room_is_made_ahead(store: Store) -> None:
    """This half-year and the next, across the turn of a year, and once, however often it is asked for."""
    for _ in range(2):
        async with store.transaction() as tx:
            await tx.facts.prepare(date(2031, 12, 31))
    assert {"respons_2031_2", "respons_2032_1"} <= await _partitions(store)


async def test_room_is_made_for_what_comes_from_other_years(store: Store) -> None:
    """An import of old days finds a place; what is rolled back leaves none, and the next try makes it again."""

    async def add(*, fail: bool) -> None:
        async with store.transaction() as tx:
            await tx.facts.add([respons_row(hari=date(1999, 5, 5)), respons_row(hari=date(2001, 8, 8))])
            await tx.facts.add([respons_row(hari=date(1999, 5, 6))])
            if fail:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        await add(fail=True)
    assert not {"respons_1999_1", "respons_2001_2"} & await _partitions(store)
    await add(fail=False)
    await add(fail=False)
    async with store.reading() as tx:
        counted = await tx.facts.counted()
        assert counted == await tx.facts.recounted()
    assert sum(rekap.n for rekap in counted.values()) == 6


async def test_making_room_holds_nobody_up(store: Store, neighbour: Store) -> None:
    """While one program has written a response and not committed it, another makes room and writes its own; and who
    reads does not wait for that one either."""
    async with asyncio.timeout(10), store.sharing(["a"]) as tx:
        await tx.facts.add([respons_row()])
        async with neighbour.sharing(["b"]) as other:
            await other.facts.add([respons_row(hari=date(1997, 1, 1))])
            async with store.reading() as reader:
                assert await reader.facts.counted() == {}
    async with store.reading() as tx:
        assert sum(rekap.n for rekap in (await tx.facts.counted()).values()) == 2


async def test_two_programs_make_the_same_room_at_once(store: Store, neighbour: Store) -> None:
    """The second waits for the first, and both responses are kept."""

    async def add(at: Store, key: str) -> None:
        async with at.sharing([key]) as tx:
            await tx.facts.add([respons_row(hari=date(1996, 1, 1))])
            await asyncio.sleep(0.05)

    async with asyncio.timeout(10):
        await asyncio.gather(add(store, "a"), add(neighbour, "b"), add(store, "c"))
    async with store.reading() as tx:
        assert sum(rekap.n for rekap in (await tx.facts.counted()).values()) == 3


async def test_nobody_waits_for_a_counter(store: Store, neighbour: Store) -> None:
    """Two transactions count the same service of the same day at one time; the sum is right, also where one takes
    out of its own slot what the other had put into its."""
    first, second = respons_row(), respons_row()
    async with asyncio.timeout(10), store.sharing(["a"]) as tx:
        await tx.facts.add([first])
        async with neighbour.sharing(["b"]) as other:
            await other.facts.add([second])
    async with store.sharing(["a"]) as tx, neighbour.sharing(["b"]) as other:
        await tx.facts.remove([second])
        await other.facts.remove([first])
    async with store.reading() as tx:
        assert await tx.facts.counted() == {}
        assert await _slots(tx) > 1
        assert await tx.facts.rekap(first.instrumen, date(2026, 1, 1), date(2027, 1, 1), [SATU]) == {}
        assert await tx.facts.instrumen(date(2026, 1, 1), date(2027, 1, 1)) == set()
        assert await tx.alerts.activity(first.instrumen, date(2026, 1, 1)) == {}
        assert await tx.periods.counted(date(2026, 1, 1), date(2027, 1, 1)) == {}


async def _slots(tx: Transaction) -> int:
    query = text("SELECT count(DISTINCT keping) FROM rekap_responden")
    return int((await tx.facts._c.execute(query)).scalar_one())


async def test_more_writers_than_slots(store: Store) -> None:
    """Whoever finds no slot free waits for one, and none of it is lost. The pool gives ten connections at once."""

    async def add(key: int) -> None:
        async with store.sharing([str(key)]) as tx:
            await tx.facts.add([respons_row()])
            await asyncio.sleep(0.02)

    async with asyncio.timeout(30):
        await asyncio.gather(*(add(n) for n in range(30)))
    async with store.reading() as tx:
        counted = await tx.facts.counted()
        assert counted == await tx.facts.recounted()
    assert sum(rekap.n for rekap in counted.values()) == 30
