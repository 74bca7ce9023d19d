"""Files that come in by the web chat, of which a few may be on their way at once."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import pytest
from itsdangerous import Signer
from starlette.applications import Starlette
from starlette.types import Message

from bot.channels.webchat import adapter
from bot.channels.webchat.adapter import COOKIE, UNGGAHAN_PALING, Webchat
from bot.engine.messages import Attachment
from bot.ports import Incoming, Outcome, Shown


class _Mailbox:
    """Has nothing for anybody."""

    async def collect(self, channel: str, address: str, after: int, *, seconds: float = 0) -> list[Shown]:
        return []

    async def attachment(self, id: str) -> tuple[Attachment, bytes] | None:  # noqa: A002  as the port calls it
        return None


async def _taken(_incoming: Incoming) -> Outcome:
    return Outcome()


async def _upload(app: Starlette, n: int, body: bytes | None) -> int:
    """The status of the answer. Of a `body` that is None nothing comes in, and no word that nothing will."""
    coming = [] if body is None else [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        if not coming:
            await asyncio.Event().wait()
        return coming.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    cookie = Signer("rahasia", salt="ikm.webchat.cookie").sign("alamat").decode()
    headers = {"x-ikm-chat": "1", "cookie": f"{COOKIE}={cookie}", "host": "uji", "content-type": "text/csv"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/chat/berkas",
        "query_string": f"id=0b6f3a52-000{n}&nama=a.csv".encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, receive, send)
    return int(sent[0]["status"])


async def test_phones_that_lose_their_network_take_no_place_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many uploads as may be on their way stop in the middle. The next file has to wait, and is taken once the
    others are given up."""
    monkeypatch.setattr(adapter, "UNGGAHAN_SECONDS", 0.2)
    app = Starlette(routes=Webchat(_taken, _Mailbox(), "rahasia", secure=False).routes())
    lost = [asyncio.create_task(_upload(app, n, None)) for n in range(UNGGAHAN_PALING)]
    await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        assert await _upload(app, 8, b"a,b") == HTTPStatus.SERVICE_UNAVAILABLE
        assert set(await asyncio.gather(*lost)) == {HTTPStatus.REQUEST_TIMEOUT}
        assert await _upload(app, 9, b"a,b") == HTTPStatus.OK
