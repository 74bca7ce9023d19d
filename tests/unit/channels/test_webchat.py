"""What the page sends and gets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.webchat.inbound import Malformed, incoming, parse, parse_upload, uploaded
from bot.channels.webchat.outbound import answer, file_headers
from bot.engine.events import Commanded, Event, Sent, Shown, Started, Tapped, Typed, Upload
from bot.engine.messages import Attachment, Choice, MenuItem, Screen
from bot.ports import Incoming
from bot.ports import Shown as ShownMessage

ID = "0b6f3a52-3c1e-4a53-9a53-1d8f0f4f4f10"


def link(id_: str) -> str:
    return f"/berkas/{id_}"


def body(kejadian: Any, **rest: Any) -> bytes:
    return json.dumps({"id": ID, "kejadian": kejadian, **rest}).encode()


@pytest.mark.parametrize(
    ("kejadian", "event"),
    [
        ({"jenis": "mulai"}, Started()),
        ({"jenis": "mulai", "kode": "kel-dermo"}, Started("kel-dermo")),
        ({"jenis": "tekan", "token": "t.1.ya"}, Tapped("t.1.ya")),
        ({"jenis": "ketik", "teks": "  Sangat mudah\n"}, Typed("  Sangat mudah\n")),
        ({"jenis": "ketik", "teks": "a" * 10_000}, Typed("a" * 10_000)),
        ({"jenis": "perintah", "nama": "hapus", "argumen": "K7MQ2-9RTXA"}, Commanded("hapus", "K7MQ2-9RTXA")),
        ({"jenis": "perintah", "nama": "batal"}, Commanded("batal")),
        ({"jenis": "lihat"}, Shown()),
    ],
)
def test_each_event_of_the_page_is_understood(kejadian: dict[str, str], event: Event) -> None:
    """What the page sends is the event it means, in the conversation of its address."""
    kiriman = parse(body(kejadian, setelah="12"))
    assert kiriman.setelah == "12"
    happened = incoming(kiriman, "alamat")
    assert happened == Incoming("webchat", "alamat", happened.external_id, event)


def test_an_event_is_known_again_by_its_id_on_this_page_alone() -> None:
    """Sent again it has the same id, from another page another one, and the id gives no address away."""
    kiriman = parse(body({"jenis": "lihat"}))
    assert incoming(kiriman, "alamat-a").external_id == incoming(kiriman, "alamat-a").external_id
    assert incoming(kiriman, "alamat-a").external_id != incoming(kiriman, "alamat-b").external_id
    assert "alamat-a" not in (incoming(kiriman, "alamat-a").external_id or "")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b"{" * 20_000,
        json.dumps({"kejadian": {"jenis": "lihat"}}).encode(),
        json.dumps({"id": "pendek", "kejadian": {"jenis": "lihat"}}).encode(),
        json.dumps({"id": "a" * 65, "kejadian": {"jenis": "lihat"}}).encode(),
        json.dumps({"id": ID + "\n", "kejadian": {"jenis": "lihat"}}).encode(),
        json.dumps({"id": ID.replace("-", ":"), "kejadian": {"jenis": "lihat"}}).encode(),
        json.dumps({"id": 12345678, "kejadian": {"jenis": "lihat"}}).encode(),
        body(None),
        body("lihat"),
        body({}),
        body({"jenis": "lain"}),
        body({"jenis": "lihat", "lebih": 1}),
        body({"jenis": "lihat"}, lebih=1),
        body({"jenis": "lihat"}, setelah="-1"),
        body({"jenis": "lihat"}, setelah="٣"),
        body({"jenis": "lihat"}, setelah="9" * 20),
        body({"jenis": "lihat"}, setelah=5),
        body({"jenis": "tekan"}),
        body({"jenis": "tekan", "token": "x" * 201}),
        body({"jenis": "tekan", "token": 5}),
        body({"jenis": "ketik", "teks": None}),
        body({"jenis": "ketik", "teks": ["a"]}),
        body({"jenis": "ketik", "teks": "a" * 20_001}),
        body({"jenis": "ketik", "teks": "\ud83d"}),
        body({"jenis": "mulai", "kode": "x" * 201}),
        body({"jenis": "perintah", "nama": "start"}),
        body({"jenis": "perintah", "nama": "hapus", "argumen": "x" * 201}),
    ],
)
def test_what_the_page_would_never_send_is_refused(raw: bytes) -> None:
    """Missing, foreign, too long or of the wrong kind: refused as a whole before anything is done."""
    with pytest.raises(Malformed) as caught:
        parse(raw)
    assert caught.value.__cause__ is None


def test_the_page_gets_screens_with_ids_a_browser_can_hold() -> None:
    """Ids are text, since a browser's numbers end at 53 bits; every part of a screen arrives, ready for JSON."""
    screen = Screen("Bersedia?", "Salam", "Maaf.", ((Choice("Ya", "t.1.ya", "utama"),),), True, "pilihan", "sapa")
    given = json.loads(json.dumps(answer([ShownMessage(2**63 - 1, screen)], link, "Sudah")))
    assert given == {
        "pesan": [
            {
                "id": "9223372036854775807",
                "layar": {
                    "text": "Bersedia?",
                    "heading": "Salam",
                    "notice": "Maaf.",
                    "choices": [[{"label": "Ya", "token": "t.1.ya", "peran": "utama"}]],
                    "fresh": True,
                    "harap": "pilihan",
                    "key": "sapa",
                    "attachments": [],
                    "menu": None,
                },
            }
        ],
        "toast": "Sudah",
    }
    assert answer([], link) == {"pesan": [], "toast": ""}


