"""Updates as the Bot API sends them, and what each means."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.telegram.inbound import ALLOWED_UPDATES, Malformed, blocked, incoming, parse
from bot.engine.events import Commanded, Event, Sent, Started, Tapped, Typed, Upload
from bot.ports import Incoming

CHAT = {"id": 4242, "type": "private", "first_name": "Sari", "username": "sari"}
SARI = {"id": 4242, "is_bot": False, "first_name": "Sari", "username": "sari", "language_code": "id"}
BOT = {"id": 99, "is_bot": True, "first_name": "IKM", "username": "ikm_bot"}
GRUP = {"id": -100200300, "type": "supergroup", "title": "Warga"}
FILE = {"file_id": "AgAC", "file_unique_id": "AQAD", "file_size": 1234}
TEMPAT = {"latitude": -7.81, "longitude": 112.01}


def update(kind: str = "message", chat: dict[str, Any] = CHAT, **content: Any) -> dict[str, Any]:
    return {
        "update_id": 700,
        kind: {"message_id": 5, "from": SARI, "chat": chat, "date": 1795230000, **content},
    }


def tapped(data: str | None = "t.1.ya", **message: Any) -> dict[str, Any]:
    query: dict[str, Any] = {"id": "9001", "from": SARI, "chat_instance": "-77"}
    if message:
        query["message"] = message
    if data is not None:
        query["data"] = data
    return {"update_id": 701, "callback_query": query}


def read(raw: dict[str, Any]) -> Incoming | None:
    """Through JSON, as a webhook gets it, and as parsed JSON, as polling gets it: both must mean the same."""
    from_text = incoming(parse(json.dumps(raw)))
    assert from_text == incoming(parse(raw))
    return from_text


@pytest.mark.parametrize(
    ("teks", "event"),
    [
        ("34", Typed("34")),
        ("  Sangat mudah ", Typed("  Sangat mudah ")),
        ("/start", Started()),
        ("/start kel-dermo", Started("kel-dermo")),
        ("/START   kel-dermo  lagi", Started("kel-dermo")),
        ("/start u_AbC123-_xYz", Started("u_AbC123-_xYz")),
        ("/start@ikm_bot kel-dermo", Started("kel-dermo")),
        ("/mulai kelurahan dermo", Commanded("mulai", "kelurahan dermo")),
        ("/bantuan@ikm_bot", Commanded("bantuan")),
        ("/help", Commanded("bantuan")),
        ("/Batal", Commanded("batal")),
        ("/ulang", Commanded("ulang")),
        ("/privasi", Commanded("privasi")),
        ("/hapus K7MQ2-9RTXA", Commanded("hapus", "K7MQ2-9RTXA")),
        ("/hapus\nK7MQ2-9RTXA", Commanded("hapus", "K7MQ2-9RTXA")),
        ("/hapuss K7MQ2", Typed("/hapuss K7MQ2")),
        ("saya /mulai", Typed("saya /mulai")),
        ("/", Typed("/")),
    ],
)
def test_a_message_is_a_command_or_typed_text(teks: str, event: Event) -> None:
    """Commands are known with the bot's name, in any case and with what follows; all else is text as typed."""
    entities = [{"type": "bot_command", "offset": 0, "length": len(teks.partition(" ")[0])}] if teks[0] == "/" else []
    assert read(update(text=teks, entities=entities)) == Incoming("telegram", "4242", "700", event)


