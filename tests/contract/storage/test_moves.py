"""A code is taken once, leads to one interview, and goes when that does; wrong ones are counted."""

from __future__ import annotations

from dataclasses import replace

from storage.moves import MoveRow
from storage.store import Store
from tests.factories import MS, session_row

KEY, OTHER = "p" * 32, "q" * 32
ROW = MoveRow("k" * 32, KEY, "abc", MS + 1_000)


async def test_a_code_leads_to_its_interview_and_is_used_once(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.moves.find(ROW.kode) is None
        assert not await tx.moves.use(ROW.kode)
        await tx.moves.offer(ROW)
        assert await tx.moves.find(ROW.kode) == ROW
    async with store.transaction() as tx:
        assert await tx.moves.use(ROW.kode)
        assert not await tx.moves.use(ROW.kode)
    async with store.reading() as tx:
        assert await tx.moves.find(ROW.kode) == replace(ROW, percakapan="", tanda="", terpakai=True)


async def test_a_new_code_takes_the_place_of_the_one_before_and_of_no_other(store: Store) -> None:
    other, used = replace(ROW, kode="o" * 32, percakapan=OTHER), replace(ROW, kode="u" * 32, percakapan="x" * 32)
    later = replace(ROW, kode="n" * 32)
    async with store.transaction() as tx:
        for row in (used, other, ROW):
            await tx.moves.offer(row)
        assert await tx.moves.use(used.kode)
        await tx.moves.offer(later)
        assert await tx.moves.find(ROW.kode) is None
        assert await tx.moves.find(later.kode) == later
        assert await tx.moves.find(other.kode) == other
        assert await tx.moves.find(used.kode) is not None


async def test_a_session_is_taken_away_once_with_all_it_held(store: Store) -> None:
    row = session_row(KEY, screen_ref="17", state='{"a":1}')
    async with store.transaction() as tx:
        await tx.walk.save([row, session_row(OTHER)])
        assert await tx.moves.leave(KEY) == row
        assert await tx.moves.leave(KEY) is None
        assert set(await tx.walk.sessions([KEY, OTHER])) == {OTHER}


async def test_wrong_codes_are_counted_for_a_time(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.moves.tried(KEY, MS) == 0
        await tx.moves.count(KEY, 1, MS + 50)
        await tx.moves.count(KEY, 2, MS + 100)
        assert await tx.moves.tried(KEY, MS + 99) == 2
        assert await tx.moves.tried(KEY, MS + 100) == 0
        assert await tx.moves.tried(OTHER, MS) == 0


async def test_a_code_is_kept_as_long_as_its_interview_and_a_time_beyond(store: Store) -> None:
    """A draft that goes on for days keeps its code; a code whose draft is gone is still told apart from a wrong one
    until its time is over."""
    gone = replace(ROW, kode="g" * 32, percakapan=OTHER)
    async with store.transaction() as tx:
        await tx.walk.save([session_row(KEY)])
        await tx.moves.offer(ROW)
        await tx.moves.offer(gone)
        await tx.moves.count(KEY, 1, MS + 1_000)
        await tx.moves.prune(MS + 999)
        assert await tx.moves.find(gone.kode) == gone
        assert await tx.moves.tried(KEY, MS) == 1
        await tx.moves.prune(MS + 1_000)
        assert await tx.moves.find(gone.kode) is None
        assert await tx.moves.find(ROW.kode) == ROW
        assert await tx.moves.tried(KEY, MS) == 0
