"""What was asked for is done by one, again if that one is gone, and is gone when it is done."""

from __future__ import annotations

from storage.records import new_id
from storage.requests import RequestRow
from storage.store import Store


def _row(due_at: int, staf: int = 1) -> RequestRow:
    return RequestRow(new_id(), "telegram", "77", staf, {"sasaran": "kota:"}, 0, due_at)


async def test_the_oldest_is_taken_once_until_its_lease_runs_out(store: Store) -> None:
    first, second = _row(10), _row(20)
    async with store.transaction() as tx:
        await tx.requests.add(second)
        await tx.requests.add(first)
    async with store.transaction() as tx:
        assert not await tx.requests.has_due(9)
        assert await tx.requests.claim(9, 100) is None
        assert await tx.requests.has_due(30)
        taken = await tx.requests.claim(30, 100)
        assert taken == RequestRow(first.id, "telegram", "77", 1, {"sasaran": "kota:"}, 1, 100)
        other = await tx.requests.claim(30, 100)
        assert other is not None
        assert other.id == second.id
        assert await tx.requests.claim(30, 100) is None
        again = await tx.requests.claim(100, 200)
        assert again is not None
        assert (again.id, again.percobaan) == (first.id, 2)


async def test_who_has_lost_the_lease_neither_extends_nor_finishes(store: Store) -> None:
    row = _row(10)
    async with store.transaction() as tx:
        await tx.requests.add(row)
        assert await tx.requests.waiting(1) == 1
        assert await tx.requests.waiting(2) == 0
        assert await tx.requests.claim(10, 100) is not None
        assert await tx.requests.extend(row.id, 100, 150)
        assert not await tx.requests.extend(row.id, 100, 300)
        assert not await tx.requests.finish(row.id, 100)
        assert await tx.requests.waiting(1) == 1
        assert await tx.requests.finish(row.id, 150)
        assert await tx.requests.waiting(1) == 0


async def test_leases_of_a_process_that_is_gone_are_given_back(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.requests.add(_row(10))
        assert await tx.requests.claim(10, 10_000) is not None
        await tx.requests.release(50)
        assert await tx.requests.claim(50, 10_000) is not None
