from __future__ import annotations

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.grafik.canvas import Canvas
from bot.reports.grafik.metrics import clean, text_width, wrap
from tests.unit.reports.pixels import picture_of

TEXTS = ["Penanganan Pengaduan, Saran dan Masukan", "88,53 – 100,00", "(Sangat) [Baik] {62%} & @ #9 \"x\" 'y' q/w?"]


def drawn_width(text: str, *, bold: bool) -> int:
    """Of a text drawn by the real renderer at 30 px, from the left edge to its last dark pixel."""
    canvas = Canvas()
    canvas.text(0, 30, text, 30, bold=bold)
    picture = picture_of(vl_convert.svg_to_png(canvas.svg(40)))
    return max(x + 1 for x in range(picture.width) for y in range(picture.height) if not picture.is_white(x, y))


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_as_wide_as_was_counted(text: str, bold: bool) -> None:
    """So the font is the one that the widths are of, on every machine. The last letter's own margin is not drawn."""
    counted = text_width(text, 30, bold=bold)
    assert counted - 6 <= drawn_width(text, bold=bold) <= counted + 1


def test_a_letter_with_a_mark_is_as_wide_as_without() -> None:
    assert text_width("éÑü", 20) == text_width("eNu", 20)


@given(st.text(), st.integers(60, 700), st.sampled_from([20, 34]), st.booleans())
def test_lines_fit_and_lose_nothing(text: str, width: int, size: int, bold: bool) -> None:
    lines = wrap(text, width, size, bold=bold)
    assert all(text_width(line, size, bold=bold) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


@given(st.text(), st.integers(60, 700), st.integers(1, 3))
def test_shortened_lines_fit_and_say_that_they_are(text: str, width: int, most: int) -> None:
    full, lines = wrap(text, width, 20), wrap(text, width, 20, most=most)
    assert len(lines) == min(most, len(full))
    assert all(text_width(line, 20) <= width for line in lines)
    assert (lines == full) != (bool(lines) and lines[-1].endswith("…") and len(full) > most)


def test_a_line_is_broken_between_words_where_it_can_be() -> None:
    assert wrap("Penanganan Pengaduan, Saran dan Masukan", 228, 20) == ("Penanganan Pengaduan,", "Saran dan Masukan")


@given(st.text())
def test_what_is_drawn_holds_nothing_xml_refuses(text: str) -> None:
    kept = clean(text)
    assert all(one >= " " and not "\ud800" <= one <= "\udfff" and one not in "\ufffe\uffff" for one in kept)
