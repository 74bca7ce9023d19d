"""The workbook: what a spreadsheet computes is what is printed, and what stands in the file is what it computes."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan import Bahan, Baris
from bot.reports.dokumen.buku_kerja import render_xlsx
from scoring.ketentuan import Ketentuan
from scoring.model import Jawaban, rekap_of
from scoring.pembulatan import round_half_up
from tests.unit.reports.dokumen.pabrik import UNIT, bahan_of, pulutan, rtl_row
from tests.unit.reports.dokumen.soffice import Buku, shown, without_results
from tests.unit.scoring.data import INSTRUMEN, KEYS

_SEMBILAN = "permenpan-14-2017"


def _random(seed: int, n: int, *, lowest: int = 1, blank: float = 0.0) -> list[Jawaban]:
    dice = random.Random(seed)
    rows = [
        {key: dice.randint(lowest, 4) for key in KEYS if dice.random() >= blank} or {KEYS[0]: 1} for _ in range(n)
    ]
    return [dict.fromkeys(KEYS, 3), *rows[1:]]


def _with_total(n: int, total: int) -> list[Jawaban]:
    """n sheets whose scores come to `total`."""
    flat = [total // (9 * n)] * (9 * n)
    for place in range(total - sum(flat)):
        flat[place] += 1
    return [dict(zip(KEYS, flat[row * 9 : row * 9 + 9], strict=True)) for row in range(n)]


@pytest.fixture(scope="module")
def bahan() -> dict[str, Bahan]:
    def of(rows: list[Jawaban], bobot: str = "1/9", **more: object) -> Bahan:
        return bahan_of(rows, ketentuan=Ketentuan(_SEMBILAN, bobot=bobot), **more)  # type: ignore[arg-type]

    dice = random.Random(7)
    made = {
        "pulutan": pulutan(tren={"2024-S1": rekap_of(_random(3, 40, lowest=3))}),
        "harapan": of(_random(5, 31), harapan=_random(6, 31, lowest=3), layanan=["kk", *["ktp"] * 30]),
        "seri": of([dict.fromkeys(KEYS, 3)] * 6, harapan=[dict.fromkeys(KEYS, 4)] * 6),
        "terendah": of([dict.fromkeys(KEYS, 1)] * 5, "0,11"),
        "tertinggi": of([dict.fromkeys(KEYS, 4)] * 5, "0,11"),
        # On the edge of a band: 88,31 and 88,30; on a half: 28,125, printed 28,13.
        "tepi": of(_with_total(43, 1367)),
        "bawah": of(_with_total(19, 604)),
        "setengah": of(_with_total(8, 81)),
        # An NRR tertimbang of 0,2255 (2,05 × 0,11) and their sum: halves that binary numbers miss.
        "setengah3": of([dict.fromkeys(KEYS, 3), *[dict.fromkeys(KEYS, 2)] * 19], "0,11"),
        "besar": of(_random(11, 400), "0,1111"),
    }
    for ke, bobot in enumerate(("1/9", "0,111", "0,11", "0,1111", "1/9", "0,111")):
        made[f"acak{ke}"] = of(_random(100 + ke, dice.randint(5, 90), blank=0.1 * (ke % 2)), bobot)
    return made


@pytest.fixture(scope="module")
def books(bahan: Mapping[str, Bahan]) -> dict[str, bytes]:
    return {name: render_xlsx(one) for name, one in bahan.items()}


@pytest.fixture(scope="module")
def computed(books: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Buku]:
    """As LibreOffice computes them, with nothing to go by but the formulas."""
    return shown({name: without_results(book) for name, book in books.items()}, tmp_path_factory.mktemp("computed"))


def _dua(nilai: Fraction | None, desimal: int = 2) -> str:
    assert nilai is not None
    return angka(round_half_up(nilai, desimal))


def test_pulutan_comes_to_its_published_result(computed: Mapping[str, Buku]) -> None:
    """86,03, B, Baik with 0,111, a half that binary numbers miss; each NRR and NIK as the report prints it."""
    ikm = computed["pulutan"]["Hasil"][-3]
    assert [cell for cell in ikm if cell] == ["IKM", "50", "3,441", "86,03", "B", "Baik"]
    footer = {line[0]: line[1:] for line in computed["pulutan"]["Matriks"][54:]}
    assert footer["Jumlah nilai"][-1] == "1.550"
    assert footer["NRR"][:9] == ["3,34", "3,42", "3,32", "4,00", "3,34", "3,32", "3,52", "3,62", "3,12"]
    assert (footer["IKM"][-1], footer["Mutu"][-1], footer["Kinerja"][-1]) == ("86,03", "B", "Baik")


def test_every_formula_comes_to_what_scoring_prints(bahan: Mapping[str, Bahan], computed: Mapping[str, Buku]) -> None:
    """NRR, NRR tertimbang, NIK, mutu and kinerja of each unsur, and of the whole, for every weight convention."""
    for name, one in bahan.items():
        hasil, lines = one.laporan.hasil, computed[name]["Hasil"][4:]
        for unsur, line in zip(hasil.unsur, lines, strict=False):
            assert unsur.mutu
            assert line[:9] == [
                unsur.unsur.kode, unsur.unsur.nama, angka(unsur.total), angka(unsur.n), _dua(unsur.nrr),
                _dua(unsur.nrr_tertimbang, 3), _dua(unsur.nik), unsur.mutu.huruf, unsur.mutu.kinerja,
            ], name  # fmt: skip
        assert hasil.mutu
        assert lines[9][6:9] == [_dua(hasil.ikm), hasil.mutu.huruf, hasil.mutu.kinerja], name
        assert lines[9][3] == angka(hasil.n)


def test_what_stands_in_the_file_is_what_is_computed(
    books: Mapping[str, bytes], computed: Mapping[str, Buku], tmp_path: Path
) -> None:
    """Each cell of each sheet: a program that computes nothing shows the same as one that computes all."""
    assert shown(books, tmp_path) == computed


def test_harapan_gap_and_quadrant(bahan: Mapping[str, Bahan], computed: Mapping[str, Buku]) -> None:
    """As compute_harapan has them, unrounded until printed; all unsur alike are all high on both sides."""
    for name in ("harapan", "seri"):
        harapan = bahan[name].harapan
        assert harapan
        for one, line in zip(harapan.unsur, computed[name]["Hasil"][4:], strict=False):
            assert line[9:12] == [_dua(one.harapan), _dua(one.gap), one.kuadran.value]
        assert computed[name]["Hasil"][14][6] == _dua(harapan.ihm)
    assert {line[11] for line in computed["seri"]["Hasil"][4:13]} == {"pertahankan"}


def test_counts_shares_and_the_share_done(bahan: Mapping[str, Bahan], computed: Mapping[str, Buku]) -> None:
    """Sebaran is counted from the matrix; profile and the plans' realisation add up."""
    for name, one in bahan.items():
        counts = [int(line[4].replace(".", "")) for line in computed[name]["Sebaran"][4:]]
        assert counts == [n for unsur in one.sebaran for n in unsur.sebaran], name
    profil = computed["pulutan"]["Profil"]
    assert [line[2] for line in profil if line[1] == "Jumlah"] == ["50"] * 4
    assert ["Jenis kelamin", "Perempuan", "32", "64,00"] in [line[:4] for line in profil]
    assert computed["pulutan"]["Realisasi RTL"][-1][6] == "50,00"
    assert computed["pulutan"]["Tren"][-1][:4] == ["2024-S2", "Semester II 2024", "50", "86,03"]


