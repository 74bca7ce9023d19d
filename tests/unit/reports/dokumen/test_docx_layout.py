from __future__ import annotations

from bot.reports.dokumen.docx.layout import Strip, Turn, pages


def line(mark: str = "", *, n: int = 1, before: float = 0, after: float = 0, keep: bool = False) -> Strip:
    return Strip((10.0,) * n, before, after, keep=keep, mark=mark)


def found(*strips: Turn | Strip) -> dict[str, int]:
    return pages((Turn(100, 1), *strips))[0]


def test_what_fits_stays_and_what_does_not_goes_on_the_next_page() -> None:
    assert found(line(n=9), line("masuk"), line("lewat")) == {"masuk": 1, "lewat": 2}


def test_the_larger_of_two_spaces_lies_between_paragraphs() -> None:
    assert found(line(n=4, after=10), line(n=4, before=8, after=5), line("pas")) == {"pas": 2}
    assert found(line(n=4, after=6), line(n=4, before=8), line("pas")) == {"pas": 1}


def test_no_space_is_left_atop_a_page_that_was_begun_because_the_last_was_full() -> None:
    assert found(line(n=10), line(before=20, n=9), line("pas")) == {"pas": 2}


def test_a_heading_stays_with_two_lines_of_what_follows() -> None:
    assert found(line(n=7), line("judul", keep=True), line(n=6)) == {"judul": 1}
    assert found(line(n=8), line("judul", keep=True), line(n=6)) == {"judul": 2}


def test_a_heading_before_a_heading_stays_with_the_text_of_both() -> None:
    assert found(line(n=7), line("bab", keep=True), line("sub", keep=True), line(n=5)) == {"bab": 2, "sub": 2}


def test_no_last_line_of_a_paragraph_stands_alone() -> None:
    assert found(line(n=6), line(n=5), line(n=7), line("pas"), line("lewat")) == {"pas": 2, "lewat": 3}


def test_the_head_of_a_table_is_set_again_on_each_page() -> None:
    table = Strip((10.0,) * 18, rows=True, repeat=10)
    assert found(table, line("pas")) == {"pas": 2}
    assert found(Strip((10.0,) * 19, rows=True, repeat=10), line("lewat")) == {"lewat": 3}


def test_what_is_whole_moves_as_a_whole_and_may_be_larger_than_a_page() -> None:
    assert found(line("atas", keep=True), line(n=5), Strip((30.0, 30.0), whole=True), line("bawah")) == {
        "atas": 1, "bawah": 2,
    }  # fmt: skip
    assert found(Strip((150.0,), whole=True), line("bawah")) == {"bawah": 2}


def test_a_section_begins_a_page_and_may_count_anew() -> None:
    strips = (
        line(),
        Turn(100),
        line("lanjut"),
        Turn(50, 1),
        line("baru", n=5),
        Strip((10.0,), fresh=True, mark="segar"),
    )
    assert pages((Turn(100, 1), *strips)) == ({"lanjut": 2, "baru": 1, "segar": 2}, 2)
