from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn

from bot.reports.dokumen.blok import (
    Bab,
    Blok,
    Butir,
    DaftarIsi,
    GambarBlok,
    HalamanBaru,
    Kolom,
    Lampiran,
    Paragraf,
    Potongan,
    Subbab,
    TabelBlok,
    TandaTangan,
)
from bot.reports.dokumen.docx import render_docx
from bot.reports.dokumen.docx.sections import TURNED
from bot.reports.dokumen.docx.tables import share
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas import Identitas, PenandaTangan
from tests.unit.reports.dokumen.contoh import HARI, IDENTITAS, SAMPUL, bagan, dokumen, laporan, matriks

KHUSUS = "a < b & c > d \"e\" 'f' {TOC} \\* ]]> &amp; <w:p/> ✓ é 漢 😀"


def read(data: bytes) -> Opened:
    return Document(BytesIO(data))


def opened(*blok: Blok, identitas: Identitas = IDENTITAS, kop: bool = False) -> Opened:
    return read(render_docx(dokumen(*blok, identitas=identitas, kop=kop)))


def tabel(judul: str = "Usia", label: str = "", baris: tuple[tuple[str, ...], ...] = (("muda", "1"),)) -> TabelBlok:
    return TabelBlok(judul, (Kolom("Kelas", "kiri", 3), Kolom("Jumlah", "kanan")), baris, label=label)


def texts(document: Opened, *styles: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style is not None and one.style.style_id in styles]


def codes(document: Opened) -> list[str]:
    return [(one.text or "").strip() for one in document.element.body.iter(qn("w:instrText"))]


def count(document: Opened, name: str) -> int:
    return sum(1 for _ in document.element.body.iter(qn(name)))


def test_chapters_sections_and_captions_are_words_own_kinds() -> None:
    document = read(render_docx(laporan()))
    assert texts(document, "Heading1")[:3] == ["Kata Pengantar", "Pendahuluan", "Pengumpulan Data"]
    assert texts(document, "Heading2")[:2] == ["Latar Belakang", "Dasar Hukum"]
    assert texts(document, "Caption")[:2] == [
        "Gambar III.1 Nilai rata-rata per unsur",
        "Tabel III.1 Jawaban unsur Persyaratan",
    ]


def test_contents_are_fields_that_bring_their_entries_and_pages_along() -> None:
    document = opened(
        Bab("Kata Pengantar", bernomor=False), DaftarIsi(), Bab("Hasil"), Subbab("Usia"), Subbab("Rinci", 3), tabel(),
        HalamanBaru(), tabel("Kelas"), Lampiran("Kuesioner"),
    )  # fmt: skip
    assert [one for one in codes(document) if one.startswith("TOC")] == [
        'TOC \\o "1-2" \\h \\z', 'TOC \\h \\z \\c "Tabel"',
    ]  # fmt: skip
    assert texts(document, "TOC1", "TOC2", "TableofFigures") == [
        "Kata Pengantar\ti", "BAB I Hasil\t1", "1.1 Usia\t1", "Lampiran 1 Kuesioner\t3", "Tabel I.1 Usia\t1",
        "Tabel I.2 Kelas\t2",
    ]  # fmt: skip


def test_pages_known_better_are_taken_as_given() -> None:
    blocks = dokumen(DaftarIsi(), Bab("Penutup", bernomor=False), Bab("Hasil"), Subbab("Usia"), tabel())
    document = read(render_docx(blocks, {"Penutup": 4, "BAB I": 7, "Tabel I.1": 9}))
    assert texts(document, "TOC1", "TOC2", "TableofFigures") == [
        "Penutup\tiv", "BAB I Hasil\t7", "1.1 Usia\t1", "Tabel I.1 Usia\t9",
    ]  # fmt: skip


def test_every_link_leads_to_a_bookmark_and_every_bookmark_has_a_name_and_number_of_its_own() -> None:
    body = read(render_docx(laporan())).element.body
    marks = [(one.get(qn("w:id")), one.get(qn("w:name"))) for one in body.iter(qn("w:bookmarkStart"))]
    assert len({number for number, _ in marks}) == len({name for _, name in marks}) == len(marks)
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))}
    fields = {code.split()[1] for code in codes(read(render_docx(laporan()))) if code.startswith(("PAGEREF", "REF"))}
    assert links | fields <= {name for _, name in marks}


def test_a_reference_is_a_field_on_the_number_in_the_caption() -> None:
    document = opened(
        Bab("A"), Paragraf((Potongan("Lihat "), Potongan(rujuk="usia"), Potongan("."))), tabel(label="usia")
    )
    assert texts(document, "Normal") == ["Lihat Tabel I.1."]
    assert codes(document) == ["REF _Ref000002 \\h", "SEQ Tabel \\* ARABIC"]


