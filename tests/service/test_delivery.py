"""Sending: in order, to many side by side, and every message at least once whatever becomes of the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Outgoing, SendError
from bot.service import claims, looking
from bot.service import delivery as sending
from bot.service.limits import Limits
from storage.store import Store
from tests.contract.storage.hardship import locked, pragma
from tests.service.dispatch import Dispatch, failing, now_ms, row, texts, until


@pytest.fixture
async def dispatch(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Dispatch]:
    monkeypatch.setattr(looking, "SCAN_SECONDS", 0.05)
    monkeypatch.setattr(sending, "SETTLE_SECONDS", 0.01)
    made = Dispatch(sqlite_store)
    made.start()
    yield made
    await made.stop()


async def test_each_conversation_in_order_and_all_side_by_side(dispatch: Dispatch) -> None:
    """Ten messages to each of five people come in the order committed, though every send takes its own time."""
    at_once = most = 0

    async def slow(outgoing: Outgoing) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.002 * (int(outgoing.screen.text[1]) % 3))
        at_once -= 1

    dispatch.channel.meanwhile = slow
    await dispatch.commit(*(row(key, f"{key}{n}") for n in range(10) for key in "abcde"))
    sent = await dispatch.channel.until(50)
    assert {key: texts(sent, key) for key in "abcde"} == {key: [f"{key}{n}" for n in range(10)] for key in "abcde"}
    assert most == 5
    await dispatch.settled()


async def test_what_was_sent_is_written_down_and_not_sent_again(dispatch: Dispatch) -> None:
    """The outbox is empty afterwards, and a restart sends nothing."""
    await dispatch.commit(row("a", "satu"), row("b", "dua"))
    await dispatch.settled()
    await dispatch.restart()
    await asyncio.sleep(0.15)
    assert sorted(texts(dispatch.channel.sent)) == ["dua", "satu"]


async def test_a_later_message_changes_the_one_that_was_shown_before(dispatch: Dispatch) -> None:
    """Written before the first was sent, the second still edits it; the session learns it for those to come."""
    await dispatch.open_sessions("a")
    await dispatch.commit(row("a", "salam", fresh=True), row("a", "pertanyaan"), row("a", "berikut"))
    sent = await dispatch.channel.until(3)
    assert [one.screen_ref for one in sent] == [None, "m1", "m1"]
    await dispatch.settled()
    assert (await dispatch.sessions("a"))["a"].screen_ref == "m1"


async def test_it_still_does_when_it_had_to_wait_for_long(dispatch: Dispatch) -> None:
    """Though what was learnt is written down meanwhile, a message already on its way does not know it from there."""
    await dispatch.commit(row("a", "salam", fresh=True))
    gate = asyncio.Event()

    async def wait(outgoing: Outgoing) -> None:
        if outgoing.screen.text == "penutup":
            await gate.wait()

    dispatch.channel.meanwhile = wait
    await dispatch.commit(row("a", "penutup"), row("a", "berikut"))
    await dispatch.settled(left=2)
    await asyncio.sleep(0.1)
    gate.set()
    sent = await dispatch.channel.until(3)
    assert [one.screen_ref for one in sent] == [None, "m1", "m1"]


async def test_a_reference_is_of_no_use_to_what_came_before_it(dispatch: Dispatch) -> None:
    """A notice held back must not be written over a newer message: it goes where it was meant to."""
    dispatch.channel.meanwhile = failing(SendError("sementara", "reset"), only="a")
    old = row("a", "survei ditutup", push=True, screen_ref="m-lama")
    new = row("a", "salam", fresh=True)
    await dispatch.commit(old)
    await asyncio.sleep(0.05)
    await dispatch.commit(new)
    sent = await dispatch.channel.until(2)
    assert [(one.screen.text, one.screen_ref) for one in sent] == [("salam", None), ("survei ditutup", "m-lama")]


async def test_rows_of_a_dead_process_are_sent_at_start(dispatch: Dispatch) -> None:
    """Leased or never handed over, they need not wait for their lease to end, and keep their order."""
    await dispatch.kill()
    await dispatch.commit(row("a", "satu"), row("a", "dua", due_at=1), row("b", "tiga"), submit=False)
    await dispatch.restart()
    sent = await dispatch.channel.until(3)
    assert texts(sent, "a") == ["satu", "dua"]
    await dispatch.settled()


async def test_a_lease_that_ends_while_running_is_taken_over(dispatch: Dispatch) -> None:
    """A row that its owner never finished is sent once its lease is over, and not before."""
    await asyncio.sleep(0.05)  # what was leased at start is released; this comes later, from a process beside
    due = now_ms() + 300
    await dispatch.commit(row("a", "titipan", due_at=due), submit=False)
    await dispatch.channel.until(1)
    assert now_ms() >= due


async def test_a_row_is_not_sent_twice_by_the_process_that_holds_it(dispatch: Dispatch) -> None:
    """However often it is found due while its send hangs, it is sent once."""
    gate = asyncio.Event()

    async def hang(outgoing: Outgoing) -> None:
        await gate.wait()

    dispatch.channel.meanwhile = hang
    late = row("a", "pelan", due_at=now_ms() + 50)
    await dispatch.commit(late)
    await asyncio.sleep(0.3)
    gate.set()
    await dispatch.settled()
    assert len(dispatch.channel.tried) == 1


async def test_closing_lets_a_send_finish_and_writes_it_down(dispatch: Dispatch) -> None:
    """What is on its way is done with; a restart has nothing to repeat."""

    async def slow(outgoing: Outgoing) -> None:
        await asyncio.sleep(0.05)

    dispatch.channel.meanwhile = slow
    await dispatch.commit(row("a", "satu"))
    await asyncio.sleep(0.01)
    await dispatch.stop()
    assert texts(dispatch.channel.sent) == ["satu"]
    assert await dispatch.waiting("a") == []


async def test_closing_leaves_a_hanging_send_to_the_next_process(dispatch: Dispatch) -> None:
    """It is broken off in time, stays in the database with what is behind it, and is sent after the restart."""

    async def hang(outgoing: Outgoing) -> None:
        await asyncio.sleep(60)

    dispatch.channel.meanwhile = hang
    await dispatch.commit(row("a", "satu"), row("a", "dua"))
    await asyncio.sleep(0.02)
    async with asyncio.timeout(10):
        await dispatch.stop()
    assert len(await dispatch.waiting("a")) == 2
    await dispatch.commit(row("b", "sesudah"))  # handed to a process that is stopping
    dispatch.channel.meanwhile = None
    await dispatch.restart()
    sent = await dispatch.channel.until(3)
    assert texts(sent, "a") == ["satu", "dua"]
    assert texts(sent, "b") == ["sesudah"]


async def test_a_killed_process_loses_nothing(dispatch: Dispatch) -> None:
    """Sent and not written down, or never sent: both come from the next process, in order."""
    gate = asyncio.Event()

    async def gated(outgoing: Outgoing) -> None:
        if outgoing.screen.text == "dua":
            await gate.wait()

    dispatch.channel.meanwhile = gated
    await dispatch.kill()  # so nothing of what follows is written down
    await dispatch.commit(row("a", "satu"), row("a", "dua"), row("a", "tiga"))
    await dispatch.channel.until(1)
    dead = dispatch.delivery
    dispatch.channel.meanwhile = None
    await dispatch.restart()
    sent = await dispatch.channel.until(4)
    assert texts(sent) == ["satu", "satu", "dua", "tiga"]
    await dispatch.settled()
    for task in list(dead._tasks):
        task.cancel()


async def test_what_cannot_be_written_down_is_written_later_and_not_sent_again(
    dispatch: Dispatch, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A database that fails for a while costs nobody a second copy, nor the screen's reference."""
    await dispatch.stop()
    await dispatch.store.close()
    pragma(dispatch.store, "PRAGMA busy_timeout = 20")
    again = Dispatch(dispatch.store)
    await again.open_sessions("a")
    await again.commit(row("a", "satu"), submit=False)
    with locked(database):
        again.delivery.submit(await again.waiting("a"))
        again.start()
        await again.channel.until(1)

        async def told() -> bool:
            return "not written down yet: the database is locked" in caplog.text

        await until(told)
    await again.settled()
    assert len(again.channel.tried) == 1
    assert (await again.sessions("a"))["a"].screen_ref == "m1"
    await again.stop()


