"""The stickers that people scan: every code is read back from the printed page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.stiker import LembarStiker, render_stiker
from bot.reports.dokumen.stiker.gambar import draw_stiker
from bot.reports.tautan import Tautan, links_of, pintu_of
from tests.factories import UNITS
from tests.qr import matrix_of, modules_in
from tests.unit.reports.dokumen import logos
from tests.unit.reports.dokumen.halaman import millimetres, part, picture_of_page, words_of
from tests.unit.reports.drawn import Drawn
from tests.unit.reports.pixels import Picture
from tests.unit.reports.test_palette import contrast

BASE = "https://survei.example.go.id"
IDENTITAS = Identitas("Pemerintah Kota Uji", logo=logos.SVG, logo_mime="image/svg+xml")
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Kota Kediri"
UNIT = UNITS[0]
ONE, BOTH = links_of(UNIT, BASE, ""), links_of(UNIT, BASE, "skm_uji_bot")
NOMOR = "6281234567890"
ALL = links_of(UNIT, BASE, "skm_uji_bot", NOMOR)


def stickers(*tautan: Tautan, lembar: LembarStiker = "a4") -> bytes:
    return render_stiker([(one, IDENTITAS) for one in tautan], lembar)


def grey(picture: Picture) -> Picture:
    """By the luminance that a black printer prints."""
    rows = []
    for row in picture.rows:
        tones = (
            (299 * r + 587 * g + 114 * b) // 1000 for r, g, b in zip(row[::4], row[1::4], row[2::4], strict=True)
        )
        rows.append(b"".join(bytes((tone, tone, tone, 255)) for tone in tones))
    return replace(picture, rows=tuple(rows))


@pytest.mark.parametrize("seen", [lambda one: one, grey], ids=["colour", "grey"])
def test_the_code_on_a_sticker_is_read_back_as_printed_on_a_simple_printer(seen: object) -> None:
    assert callable(seen)
    page = picture_of_page(stickers(ONE, lembar="a6"), 1, 150)
    assert modules_in(seen(page)) == matrix_of(ONE.web)


def test_two_ways_in_have_a_code_each() -> None:
    page = picture_of_page(stickers(BOTH, lembar="a6"), 1, 150)
    assert modules_in(part(page, 0.06, 0.35, 0.5, 0.8)) == matrix_of(BOTH.web)
    assert modules_in(part(page, 0.5, 0.35, 0.94, 0.8)) == matrix_of(BOTH.telegram)


def test_three_ways_in_have_a_code_each_and_what_needs_no_application_is_spelt() -> None:
    pdf = stickers(ALL, lembar="a6")
    page = picture_of_page(pdf, 1, 200)
    assert modules_in(part(page, 0.1, 0.2, 0.5, 0.475)) == matrix_of(ALL.web)
    assert modules_in(part(page, 0.5, 0.2, 0.9, 0.475)) == matrix_of(ALL.whatsapp)
    assert modules_in(part(page, 0.25, 0.515, 0.75, 0.775)) == matrix_of(ALL.telegram)
    (said,) = words_of(pdf)
    for text in ("Tanpa aplikasi", "Lewat WhatsApp", "Lewat Telegram", f"survei.example.go.id/s/{UNIT.kode}"):
        assert text in said


def test_without_telegram_the_number_to_write_to_is_spelt() -> None:
    (said,) = words_of(stickers(links_of(UNIT, "http://127.0.0.1", "", NOMOR), lembar="a6"))
    assert f"WhatsApp +{NOMOR}: Survei {UNIT.kode}" in said


def test_a_sheet_has_the_sticker_four_times_and_marks_where_to_cut() -> None:
    page = picture_of_page(stickers(ONE), 1, 100)
    for left in (0.0, 0.5):
        for top in (0.0, 0.5):
            assert modules_in(part(page, left, top, left + 0.5, top + 0.5)) == matrix_of(ONE.web)
    middle, half = page.width // 2, page.height // 2
    for x, y in ((middle, 10), (middle, page.height - 10), (10, half), (page.width - 10, half), (middle, half)):
        near = [page.is_white(x + a, y + b) for a in (-2, -1, 0, 1, 2) for b in (-2, -1, 0, 1, 2)]
        assert not all(near), (x, y)


@pytest.mark.parametrize(("lembar", "mm", "times"), [("a6", (105, 148.5), 1), ("a4", (210, 297), 4)])
def test_each_unit_has_its_page_with_its_name_and_links(
    lembar: LembarStiker, mm: tuple[float, float], times: int
) -> None:
    pdf = stickers(*(links_of(unit, BASE, "skm_uji_bot") for unit in UNITS), lembar=lembar)
    pages = words_of(pdf)
    assert millimetres(pdf) == {mm}
    assert len(pages) == len(UNITS)
    for unit, said in zip(UNITS, pages, strict=True):
        for text in (
            unit.nama,
            f"survei.example.go.id/s/{unit.kode}",
            f"t.me/skm_uji_bot?start={unit.kode}",
            "Pemerintah Kota Uji",
            "Bagaimana pelayanan kami? Pindai, isi 2 menit.",
        ):
            assert said.count(text) == times, text


def test_each_unit_has_its_own_letterhead() -> None:
    pdf = render_stiker([(links_of(unit, BASE, ""), Identitas(f"Pemda {unit.kode}")) for unit in UNITS])
    assert all(f"Pemda {unit.kode}" in said for unit, said in zip(UNITS, words_of(pdf), strict=True))


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", "http://127.8.8.8"]
)
def test_nobody_is_sent_to_this_machine(base: str) -> None:
    assert [one.nama for one in pintu_of(links_of(UNIT, base, "skm_uji_bot"))] == ["Lewat Telegram"]
    with pytest.raises(DokumenError, match=f"{UNIT.kode}: nobody's phone can reach .* set IKM_PUBLIC_URL"):
        stickers(ONE, links_of(UNIT, base, ""))


def test_without_units_there_is_no_file() -> None:
    with pytest.raises(DokumenError, match="ikm units import"):
        stickers()


kode = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=64)
names = st.one_of(st.text(max_size=80), st.sampled_from([LONG, "RS", "Klinik 🏥 الصحة", "<b>&amp;</b>"]))


@settings(max_examples=60)
@given(kode, names, names, st.booleans(), st.booleans(), st.booleans())
def test_nothing_is_cut_or_on_top_of_another_whatever_the_names(
    code: str, nama: str, pemda: str, logo: bool, telegram: bool, whatsapp: bool
) -> None:
    bot, number = "survei_kepuasan_kota_uji_bot" if telegram else "", NOMOR if whatsapp else ""
    tautan: Tautan = links_of(replace(UNIT, kode=code), BASE, bot, number)
    identitas = replace(IDENTITAS, pemda=pemda, logo=logos.PNG if logo else None, logo_mime="image/png")
    picture = Drawn(draw_stiker(nama, identitas, pintu_of(tautan)).sheet(420))
    assert picture.outside(420 - 24) == []
    assert picture.clashes() == []
    assert max(one.baseline for one in picture.texts) < 594 - 24 - 4
    sides = [float(one.attrib["width"]) / 4 for one in picture.root if one.tag.endswith("svg")]
    assert min(sides) >= 35, "millimetres, from which a phone still reads it at arm's length"


def test_every_text_keeps_its_contrast_in_grey() -> None:
    fills = {
        one.attrib["fill"] for one in Drawn(draw_stiker("U", IDENTITAS, pintu_of(BOTH)).sheet(420)).shapes("text")
    }
    white = fills & {"#ffffff"}
    assert min(contrast(fill, "#ffffff") for fill in fills - white) >= 4.5
    assert white
    assert contrast("#ffffff", "#17627d") >= 4.5
