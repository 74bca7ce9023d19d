"""Lines typed at a terminal, and screens as lines."""

from __future__ import annotations

import pytest

from bot.channels.terminal.inbound import event_of
from bot.channels.terminal.outbound import LEBAR, lines_of
from bot.engine.events import Commanded, Event, Started, Tapped, Typed
from bot.engine.messages import Attachment, Choice, Screen

TANYA = Screen(
    "Bagaimana?",
    "Pertanyaan 3/9",
    choices=(
        (Choice("Tidak cepat", "t.1.1"), Choice("Kurang cepat", "t.1.2")),
        (Choice("✓ Cepat", "t.1.3"),),
        (Choice("Ya", "t.1.4", "utama"),),
        (Choice("◀ Kembali", "t.1.<", "navigasi"), Choice("? Artinya", "t.1.?", "navigasi")),
    ),
)
KETIK = Screen("Berapa usia Anda?", choices=((Choice("◀ Kembali", "t.2.<", "navigasi"),),), harap="angka")


@pytest.mark.parametrize(
    ("line", "screen", "event"),
    [
        ("1", TANYA, Tapped("t.1.1")),
        (" 4 \n", TANYA, Tapped("t.1.4")),
        ("5", TANYA, Typed("5")),
        ("0", TANYA, Typed("0")),
        ("1000", TANYA, Typed("1000")),
        ("٣", TANYA, Typed("٣")),
        ("²", TANYA, Typed("²")),
        ("kurang cepat", TANYA, Tapped("t.1.2")),
        ("◀ kembali", TANYA, Tapped("t.1.<")),
        ("cepat", TANYA, Typed("cepat")),
        ("34", KETIK, Typed("34")),
        ("1", KETIK, Typed("1")),
        ("  dua kata ", KETIK, Typed("  dua kata ")),
        ("", TANYA, Typed("")),
        ("1", None, Typed("1")),
        ("/start kel-dermo", TANYA, Started("kel-dermo")),
        ("/start", None, Started()),
        ("/bantuan", KETIK, Commanded("bantuan")),
        ("/HELP", KETIK, Commanded("bantuan")),
        ("/hapus  K7MQ2-9RTXA ", TANYA, Commanded("hapus", "K7MQ2-9RTXA")),
        ("/apa", TANYA, Typed("/apa")),
    ],
)
def test_a_line_is_what_it_means_on_this_screen(line: str, screen: Screen | None, event: Event) -> None:
    """A number or a label takes the button that has it; where none has, it is text for the engine to read."""
    assert event_of(line, screen) == event


def test_a_screen_numbers_its_answers_as_they_are_read() -> None:
    """The number printed before an answer is the one that takes it; the ways around stand below, without one."""
    text = lines_of(TANYA)
    for row in TANYA.choices:
        for choice in row:
            if choice.peran == "navigasi":
                assert f"[{choice.label}]" in text
            else:
                number = next(line for line in text.splitlines() if line.endswith(choice.label)).split(".")[0]
                assert event_of(number, TANYA) == Tapped(choice.token)
    assert "Pertanyaan 3/9\n──────────────\n" in text


def test_a_screen_fits_the_width_and_keeps_its_lines() -> None:
    """Long lines of the notice and the text are wrapped, line breaks stay, nothing else is printed."""
    text = lines_of(Screen("kata " * 100 + "\n\nakhir", notice="maaf " * 50), "Sudah")
    assert max(len(line) for line in text.splitlines()) <= LEBAR
    assert text.startswith("Sudah\n\nmaaf ")
    assert text.endswith("\n\nakhir\n")
    assert lines_of(Screen("x")) == "x\n"


def test_attachments_are_told_in_words() -> None:
    """A picture by what it shows, a file by its name, a line each below the text."""
    attached = (Attachment("1", "a.png", "image/png", "IKM 86,11"), Attachment("2", "a.csv", "text/csv", "angka"))
    text = lines_of(Screen("Laporan", attachments=(*attached, Attachment("3", "b.jpg", "image/jpeg"))))
    assert text == "Laporan\n\n[gambar] IKM 86,11\n[berkas] a.csv\n[gambar] b.jpg\n"
