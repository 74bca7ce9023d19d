"""Screens as messages of the Cloud API: one message where it can be, nothing cut, every limit kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.media import Medium
from bot.channels.whatsapp.outbound import envelope, messages, text_message
from bot.engine.messages import Attachment, Choice, MenuItem, Peran, Screen
from tests.unit.channels.whatsapp import accepted, body, everything, readable_whole, rows, shown

YA_TIDAK = ((Choice("Ya", "t.1.ya", "utama"),), (Choice("Tidak", "t.1.tidak"),))
KEMBALI = Choice("◀ Kembali", "t.1.<", "navigasi")
GAMBAR = Attachment("g", "ikm.png", "image/png", "IKM 86,11")
ANGKA = Attachment("a", "ikm.xlsx", "application/x")
MEDIA = {"g": Medium("image", "901", "ikm.png"), "a": Medium("document", "902", "ikm.xlsx")}


def answers(count: int, label: str = "Pilihan ke-{n}", token: str = "t.1.{n}") -> tuple[tuple[Choice, ...], ...]:
    return tuple((Choice(label.format(n=n), token.format(n=n)),) for n in range(1, count + 1))


def test_three_short_choices_are_reply_buttons() -> None:
    """Notice, heading in bold and question, and the ways on below them, in one message."""
    screen = Screen("Bersedia?", "Salam", "Maaf.", (*YA_TIDAK, (KEMBALI,)))
    (one,) = messages(screen)
    assert one == {
        "type": "interactive",
        "interactive": {
            "type": "button",
            "body": {"text": "Maaf.\n\n*Salam*\n\nBersedia?"},
            "action": {
                "buttons": [
                    {"type": "reply", "reply": {"id": "t.1.ya", "title": "Ya"}},
                    {"type": "reply", "reply": {"id": "t.1.tidak", "title": "Tidak"}},
                    {"type": "reply", "reply": {"id": "t.1.<", "title": "◀ Kembali"}},
                ]
            },
        },
    }


def test_more_choices_are_a_list() -> None:
    """Answers and ways around in sections of their own; the answers stand above it as well, with their numbers."""
    (one,) = messages(Screen("Apa?", choices=(*answers(4), (KEMBALI,))))
    assert body(one) == "Apa?\n\n1. Pilihan ke-1\n2. Pilihan ke-2\n3. Pilihan ke-3\n4. Pilihan ke-4"
    sections = one["interactive"]["action"]["sections"]
    assert [(section["title"], len(section["rows"])) for section in sections] == [
        ("Pilihan", 4),
        ("Lainnya", 1),
    ]


@pytest.mark.parametrize("letter", ["a", "é", "😀"])
def test_a_label_of_exactly_what_fits_is_a_button_or_a_title(letter: str) -> None:
    """20 units fit a button, 24 a row's title, 72 its text; of one more the label takes the next larger place."""
    unit = len(letter.encode("utf-16-le")) // 2
    for most, kind, fields in ((20, "button", 1), (24, "list", 1), (72, "list", 2)):
        for extra in (0, 1):
            label = letter * (most // unit) + "b" * (most % unit) + "c" * extra
            screen = Screen("x", choices=((Choice(label, "@t:1"), Choice("Lain", "@t:2")),))
            (one,) = messages(screen)
            assert one["interactive"]["type"] == (kind if not extra else "list")
            row = rows(one)[0]
            if not extra:
                assert len([row["title"], *([row["description"]] if "description" in row else [])]) == fields
            readable_whole(screen, [one])
            accepted([one])


def test_a_label_longer_than_a_row_stands_in_the_text() -> None:
    """Under the number that its row has for a title."""
    label = "Surat keterangan tidak mampu untuk keringanan biaya pendidikan di perguruan tinggi negeri"
    screen = Screen("Apa?", choices=((Choice(label, "@x:1"),), (Choice("Lain", "@x:2"),)))
    (one,) = messages(screen)
    assert body(one) == f"Apa?\n\n1. {label}"
    assert rows(one)[0]["title"] == "Pilihan 1"


def test_titles_that_begin_alike_are_told_apart() -> None:
    """By their numbers, as the platform takes no two rows of one title."""
    labels = ("Administrasi kependudukan kota", "Administrasi kependudukan desa", "Administrasi umum", "Lain")
    (one,) = messages(Screen("Apa?", choices=tuple((Choice(v, f"t.1.{n}"),) for n, v in enumerate(labels))))
    assert [row["title"] for row in rows(one)] == [
        "1. Administrasi…",
        "2. Administrasi…",
        "Administrasi umum",
        "Lain",
    ]
    assert [row.get("description") for row in rows(one)] == [*labels[:2], None, None]


def test_eleven_choices_of_an_interview_are_ten_rows_and_a_word() -> None:
    """The ways around are typed where the answers take all rows."""
    screen = Screen("Apa?", choices=(*answers(10), (KEMBALI,)))
    (one,) = messages(screen)
    assert len(rows(one)) == 10
    assert body(one).endswith("10. Pilihan ke-10\n\nBisa juga ketik “Kembali”.")
    readable_whole(screen, [one])


def test_more_answers_than_rows_are_typed_by_number() -> None:
    """In one message, its ways around on buttons."""
    screen = Screen("Apa?", choices=(*answers(15), (KEMBALI,)))
    (one,) = messages(screen)
    assert one["interactive"]["type"] == "button"
    assert [row["id"] for row in rows(one)] == ["t.1.<"]
    assert "15. Pilihan ke-15\n\nBalas dengan nomornya." in body(one)


def test_an_interview_whose_text_is_too_long_for_buttons_is_numbered() -> None:
    """Still one message, of up to 4,096 units."""
    exact = "a" * (1024 - len("\n\n1. Ya\n2. Tidak")) + ""
    (one,) = messages(Screen("a" * 1024, choices=YA_TIDAK))
    assert one["type"] == "interactive"
    (one,) = messages(Screen(exact + "bb" * 10, choices=(*YA_TIDAK, (KEMBALI,))))
    assert one["type"] == "text" or body(one) == exact + "bb" * 10
    (one,) = messages(Screen("a" * 1025, choices=(*YA_TIDAK, (KEMBALI,))))
    assert body(one) == "a" * 1025 + "\n\n1. Ya\n2. Tidak\n\nBalas dengan nomornya, atau ketik “Kembali”."


def test_what_officials_read_goes_in_several_messages() -> None:
    """Their buttons cannot be typed: a long text goes before, and the buttons come with its end."""
    paragraphs = [f"Alinea {n}. " + "kata " * 60 for n in range(20)]
    screen = Screen("\n\n".join(paragraphs), "Laporan", choices=((Choice("Lagi", "@lap"),),))
    sent = messages(screen)
    assert [one["type"] for one in sent] == ["text", "text", "interactive"]
    assert all(body(one).startswith(("*Laporan*", "Alinea")) for one in sent), "divided between paragraphs"
    assert everything(sent) == shown("*Laporan* " + " ".join(paragraphs) + " Lagi")
    accepted(sent)


def test_officials_choices_beyond_a_list_come_in_further_lists() -> None:
    """All can be tapped, in order."""
    screen = Screen("Unit yang mana?", choices=answers(23, token="@u:{n}"))
    sent = messages(screen)
    assert [len(rows(one)) for one in sent] == [10, 10, 3]
    assert [row["id"] for one in sent for row in rows(one)] == [f"@u:{n}" for n in range(1, 24)]
    assert [body(one) for one in sent] == ["Unit yang mana?", "Pilihan lainnya:", "Pilihan lainnya:"]
    accepted(sent)


def test_the_ways_around_of_officials_follow_as_buttons() -> None:
    """Where the answers take all rows of the list."""
    sent = messages(
        Screen("Tentang apa?", choices=(*answers(10, token="@s:{n}"), (Choice("Tidak jadi", "@x", "navigasi"),)))
    )
    assert [(body(one), len(rows(one))) for one in sent] == [("Tentang apa?", 10), ("Atau:", 1)]
    assert sent[1]["interactive"]["type"] == "button"


def test_a_token_that_comes_twice_is_one_choice() -> None:
    """The platform takes no two buttons of one id."""
    (one,) = messages(Screen("x", choices=((Choice("Ya", "t.1.y"), Choice("Ya", "t.1.y")),)))
    assert [row["title"] for row in rows(one)] == ["Ya"]


# A menu


def test_a_menu_is_a_list_of_commands_where_there_is_room() -> None:
    """Its rows send the command as if it was typed."""
    menu = (MenuItem("laporan", "Laporan IKM"), MenuItem("survei", "Mengisi survei sebagai warga"))
    (one,) = messages(Screen("Selamat datang.", choices=((Choice("Terima", "@acc"),),), menu=menu))
    assert rows(one)[1:] == [
        {"id": "/laporan", "title": "/laporan", "description": "Laporan IKM"},
        {"id": "/survei", "title": "/survei", "description": "Mengisi survei sebagai warga"},
    ]
    (alone,) = messages(Screen("Selamat datang.", menu=menu))
    assert [row["id"] for row in rows(alone)] == ["/laporan", "/survei"]
    assert messages(Screen("Dicabut.", menu=())) == [text_message("Dicabut.")]


def test_a_long_menu_is_lines_of_text() -> None:
    """Of commands that the text does not list itself."""
    menu = tuple(MenuItem(f"p{n}", f"Perintah {n}") for n in range(12))
    (one,) = messages(Screen("Yang dapat dilakukan:\n\n/p0 – Perintah 0\n/p1 – Perintah 1", menu=menu))
    lines = body(one).split("\n")
    assert [line for line in lines if line.startswith("/")] == [f"/p{n} – Perintah {n}" for n in range(12)]


def test_a_menu_below_a_text_too_long_for_it_stays_a_list() -> None:
    """The text goes before."""
    sent = messages(Screen("Alinea.\n\n" * 200, menu=(MenuItem("laporan", "Laporan IKM"),)))
    assert [one["type"] for one in sent] == ["text", "interactive"]


# Pictures and files


def test_one_picture_or_file_stands_above_the_buttons() -> None:
    """In one message with text and buttons."""
    for attachment, header in (
        (GAMBAR, {"type": "image", "image": {"id": "901"}}),
        (ANGKA, {"type": "document", "document": {"id": "902", "filename": "ikm.xlsx"}}),
    ):
        (one,) = messages(Screen("IKM naik.", choices=YA_TIDAK, attachments=(attachment,)), MEDIA)
        assert one["interactive"]["header"] == header
        assert body(one) == "IKM naik."


def test_without_choices_the_text_stands_below_the_picture() -> None:
    """As its caption up to 1,024 units; a longer one follows whole."""
    assert messages(Screen("a" * 1024, attachments=(GAMBAR,)), MEDIA) == [
        {"type": "image", "image": {"id": "901", "caption": "a" * 1024}}
    ]
    assert messages(Screen("a" * 1025, attachments=(GAMBAR,)), MEDIA) == [
        {"type": "image", "image": {"id": "901"}},
        text_message("a" * 1025),
    ]
    assert messages(Screen("", attachments=(ANGKA,)), MEDIA) == [
        {"type": "document", "document": {"id": "902", "filename": "ikm.xlsx"}}
    ]


@pytest.mark.parametrize(
    "screen",
    [
        Screen("x", choices=answers(4, token="@{n}"), attachments=(GAMBAR,)),
        Screen("x", choices=YA_TIDAK, attachments=(GAMBAR, ANGKA)),
        Screen("x " * 700, choices=((Choice("Lagi", "@1"),),), attachments=(GAMBAR,)),
    ],
)
def test_what_no_header_holds_goes_before(screen: Screen) -> None:
    """Above a list, several at once, and above a text of several messages."""
    sent = messages(screen, MEDIA)
    kinds = [one["type"] for one in sent]
    assert kinds[: len(screen.attachments)] == ["image", "document"][: len(screen.attachments)]
    assert kinds[-1] == "interactive"
    assert "header" not in sent[-1]["interactive"]


def test_a_file_that_is_missing_is_told_of() -> None:
    """In a sentence below the text; one that is merely no longer kept is left out."""
    screen = Screen("Laporan.", choices=YA_TIDAK, attachments=(ANGKA,))
    (one,) = messages(screen, {}, ["Berkas “ikm.sav” tidak diterima WhatsApp, jadi tidak disertakan."])
    assert body(one) == "Laporan.\n\nBerkas “ikm.sav” tidak diterima WhatsApp, jadi tidak disertakan."
    (one,) = messages(screen)
    assert body(one) == "Laporan."


# The envelope


@pytest.mark.parametrize(
    ("address", "field"), [("6281234567890", "to"), ("ID.13491208655302741918", "recipient"), ("ID.1", "recipient")]
)
def test_a_number_is_written_to_and_an_id_received(address: str, field: str) -> None:
    """Every message names its row in the outbox."""
    assert envelope(address, text_message("Hai"), 77) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        field: address,
        "type": "text",
        "text": {"preview_url": False, "body": "Hai"},
        "biz_opaque_callback_data": "77",
    }


