"""What a store promises of the second half of the walk: messages wait, are leased, and are done with once."""

from __future__ import annotations

from dataclasses import replace

from storage.records import OutboxRow, Retry
from storage.store import Store
from tests.factories import MS, outbox_row, session_row

A, B = "a" * 32, "b" * 32
LEASE = MS + 20_000


async def _put(store: Store, *rows: OutboxRow) -> None:
    async with store.transaction() as tx:
        for row in rows:
            await tx.outbox.enqueue([row])


async def _claim(store: Store, now: int = MS, most: int = 100, channel: str = "uji") -> list[OutboxRow]:
    """What that store's process gets of what is due; `most` conversations with replies, and as many pushes."""
    async with store.reading() as tx:
        lanes = [*await tx.outbox.due_replies(channel, now, most), *await tx.outbox.due_pushes(channel, now, most)]
    keys = list(dict.fromkeys(lane.percakapan for lane in lanes))
    async with store.sharing(keys) as tx:
        return (await tx.outbox.claim(keys, now, LEASE)).rows


async def _left(store: Store) -> int:
    async with store.reading() as tx:
        return await tx.outbox.depth()


async def test_rows_come_back_as_they_went_in(store: Store) -> None:
    """Every field of a message survives the outbox, but for the lease that its reader now holds."""
    row = outbox_row(A, payload='{"text": "“Ramah” 👍"}', screen_ref="9", push=True, attempts=3)
    await _put(store, row)
    assert await _claim(store) == [replace(row, pemilik=store.pemilik)]


async def test_the_newest_replies_and_the_oldest_pushes_are_found_first(store: Store) -> None:
    """Who has only just written is still there; what nobody waits for goes as it came."""
    rows = [outbox_row(str(n) * 32, push=n in {1, 3}) for n in range(1, 6)]
    await _put(store, *rows)
    assert [row.percakapan[0] for row in await _claim(store)] == ["5", "4", "2", "1", "3"]


async def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(store: Store, neighbour: Store) -> None:
    """Two processes never hold one row; it comes back by itself the moment the lease is over."""
    await _put(store, outbox_row(A))
    assert len(await _claim(store)) == 1
    assert await _claim(neighbour) == []
    assert await _claim(neighbour, LEASE - 1) == []
    assert len(await _claim(neighbour, LEASE)) == 1


async def test_a_claim_takes_what_is_due_on_its_channel_and_no_more_than_asked(store: Store) -> None:
    """Rows of another channel, rows due later and rows beyond the limit stay unclaimed."""
    await _put(
        store,
        outbox_row("1" * 32),
        outbox_row("2" * 32, due_at=MS + 1),
        outbox_row("3" * 32, channel="lain"),
        outbox_row("4" * 32),
    )
    assert [row.percakapan[0] for row in await _claim(store, most=1)] == ["4"]
    assert await _claim(store, channel="tidak ada") == []
    assert [row.percakapan[0] for row in await _claim(store)] == ["1"]
    assert await _claim(store) == []
    assert [row.percakapan[0] for row in await _claim(store, MS + 1)] == ["2"]


async def test_a_later_message_takes_the_place_of_unsent_live_screens(store: Store) -> None:
    """Live screens of the same conversation go, other conversations' and lasting messages stay."""
    lasting, live = outbox_row(A), outbox_row(A, live=True)
    other, newest = outbox_row(B, live=True), outbox_row(A, live=True)
    await _put(store, lasting, live, other, newest)
    assert sorted(row.id for row in await _claim(store)) == [lasting.id, other.id, newest.id]


async def test_messages_of_one_commit_do_not_take_each_others_place_backwards(store: Store) -> None:
    """A batch enqueued at once keeps, for each conversation, at least its last message."""
    batch = [outbox_row(A, live=True), outbox_row(B, live=True), outbox_row(A, live=True)]
    async with store.transaction() as tx:
        await tx.outbox.enqueue(batch)
    assert {batch[1].id, batch[2].id} <= {row.id for row in await _claim(store)}


