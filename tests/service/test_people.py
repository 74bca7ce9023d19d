"""Who somebody is whom a platform knows by an id and a number, either of which may be missing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.engine.codec import load_screen
from bot.engine.events import Started
from bot.ports import Incoming, NotStored, Outcome
from bot.service.naming import Decision, decide, external_id
from bot.service.people import People
from storage.people import NameRow
from storage.records import SessionRow
from storage.store import Store
from tests.factories import SATU, Clock
from tests.service.knocking import NAME, Changed, Person, Platform, Status, platform_over

SITI = Person("ID.4711", "628123456789")
NOMOR, ORANG = Person(wa_id="628123456789"), Person(user_id="ID.4711")
PENERUS = Person("ID.9999", "628123456789")
"""Somebody who was given Siti's old number."""


@pytest.fixture
async def platform(store: Store) -> AsyncIterator[Platform]:
    made = await platform_over(store, Clock(datetime.now(UTC)))
    yield made
    await made.stop()


@pytest.mark.parametrize(
    ("user", "number", "linked", "decision"),
    [
        ("u", None, None, Decision("user")),
        (None, "n", None, Decision("number")),
        (None, "n", "u", Decision("linked")),
        ("u", "n", None, Decision("user", link=True, under="gabung")),
        ("u", "n", "u", Decision("user", under="gabung")),
        ("u", "n", "v", Decision("user", link=True, under="lupakan")),
    ],
)
def test_each_case_has_its_decision(
    user: str | None, number: str | None, linked: str | None, decision: object
) -> None:
    """By the id where it is known; a number brings along what is under it, unless it was another's."""
    assert decide(user, number, linked) == decision


async def sessions(platform: Platform) -> dict[str, SessionRow]:
    """What is open of Siti's, by the address it stands under."""
    keys = [platform.rig.sandi.percakapan(NAME, one) for one in ("ID.4711", "628123456789", "ID.9999")]
    async with platform.store.reading() as tx:
        return {row.address: row for row in (await tx.walk.sessions(keys)).values()}


async def begun(platform: Platform, person: Person) -> str:
    """Open a survey. Returns what stands in the chat then."""
    outcome = await platform.write(person, Started(SATU))
    assert outcome.messages
    return outcome.messages[-1].screen.key


@pytest.mark.parametrize("later", [SITI, ORANG, NOMOR])
async def test_an_interview_goes_on_whichever_names_come_next(platform: Platform, later: Person) -> None:
    """Begun by both names; then the number alone, the id alone, or both."""
    await begun(platform, SITI)
    assert list(await sessions(platform)) == ["ID.4711"]
    outcome = await platform.write(later, "Ya")
    assert list(await sessions(platform)) == ["ID.4711"]
    assert outcome.messages[-1].screen.key != "setuju"


async def test_an_interview_begun_by_number_goes_on_under_the_id(platform: Platform) -> None:
    """Once both are told; from then on the number alone leads there, too."""
    await begun(platform, NOMOR)
    assert list(await sessions(platform)) == ["628123456789"]
    before = (await sessions(platform))["628123456789"].state
    await platform.write(SITI, "ha?")
    found = await sessions(platform)
    assert list(found) == ["ID.4711"]
    assert SATU in before
    assert SATU in found["ID.4711"].state
    await platform.write(NOMOR, "ha?")
    assert list(await sessions(platform)) == ["ID.4711"]


async def test_what_waits_for_a_number_goes_out_to_the_id(platform: Platform) -> None:
    """A row that was made before both names were known is reached by the newer one."""
    await platform.push("628123456789", "Ringkasan.")
    await begun(platform, SITI)
    assert "Ringkasan." in [load_screen(row.payload).text for row in await platform.waiting("ID.4711")]
    assert await platform.waiting("628123456789") == []


async def test_who_gets_a_used_number_sees_nothing_of_who_had_it(platform: Platform) -> None:
    """Neither what stands under the number, nor what stands under the id of the one before."""
    await begun(platform, SITI)
    outcome = await platform.write(PENERUS, "Ya")
    assert outcome.messages[-1].screen.key == "cari"
    found = await sessions(platform)
    assert SATU in found["ID.4711"].state
    assert SATU not in found["ID.9999"].state
    # And from now on the number is the new one's.
    await platform.write(NOMOR, "Ya")
    assert set(await sessions(platform)) == {"ID.4711", "ID.9999"}


async def test_what_was_under_the_number_alone_is_dropped_for_its_next_owner(platform: Platform) -> None:
    """Written while the id was not told, after it once had been: nobody knows whose it was."""
    sandi = platform.rig.sandi
    linked = NameRow(sandi.percakapan(NAME, "628123456789"), sandi.percakapan(NAME, "ID.4711"), "r" * 32, 1)
    async with platform.store.transaction() as tx:
        await tx.people.name([linked])
    await begun(platform, NOMOR)
    assert list(await sessions(platform)) == ["628123456789"]
    await platform.write(PENERUS, "halo")
    assert list(await sessions(platform)) == ["ID.9999"]
    assert SATU not in (await sessions(platform))["ID.9999"].state


