"""The webhook: whom it listens to, what it makes of batches and repeats, and when it answers."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from tests.acceptance.whatsapp.citizens import at, enter
from tests.acceptance.whatsapp.service import ANSWERED_WITHIN, VERIFY, Service
from tests.fakes.whatsapp import bodies

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.mark.parametrize(
    "query",
    [
        {"hub.verify_token": "another word"},
        {"hub.verify_token": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": ""},
        {"hub.challenge": "7" * 600},
    ],
)
async def test_the_handshake_is_for_who_knows_the_word(service: Service, query: dict[str, str]) -> None:
    """The challenge comes back to who asks with the word agreed on; to nobody else."""
    right = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY}
    async with aiohttp.ClientSession() as client:
        async with client.get(service.hook_url, params=right) as answer:
            assert (answer.status, await answer.text()) == (200, "1158201444")
        async with client.get(service.hook_url, params=right | query) as answer:
            assert answer.status == 403


async def test_only_what_the_platform_signed_is_read(service: Service) -> None:
    """Without a signature, with another's, or with one of other bytes, a delivery is refused and nothing is stored
    or answered; the same bytes rightly signed count."""
    person = await at(service, "Pertanyaan 2/9")
    hook = service.api.hook
    hook.hold()
    person.tap("Mudah")
    body = hook.take_held()
    right = hook.signature(body)
    other = json.dumps(json.loads(body)).encode()
    before = service.rows("SELECT count(*) FROM terkirim")
    for headers in (
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": right[:-1]},
        {"X-Hub-Signature-256": "sha1=" + right[7:]},
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature": right},
    ):
        assert (await hook.post(body, headers)).status in {401, 403}
    assert (await hook.post(other, {"X-Hub-Signature-256": right})).status in {401, 403}
    await asyncio.sleep(0.3)
    assert "Pertanyaan 2/9" in person.last.text
    assert service.rows("SELECT count(*) FROM terkirim") == before
    assert (await hook.post(body)).status == 200
    await person.wait_for_text("Pertanyaan 3/9")


async def test_a_delivery_repeated_counts_once(service: Service) -> None:
    """The same bytes twice at once, and once more later; and the same message in another batch."""
    person = await at(service, "Pertanyaan 2/9")
    service.api.hook.repeat_next(1)
    person.tap("Mudah")
    await person.wait_for_text("Pertanyaan 3/9")
    await service.still()
    again = bodies([one for one in service.api.hook.deliveries if b"interactive" in one.body])[-1]
    shown = len(person.from_bot)
    service.api.hook.redeliver(again)
    await service.still()
    value = json.loads(again)
    value["entry"].append(value["entry"][0])
    await service.api.hook.post(json.dumps(value).encode())
    await service.still()
    await asyncio.sleep(0.2)
    assert len(person.from_bot) == shown
    assert "Pertanyaan 3/9" in person.last.text


async def test_a_batch_holds_many_people_and_several_messages_of_each_in_order(service: Service) -> None:
    """Ten people answer three questions each, all in one delivery of several entries and changes, statuses among
    them: everybody is three questions on, by the answers they gave."""
    people = await asyncio.gather(*(at(service, "Pertanyaan 2/9") for _ in range(10)))
    service.api.hook.hold()
    for word in ("Mudah", "Sangat cepat", "Gratis"):
        for person in people:
            person.say(word)
            person.tell("read", person.last)
    await service.api.hook.release(at_once=True, per_change=7, per_entry=2)
    await asyncio.gather(*(person.wait_for_text("Pertanyaan 5/9", 20) for person in people))
    await service.still()
    for person in people:
        person.tap("◀")
    await asyncio.gather(*(person.wait_for_text("Pertanyaan 4/9", 20) for person in people))
    assert all("✓ Gratis" in person.last.labels for person in people)


async def test_hundreds_of_messages_in_one_delivery_are_all_taken(service: Service) -> None:
    """Each of 60 people sends four; all are greeted, however often it has to be delivered until all is stored."""
    people = [service.citizen() for _ in range(60)]
    service.api.messages.rates.per_second = 10_000
    service.api.hook.hold()
    for _ in range(2):
        for person in people:
            enter(person)
            person.say("Halo")
    await service.api.hook.release(at_once=True)
    await asyncio.gather(*(person.wait_for_text("Apakah Anda bersedia ikut?", 90) for person in people))
    await service.still(60)


async def test_what_cannot_be_read_is_set_aside(service: Service) -> None:
    """Between two good messages stand ones nobody can read, and changes for other numbers and of other fields: the
    good ones count. A body that is no delivery is answered with 200, since it would only come again."""
    one, two = await at(service, "Pertanyaan 2/9"), await at(service, "Pertanyaan 2/9")
    hook = service.api.hook
    hook.hold()
    one.tap("Mudah")
    two.tap("Mudah")
    batch = json.loads(hook.take_held())
    value = batch["entry"][0]["changes"][0]["value"]
    bad: list[Any] = [None, 7, "Loketnya ramai sekali", {}, {"id": 5}, {"id": "wamid.x", "from": [], "type": "text"}]
    value["messages"] = [value["messages"][0], *bad, value["messages"][1]]
    foreign = {"field": "messages", "value": value | {"metadata": {"phone_number_id": "1"}}}
    batch["entry"][0]["changes"] = [{"field": "account_update", "value": {}}, foreign, *batch["entry"][0]["changes"]]
    assert (await hook.post(json.dumps(batch).encode())).status == 200
    for person in (one, two):
        await person.wait_for_text("Pertanyaan 3/9")
    for garbage in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"entry": "Loketnya ramai sekali"}', b"[" * 100_000):
        assert (await hook.post(garbage)).status == 200
    headers = {"X-Hub-Signature-256": "sha256=" + "0" * 64}
    async with aiohttp.ClientSession() as client:
        async with client.post(service.hook_url, data=BytesIO(b" " * 4_000_000), headers=headers) as answer:
            assert answer.status == 413
        async with client.put(service.hook_url, data=b"") as answer:
            assert answer.status == 405


async def test_it_is_answered_in_time_while_the_database_is_locked(service: Service) -> None:
    """Somebody else holds the database: the platform is answered within a second all the same, and not with 200. It
    delivers again, and the answer counts once when the lock is gone."""
    person = await at(service, "Pertanyaan 2/9")
    first = len(service.api.hook.deliveries)
    with service.writing():
        person.tap("Mudah")
        await asyncio.sleep(3.5)
        tried = service.api.hook.deliveries[first:]
    assert len(tried) >= 2
    # The machine may halt for a moment once; who waited for the database would wait each time.
    assert {one.status for one in tried} == {503}
    assert sorted(one.seconds for one in tried)[-2] < ANSWERED_WITHIN
    await person.wait_for_text("Pertanyaan 3/9", 20)
    await service.still()
    assert service.api.hook.deliveries[-1].status == 200
    assert len([seen for seen in person.from_bot if "Pertanyaan 3/9" in seen.text]) == 1


async def test_statuses_out_of_order_and_repeated_leave_the_furthest(service: Service) -> None:
    """“Read” comes before “sent”, and everything twice: the message was read."""
    person = await at(service, "Pertanyaan 2/9")
    service.api.messages.reports = ()
    try:
        person.tap("Mudah")
        await person.wait_for_text("Pertanyaan 3/9")
        service.api.hook.repeat_next(3)
        for name in ("read", "sent", "delivered"):
            person.tell(name, person.last)
        await service.still()
    finally:
        service.api.messages.reports = ("sent", "delivered")
    assert service.rows("SELECT keadaan FROM terkirim WHERE wamid = ?", person.last.id) == [("dibaca",)]
