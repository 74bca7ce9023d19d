"""What goes wrong in files people keep by hand: each is found, named by row and column, and nothing is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot.imports.faults import ImportRejected
from scoring.model import rekap_of
from tests.unit.imports.contoh import AWAL, CODES, Change, book, parsed, scores_of, skor

DATA = Path(__file__).parents[2] / "data"
N = 30
SUMS = [sum(skor(k)[u] for k in range(12)) for u in range(9)]
E = "must be 1, 2, 3 or 4"
USIA = "must be a whole number of years, 10 to 120; classes go in usia_kelompok"
DAMAGE: list[tuple[str, Any, str]] = [
    ("E8", 5, f"row 8, column U1: '5' {E}"),
    ("F9", 0, f"row 9, column U2: '0' {E}"),
    ("G10", None, f"row 10, column U3: is empty; {E}"),
    ("H11", 3.5, f"row 11, column U4: '3.5' {E}"),
    ("I12", "tiga", f"row 12, column U5: 'tiga' {E}"),
    ("J13", "Kompeten", f"row 13, column U6: 'Kompeten' {E}"),
    ("K14", -3, f"row 14, column U7: '-3' {E}"),
    ("L15", "3 4", f"row 15, column U8: '3 4' {E}"),
    ("M16", "=E16+1", f"row 16, column U9: '=E16+1' {E}"),
    ("E17", "#DIV/0!", f"row 17, column U1: '#DIV/0!' {E}"),
    ("F18", date(1900, 1, 3), f"row 18, column U2: '1900-01-03' {E}"),
    ("G19", True, f"row 19, column U3: 'TRUE' {E}"),
    ("H20", 33, f"row 20, column U4: '33' {E}"),
    ("I21", "3,0", f"row 21, column U5: '3,0' {E}"),
    ("O22", 3, "row 22, column O: '3' is one too many: its column has no heading"),
    ("N23", 99, f"row 23, column Jumlah: '99' should be {sum(skor(15))}, the sum of the row's 9 scores"),
    ("N24", "dua", f"row 24, column Jumlah: 'dua' should be {sum(skor(16))}, the sum of the row's 9 scores"),
    ("A25", 17, "row 25, column No.: '17' stands in row 24 as well"),
    ("B26", 3, "row 26, column Jenis Kelamin: '3' must be L or P"),
    ("C27", 200, f"row 27, column Umur: '200' {USIA}"),
    ("C28", "tua", f"row 28, column Umur: 'tua' {USIA}"),
    ("D29", 9, "row 29, column Pendidikan: '9' is a code whose meaning is not told"),
    ("A45", 31, "row 45, column (all): stands below the totals, which do not count it"),
]  # fmt: skip


def damaged(page: Worksheet) -> None:
    for cell, value, _ in DAMAGE:
        page[cell] = value
    for cell in page["E30:M30"][0]:
        cell.value = None  # who is on the list, but whose form was lost
    for column in range(13, 4, -1):  # one cell to the right, as when a cell is inserted by mistake
        page.cell(31, column + 1, page.cell(31, column).value)
    page["E31"] = None
    page["B45"], page["E45"], page["F45"] = 1, 3, 4


EXPECTED = [
    *(said for _, _, said in DAMAGE),
    "row 30, column (all): holds no score at all",
    f"row 31, column U1: is empty; {E}",
]


def test_every_damage_in_one_file_is_found_and_named_and_nothing_is_kept() -> None:
    """Twenty-five of them, each in a row of its own, none hidden by another."""
    with pytest.raises(ImportRejected) as info:
        parsed(book(damaged, n=N))
    assert sorted(map(str, info.value.problems)) == sorted(EXPECTED)
    assert "25 bad cells in 25 rows; nothing was imported" in str(info.value)
    for problem in info.value.problems:
        where = f"Baris {problem.row}:" if problem.column == "(all)" else f"Baris {problem.row}, kolom "
        assert problem.indonesia.startswith(where)


def test_with_skip_bad_the_whole_rows_are_kept_and_the_others_counted() -> None:
    done = parsed(book(damaged, n=N), skip_bad=True)
    good = [k for k in range(N) if AWAL + k not in {problem.row for problem in done.held_back}]
    assert scores_of(done) == [skor(k) for k in good]
    assert (len(done.rows), done.n_held) == (6, 25)
    assert sorted(map(str, done.held_back)) == sorted(EXPECTED)
    assert any("undo this import" in note.english for note in done.notes)


def one(cell: str, value: Any) -> Change:
    def change(page: Worksheet) -> None:
        page[cell] = value

    return change


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("E20", 99, f"row 20, column U1: '99' should be {SUMS[0]}, the sum of 12 cells"),
        ("N20", 400, "row 20, column Jumlah: '400' should be"),
        ("F21", 3.9, f"row 21, column U2: '3.9' should be {SUMS[1] / 12:.2f}, the mean of 12 cells"),
        ("G22", 0.5, f"row 22, column U3: '0.5' should be {SUMS[2] / 108:.3f}, the mean of 12 cells weighted"),
        ("N23", 61.91, "row 23, column Jumlah: '61.91' should be"),
    ],
)
def test_a_printed_total_that_the_cells_belie_is_named(cell: str, value: float, said: str) -> None:
    """The sum, the mean, the weighted mean and the index; with --skip-bad as well, since no row can be blamed."""
    for skip_bad in (False, True):
        with pytest.raises(ImportRejected) as info:
            parsed(book(one(cell, value)), skip_bad=skip_bad)
        (problem,) = info.value.problems
        assert str(problem).startswith(said)


@pytest.mark.parametrize("thousands", [".", ","])
def test_totals_of_a_thousand_and_more_are_read_in_either_spelling(thousands: str) -> None:
    lines = [f"{n};3;3;3;3;3;3;3;3;3" for n in range(1, 401)]
    ended = ["Jumlah", *[f"1{thousands}200"] * 9]
    text = "\n".join((";".join(("No", *CODES)), *lines, ";".join(ended)))
    assert len(parsed(text.encode(), "a.csv").rows) == 400
    with pytest.raises(ImportRejected, match="9 bad cells in 1 row"):
        parsed(text.replace(f"1{thousands}200", f"1{thousands}203").encode(), "a.csv")


def test_a_cell_changed_after_the_totals_were_printed_shows_in_its_row_and_its_column() -> None:
    """The row is to blame for the column: with --skip-bad it is held back and the column only told."""
    change = one("E9", 1)
    with pytest.raises(ImportRejected) as info:
        parsed(book(change))
    columns = {(problem.row, problem.column) for problem in info.value.problems}
    assert {(9, "Jumlah"), (20, "U1"), (21, "U1"), (22, "U1"), (23, "Jumlah")} <= columns
    done = parsed(book(change), skip_bad=True)
    assert (len(done.rows), done.n_held) == (11, 1)
    assert any("row 20, column U1" in note.english and "held back may be why" in note.english for note in done.notes)


def test_what_a_merged_cell_says_of_the_rows_it_covers_is_not_guessed() -> None:
    """A day or a sex written once for several rows, as recaps do; merged headings, titles and totals do no harm."""

    def merge(page: Worksheet) -> None:
        page.merge_cells("B9:B11")
        page.merge_cells("C13:D14")

    done = parsed(book(merge), skip_bad=True)
    said = "is part of a merged cell; unmerge it and fill in each row"
    assert [str(problem) for problem in done.held_back if said in problem.message.english] == [
        f"row 10, column Jenis Kelamin: {said}",
        f"row 11, column Jenis Kelamin: {said}",
        f"row 14, column Umur: {said}",
        f"row 14, column Pendidikan: {said}",
    ]
    assert len(done.rows) == 9


def test_torn_lines_of_a_text_are_named_whole() -> None:
    """A cell too few or too many moves all others: none of the line is read."""
    head = "no,U1,U2,U3,U4,U5,U6,U7,U8,U9"
    text = f"{head}\n1,3,3,3,3,3,3,3,3,3\n2,3,3,3,3,3,3,3,3\n3,3,3,3,3,3,3,3,3,3,3\n"
    done = parsed(text.encode(), "a.csv", skip_bad=True)
    assert [str(problem) for problem in done.held_back] == [
        "row 3, column (all): has 9 cells where row 1 has 10",
        "row 4, column (all): has 11 cells where row 1 has 10",
    ]
    assert len(done.rows) == 1


def test_pulutans_rows_34_to_50_as_printed() -> None:
    """Of the published matrix nine rows are whole; the eight with ten numbers for nine unsur are held back, each
    named, though some could be mended by guessing."""
    lines = (DATA / "pulutan_rows_34_50.csv").read_text(encoding="utf-8").splitlines()[1:]
    printed = [line.split(",")[:11] for line in lines]
    text = "no,U1,U2,U3,U4,U5,U6,U7,U8,U9\n" + "".join(
        ",".join(cell for cell in cells if cell) + "\n" for cells in printed
    )
    with pytest.raises(ImportRejected, match="8 bad cells in 8 rows"):
        parsed(text.encode(), "pulutan.csv")
    done = parsed(text.encode(), "pulutan.csv", skip_bad=True)
    ten = [n for n, cells in enumerate(printed, start=2) if cells[10]]
    assert [problem.row for problem in done.held_back] == ten
    assert scores_of(done) == [[int(cell) for cell in cells[1:10]] for cells in printed if not cells[10]]
    assert rekap_of(row.respons.jawaban for row in done.rows).n == 9
