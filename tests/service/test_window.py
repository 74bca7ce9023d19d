"""The window: what is sent while it is open, announced while it is closed, and what follows an answer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine.codec import dump_screen
from bot.engine.events import Started, Tapped
from bot.engine.messages import Perihal, Screen
from bot.ports import NotStored, Outgoing, SendError
from bot.service.window import BUKA, TAHAN_MS, Windowed
from storage.records import new_id
from tests.service.knocking import PERINGATAN, RINGKASAN, Knocker, Person, Platform, Status, until

DAY_MS = 86_400_000
LURAH = Person("ID.4711", "628123456789")


async def held(platform: Platform, address: str = "ID.4711") -> list[str]:
    return [row.payload for row in await platform.waiting(address) if row.ditahan]


async def test_a_digest_goes_out_as_it_is_while_the_window_is_open(platform: Platform) -> None:
    """A day after the person wrote, less a margin; and no template is paid for."""
    await platform.write(LURAH, Started())
    platform.later(hours=23, minutes=45)
    await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: "Ringkasan." in platform.channel.texts())
    assert platform.channel.knocked == []


async def test_a_digest_is_announced_outside_the_window_and_follows_the_answer(platform: Platform) -> None:
    """The text is kept back and comes when the head taps; the tap itself needs no other reply."""
    await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: held(platform))
    assert [one.screen.perihal for one in platform.channel.knocked] == [RINGKASAN]
    assert platform.channel.sent == []
    await platform.write(LURAH, Tapped(BUKA))
    await until(lambda: platform.channel.sent)
    assert platform.channel.texts() == ["Ringkasan."]
    await until(lambda: _nothing_waits(platform))


async def test_any_word_of_the_person_brings_what_was_held(platform: Platform) -> None:
    """Whoever writes instead of tapping gets an answer, and what waited."""
    await platform.push("ID.4711", "Peringatan.", PERINGATAN)
    await until(lambda: held(platform))
    await platform.write(LURAH, "halo")
    await until(lambda: len(platform.channel.sent) == 2)
    assert "Peringatan." in platform.channel.texts()


async def test_a_tap_after_all_has_come_says_so(platform: Platform) -> None:
    """No spinner without a word, and no guess what was meant."""
    await platform.write(LURAH, Tapped(BUKA))
    await until(lambda: platform.channel.sent)
    assert platform.channel.texts() == [
        "Tidak ada pesan lain yang menunggu dibuka. Pesan yang tidak dibuka kami simpan selama 7 hari."
    ]


async def test_of_several_digests_only_the_newest_is_read(platform: Platform) -> None:
    """Those of one subject; another's stays, and so does every alert."""
    other = Perihal("ringkasan", ("Kelurahan Dua", "16–22 November 2026"))
    for text, about in (("lama", RINGKASAN), ("dua", other), ("gawat", PERINGATAN), ("baru", RINGKASAN)):
        platform.later(days=1, minutes=1)
        await platform.push("ID.4711", text, about)
        await until(lambda text=text: _held_as_many(platform, text))
    await platform.write(LURAH, Tapped(BUKA))
    await until(lambda: len(platform.channel.sent) == 3)
    assert platform.channel.texts() == ["dua", "gawat", "baru"]


async def test_a_matter_is_announced_once_a_day(platform: Platform) -> None:
    """Three alerts on one morning are one template; what they say waits all the same. A digest is another matter."""
    for n in range(3):
        await platform.push("ID.4711", f"Peringatan {n}.", PERINGATAN)
        await until(lambda n=n: _held_n(platform, n + 1))
    await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: _held_n(platform, 4))
    assert [one.screen.perihal for one in platform.channel.knocked] == [PERINGATAN, RINGKASAN]
    platform.later(days=1, minutes=1)
    await platform.push("ID.4711", "Peringatan baru.", PERINGATAN)
    await until(lambda: len(platform.channel.knocked) == 3)