async def test_a_second_answer_is_known_by_either_name(platform: Platform) -> None:
    """Answered by the id; by the number alone, where nothing is open, the person is recognised all the same."""
    sandi = platform.rig.sandi
    await begun(platform, SITI)
    async with platform.store.transaction() as tx:
        await tx.walk.forget([sandi.percakapan(NAME, "ID.4711")])
    caught: list[Incoming] = []

    async def remember(incoming: Incoming) -> Outcome:
        caught.append(incoming)
        return await platform.desk.handle(incoming)

    platform.people._handle = remember
    await platform.write(NOMOR, Started(SATU))
    (incoming,) = caught
    assert incoming.address == "628123456789"
    assert incoming.responden == sandi.responden(NAME, "ID.4711")
    # The next message that brings both puts it where it belongs.
    platform.later(minutes=11)
    await platform.write(SITI, "ha?")
    assert list(await sessions(platform)) == ["ID.4711"]


async def test_two_people_are_never_joined_by_a_channel_or_name(platform: Platform) -> None:
    """The same digits elsewhere are another address."""
    telegram = platform.rig.citizen("628123456789", "telegram")
    await telegram.start(SATU)
    await begun(platform, SITI)
    assert await platform.rig.session(telegram) is not None


async def test_a_number_that_changes_takes_the_interview_along(platform: Platform) -> None:
    """And the old number stands for nobody any more."""
    await begun(platform, SITI)
    await platform.people.changed(Changed(SITI, Person("ID.5000", "628999999999")))
    async with platform.store.reading() as tx:
        key = platform.rig.sandi.percakapan(NAME, "ID.5000")
        assert (await tx.walk.sessions([key]))[key].address == "ID.5000"
        assert await tx.people.names([platform.rig.sandi.percakapan(NAME, "628123456789")]) == {}
    outcome = await platform.write(NOMOR, "Ya")
    assert outcome.messages[-1].screen.key == "cari"


async def test_a_change_told_again_takes_nothing_from_who_has_the_number_now(platform: Platform) -> None:
    """The interview of the old number's next owner stays theirs; however long the notice's id is."""
    moved = Changed(NOMOR, Person(wa_id="628999999999"), "wamid." + "S" * 300)
    await platform.people.changed(moved)
    await begun(platform, NOMOR)
    await platform.people.changed(moved)
    assert SATU in (await sessions(platform))["628123456789"].state
    outcome = await platform.write(moved.after, "Ya")
    assert outcome.messages[-1].screen.key == "cari"


async def test_a_number_may_change_more_than_once(platform: Platform) -> None:
    """There and back again: each notice is one of its own."""
    other = Person(wa_id="628999999999")
    await begun(platform, NOMOR)
    await platform.people.changed(Changed(NOMOR, other))
    assert await sessions(platform) == {}
    await platform.people.changed(Changed(other, NOMOR))
    assert SATU in (await sessions(platform))["628123456789"].state


async def test_one_of_many_processes_may_know_less(platform: Platform) -> None:
    """What another process has joined meanwhile is seen: what this one remembers holds for a while, and only where
    both names come."""
    desk = platform.desk
    other = People(platform.store, platform.rig.sandi, NAME, desk.handle, desk.refresh, platform.clock)
    await begun(platform, NOMOR)
    platform.people, first = other, platform.people
    await platform.write(SITI, "ha?")
    platform.people = first
    await platform.write(NOMOR, "ha?")
    assert list(await sessions(platform)) == ["ID.4711"]


async def test_a_name_that_becomes_known_on_the_way_is_no_lost_message(platform: Platform) -> None:
    """Looked up before, acted on after: it is delivered again, and then finds its conversation."""
    await begun(platform, NOMOR)
    handle = platform.people._handle

    async def slow(incoming: Incoming) -> Outcome:
        platform.people._handle = handle
        await platform.write(SITI, "ha?")
        return await handle(incoming)

    platform.people._handle = slow
    with pytest.raises(NotStored, match="known"):
        await platform.write(NOMOR, "Ya")
    assert list(await sessions(platform)) == ["ID.4711"]
    await platform.write(NOMOR, "Ya")
    assert list(await sessions(platform)) == ["ID.4711"]


async def test_many_at_once_are_looked_up_together(platform: Platform) -> None:
    """Each gets an answer, and each stands under their id."""
    people = [Person(f"ID.{n}", f"62812{n:08}") for n in range(60)]
    await asyncio.gather(*(platform.write(one, Started(SATU)) for one in people))
    keys = [platform.rig.sandi.percakapan(NAME, one.user_id or "") for one in people]
    async with platform.store.reading() as tx:
        assert len(await tx.walk.sessions(keys)) == 60


async def test_a_delivery_repeated_gets_no_second_reply(platform: Platform) -> None:
    """A message there cannot be changed in place: what was answered is not answered again."""
    await begun(platform, SITI)
    before = len(await platform.waiting("ID.4711"))
    arrived = platform.arrived(SITI, Started(SATU))
    first = await platform.people.receive(arrived)
    second = await platform.people.receive(arrived)
    assert first.messages
    assert not second.messages
    assert len(await platform.waiting("ID.4711")) <= before + 1


def test_a_delivery_is_known_by_an_id_that_storage_can_keep() -> None:
    """However long the platform makes it."""
    assert external_id("wamid.a") == "wamid.a"
    assert len(external_id("w" * 500)) <= 128
    assert external_id("w" * 500) != external_id("w" * 501)


async def test_a_status_without_anything_known_changes_nothing(platform: Platform) -> None:
    """Of a message that stands in no outbox, and one with an id that cannot be ours."""
    await platform.receipts.seen([Status("wamid.x", "delivered"), Status("wamid.y", "read", 2**63 - 1)])
    assert await platform.states() == {}
