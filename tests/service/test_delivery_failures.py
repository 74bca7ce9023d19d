"""What becomes of a message that does not go out, and of those behind it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator

import pytest

from bot.ports import Outgoing, SendError
from bot.service import delivery as sending
from bot.service import looking
from bot.service.limits import Limits
from storage.store import Store
from tests.service.dispatch import Dispatch, failing, row, texts


@pytest.fixture
async def dispatch(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Dispatch]:
    monkeypatch.setattr(looking, "SCAN_SECONDS", 0.1)
    monkeypatch.setattr(sending, "SETTLE_SECONDS", 0.01)
    monkeypatch.setattr(sending, "BACKOFF_MS", (50, 150))
    made = Dispatch(sqlite_store)
    made.start()
    yield made
    await made.stop()


def _timing(dispatch: Dispatch) -> list[tuple[str, float]]:
    """Notes the time of every try."""
    tried: list[tuple[str, float]] = []
    before = dispatch.channel.meanwhile

    async def note(outgoing: Outgoing) -> None:
        tried.append((outgoing.screen.text, time.monotonic()))
        if before is not None:
            await before(outgoing)

    dispatch.channel.meanwhile = note
    return tried


async def test_a_chat_that_asked_to_wait_is_left_alone_until_then(dispatch: Dispatch) -> None:
    """Nothing is sent there before RetryAfter is over, then everything in order; other chats do not wait."""
    dispatch.channel.meanwhile = failing(SendError("terbatas", "Too Many Requests", 0.5), only="a")
    tried = _timing(dispatch)
    asked = time.monotonic()
    await dispatch.commit(row("a", "a1"))
    await dispatch.commit(row("a", "a2"), row("b", "b1"))
    await asyncio.sleep(0.1)
    await dispatch.commit(row("a", "a3"))
    sent = await dispatch.channel.until(4)
    assert texts(sent)[0] == "b1"
    assert texts(sent, "a") == ["a1", "a2", "a3"]
    assert all(at - asked >= 0.5 for text, at in tried[1:] if text.startswith("a"))
    await dispatch.settled()


async def test_while_one_chat_has_to_wait_no_push_goes_anywhere(dispatch: Dispatch) -> None:
    """What nobody waits for is held everywhere, answers elsewhere are not."""
    dispatch.channel.meanwhile = failing(SendError("terbatas", "Too Many Requests", 0.5), only="a")
    asked = time.monotonic()
    tried = _timing(dispatch)
    await dispatch.commit(row("a", "a1"))
    await asyncio.sleep(0.02)
    await dispatch.commit(row("b", "dorongan", push=True), row("c", "jawaban"))
    await dispatch.channel.until(3)
    times = {text: at - asked for text, at in tried}
    assert times["dorongan"] >= 0.5
    assert times["jawaban"] < times["dorongan"]


async def test_being_asked_to_wait_is_no_failed_attempt(dispatch: Dispatch) -> None:
    """A message that may not fail once more is told to wait, twice, and is sent all the same."""
    dispatch.channel.meanwhile = failing(*(SendError("terbatas", "Too Many Requests", 0.001) for _ in range(2)))
    await dispatch.commit(row("a", "sabar", attempts=sending.ATTEMPTS_PALING))
    await dispatch.channel.until(1)
    await dispatch.settled()


async def test_a_send_that_may_have_failed_is_tried_again_later_each_time(dispatch: Dispatch) -> None:
    """Connection lost twice: two more tries, each after its step of waiting, and then done."""
    lost = SendError("sementara", "connection reset")
    dispatch.channel.meanwhile = failing(lost, lost)
    tried = _timing(dispatch)
    await dispatch.commit(row("a", "satu"))
    await dispatch.settled()
    times = [at for _, at in tried]
    assert len(times) == 3
    assert times[1] - times[0] >= 0.05
    assert times[2] - times[1] >= 0.15


async def test_a_message_that_never_goes_is_given_up(dispatch: Dispatch, caplog: pytest.LogCaptureFixture) -> None:
    """After the last try it is dropped and logged, and the next one goes."""
    dispatch.channel.meanwhile = failing(SendError("sementara", "connection reset"))
    await dispatch.commit(row("a", "satu", attempts=sending.ATTEMPTS_PALING), row("a", "dua"))
    await dispatch.settled()
    assert texts(dispatch.channel.sent) == ["dua"]
    assert "is dropped" in caplog.text


async def test_who_blocked_us_is_not_written_to_and_not_remembered(
    dispatch: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One refusal ends it without a warning: nothing else is tried, and address and draft are gone."""
    caplog.set_level(logging.INFO)
    await dispatch.open_sessions("a", "b")
    dispatch.channel.meanwhile = failing(SendError("diblokir", "Forbidden: bot was blocked by the user"), only="a")
    await dispatch.commit(row("a", "a1"), row("a", "a2"), row("a", "a3", push=True), row("b", "b1"))
    await dispatch.commit(row("c", "belum waktunya", due_at=2**50), submit=False)
    await dispatch.settled(left=1)
    assert len([one for one in dispatch.channel.tried if one.address == "a"]) <= 2  # one a lane
    assert texts(dispatch.channel.sent) in (["b1"], ["a3", "b1"], ["b1", "a3"])
    assert set(await dispatch.sessions("a", "b")) == {"b"}
    assert await dispatch.waiting("a") == []
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_message_the_platform_refuses_is_dropped_and_logged(
    dispatch: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried once, said so in the log, and does not hold up the next."""
    dispatch.channel.meanwhile = failing(SendError("ditolak", "Bad Request: message is too long"))
    await dispatch.commit(row("a", "panjang"), row("a", "pendek"))
    await dispatch.settled()
    assert texts(dispatch.channel.tried) == ["panjang", "pendek"]
    assert texts(dispatch.channel.sent) == ["pendek"]
    assert "message is too long" in caplog.text


async def test_a_message_nobody_can_read_is_dropped_and_logged(
    dispatch: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What another version has written does not stop what this one has."""
    await dispatch.commit(row("a", "", payload='{"pesan": 1}'), row("a", "dua"))
    await dispatch.settled()
    assert texts(dispatch.channel.sent) == ["dua"]
    assert "another version" in caplog.text


async def test_a_channel_that_breaks_in_its_own_way_is_tried_again(
    dispatch: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error that is no SendError costs no message, is logged with its place and without its words."""
    dispatch.channel.meanwhile = failing(KeyError("rahasia warga"))
    await dispatch.commit(row("a", "satu"), row("a", "dua"))
    await dispatch.settled()
    assert texts(dispatch.channel.sent) == ["satu", "dua"]
    assert "KeyError" in caplog.text
    assert "rahasia" not in caplog.text


async def test_what_was_given_back_is_not_overtaken(dispatch: Dispatch) -> None:
    """Messages that come while the first waits in the database, and in the moment after it is due, stay behind it."""
    dispatch.channel.meanwhile = failing(SendError("sementara", "connection reset"))
    await dispatch.commit(row("a", "a1"), row("a", "a2"))
    for text in ("a3", "a4", "a5", "a6", "a7", "a8"):
        await dispatch.commit(row("a", text))
        await asyncio.sleep(0.02)  # the first is due after 0.05 s, and is looked for every 0.1 s
    await dispatch.settled()
    assert texts(dispatch.channel.sent) == ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"]


async def test_a_newer_screen_goes_in_place_of_one_that_waits_to_be_tried_again(dispatch: Dispatch) -> None:
    """Nobody is shown a question they have answered: the live screen that failed gives way to the next."""
    dispatch.channel.meanwhile = failing(SendError("sementara", "connection reset"))
    await dispatch.commit(row("a", "pertanyaan 1", live=True))
    await asyncio.sleep(0.02)
    await dispatch.commit(row("a", "pertanyaan 2", live=True))
    await dispatch.settled()
    await asyncio.sleep(0.2)
    assert texts(dispatch.channel.sent) == ["pertanyaan 2"]


async def _paced(store: Store, **limits: float) -> Dispatch:
    dispatch = Dispatch(store, Limits(**{"push_per_second": 0, "chat_per_second": 0, **limits}))  # type: ignore[arg-type]
    dispatch.start()
    return dispatch


async def test_a_reply_waits_for_no_push_of_its_own_conversation(dispatch: Dispatch, sqlite_store: Store) -> None:
    """With the pushes of this second used up, the answer to who has just written goes at once."""
    await dispatch.stop()
    paced = await _paced(sqlite_store, push_per_second=0.5)
    await paced.commit(row("x", "dorongan lain", push=True))
    await paced.channel.until(1)
    await paced.commit(row("a", "laporan minggu ini", push=True))
    await asyncio.sleep(0.02)
    await paced.commit(row("a", "jawaban"))
    async with asyncio.timeout(1):
        sent = await paced.channel.until(2)
    assert texts(sent, "a") == ["jawaban"]
    sent = await paced.channel.until(3)
    assert texts(sent, "a") == ["jawaban", "laporan minggu ini"]
    await paced.stop()


async def test_who_has_answered_is_not_reminded_afterwards(dispatch: Dispatch, sqlite_store: Store) -> None:
    """A reminder still waiting for its turn when the person writes is never sent."""
    await dispatch.stop()
    paced = await _paced(sqlite_store, push_per_second=1)
    await paced.commit(row("x", "dorongan lain", push=True))
    await paced.channel.until(1)
    await paced.commit(row("a", "belum selesai", push=True, live=True))
    await asyncio.sleep(0.02)
    await paced.commit(row("a", "pertanyaan 5", live=True))
    await paced.settled()
    await asyncio.sleep(1.2)
    assert texts(paced.channel.tried) == ["dorongan lain", "pertanyaan 5"]
    await paced.stop()


async def test_one_chat_gets_no_more_than_it_may_and_others_do_not_wait(
    dispatch: Dispatch, sqlite_store: Store
) -> None:
    """Beyond its burst a chat's messages come at the rate set, in order, while another's go at once."""
    await dispatch.stop()
    paced = await _paced(sqlite_store, chat_per_second=2, chat_burst=2)
    tried = _timing(paced)
    began = time.monotonic()
    await paced.commit(*(row("a", f"a{n}") for n in range(5)), row("b", "b0"))
    await paced.channel.until(6)
    times = {text: at - began for text, at in tried}
    assert max(times["a1"], times["b0"]) < times["a2"]
    assert [times[f"a{n}"] >= 0.5 * (n - 1) - 0.005 for n in (2, 3, 4)] == [True] * 3
    assert texts(paced.channel.sent, "a") == ["a0", "a1", "a2", "a3", "a4"]
    await paced.stop()


async def test_what_has_to_wait_long_waits_in_the_database(
    dispatch: Dispatch, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred pushes beyond the rate are given back with their time, survive a restart, and all are sent once."""
    await dispatch.stop()
    monkeypatch.setattr(sending, "HOLD_SECONDS", 0.1)
    paced = await _paced(sqlite_store, push_per_second=100)
    await paced.commit(*(row(f"{n:02}", f"p{n}", push=True) for n in range(60)))
    await paced.channel.until(3)
    await paced.stop()
    assert len(paced.channel.sent) < 60
    assert len(paced.delivery._lanes) == 0
    again = await _paced(sqlite_store, push_per_second=0)
    again.channel.sent = paced.channel.sent
    await again.channel.until(60)
    assert sorted(texts(again.channel.sent)) == sorted(f"p{n}" for n in range(60))
    await again.stop()
