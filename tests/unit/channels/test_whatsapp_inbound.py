"""Bodies of the Cloud API's webhook, and what each item in them means."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.adapter import lanes
from bot.channels.whatsapp.inbound import Malformed, read
from bot.channels.whatsapp.records import Arrived, Batch, Person, PersonChanged, StatusSeen
from bot.engine.events import Event, Sent, Tapped, Typed, Upload

NUMBER = "106540352242922"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AT = datetime(2026, 11, 21, 11, 59, tzinfo=UTC)
STAMP = str(int(AT.timestamp()))
SARI = Person("ID.13491208655302741918", "6281234567890")
CONTACT = {"profile": {"name": "Sari"}, "wa_id": SARI.wa_id, "user_id": SARI.user_id}
MEDIA = {"id": "2754859441498128", "sha256": "x", "mime_type": "image/jpeg"}


def message(kind: str = "text", content: Any = None, **more: Any) -> dict[str, Any]:
    named = {"from": SARI.wa_id, "from_user_id": SARI.user_id, "id": "wamid.A", "timestamp": STAMP, "type": kind}
    return named | {kind: {"body": "34"} if content is None else content} | more


def value(number: str = NUMBER, **parts: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": number}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def body(*values: Any, field: str = "messages") -> bytes:
    changes = [{"field": field, "value": one} for one in values]
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}).encode()


def taken(raw: bytes) -> Batch:
    return read(raw, NUMBER, NOW, lambda kode: kode == "kel-dermo")


def event_of(kind: str, content: Any, **more: Any) -> Event | None:
    arrived = taken(body(value(contacts=[CONTACT], messages=[message(kind, content, **more)]))).arrived
    return arrived[0].event if arrived else None


def test_a_message_comes_with_who_and_when() -> None:
    """The wamid, both names of the person, the event and the moment it was sent."""
    batch = taken(body(value(contacts=[CONTACT], messages=[message()])))
    assert batch == Batch((Arrived("wamid.A", SARI, Typed("34"), AT),))


@pytest.mark.parametrize(
    ("kind", "content", "event"),
    [
        ("text", {"body": "  Sangat mudah "}, Typed("  Sangat mudah ")),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "t.1.ya", "title": "Ya"}}, Tapped("t.1.ya")),
        ("interactive", {"type": "list_reply", "list_reply": {"id": "@lap:s:", "title": "Kota"}}, Tapped("@lap:s:")),
        ("interactive", {"type": "list_reply", "list_reply": {"id": "/laporan", "title": "x"}}, Typed("/laporan")),
        ("interactive", {"type": "nfm_reply", "nfm_reply": {"response_json": "{}"}}, Sent("lainnya")),
        ("interactive", None, Sent("lainnya")),
        ("button", {"payload": "@buka", "text": "Lihat"}, Tapped("@buka")),
        ("button", {"text": "Lihat"}, Typed("Lihat")),
        ("image", MEDIA, Sent("foto", Upload("foto.jpg", "image/jpeg", 0, MEDIA["id"]))),
        (
            "image",
            MEDIA | {"mime_type": "image/png", "caption": "bukti"},
            Sent("foto", Upload("foto.png", "image/png", 0, MEDIA["id"]), "bukti"),
        ),
        (
            "document",
            MEDIA | {"mime_type": "text/csv; charset=utf-8", "filename": "../../unit 2026.csv"},
            Sent("berkas", Upload("unit 2026.csv", "text/csv", 0, MEDIA["id"])),
        ),
        ("document", {"filename": "tanpa id.csv"}, Sent("berkas")),
        ("audio", MEDIA, Sent("suara")),
        ("video", MEDIA, Sent("video")),
        ("sticker", MEDIA, Sent("stiker")),
        ("location", {"latitude": -7.8, "longitude": 112.0}, Sent("lokasi")),
        ("contacts", [{"phones": []}], Sent("kontak")),
        ("order", {"product_items": []}, Sent("lainnya")),
        ("unsupported", None, Sent("lainnya")),
        ("kabar_baru", {}, Sent("lainnya")),
        ("edit", {"original_message_id": "wamid.0"}, Sent("pesan_diubah")),
        ("text", {"tubuh": "x"}, Sent("lainnya")),
        ("reaction", {"emoji": "👍", "message_id": "wamid.0"}, None),
        ("revoke", {"original_message_id": "wamid.0"}, None),
        ("request_welcome", {}, None),
    ],
)
def test_each_kind_of_message_has_its_meaning(kind: str, content: Any, event: Event | None) -> None:
    """What cannot be read deserves an answer, too; what is nobody's answer means nothing."""
    assert event_of(kind, content) == event


