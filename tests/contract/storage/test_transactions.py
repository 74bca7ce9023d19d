"""What a store promises of transactions: all or nothing, one writer after the other, one state for a reader."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
from contextlib import AsyncExitStack, closing

import pytest
from sqlalchemy import text
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.errors import StorageReadOnly, StorageUnavailable
from storage.store import Store, Transaction
from tests.factories import MS, outbox_row, respons_row, session_row

KEY = "p" * 32


async def _everything(tx: Transaction) -> None:
    """A write to every table of the walk and the facts, as an interview's last answer makes."""
    await tx.walk.record([("uji", "1")], MS)
    await tx.walk.save([session_row(KEY)])
    await tx.facts.add([respons_row(responden="r" * 32)])
    await tx.outbox.enqueue([outbox_row(KEY)])


async def _rows(store: Store) -> tuple[int, int, int, int]:
    async with store.reading() as tx:
        return (
            len(await tx.walk.seen([("uji", "1")])),
            len(await tx.walk.sessions([KEY])),
            len(await tx.facts.counted()),
            await tx.outbox.depth(),
        )


class _MishapError(Exception):
    pass


async def test_what_raises_leaves_nothing(store: Store) -> None:
    """An error after all four writes undoes all four, and the store goes on working."""

    async def fail() -> None:
        async with store.transaction() as tx:
            await _everything(tx)
            raise _MishapError

    with pytest.raises(_MishapError):
        await fail()
    assert await _rows(store) == (0, 0, 0, 0)
    async with store.transaction() as tx:
        await _everything(tx)
    assert await _rows(store) == (1, 1, 1, 1)


async def test_a_cancelled_transaction_leaves_nothing_and_blocks_nobody(store: Store) -> None:
    """Whoever is cancelled between two writes has written nothing, and the next writer comes at once."""
    inside = asyncio.Event()

    async def write() -> None:
        async with store.transaction() as tx:
            await _everything(tx)
            inside.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _rows(store) == (0, 0, 0, 0)
    async with asyncio.timeout(10):
        async with store.transaction() as tx:
            await _everything(tx)


async def _append(store: Store, mark: str, entered: asyncio.Event | None = None) -> None:
    async with store.transaction() as tx:
        if entered is not None:
            entered.set()
        before = (await tx.walk.sessions([KEY])).get(KEY)
        await asyncio.sleep(0.005)
        await tx.walk.save([session_row(KEY, state=(before.state if before else "") + mark)])


async def test_writers_come_in_the_order_they_asked(store: Store) -> None:
    """Read-then-write by many at once loses no write and overtakes nobody."""
    tasks = []
    for mark in "abcdefgh":
        tasks.append(asyncio.create_task(_append(store, mark)))
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    async with store.reading() as tx:
        assert (await tx.walk.sessions([KEY]))[KEY].state == "abcdefgh"


async def test_writers_of_two_programs_do_not_lose_each_others_writes(store: Store, neighbour: Store) -> None:
    """A second program's writer waits for the first and then reads what the first has written."""
    entered = asyncio.Event()
    first = asyncio.create_task(_append(store, "a", entered))
    await entered.wait()
    await asyncio.gather(first, _append(neighbour, "b"))
    async with store.reading() as tx:
        assert (await tx.walk.sessions([KEY]))[KEY].state == "ab"


async def test_a_reader_sees_one_state_beside_a_writer(store: Store) -> None:
    """A read that began before a commit sees nothing of it to its end, and neither waits for the other."""
    async with asyncio.timeout(10):
        async with store.reading() as old:
            assert await old.outbox.depth() == 0
            async with store.transaction() as tx:
                await _everything(tx)
                async with store.reading() as beside:
                    assert await beside.walk.sessions([KEY]) == {}
            assert await old.outbox.depth() == 0
            assert await old.walk.sessions([KEY]) == {}
            assert await old.facts.counted() == {}
    assert await _rows(store) == (1, 1, 1, 1)


@pytest.mark.parametrize("microseconds", range(0, 6_000, 400))
@pytest.mark.parametrize("writing", [True, False])
async def test_who_is_cancelled_in_the_middle_of_a_statement_leaves_no_lock(
    store: Store, neighbour: Store, writing: bool, microseconds: int
) -> None:
    """Wherever it hits, opening, statement or commit, this program and another can write at once."""

    async def work() -> None:
        async with store.transaction() if writing else store.reading() as tx:
            for n in range(10):
                await tx.outbox.depth()
                if writing:
                    await tx.walk.record([("uji", str(n))], MS)

    task = asyncio.create_task(work())
    await asyncio.sleep(microseconds / 1e6)
    task.cancel()
    await asyncio.wait([task])
    async with asyncio.timeout(10):
        for one in (neighbour, store):
            async with one.transaction() as tx:
                assert len(await tx.walk.seen([("uji", str(n)) for n in range(10)])) in {0, 10}
                await tx.outbox.enqueue([outbox_row(KEY)])


async def test_an_error_is_storages_own_at_the_statement(store: Store, neighbour: Store) -> None:
    """Not only where the transaction ends: who looks at errors within it is told the same, whichever way the
    statement went. Here somebody writes who said to read, while another program has written since."""
    async with store.reading() as tx:
        assert await tx.outbox.depth() == 0
        async with neighbour.transaction() as other:
            await other.outbox.enqueue([outbox_row(KEY)])
        with pytest.raises(StorageUnavailable if store.embedded else StorageReadOnly):
            await tx.schedule.set("uji", 1)
        with pytest.raises(StorageUnavailable):
            await tx.walk.record([("uji", "1")], MS)


async def test_who_finds_no_connection_is_told_to_try_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """More readers than there are connections, for longer than anybody waits."""
    pool = store.engine.pool
    assert isinstance(pool, AsyncAdaptedQueuePool)
    monkeypatch.setattr(pool, "_timeout", 0.05)
    async with AsyncExitStack() as readers:
        for _ in range(pool.size() + pool._max_overflow):
            await readers.enter_async_context(store.reading())
        with pytest.raises(StorageUnavailable):
            await readers.enter_async_context(store.reading())
    assert await _rows(store) == (0, 0, 0, 0)


async def test_who_is_cancelled_again_and_again_leaves_nothing_open(store: Store, url: str) -> None:
    """As when the service ends: wherever it hits, every connection comes back, and nothing stays read or
    locked by anybody who is gone."""

    async def work() -> None:
        async with store.transaction() as tx:
            await tx.walk.record([("uji", "1")], MS)
            await tx.outbox.depth()

    for n in range(60):
        task = asyncio.create_task(work())
        await asyncio.sleep(n / 20_000)
        while not task.done():
            task.cancel()
            await asyncio.sleep(0)
    assert isinstance(store.engine.pool, AsyncAdaptedQueuePool)
    assert store.engine.pool.checkedout() == 0
    if store.embedded:
        # A statement cut off in the middle reads until its cursor is collected and the driver's thread is through.
        gc.collect()
        with closing(sqlite3.connect(url.partition("///")[2], timeout=5)) as other:
            assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    else:
        left = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE '%in trans%'"
        # The server hears of who hung up when it has done with the statement.
        async with asyncio.timeout(20), store.engine.connect() as connection:
            while await connection.scalar(text(f"{left} AND pid <> pg_backend_pid()")):
                await connection.rollback()  # within one transaction it is told the same
                await asyncio.sleep(0.1)