def test_formulas_are_live_and_the_same_figures_give_the_same_bytes(books: Mapping[str, bytes]) -> None:
    """The bobot stands in one named cell; nothing of the moment gets in."""
    book = openpyxl.load_workbook(io.BytesIO(books["pulutan"]))
    assert book.sheetnames == [
        "Matriks", "Hasil", "Sebaran", "Profil", "Layanan", "Tren", "RTL", "Realisasi RTL", "Ketentuan"
    ]  # fmt: skip
    nama, cell = book.defined_names["Bobot"].attr_text.split("!")
    assert book[nama][cell.replace("$", "")].value == 0.111
    assert book["Matriks"]["B58"].value == "=ROUND(B57*Bobot,14)"
    assert not any(sheet.protection.sheet for sheet in book)
    assert render_xlsx(pulutan()) == render_xlsx(pulutan())


def test_who_withdrew_after_the_closing_is_in_no_matrix_and_changes_no_result() -> None:
    """The kept figures stay; the sheet says why it holds a row less."""
    whole = pulutan()
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(replace(whole, matriks=whole.matriks[1:]))))
    assert [cell.value for cell in book["Hasil"][14]][1:8] == ["IKM", None, 50, None, None, 86.03, "B"]
    notes = [str(row[0].value) for row in book["Matriks"] if "menarik jawabannya" in str(row[0].value)]
    assert notes == [
        "Hasil resmi dihitung dari 50 responden; matriks ini memuat 49. "
        "Yang menarik jawabannya setelah periode ditutup tidak lagi tercantum."
    ]
    many = bahan_of(_random(3, 1_235))
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(replace(many, matriks=many.matriks[1:]))))["Matriks"]
    assert any("dari 1.235 responden; matriks ini memuat 1.234." in str(row[0].value) for row in sheet)


def test_of_fewer_than_five_nothing_is_broken_down() -> None:
    """No matrix, no counts, no profile: the result of the whole alone."""
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(bahan_of(_random(1, 4)))))
    assert book.sheetnames == ["Hasil", "Tren", "Ketentuan"]
    shown_cells = {cell.value for row in book["Hasil"].iter_rows(min_row=5) for cell in row}
    assert "U1" not in shown_cells


NAKAL = '=HYPERLINK("http://example.org")'


def test_no_text_becomes_a_formula() -> None:
    """Whatever a unit, a service or a plan is called."""
    unit = replace(UNIT, nama=NAKAL, layanan=(replace(UNIT.layanan[0], nama=NAKAL),))
    plan = rtl_row("sarana", program=NAKAL, penanggung_jawab=NAKAL)
    lalu = rtl_row("sarana", uraian=NAKAL, hambatan="@" + NAKAL)
    bahan = bahan_of(_random(2, 9), unit=unit, layanan=["kk"] * 9, rtl=[plan], rtl_lalu=[lalu])
    data = render_xlsx(bahan)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert sum(cell.value == NAKAL for cell in cells) == 4
    assert not [cell for cell in cells if "HYPERLINK" in str(cell.value) and cell.data_type != "s"]
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert not [name for name in file.namelist() if "sheet" in name and b"<hyperlink" in file.read(name)]


def test_a_blank_cell_stays_blank() -> None:
    """An unsur without an answer counts neither as 0 nor at all."""
    rows = [dict.fromkeys(KEYS, 4)] * 6
    rows[0] = {key: 2 for key in KEYS if key != "biaya"}
    bahan = bahan_of(rows)
    assert bahan.matriks[0] == Baris(1, rows[0], {})
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(bahan)), data_only=True)["Matriks"]
    biaya = [unsur.key for unsur in INSTRUMEN.unsur].index("biaya") + 2
    assert [sheet.cell(row, biaya).value for row in range(5, 14)][:2] == [None, 4]
    assert (sheet.cell(12, biaya).value, sheet.cell(13, biaya).value) == (5, 4)