@pytest.mark.parametrize(
    ("named", "contacts", "person"),
    [
        ({"from": "62811", "from_user_id": "ID.a"}, [], Person("ID.a", "62811")),
        ({"from": "62811"}, [], Person(None, "62811")),
        ({"from": "+62811"}, [], Person(None, "62811")),
        ({"from_user_id": "ID.a"}, [], Person("ID.a", None)),
        ({"from": "ID.a"}, [], Person("ID.a", None)),
        ({"from": "62811"}, [{"wa_id": "62811", "user_id": "ID.a"}], Person("ID.a", "62811")),
        ({"from_user_id": "ID.a"}, [{"wa_id": "62811", "user_id": "ID.a"}], Person("ID.a", "62811")),
        ({"from": "62811"}, [{"wa_id": "62822", "user_id": "ID.b"}], Person(None, "62811")),
        ({"from": "62811"}, [{"user_id": "ID.b"}], Person(None, "62811")),
        (
            {"from": "62811", "from_user_id": "ID.a"},
            [{"wa_id": "62811", "user_id": "ID.b"}],
            Person("ID.a", "62811"),
        ),
        (
            {"from_user_id": "ID.b"},
            [{"wa_id": "62811", "user_id": "ID.a"}, "rusak", {"wa_id": "62822", "user_id": "ID.b"}],
            Person("ID.b", "62822"),
        ),
        ({}, [{"user_id": "ID.a"}], Person("ID.a", None)),
        ({}, [{"user_id": "ID.a"}, {"user_id": "ID.b"}], None),
        ({}, [], None),
        ({"from": "'; drop", "from_user_id": "12345"}, [], None),
    ],
)
def test_a_person_is_whoever_the_message_names(
    named: dict[str, str], contacts: list[Any], person: Person | None
) -> None:
    """The contacts add the other name of the same person, and never another person's."""
    bare = {"id": "wamid.A", "timestamp": STAMP, "type": "text", "text": {"body": "34"}, **named}
    batch = taken(body(value(contacts=contacts, messages=[bare])))
    assert [one.person for one in batch.arrived] == ([] if person is None else [person])
    assert batch.unread == (person is None)


def test_every_item_of_every_change_of_every_entry_is_read() -> None:
    """Messages and statuses of several changes and entries, in order."""
    ids = [f"wamid.{n}" for n in range(6)]
    first, second = [message(id=one) for one in ids[:2]], [message(id=one) for one in ids[2:4]]
    entries = [
        {"id": "1", "changes": [{"field": "messages", "value": value(messages=one)} for one in (first, second)]},
        {"id": "1", "changes": [{"field": "messages", "value": value(messages=[message(id=ids[4])])}]},
        {
            "id": "1",
            "changes": [{"field": "messages", "value": value(statuses=[status()], messages=[message(id=ids[5])])}],
        },
    ]
    batch = taken(json.dumps({"entry": entries}).encode())
    assert [one.wamid for one in batch.arrived] == ids
    assert len(batch.statuses) == 1


def test_one_bad_item_takes_no_other_with_it() -> None:
    """What is no message or status is counted, and all around it is read."""
    ids = ["w" * 600, "wamid\0", "wamid A", "wamid.é", "wamid.A\n"]
    bad: list[Any] = [None, 7, {}, {"id": ""}, {"id": 5, "type": "text"}, *(message(id=one) for one in ids)]
    statuses = [*bad, *(status(id=one) for one in ids), status(status="warned"), status()]
    batch = taken(body(None, value(contacts="x", messages=[*bad, message()], statuses=statuses), value(messages={})))
    assert [one.wamid for one in batch.arrived] == ["wamid.A"]
    assert [one.wamid for one in batch.statuses] == ["wamid.B"]
    assert batch.unread == 2 * len(bad) + len(ids) + 1


def status(**more: Any) -> dict[str, Any]:
    return {
        "id": "wamid.B",
        "status": "delivered",
        "timestamp": STAMP,
        "recipient_id": SARI.wa_id,
        "recipient_user_id": SARI.user_id,
        "biz_opaque_callback_data": "77",
        **more,
    }


@pytest.mark.parametrize(
    ("more", "seen"),
    [
        ({}, StatusSeen("wamid.B", "delivered", AT, 77, None, SARI)),
        (
            {"status": "failed", "errors": [{"code": 131047, "title": "x"}]},
            StatusSeen("wamid.B", "failed", AT, 77, 131047, SARI),
        ),
        ({"status": "failed", "errors": ["?"]}, StatusSeen("wamid.B", "failed", AT, 77, None, SARI)),
        ({"biz_opaque_callback_data": "x"}, StatusSeen("wamid.B", "delivered", AT, None, None, SARI)),
        ({"biz_opaque_callback_data": "9" * 30}, StatusSeen("wamid.B", "delivered", AT, None, None, SARI)),
        (
            {"recipient_id": SARI.user_id, "recipient_user_id": None},
            StatusSeen("wamid.B", "delivered", AT, 77, None, Person(SARI.user_id, None)),
        ),
        (
            {"recipient_id": None, "recipient_user_id": None},
            StatusSeen("wamid.B", "delivered", AT, 77, None, None),
        ),
        ({"timestamp": "gestern"}, StatusSeen("wamid.B", "delivered", NOW, 77, None, SARI)),
        *(
            ({"status": "failed", "errors": [{"code": code}]}, StatusSeen("wamid.B", "failed", AT, 77, None, SARI))
            for code in (-1, 2**31, 10**30, None)
        ),
    ],
)
def test_a_status_names_its_row(more: dict[str, Any], seen: StatusSeen) -> None:
    """What became of a message, of which row, and why it failed."""
    assert taken(body(value(statuses=[status(**more)]))).statuses == (seen,)


