"""The double fails on demand, each time in a way the platform or the network can fail."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.contract.fakes.conftest import TOKEN, Hook, raw
from tests.fakes.telegram import FakeTelegram, Person


async def test_a_refusal_has_the_published_form(api: FakeTelegram, siti: Person) -> None:
    """A refusal is JSON with ok, error_code and description, and a 429 says twice how long to wait."""
    api.faults.retry_after(7, "getMe")
    async with ClientSession() as http:
        async with http.post(f"{api.url}/bot{TOKEN}/sendMessage", json={"chat_id": siti.id}) as response:
            body = {"ok": False, "error_code": 400, "description": "Bad Request: message text is empty"}
            assert (response.status, await response.json()) == (400, body)
        async with http.get(f"{api.url}/bot{TOKEN}/getMe") as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "7")
            assert (await response.json())["parameters"] == {"retry_after": 7}


async def test_too_many_requests_name_the_wait(
    api: FakeTelegram, bot: Bot, siti: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next N calls to one chat get 429 with retry_after, and the call after them passes."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    api.faults.retry_after(3, "sendMessage", siti.id, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refusal:
            await bot.send_message(siti.id, "a")
        assert refusal.value.retry_after == timedelta(seconds=3)
    await bot.send_message(siti.id, "a")
    assert len(siti.from_bot) == 1


async def test_a_person_who_blocked_the_bot_is_forbidden(bot: Bot, siti: Person) -> None:
    """Blocking tells the bot by my_chat_member and refuses calls with 403, until it is undone."""
    await siti.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(siti.id, "a")
    member = (await bot.get_updates())[-1].my_chat_member
    assert member is not None
    assert (member.old_chat_member.status, member.new_chat_member.status) == ("member", "kicked")
    await siti.unblock()
    await bot.send_message(siti.id, "a")
    assert len(siti.from_bot) == 1


@pytest.mark.parametrize(("accepted", "arrived"), [(True, 1), (False, 0)])
async def test_a_dropped_connection_leaves_the_sender_in_doubt(
    api: FakeTelegram, bot: Bot, siti: Person, accepted: bool, arrived: int
) -> None:
    """The client sees the same network error whether or not the person got the message."""
    api.faults.drop("sendMessage", accepted=accepted)
    with pytest.raises(NetworkError):
        await bot.send_message(siti.id, "a")
    assert len(siti.from_bot) == arrived
    assert api.calls_of("sendMessage")[0].dropped


async def test_the_platform_can_fail(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """A 500 on demand reaches the client as a network error, not as a refusal."""
    api.faults.fail("sendMessage")
    with pytest.raises(NetworkError) as failure:
        await bot.send_message(siti.id, "a")
    assert not isinstance(failure.value, BadRequest)


async def test_answers_can_be_slow(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """A delay longer than the client's patience times out there, though the call is done here."""
    api.faults.delay(0.4, "sendMessage", times=1)
    with pytest.raises(TimedOut):
        await bot.send_message(siti.id, "a", read_timeout=0.05)
    assert (await siti.wait_for_text("a")).text == "a"


async def test_an_update_can_come_again(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """A confirmed update can be delivered once more, and the next ones twice."""
    first = siti.last_update_id or 0
    await bot.get_updates(offset=first + 1)
    api.redeliver(first)
    assert [update.update_id for update in await bot.get_updates(offset=first + 1)] == [first]
    api.updates.repeat_next(1)
    await siti.send_text("34")
    assert [update.update_id for update in await bot.get_updates()] == [first + 1, first + 1]
    assert [update.update_id for update in await bot.get_updates()] == [first + 1]


async def test_a_webhook_can_get_the_same_update_twice(api: FakeTelegram, bot: Bot, hook: Hook, siti: Person) -> None:
    """A webhook that took an update can be given it again."""
    await bot.set_webhook(hook.url)
    await hook.wait_for(1)
    api.redeliver(siti.last_update_id or 0)
    await hook.wait_for(2)
    assert hook.got[0][0] == hook.got[1][0]


async def test_a_malformed_update_rides_in_a_batch(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """A batch can hold an update that no client understands, between two good ones."""
    api.inject({"message": {"message_id": "bukan angka"}})
    await siti.send_text("34")
    batch = await raw(bot, "getUpdates")
    assert [sorted(update) for update in batch] == [["message", "update_id"]] * 3
    assert batch[1]["message"] == {"message_id": "bukan angka"}


async def test_a_webhook_that_is_down_gets_its_updates_later(bot: Bot, siti: Person, hook: Hook) -> None:
    """A webhook nobody listens on loses nothing: the error is told, and the update comes when it is moved."""
    await bot.set_webhook("http://127.0.0.1:9/hook")
    async with asyncio.timeout(10):
        while (await bot.get_webhook_info()).last_error_message is None:
            assert hook.got == []
    await bot.set_webhook(hook.url)
    await hook.wait_for(1)
    assert hook.got[0][0]["update_id"] == siti.last_update_id
