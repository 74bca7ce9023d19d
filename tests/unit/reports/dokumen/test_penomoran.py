from __future__ import annotations

from datetime import date

import pytest

from bot.reports.dokumen.blok import (
    Bab,
    Blok,
    Butir,
    DaftarIsi,
    Dokumen,
    GambarBlok,
    Isi,
    Kolom,
    Lampiran,
    Paragraf,
    Potongan,
    Subbab,
    TabelBlok,
)
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.penomoran import number, resolve, romawi


def dokumen(*blok: Blok) -> Dokumen:
    return Dokumen("Laporan", "Kelurahan", Identitas("Pemerintah Kota"), date(2026, 11, 21), blok)


def tabel(label: str = "") -> TabelBlok:
    return TabelBlok("Usia", (Kolom("Usia"),), (("20",),), label=label)


def gambar(label: str = "") -> GambarBlok:
    return GambarBlok("Tren", "<svg/>", "Tren naik.", label=label)


def nomor(*blok: Blok) -> list[str]:
    return [one.nomor for one in number(dokumen(*blok))]


def test_chapters_are_roman_and_those_without_a_number_do_not_count() -> None:
    assert nomor(Bab("Kata Pengantar", bernomor=False), DaftarIsi(), Bab("Pendahuluan"), Bab("Hasil")) == [
        "", "", "BAB I", "BAB II",
    ]  # fmt: skip


def test_sections_count_anew_in_each_chapter_and_the_third_level_has_no_number() -> None:
    assert nomor(
        Bab("A"), Subbab("a"), Subbab("i", 3), Subbab("b"), Bab("B"), Subbab("c"), Lampiran("L"), Subbab("d")
    ) == ["BAB I", "1.1", "", "1.2", "BAB II", "2.1", "Lampiran 1", "L1.1"]


def test_tables_and_figures_count_apart_in_each_chapter_and_annex() -> None:
    assert nomor(
        Bab("A"), tabel(), gambar(), tabel(), Bab("B"), gambar(),
        Lampiran("K"), tabel(), Lampiran("M"), tabel(), tabel(),
    ) == [
        "BAB I", "Tabel I.1", "Gambar I.1", "Tabel I.2", "BAB II", "Gambar II.1",
        "Lampiran 1", "Tabel L1.1", "Lampiran 2", "Tabel L2.1", "Tabel L2.2",
    ]  # fmt: skip


def test_outside_of_numbered_chapters_numbers_run_on_so_that_none_is_given_twice() -> None:
    front, back = Bab("Ringkasan", bernomor=False), Bab("Kota", bernomor=False)
    assert nomor(front, tabel(), Subbab("a"), Bab("A"), tabel(), back, tabel()) == [
        "", "Tabel 1", "", "BAB I", "Tabel I.1", "", "Tabel 2",
    ]  # fmt: skip


def test_a_reference_prints_the_number_even_of_what_comes_later_and_keeps_its_label() -> None:
    text: Isi = (Potongan("Lihat "), Potongan(rujuk="usia", tebal=True), Potongan("."))
    blocks = number(dokumen(Bab("A"), Paragraf(text), Butir(("satu", text)), tabel(), tabel("usia")))
    wanted = (Potongan("Lihat "), Potongan("Tabel I.2", tebal=True, rujuk="usia"), Potongan("."))
    assert blocks[1].blok == Paragraf(wanted)
    assert blocks[2].blok == Butir(((Potongan("satu"),), wanted))


def test_a_reference_to_nothing_is_an_error_that_shows_the_sentence() -> None:
    with pytest.raises(DokumenError, match=r"“Lihat \[usai\]” refers to “usai”"):
        number(dokumen(Paragraf((Potongan("Lihat "), Potongan(rujuk="usai"))), tabel("usia")))


def test_a_label_given_twice_is_an_error_even_between_a_table_and_a_figure() -> None:
    with pytest.raises(DokumenError, match=r"Gambar I\.1 “Tren”: the label “usia” already belongs to Tabel I\.1"):
        number(dokumen(Bab("A"), tabel("usia"), gambar("usia")))


def test_plain_text_is_one_piece_whatever_stands_in_it() -> None:
    assert resolve("#let $x$ [usia]", {}) == (Potongan("#let $x$ [usia]"),)


@pytest.mark.parametrize(("nilai", "tertulis"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (49, "XLIX")])
def test_roman_numerals(nilai: int, tertulis: str) -> None:
    assert romawi(nilai) == tertulis
