from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.reports.dokumen.blok import (
    Bab,
    Butir,
    DaftarIsi,
    GambarBlok,
    HalamanBaru,
    Kolom,
    Lampiran,
    Paragraf,
    Potongan,
    Sorot,
    Subbab,
    TabelBlok,
    TandaTangan,
)
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas import Identitas, PenandaTangan
from bot.reports.dokumen.pdf import render_pdf
from tests.unit.reports.dokumen.cetakan import KHUSUS, SVG, objects, read, tabel, texts
from tests.unit.reports.dokumen.contoh import HARI, IDENTITAS, LURAH, SAMPUL, dokumen


def test_a_report_has_its_pages_in_order_with_numbers_contents_and_properties() -> None:
    reader = read(
        SAMPUL,
        Bab("Kata Pengantar", bernomor=False),
        TandaTangan("Salatiga", HARI, LURAH),
        DaftarIsi(),
        Bab("Pendahuluan"),
        Subbab("Latar Belakang"),
        Paragraf(
            (Potongan("Usia ada di "), Potongan(rujuk="usia"), Potongan(", trennya di "), Potongan(rujuk="tren"))
        ),
        Bab("Hasil"),
        tabel("Pekerjaan"),
        tabel("Usia", label="usia"),
        GambarBlok("Tren IKM", SVG, "IKM naik.", label="tren"),
        Sorot((("86,03", "IKM"), ("B", "mutu"))),
        HalamanBaru(),
        Butir(("butir satu", "butir dua"), bernomor=True),
        Lampiran("Kuesioner"),
        tabel("Isian"),
    )
    cover, preface, contents, one, two, three, annex = pages = texts(reader)
    assert "LAPORAN SURVEI KEPUASAN MASYARAKAT" in cover
    assert "Halaman" not in cover
    signed = r"Salatiga, 21 November 2026 Lurah Pulutan, Dra\. Sri Wahyuni, M\.Si\. Penata .* NIP 19700101"
    assert re.search(signed, preface)
    assert preface.endswith("Laporan SKM i")
    assert re.search(
        r"Kata Pengantar [ .]+ i Daftar Isi [ .]+ ii BAB I Pendahuluan [ .]+ 1 1\.1 Latar Belakang [ .]+ 1 "
        r"BAB II Hasil [ .]+ 2 Lampiran 1 Kuesioner [ .]+ 4 Daftar Tabel Tabel II\.1 Pekerjaan [ .]+ 2 "
        r"Tabel II\.2 Usia [ .]+ 2 Tabel L1\.1 Isian [ .]+ 4 Daftar Gambar Gambar II\.1 Tren IKM [ .]+ 2",
        contents,
    )
    assert one.startswith("BAB I PENDAHULUAN 1.1 Latar Belakang Usia ada di Tabel II.2, trennya di Gambar II.1")
    assert one.endswith("Halaman 1 dari 4")
    order = [
        "BAB II HASIL",
        "Tabel II.1 Pekerjaan",
        "Tabel II.2 Usia",
        "Sangat Baik 88,31",
        "Gambar II.1 Tren IKM",
        "86,03",
    ]
    assert [two.index(words) for words in order] == sorted(two.index(words) for words in order)
    assert three.startswith("Kelurahan Pulutan Hasil 1. butir satu 2. butir dua"), (
        "the chapter that goes on stands above"
    )
    assert annex.startswith("LAMPIRAN 1 KUESIONER Tabel L1.1 Isian Kolom 0 Kolom 1 Kolom 2 I0.0 I0.1")
    assert len(pages) == 7
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Laporan SKM", "Pemerintah Kota Salatiga")
    assert reader.metadata.creation_date == datetime(2026, 11, 21, tzinfo=UTC)
    assert str(reader.root_object["/Lang"]) == "id-ID"
    assert "/StructTreeRoot" in reader.root_object, "tagged, for screen readers"
    assert [one.title for one in reader.outline if not isinstance(one, list)][-1] == "Lampiran 1 Kuesioner"


def test_a_figure_says_in_words_what_it_shows() -> None:
    reader = read(GambarBlok("Tren", SVG, "IKM naik dari 85,97 ke 86,03."))
    assert "IKM naik dari 85,97 ke 86,03." in [one.get("/Alt") for one in objects(reader)]