def test_pictures_files_and_a_menu_come_with_a_screen() -> None:
    """Each attachment is told with the address it is had from and whether it is a picture; a menu by its commands,
    an empty one being another thing than none."""
    attached = (
        Attachment("a1", "ikm.png", "image/png", "IKM 86,11"),
        Attachment("b2", "ikm.csv", "text/csv", "", 2048),
    )
    screen = Screen("Laporan", attachments=attached, menu=(MenuItem("laporan", "Laporan unit"),))
    (told,) = json.loads(json.dumps(answer([ShownMessage(1, screen)], link)))["pesan"]
    assert told["layar"]["attachments"] == [
        {"nama": "ikm.png", "alt": "IKM 86,11", "ukuran": 0, "gambar": True, "url": "/berkas/a1"},
        {"nama": "ikm.csv", "alt": "", "ukuran": 2048, "gambar": False, "url": "/berkas/b2"},
    ]
    assert told["layar"]["menu"] == [{"nama": "laporan", "keterangan": "Laporan unit"}]
    (plain,) = answer([ShownMessage(1, Screen("x", menu=()))], link)["pesan"]
    assert plain["layar"]["menu"] == ()


@pytest.mark.parametrize(
    ("nama", "header"),
    [
        ("ikm.csv", "attachment; filename=\"ikm.csv\"; filename*=UTF-8''ikm.csv"),
        ("Laporan Juni.csv", "attachment; filename=\"Laporan Juni.csv\"; filename*=UTF-8''Laporan%20Juni.csv"),
        ("désa.csv", "attachment; filename=\"d_sa.csv\"; filename*=UTF-8''d%C3%A9sa.csv"),
        (
            'a"b;c\r\nX: y.csv',
            "attachment; filename=\"a_b_c__X_ y.csv\"; filename*=UTF-8''a%22b%3Bc%0D%0AX%3A%20y.csv",
        ),
    ],
)
def test_a_file_is_saved_under_its_name_whatever_that_is(nama: str, header: str) -> None:
    """The name goes twice, plain for old browsers and whole in percent signs, and can end no header."""
    headers = file_headers(Attachment("b2", nama, "text/csv"))
    assert headers["Content-Disposition"] == header
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("mime", "kind"),
    [("image/png", "inline"), ("image/jpeg", "inline"), ("image/svg+xml", "attachment"), ("text/html", "attachment")],
)
def test_only_pictures_that_hold_no_script_are_shown(mime: str, kind: str) -> None:
    """PNG and JPEG open in the browser; everything else is saved."""
    assert file_headers(Attachment("x", "x", mime))["Content-Disposition"].startswith(kind)


@pytest.mark.parametrize("kode", ["u_AbC123xyz-_", "u_" + "aZ0_-" * 11 + "xyz"])
def test_an_invitation_code_keeps_its_letters_as_they_are(kode: str) -> None:
    """Up to 60 letters, digits, underscores and hyphens pass unchanged, capitals and all."""
    assert incoming(parse(body({"jenis": "mulai", "kode": kode})), "alamat").event == Started(kode)


def test_a_file_of_the_page_is_an_upload_with_its_bytes() -> None:
    """A picture is a photo, all else a file; name and type are those claimed, made harmless; a repeat is known."""
    query = {"id": ID, "setelah": "12", "nama": "C:\\Foto\\bukti\n1.JPG"}
    first = uploaded(parse_upload(query), "image/jpeg", b"isi", "alamat")
    assert first.event == Sent("foto", Upload("bukti1.JPG", "image/jpeg", 3, isi=b"isi"))
    assert first.external_id == uploaded(parse_upload(query), "image/jpeg", b"isi", "alamat").external_id
    assert first.external_id != uploaded(parse_upload(query), "image/jpeg", b"isi", "lain").external_id
    other = uploaded(parse_upload({**query, "nama": ""}), "text/csv; charset=utf-8", b"a;b", "alamat")
    assert other.event == Sent("berkas", Upload("berkas", "text/csv", 3, isi=b"a;b"))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"id": ID},
        {"nama": "x.csv"},
        {"id": "pendek", "nama": "x.csv"},
        {"id": ID, "nama": "x" * 501},
        {"id": ID, "nama": "x.csv", "setelah": "-1"},
        {"id": ID, "nama": "x.csv", "lebih": "1"},
    ],
)
def test_a_file_told_in_another_way_is_refused(query: dict[str, str]) -> None:
    """What the page would never say of a file: refused before its bytes are looked at."""
    with pytest.raises(Malformed):
        parse_upload(query)
