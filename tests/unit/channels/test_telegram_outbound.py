"""Screens as calls of the Bot API, within its limits."""

from __future__ import annotations

import re
from html import unescape

import pytest

from bot.channels.telegram.outbound import TEXT_PALING, callback_answer, message
from bot.engine.messages import Choice, Screen


def _shown(screen: Screen) -> str:
    """What a reader sees once the platform has parsed the entities."""
    return unescape(re.sub(r"</?b>", "", message("1", screen)["text"]))


def _units(teks: str) -> int:
    return len(teks.encode("utf-16-le")) // 2


def test_a_screen_is_one_message_with_its_buttons() -> None:
    """Notice, heading in bold and question follow each other; every row of buttons is a row of the keyboard."""
    rows = ((Choice("Ya", "t.1.ya", "utama"),), (Choice("◀", "t.1.<", "navigasi"), Choice("?", "t.1.?", "navigasi")))
    assert message("4242", Screen("Bersedia?", "Salam", "Maaf.", rows)) == {
        "chat_id": 4242,
        "text": "Maaf.\n\n<b>Salam</b>\n\nBersedia?",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Ya", "callback_data": "t.1.ya"}],
                [{"text": "◀", "callback_data": "t.1.<"}, {"text": "?", "callback_data": "t.1.?"}],
            ]
        },
    }


def test_a_screen_without_buttons_takes_the_old_ones_away() -> None:
    """The last screen is edited into place with an empty keyboard, so that no old button stays below it."""
    assert message("-1", Screen("Selesai."))["reply_markup"] == {"inline_keyboard": []}
    assert message("1", Screen("Selesai."))["text"] == "Selesai."


def test_what_people_wrote_is_never_markup() -> None:
    """<, > and & are shown as typed, in each part of a screen, and quotes need no escape."""
    screen = Screen('a < b & "c"', "<b>x</b>", "</b><a href='x'>&amp;")
    text = message("1", screen)["text"]
    assert text == ("&lt;/b&gt;&lt;a href='x'&gt;&amp;amp;\n\n<b>&lt;b&gt;x&lt;/b&gt;</b>\n\na &lt; b &amp; \"c\"")
    assert _shown(Screen("<>&" * 10)) == "<>&" * 10


@pytest.mark.parametrize("letter", ["a", "😀", "<", "&", "ﷺ"])
@pytest.mark.parametrize(("notice", "heading", "text"), [(0, 0, 1), (1, 0, 1), (0, 1, 1), (1, 1, 1), (1, 1, 0)])
def test_whatever_is_too_long_is_cut_to_what_a_message_holds(
    letter: str, notice: int, heading: int, text: int
) -> None:
    """However long the parts are, the message parses to at most 4,096 UTF-16 units, cut between whole characters."""
    shown = _shown(Screen(letter * 9000 * text or "?", letter * 9000 * heading, letter * 9000 * notice))
    assert _units(shown) <= TEXT_PALING
    assert not text or _units(shown) >= TEXT_PALING - 4, "room is left unused"
    assert "�" not in shown
    assert shown.replace(letter, "").replace("…", "").strip("\n?") == ""


def test_a_surrogate_pair_at_the_edge_is_left_out_whole() -> None:
    """A cut that falls in the middle of an emoji drops the emoji, not half of it."""
    for lead in range(3):
        shown = _shown(Screen("a" * lead + "😀" * 3000))
        assert _units(shown) <= TEXT_PALING
        assert shown.endswith("😀…")


def test_exactly_what_fits_is_not_cut() -> None:
    """A text of 4,096 units passes whole; one more loses its end."""
    assert _shown(Screen("a" * TEXT_PALING)) == "a" * TEXT_PALING
    assert _shown(Screen("a" * (TEXT_PALING + 1))) == "a" * (TEXT_PALING - 1) + "…"
    assert _shown(Screen("a" * (TEXT_PALING - 3), "K")) == "K\n\n" + "a" * (TEXT_PALING - 3)


def test_half_a_surrogate_pair_fails_nothing() -> None:
    """A broken name from elsewhere is sent as it is or cut; rendering it raises nothing."""
    assert message("1", Screen("\ud83d" * 5000))["text"]


def test_a_tap_is_always_acknowledged_with_a_short_word_at_most() -> None:
    """Without a word the call says none; a long word is cut to the 200 characters allowed."""
    assert callback_answer("9", "") == {"callback_query_id": "9"}
    assert callback_answer("9", "Sudah") == {"callback_query_id": "9", "text": "Sudah"}
    assert len(callback_answer("9", "a" * 300)["text"]) == 200
