"""Many events at once are few commits; each person's own stay in order; a bad one harms nobody else."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.engine.events import Started, Typed
from bot.engine.survey import Direktori
from bot.engine.wording import id as w
from bot.ports import NotStored
from bot.service.conversation import BATCH_PALING
from tests.contract.storage.hardship import read_only
from tests.factories import BANYAK, KELOMPOK, KTP, SATU, UNITS, unit
from tests.service.rig import Rig


async def test_many_people_at_once_share_a_commit(rig: Rig) -> None:
    """As many people as fit a batch are served by one commit, each with a screen of their own."""
    people = [rig.citizen(f"62{n:05}") for n in range(BATCH_PALING)]
    await asyncio.gather(*(one.start(SATU) for one in people))
    assert len(rig.commits) == 1
    assert len({row.percakapan for row in rig.commits[0]}) == len(people)
    assert all(one.screen.key == "sapa" for one in people)


async def test_what_does_not_fit_a_batch_comes_in_the_next(rig: Rig) -> None:
    """Nobody is left out of a crowd larger than a batch."""
    people = [rig.citizen(f"62{n:05}") for n in range(BATCH_PALING + 1)]
    await asyncio.gather(*(one.start(SATU) for one in people))
    assert [len(rows) for rows in rig.commits] == [BATCH_PALING, 1]
    assert all([await rig.session(one) for one in people])


async def test_one_persons_events_go_one_by_one_and_in_order(rig: Rig) -> None:
    """Five messages sent in one breath are answered in five commits, each on top of the one before."""
    citizen, other = rig.citizen(), rig.citizen("62899")
    await citizen.start(SATU)
    await citizen.until("usia")
    rig.commits.clear()
    spoken = ["34", "SMA", "PNS", "3", "4"]
    outcomes = await asyncio.gather(*(citizen.send(Typed(word)) for word in spoken), other.start(SATU))
    keys = [outcome.messages[0].screen.key for outcome in outcomes]
    assert keys == ["pendidikan", "pekerjaan", "persyaratan", "prosedur", "waktu", "sapa"]
    assert [len(rows) for rows in rig.commits] == [2, 1, 1, 1, 1]
    ids = [outcome.messages[0].id for outcome in outcomes[:5]]
    assert ids == sorted(ids)


async def test_a_crowd_finishes_whole_interviews_at_once(rig: Rig) -> None:
    """Thirty people, each at their own pace, are thirty responses with thirty receipts."""
    people = [rig.citizen(f"62{n:05}") for n in range(30)]
    receipts = await asyncio.gather(*(one.fill(BANYAK, 1 + n % 4) for n, one in enumerate(people)))
    assert len(set(receipts)) == 30
    assert await rig.n() == 30
    assert len(rig.commits) < 100


async def test_an_event_that_cannot_be_stored_stops_nobody_else(rig: Rig) -> None:
    """Its sender gets an apology and keeps the draft; those of the same batch are done; nothing is tried for ever."""
    hantu = unit("kel-hantu", KTP)  # known to this process, and not to the database
    rig.surveys.now = replace(rig.surveys.now, direktori=Direktori.of(KELOMPOK, (*UNITS, hantu)))
    bad, good = rig.citizen("62001"), [rig.citizen(f"63{n:03}") for n in range(5)]
    for one in (bad, *good):
        await one.start(hantu.kode if one is bad else SATU)
        await one.until("tinjau")
    poison = bad.incoming(bad.button(w.KIRIM))
    await asyncio.gather(bad.deliver(poison), *(one.tap(w.KIRIM) for one in good))
    assert [one.screen.key for one in good] == ["selesai"] * 5
    assert w.MAAF_GANGGUAN in bad.screen.text
    assert await rig.n() == 5
    await bad.deliver(poison)
    assert bad.screen.key == "tinjau"

    async with rig.store.transaction() as tx:
        await tx.directory.put([], [hantu])
    await bad.tap(w.KIRIM)
    assert await rig.n() == 6


async def test_a_delivery_whose_id_cannot_be_stored_is_refused_alone(rig: Rig) -> None:
    """Even where not so much as an apology can be kept, only its sender is refused."""
    bad, good = rig.citizen("62001"), rig.citizen("62002")
    poison = replace(bad.incoming(Started(SATU)), external_id="\ud800")
    results = await asyncio.gather(bad.deliver(poison), good.start(SATU), return_exceptions=True)
    assert isinstance(results[0], NotStored)
    assert good.screen.key == "sapa"
    assert await rig.session(bad) is None


async def test_where_the_database_fails_nobody_is_told_it_worked(rig: Rig) -> None:
    """All of a batch are refused, nothing of it is kept, and the same deliveries succeed once it is well."""
    people = [rig.citizen(f"62{n:03}") for n in range(5)]
    for one in people:
        await one.start(SATU)
        await one.until("tinjau")
    rig.commits.clear()
    finishing = [one.incoming(one.button("Kirim")) for one in people]
    undo = read_only(rig.store)
    await rig.store.close()  # its connections; it opens new ones
    results = await asyncio.gather(
        *(rig.conversation.handle(incoming) for incoming in finishing), return_exceptions=True
    )
    assert [type(result) for result in results] == [NotStored] * 5
    assert rig.commits == []
    assert await rig.n() == 0

    undo()
    await rig.store.close()
    await asyncio.gather(*(one.deliver(incoming) for one, incoming in zip(people, finishing, strict=True)))
    assert [one.screen.key for one in people] == ["selesai"] * 5
    assert await rig.n() == 5


async def test_closing_finishes_what_waits_and_takes_nothing_more(rig: Rig) -> None:
    """Events accepted before the end are stored and answered; later ones are refused."""
    people = [rig.citizen(f"62{n:05}") for n in range(BATCH_PALING + 50)]
    waiting = [asyncio.create_task(one.start(SATU)) for one in people]
    await asyncio.sleep(0)
    await rig.conversation.close()
    outcomes = await asyncio.gather(*waiting)
    assert all(outcome.messages for outcome in outcomes)
    with pytest.raises(NotStored):
        await people[0].type("halo")


async def test_whoever_stops_waiting_does_not_undo_what_was_committed(rig: Rig) -> None:
    """A caller that is cancelled leaves its event stored, and its neighbours answered."""
    gone, stays = rig.citizen("62001"), rig.citizen("62002")
    task = asyncio.create_task(gone.start(SATU))
    neighbour = asyncio.create_task(stays.start(SATU))
    await asyncio.sleep(0)
    task.cancel()
    assert (await neighbour).messages
    assert await rig.session(gone) is not None
