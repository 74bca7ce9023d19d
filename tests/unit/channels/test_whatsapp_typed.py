"""What people type on WhatsApp: commands, and the texts of links, sent as they are or changed before."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.outbound import PENGELOLA
from bot.channels.whatsapp.signature import signed, verify
from bot.channels.whatsapp.typed import UNDANGAN, text_event
from bot.engine.events import Commanded, Event, Started, Typed
from bot.staff.frame import TANDA
from bot.staff.people.invitations import AWALAN

UNITS = {"kel-dermo", "U1", "puskesmas"}
TOKEN = "aB3_-xyzABCDEFGHIJKLM_"


def known(kode: str) -> bool:
    return kode.casefold() in {one.casefold() for one in UNITS}


def test_the_signs_of_others_are_as_they_say() -> None:
    """Channels do not know the officials' side: what they repeat of it is the same."""
    assert UNDANGAN == AWALAN
    assert PENGELOLA == TANDA


@pytest.mark.parametrize(
    ("teks", "event"),
    [
        ("Survei kel-dermo", Started("kel-dermo")),
        ("survei KEL-DERMO", Started("KEL-DERMO")),
        ("  Survei   kel-dermo.  ", Started("kel-dermo")),
        ("“Survei kel-dermo”", Started("kel-dermo")),
        ("*Survei* *kel-dermo*", Started("kel-dermo")),
        ("Survei: kel-dermo", Started("kel-dermo")),
        ("Survei kel-dermo-", Started("kel-dermo")),
        ("Halo, saya mau isi Survei kel-dermo ya", Started("kel-dermo")),
        ("Survei puskesmas", Started("puskesmas")),
        ("/survei kel-dermo", Started("kel-dermo")),
        # A code that was mistyped is told so; words that could be an answer are one.
        ("Survei kel-derma", Started("kel-derma")),
        ("Survei U7", Started("U7")),
        ("Survei bagus", Typed("Survei bagus")),
        ("survei puskesmas ini bagus", Typed("survei puskesmas ini bagus")),
        ("Survei ini terlalu panjang", Typed("Survei ini terlalu panjang")),
        ("Survei 2024 lalu lebih baik", Typed("Survei 2024 lalu lebih baik")),
        ("Survei", Typed("Survei")),
        ("Menurut saya survei puskesmas ini sudah baik sekali dan petugasnya ramah", None),
        # Invitations.
        (f"Undangan undangan_{TOKEN}", Started(AWALAN + TOKEN)),
        (f"Undangan {TOKEN}", Started(AWALAN + TOKEN)),
        (f"undangan_{TOKEN}", Started(AWALAN + TOKEN)),
        (f"Selamat siang. UNDANGAN: {TOKEN}", Started(AWALAN + TOKEN)),
        (f"Undangan: “{TOKEN}”.", Started(AWALAN + TOKEN)),
        *((f"Undangan {sign}{TOKEN[1:]}", Started(AWALAN + sign + TOKEN[1:])) for sign in "-_"),
        *((f"Undangan undangan_{sign}{TOKEN}", Started(AWALAN + sign + TOKEN)) for sign in "-_"),
        ("Undangan rapat kemarin terlambat", None),
        # As long as a code, longer, or shorter.
        ("Undangan pertanggungjawaban lurah terlambat sampai", None),
        ("Undangan mempertanggungjawabkan dana terlambat", None),
        ("Undangan Mempertanggungjawabkan Dana terlambat", None),
        ("UNDANGAN: MEMPERTANGGUNGJAWABKAN DANA", None),
        ("Undangan pertanggung-jawabannya terlambat", None),
        (f"Undangan {TOKEN}x", None),
        (f"Undangan {TOKEN[:-1]}", None),
        # Commands.
        ("/start", Started()),
        ("/start kel-dermo  lagi", Started("kel-dermo")),
        ("/mulai kelurahan dermo", Commanded("mulai", "kelurahan dermo")),
        ("/Bantuan", Commanded("bantuan")),
        ("/help", Commanded("bantuan")),
        ("/hapus K7MQ2-9RTXA", Commanded("hapus", "K7MQ2-9RTXA")),
        ("/laporan kelurahan dermo", Typed("/laporan kelurahan dermo")),
        ("/survei", Typed("/survei")),
        ("menu", Commanded("bantuan")),
        ("Bantuan!", Commanded("bantuan")),
        # Words that a question may take are left to it.
        ("batal", Typed("batal")),
        ("ulang", Typed("ulang")),
        ("Lanjut", Typed("Lanjut")),
        ("Lanjutkan yang tadi", Typed("Lanjutkan yang tadi")),
        ("Lanjutkan pelayanan 24 jam", None),
        ("Lanjutkan kerja yang baik-baik ini", None),
        ("Lanjut soal 3", None),
        ("Lanjut pertanyaan", None),
        ("Lanjut K7MQ2-9RTX", None),
        ("Bantuan sosialnya lambat", Typed("Bantuan sosialnya lambat")),
        ("34", Typed("34")),
        ("", Typed("")),
    ],
)
def test_a_typed_text_is_a_command_an_entry_or_an_answer(teks: str, event: Event | None) -> None:
    """A link's text is read kindly; what could as well be an answer stays one."""
    assert text_event(teks, known) == (Typed(teks) if event is None else event)


@pytest.mark.parametrize(
    "teks",
    [
        "Lanjut K7MQ2-9RTXA",
        "lanjut: k7mq2-9rtxa.",
        "“Lanjutkan K7MQ2-9RTXA”",
        "*Lanjut* *K7MQ2-9RTXA*",
        'Lanjut "K7MQ2 - 9RTXA"!',
        "Lanjut K7MQ29RTXA",
    ],
)
def test_an_interview_goes_on_by_its_code(teks: str) -> None:
    """However it is written, with whatever around it."""
    event = text_event(teks, known)
    assert isinstance(event, Commanded)
    assert (event.nama, event.argumen.upper()) == ("lanjut", "K7MQ29RTXA")


def test_an_invitation_is_known_by_its_code_alone() -> None:
    """Whatever was drawn, as `secrets.token_urlsafe(16)` writes it."""
    lot = Random(14)
    codes = [urlsafe_b64encode(lot.randbytes(16)).rstrip(b"=").decode() for _ in range(2000)]
    assert [text_event(f"Undangan {code}", known) for code in codes] == [Started(AWALAN + code) for code in codes]


@given(st.text(max_size=300))
def test_any_text_is_some_event(teks: str) -> None:
    """And what is taken for an answer is left as it was typed."""
    event = text_event(teks, known)
    assert not isinstance(event, Typed) or event.teks == teks


VECTOR = "sha256=3d1bd314287e703307a05611629e05756fc2f7e68a52273774d59fe97e54cd72"
"""Of {"entry":[]} by the secret "rahasia", as openssl makes it."""
BODY = b'{"entry":[{"name":"Ren\\u00e9 \\/ \\ud83d\\ude00"}]}'


def test_a_body_is_signed_by_who_knows_the_secret() -> None:
    """Over the bytes as they came: the same JSON written otherwise has another signature."""
    assert signed(b'{"entry":[]}', "rahasia") == VECTOR
    assert verify(BODY, signed(BODY, "rahasia"), "rahasia")
    assert not verify(BODY, signed(BODY, "lain"), "rahasia")
    assert not verify(BODY + b" ", signed(BODY, "rahasia"), "rahasia")
    for wrong in ("", VECTOR, "sha256=", signed(BODY, "rahasia")[7:], "é" * 71, signed(BODY, "rahasia").upper()):
        assert not verify(BODY, wrong, "rahasia")