@pytest.mark.parametrize("nothing", [None, [], {}, "?"])
def test_a_status_without_errors_or_a_time_is_one_all_the_same(nothing: Any) -> None:
    """Also where the platform spells out that there are none."""
    raw = status(errors=nothing, timestamp=None, biz_opaque_callback_data=None)
    assert taken(body(value(statuses=[raw]))).statuses == (StatusSeen("wamid.B", "delivered", NOW, None, None, SARI),)


@pytest.mark.parametrize(
    ("stamp", "at"),
    [(STAMP, AT), (int(STAMP), AT), (None, NOW), ("", NOW), ("x", NOW), ("9" * 11, NOW), ("9" * 40, NOW)],
)
def test_no_message_is_from_the_future(stamp: Any, at: datetime) -> None:
    """A moment that is missing, unreadable or ahead of our clock is now."""
    assert taken(body(value(messages=[message(timestamp=stamp)]))).arrived[0].at == at


def test_another_number_of_a_person_is_told() -> None:
    """The number of before and the ids from now on; a notice of anything else means nothing."""
    system = {"type": "user_changed_number", "wa_id": "62822", "user_id": "ID.b", "body": "x"}
    raw = {"from": "62811", "id": "wamid.S", "timestamp": STAMP, "type": "system", "system": system}
    batch = taken(body(value(messages=[raw, raw | {"system": {"type": "customer_identity_changed"}}])))
    assert batch.changed == (PersonChanged("wamid.S", Person(None, "62811"), Person("ID.b", "62822"), AT),)
    assert not batch.arrived


def test_what_is_meant_for_others_is_left_alone() -> None:
    """Other numbers, groups, and other fields of the account."""
    assert taken(body(value("999", messages=[message()]))) == Batch(foreign=1)
    assert taken(body(value(messages=[message(group_id="g1")]))) == Batch()
    assert taken(body(value(messages=[message()]), field="message_template_status_update")) == Batch()


@pytest.mark.parametrize("cut", [rb"\ud83d", rb"\ude00", b"\xf0\x9f\x98", b"\xed\xa0\xbd"])
def test_half_an_emoji_costs_nobody_a_message(cut: bytes) -> None:
    """Neither who wrote it, nor whose name it stands in, nor anybody else."""
    named = CONTACT | {"profile": {"name": "Sari CUT"}}
    texts = [message(content={"body": "Ramah 😀 CUT"}), message(id="wamid.Z", **{"from": "62811"})]
    raw = body(value(contacts=[named], messages=texts, statuses=[status()])).replace(b"CUT", cut)
    batch = taken(raw)
    mended, whole = (one.event for one in batch.arrived)
    assert isinstance(mended, Typed)
    assert mended.teks.startswith("Ramah 😀 ")
    assert set(mended.teks.removeprefix("Ramah 😀 ")) <= {"?", "�"}
    assert (whole, len(batch.statuses), batch.unread) == (Typed("34"), 1, 0)


def test_a_mark_of_the_byte_order_is_no_part_of_a_body() -> None:
    """Nothing is lost by it."""
    raw = body(value(contacts=[CONTACT], messages=[message()]))
    assert taken(b"\xef\xbb\xbf" + raw) == taken(raw)


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"x", b"[]", b"7", b"null", b"{}", b'{"entry": {}}', b"\xff\xfe", b"\x00"),
        *(b"[" * 100_000, b"9" * 5_000, b'{"entry": [' + b"[" * 500 + b"]" * 500 + b"]}"),
    ],
)
def test_a_body_that_is_no_delivery_is_told_apart(raw: bytes) -> None:
    """Without a word of what was in it."""
    with pytest.raises(Malformed, match="body without"):
        taken(raw)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "type", "from", "text", "body", "interactive", "list_reply", "image", "timestamp"])
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(st.lists(_JSON, max_size=4), st.lists(_JSON, max_size=4), st.lists(_JSON, max_size=3))
def test_whatever_stands_in_a_body_is_survived(messages: list[Any], statuses: list[Any], contacts: list[Any]) -> None:
    """Any JSON in any place, and the one good message beside it is read."""
    raw = body(value(contacts=contacts, messages=[*messages, message(id="wamid.Z")], statuses=statuses))
    assert "wamid.Z" in {one.wamid for one in taken(raw).arrived}


def test_each_persons_messages_stay_in_order() -> None:
    """Also where one message names the id, one the number, and a later one both."""

    def one(wamid: str, user_id: str | None, wa_id: str | None) -> Arrived:
        return Arrived(wamid, Person(user_id, wa_id), Typed("x"), AT)

    batch = [
        one("1", "ID.a", None),
        one("2", None, "62822"),
        one("3", None, "62811"),
        one("4", "ID.a", "62811"),
        one("5", None, "62822"),
        one("6", "ID.c", None),
    ]
    assert [[a.wamid for a in lane] for lane in lanes(batch)] == [["1", "3", "4"], ["2", "5"], ["6"]]
