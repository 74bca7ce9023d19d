"""An interview moves between Telegram and the web chat, both of the same service, and back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from tests.acceptance.telegram.citizens import Content, at, finish
from tests.acceptance.telegram.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def _act(client: aiohttp.ClientSession, service: Service, number: int, **event: str) -> dict[str, Any]:
    """What the page shows after this event."""
    body = {"id": f"kejadian-{number}", "kejadian": event}
    headers = {"X-IKM-Chat": "1"}
    async with client.post(f"{service.url}/chat", json=body, headers=headers) as answer:
        assert answer.status == 200
        last = (await answer.json())["pesan"][-1]
    # As the page does when it listens on: what has arrived is forgotten.
    async with client.get(f"{service.url}/chat?setelah={last['id']}&tunggu=1", headers=headers) as listened:
        assert listened.status == 200
    shown: dict[str, Any] = last["layar"]
    return shown


async def test_from_telegram_to_the_web_and_on_to_another_chat(service: Service) -> None:
    """Each place it leaves says so in the place of the question, without buttons; the response is counted once, for
    where it ended."""
    first, last = await at(service, "Pertanyaan 3/9"), service.citizen()
    await first.send_text("/lanjut")
    offered = await first.wait_for_text("Lanjut ")
    assert "Pertanyaan 3/9" in offered.text
    found = re.search(r"Lanjut ([0-9A-Z]{5}-[0-9A-Z]{5})", offered.text)
    assert found is not None
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        async with client.get(f"{service.url}/l/{found[1]}") as page:
            assert page.status == 200
        here = await _act(client, service, 1, jenis="mulai", kode=f"lanjut-{found[1]}")
        assert (here["key"], "Selamat datang!" in here["notice"]) == ("waktu", True)
        left = await first.wait_for_text("Survei ini Anda lanjutkan di web.")
        assert (left.message_id, left.keyboard) == (offered.message_id, [])
        there = await _act(client, service, 2, jenis="perintah", nama="lanjut")
        (link,) = re.findall(r"https://t\.me/\S+", there["notice"])
        (start,) = parse_qs(urlsplit(link).query)["start"]
        await last.start(start)
        await last.wait_for_text("Pertanyaan 3/9")
        gone = await _act(client, service, 3, jenis="ketik", teks="3")
        assert gone["key"] == "cari"
    before = service.rows("SELECT count(*) FROM respons")[0][0]
    await finish(last, Content())
    await service.still()
    assert service.rows("SELECT count(*) FROM respons")[0][0] == before + 1
    (sumber,) = service.rows("SELECT sumber FROM respons ORDER BY id DESC LIMIT 1")[0]
    assert sumber == "telegram"
    addresses = service.rows("SELECT address FROM sessions")
    assert str(first.id) not in {address for (address,) in addresses}