def test_captions_count_on_and_say_so_where_they_begin_again() -> None:
    document = opened(Bab("A"), tabel(), tabel(), Bab("B"), tabel(), tabel())
    again = "SEQ Tabel \\* ARABIC \\r 1"
    assert codes(document) == ["SEQ Tabel \\* ARABIC", "SEQ Tabel \\* ARABIC", again, "SEQ Tabel \\* ARABIC"]


def test_each_numbered_list_and_each_chapters_sections_have_a_numbering_of_their_own() -> None:
    document = opened(
        Bab("A"), Butir(("satu", "dua"), True), Subbab("x"), Butir(("satu",), True), Butir(("titik",)), Subbab("y"),
        Lampiran("L"), Subbab("z"),
    )  # fmt: skip
    looks = {
        one.get(qn("w:abstractNumId")): next(one.iter(qn("w:lvlText"))).get(qn("w:val"))
        for one in document.part.numbering_part.element.iter(qn("w:abstractNum"))
    }
    used = [
        (paragraph.text, one.get(qn("w:val")))
        for paragraph in document.paragraphs
        for one in paragraph._p.iter(qn("w:numId"))
    ]
    assert [(text, looks[number]) for text, number in used] == [
        ("A", "BAB %1"), ("satu", "%1."), ("dua", "%1."), ("x", "1.%1"), ("satu", "%1."), ("titik", "•"),
        ("y", "1.%1"), ("L", "Lampiran %1"), ("z", "L1.%1"),
    ]  # fmt: skip
    number = dict(used)
    assert number["x"] == number["y"]
    assert [one for text, one in used if text == "satu"] == [number["dua"], number["satu"]]
    assert number["dua"] != number["satu"]


def test_a_table_repeats_its_head_keeps_rows_whole_and_is_as_wide_as_the_text() -> None:
    document = opened(Lampiran("Matriks", mendatar=True), matriks(300))
    (table,) = document.tables
    rows = table._tbl.tr_lst
    assert len(rows) == 304
    assert sum(len(list(row.iter(qn("w:cantSplit")))) for row in rows) == 304
    assert [n for n, row in enumerate(rows) if list(row.iter(qn("w:tblHeader")))] == [0]
    section = document.sections[0]
    text = TURNED.width * 12700
    assert sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid) * 635 == pytest.approx(text, abs=12700)
    assert section.page_width > section.page_height  # type: ignore[operator]
    assert [cell.text for cell in table.rows[303].cells][:2] == ["NRR tertimbang", "0,382"]


def test_a_table_stays_with_its_note_and_a_short_one_on_one_page() -> None:
    noted = replace(tabel(baris=(("a", "1"), ("b", "2"))), catatan="Catatan.")
    short, long = opened(noted).tables[0], opened(replace(noted, baris=noted.baris * 40, catatan="")).tables[0]
    assert [bool(list(row.iter(qn("w:keepNext")))) for row in short._tbl.tr_lst] == [True] * 3
    kept = [n for n, row in enumerate(long._tbl.tr_lst) if list(row.iter(qn("w:keepNext")))]
    assert kept == [0]


def test_columns_share_the_width_but_none_is_narrower_than_its_longest_word() -> None:
    columns = (Kolom("a", lebar=1), Kolom("b", lebar=1), Kolom("c", lebar=8))
    assert share(columns, (10, 10, 10), 100) == (10, 10, 80)
    assert share(columns, (40, 5, 10), 100) == pytest.approx((40, 60 / 9, 480 / 9))
    assert sum(share(columns, (100, 100, 200), 100)) == pytest.approx(100)


def test_sections_have_their_own_paper_and_page_numbers() -> None:
    document = opened(
        SAMPUL, Bab("Kata Pengantar", bernomor=False), Bab("A"), Lampiran("M", mendatar=True), tabel(), Lampiran("K")
    )
    kinds = [one._sectPr.find(qn("w:pgNumType")) for one in document.sections]
    assert [(one.get(qn("w:fmt")), one.get(qn("w:start"))) for one in kinds if one is not None] == [
        (None, None), ("lowerRoman", "1"), ("decimal", "1"), ("decimal", None), ("decimal", None),
    ]  # fmt: skip
    assert [one.page_width > one.page_height for one in document.sections] == [False, False, False, True, False]  # type: ignore[operator]
    feet = ["".join(one.text for one in section.footer.paragraphs) for section in document.sections]
    assert feet[0] == ""
    assert feet[1].endswith("Kelurahan Pulutan\t1")
    assert feet[2:] == ["Laporan SKM · Kelurahan Pulutan\tHalaman 1 dari 3"] * 3


