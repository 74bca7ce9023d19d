"""The answer to a saran, as the citizen reads it."""

from __future__ import annotations

from bot.channels.telegram import outbound
from bot.channels.webchat import outbound as webchat
from bot.engine.balasan import KUTIPAN_PALING, render_balasan
from bot.ports import Shown
from tests.unit.engine.dunia import SATU, SURVEY, changed, with_aturan


def test_it_names_the_unit_quotes_the_citizen_and_says_that_it_is_the_end() -> None:
    """The citizen knows who answers what, and that nothing written here afterwards is read by the office."""
    survey = with_aturan(sapaan="Saudara")
    screen = render_balasan(survey, changed(SATU), "Kursinya\nkurang.", "Pekan depan kami tambah.", 7)
    assert screen.heading == "Balasan dari Kantor Uji Satu"
    assert screen.text.splitlines()[0] == "Saran Saudara: “Kursinya kurang.”"
    assert "Pekan depan kami tambah." in screen.text
    assert "tidak sampai ke petugas" in screen.text
    assert "/mulai" in screen.text
    assert (screen.fresh, screen.choices) == (True, ())


def test_a_long_saran_is_quoted_short_and_the_longest_answer_fits_a_message() -> None:
    """120 characters tell which saran it was; with the longest answer it is one message on every channel."""
    screen = render_balasan(SURVEY, changed(SATU), "a" * 4000, "😀" * 1000, 7)
    assert len(screen.text.splitlines()[0]) == KUTIPAN_PALING + len("Saran Anda: “”")
    assert len(outbound.message("1", screen)["text"].encode("utf-16-le")) // 2 <= outbound.TEXT_PALING
    assert "tidak sampai ke petugas" in outbound.message("1", screen)["text"]


def test_the_page_is_not_told_which_response_it_answers() -> None:
    """By the key the message is found again in the outbox; to the page it stands alone as any other does."""
    screen = render_balasan(SURVEY, changed(SATU), "Kursinya kurang.", "Baik.", 7)
    assert screen.key == "staf:7"
    sent = webchat.answer([Shown(1, screen)], lambda id_: id_)
    assert sent["pesan"][0]["layar"]["key"] == "staf"
