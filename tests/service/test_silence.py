"""One reminder, then the end of the draft; neither for somebody who has answered in between."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from bot.engine.events import Expired, TimedOut
from bot.engine.wording import id as w
from bot.ports import Incoming, NotStored, Outcome
from bot.service import expiry
from tests.contract.storage.hardship import read_only
from tests.factories import ATURAN, SATU, outbox_row
from tests.service.doubles import Citizen
from tests.service.rig import Rig


async def _tick(rig: Rig) -> int:
    return await expiry.tick(rig.store, rig.conversation.handle, rig.clock.ms())


async def _midway(rig: Rig, address: str = "628123456789") -> Citizen:
    citizen = rig.citizen(address)
    await citizen.start(SATU)
    await citizen.until("prosedur")
    return citizen


async def test_silence_is_reminded_once_and_then_the_draft_ends(rig: Rig) -> None:
    """Nothing before its time; one reminder with the open question; at the end the draft and its address are gone."""
    citizen = await _midway(rig)
    rig.commits.clear()
    rig.clock.move(minutes=ATURAN.ingatkan_menit, seconds=-1)
    assert await _tick(rig) == 0
    rig.clock.move(seconds=1)
    assert await _tick(rig) == 1
    assert await _tick(rig) == 0
    rig.clock.move(hours=ATURAN.kedaluwarsa_jam, minutes=-ATURAN.ingatkan_menit, seconds=-1)
    assert await _tick(rig) == 0
    assert [[row.push for row in rows] for rows in rig.commits] == [[True]]
    session = await rig.session(citizen)
    assert session is not None
    assert '"langkah":"prosedur"' in session.state

    rig.clock.move(seconds=1)
    assert await _tick(rig) == 1
    assert await rig.session(citizen) is None
    assert [row.push for row in rig.commits[-1]] == [True]
    assert await _tick(rig) == 0


async def test_an_answer_moves_both_times(rig: Rig) -> None:
    """Every answer starts the silence anew; but who was reminded once in an interview is not reminded again."""
    citizen = await _midway(rig)
    rig.clock.move(minutes=ATURAN.ingatkan_menit - 1)
    await citizen.send(citizen.answer(3))
    rig.clock.move(minutes=ATURAN.ingatkan_menit - 1)
    assert await _tick(rig) == 0
    rig.clock.move(minutes=1)
    assert await _tick(rig) == 1
    await citizen.send(citizen.answer(3))
    rig.clock.move(hours=ATURAN.kedaluwarsa_jam, seconds=-1)
    assert await _tick(rig) == 0
    rig.clock.move(seconds=1)
    assert await _tick(rig) == 1
    assert await rig.session(citizen) is None


async def test_a_new_interview_may_be_reminded_of_too(rig: Rig) -> None:
    """The one reminder is each interview's own."""
    citizen = await _midway(rig)
    rig.clock.move(minutes=ATURAN.ingatkan_menit)
    assert await _tick(rig) == 1
    await citizen.command("ulang")
    await citizen.send(citizen.answer())
    rig.clock.move(minutes=ATURAN.ingatkan_menit)
    assert await _tick(rig) == 1


async def test_who_answers_between_look_and_act_is_not_reminded(rig: Rig) -> None:
    """The answer wins though the clock had seen the silence: at the same moment and just before."""
    citizen = await _midway(rig)
    rig.clock.move(minutes=ATURAN.ingatkan_menit)
    due = Incoming(citizen.channel, citizen.address, None, TimedOut())
    _, late = await asyncio.gather(citizen.send(citizen.answer(3)), rig.conversation.handle(due))
    assert late == Outcome()
    session = await rig.session(citizen)
    assert session is not None
    assert session.remind_at is not None


async def test_who_answers_between_look_and_act_does_not_lose_the_draft(rig: Rig) -> None:
    """An answer in the last second keeps the draft, and the expiry that was on its way changes nothing."""
    citizen = await _midway(rig)
    rig.clock.move(hours=ATURAN.kedaluwarsa_jam)
    due = Incoming(citizen.channel, citizen.address, None, Expired())
    _, late = await asyncio.gather(citizen.send(citizen.answer(3)), rig.conversation.handle(due))
    assert late == Outcome()
    await citizen.until("selesai")
    assert await rig.n() == 1
    assert await rig.conversation.handle(due) == Outcome()


async def test_a_reminder_after_the_interview_ended_says_nothing(rig: Rig) -> None:
    """Whoever finished, cancelled or never came is not written to."""
    citizen = await _midway(rig)
    await citizen.until("selesai")
    rig.commits.clear()
    rig.clock.move(days=3)
    for event in (TimedOut(), Expired()):
        await rig.conversation.handle(Incoming(citizen.channel, citizen.address, None, event))
    assert await _tick(rig) == 0
    assert [row for rows in rig.commits for row in rows] == []


