"""What the page sends and gets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.webchat.inbound import Malformed, incoming, parse
from bot.channels.webchat.outbound import answer
from bot.engine.events import Commanded, Event, Shown, Started, Tapped, Typed
from bot.engine.messages import Choice, Screen
from bot.ports import Incoming
from bot.ports import Shown as ShownMessage

ID = "0b6f3a52-3c1e-4a53-9a53-1d8f0f4f4f10"


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
    given = json.loads(json.dumps(answer([ShownMessage(2**63 - 1, screen)], "Sudah")))
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
                },
            }
        ],
        "toast": "Sudah",
    }
    assert answer([]) == {"pesan": [], "toast": ""}