@pytest.mark.parametrize(
    ("content", "jenis"),
    [
        ({"sticker": {**FILE, "type": "regular", "width": 512, "height": 512, "emoji": "👍"}}, "stiker"),
        ({"animation": {**FILE, "width": 1, "height": 1, "duration": 1}, "document": FILE}, "stiker"),
        ({"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}}, "suara"),
        ({"audio": {**FILE, "duration": 3}}, "suara"),
        ({"video": {**FILE, "width": 1, "height": 1, "duration": 1}}, "video"),
        ({"video_note": {**FILE, "length": 240, "duration": 2}}, "video"),
        ({"location": TEMPAT}, "lokasi"),
        ({"location": TEMPAT, "venue": {"location": TEMPAT, "title": "Balai", "address": "Jl."}}, "lokasi"),
        ({"contact": {"phone_number": "+620000000000", "first_name": "Sari"}}, "kontak"),
        ({"poll": {"id": "1", "question": "?", "options": [], "type": "regular"}}, "polling"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "lainnya"),
        ({"story": {"chat": CHAT, "id": 3}}, "lainnya"),
        ({"game": {"title": "x", "description": "x", "photo": []}}, "lainnya"),
    ],
)
def test_what_is_no_text_is_told_by_its_kind(content: dict[str, Any], jenis: Any) -> None:
    """Each kind of attachment is named, a caption being no answer, and nothing of its content is passed on."""
    assert read(update(**content)) == Incoming("telegram", "4242", "700", Sent(jenis))


def _size(side: int, file_size: int | None = None) -> dict[str, Any]:
    told = {} if file_size is None else {"file_size": file_size}
    return {"file_id": f"foto{side}", "file_unique_id": "x", "width": side, "height": side, **told}


@pytest.mark.parametrize(
    ("content", "sent"),
    [
        (
            {"document": {**FILE, "file_name": "jawaban.csv", "mime_type": "text/csv"}, "caption": "tahun 2025"},
            Sent("berkas", Upload("jawaban.csv", "text/csv", 1234, "AgAC"), "tahun 2025"),
        ),
        (
            {"document": {"file_id": "AgAC", "file_unique_id": "AQAD"}},
            Sent("berkas", Upload("berkas", "application/octet-stream", 0, "AgAC")),
        ),
        (
            {"document": {**FILE, "file_name": "../../etc/\u202efsc.exe\n", "mime_type": "text/html\r\nX: y"}},
            Sent("berkas", Upload("fsc.exe", "application/octet-stream", 1234, "AgAC")),
        ),
        (
            {"document": {**FILE, "file_name": "a" * 900 + ".xlsx"}},
            Sent("berkas", Upload("a" * 95 + ".xlsx", "application/octet-stream", 1234, "AgAC")),
        ),
        (
            {"photo": [_size(90, 900), _size(800, 90_000), _size(320, 9_000)], "caption": "bukti"},
            Sent("foto", Upload("foto.jpg", "image/jpeg", 90_000, "foto800"), "bukti"),
        ),
        (
            {"photo": [_size(90, 900), _size(800, 5 * 2**20), _size(2560, 5 * 2**20 + 1)]},
            Sent("foto", Upload("foto.jpg", "image/jpeg", 5 * 2**20, "foto800")),
        ),
        ({"photo": [_size(90), _size(800)]}, Sent("foto", Upload("foto.jpg", "image/jpeg", 0, "foto800"))),
        ({"photo": [_size(90, 9 * 2**20)]}, Sent("foto")),
        ({"photo": []}, Sent("foto")),
    ],
)
def test_a_file_is_told_with_what_it_is_fetched_by(content: dict[str, Any], sent: Sent) -> None:
    """A document under the name and type claimed for it, made harmless; a photo in its largest size of at most
    5 MB; and what was written below."""
    assert read(update(**content)) == Incoming("telegram", "4242", "700", sent)


def test_a_forwarded_text_is_a_text() -> None:
    """What somebody forwards or quotes counts as what they say."""
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 1}
    happened = read(update(text="Baik", forward_origin=origin, reply_to_message=update(text="?")["message"]))
    assert happened == Incoming("telegram", "4242", "700", Typed("Baik"))


def test_a_rewritten_message_is_told_apart_from_one_that_moves() -> None:
    """Rewriting a text or a caption deserves an answer; a live location edits itself and is left alone."""
    rewritten = Incoming("telegram", "4242", "700", Sent("pesan_diubah"))
    assert read(update("edited_message", text="35", edit_date=1795230009)) == rewritten
    assert read(update("edited_message", photo=[FILE], caption="x", edit_date=1)) == rewritten
    assert read(update("edited_message", location={**TEMPAT, "live_period": 900}, edit_date=1)) is None


def test_a_tap_names_its_button_and_its_message() -> None:
    """The token is passed on as it came, with the message that held it, also where that is too old to be shown."""
    happened = Incoming("telegram", "4242", "701", Tapped("t.1.ya"), "31")
    assert read(tapped(message_id=31, date=1795230000, chat=CHAT, text="?")) == happened
    assert read(tapped(message_id=31, date=0, chat=CHAT)) == happened
    assert read(tapped(None, message_id=31, date=0, chat=CHAT)) == Incoming(
        "telegram", "4242", "701", Tapped(""), "31"
    )


@pytest.mark.parametrize(
    "raw",
    [
        update(chat=GRUP, text="/start kel-dermo"),
        update(chat={"id": -5, "type": "group", "title": "x"}, sticker=FILE),
        update("edited_message", GRUP, text="x"),
        update("channel_post", {"id": -1, "type": "channel", "title": "x"}, text="/start"),
        update("edited_channel_post", {"id": -1, "type": "channel", "title": "x"}, text="x"),
        tapped(message_id=31, date=1, chat=GRUP),
        {"update_id": 701, "callback_query": {"id": "1", "from": SARI, "inline_message_id": "x"}},
        update(pinned_message={"message_id": 1, "chat": CHAT, "date": 0}),
        update(new_chat_title="x"),
        update(message_auto_delete_timer_changed={"message_auto_delete_time": 5}),
        {"update_id": 1},
        {"update_id": 1, "poll_answer": {"poll_id": "1", "option_ids": [0]}},
        {"update_id": 1, "message_reaction": {"chat": CHAT, "message_id": 1, "date": 1}},
    ],
)
def test_what_is_nobodys_answer_means_nothing(raw: dict[str, Any]) -> None:
    """Groups, channels, inline messages and service messages start no interview and get no reply."""
    assert read(raw) is None


def _member(status: str, chat: dict[str, Any] = CHAT) -> dict[str, Any]:
    old = {"user": BOT, "status": "member"}
    new = {"user": BOT, "status": status, "until_date": 0}
    change = {"chat": chat, "from": SARI, "date": 1, "old_chat_member": old, "new_chat_member": new}
    return {"update_id": 702, "my_chat_member": change}


def test_a_person_who_blocks_the_bot_is_known_and_nobody_else() -> None:
    """Blocking in a private chat is told; coming back, and being thrown out of a group, are not that."""
    assert blocked(parse(_member("kicked"))) == "4242"
    assert read(_member("kicked")) is None
    assert blocked(parse(_member("member"))) is None
    assert blocked(parse(_member("kicked", GRUP))) is None
    assert blocked(parse(update(text="x"))) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"null",
        b"[]",
        b"\xff\xfe",
        b'{"update_id": "x"}',
        b'{"update_id": 1, "message": 5}',
        b'{"update_id": 1, "message": {"message_id": 1}}',
        b'{"update_id": 1, "message": {"message_id": 1, "chat": {"id": 1, "type": "private"}, "text": ["rahasia"]}}',
        b'{"update_id": 1, "message": {"message_id": 1, "chat": {"id": 1, "type": "private"}, "text": "\\ud83d"}}',
        b'{"update_id": 1, "callback_query": {"data": "rahasia"}}',
        b'{"update_id": 1, "my_chat_member": {"chat": {"id": 1, "type": "private"}}}',
    ],
)
def test_what_cannot_be_read_is_refused_without_repeating_it(raw: bytes) -> None:
    """A broken update is named by its fields alone: nothing that somebody wrote gets into an error."""
    with pytest.raises(Malformed) as caught:
        parse(raw)
    assert "rahasia" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_all_that_is_read_is_asked_for() -> None:
    """The kinds of update we ask the platform for are the kinds we read, no more and no fewer."""
    fields = set(parse({"update_id": 1}).model_dump()) - {"update_id"}
    assert set(ALLOWED_UPDATES) == fields