async def test_who_only_looked_goes_quietly(rig: Rig) -> None:
    """A greeting nobody agreed to is neither reminded of nor mourned, and its address is gone."""
    citizen = rig.citizen()
    await citizen.start(SATU)
    rig.commits.clear()
    rig.clock.move(minutes=ATURAN.ingatkan_menit)
    assert await _tick(rig) == 1
    assert await _tick(rig) == 0
    rig.clock.move(hours=ATURAN.kedaluwarsa_jam)
    assert await _tick(rig) == 1
    assert await rig.session(citizen) is None
    assert [row for rows in rig.commits for row in rows] == []


async def test_expiry_comes_before_a_reminder_that_is_due_as_well(rig: Rig) -> None:
    """After a long stop of the service a draft beyond its end is ended, not reminded of first."""
    await _midway(rig)
    rig.commits.clear()
    rig.clock.move(days=5)
    await _tick(rig)
    texts = [row.payload for rows in rig.commits for row in rows]
    assert len(texts) == 1
    assert w.KEDALUWARSA.split("{unit}")[1].strip()[:20] in texts[0]


async def test_more_silent_people_than_one_look_holds(rig: Rig) -> None:
    """Those left over are taken by the next looks; each is reminded once."""
    people = [rig.citizen(f"62{n:05}") for n in range(expiry.BATCH_PALING + 30)]
    await asyncio.gather(*(one.start(SATU) for one in people))
    await asyncio.gather(*(one.until("jenis_kelamin") for one in people))
    rig.commits.clear()
    rig.clock.move(minutes=ATURAN.ingatkan_menit)
    assert [await _tick(rig) for _ in range(3)] == [expiry.BATCH_PALING, 30, 0]
    assert len({row.percakapan for rows in rig.commits for row in rows}) == len(people)


async def test_a_draft_of_another_version_expires_all_the_same(rig: Rig) -> None:
    """What can no longer be read is dropped without a word, so its address does not stay for ever."""
    citizen = await _midway(rig)
    session = await rig.session(citizen)
    assert session is not None
    async with rig.store.transaction() as tx:
        await tx.walk.save([replace(session, state='{"versi": 999}')])
    rig.commits.clear()
    rig.clock.move(hours=ATURAN.kedaluwarsa_jam)
    await _tick(rig)
    assert await rig.session(citizen) is None
    assert [row for rows in rig.commits for row in rows] == []


async def test_a_database_that_fails_is_asked_again_next_time(rig: Rig) -> None:
    """A look that cannot be acted on raises nothing, and the next one reminds."""
    await _midway(rig)
    rig.clock.move(minutes=ATURAN.ingatkan_menit)
    undo = read_only(rig.store)
    await rig.store.close()
    assert await _tick(rig) == 1
    undo()
    await rig.store.close()
    rig.commits.clear()
    assert await _tick(rig) == 1
    assert len(rig.commits[0]) == 1


async def test_a_refused_event_does_not_keep_the_others_from_theirs(rig: Rig) -> None:
    """NotStored for one of many is that one's matter alone."""
    people = [await _midway(rig, f"62{n}") for n in range(3)]
    rig.clock.move(minutes=ATURAN.ingatkan_menit)
    handled: list[str] = []

    async def handle(incoming: Incoming) -> Outcome:
        if incoming.address == people[0].address:
            raise NotStored("busy")
        handled.append(incoming.address)
        return await rig.conversation.handle(incoming)

    assert await expiry.tick(rig.store, handle, rig.clock.ms()) == 3
    assert sorted(handled) == ["621", "622"]


async def test_pruning_keeps_what_a_platform_may_still_ask_about(rig: Rig) -> None:
    """Ids of today stay, ids of eight days ago and messages nobody fetched for three days go."""
    day = 86_400_000
    async with rig.store.transaction() as tx:
        now = time.time_ns() // 1_000_000
        await tx.walk.record([("uji", "old")], now - 8 * day)
        await tx.walk.record([("uji", "young")], now - 6 * day)
        await tx.outbox.enqueue([outbox_row("a" * 32, due_at=now - 3 * day), outbox_row("b" * 32, due_at=now - day)])
    await expiry.prune(rig.store)
    async with rig.store.reading() as tx:
        assert await tx.walk.seen([("uji", "old"), ("uji", "young")]) == {("uji", "young")}
        assert (len(await tx.outbox.waiting("a" * 32)), len(await tx.outbox.waiting("b" * 32))) == (0, 1)
