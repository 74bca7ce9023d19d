"""What LibreOffice makes of the Word file: the pages that a person sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.reports.dokumen.blok import Bab, Blok, DaftarIsi, Dokumen, Paragraf
from bot.reports.dokumen.docx import render_docx
from bot.reports.dokumen.identitas import Identitas
from tests.unit.reports.dokumen.contoh import HARI, UNSUR, laporan, matriks
from tests.unit.reports.dokumen.soffice import flat, pages_of

ENTRY = re.compile(r"^((?:BAB|Lampiran|Tabel|Gambar|Kata|L?\d+\.\d+) .*?)\.{3,} ?(\d+|[ivx]+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages_of(render_docx(laporan(rows=300)), tmp_path_factory.mktemp("laporan"))


def test_the_contents_name_the_pages_on_which_everything_stands(pages: list[str]) -> None:
    contents = next(n for n, page in enumerate(pages) if flat(page).startswith("daftarisi"))
    entries = [(" ".join(name.split()), page) for name, page in ENTRY.findall(pages[contents])]
    assert len(entries) == 33
    body = contents + 1
    for name, page in entries:
        place = body + int(page) - 1 if page.isdigit() else contents - 1
        assert flat(name) in flat(pages[place]), (name, page)
    last = len(pages) - body
    for number, page in enumerate(pages[body:], 1):
        assert f"Halaman {number} dari {last}" in " ".join(page.split())


def test_numbers_and_tables_are_those_of_the_blocks_in_their_order(pages: list[str]) -> None:
    text = flat("".join(pages))
    text = text[text.index("babipendahuluan", text.index("daftargambar")) :]
    wanted = ["BAB I Pendahuluan", "1.1 Latar Belakang", "1.2 Dasar Hukum", "2.1 Pelaksana", "BAB III Hasil", "86,03"]
    wanted += [f"Tabel III.{n} Jawaban unsur {nama} NilaiJawaban" for n, nama in enumerate(UNSUR, 1)]
    wanted += ["Tabel IV.1", "Lampiran 1", "L1.1 Pertanyaan", "Tabel L2.1", "Lampiran 3", "Tabel L3.1"]
    at = 0
    for one in wanted:
        at = text.index(flat(one), at)
    assert "sebaranjawabantermuatdalamtabeliii.9." in text
    assert text.count("respondenu1u2u3u4u5u6u7u8u9") > 5
    rows = flat("".join("".join(row) for row in matriks(300).baris[295:]))
    assert rows in text


def test_chapters_of_any_length_are_found_on_their_pages(tmp_path: Path) -> None:
    blocks: list[Blok] = [DaftarIsi()]
    for n in range(1, 30):
        blocks += [Bab(f"Bagian ke-{n}"), *[Paragraf("Kata demi kata, kalimat demi kalimat. " * n)] * 11]
    pages = pages_of(render_docx(Dokumen("Buku", "Panjang", Identitas("Kota"), HARI, tuple(blocks))), tmp_path)
    entries = re.findall(r"(BAB \w+ Bagian ke-\d+)\.+ ?(\d+)", pages[0])
    assert len(entries) == 29
    assert [(name, page) for name, page in entries if flat(name) not in flat(pages[int(page)])] == []