def test_every_text_is_printed_as_it_is_and_no_text_is_markup() -> None:
    special = dokumen(
        SAMPUL, Bab(KHUSUS), Subbab(KHUSUS), Paragraf(KHUSUS), Butir((KHUSUS,)),
        TabelBlok(KHUSUS, (Kolom(KHUSUS),), ((KHUSUS,),), ((KHUSUS,),), KHUSUS),
        GambarBlok(KHUSUS, bagan(), KHUSUS), TandaTangan(KHUSUS, HARI, PenandaTangan(KHUSUS, KHUSUS, KHUSUS, KHUSUS)),
    )  # fmt: skip
    document = read(render_docx(replace(special, judul=KHUSUS, subjek=KHUSUS)))
    assert texts(document, "Heading1", "Heading2", "Normal", "ListBullet", "CatatanTabel") == [KHUSUS] * 5
    assert [cell.text for cell in document.tables[1].columns[0].cells] == [KHUSUS] * 3
    alts = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    assert alts == ["Logo Pemerintah Kota Salatiga", KHUSUS]
    assert document.core_properties.title == KHUSUS


def test_what_xml_forbids_is_dropped_and_a_line_end_is_a_line_break() -> None:
    document = opened(Paragraf("a\x00b\x0bc\ufffed\u202ee\r\nf\tg\ud800h"), tabel(baris=(("i\x1fj", "k\nl"),)))
    assert texts(document, "Normal") == ["abcde\nf gh"]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["ij", "k\nl"]


def test_the_file_says_what_it_is_and_whose_and_asks_nothing_when_opened() -> None:
    data = render_docx(laporan())
    properties = read(data).core_properties
    assert (properties.title, properties.subject) == ("Laporan Survei Kepuasan Masyarakat", "Kelurahan Pulutan")
    assert (properties.author, properties.language) == ("Pemerintah Kota Salatiga", "id-ID")
    assert properties.comments == ""
    assert isinstance(properties.created, datetime)
    assert properties.created.date() == HARI
    with ZipFile(BytesIO(data)) as parts:
        assert b"updateFields" not in parts.read("word/settings.xml")
        assert not [name for name in parts.namelist() if "thumbnail" in name]


def test_without_logo_and_signatory_there_are_names_and_dotted_lines() -> None:
    blank = Identitas("Pemerintah Kota Salatiga")
    document = opened(SAMPUL, Bab("Penutup"), TandaTangan("", HARI, PenandaTangan()), identitas=blank, kop=True)
    assert count(document, "w:drawing") == 0
    assert texts(document, "KopUnit") == ["Pemerintah Kota Salatiga"]
    signed = [one.text for one in document.tables[-1].rows[0].cells[1].paragraphs]
    assert [one.strip("…") for one in signed] == [", 21 November 2026", ",", "", "", "NIP "]
    assert all("…" in one for one in signed)


def test_the_letterhead_stands_above_the_first_chapter_on_its_page() -> None:
    document = opened(SAMPUL, Bab("Ringkasan", bernomor=False), Bab("Hasil"), kop=True)
    head = document.tables[1].rows[0].cells[1].text.split("\n")
    assert head == ["Pemerintah Kota Salatiga", "Kecamatan Sidorejo", "Kelurahan Pulutan", IDENTITAS.alamat]
    first, second = (one for one in document.paragraphs if one.style and one.style.style_id == "Heading1")
    assert first.paragraph_format.page_break_before is False
    assert second.paragraph_format.page_break_before is None


@pytest.mark.parametrize("data", [b"bukan gambar", b"\x89PNG\r\n\x1a\nrusak", b"<svg", b"\xff\xfe"])
def test_a_logo_that_is_no_picture_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(
        DokumenError, match=r"the logo of Pemerintah Kota Salatiga cannot be drawn .* give a PNG or SVG"
    ):
        opened(SAMPUL, identitas=replace(IDENTITAS, logo=data))


def test_a_figure_that_cannot_be_drawn_is_named() -> None:
    with pytest.raises(DokumenError, match=r"Gambar I.1 “Tren” cannot be drawn"):
        opened(Bab("A"), GambarBlok("Tren", "<svg", "Tren"))


def test_a_row_that_is_not_as_long_as_the_head_is_refused() -> None:
    with pytest.raises(
        DokumenError, match=r"Tabel I.1 “Usia”: the row beginning with “muda” has 1 cells, the head has 2"
    ):
        opened(Bab("A"), tabel(baris=(("muda",),)))


def test_a_document_without_blocks_is_a_page_of_its_own() -> None:
    assert len(opened().sections) == 1
