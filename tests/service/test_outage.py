"""A platform that is out for long: nothing is lost, it is not asked a thousand times, then all of use goes out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.ports import Outgoing, SendError
from bot.service import breaker, looking
from bot.service import delivery as sending
from bot.service.limits import Limits
from storage.records import OutboxRow, new_id
from storage.store import Store
from tests.service.dispatch import Dispatch, now_ms, row, texts

DAY = 86_400_000


class Platform:
    """Takes messages, or does not."""

    def __init__(self) -> None:
        self.out = False
        self.tried = 0

    async def __call__(self, outgoing: Outgoing) -> None:
        self.tried += 1
        await asyncio.sleep(0)
        if self.out:
            raise SendError("sementara", "connection refused")


def _aged(made: OutboxRow, ms: int) -> OutboxRow:
    """The same, made so long ago."""
    return replace(made, id=made.id - (ms << 22), due_at=now_ms())


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
async def dispatch(
    sqlite_store: Store, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Dispatch]:
    monkeypatch.setattr(looking, "SCAN_SECONDS", 0.05)
    monkeypatch.setattr(sending, "SETTLE_SECONDS", 0.01)
    monkeypatch.setattr(breaker, "PAUSES", (0.1, 0.2, 0.4))
    made = Dispatch(sqlite_store, Limits(push_per_second=0, chat_per_second=0, per_second=0))
    made.channel.meanwhile = platform
    made.start()
    yield made
    await made.stop()


async def test_thousands_wait_for_as_long_as_it_takes(
    dispatch: Dispatch, platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    """Two thousand people's replies and pushes outlive an outage of many more tries than one message has; in it the
    platform is asked a few times, and two lines are logged."""
    platform.out, began = True, now_ms()
    for start in range(0, 2000, 250):
        keys = [f"{n:04}" for n in range(start, start + 250)]
        await dispatch.commit(*(_of(key, push=n % 4 == 0) for n, key in enumerate(keys)))
        await asyncio.sleep(0.02)
    await asyncio.sleep(2)
    assert dispatch.channel.sent == []
    asked = platform.tried
    assert asked < 64 + 10 + (now_ms() - began) / 400, "those on their way when it went out, and one at a time since"
    platform.out = False
    sent = await dispatch.channel.until(2000, 30)
    await dispatch.settled(seconds=10)
    assert len({one.address for one in sent}) == len(sent) == 2000
    assert [record.levelname for record in caplog.records if "answer" in record.message] == ["ERROR", "WARNING"]


async def test_the_order_of_a_conversation_outlives_it(dispatch: Dispatch, platform: Platform) -> None:
    """What was said before and during an outage comes in its order, and each only once."""
    platform.out = True
    for n in range(12):
        await dispatch.commit(*(row(key, f"{key}{n}") for key in "abcdef"))
        await asyncio.sleep(0.03)
    platform.out = False
    sent = await dispatch.channel.until(72, 10)
    await dispatch.settled()
    assert {key: texts(sent, key) for key in "abcdef"} == {key: [f"{key}{n}" for n in range(12)] for key in "abcdef"}


async def test_only_the_last_screen_of_each_is_shown(dispatch: Dispatch, platform: Platform) -> None:
    """Who went on answering into the silence sees the question they are at, not those they have answered."""
    platform.out = True
    for n in range(5):
        await dispatch.commit(*(row(key, f"{key}{n}", live=True) for key in "abc"))
        await asyncio.sleep(0.05)
    platform.out = False
    sent = await dispatch.channel.until(3, 10)
    await dispatch.settled()
    assert sorted(texts(sent)) == ["a4", "b4", "c4"]


async def test_the_newest_go_first_at_the_rate_permitted(
    sqlite_store: Store, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what an outage has held up, the conversations that were last heard of come first, each in its own order, no
    more a second than permitted; who writes meanwhile waits for none of it, and pushes come last."""
    monkeypatch.setattr(looking, "SCAN_SECONDS", 0.1)
    dispatch = Dispatch(sqlite_store, Limits(push_per_second=0, chat_per_second=0, per_second=40))
    held = [_aged(_of(f"{n:03}"), (300 - n) * 60_000) for n in range(120)]
    held += [_aged(_of("000", "kedua"), 60_000), _aged(_of("push", push=True), 120_000)]
    await dispatch.commit(*held, submit=False)
    began = now_ms()
    dispatch.start()
    await dispatch.channel.until(40, 10)
    await dispatch.commit(_of("baru"))
    sent = await dispatch.channel.until(123, 15)
    assert now_ms() - began > 1000 * 120 / 40 * 0.8
    order = [one.address for one in sent]
    assert order[0] == "000", "who was last heard of"
    assert texts([one for one in sent if one.address == "000"]) == ["000", "kedua"]
    assert order.index("baru") < 100
    assert order[-1] == "push"
    first, last = set(order[:42]), set(order[-42:-1])
    assert min(int(name) for name in first - {"000", "baru"}) > max(int(name) for name in last - {"000"})
    await dispatch.settled()
    await dispatch.stop()


async def test_what_has_become_useless_is_dropped_in_one_line(
    sqlite_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Replies older than a day, pushes older than a week; all others go."""
    dispatch = Dispatch(sqlite_store, Limits(push_per_second=0, chat_per_second=0, per_second=0))
    old = [_aged(_of(f"{n:02}"), DAY + 1000) for n in range(37)]
    old += [_aged(_of(f"p{n}", push=True), 7 * DAY + 1000) for n in range(3)]
    kept = [_aged(_of("kemarin"), DAY - 60_000), _aged(_of("ringkasan", push=True), 6 * DAY)]
    await dispatch.commit(*old, *kept, submit=False)
    dispatch.start()
    await dispatch.settled()
    assert sorted(one.address for one in dispatch.channel.sent) == ["kemarin", "ringkasan"]
    told = [re.sub(r"^\w+: ", "", record.message) for record in caplog.records if "dropped" in record.message]
    assert told == ["37 messages older than a day were dropped", "3 pushes older than a week were dropped"]
    await dispatch.stop()


async def test_a_message_that_fails_while_others_get_through_is_given_up(
    dispatch: Dispatch, platform: Platform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is no outage: its tries are counted, and it is dropped in the end."""
    monkeypatch.setattr(sending, "BACKOFF_MS", (10,))

    async def poison(outgoing: Outgoing) -> None:
        if outgoing.address == "racun":
            raise SendError("sementara", "500 Internal Server Error")

    dispatch.channel.meanwhile = poison
    await dispatch.commit(_of("racun"))
    for n in range(60):
        await dispatch.commit(_of(f"{n:02}"))
        await asyncio.sleep(0.03)
    await dispatch.settled()
    assert "is dropped" in caplog.text
    assert len([one for one in dispatch.channel.tried if one.address == "racun"]) == sending.ATTEMPTS_PALING + 1


def _of(name: str, text: str = "", **changes: Any) -> OutboxRow:
    made = row("x", text or name, **changes)
    return replace(made, id=new_id(), percakapan=name.rjust(32, "-"), address=name)
