"""How the double delivers: signed, repeated, in batches, out of order, to people with one id or two."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator

import pytest

from tests.contract.fakes.whatsapp_client import VERIFY, Desk, desk
from tests.fakes.whatsapp import bodies


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        made.api.hook.pace.backoff = 0.01
        made.api.hook.pace.longest = 0.04
        yield made


async def test_the_handshake_wants_the_challenge_back(at: Desk) -> None:
    assert not await at.api.hook.subscribe(at.url, "another token")
    assert not at.api.hook.url
    at.api.person().say("Halo")
    assert await at.api.hook.subscribe(at.url, VERIFY)
    assert (await at.until(1))[0].text == "Halo"  # what was said before it waited


async def test_bytes_are_signed_as_they_are_sent(at: Desk) -> None:
    """What is beyond ASCII comes as \\uXXXX, and the signature is over exactly these bytes."""
    await at.api.hook.subscribe(at.url, VERIFY)
    at.api.person().say("Bu Siti’s résumé https://a.b/c 🙂")
    await at.until(1)
    body = at.raw[0]
    assert b"r\\u00e9sum\\u00e9" in body
    assert b"https:\\/\\/a.b\\/c" in body
    assert json.dumps(json.loads(body), separators=(",", ":")).encode() != body
    expected = hmac.new(at.api.hook.secret.encode(), body, hashlib.sha256).hexdigest()
    assert at.api.hook.signature(body) == f"sha256={expected}"
    assert (await at.api.hook.post(body, {"X-Hub-Signature-256": "sha256=" + "0" * 64})).status == 403
    assert (await at.api.hook.post(body, {})).status == 401


async def test_it_comes_again_until_200_with_growing_pauses(at: Desk) -> None:
    at.statuses += [500, 404, 302, 500]
    await at.api.hook.subscribe(at.url, VERIFY)
    siti = at.api.person()
    siti.say("satu")
    siti.say("dua")
    await at.until(2)
    assert [one.status for one in at.api.hook.deliveries] == [500, 404, 302, 500, 200, 200]
    assert [one.text for one in at.got] == ["satu", "dua"]
    assert len(bodies(at.api.hook.deliveries)) == 2
    assert 0 < at.api.hook.slowest < 5


async def test_batches_hold_several_entries_changes_and_messages(at: Desk) -> None:
    siti, budi = at.api.person("Siti"), at.api.person("Budi")
    for text in "abc":
        siti.say(text)
        budi.say(text)
    siti.chat.said_at = at.api.now()
    await at.post(to=siti.wa_id, type="text", text={"body": "Halo"})
    at.api.hook.hold()
    at.api.hook.url = at.url
    await at.api.hook.release(at_once=True, per_change=2, per_entry=2)
    await at.api.hook.settled()
    (body,) = at.raw
    entries = json.loads(body)["entry"]
    values = [change["value"] for entry in entries for change in entry["changes"]]
    assert [len(entry["changes"]) for entry in entries] == [2, 2]
    assert [len(value.get("messages", value.get("statuses"))) for value in values] == [2, 2, 2, 2]
    assert [len(value["contacts"]) for value in values] == [2, 2, 2, 1]
    told = [(one["from"], one["text"]["body"]) for value in values for one in value.get("messages", ())]
    assert told == [(one.wa_id, text) for text in "abc" for one in (siti, budi)]


async def test_bodies_are_repeated_and_statuses_come_in_any_order(at: Desk) -> None:
    await at.api.hook.subscribe(at.url, VERIFY)
    siti = at.knows()
    at.api.messages.reports = ("read", "delivered", "sent")
    await at.post(to=siti.wa_id, type="text", text={"body": "Halo"})
    await at.api.hook.settled()
    told = [json.loads(body)["entry"][0]["changes"][0]["value"]["statuses"][0]["status"] for body in at.raw]
    assert told == ["read", "delivered", "sent"]
    at.api.hook.repeat_next(1)
    siti.say("dua kali")
    await at.api.hook.settled()
    assert at.raw[-1] == at.raw[-2]
    at.api.hook.redeliver(at.raw[0])
    await at.api.hook.settled()
    assert at.raw[-1] == at.raw[0]


@pytest.mark.parametrize(
    ("wa_id", "user_id", "keys"),
    [
        (True, True, {"from", "from_user_id"}),
        (False, True, {"from_user_id"}),
        (True, False, {"from"}),
    ],
)
async def test_either_id_may_be_missing(at: Desk, wa_id: bool, user_id: bool, keys: set[str]) -> None:
    await at.api.hook.subscribe(at.url, VERIFY)
    siti = at.api.person()
    siti.shows(wa_id=wa_id, user_id=user_id)
    siti.say("Halo")
    await at.post(recipient=siti.user_id, type="text", text={"body": "Halo"})
    await at.api.hook.settled()
    values = [json.loads(body)["entry"][0]["changes"][0]["value"] for body in at.raw]
    message, contact = values[0]["messages"][0], values[0]["contacts"][0]
    assert keys == {key for key in message if key.startswith("from")}
    assert ("wa_id" in contact, "user_id" in contact) == (wa_id, user_id)
    status = values[1]["statuses"][0]
    assert ("recipient_id" in status, "recipient_user_id" in status) == (wa_id, user_id)


async def test_who_is_offline_has_the_message_sent_and_no_more(at: Desk) -> None:
    await at.api.hook.subscribe(at.url, VERIFY)
    siti = at.knows()
    siti.chat.online = False
    await at.post(to=siti.wa_id, type="text", text={"body": "Halo"})
    await at.api.hook.settled()
    assert len(at.raw) == 1
    assert b'"status":"sent"' in at.raw[0]
