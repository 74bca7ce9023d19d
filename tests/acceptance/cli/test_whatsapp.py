"""`ikm whatsapp templates`, and what `ikm doctor` says of WhatsApp, against the platform's double."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bot.channels.whatsapp.templates import TEMPLATES
from bot.cli.whatsapp import FOLDER
from tests.acceptance.cli.program import Done, Ikm
from tests.fakes.whatsapp import FakeWhatsApp
from tests.fakes.whatsapp.templates import review

NAMES = sorted(template.nama for template in TEMPLATES.values())


@pytest.fixture
async def api() -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp() as double:
        yield double


async def call(ikm: Ikm, api: FakeWhatsApp, *words: str, **settings: str) -> Done:
    """The command, as set up for the double, which goes on answering meanwhile."""
    known = {
        "WHATSAPP_TOKEN": api.token,
        "WHATSAPP_PHONE_NUMBER_ID": api.phone_number_id,
        "WHATSAPP_APP_SECRET": "rahasia-aplikasi",
        "WHATSAPP_VERIFY_TOKEN": "kata-sendiri",
        "WHATSAPP_ACCOUNT_ID": api.account_id,
        "WHATSAPP_API_URL": api.url,
    }
    return await asyncio.to_thread(lambda: ikm(*words, **(known | settings)))


async def test_templates_are_handed_in_once_and_told_by_their_state(ikm: Ikm, api: FakeWhatsApp) -> None:
    """Missing, then under review, then approved; nothing is handed in twice."""
    missing = await call(ikm, api, "whatsapp", "templates", "--json")
    assert missing.code == 1
    assert [(one["name"], one["state"]) for one in missing.json] == [(name, "MISSING") for name in NAMES]
    for _ in range(2):
        handed_in = await call(ikm, api, "whatsapp", "templates", "--submit")
        assert handed_in.code == 1
        assert handed_in.out.count("pending") == len(NAMES)
    assert len(api.calls_of("submit")) == len(NAMES)
    for template in api.templates.known.values():
        template.status = "APPROVED"
    approved = await call(ikm, api, "whatsapp", "templates")
    assert approved.code == 0
    assert approved.out.count("✓") == len(NAMES)


async def test_each_reason_is_one_line(ikm: Ikm, api: FakeWhatsApp) -> None:
    """A wrong token, no account, nobody there."""
    wrong = await call(ikm, api, "whatsapp", "templates", WHATSAPP_TOKEN="salah")
    assert "whatsapp_business_management" in wrong.complaint(1)
    unset = await call(ikm, api, "whatsapp", "templates", WHATSAPP_ACCOUNT_ID="")
    assert "IKM_WHATSAPP_ACCOUNT_ID" in unset.complaint(2)
    away = await call(ikm, api, "whatsapp", "templates", WHATSAPP_API_URL="http://127.0.0.1:9/v23.0")
    assert "does not answer" in away.complaint(1)


async def test_all_that_is_missing_beside_a_token_is_told_at_once(ikm: Ikm, api: FakeWhatsApp) -> None:
    """With whatever else is wrong."""
    settings = {"WHATSAPP_APP_SECRET": "", "WHATSAPP_VERIFY_TOKEN": "pendek", "PORT": "x"}
    told = (await call(ikm, api, "doctor", WHATSAPP_PHONE_NUMBER_ID="+62 812", **settings)).complaint(2)
    for name in ("PHONE_NUMBER_ID", "APP_SECRET", "VERIFY_TOKEN"):
        assert f"IKM_WHATSAPP_{name}" in told
    assert "IKM_PORT" in told
    assert api.token not in told


async def test_the_doctor_asks_the_platform(ikm: Ikm, api: FakeWhatsApp) -> None:
    """Token and id are good when it tells the number; deliveries need an address that is reached over HTTPS."""
    good = (await call(ikm, api, "doctor", "--json", PUBLIC_URL="https://survei.example.go.id")).json
    (found,) = [one for one in good if one["what"] == "whatsapp"]
    assert found["state"] == "ok"
    assert "15550783881" in found["detail"]
    plain = (await call(ikm, api, "doctor", "--json")).json
    assert [one["state"] for one in plain if one["what"] == "whatsapp"] == ["wrong"]
    wrong = (await call(ikm, api, "doctor", "--json", WHATSAPP_TOKEN="salah")).json
    assert [one["state"] for one in wrong if one["what"] == "whatsapp"] == ["wrong"]


@pytest.mark.parametrize("name", NAMES)
def test_a_template_passes_the_review_and_takes_what_the_program_gives(name: str) -> None:
    """Of the category utility, in Indonesian, with as many values as the program fills in and one button."""
    template = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert review(template) == []
    assert (template["name"], template["language"], template["category"]) == (name, "id", "UTILITY")
    body = next(one for one in template["components"] if one["type"] == "BODY")
    (values,) = [one.nilai for one in TEMPLATES.values() if one.nama == name]
    assert body["text"].count("{{") == values == len(body["example"]["body_text"][0])
    (buttons,) = [one["buttons"] for one in template["components"] if one["type"] == "BUTTONS"]
    assert [button["type"] for button in buttons] == ["QUICK_REPLY"]


def test_there_is_no_template_that_nothing_uses() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES
