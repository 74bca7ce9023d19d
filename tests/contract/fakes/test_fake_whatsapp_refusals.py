"""The double refuses what the platform refuses, with its codes and its shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pywa import errors as pywa_errors

from tests.contract.fakes.test_fake_whatsapp import UTILITY
from tests.contract.fakes.whatsapp_client import Desk, desk
from tests.fakes.whatsapp import spec, templates
from tests.fakes.whatsapp.people import JPEG

MB = 1 << 20
DAY = 86_400
NO_MEDIA = "is not a valid whatsapp business account media attachment ID"


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    """Whatever was refused on purpose fails nothing."""
    async with desk() as made:
        yield made
        made.api.forgive()


def buttons(*replies: tuple[str, str], body: str = "Ikut?", **more: Any) -> dict[str, Any]:
    made = [{"type": "reply", "reply": {"id": key, "title": title}} for key, title in replies]
    return {
        "type": "interactive",
        "interactive": {"type": "button", "body": {"text": body}, **more, "action": {"buttons": made}},
    }


def rows(*sections: dict[str, Any], button: str = "Lihat") -> dict[str, Any]:
    action = {"button": button, "sections": list(sections)}
    return {"type": "interactive", "interactive": {"type": "list", "body": {"text": "Pilih"}, "action": action}}


def row(key: str = "r", title: str = "Baris", **more: str) -> dict[str, str]:
    return {"id": key, "title": title, **more}


def text(body: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": body}}


SEVEN = [row(f"r{n}", f"Baris {n}") for n in range(7)]
FOUR = [row(f"s{n}", f"Baris {n}") for n in range(4)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (text("x" * 4097), 131009),
        (text(" \n"), 131009),
        ({"type": "text", "text": {}}, 131008),
        ({"type": "text", "text": {"body": 7}}, 100),
        (text("x") | {"chat_id": "7"}, 100),
        ({"type": "sticker_pack", "sticker_pack": {}}, 100),
        (text("x") | {"messaging_product": "telegram"}, 100),
        (text("x") | {"biz_opaque_callback_data": "x" * 513}, 131009),
        (buttons(), 131009),
        (buttons(("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")), 131009),
        (buttons(("a", "x" * 21)), 131009),
        (buttons(("a", "")), 131009),
        (buttons(("x" * 257, "A")), 131009),
        (buttons((" a", "A")), 131009),
        (buttons(("a", "A"), ("a", "B")), 131009),
        (buttons(("a", "A"), ("b", "A")), 131009),
        (buttons(("a", "A"), body="x" * 1025), 131009),
        (buttons(("a", "A"), header={"type": "text", "text": "x" * 61}), 131009),
        (buttons(("a", "A"), footer={"text": "x" * 61}), 131009),
        (buttons(("a", "A"), header={"type": "image"}), 131008),
        (rows({"rows": [row()]}, button="x" * 21), 131009),
        (rows({"rows": [row(title="x" * 25)]}), 131009),
        (rows({"rows": [row(description="x" * 73)]}), 131009),
        (rows({"rows": [row("x" * 201)]}), 131009),
        (rows({"rows": [row("a", "A"), row("a", "B")]}), 131009),
        (rows({"rows": []}), 131009),
        (rows({"title": "A", "rows": SEVEN}, {"title": "B", "rows": FOUR}), 131009),
        (rows({"title": "A", "rows": SEVEN[:2]}, {"rows": FOUR[:2]}), 131008),
        (rows({"title": "x" * 25, "rows": SEVEN}), 131009),
        ({"type": "image", "image": {"id": "1", "caption": "x" * 1025}}, 131009),
        ({"type": "image", "image": {"caption": "tanpa berkas"}}, 100),
        ({"type": "reaction", "reaction": {"message_id": "1", "emoji": "👍", "more": 1}}, 100),
        ({"type": "template", "template": {"name": "tidak_ada", "language": {"code": "id"}}}, 132001),
    ],
)
async def test_a_message_is_refused(at: Desk, body: dict[str, Any], code: int) -> None:
    """With the code the platform uses, in the shape pywa and the description know, and nobody sees it."""
    siti = at.knows()
    answer = await at.post(to=siti.wa_id, **body)
    assert answer.status_code == (404 if code == 132001 else 400)
    error = answer.json()["error"]
    assert (error["code"], error["type"]) == (code, "OAuthException")
    assert spec.check_object("GraphAPIError", answer.json()) == []
    assert pywa_errors.WhatsAppError.from_dict(error).code == code
    assert siti.from_bot == []
    assert at.api.problems(), "a refusal of this kind is the program's mistake"


async def test_a_mistake_fails_the_test_that_made_it() -> None:
    """Leaving the double after a request that broke a limit is an error, unless it was forgiven."""
    with pytest.raises(AssertionError, match="length invalid"):
        async with desk() as at:
            await at.post(to=at.knows().wa_id, **text("x" * 4097))


async def test_the_limits_themselves_are_taken(at: Desk) -> None:
    """What is as long and as much as allowed goes through."""
    siti = at.knows()
    three = [(n * 256, n * 20) for n in "abc"]
    whole = [row(n * 200, n * 24, description=n * 72) for n in "abcdefghij"]
    for body in (
        text("x" * 4096),
        buttons(*three, body="x" * 1024, header={"type": "text", "text": "x" * 60}, footer={"text": "x" * 60}),
        rows({"title": "x" * 24, "rows": whole[:5]}, {"title": "y" * 24, "rows": whole[5:]}, button="x" * 20),
    ):
        answer = await at.post(to=siti.wa_id, **body)
        assert answer.status_code == 200, answer.text
    assert len(siti.last.buttons) == 10


async def test_only_the_token_opens(at: Desk) -> None:
    siti = at.knows()
    photo = at.api.media.receive("", "image/jpeg", JPEG, at.api.now())
    url = (await at.wa.get_media_url(photo.media_id)).url
    assert (await at.client.get(url)).content == JPEG
    for token in ("", "Bearer wrong"):
        at.client.headers["Authorization"] = token
        answer = await at.post(to=siti.wa_id, **text("Halo"))
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, 190)
        assert (await at.client.get(url)).status_code == 401
    assert siti.from_bot == []


async def test_an_unknown_number_and_an_unknown_edge_are_not_there(at: Desk) -> None:
    for path in ("999/messages", f"{at.api.phone_number_id}/nonsense"):
        answer = await at.client.post(f"{at.api.url}/{path}", json={})
        assert (answer.status_code, answer.json()["error"]["error_subcode"]) == (400, 33)


@pytest.mark.parametrize(
    ("mime", "content", "code"),
    [
        ("image/jpeg", JPEG + b"\0" * 5 * MB, 131053),
        ("image/png", b"no png", 131053),
        ("image/webp", b"RIFF", 100),
        ("application/octet-stream", b"x", 100),
        ("application/pdf", b"", 131053),
    ],
)
async def test_a_file_is_refused(at: Desk, mime: str, content: bytes, code: int) -> None:
    answer = await at.client.post(
        f"{at.api.url}/{at.api.phone_number_id}/media",
        data={"messaging_product": "whatsapp", "type": mime},
        files={"file": ("a", content, mime)},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    assert at.api.media.files == {}


async def test_files_expire_and_belong_to_who_uploaded_them(at: Desk) -> None:
    """An upload holds 30 days, a person's file 7, an address 5 minutes; only one's own can be sent."""
    siti = at.knows()
    mine = at.api.media.take("a.jpg", "image/jpeg", JPEG, at.api.now())
    theirs = at.api.media.receive("", "image/jpeg", JPEG, at.api.now()).media_id
    refused = await at.post(to=siti.wa_id, type="image", image={"id": theirs})
    assert NO_MEDIA in refused.json()["error"]["message"]
    for media_id, status in ((mine, 200), (theirs, 400)):
        owner = {"phone_number_id": at.api.phone_number_id}
        assert (await at.client.get(f"{at.api.url}/{media_id}", params=owner)).status_code == status
    url = (await at.wa.get_media_url(mine)).url
    at.api.skip(301)
    assert (await at.client.get(url)).status_code == 404
    at.api.skip(7 * DAY)
    gone = (await at.client.get(f"{at.api.url}/{theirs}")).json()["error"]
    assert (gone["code"], gone["error_subcode"]) == (100, 33)
    at.api.skip(23 * DAY)
    siti.chat.said_at = at.api.now()
    refused = await at.post(to=siti.wa_id, type="image", image={"id": mine})
    assert (refused.status_code, NO_MEDIA in refused.json()["error"]["message"]) == (400, True)


async def test_after_a_day_only_templates_get_through(at: Desk) -> None:
    at.api.templates.approve(UTILITY)
    siti = at.api.person()
    stranger = await at.post(to=siti.wa_id, **text("Halo"))
    assert stranger.json()["error"]["code"] == 131047
    siti.say("Survei")
    at.api.skip(DAY - 1)
    assert (await at.post(to=siti.wa_id, **text("Halo"))).status_code == 200
    at.api.skip(2)
    closed = await at.post(to=siti.wa_id, **text("Halo"))
    assert (closed.status_code, closed.json()["error"]["code"]) == (400, 131047)
    assert isinstance(pywa_errors.WhatsAppError.from_dict(closed.json()["error"]), pywa_errors.ReEngagementMessage)
    values = [{"type": "text", "text": "Kelurahan Contoh"}, {"type": "text", "text": "12"}]
    template = {"name": UTILITY["name"], "language": {"code": "id"}}
    template |= {"components": [{"type": "body", "parameters": values}]}
    assert (await at.post(to=siti.wa_id, type="template", template=template)).status_code == 200
    assert not at.api.problems()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["Satu"], 132000),
        (["Satu", "dua", "tiga"], 132000),
        (["Satu\nbaris", "dua"], 132018),
        (["Satu", "     dua"], 132018),
        (["Satu", ""], 132012),
        (["x" * 1000, "dua"], 132005),
    ],
)
async def test_a_template_filled_in_wrongly_is_refused(at: Desk, values: list[str], code: int) -> None:
    at.api.templates.approve(UTILITY)
    siti = at.api.person()
    parameters = [{"type": "text", "text": value} for value in values]
    template = {"name": UTILITY["name"], "language": {"code": "id"}}
    template |= {"components": [{"type": "body", "parameters": parameters}]}
    answer = await at.post(to=siti.wa_id, type="template", template=template)
    assert answer.json()["error"]["code"] == code
    assert siti.from_bot == []


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"text": "{{1}} sudah siap dibaca hari ini juga"}, "beginning or the end"),
        ({"text": "Ada jawaban baru dari warga untuk {{2}} hari ini"}, "in order"),
        ({"text": "Ada jawaban baru untuk {{1}} hari ini", "example": {}}, "examples"),
        ({"text": "Ada jawaban { baru hari ini"}, "not written well"),
        ({"text": "x" * 1025}, "at most 1024"),
        ({"text": "Ada {{1}} dari {{2}} ini"}, "too many variables"),
    ],
)
def test_the_review_refuses_a_template(part: dict[str, Any], words: str) -> None:
    whole = {"type": "BODY", "example": {"body_text": [["a", "b"]]}} | part
    assert any(words in problem for problem in templates.review(UTILITY | {"components": [whole]}))


def test_the_templates_of_the_project_would_be_approved() -> None:
    """Each file in deploy/whatsapp/templates passes the review, in the category utility."""
    known = templates.Templates()
    known.load()
    assert all(one.json["category"] == "UTILITY" for one in known.known.values())