def test_every_character_is_printed_as_it_is_wherever_it_stands() -> None:
    identitas = replace(IDENTITAS, pemda=KHUSUS, kop=(KHUSUS,), alamat=KHUSUS)
    signer = PenandaTangan(KHUSUS, KHUSUS, KHUSUS, KHUSUS)
    reader = read(
        Paragraf(KHUSUS),
        Paragraf((Potongan(KHUSUS, tebal=True), Potongan(" x "), Potongan(KHUSUS, miring=True))),
        Butir((KHUSUS,)),
        TabelBlok(KHUSUS, (Kolom(KHUSUS),), ((KHUSUS,),), ((KHUSUS,),), KHUSUS, label=KHUSUS),
        Sorot(((KHUSUS, KHUSUS),)),
        TandaTangan(KHUSUS, HARI, signer),
        Bab(KHUSUS),
        Subbab(KHUSUS),
        Subbab(KHUSUS, 3),
        identitas=identitas,
        kop=True,
    )
    printed = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    assert printed.upper().count(re.sub(r"\s", "", KHUSUS).upper()) == 22
    assert reader.metadata is not None
    assert reader.metadata.author == KHUSUS


def test_what_no_line_can_hold_is_left_out_and_a_new_line_is_a_new_line() -> None:
    (page,) = texts(read(TabelBlok("", (Kolom("Saran"),), (("bagus\x00 \ud800\u202e👍🏽\nsekali",),))))
    assert "bagus sekali" in page


def test_a_picture_higher_than_a_page_is_made_smaller_to_stand_on_it_with_its_caption() -> None:
    high = SVG.replace('height="200"', 'height="2400"')
    pages = texts(read(Paragraf("Isi."), GambarBlok("Peringkat", high, "Peringkat."), Paragraf("Tamat.")))
    assert ["Sangat Baik" in page and "Gambar 1 Peringkat" in page for page in pages[1:]] == [True] * (len(pages) - 1)
    assert "Tamat." in pages[-1]


def test_without_logo_and_signatory_there_are_dotted_lines_to_fill_in() -> None:
    (page,) = texts(
        read(SAMPUL, TandaTangan("", HARI, PenandaTangan()), identitas=Identitas("Pemerintah Kota"), kop=True)
    )[1:]
    assert page.startswith("PEMERINTAH KOTA")
    assert re.search(r"\.{10,}, 21 November 2026 \.{20,} \.{20,} \.{20,} NIP \.{20,}", page)


def test_the_letterhead_stands_once_even_above_a_chapter() -> None:
    pages = texts(
        read(Bab("Ringkasan", bernomor=False), Paragraf("Isi."), HalamanBaru(), Paragraf("Lagi."), kop=True)
    )
    assert pages[0].startswith(
        f"PEMERINTAH KOTA SALATIGA KECAMATAN SIDOREJO KELURAHAN PULUTAN {IDENTITAS.alamat} RINGKASAN"
    )
    assert ["PEMERINTAH" in page for page in pages] == [True, False]
    assert pages[0].endswith("Halaman 1 dari 2"), "without numbered chapters there is nothing before them"


def test_the_same_document_gives_the_same_bytes() -> None:
    same = dokumen(SAMPUL, Bab("Hasil"), tabel("Usia"), GambarBlok("Tren", SVG, "Tren."))
    assert render_pdf(same) == render_pdf(same)


def test_only_fonts_that_are_carried_along_are_used() -> None:
    reader = read(Paragraf("Isi ✓ ≥"), GambarBlok("Tren", SVG, "Tren."))
    fonts = {str(font["/BaseFont"]).partition("+")[2] for font in objects(reader) if font.get("/Type") == "/Font"}
    assert "LiberationSans" in fonts
    assert all(re.match("LibertinusSerif|LiberationSans|DejaVuSansMono|NewCM", one) for one in fonts)


@pytest.mark.parametrize("logo", [b"<svg", b"<html></html>", b"\x89PNG\r\n\x1a\nrusak", b"GIF89a", b"bukan gambar"])
def test_a_logo_that_cannot_be_drawn_is_named(logo: bytes) -> None:
    with pytest.raises(
        DokumenError, match=r"the logo of Pemerintah Kota Salatiga cannot be drawn .* give a PNG or SVG"
    ):
        render_pdf(dokumen(SAMPUL, identitas=replace(IDENTITAS, logo=logo)))


def test_a_chart_that_cannot_be_drawn_is_named() -> None:
    with pytest.raises(DokumenError, match=r"Gambar I\.1 “Tren” cannot be drawn"):
        render_pdf(dokumen(Bab("Hasil"), GambarBlok("Tren", "<svg", "")))
