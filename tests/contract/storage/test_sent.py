"""What a platform accepted: statuses in any order, any number of times, and before we knew ourselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from storage.records import OutboxRow, id_at
from storage.sent import KeadaanTerkirim, Mark, SentRow
from storage.store import Store

KEY = "k" * 32
ROW = SentRow(11, KEY, "whatsapp", "wamid.a", "ID.4711", '{"text":"Halo."}', True, True, 0, 5)


def mark(keadaan: KeadaanTerkirim, id_: int | None = 11, kode: int | None = None) -> Mark:
    return Mark(id_, "wamid.a", keadaan, 9, kode, KEY)


async def test_statuses_only_move_forward(store: Store) -> None:
    """Whatever the order, and twice each: in the end it was read, and no address is left."""
    for n, order in enumerate(permutations(("terkirim", "sampai", "dibaca"))):
        row = replace(ROW, id=100 + n)
        async with store.sharing() as tx:
            await tx.sent.accepted([row])
            for keadaan in (*order, *order):
                await tx.sent.mark([replace(mark(keadaan), id=row.id)])  # type: ignore[arg-type]  # one of the three
        async with store.reading() as tx:
            assert await tx.sent.lost([row.id]) == []
    async with store.reading() as tx:
        assert await tx.sent.counted() == {"dibaca": 6}


async def test_a_status_before_our_own_note_is_not_lost(store: Store) -> None:
    """What comes first is kept, and the note does not set it back."""
    async with store.sharing() as tx:
        await tx.sent.mark([mark("sampai")])
    async with store.sharing() as tx:
        await tx.sent.accepted([ROW])
    async with store.reading() as tx:
        assert await tx.sent.counted() == {"sampai": 1}


async def test_a_note_adds_what_a_first_status_could_not_say(store: Store) -> None:
    """So that a failure told later finds what is to be sent again."""
    async with store.sharing() as tx:
        await tx.sent.mark([mark("terkirim")])
        await tx.sent.accepted([ROW])
        assert await tx.sent.mark([mark("gagal", kode=131047)]) == [11]
        assert [row.payload for row in await tx.sent.lost([11])] == [ROW.payload]


async def test_a_failure_is_told_once(store: Store) -> None:
    """A status that is delivered again sends nothing again; what has arrived has not failed."""
    async with store.sharing() as tx:
        await tx.sent.accepted([ROW, replace(ROW, id=12)])
        assert await tx.sent.mark([mark("gagal")]) == [11]
        assert await tx.sent.mark([mark("gagal")]) == []
        await tx.sent.mark([mark("dibaca", 12)])
        assert await tx.sent.mark([mark("gagal", 12)]) == []


async def test_a_status_shows_that_a_row_was_sent_and_need_not_go_again(store: Store) -> None:
    """A process that died after sending left it in the outbox. What waits for the person stays there."""
    rows = [OutboxRow(n, KEY, "whatsapp", "ID.4711", "{}", None, 0, detached=True) for n in (11, 12)]
    async with store.transaction() as tx:
        await tx.outbox.enqueue(rows)
        await tx.sent.hold({12: 99}, 0)
    async with store.sharing() as tx:
        assert await tx.sent.under_way([11, 12]) == {11}
        await tx.sent.mark([mark("terkirim"), mark("sampai", 12)])
        assert [row.id for row in await tx.outbox.waiting(KEY)] == [12]


async def test_what_is_held_is_found_by_its_person_and_released(store: Store) -> None:
    """It is due at once then, as if it were new."""
    row = OutboxRow(11, KEY, "whatsapp", "ID.4711", "{}", None, 0, push=True, attempts=3, detached=True, pemilik=4)
    async with store.transaction() as tx:
        await tx.outbox.enqueue([row])
        await tx.sent.hold({11: 500}, 0)
        assert await tx.sent.held(["x" * 32]) == []
        (held,) = await tx.sent.held([KEY])
        assert (held.ditahan, held.due_at, held.pemilik) == (True, 500, 0)
        await tx.sent.release([11], 40)
        assert await tx.sent.held([KEY]) == []
        (free,) = await tx.outbox.waiting(KEY)
        assert (free.ditahan, free.due_at, free.attempts) == (False, 40, 0)


async def test_who_writes_while_they_are_announced_something_need_not_write_again(store: Store) -> None:
    """The window that their message opened was not known to whoever held the row."""
    rows = [OutboxRow(n, key, "whatsapp", "ID.4711", "{}", None, 0) for n, key in ((11, KEY), (12, "x" * 32))]
    async with store.transaction() as tx:
        await tx.outbox.enqueue(rows)
        await tx.people.open({KEY: 100})
        await tx.sent.hold({11: 500, 12: 500}, 50)
        (free,) = await tx.outbox.waiting(KEY)
        assert (free.ditahan, free.due_at) == (False, 50)
        assert [row.id for row in await tx.sent.held([KEY, "x" * 32])] == [12]


async def test_a_status_without_a_row_finds_it_by_the_platforms_id(store: Store) -> None:
    """And one of a message that is none of ours finds nothing."""
    async with store.sharing() as tx:
        await tx.sent.accepted([ROW])
        assert await tx.sent.find(["wamid.a", "wamid.b"]) == {"wamid.a": 11}


async def test_a_conversation_that_went_on_needs_nothing_from_before(store: Store) -> None:
    """Nothing later of an official's reports hides it."""
    async with store.sharing() as tx:
        await tx.sent.accepted([ROW, replace(ROW, id=12)])
        assert not await tx.sent.overtaken(ROW)
        await tx.sent.accepted([replace(ROW, id=13, detached=False)])
        assert await tx.sent.overtaken(ROW)


async def test_addresses_of_what_nobody_heard_of_again_go_first_and_then_the_rows(store: Store) -> None:
    """Nothing of a person stays for longer than it may be needed."""
    old, new = replace(ROW, id=id_at(1_800_000_000_000)), replace(ROW, id=id_at(1_800_000_100_000))
    async with store.transaction() as tx:
        await tx.sent.accepted([old, new])
        await tx.sent.prune(0, 1_800_000_100_000)
        await tx.sent.mark([replace(mark("gagal"), id=one.id) for one in (old, new)])
        assert [row.id for row in await tx.sent.lost([old.id, new.id])] == [new.id]
        await tx.sent.prune(1_800_000_100_000, 0)
        assert await tx.sent.counted() == {"gagal": 1}


async def test_what_was_erased_is_not_sent_again(store: Store) -> None:
    """The answer to a saran that its writer has erased is forgotten here too; no other one is."""
    payload = '{"text":"Baik.","key":"staf:%d"}'
    async with store.transaction() as tx:
        await tx.sent.accepted([replace(ROW, id=n, payload=payload % n) for n in (11, 12)])
        await tx.sent.recall("staf:11")
        await tx.sent.mark([replace(mark("gagal"), id=n) for n in (11, 12)])
        assert [row.id for row in await tx.sent.lost([11, 12])] == [12]
