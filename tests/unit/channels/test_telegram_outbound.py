"""Screens as calls of the Bot API, within its limits."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.outbound import TEXT_PALING, File, Sending, callback_answer, menu, message, sendings
from bot.engine.messages import Attachment, Choice, MenuItem, Screen


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


# Attachments

GRAFIK = Attachment("g", "ikm.png", "image/png", "IKM 86,11")
ANGKA = Attachment("a", "ikm.csv", "text/csv")
FILES = {"g": b"png", "a": b"csv"}
YA = ((Choice("Ya", "t.1.ya"),),)


def _caption(screen: Screen) -> str:
    (only,) = sendings("1", screen, FILES)
    return unescape(re.sub(r"</?b>", "", only.parameters["caption"]))


def test_one_picture_carries_text_and_buttons() -> None:
    """A short text stands below its picture, in one message with the buttons."""
    assert sendings("4242", Screen("Baik & naik", "IKM", choices=YA, attachments=(GRAFIK,)), FILES) == [
        Sending(
            "sendPhoto",
            {
                "chat_id": 4242,
                "caption": "<b>IKM</b>\n\nBaik &amp; naik",
                "parse_mode": "HTML",
                "reply_markup": {"inline_keyboard": [[{"text": "Ya", "callback_data": "t.1.ya"}]]},
            },
            File("photo", "ikm.png", "image/png", b"png"),
        )
    ]


def test_a_text_too_long_for_a_caption_follows_whole() -> None:
    """Up to 1,024 units stand below the picture; of one more nothing is cut: picture first, then the message with
    the buttons."""
    for letter in ("a", "😀", "&"):
        most = (1024 - len("K\n\n")) // _units(letter)
        assert _caption(Screen(letter * most, "K", attachments=(GRAFIK,))) == "K\n\n" + letter * most
        longer = Screen(letter * (most + 1), "K", choices=YA, attachments=(GRAFIK,))
        picture, text = sendings("1", longer, FILES)
        assert (picture.method, picture.parameters) == ("sendPhoto", {"chat_id": 1})
        assert text == Sending("sendMessage", message("1", longer))


@given(st.text(max_size=1100), st.text(max_size=40), st.text(max_size=40))
def test_a_caption_is_the_whole_text_or_none(text: str, heading: str, notice: str) -> None:
    """Whatever is written, a caption loses nothing of it and has at most 1,024 units."""
    first, *rest = sendings("1", Screen(text, heading, notice, attachments=(GRAFIK,)), FILES)
    if not rest:
        shown = unescape(re.sub(r"</?b>", "", first.parameters["caption"]))
        assert _units(shown) <= 1024
        assert "…" not in shown or "…" in text + heading + notice


def test_several_attachments_go_before_the_text() -> None:
    """Each in a message of its own, in order, pictures as photos and files as documents; the buttons come last."""
    methods = [one.method for one in sendings("1", Screen("x", attachments=(GRAFIK, ANGKA)), FILES)]
    assert methods == ["sendPhoto", "sendDocument", "sendMessage"]


def test_what_is_no_longer_kept_is_left_out() -> None:
    """Without its bytes, or with none at all in them, an attachment is not sent; the text is."""
    for files in ({}, {"g": b"", "a": b""}):
        assert [s.method for s in sendings("1", Screen("x", attachments=(GRAFIK, ANGKA)), files)] == ["sendMessage"]
    (only,) = sendings("1", Screen("x", attachments=(GRAFIK, ANGKA)), {"a": b"csv"})
    assert (only.method, only.parameters["caption"]) == ("sendDocument", "x")


@pytest.mark.parametrize(
    ("nama", "sent"),
    [
        ("IKM Triwulan IV – désa.xlsx", "IKM Triwulan IV – désa.xlsx"),
        ('a"b\r\nX: y.csv', 'a"bX: y.csv'),
        ("a" * 300 + ".csv", "a" * 59 + "….csv"),
        ("a" * 300, "a" * 59 + "…"),
        ("\r\n", "berkas"),
        ("\ud83d.csv", ".csv"),
    ],
)
def test_a_file_keeps_its_name_as_far_as_it_can(nama: str, sent: str) -> None:
    """Letters beyond ASCII stay; what would break the request is left out; a long one is cut before its ending."""
    (only,) = sendings("1", Screen("x", attachments=(Attachment("a", nama, "text/csv"),)), FILES)
    assert only.file is not None
    assert only.file.nama == sent


def test_a_menu_is_set_for_one_chat_alone() -> None:
    """Its commands with what they are for; what Telegram would refuse is left out or cut, so that the rest is set."""
    items = (
        MenuItem("laporan", "Laporan unit"),
        MenuItem("Peringkat", "x"),
        MenuItem("a" * 33, "x"),
        MenuItem("", "x"),
        MenuItem("kosong", " "),
        MenuItem("tren_2", "😀" * 200),
    )
    assert menu("4242", items) == Sending(
        "setMyCommands",
        {
            "commands": [
                {"command": "laporan", "description": "Laporan unit"},
                {"command": "tren_2", "description": "😀" * 127 + "…"},
            ],
            "scope": {"type": "chat", "chat_id": 4242},
        },
    )
    assert len(menu("1", [MenuItem(f"p{n}", "x") for n in range(150)]).parameters["commands"]) == 100


def test_an_empty_menu_is_everybodys_again() -> None:
    """The chat's own menu is taken away, so that the one for all shows."""
    assert menu("4242", ()) == Sending("deleteMyCommands", {"scope": {"type": "chat", "chat_id": 4242}})
