"""The webhook over real HTTP: who is let in, what is answered, and how fast, whatever becomes of the storing."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.channels.whatsapp import webhook as guarding
from bot.channels.whatsapp.signature import HEADER, signed
from bot.channels.whatsapp.webhook import Webhook
from bot.counts import Counts
from bot.listening import Ending, serve_http
from bot.ports import NotStored
from bot.web import WHATSAPP_PATH, bound, with_whatsapp

SECRET, WORD = "rahasia-aplikasi", "kata kunci/ü"


@dataclass
class Door:
    """The webhook in front of an application that has nothing else; `act` is what stores."""

    url: str
    client: aiohttp.ClientSession
    webhook: Webhook
    counts: Counts
    stored: list[bytes] = field(default_factory=list)
    act: Callable[[bytes], Awaitable[None]] | None = None

    async def post(self, body: bytes, signature: str | None = None) -> int:
        headers = {HEADER: signed(body, SECRET) if signature is None else signature}
        async with self.client.post(self.url, data=body, headers=headers) as answer:
            return answer.status

    async def get(self, **query: str) -> tuple[int, str, str]:
        named = {f"hub.{name}": value for name, value in query.items()}
        async with self.client.get(self.url, params=named) as answer:
            return answer.status, await answer.text(), answer.content_type


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    made: list[Door] = []

    async def act(body: bytes) -> None:
        if made[0].act is not None:
            await made[0].act(body)
        made[0].stored.append(body)

    webhook, counts, ending = Webhook(act, SECRET, WORD), Counts(), Ending()
    sockets = bound("127.0.0.1", 0)
    listening = asyncio.Event()
    app = with_whatsapp(Starlette(), webhook, counts)
    serving = asyncio.create_task(serve_http(app, sockets, ending, listening.set))
    await listening.wait()
    async with aiohttp.ClientSession() as client:
        url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}{WHATSAPP_PATH}"
        made.append(Door(url, client, webhook, counts))
        yield made[0]
    ending.begin()
    await serving
    await webhook.close()


async def test_the_platform_proves_itself_once_with_our_word(door: Door) -> None:
    """And is answered with its own, as plain text."""
    assert await door.get(mode="subscribe", verify_token=WORD, challenge="1158201444") == (
        200,
        "1158201444",
        "text/plain",
    )


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"mode": "subscribe", "verify_token": "kata kunci", "challenge": "1"},
        {"mode": "subscribe", "verify_token": "", "challenge": "1"},
        {"mode": "unsubscribe", "verify_token": WORD, "challenge": "1"},
        {"mode": "subscribe", "verify_token": WORD},
        {"mode": "subscribe", "verify_token": WORD, "challenge": "x" * 2000},
        {"mode": "subscribe", "verify_token": WORD, "challenge": "1", **{f"other{n}": "1" for n in range(40)}},
    ],
)
async def test_nobody_else_gets_an_echo(door: Door, query: dict[str, str]) -> None:
    status, text, _ = await door.get(**query)
    assert (status, text) == (403, "{}")
    assert door.counts.forged["whatsapp"] == 1


@pytest.mark.parametrize(
    "signature", ["", "sha256=", "sha1=abc", signed(b'{"a": 2}', SECRET), signed(b'{"a": 1}', "other"), "sha256=\xff"]
)
async def test_what_is_not_signed_is_not_even_read(door: Door, signature: str) -> None:
    """Of the very bytes that came, with our secret, by the one scheme."""
    assert await door.post(b'{"a": 1}', signature) == 403
    assert door.stored == []
    assert door.counts.forged["whatsapp"] == 1


async def test_a_delivery_is_confirmed_once_it_is_stored(door: Door) -> None:
    """The signature is of the bytes, not of what they mean."""
    body = b'{"a":  "\\u00e9"}'
    assert await door.post(body) == 200
    assert door.stored == [body]


async def test_other_methods_and_bodies_without_end_are_refused(door: Door) -> None:
    async with door.client.put(door.url, data=b"{}") as answer:
        assert answer.status == 405
    large = io.BytesIO(b"x" * (guarding.BODY_PALING + 1))
    async with door.client.post(door.url, data=large, headers={HEADER: "sha256="}) as answer:
        assert answer.status == 413
    assert door.stored == []


async def test_what_was_not_stored_is_asked_for_again(door: Door) -> None:
    """For whatever reason; nothing of it is told outside."""

    async def refuse(_body: bytes) -> None:
        raise NotStored("the disk is full")

    async def fail(_body: bytes) -> None:
        raise RuntimeError("nobody foresaw this")

    for act in (refuse, fail):
        door.act = act
        assert await door.post(b"{}") == 503
    assert door.stored == []


async def test_a_slow_database_is_answered_for_within_a_second(door: Door) -> None:
    """The platform is asked to come again; what it brought is stored all the same."""
    gate = asyncio.Event()

    async def slow(_body: bytes) -> None:
        await gate.wait()

    door.act = slow
    begun = time.monotonic()
    assert await asyncio.gather(*(door.post(b"%d" % n) for n in range(20))) == [503] * 20
    assert time.monotonic() - begun < 5  # a second by its own clock; the machine may be busy
    assert door.stored == []
    gate.set()
    await door.webhook.close()
    assert len(door.stored) == 20


async def test_memory_is_bounded_while_nothing_can_be_stored(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is refused at once, and let in again when there is room."""
    monkeypatch.setattr(guarding, "WAITING_PALING", 1000)
    monkeypatch.setattr(guarding, "ANSWER_SECONDS", 0.05)
    gate = asyncio.Event()

    async def slow(_body: bytes) -> None:
        await gate.wait()

    door.act = slow
    assert await door.post(b"x" * 900) == 503
    assert await door.post(b"y" * 200) == 503
    gate.set()
    await door.webhook.close()
    assert door.stored == [b"x" * 900]
    assert await door.post(b"y" * 200) == 200
