"""How updates come: by webhook and by long polling, readable or not, while the database or the platform is away."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from tests.acceptance.telegram.citizens import SELESAI, Content, at, finish
from tests.acceptance.telegram.service import UNIT, Service, running
from tests.fakes.telegram import FakeTelegram
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="package")

WEBHOOK = pytest.mark.parametrize("program", ["webhook"], indirect=True)
POLLING = pytest.mark.parametrize("program", ["polling"], indirect=True)
SECRET = "X-Telegram-Bot-Api-Secret-Token"
UNREADABLE: list[object] = [
    {"message": {"message_id": "Loketnya ramai sekali", "chat": "Loketnya ramai sekali"}},
    {"message": "Loketnya ramai sekali"},
    {"callback_query": {"id": 5, "data": ["Loketnya ramai sekali"]}},
    {"my_chat_member": {"chat": {}}},
    {"message": None},
    {"kabar_baru": {"teks": "Loketnya ramai sekali"}},
    {},
]


async def test_an_unreadable_update_is_set_aside(service: Service) -> None:
    """Between two good updates in one batch come ones that cannot be read: the good ones are acted on, the log
    says that something was set aside, and what."""
    before, after = await at(service, "Pertanyaan 2/9"), await at(service, "Pertanyaan 2/9")
    said = service.log().count("set aside")
    await before.tap("Mudah")
    for body in UNREADABLE:
        service.api.inject(dict(body))  # type: ignore[call-overload]
    await after.tap("Mudah")
    for person in (before, after):
        await person.wait_for_text("Pertanyaan 3/9")
    await service.still()
    assert service.log().count("set aside") - said == 4
    await after.tap("Cepat")
    await after.wait_for_text("Pertanyaan 4/9")


@WEBHOOK
async def test_the_webhook_is_for_those_who_know_the_secret(service: Service) -> None:
    """Without the secret, or with another, an update is refused with 403 and not acted on."""
    assert service.api.webhook is not None
    person = await at(service, "Pertanyaan 2/9")
    data = person.last.buttons[0].data
    query: dict[str, object] = {"id": "9", "from": {"id": person.id}, "chat_instance": "1", "data": data}
    query["message"] = {"message_id": person.last.message_id, "chat": {"id": person.id, "type": "private"}}
    body = json.dumps({"update_id": 990_000_001, "callback_query": query})
    calls = len(service.calls_to(person))
    secret = service.api.webhook.secret
    async with aiohttp.ClientSession() as client:
        for given in ("", "x", secret[:-1], secret.swapcase(), "é"):
            headers = {SECRET: given} if given else {}
            async with client.post(service.api.webhook.url, data=body, headers=headers) as answer:
                assert answer.status == 403
    await service.still()
    assert len(service.calls_to(person)) == calls
    assert len(secret) >= 32


@WEBHOOK
async def test_garbage_is_taken_and_set_aside(service: Service) -> None:
    """A body that is no update is answered with 200, since it would only come again; one too large is not read."""
    assert service.api.webhook is not None
    headers = {SECRET: service.api.webhook.secret}
    garbage = [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"update_id":"Loketnya ramai sekali"}', b"[" * 100_000]
    said = service.log().count("set aside")
    async with aiohttp.ClientSession() as client:
        for body in garbage:
            async with client.post(service.api.webhook.url, data=body, headers=headers) as answer:
                assert answer.status == 200, body[:20]
        async with client.post(service.api.webhook.url, data=BytesIO(b" " * 2_000_000), headers=headers) as answer:
            assert answer.status == 413
    assert service.log().count("set aside") - said == len(garbage)


async def test_a_locked_database_delays_and_loses_nothing(service: Service) -> None:
    """While another program holds the database a tap waits; when the lock is gone it is answered, once."""
    person = await at(service, "Pertanyaan 2/9")
    with service.writing():
        await person.tap("Mudah")
        await asyncio.sleep(1.5)
        assert "Pertanyaan 2/9" in person.last.text
    await person.wait_for_text("Pertanyaan 3/9")
    await service.still()
    assert "Pertanyaan 3/9" in person.last.text


async def test_what_could_not_be_stored_is_delivered_again(tmp_path: Path) -> None:
    """The database stays locked until the program gives up on an answer and tells the platform so (by webhook the
    platform loses patience before that, too): it comes again, and counts once when the lock is gone."""

    async def through(webhook: bool) -> None:
        folder = tmp_path / str(webhook)
        folder.mkdir()
        async with running(folder, webhook=webhook, patience=1.0) as (service, _):
            tapping, typing = await at(service, "Pertanyaan 2/9"), await at(service, "Berapa usia")
            with service.writing():
                await tapping.tap("Mudah")
                await typing.send_text("33")
                await service.until(lambda one: "nothing stored" in one.log())
            await asyncio.gather(tapping.wait_for_text("Pertanyaan 3/9"), typing.wait_for_text("pendidikan terakhir"))
            await service.still()
            assert "Pertanyaan 3/9" in tapping.last.text
            assert "pendidikan terakhir" in typing.last.text
            assert "Traceback" not in service.log()

    await asyncio.gather(through(False), through(True))


@POLLING
async def test_another_poller_is_outlived(service: Service) -> None:
    """Somebody else polls with the same token: the program says so in its log, waits, and goes on."""
    person = await at(service, "Pertanyaan 2/9")
    updates = f"{service.api.url}/bot{service.api.token}/getUpdates"
    async with aiohttp.ClientSession() as client, client.get(updates, params={"timeout": 0}) as rival:
        assert rival.status == 200
    await person.tap("Mudah")
    await person.wait_for_text("Pertanyaan 3/9")
    assert "409 Conflict: terminated by other getUpdates request" in service.log()


@POLLING
async def test_a_wait_asked_of_the_poll_is_kept(service: Service) -> None:
    """After a 429 on getUpdates the program asks again only when the time is over; nothing is lost by that."""
    person = await at(service, "Pertanyaan 2/9")
    service.api.faults.retry_after(2, "getUpdates")
    polls = len(service.api.calls_of("getUpdates"))
    await person.tap("Mudah")
    await person.wait_for_text("Pertanyaan 3/9")
    await person.tap("Cepat")
    await person.wait_for_text("Pertanyaan 4/9")
    refused, asked_again = service.api.calls_of("getUpdates")[polls : polls + 2]
    assert refused.error is not None
    assert asked_again.time - refused.time >= 2


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_telegram_is_taken_up_when_it_comes_within_reach(tmp_path: Path, webhook: bool) -> None:
    """Telegram is down when the program starts: the web chat works meanwhile; then Telegram comes up, and goes
    down and up once more, and citizens are answered each time."""
    api = FakeTelegram(port=free_port())
    service = Service(folder=tmp_path, api=api, webhook=webhook)
    await service.start(reached=False)
    try:
        assert await _web_chat_greets(service)
        async with api:
            person = service.citizen()
            await person.start(UNIT)
            await person.wait_for_text("Apakah Anda bersedia ikut?", 20)
            await finish(person, Content())
            assert SELESAI in person.last.text
        assert await _web_chat_greets(service)
    finally:
        assert await service.stop() == 0
    assert "Traceback" not in service.log()
    service.log_is_discreet()


async def _web_chat_greets(service: Service) -> bool:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        async with client.get(f"{service.url}/s/{UNIT}") as page:
            assert page.status == 200
        body = {"id": "11111111-aaaa", "kejadian": {"jenis": "mulai", "kode": UNIT}}
        async with client.post(f"{service.url}/chat", json=body, headers={"X-Ikm-Chat": "1"}) as answer:
            return "Bandar Kidul" in await answer.text()