# Whatever is shown

_LONG = st.builds(
    lambda part, times: part * times, st.text("aé😀*_~`> \n.", min_size=1, max_size=40), st.integers(20, 150)
)
_TEXTS = st.text(max_size=60) | _LONG
_LABELS = st.text(min_size=1, max_size=30) | st.text("ab ✓◀😀", min_size=60, max_size=90)
_MENU = st.builds(MenuItem, st.text("abc_", min_size=1, max_size=32), st.text(max_size=99))
_PERAN: st.SearchStrategy[Peran] = st.sampled_from(["jawab", "navigasi", "utama"])


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    mark = draw(st.sampled_from(["@", "t.1."]))
    labels = draw(st.lists(_LABELS.filter(lambda label: shown(label) != ""), max_size=24))
    choices = tuple((Choice(label, f"{mark}{n}", draw(_PERAN)),) for n, label in enumerate(labels))
    menu = draw(st.none() | st.lists(_MENU, max_size=12, unique_by=lambda item: item.nama))
    attachments = draw(st.sampled_from([(), (GAMBAR,), (ANGKA, GAMBAR)]))
    return Screen(
        draw(_TEXTS), draw(st.text(max_size=80)), draw(st.text(max_size=200)), choices,
        attachments=attachments, menu=None if menu is None else tuple(menu),
    )  # fmt: skip


@given(screens(), st.booleans())
def test_any_screen_is_taken_and_no_label_is_lost(screen: Screen, media: bool) -> None:
    """Within all limits, every label readable whole, every choice of an official to be tapped; nothing is cut."""
    sent = messages(screen, MEDIA if media else None)
    accepted(sent)
    readable_whole(screen, sent)
    tokens = [row["id"] for one in sent for row in rows(one)]
    if all(choice.token.startswith("@") for row in screen.choices for choice in row):
        assert {choice.token for row in screen.choices for choice in row} <= set(tokens)
    elif len(screen.text) + len(screen.notice) < 1500:
        assert len([one for one in sent if one["type"] in {"text", "interactive"}]) == 1, "an answer is one message"
    said = everything(sent).replace(" ", "")
    for word in shown(screen.text.replace("\x00", "")).split():
        assert "".join(c for c in word if c.isprintable())[:20] in "".join(c for c in said if c.isprintable())