async def test_rows_of_channels_that_people_collect_from_are_left(dispatch: Dispatch) -> None:
    """A message for a page is not sent anywhere, and waits for its page."""
    await dispatch.commit(row("a", "halaman", channel="webchat"), row("b", "pesan"))
    await dispatch.settled(left=1)
    assert texts(dispatch.channel.sent) == ["pesan"]
    assert len(await dispatch.waiting("a")) == 1


async def test_more_rows_than_one_look_takes(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backlog is worked off look by look, the replies in it first."""
    monkeypatch.setattr(looking, "SCAN_SECONDS", 0.02)
    monkeypatch.setattr(claims, "CLAIM_PALING", 20)
    dispatch = Dispatch(sqlite_store, Limits(push_per_second=0, chat_per_second=0))
    keys = "abcdefghijklmnopqrstuvwxyz"
    await dispatch.commit(*(row(key, f"{key}{n}", push=n == 0) for n in range(3) for key in keys), submit=False)
    dispatch.start()
    sent = await dispatch.channel.until(len(keys) * 3)
    assert "0" not in {text[1] for text in texts(sent[:40])}
    assert all(texts(sent, key)[:3].index(f"{key}1") < texts(sent, key).index(f"{key}2") for key in keys)
    await dispatch.settled()
    await dispatch.stop()