async def test_release_ends_the_leases_of_one_channel(store: Store) -> None:
    """After a restart what a dead process held is due at once; other channels' leases are left alone, and so is
    what the platform asked to wait with."""
    await _put(store, outbox_row(A), outbox_row(B, channel="lain"), outbox_row("c" * 32, due_at=MS + 60_000))
    await _claim(store)
    await _claim(store, channel="lain")
    async with store.transaction() as tx:
        await tx.outbox.release("uji", MS, MS + 20_000)
    assert [row.percakapan for row in await _claim(store)] == [A]
    assert await _claim(store, channel="lain") == []


async def test_settling_removes_what_was_sent_and_moves_what_was_not(store: Store) -> None:
    """Of three rows one is done with, one is due later with its attempts counted, one is untouched."""
    sent, again, waiting = outbox_row("1" * 32), outbox_row("2" * 32), outbox_row("3" * 32)
    await _put(store, sent, again, waiting)
    async with store.transaction() as tx:
        await tx.walk.save([session_row(A), session_row(B)])
        await tx.outbox.settle([sent.id], [Retry(again.id, MS + 500, 2)], [(A, "88"), ("z" * 32, "1")])
    mine = store.pemilik
    assert await _claim(store) == [replace(waiting, pemilik=mine)]
    assert await _claim(store, MS + 500) == [replace(again, due_at=MS + 500, attempts=2, pemilik=mine)]
    async with store.reading() as tx:
        sessions = await tx.walk.sessions([A, B])
    assert (sessions[A].screen_ref, sessions[B].screen_ref) == ("88", None)


async def test_settling_twice_changes_nothing(store: Store) -> None:
    """A process that does not know whether its settling was kept may do it again."""
    sent, again = outbox_row(A), outbox_row(B)
    await _put(store, sent, again)
    for _ in range(2):
        async with store.transaction() as tx:
            await tx.outbox.settle([sent.id], [Retry(again.id, MS + 500, 1)], [])
    assert await _claim(store, MS + 500) == [replace(again, due_at=MS + 500, attempts=1, pemilik=store.pemilik)]


async def test_waiting_messages_are_read_in_order_and_removed_once_collected(store: Store) -> None:
    """A collecting person sees their own messages later than the last they have, leased or not, until collected."""
    rows = [outbox_row(A, due_at=LEASE), outbox_row(A), outbox_row(B), outbox_row(A)]
    await _put(store, *rows)
    async with store.reading() as tx:
        assert [row.id for row in await tx.outbox.waiting(A)] == [rows[0].id, rows[1].id, rows[3].id]
        assert [row.id for row in await tx.outbox.waiting(A, rows[1].id)] == [rows[3].id]
    async with store.transaction() as tx:
        await tx.outbox.collected(A, rows[1].id)
    async with store.reading() as tx:
        assert [row.id for row in await tx.outbox.waiting(A)] == [rows[3].id]
        assert [row.id for row in await tx.outbox.waiting(B)] == [rows[2].id]


async def test_dropping_an_address_leaves_no_trace_of_that_person(store: Store) -> None:
    """Session and messages of who blocked us go, those of others stay."""
    await _put(store, outbox_row(A), outbox_row(A, push=True), outbox_row(B))
    async with store.transaction() as tx:
        await tx.walk.save([session_row(A), session_row(B)])
    async with store.transaction() as tx:
        await tx.walk.drop_address(A)
    async with store.reading() as tx:
        assert set(await tx.walk.sessions([A, B])) == {B}
        assert await tx.outbox.waiting(A) == []
        assert len(await tx.outbox.waiting(B)) == 1


async def test_pruning_drops_messages_that_nobody_collected(store: Store) -> None:
    """A message due before the given time goes, one due at it stays."""
    await _put(store, outbox_row(A, due_at=MS - 1), outbox_row(B, due_at=MS))
    async with store.transaction() as tx:
        await tx.walk.prune(0, MS, 0)
    assert [row.percakapan for row in await _claim(store)] == [B]
    assert await _left(store) == 1
