"""What a store promises of writers who share: beside one another, but never two at one conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from storage.store import Store, Transaction
from tests.factories import MS, session_row

SATU, DUA, TIGA = "1" * 32, "2" * 32, "3" * 32


def _wish(store: Store, keys: Sequence[str] = (), *, alone: bool = False) -> asyncio.Task[None]:
    """Somebody who wants to write meanwhile."""

    async def write() -> None:
        async with store.transaction() if alone else store.sharing(keys) as tx:
            await tx.walk.record([("uji", "wish")], MS)

    return asyncio.create_task(write())


async def _waits(task: asyncio.Task[None]) -> bool:
    done, _ = await asyncio.wait([task], timeout=0.2)
    return not done


async def _served(task: asyncio.Task[None]) -> None:
    async with asyncio.timeout(5):
        await task


async def test_writers_of_other_conversations_do_not_wait(store: Store, neighbour: Store) -> None:
    """On PostgreSQL two programs write at one time; SQLite has one writer, who makes the other wait."""
    async with store.sharing([SATU]) as tx:
        await tx.walk.save([session_row(SATU)])
        task = _wish(neighbour, [DUA])
        if store.embedded:
            assert await _waits(task)
        else:
            await _served(task)
    await _served(task)


async def test_a_conversation_is_one_writers_at_a_time(store: Store, neighbour: Store) -> None:
    """Whoever wants one of the conversations that another acts on waits until that is committed."""
    async with store.sharing([SATU, DUA]):
        task = _wish(neighbour, [DUA, TIGA])
        assert await _waits(task)
    await _served(task)


async def test_who_writes_alone_waits_for_those_who_share(store: Store, neighbour: Store) -> None:
    """A transaction begins when nobody shares any more, whatever their conversations."""
    async with store.sharing([SATU]):
        task = _wish(neighbour, alone=True)
        assert await _waits(task)
    await _served(task)


async def test_who_shares_waits_for_who_writes_alone(store: Store, neighbour: Store) -> None:
    """Nobody shares while a transaction is open, not even without a conversation."""
    async with store.transaction():
        task = _wish(neighbour)
        assert await _waits(task)
    await _served(task)


async def _append(tx: Transaction, keys: Sequence[str]) -> None:
    """Read, wait a little, write what was read and one letter more: who comes between loses a letter."""
    before = await tx.walk.sessions(keys)
    await asyncio.sleep(0.002)
    states = {key: (before[key].state if key in before else "") + "x" for key in keys}
    await tx.walk.save([session_row(key, state=state) for key, state in states.items()])


async def test_many_writers_in_any_order_lose_nothing(store: Store, neighbour: Store) -> None:
    """Two programs with several tasks each, over the same conversations named in opposite orders: no letter is lost,
    and nobody waits for one who waits for them."""

    async def write(at: Store, keys: Sequence[str]) -> None:
        for _ in range(5):
            async with at.sharing(keys) as tx:
                await _append(tx, keys)

    orders = ([SATU, DUA], [DUA, SATU], [TIGA, DUA, SATU], [DUA, TIGA])
    async with asyncio.timeout(60):
        await asyncio.gather(*(write(at, keys) for at in (store, neighbour) for keys in orders))
    async with store.reading() as tx:
        found = await tx.walk.sessions([SATU, DUA, TIGA])
    assert {key: len(row.state) for key, row in found.items()} == {SATU: 30, DUA: 40, TIGA: 20}
