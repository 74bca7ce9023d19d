"""The poster says what the report says, in every shape, for every name, in colour and in grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.lembar import Lembar, png_of
from bot.reports.dokumen.poster import Bentuk, render_poster
from bot.reports.dokumen.poster.isi import isi_of
from bot.reports.dokumen.poster.persegi import draw_persegi
from bot.reports.dokumen.poster.potret import draw_potret
from bot.reports.tautan import Pintu, links_of, pintu_of
from scoring.model import JenisLayanan, Profil
from tests.factories import jawaban
from tests.qr import matrix_of, modules_in
from tests.unit.reports.dokumen import logos
from tests.unit.reports.dokumen.halaman import part
from tests.unit.reports.dokumen.pabrik import UNIT, bahan_of, pulutan
from tests.unit.reports.drawn import Drawn
from tests.unit.reports.pixels import picture_of
from tests.unit.reports.test_palette import contrast

PULUTAN = pulutan()
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Kota Kediri"
LINK = "https://survei.example.go.id/s/kel-pulutan"
PINTU = pintu_of(links_of(UNIT, "https://survei.example.go.id", "skm_uji_bot", "6281234567890"))
SHAPES: tuple[Bentuk, ...] = ("a4", "a3", "persegi")
DRAWN = {"potret": draw_potret, "persegi": draw_persegi}


def text_of(pdf: bytes) -> str:
    (page,) = PdfReader(BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


def drawn(bahan: Bahan, shape: str, pintu: Sequence[Pintu] = ()) -> Drawn:
    lembar = DRAWN[shape](isi_of(bahan, pintu))
    return Drawn(lembar.sheet(lembar.width))


def with_names(bahan: Bahan, nama: str, pemda: str = "", layanan: tuple[str, ...] = ()) -> Bahan:
    services = tuple(JenisLayanan(str(n), one) for n, one in enumerate(layanan))
    return replace(
        bahan,
        unit=replace(bahan.unit, nama=nama, layanan=services),
        identitas=replace(bahan.identitas, pemda=pemda or bahan.identitas.pemda),
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_a_pdf_says_what_the_tables_say(shape: Bentuk) -> None:
    text = text_of(render_poster(PULUTAN, shape, "pdf", PINTU[:1]))
    for said in ("Pemerintah Kota Salatiga", "Indeks Kepuasan Masyarakat", "Kelurahan Pulutan", "Semester II 2024",
                 "1 Juli – 31 Desember 2024", "86,03", "B Baik", "50 responden", "Laki-laki 18", "Perempuan 32",
                 "SD ke bawah 1", "SMP 3", "SMA 28", "Diploma 4", "S1 14", "Terima kasih atas penilaian Anda.",
                 "PermenPAN-RB 14/2017"):  # fmt: skip
        assert said in text, said
    assert "ementara" not in text


@pytest.mark.parametrize(("shape", "mm"), [("a4", (210, 297)), ("a3", (297, 420)), ("persegi", (200, 200))])
def test_a_pdf_is_one_page_of_that_size_with_its_fonts_and_a_title(shape: Bentuk, mm: tuple[int, int]) -> None:
    pdf = render_poster(PULUTAN, shape)
    reader = PdfReader(BytesIO(pdf))
    (page,) = reader.pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == list(mm)
    assert reader.metadata is not None
    assert reader.metadata.title == "Indeks Kepuasan Masyarakat Kelurahan Pulutan, Semester II 2024"
    assert b"LiberationSans-Bold" in pdf
    assert render_poster(PULUTAN, shape) == pdf


@pytest.mark.parametrize(("shape", "size"), [("a4", (1654, 2339)), ("a3", (3508, 4961)), ("persegi", (1080, 1080))])
def test_a_picture_has_the_size_to_print_or_to_post(shape: Bentuk, size: tuple[int, int]) -> None:
    png = render_poster(PULUTAN, shape, "png")
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert width == size[0]
    assert abs(height - size[1]) <= 1


@pytest.mark.parametrize("shape", DRAWN)
def test_each_table_adds_up_to_the_respondents(shape: str) -> None:
    bahan = bahan_of([jawaban()] * 7, profil=[Profil("L", 30, None, "sd"), *[Profil()] * 3, *[Profil("P")] * 3])
    isi, flow = isi_of(bahan), drawn(bahan, shape).flow
    assert sum(n for _, n in isi.jenis_kelamin) == sum(n for _, n in isi.pendidikan) == 7
    assert "Tidak diisi 3" in flow
    assert "Tidak diisi 6" in flow


@pytest.mark.parametrize("shape", DRAWN)
def test_without_respondents_there_are_dashes_and_no_letter(shape: str) -> None:
    flow = drawn(bahan_of([]), shape).flow
    for said in ("Belum ada responden", "– responden", "Laki-laki –", "SMA –"):
        assert said in flow, said
    assert "25,00 " not in flow


@pytest.mark.parametrize("shape", DRAWN)
def test_so_few_are_not_broken_down(shape: str) -> None:
    flow = drawn(bahan_of([jawaban()] * 4, profil=[Profil("P", 30, None, "s3")] * 4), shape).flow
    assert "4 responden" in flow
    assert "Tidak dirinci: kurang dari 5 responden" in flow
    assert "Perempuan" not in flow
    assert "S3" not in flow


@pytest.mark.parametrize("shape", DRAWN)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"ditutup": False}, "Sementara, periode belum ditutup"),
        ({"hari": date(2024, 11, 21), "sementara": True, "ditutup": False}, "Sementara, sampai 21 November 2024"),
    ],
)
def test_a_figure_that_is_not_final_says_so(shape: str, changes: dict[str, Any], said: str) -> None:
    laporan = replace(PULUTAN.laporan, **{k: v for k, v in changes.items() if k != "ditutup"})
    words = drawn(replace(PULUTAN, laporan=laporan, ditutup=changes.get("ditutup", True)), shape).words
    assert [one for one in words if "ementara" in one] == ([said] if said else [])


LETTER = {4: ("100,00", "A", "Sangat Baik"), 3: ("75,00", "C", "Kurang Baik"), 1: ("25,00", "D", "Tidak Baik")}


@pytest.mark.parametrize("shape", DRAWN)
@pytest.mark.parametrize("skor", LETTER)
def test_the_letter_is_the_numbers(shape: str, skor: int) -> None:
    nilai, huruf, kinerja = LETTER[skor]
    picture = drawn(bahan_of([jawaban(skor)] * 12), shape)
    largest = max(picture.texts, key=lambda one: one.size)
    assert largest.text == nilai
    at = picture.words.index(nilai)
    assert picture.words[at + 1 : at + 3] == [huruf, kinerja]


names = st.one_of(
    st.text(max_size=80),
    st.sampled_from([LONG, "Kelurahan Ngronggo", "A", "Klinik 🏥 الصحة", "<b>&amp;</b>", LONG * 2]),
)


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(DRAWN)), names, names.filter(lambda one: len(one) < 120), st.lists(names, max_size=4),
    st.booleans(), st.booleans(), st.integers(0, 4), st.sampled_from([0, 4, 12]),
    st.lists(st.sampled_from([f"golongan {n}" for n in range(7)]), max_size=7, unique=True),
)  # fmt: skip
def test_nothing_is_cut_or_on_top_of_another_whatever_the_names(
    shape: str,
    nama: str,
    pemda: str,
    layanan: list[str],
    logo: bool,
    closed: bool,
    doors: int,
    n: int,
    lain: list[str],
) -> None:
    """`lain` are classes that an import brought along."""
    profil = [Profil(one, None, None, one) for one in (lain + [""] * n)[:n]] if lain else [Profil()] * n
    bahan = replace(
        with_names(bahan_of([jawaban(2)] * n, profil=profil), nama, pemda, tuple(layanan)), ditutup=closed
    )
    if logo:
        bahan = replace(bahan, identitas=replace(bahan.identitas, logo=logos.SVG, logo_mime="image/svg+xml"))
    picture = drawn(bahan, shape, PINTU[:doors] if doors < 4 else [Pintu("Tanpa aplikasi", LINK + "-" + "x" * 40)])
    high = float(picture.root.attrib["viewBox"].split()[3])
    assert picture.outside(int(picture.root.attrib["viewBox"].split()[2])) == []
    assert picture.clashes() == []
    assert [one.text for one in picture.texts if one.baseline > high - 4] == []
    assert [text for text, fill, on in grounds(picture.root) if contrast(fill, on) < 4.5] == []


@pytest.mark.parametrize("shape", DRAWN)
def test_a_long_name_leaves_the_number_the_largest_by_far(shape: str) -> None:
    picture = drawn(replace(with_names(PULUTAN, LONG), ditutup=False), shape)
    sizes = sorted(one.size for one in picture.texts)
    assert sizes[-1] >= 2 * sizes[-2]
    assert LONG in picture.flow


def test_many_services_are_counted_and_few_are_named() -> None:
    assert isi_of(PULUTAN).layanan == "Kartu Keluarga, KTP elektronik"
    many = with_names(PULUTAN, "U", layanan=tuple(f"Layanan nomor {n}" for n in range(12)))
    assert isi_of(many).layanan == "12 jenis layanan"
    assert isi_of(replace(PULUTAN, unit=replace(UNIT, layanan=()))).layanan == "Semua layanan unit ini"


@pytest.mark.parametrize("shape", DRAWN)
@pytest.mark.parametrize("skor", [1, 3, 4, None])
def test_every_text_keeps_its_contrast_in_grey(shape: str, skor: int | None) -> None:
    """Against the last shape drawn below it: contrast is of luminance alone, as what a grey printer keeps."""
    bahan = replace(bahan_of([jawaban(skor)] * 12 if skor else []), ditutup=False)
    faint = {(text, fill, on) for text, fill, on in grounds(drawn(bahan, shape).root) if contrast(fill, on) < 4.5}
    assert faint == set()


def grounds(root: ElementTree.Element) -> list[tuple[str, str, str]]:
    rects: list[tuple[float, float, float, float, str]] = [(0, 0, 9999, 9999, "#ffffff")]
    found = []
    for one in root:
        if one.tag.endswith("rect") and "x" in one.attrib:
            x, y, width, height = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
            rects.append((x, y, x + width, y + height, one.attrib["fill"]))
        elif one.tag.endswith("text"):
            x, y = float(one.attrib["x"]), float(one.attrib["y"]) - 2
            on = next(fill for a, b, c, d, fill in reversed(rects) if a <= x <= c and b <= y <= d)
            found.append((one.text or "", one.attrib["fill"], on))
    return found


@pytest.mark.parametrize("doors", [1, 2, 3])
def test_every_code_on_the_wall_leads_to_the_survey(doors: int) -> None:
    """Each is read back from its place in the foot, and has its name where there are several."""
    lembar: Lembar = draw_potret(isi_of(PULUTAN, PINTU[:doors]))
    page = picture_of(png_of(lembar, 1680))
    side, gap, high = (144, 0, 1188) if doors == 1 else (132, 14, 1188)
    for n, one in enumerate(reversed(PINTU[:doors])):
        right = 784 - n * (side + gap)
        foot = high - (168 if doors == 1 else 190)
        code = part(page, (right - side) / 840, (foot + 12) / high, right / 840, (foot + 12 + side) / high)
        assert modules_in(code) == matrix_of(one.url)
    words = drawn(PULUTAN, "potret", PINTU[:doors]).flow
    assert [one.nama in words for one in PINTU[:doors]] == [doors > 1] * doors


def test_the_square_spells_the_link() -> None:
    assert "Ikut menilai: survei.example.go.id/s/kel-pulutan" in drawn(PULUTAN, "persegi", PINTU).words
    assert f"Ikut menilai: {PINTU[1].pendek}" in drawn(PULUTAN, "persegi", PINTU[1:]).words


@pytest.mark.parametrize(("data", "mime"), [(logos.PNG, "image/png"), (logos.SVG, "image/svg+xml")])
@pytest.mark.parametrize("shape", DRAWN)
def test_the_logo_is_drawn(shape: str, data: bytes, mime: str) -> None:
    plain = replace(PULUTAN, identitas=replace(PULUTAN.identitas, logo=data, logo_mime=mime))
    picture = picture_of(png_of(DRAWN[shape](isi_of(plain)), 420))
    pixels = {row[x : x + 3] for row in picture.rows[:70] for x in range(0, len(row), 4)}
    assert bytes.fromhex("c9a227") in pixels
