"""Any file becomes rows of text, or is refused with what to do; nothing in it runs, unfolds or fills the memory."""

from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
import xlsxwriter
from openpyxl import Workbook

from bot.imports.faults import ImportRejected
from bot.imports.opening import grids_of
from tests.unit.imports.contoh import CODES, book, parsed, saved, scores_of, sheet_of

ROW = "3,3,3,3,3,3,3,3,3"
HEAD = ",".join(CODES)


@pytest.mark.parametrize(
    "isi",
    [
        f"{HEAD},Saran\n{ROW},Café – “baik”\n".encode(),
        f"{HEAD},Saran\n{ROW},Café – “baik”\n".encode("utf-8-sig"),
        f"{HEAD},Saran\n{ROW},Café – “baik”\n".encode("utf-16"),
        f"{HEAD},Saran\n{ROW},Café – “baik”\n".encode("cp1252"),
        f"{HEAD},Saran\n{ROW},Café – “baik”\n".replace(",", ";").encode(),
        f"{HEAD},Saran\n{ROW},Café – “baik”\n".replace(",", "\t").encode(),
        f"{HEAD},Saran\n{ROW},Café – “baik”\n".replace(",", "|").encode("utf-16"),
        f"REKAP SKM; semester II, 2024\n\n{HEAD},Saran\n{ROW},Café – “baik”\n".encode(),
    ],
)
def test_a_text_is_read_whatever_its_encoding_delimiter_and_title(isi: bytes) -> None:
    done = parsed(isi, "a.csv")
    assert scores_of(done) == [[3] * 9]
    assert done.rows[0].respons.saran == "Café – “baik”"


def test_windows_letters_are_told_of() -> None:
    done = parsed(f"{HEAD},Saran\n{ROW},Café\n".encode("cp1252"), "a.csv")
    assert "not UTF-8: read as Windows-1252, as Excel writes it" in [note.english for note in done.notes]


def test_values_of_a_workbook_are_text_as_a_person_sees_them() -> None:
    values = [
        3,
        3.0,
        3.5,
        "  teks ",
        True,
        date(2024, 7, 31),
        datetime(2024, 7, 31, 9, 5, 0, 4, UTC).replace(tzinfo=None),
        None,
        1e20,
    ]
    (grid,) = grids_of(sheet_of([values]), "a.xlsx")
    assert grid.rows == ((1, ("3", "3", "3.5", "teks", "TRUE", "2024-07-31", "2024-07-31T09:05:00", "", "1e+20")),)


def test_a_formula_counts_by_its_value_and_one_without_stands_as_it_is() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, [*CODES, "Jumlah"])
        page.write_row(1, 0, [3] * 9)
        page.write_formula(1, 9, "=SUM(A2:I2)", None, 27)
    assert len(parsed(out.getvalue()).rows) == 1
    with pytest.raises(ImportRejected) as info:
        parsed(sheet_of([CODES, ["=1+2", *[3] * 8]]))
    assert str(info.value.problems[0]).startswith("row 2, column U1: '=1+2' must be 1, 2, 3 or 4")
    # A total that no program has computed yet says nothing against the row.
    assert len(parsed(sheet_of([[*CODES, "Jumlah"], [*[3] * 9, "=SUM(A2:I2)"]])).rows) == 1


def repacked(change: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in change:
                new.writestr(part, old.read(part))
        for name, isi in change.items():
            new.writestr(name, isi)
    return out.getvalue()


def packed(name: str, isi: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr(name, isi)
    return out.getvalue()


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("isi", "reason"),
    [
        (b"PK\x03\x04" + b"x" * 99, "cannot be read as an Excel workbook"),
        (book()[:2000], "cannot be read as an Excel workbook"),
        (packed("surat.txt", b"x"), "no Excel workbook"),
        (packed("word/document.xml", b"<x/>"), "no Excel workbook"),
        (repacked({"xl/vbaProject.bin": b"x"}), "holds macros; save it as .xlsx without them"),
        (repacked({"xl/worksheets/sheet1.xml": BOMB}), "cannot be read"),
        (repacked({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='1'>"}), "cannot be read"),
        (repacked({"xl/worksheets/sheet1.xml": b"0" * 140_000_000}), "unpacks to more than 128 MB"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "an old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"<html><table><tr><td>U1</td></tr></table></html>", "is a page of HTML"),
        (b"", "the file is empty"),
        (saved(Workbook()), "the file is empty"),
    ],
)
def test_what_is_no_workbook_or_not_safe_is_refused_with_what_to_do(isi: bytes, reason: str) -> None:
    with pytest.raises(ImportRejected, match=reason) as info:
        parsed(isi)
    assert info.value.summary.indonesia.startswith(("rekap.xlsx", "Isi rekap.xlsx"))


def test_a_workbook_damaged_anywhere_is_refused_or_read() -> None:
    """Bytes changed on the way, inside the packed parts and around them, ways of packing that nobody uses."""
    whole, chance = book(), random.Random(1)
    starts = [one.start() + 10 for one in re.finditer(b"PK\x01\x02", whole)]
    refused = 0
    for n in range(300):
        isi = bytearray(whole)
        if n % 3 == 0:
            isi[chance.choice(starts)] = chance.choice((9, 12, 14, 99))
        for _ in range(n % 5 + 1):
            isi[chance.randrange(len(isi))] = chance.randrange(256)
        try:
            grids_of(bytes(isi), "a.xlsx")
        except ImportRejected:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize(
    "evil", ["1 " * 9_000, "harapan " * 4_000, "9" * 9_000, " " * 9 + "a" + " " * 30_000 + "(5", "²", "1.000" * 9_000]
)
def test_no_cell_however_long_or_odd_breaks_the_reading(evil: str) -> None:
    """As a heading, a score, a number, a total, a day, a legend."""
    good = ["1", "L", "34", "2024-07-31", *["3"] * 9, "27"]
    heads = ["No", "JK", "Usia", "Tanggal", *CODES, "Jumlah", evil]
    rows = [[evil if n == at else cell for n, cell in enumerate(good)] for at in range(len(good))]
    isi = sheet_of([[f"Jenis kelamin {evil}"], heads, *rows, good, ["Jumlah", *[evil] * 13], [evil]])
    with pytest.raises(ImportRejected) as info:
        parsed(isi)
    assert info.value.problems


def test_a_cell_at_the_end_of_the_sheet_costs_nothing_and_too_many_rows_are_refused() -> None:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.append(CODES)
    page.append([3] * 9)
    page.cell(1, 16_384, "x")
    assert len(parsed(saved(workbook)).rows) == 1
    page.cell(1_048_576, 1, 3)
    with pytest.raises(ImportRejected, match="more than 100000 rows"):
        parsed(saved(workbook))
