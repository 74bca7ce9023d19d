"""`ikm report`: official documents as files, from the published questionnaires of Kelurahan Pulutan."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from pypdf import PdfReader

from tests.acceptance.cli.program import Ikm
from tests.qr import matrix_of, modules_in
from tests.unit.reports.dokumen.halaman import part, picture_of_page
from tests.unit.reports.dokumen.soffice import shown, without_results

S2 = ("--periode", "2024-S2")
PUBLIC = "https://survei.example.go.id"
BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "sav": b"$FL2", "json": b"{", "png": b"\x89PNG"}


@pytest.fixture(scope="module")
def agreed(pulutan_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ikm]:
    """Pulutan with the bobot that its report used."""
    folder = tmp_path_factory.mktemp("terbit") / "pulutan"
    shutil.copytree(pulutan_folder, folder)
    ikm = Ikm(folder)
    assert ikm("periode", "set", "2024-S2", "--bobot", "0.111").code == 0
    yield ikm
    assert list(folder.rglob("*.part")) == []


def written(ikm: Ikm, form: str, subject: str = "pulutan", **settings: str) -> tuple[str, bytes]:
    """The name and bytes of what the call says it wrote."""
    done = ikm("report", subject, *S2, "--format", form, "--json", **settings)
    assert done.code == 0, done.err
    file = ikm.folder / done.json["file"]
    assert done.json["size"] == file.stat().st_size
    return file.name, file.read_bytes()


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_pdf_says_what_the_published_report_says(agreed: Ikm) -> None:
    nama, isi = written(agreed, "pdf")
    assert nama == "laporan-pulutan-2024-S2.pdf"
    text = text_of(isi)
    for said in ("Kelurahan Pulutan", "86,03", "Baik", "0,111", "Semester II 2024", "Jumlah 50 100,00"):
        assert said.casefold() in text.casefold()


def test_the_workbook_computed_by_libreoffice_comes_to_the_published_index(agreed: Ikm, tmp_path: Path) -> None:
    _, isi = written(agreed, "xlsx")
    books = shown({"utuh": isi, "dihitung": without_results(isi)}, tmp_path)
    for book in books.values():
        assert any("86,03" in row or "86.03" in row for row in book["Hasil"])
        assert any("86,03" in row or "86.03" in row for row in book["Matriks"])
    assert books["utuh"]["Hasil"] == books["dihitung"]["Hasil"]


def test_word_data_and_square_poster_are_what_their_names_say(agreed: Ikm, tmp_path: Path) -> None:
    for form in ("docx", "json", "csv", "sav", "poster-persegi"):
        nama, isi = written(agreed, form)
        assert isi.startswith(BEGINS.get(nama.rpartition(".")[2], b""))
        match form:
            case "docx":
                with zipfile.ZipFile(io.BytesIO(isi)) as docx:
                    assert "86,03" in docx.read("word/document.xml").decode()
            case "json":
                assert json.loads(isi)["ikm"]["tercetak"] == "86,03"
            case "csv":
                assert len(isi.decode("utf-8-sig").split("\n")) == 52
            case "sav":
                (tmp_path / nama).write_bytes(isi)
                frame, _ = pyreadstat.read_sav(str(tmp_path / nama))
                assert len(frame) == 50
    assert agreed("report", "pulutan", *S2, "--format", "poster", "--out", "poster.png").code == 0
    assert (agreed.folder / "poster.png").read_bytes().startswith(BEGINS["png"])
    with closing(sqlite3.connect(agreed.database)) as database:
        exports = database.execute("SELECT nama, rincian FROM audit WHERE tindakan = 'dokumen.terbit'").fetchall()
    assert {nama for nama, _ in exports} == {"perintah ikm"}
    assert any("Data SPSS" in rincian for _, rincian in exports)


def test_posters_and_stickers_lead_to_the_units_survey(agreed: Ikm) -> None:
    """The code is read back from the printed page. Without a public address a poster does without."""
    _, poster = written(agreed, "poster", PUBLIC_URL=PUBLIC)
    nama, stiker = written(agreed, "stiker", PUBLIC_URL=PUBLIC)
    assert nama == "stiker-pulutan-2024-S2.pdf"
    assert "86,03" in text_of(poster)
    assert "survei.example.go.id/s/pulutan" in text_of(stiker).replace(" ", "")
    sheet = picture_of_page(stiker, 1, 150)
    assert modules_in(part(sheet, 0.0, 0.0, 0.5, 0.5)) == matrix_of(f"{PUBLIC}/s/pulutan")
    foot = part(picture_of_page(poster, 1, 100), 0.7, 0.85, 1.0, 1.0)
    assert modules_in(foot) == matrix_of(f"{PUBLIC}/s/pulutan")
    _, without = written(agreed, "poster-a3")
    assert "Pindai" in text_of(poster)
    assert "Pindai" not in text_of(without)
    nobody = agreed("report", "pulutan", *S2, "--format", "stiker").complaint(1)
    assert nobody.startswith("Kelurahan Pulutan: pulutan: nobody's phone can reach http://")
    assert "IKM_PUBLIC_URL" in nobody


def test_a_file_is_replaced_whole_and_stays_where_the_new_one_cannot_be_had(agreed: Ikm) -> None:
    file = agreed.folder / "data" / "laporan.json"
    file.parent.mkdir()
    file.write_text("lama " * 100_000)
    words = (*S2, "--format", "json", "--out", str(file))
    assert agreed("report", "pulutan", *words).out.startswith(f"{file}: ")
    new = file.read_bytes()
    assert json.loads(new)
    assert agreed("report", "lain", *words).complaint(1) == "Unit Lain: no responses in 2024-S2"
    assert file.read_bytes() == new
    assert list(file.parent.iterdir()) == [file]
    assert agreed("report", "pulutan", *S2, "--format", "json", "--out", str(file.parent)).code == 0
    assert sorted(one.name for one in file.parent.iterdir()) == ["data-pulutan-2024-S2.json", "laporan.json"]


def test_all_units_each_in_a_file_and_those_without_answers_named(agreed: Ikm) -> None:
    done = agreed("report", "--all", *S2, "--format", "pdf", "--out", "semua", "--json")
    assert done.code == 1
    told: list[dict[str, Any]] = done.json
    assert [(one["kode"], one["problem"]) for one in told] == [
        ("pulutan", ""),
        ("lain", "no responses in 2024-S2"),
    ]
    assert [one.name for one in (agreed.folder / "semua").iterdir()] == ["laporan-pulutan-2024-S2.pdf"]
    assert done.err == ""


def test_all_units_together_have_a_summary(agreed: Ikm) -> None:
    nama, isi = written(agreed, "pdf", "kota")
    assert nama == "laporan-semua-unit-2024-S2.pdf"
    text = text_of(isi)
    assert "Ringkasan Eksekutif".casefold() in text.casefold()
    assert "Belum ada unit yang mendapat jawaban di OPD pelayanan." in text
    assert "86,03" in text


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("x", *S2), 2, "there is no unit or group 'x'; `ikm units list` shows them, `kota` means all"),
        (("pulutan", "--periode", "juli"), 2, "'juli' is not a periode; write one like 2024, 2024-S2"),
        (S2, 2, "name a unit, a group or kota, or say --all"),
        (("pulutan", *S2, "--out", "a.docx"), 2, "a.docx: --format pdf writes a file that ends in .pdf"),
        (("kota", *S2, "--format", "sav"), 2, "sav is of one unit; of several there are pdf, docx, xlsx, stiker"),
        (("pulutan", *S2, "--format", "json", "--out", "tidak/ada.json"), 1, "tidak/ada.json: No such file"),
        (("--all", *S2, "--format", "json", "--out", "units.csv"), 1, "units.csv: File exists"),
        (("pulutan", *S2, "--format", "json", "--out", "/proc/ada.json"), 1, "/proc/ada.json: "),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(
    read_only: Ikm, words: tuple[str, ...], code: int, reason: str
) -> None:
    assert read_only("report", *words).complaint(code).startswith(reason)
