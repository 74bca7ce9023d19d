"""The double against pywa, an independent client: what it sends arrives, what the double delivers it can read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from pywa.types.callback import Button as PywaButton
from pywa.types.callback import CallbackButton, CallbackSelection, Section, SectionList, SectionRow
from pywa.types.message import Message
from pywa.types.message_status import MessageStatus
from pywa.types.system import PhoneNumberChange

from tests.contract.fakes.whatsapp_client import VERIFY, Desk, desk
from tests.fakes.whatsapp import spec
from tests.fakes.whatsapp.people import JPEG

UTILITY = {
    "name": "ringkasan_mingguan",
    "language": "id",
    "category": "UTILITY",
    "components": [
        {
            "type": "BODY",
            "text": "Ringkasan minggu ini untuk {{1}} sudah siap. Ada {{2}} jawaban baru dari warga.",
            "example": {"body_text": [["Kelurahan Contoh", "12"]]},
        },
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Buka"}]},
    ],
}


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


async def test_text_buttons_and_a_list_are_seen_as_they_were_sent(at: Desk) -> None:
    """What pywa sends stands in the person's chat: text, header, footer, buttons, rows with their descriptions."""
    siti = at.knows()
    sent = await at.wa.send_message(siti.wa_id, "Selamat pagi")
    assert (siti.last.id, siti.last.text) == (sent.id, "Selamat pagi")
    buttons = [PywaButton("Ya", "a:1"), PywaButton("Tidak", "a:2")]
    await at.wa.send_message(siti.wa_id, "Ikut?", header="Survei", footer="Rahasia", buttons=buttons)
    assert (siti.last.header, siti.last.footer, siti.last.labels) == ("Survei", "Rahasia", ["Ya", "Tidak"])
    rows = [SectionRow(str(n), f"r{n}", "lengkapnya") for n in range(10)]
    await at.wa.send_message(siti.wa_id, "Pilih", buttons=SectionList("Lihat", [Section("Jawaban", rows)]))
    assert len(siti.last.buttons) == 10
    assert siti.last.buttons[3].description == "lengkapnya"


async def test_who_shows_no_number_is_reached_by_user_id(at: Desk) -> None:
    siti = at.knows()
    sent = await at.wa.send_message(siti.user_id, "Halo")
    assert siti.last.text == "Halo"
    assert at.api.calls[-1].params["recipient"] == siti.user_id
    assert sent.chat.id == siti.user_id


async def test_files_are_uploaded_sent_fetched_and_deleted(at: Desk) -> None:
    siti = at.knows()
    media = await at.wa.upload_media(JPEG, mime_type="image/jpeg", filename="a.jpg")
    assert media is not None
    await at.wa.send_image(siti.wa_id, media.id, caption="Grafik")
    assert siti.last.file is not None
    assert (siti.last.file.content, siti.last.text) == (JPEG, "Grafik")
    await at.wa.send_document(siti.wa_id, b"%PDF-1.7", filename="laporan.pdf", mime_type="application/pdf")
    assert at.api.calls_of("messages")[-1].params["document"]["filename"] == "laporan.pdf"
    url = await at.wa.get_media_url(media.id)
    assert await at.wa.get_media_bytes(url.url) == JPEG
    assert await at.wa.delete_media(media.id)
    assert media.id not in at.api.media.files


async def test_a_template_is_listed_filled_in_and_tapped(at: Desk) -> None:
    at.api.templates.approve(UTILITY)
    assert [one.name for one in await at.wa.get_templates()] == ["ringkasan_mingguan"]
    siti = at.api.person()
    values = [{"type": "text", "text": "Kelurahan Contoh"}, {"type": "text", "text": "12"}]
    reply = {"type": "button", "sub_type": "quick_reply", "index": "0"}
    reply |= {"parameters": [{"type": "payload", "payload": "@buka"}]}  # type: ignore[dict-item]
    template = {"name": "ringkasan_mingguan", "language": {"code": "id"}}
    answer = await at.post(
        to=siti.wa_id,
        type="template",
        template=template | {"components": [{"type": "body", "parameters": values}, reply]},
    )
    assert answer.json()["messages"][0]["message_status"] == "accepted"
    assert siti.last.text.startswith("Ringkasan minggu ini untuk Kelurahan Contoh sudah siap. Ada 12")
    await at.api.hook.subscribe(at.url, VERIFY)
    await at.until(2)
    at.got.clear()
    siti.tap("Buka")
    tapped = (await at.until(1))[0]
    assert (tapped.data, tapped.title, tapped.reply_to_message.id) == ("@buka", "Buka", siti.last.id)


