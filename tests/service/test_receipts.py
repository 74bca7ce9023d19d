"""What became of messages: written down whatever the order, and sent again where that helps."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from bot.engine.events import Started
from bot.ports import NotStored
from storage.records import new_id
from tests.factories import SATU
from tests.service.knocking import RINGKASAN, Person, Platform, Status, until

SITI = Person("ID.4711", "628123456789")


async def greeted(platform: Platform) -> int:
    """The row of a reply that the platform has accepted, and that is written down."""
    await platform.write(SITI, Started(SATU))
    await until(lambda: counted(platform, terkirim=1))
    return platform.channel.sent[-1].id


async def counted(platform: Platform, **states: int) -> bool:
    return await platform.states() == states


async def test_a_message_leaves_the_outbox_when_it_is_accepted_and_is_followed_from_there(platform: Platform) -> None:
    """Delivered and read, told twice and in the wrong order; then no address is left of it."""
    row = await greeted(platform)
    assert await platform.waiting("ID.4711") == []
    wamid = f"wamid.out{row}"
    for status in ("read", "sent", "delivered", "read"):
        await platform.receipts.seen([Status(wamid, status, row, person=SITI)])
    assert await counted(platform, dibaca=1)
    async with platform.store.reading() as tx:
        assert await tx.sent.lost([row]) == []


async def test_a_status_that_names_no_row_is_known_by_the_platforms_id(platform: Platform) -> None:
    """As it is told of messages sent by an older version."""
    row = await greeted(platform)
    await platform.receipts.seen([Status(f"wamid.out{row}", "delivered")])
    assert await counted(platform, sampai=1)


async def test_a_status_may_be_faster_than_our_own_note(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept, the note does not set it back, and nobody sends the message again."""
    monkeypatch.setattr("bot.service.delivery.SETTLE_SECONDS", 1.5)
    await platform.write(SITI, Started(SATU))
    await until(lambda: platform.channel.sent)
    row = platform.channel.sent[-1].id
    await platform.receipts.seen([Status(f"wamid.out{row}", "delivered", row, person=SITI)])
    assert await platform.waiting("ID.4711") == []
    await asyncio.sleep(2)
    assert await counted(platform, sampai=1)
    assert len(platform.channel.sent) == 1


async def test_a_failure_faster_than_our_own_note_is_to_be_told_again(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only then is it known what is to be sent again; nothing of it is kept before."""
    monkeypatch.setattr("bot.service.delivery.SETTLE_SECONDS", 1.5)
    row = await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    async with platform.store.transaction() as tx:
        await tx.people.open({row.percakapan: platform.now_ms() + 60_000})
    await until(lambda: platform.channel.sent)
    failed = Status(f"wamid.out{row.id}", "failed", row.id, 131047, SITI)
    with pytest.raises(NotStored):
        await platform.receipts.seen([failed])
    assert await platform.states() == {}
    await until(lambda: counted(platform, terkirim=1))
    await platform.receipts.seen([failed])
    await until(lambda: platform.channel.knocked)


async def test_what_failed_for_a_passing_reason_goes_again_later(platform: Platform) -> None:
    """As a new message, after a while, and not for ever."""
    row = await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    async with platform.store.transaction() as tx:
        await tx.people.open({row.percakapan: platform.now_ms() + 80_000_000})
    await until(lambda: counted(platform, terkirim=1))
    for n in range(4):
        sent = platform.channel.sent[-1].id
        await platform.receipts.seen([Status(f"wamid.out{sent}", "failed", sent, 131056, SITI)])
        assert len(platform.channel.sent) == n + 1
        platform.later(hours=1, seconds=1)
        await until(lambda n=n: len(platform.channel.sent) == n + 2)
        await until(lambda n=n: counted(platform, gagal=n + 1, terkirim=1))
    sent = platform.channel.sent[-1].id
    await platform.receipts.seen([Status(f"wamid.out{sent}", "failed", sent, 131056, SITI)])
    assert await platform.waiting("ID.4711") == []


async def test_a_question_that_failed_is_not_asked_again_once_the_person_is_further(platform: Platform) -> None:
    """It would take the place of the one that stands there now."""
    row = await greeted(platform)
    await platform.write(SITI, "ha?")
    await until(lambda: counted(platform, terkirim=2))
    await platform.receipts.seen([Status(f"wamid.out{row}", "failed", row, 131056, SITI)])
    assert await platform.waiting("ID.4711") == []
    assert await counted(platform, gagal=1, terkirim=1)


@pytest.mark.parametrize("code", [131026, 131051, None])
async def test_what_nothing_can_heal_is_written_down_and_left(platform: Platform, code: int | None) -> None:
    """A person who is not on WhatsApp any more; a message that is refused; a reason that is not told."""
    row = await greeted(platform)
    await platform.receipts.seen([Status(f"wamid.out{row}", "failed", row, code, SITI)])
    assert await counted(platform, gagal=1)
    assert await platform.waiting("ID.4711") == []
    async with platform.store.reading() as tx:
        assert await tx.sent.lost([row]) == []  # nothing of the person is left


async def test_a_thousand_statuses_of_a_body_are_written_down_together(platform: Platform) -> None:
    """Ours and others', of one body and of many at once."""
    row = await greeted(platform)
    many = [Status(f"wamid.{n}", "delivered") for n in range(999)]
    await asyncio.gather(
        platform.receipts.seen([*many, Status("x", "delivered", row)]),
        *(platform.receipts.seen([Status(f"wamid.out{row}", "sent", row)]) for _ in range(20)),
    )
    assert await counted(platform, sampai=1)


@pytest.mark.parametrize(("code", "seconds"), [(131049, 86_400), (80007, 300), (131056, 60)])
async def test_what_is_to_wait_waits_as_long_as_its_code_says(platform: Platform, code: int, seconds: int) -> None:
    """Told late as at once; and never less than any other message that failed."""
    row = await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    async with platform.store.transaction() as tx:
        await tx.people.open({row.percakapan: platform.now_ms() + 80_000_000})
    await until(lambda: counted(platform, terkirim=1))
    await platform.receipts.seen([Status(f"wamid.out{row.id}", "failed", row.id, code, SITI)])
    assert [one.due_at - platform.now_ms() for one in await platform.waiting("ID.4711")] == [seconds * 1000]


async def test_a_message_of_another_version_that_failed_is_left(platform: Platform) -> None:
    """What cannot be read cannot be announced; the status is written down all the same."""
    row = await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    async with platform.store.transaction() as tx:
        await tx.people.open({row.percakapan: platform.now_ms() + 80_000_000})
    await until(lambda: counted(platform, terkirim=1))
    async with platform.store.engine.begin() as connection:
        await connection.execute(text("UPDATE terkirim SET payload = :words"), {"words": '{"v": 0, "teks": "Lama"}'})
    await platform.receipts.seen([Status(f"wamid.out{row.id}", "failed", row.id, 131047, SITI)])
    assert await counted(platform, gagal=1)


@pytest.mark.parametrize("alone", [True, False], ids=["in a body of its own", "with others"])
async def test_a_status_that_cannot_be_written_takes_no_other_with_it(
    platform: Platform, caplog: pytest.LogCaptureFixture, *, alone: bool
) -> None:
    """It is set aside, since it would fail as often as it came; what it said stands in no log."""
    row = await greeted(platform)
    bad = Status("wamid.rusak", "failed", new_id(), 2**70, SITI)
    good = Status(f"wamid.out{row}", "read", row, person=SITI)
    async with asyncio.timeout(10):
        if alone:
            await asyncio.gather(platform.receipts.seen([bad]), platform.receipts.seen([good]))
        else:
            await platform.receipts.seen([bad, good])
    assert (await platform.states())["dibaca"] == 1
    assert "set aside" in caplog.text
    assert str(2**70) not in caplog.text
    await platform.receipts.close()
