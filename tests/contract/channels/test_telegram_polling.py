"""Taking Telegram's updates by long polling, over real HTTP, where acting on one fails."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from bot.channels.telegram import adapter
from bot.channels.telegram.adapter import GIVEN_PALING, Telegram
from bot.engine.events import Typed
from bot.ports import Incoming, NotStored, Outcome
from tests.fakes.telegram import FakeTelegram

LATER = "sesudahnya"


class Broken(Exception):  # noqa: N818  nobody foresaw it
    pass


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "RETRY_SECONDS", (0.01,))


@asynccontextmanager
async def _polling(api: FakeTelegram, act: Callable[[str], Awaitable[None]]) -> AsyncIterator[None]:
    async def handle(incoming: Incoming) -> Outcome:
        assert isinstance(incoming.event, Typed)
        await act(incoming.event.teks)
        return Outcome()

    async def blocked(_address: str) -> None:
        raise AssertionError("nobody blocked the bot")

    telegram = Telegram(api.token, api.url, handle, blocked)
    polling = asyncio.create_task(telegram.poll())
    try:
        yield
    finally:
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling
        await telegram.close()


async def test_an_update_that_always_fails_does_not_keep_the_others_out(caplog: pytest.LogCaptureFixture) -> None:
    """It is tried again a few times, as it may be the moment that was bad, then set aside with a line in the log."""
    tried, given_up, done = Counter[str](), asyncio.Event(), asyncio.Event()

    async def act(teks: str) -> None:
        tried[teks] += 1
        if teks == "rusak":
            if tried[teks] == GIVEN_PALING:
                given_up.set()
            raise Broken
        if teks == LATER:
            done.set()

    async with FakeTelegram() as api:
        siti = api.person(7, "Siti")
        await siti.send_text("sebelumnya")  # before anybody listens, so that both are one batch
        bad = await siti.send_text("rusak")
        with caplog.at_level(logging.ERROR):
            async with _polling(api, act), asyncio.timeout(20):
                await given_up.wait()
                await siti.send_text(LATER)
                await done.wait()
    assert (tried["rusak"], tried[LATER]) == (GIVEN_PALING, 1)
    assert [line.getMessage() for line in caplog.records if "set aside" in line.getMessage()] == [
        f"set aside: update {bad}, which failed {GIVEN_PALING} times"
    ]


async def test_what_could_not_be_stored_is_never_set_aside() -> None:
    """The database may be away for long: the update is given again until it is there."""
    tried, done = Counter[str](), asyncio.Event()

    async def act(teks: str) -> None:
        tried[teks] += 1
        if tried[teks] <= 3 * GIVEN_PALING:
            raise NotStored("the database is away")
        done.set()

    async with FakeTelegram() as api:
        siti = api.person(7, "Siti")
        await siti.send_text("ada")
        async with _polling(api, act), asyncio.timeout(20):
            await done.wait()
    assert tried["ada"] == 3 * GIVEN_PALING + 1
