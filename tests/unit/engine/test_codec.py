"""Sessions and screens as JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.engine import codec
from bot.engine.codec import dump_screen, dump_session, load_screen, load_session
from bot.engine.messages import Choice, Screen
from bot.engine.session import Session
from tests.unit.engine.dunia import NOW, earlier

PENUH = Session(
    "tanda",
    "ganda",
    7,
    "kel-dermo",
    {"usia": 34, "persyaratan": 1, "alasan.persyaratan": None, "saran": "3", "layanan": "1"},
    "2026-11",
    NOW,
    earlier(2),
    koreksi=True,
    menunggu="kel-pojok",
    temuan=("a", "b"),
    halaman=2,
    tertimbun=1,
)


def test_a_session_comes_back_as_it_was() -> None:
    """Every field survives, a digit typed as text stays text, a skipped answer stays one."""
    assert load_session(dump_session(PENUH, "i"), "i") == PENUH


@pytest.mark.parametrize("zone", [ZoneInfo("Asia/Jayapura"), timezone(timedelta(hours=7))])
def test_a_time_keeps_its_instant_whatever_its_zone(zone: ZoneInfo | timezone) -> None:
    """The moment of consent is the same one after reading back."""
    session = replace(PENUH, persetujuan_pada=NOW.astimezone(zone))
    read = load_session(dump_session(session, "i"), "i")
    assert read is not None
    assert read.persetujuan_pada == NOW


def test_a_session_of_another_instrumen_or_version_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft whose questions are no longer asked, or that other code wrote, starts anew instead of being guessed."""
    text = dump_session(PENUH, "permenpan-14-2017")
    assert load_session(text, "permenpan-16-2014") is None
    monkeypatch.setattr(codec, "VERSI", codec.VERSI + 1)
    assert load_session(text, "permenpan-14-2017") is None


@pytest.mark.parametrize(
    "text", ["", "{}", "null", "[]", '{"versi":1,"instrumen":"i","session":{"tanda":"x"}}', "\x00"]
)
def test_what_is_no_session_is_none(text: str) -> None:
    """A torn or foreign row costs one draft, never an exception."""
    assert load_session(text, "i") is None


def test_a_screen_comes_back_as_it_was_and_nothing_else_is_one() -> None:
    """Screens wait in the outbox as JSON; what was not written by us is refused."""
    screen = Screen(
        "t", "h", "n", ((Choice("a", "b", "utama"),), (Choice("c", "d", "navigasi"),)), True, "angka", "k"
    )
    assert load_screen(dump_screen(screen)) == screen
    for text in ("", "{}", '{"text": 1}', '{"text": "x", "harap": "apa saja"}'):
        with pytest.raises(ValidationError):
            load_screen(text)
