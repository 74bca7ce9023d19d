"""The figures as files: what stands in them, and that a spreadsheet takes it for what it is."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from bot.engine.survey import Direktori, Survey
from bot.reports.csv_excel import csv_laporan, csv_of, csv_peringkat
from bot.reports.laporan import Laporan, read_laporan
from bot.reports.sasaran import parse_argumen, sasaran_kota
from bot.reports.tabel import Isi, Tabel, judul, tables_of
from bot.reports.xlsx import xlsx_laporan
from scoring.pembulatan import round_half_up
from scoring.periode import parse_periode
from storage.store import Store, Transaction
from tests.factories import HARI, INSTRUMEN, KELOMPOK, UNITS, respons_row

_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


async def report(tx: Transaction, survey: Survey, teks: str, periode: str) -> Laporan:
    sasaran = parse_argumen(teks, survey.direktori, date(2025, 1, 1), "semester").sasaran
    assert sasaran is not None
    return await read_laporan(tx, survey, sasaran, parse_periode(periode), date(2024, 11, 21))


def sheets(book: bytes) -> dict[str, tuple[ET.Element, list[list[str | float | None]]]]:
    """Each sheet by its name: its XML, and its cells, numbers as numbers."""
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        strings = [
            "".join(text.text or "" for text in item.iter(f"{{{_NS['m']}}}t"))
            for item in ET.fromstring(file.read("xl/sharedStrings.xml"))
        ]
        names = [
            one.attrib["name"] for one in ET.fromstring(file.read("xl/workbook.xml")).iterfind(".//m:sheet", _NS)
        ]
        found = {}
        for number, name in enumerate(names, start=1):
            sheet = ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))
            found[name] = (sheet, [_row(row, strings) for row in sheet.iterfind(".//m:row", _NS)])
        return found


def lines_of(data: bytes) -> list[list[str]]:
    """The lines of a CSV, empty ones left out."""
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return [line for line in csv.reader(text, delimiter=";") if line]


def _row(row: ET.Element, strings: list[str]) -> list[str | float | None]:
    cells: list[str | float | None] = []
    for cell in row.iterfind("m:c", _NS):
        value = cell.findtext("m:v", None, _NS)
        assert cell.find("m:f", _NS) is None, "a formula"
        text = value is not None and cell.attrib.get("t") == "s"
        cells.append(None if value is None else strings[int(value)] if text else float(value))
    return cells


@pytest.mark.parametrize(
    ("teks", "periode", "names"),
    [
        ("kel-bandar-kidul", "2024-S2", ["Ringkasan", "Unsur", "Sebaran", "Tren"]),
        ("kecamatan-mojoroto", "2024-S2", ["Ringkasan", "Unsur", "Peringkat", "Sebaran", "Tren"]),
        ("kota", "2024", ["Ringkasan", "Unsur", "Peringkat", "Sebaran", "Tren"]),
        ("kel-dermo", "2023", ["Ringkasan", "Unsur", "Sebaran", "Tren"]),
    ],
)
async def test_a_workbook_holds_what_the_tables_hold(
    city: Transaction, survey: Survey, teks: str, periode: str, names: list[str]
) -> None:
    """A sheet a table under the same title; every number a number with the value printed; headings stay in sight."""
    laporan = await report(city, survey, teks, periode)
    book = sheets(xlsx_laporan(laporan))
    assert list(book) == names
    for tabel in tables_of(laporan):
        sheet, rows = book[tabel.nama]
        assert [row[0] for row in rows[:2]] == list(judul(laporan))
        assert rows[2] == list(tabel.kolom)
        expected = [[_plain(isi) for isi in line] for line in (*tabel.baris, *tabel.kaki)]
        assert rows[3 : 3 + len(expected)] == expected
        pane = sheet.find(".//m:pane", _NS)
        assert pane is not None
        assert (pane.attrib["state"], pane.attrib["ySplit"]) == ("frozen", "4")


def _plain(isi: Isi) -> str | float | None:
    return isi if isinstance(isi, str) or isi is None else float(isi)


async def test_the_same_report_gives_the_same_bytes(city: Transaction, survey: Survey) -> None:
    """Nothing of the moment it was written gets in."""
    laporan = await report(city, survey, "kel-dermo", "2024")
    assert xlsx_laporan(laporan) == xlsx_laporan(laporan)


async def test_a_csv_is_what_excel_opens_on_an_indonesian_computer(city: Transaction, survey: Survey) -> None:
    """Byte order mark, semicolons, decimal commas, CR LF; the index in it is the report's."""
    laporan = await report(city, survey, "kel-bandar-kidul", "2024-S2")
    data = csv_laporan(laporan)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    lines = lines_of(data)
    printed = str(round_half_up(laporan.hasil.ikm or 0)).replace(".", ",")
    assert ["IKM", printed] in lines
    assert lines[0] == ["Indeks Kepuasan Masyarakat Kelurahan Bandar Kidul"]
    assert lines[1][0].startswith("Semester II 2024, sementara, n = ")
    unsur = next(line for line in lines if line[0] == "U1")
    assert all(re.fullmatch(r"\d+(,\d{2,3})?", cell) for cell in unsur[2:7])


async def test_a_ranking_lists_every_unit_once_and_the_whole_under_it(city: Transaction, survey: Survey) -> None:
    """94 lines by rank, then both figures of the city with no rank."""
    laporan = await report(city, survey, "kota", "2024")
    lines = lines_of(csv_peringkat(laporan))[3:]
    ranked = [line for line in lines if line[0]]
    assert len({line[1] for line in ranked}) == 94
    assert [int(line[0]) for line in ranked] == sorted(int(line[0]) for line in ranked)
    assert [line[2] for line in lines[94:]] == ["Semua unit (gabungan responden)", "Semua unit (rata-rata unit)"]
    assert lines[95][4] == "88,65"
    with pytest.raises(ValueError, match="kel-dermo"):
        csv_peringkat(await report(city, survey, "kel-dermo", "2024"))


NAKAL = ['=HYPERLINK("http://example.org")', "+62", "-1", "@sum(a1)", "\t=1", "{=1}", "http://example.org", "007"]


async def test_no_name_becomes_a_formula_a_link_or_a_number(sqlite_store: Store) -> None:
    """Whatever a unit is called stands in the workbook as it is, and in the CSV so that Excel leaves it alone."""
    units = [replace(UNITS[0], kode=f"u{n}", nama=nama) for n, nama in enumerate(NAKAL)]
    async with sqlite_store.transaction() as tx:
        await tx.directory.put(KELOMPOK, units)
        await tx.facts.add([respons_row(unit=unit.kode) for unit in units])
        direktori = Direktori.of(KELOMPOK, await tx.directory.units())
        survey = Survey(INSTRUMEN, direktori)
        laporan = await read_laporan(tx, survey, sasaran_kota(direktori), parse_periode("2026-S2"), HARI)
    data = xlsx_laporan(laporan)
    _, rows = sheets(data)["Peringkat"]
    assert set(NAKAL) <= {row[2] for row in rows if len(row) > 2}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert not [name for name in file.namelist() if "sheet" in name and b"hyperlink" in file.read(name)]
    cells = [line[2] for line in lines_of(csv_peringkat(laporan)) if len(line) > 2]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert '\'=HYPERLINK("http://example.org")' in cells


def test_a_number_below_zero_stays_a_number() -> None:
    """Only text is kept from being a formula; a change of -0,40 is one."""
    assert csv_of([Tabel("", ("a",), ((Decimal("-0.40"), "-0,40", None, 1_234),))]) == (
        "\ufeffa\r\n-0,40;'-0,40;;1234\r\n".encode()
    )


async def test_of_fewer_than_five_only_the_index_is_given(sqlite_store: Store) -> None:
    """No table by unsur and no distribution, in words instead of numbers."""
    async with sqlite_store.transaction() as tx:
        await tx.facts.add([respons_row(4) for _ in range(4)])
        direktori = Direktori.of(KELOMPOK, await tx.directory.units())
        laporan = await read_laporan(
            tx, Survey(INSTRUMEN, direktori), sasaran_kota(direktori), parse_periode("2026-S2"), HARI
        )
    tables = {tabel.nama: tabel for tabel in tables_of(laporan)}
    for nama in ("Unsur", "Sebaran"):
        assert (tables[nama].baris, tables[nama].kaki) == ((), ())
        assert tables[nama].catatan == "Tidak dirinci: responden kurang dari 5."
    assert ("IKM, gabungan responden", Decimal("100.00")) in tables["Ringkasan"].baris
    assert not [baris for baris in tables["Ringkasan"].baris if str(baris[0]).startswith("Unsur")]