async def test_what_nothing_announces_is_dropped_quietly(platform: Platform) -> None:
    """A reminder of yesterday's interview interests nobody."""
    await platform.push("ID.4711", "Terusan.")
    await until(lambda: _nothing_waits(platform))
    assert platform.channel.sent == []
    assert platform.channel.knocked == []


async def test_a_window_the_platform_closes_earlier_is_believed(platform: Platform) -> None:
    """The refusal turns into an announcement, and the next message does not try again."""
    await platform.write(LURAH, Started())
    platform.channel.closed.add("ID.4711")
    await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: platform.channel.knocked)
    await until(lambda: held(platform))
    async with platform.store.reading() as tx:
        assert await tx.people.open_until(platform.rig.sandi.percakapan("whatsapp", "ID.4711")) == 0
    platform.channel.closed.clear()
    await platform.write(LURAH, "halo")
    await until(lambda: "Ringkasan." in platform.channel.texts())


async def test_a_template_that_is_refused_leaves_the_message_waiting(platform: Platform) -> None:
    """Whoever writes by themselves still reads it."""
    platform.channel.refuse = SendError("ditolak", "132001: not approved")
    await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: held(platform))
    assert platform.channel.knocked == []


async def test_several_of_a_matter_at_once_are_announced_once(platform: Platform) -> None:
    """As to the head of three units on a Monday: the first is not written down as waiting when the next is due."""
    rows = [platform.row("ID.4711", f"Ringkasan {n}.", RINGKASAN) for n in range(3)]
    async with platform.store.transaction() as tx:
        await tx.outbox.enqueue(rows)
    await until(lambda: _held_n(platform, 3))
    assert len(platform.channel.knocked) == 1


@pytest.mark.parametrize(
    "refusal",
    [SendError("ditolak", "132015: paused"), SendError("terbatas", "131049", 86_400, wilayah="pesan")],
    ids=["refused", "too many"],
)
async def test_who_was_not_told_is_told_of_the_next(platform: Platform, refusal: SendError) -> None:
    """The message waits where the person finds it; a second one of the same matter is announced at once."""
    platform.channel.refuse = refusal
    await platform.push("ID.4711", "Peringatan 1.", PERINGATAN)
    await until(lambda: _held_n(platform, 1))
    platform.later(hours=3)
    await platform.push("ID.4711", "Peringatan 2.", PERINGATAN)
    await until(lambda: _held_n(platform, 2))
    assert len(platform.channel.knocked) == 1


async def test_one_alone_that_was_not_told_of_is_announced_a_day_later(platform: Platform) -> None:
    """Without anything else happening to that person."""
    platform.channel.refuse = SendError("ditolak", "132001: not approved")
    await platform.push("ID.4711", "Peringatan.", PERINGATAN)
    await until(lambda: _held_n(platform, 1))
    platform.later(days=1, minutes=1)
    await until(lambda: len(platform.channel.knocked) == 1)
    await until(lambda: _held_n(platform, 1))


async def test_an_announcement_that_fails_late_is_made_anew(platform: Platform) -> None:
    """Accepted at first, as the platform does it; what nobody is there for is left."""
    row = await platform.push("ID.4711", "Peringatan.", PERINGATAN)
    await until(lambda: _held_n(platform, 1))

    async def told() -> bool:
        return [one.due_at > platform.now_ms() + 6 * DAY_MS for one in await platform.waiting("ID.4711")] == [True]

    for code, hours, knocks in ((131026, 1, 1), (131042, 1.1, 2), (131049, 25, 3)):
        await until(told)
        await platform.receipts.seen([Status(f"wamid.knock{row.id}", "failed", None, code, LURAH, announced=row.id)])
        platform.later(hours=hours)
        await until(lambda knocks=knocks: len(platform.channel.knocked) == knocks)


async def test_a_failure_faster_than_our_note_of_an_announcement_is_to_be_told_again(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of one that is made anew, whose message is held already."""
    row = await platform.push("ID.4711", "Peringatan.", PERINGATAN)
    await until(lambda: _held_n(platform, 1))
    failed = Status(f"wamid.knock{row.id}", "failed", None, 131049, LURAH, announced=row.id)
    await platform.receipts.seen([failed])
    monkeypatch.setattr("bot.service.delivery.SETTLE_SECONDS", 2)
    platform.later(hours=25)
    await until(lambda: len(platform.channel.knocked) == 2)
    with pytest.raises(NotStored, match="faster"):
        await platform.receipts.seen([failed])


async def test_a_template_that_cannot_go_now_is_tried_again(platform: Platform) -> None:
    """Nothing is held before it was announced."""
    platform.channel.refuse = SendError("terbatas", "130429", 0.01)
    await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: platform.channel.refuse is None)
    await asyncio.sleep(0.1)
    assert await held(platform) == []

    def knocked() -> bool:
        platform.later(seconds=1)  # it is written down as due again by now, or a moment later
        return bool(platform.channel.knocked)

    await until(knocked)
    await until(lambda: held(platform))


async def test_what_nobody_answers_is_gone_after_a_week(platform: Platform) -> None:
    """It is neither sent nor kept."""
    await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: held(platform))
    platform.later(milliseconds=TAHAN_MS + 60_000)
    await until(lambda: _nothing_waits(platform), 40)
    assert platform.channel.sent == []


async def test_a_message_delivered_days_later_opens_nothing(platform: Platform) -> None:
    """The platform counts from when it was written."""
    await platform.write(LURAH, Started(), at=platform.clock() - timedelta(days=2))
    await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: platform.channel.knocked)


async def test_a_failure_told_late_brings_the_announcement(platform: Platform) -> None:
    """Accepted, and then said to be outside the window: it is announced, and follows, once."""
    await platform.write(LURAH, Started())
    row = await platform.push("ID.4711", "Ringkasan.", RINGKASAN)
    await until(lambda: _states(platform, terkirim=2))
    failed = Status(f"wamid.out{row.id}", "failed", row.id, 131047, LURAH)
    await platform.receipts.seen([failed])
    await platform.receipts.seen([failed])
    await until(lambda: held(platform))
    assert len(platform.channel.knocked) == 1
    await platform.write(LURAH, Tapped(BUKA))
    await until(lambda: platform.channel.texts().count("Ringkasan.") == 2)


async def test_an_old_answer_outside_the_window_is_not_announced(platform: Platform) -> None:
    """A reply that could not go for a day is of no use any more, whatever it says."""
    row = await platform.push("ID.4711", "Jawaban.")
    async with platform.store.transaction() as tx:
        await tx.sent.drop([row.id])
        old = replace(row, id=row.id - (86_400_000 << 22), push=False, payload=dump_screen(Screen("Jawaban.")))
        await tx.outbox.enqueue([old])
    await until(lambda: _nothing_waits(platform))
    assert platform.channel.sent == []


async def _nothing_waits(platform: Platform) -> bool:
    return not await platform.waiting("ID.4711")


async def _held_n(platform: Platform, n: int) -> bool:
    return len(await held(platform)) == n


async def _held_as_many(platform: Platform, text: str) -> bool:
    return any(f'"{text}"' in payload for payload in await held(platform))


async def _states(platform: Platform, **states: int) -> bool:
    return await platform.states() == states


class _Timed(Knocker):
    """Remembers when it sent."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[float] = []

    async def send(self, outgoing: Outgoing) -> str | None:
        self.at.append(time.monotonic())
        return await super().send(outgoing)


async def test_no_second_holds_more_messages_than_may_go_in_one(platform: Platform) -> None:
    """However many want to go at once, and right from the first."""
    channel = _Timed()
    windowed = Windowed(channel, platform.store, platform.rig.sandi, per_second=20, now_ms=platform.now_ms)
    begun = time.monotonic()
    await asyncio.gather(*(windowed.send(Outgoing(f"ID.{n}", Screen("Halo"), None, id=new_id())) for n in range(50)))
    assert len(channel.at) == 50
    assert all(at - begun >= n // 20 for n, at in enumerate(channel.at))
