"""How the web server ends."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from bot import listening
from bot.listening import Ending, serve_http


async def test_who_is_inside_for_too_long_is_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As a request that waits for a silent database: 503, with no trace in the log."""
    monkeypatch.setattr(listening, "FINISH_SECONDS", 0.1)
    ending, inside = Ending(), asyncio.Event()

    async def waiting(scope: Scope, receive: Receive, send: Send) -> None:
        inside.set()
        await asyncio.Event().wait()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        serving = asyncio.create_task(serve_http(waiting, [listener], ending))
        async with httpx.AsyncClient(timeout=10) as client:
            asking = asyncio.create_task(client.get(url))
            await inside.wait()
            ending.begin(at_once=True)
            await serving
            assert (await asking).status_code == 503
    assert "Traceback" not in caplog.text
