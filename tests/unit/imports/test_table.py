from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.imports.faults import MASALAH_PALING, ImportRejected, Problem, Problems, Said
from bot.imports.table import free_slug, parse_table, read_table, slug, table_of


@pytest.mark.parametrize(
    ("text", "columns", "cells"),
    [
        ("a,b\n1,2\n", ("a", "b"), ("1", "2")),
        ("a;b\n1;2\n", ("a", "b"), ("1", "2")),
        ("a;b\r\n1,5;2\r\n", ("a", "b"), ("1,5", "2")),
        (" a , b \n 1 ,  2 \n", ("a", "b"), ("1", "2")),
        ('a,b\n"1,5","say ""so"""\n', ("a", "b"), ("1,5", 'say "so"')),
        ("a,b,,\n1,2,,\n", ("a", "b"), ("1", "2")),
        ("a,b\n1,2", ("a", "b"), ("1", "2")),
    ],
)
def test_commas_and_semicolons_quotes_blanks_and_empty_columns(
    text: str, columns: tuple[str, ...], cells: tuple[str, ...]
) -> None:
    table = parse_table(text, "f.csv")
    assert table.columns == columns
    assert table.rows == ((2, cells),)


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    table = parse_table('a,b\n"two\nlines",1\n\n,\n3,4\n', "f.csv")
    assert [row for row, _ in table] == [2, 5]


def test_expected_columns_are_found_in_any_case_and_others_stay_as_printed() -> None:
    assert parse_table("KODE,Nama,Lain\n1,2,3\n", "f.csv", ("kode", "nama")).columns == ("kode", "nama", "Lain")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        (" , ,\n1,2,3\n", "the file is empty"),
        ("a,,c\n1,2,3\n", "column 2 has no name"),
        ("a,b,A\n1,2,3\n", "column A, a stands there more than once"),
        ('a,b\n"1,2\n', "cannot be read as CSV"),
        ("a,b\n1,\x002\n", "is no text"),
    ],
)
def test_a_file_that_is_no_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ImportRejected, match=reason):
        parse_table(text, "f.csv")


def test_rows_of_another_width_are_named_beside_the_good_ones() -> None:
    table = parse_table("a,b\n1\n1,2\n1,2,3\n", "f.csv")
    assert [str(fault) for fault in table.faults] == [
        "row 2, column (all): has 1 cell where the first row has 2",
        "row 4, column (all): has 3 cells where the first row has 2",
    ]
    assert [row for row, _ in table] == [3]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(b"\xef\xbb\xbfkode,nama\n1,2\n")
    assert read_table(file).columns == ("kode", "nama")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("nama\nCafé\n".encode("latin-1"), r"not UTF-8 \(byte 9\)"),
        ("nama\nA\n".encode("utf-16"), "not UTF-8"),
        ("nama\nA\n".encode("utf-16-le"), "is no text"),
    ],
)
def test_other_encodings_are_refused_with_what_to_do(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(content)
    with pytest.raises(ImportRejected, match=reason + r".*CSV UTF-8"):
        read_table(file)


@pytest.mark.parametrize(
    ("content", "english", "indonesia"),
    [
        (b"PK\x03\x04rest", "Excel workbook", "berkas Excel (.xlsx)"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel workbook", "berkas Excel lama"),
        (b"%PDF-1.7", "a PDF", "berkas PDF"),
        ("nama\nCafé\n".encode("latin-1"), "not UTF-8", "tidak memakai UTF-8"),
        (b"nama\n\0\n", "is no text", "bukan teks"),
        (b"nama\nA\n" * 200_000, "larger than 1 MB", "lebih besar dari 1 MB"),
        (b"", "the file is empty", "kosong"),
    ],
)
def test_what_is_no_csv_is_told_in_both_languages(content: bytes, english: str, indonesia: str) -> None:
    with pytest.raises(ImportRejected) as info:
        table_of(content, "f.csv", most=1024 * 1024)
    assert english in info.value.summary.english
    assert indonesia in info.value.summary.indonesia
    assert "None" not in info.value.summary.indonesia


def test_a_fault_is_told_in_both_languages() -> None:
    problem = Problem(8, "U1", "5", Said("must be 1, 2, 3 or 4", "harus 1, 2, 3, atau 4"))
    assert str(problem) == "row 8, column U1: '5' must be 1, 2, 3 or 4"
    assert problem.indonesia == "Baris 8, kolom U1: “5” harus 1, 2, 3, atau 4"


@given(
    st.lists(st.sampled_from(["Kelurahan Mawar", "kelurahan mawar", "Mawar " * 20, "Mawar " * 20 + "II"]), max_size=9)
)
def test_codes_made_of_names_are_never_the_same(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        kode = free_slug(name, taken)
        assert kode not in taken
        assert 0 < len(kode) <= 40
        taken.add(kode)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRejected, match="No such file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(ImportRejected, match="directory"):
        read_table(tmp_path)


def test_problems_are_listed_in_the_order_of_rows_and_counted_beyond_the_limit() -> None:
    problems = Problems([Problem(900, "x", "", Said("is first found", ""))])
    for row in range(2, MASALAH_PALING + 3):
        problems.add(row, "y", "v" * 99, Said("is bad", ""))
    n = MASALAH_PALING + 2
    with pytest.raises(ImportRejected, match=rf"f: {n} bad cells in {n} rows") as info:
        problems.raise_if_any("f")
    rows = [problem.row for problem in info.value.problems]
    assert rows == sorted(rows)
    assert len(rows) == MASALAH_PALING
    assert str(info.value.problems[0]) == f"row 2, column y: '{'v' * 40}' is bad"


def test_no_problems_raise_nothing() -> None:
    Problems().raise_if_any("f")


def test_a_slug_is_readable_short_and_its_own() -> None:
    assert slug("Surat Keterangan Usaha (SKU)") == "surat-keterangan-usaha-sku"
    long = "Rekomendasi izin penyelenggaraan kegiatan keramaian "
    assert slug(long + "siang") != slug(long + "malam")
    assert slug("***") == ""


@given(st.text(max_size=120))
def test_every_slug_fits_a_code(text: str) -> None:
    code = slug(text)
    assert len(code) <= 40
    assert code == slug(code)
    assert not code or code.replace("-", "").isalnum()
