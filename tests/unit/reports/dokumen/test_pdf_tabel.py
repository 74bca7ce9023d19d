from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.reports.dokumen.blok import (
    Bab,
    Kolom,
    Lampiran,
    Paragraf,
    TabelBlok,
)
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.pdf import render_pdf
from tests.unit.reports.dokumen.cetakan import read, tabel, texts
from tests.unit.reports.dokumen.contoh import dokumen

STATM = Path("/proc/self/statm")


def test_a_long_table_repeats_its_head_and_closes_once() -> None:
    pages = texts(read(tabel("Daftar", rows=120)))
    assert len(pages) > 2
    assert all("Kolom 0 Kolom 1 Kolom 2" in page for page in pages)
    assert [page.count("jumlah 0") for page in pages] == [0] * (len(pages) - 1) + [1]
    assert [found for page in pages for found in re.findall(r"D(\d+)\.0", page)] == [str(n) for n in range(120)]


def test_a_short_table_is_not_torn_apart() -> None:
    pages = texts(read(*[Paragraf("Isi paragraf.")] * 36, tabel("Usia", rows=8)))
    assert [("U0.0" in page, "U7.0" in page) for page in pages] == [(False, False), (True, True)]


def test_the_matrix_of_three_hundred_respondents_stands_on_turned_pages() -> None:
    reader = read(
        Bab("Hasil"), Lampiran("Matriks", mendatar=True), tabel("Nilai", 300, columns=12), Bab("Penutup", False)
    )
    turned = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert turned == [False, *[True] * (len(turned) - 2), False]
    found = [row for page in texts(reader) for row in re.findall(r"N(\d+)\.11", page)]
    assert found == [str(n) for n in range(300)]


def test_a_row_too_long_for_a_page_goes_on_overleaf() -> None:
    pages = texts(read(TabelBlok("Saran", (Kolom("Saran"),), (("kata " * 2000 + "tamat",),))))
    assert len(pages) > 1
    assert "tamat" in pages[-1]


def test_a_word_wider_than_its_column_is_broken_and_covers_no_other() -> None:
    narrow = TabelBlok("", (Kolom("A"), Kolom("B", lebar=9)), (("pertanggungjawaban/penyelenggaraan", "lain"),))
    lines = read(narrow).pages[0].extract_text().replace("\u200b", "").split()
    assert "".join(lines[2:]).startswith("pertanggungjawaban/penyelenggaraanlain")
    assert max(len(line) for line in lines[2:-3]) < len("pertanggungjaw")


def test_a_row_that_does_not_fit_its_head_is_named() -> None:
    with pytest.raises(DokumenError, match=r"Tabel 1 “Usia”: the row beginning with “a” has 1 cells, the head has 2"):
        render_pdf(dokumen(TabelBlok("Usia", (Kolom("A"), Kolom("B")), (("a",),))))


@pytest.mark.skipif(not STATM.exists(), reason="memory is read from /proc")
def test_the_memory_of_a_document_is_given_back() -> None:
    """Kept for documents to come, that of six such tables would be 150 MB."""
    used = []
    for n in range(9):
        render_pdf(dokumen(tabel(f"{'x' * n}Usia", rows=200, columns=6)))
        used.append(int(STATM.read_text().split()[1]) * 4096 / 2**20)
    assert used[-1] - used[2] < 60