async def test_read_receipts_typing_and_reactions_reach_the_person(at: Desk) -> None:
    siti = at.knows()
    said = siti.say("Halo")
    await at.wa.mark_message_as_read(said)
    await at.wa.indicate_typing(said)
    await at.wa.send_reaction(siti.wa_id, "👍", said)
    assert (siti.chat.read_by_bot, siti.chat.typing, siti.chat.reactions) == ({said}, 1, {said: "👍"})


async def test_pywa_reads_all_that_a_person_sends(at: Desk) -> None:
    assert await at.api.hook.subscribe(at.url, VERIFY)
    siti = at.knows()
    siti.say("Survei kel-bandar-kidul é")
    siti.send_photo("Loketnya")
    siti.send_document()
    siti.send_voice()
    siti.send_location()
    siti.send_unsupported()
    got = await at.until(6)
    assert all(isinstance(one, Message) for one in got)
    assert [one.type.value for one in got] == ["text", "image", "document", "audio", "location", "unsupported"]
    assert (got[0].text, got[0].from_user.bsuid, got[0].from_user.wa_id) == (
        "Survei kel-bandar-kidul é",
        siti.user_id,
        siti.wa_id,
    )
    assert await at.wa.get_media_bytes((await at.wa.get_media_url(got[1].image.id)).url) == JPEG


async def test_pywa_reads_taps_and_statuses(at: Desk) -> None:
    await at.api.hook.subscribe(at.url, VERIFY)
    siti = at.knows()
    await at.wa.send_message(siti.wa_id, "Ikut?", buttons=[PywaButton("Ya", "a:1")], tracker="17")
    sent, delivered = await at.until(2)
    assert isinstance(sent, MessageStatus)
    assert [one.status.value for one in (sent, delivered)] == ["sent", "delivered"]
    assert (sent.tracker, sent.id) == ("17", siti.last.id)
    siti.tap("Ya")
    tapped = (await at.until(3))[2]
    assert isinstance(tapped, CallbackButton)
    assert tapped.data == "a:1"
    rows = [SectionRow("Cepat", "r:3", "Cepat sekali")]
    await at.wa.send_message(siti.wa_id, "Pilih", buttons=SectionList("Lihat", [Section("Jawaban", rows)]))
    await at.until(5)
    siti.tap("Cepat")
    selected = (await at.until(6))[5]
    assert isinstance(selected, CallbackSelection)
    assert (selected.data, selected.description) == ("r:3", "Cepat sekali")
    siti.read()
    assert {one.status.value for one in (await at.until(8))[6:]} == {"read"}


async def test_pywa_reads_a_change_of_number_and_a_late_failure(at: Desk) -> None:
    await at.api.hook.subscribe(at.url, VERIFY)
    siti = at.knows()
    old = siti.wa_id
    siti.change_number("6280000009999", "ID.baru1")
    change = (await at.until(1))[0]
    assert isinstance(change, PhoneNumberChange)
    assert (change.old_wa_id, change.new_wa_id, change.new_user_id) == (old, "6280000009999", "ID.baru1")
    at.api.messages.late = {131047}
    at.api.skip(90_000)
    await at.wa.send_message(siti.wa_id, "Terlambat", tracker="9")
    await at.api.hook.settled()
    told = json.loads(at.raw[1])["entry"][0]["changes"][0]["value"]
    assert "contacts" not in told
    assert told["statuses"][0]["errors"][0]["code"] == 131047
    assert told["statuses"][0]["biz_opaque_callback_data"] == "9"
    assert siti.from_bot == []


async def test_what_the_double_answers_and_tells_is_as_described(at: Desk) -> None:
    """Answers, errors and statuses fit the published schemas."""
    await at.api.hook.subscribe(at.url, VERIFY)
    siti = at.knows()
    accepted = await at.post(to=siti.wa_id, type="text", text={"body": "Halo"})
    assert spec.check_object("MessageResponsePayload", accepted.json()) == []
    refused = await at.post(to=siti.wa_id, type="text", text={"body": "x" * 4097})
    assert spec.check_object("GraphAPIError", refused.json()) == []
    phone = await at.wa.get_business_phone_number()
    assert phone.quality_rating == "GREEN"
    assert spec.check_object("PhoneNumberInfo", at.api.calls_of("phone")[-1].result) == []
    await at.api.hook.settled()
    for body in at.raw:
        for status in json.loads(body)["entry"][0]["changes"][0]["value"]["statuses"]:
            assert spec.check_object("Statuses", status) == []
    assert at.api.forgive()
