from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.grafik import (
    AnyGrafik,
    Grafik,
    GrafikMingguan,
    GrafikPeringkat,
    GrafikSebaran,
    GrafikTren,
    Titik,
    alt_text,
    label_of,
    svg_of,
)
from scoring.ikm import HasilIkm, compute_ikm
from scoring.instrumen import Instrumen, Pita, parse_bobot
from scoring.model import Rekap, Unsur, rekap_of
from scoring.peringkat import HasilUnit, rank_units
from scoring.periode import parse_periode
from tests.unit.reports.drawn import Drawn
from tests.unit.reports.pixels import picture_of
from tests.unit.scoring.data import INSTRUMEN, KEYS, pulutan_rekap, rekap_with

PITA = INSTRUMEN.mutu
EMPTY = compute_ikm(Rekap(), INSTRUMEN)
PULUTAN = compute_ikm(pulutan_rekap(), INSTRUMEN)
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Kota Kediri"
ODD = [
    "Puskesmas \"Sehat\" <b>&amp;</b> 'Jaya'",
    "Klinik 🏥 الصحة",
    "nama\x00\ud800\u202edengan\ntanda",
    "",
    LONG * 3,
]

nama = st.one_of(st.text(max_size=80), st.sampled_from(ODD))
nilai = st.one_of(
    st.none(),
    st.fractions(min_value=25, max_value=100, max_denominator=400),
    st.sampled_from([Fraction("24.75"), Fraction(25), Fraction("88.30"), Fraction("88.31"), Fraction(100)]),
)
label = st.sampled_from(["2024", "Sem. II 2024", "TW III 2024", "Mei 2026", "18 Nov"])
titik = st.builds(Titik, label, nilai, st.integers(0, 99_999), st.booleans())
target = st.one_of(st.none(), st.decimals(25, 100, places=2))
respons = st.lists(st.fixed_dictionaries({key: st.integers(1, 4) for key in KEYS}), max_size=6)
bobot = st.sampled_from(["1/9", "0,11", "0,111"])
rekap = respons.map(rekap_of)
hasil = st.builds(lambda r, b: compute_ikm(r, INSTRUMEN, parse_bobot(b, 9)), rekap, bobot)
tren = st.lists(titik, max_size=12).map(tuple)
units = st.lists(st.builds(lambda n, r: HasilUnit(n, n, compute_ikm(r, INSTRUMEN)), nama, rekap), max_size=24)
grafik = st.one_of(
    st.builds(Grafik, nama, nama, hasil, st.just(PITA), tren, target, st.booleans()),
    st.builds(GrafikMingguan, nama, nama, hasil, st.just(PITA), tren, target),
    st.builds(GrafikPeringkat, nama, nama, units.map(rank_units), st.just(PITA)),
    st.builds(GrafikSebaran, nama, nama, st.just(INSTRUMEN.unsur), rekap),
    st.builds(GrafikTren, nama, nama, st.just(PITA), tren, target),
)


def unit(**changes: Any) -> Grafik:
    return replace(Grafik("Kelurahan Mawar", "Tahun 2026", PULUTAN, PITA), **changes)


def drawn(grafik: AnyGrafik) -> Drawn:
    return Drawn(svg_of(grafik))


def points(*values: str | None) -> tuple[Titik, ...]:
    return tuple(
        Titik(f"{2019 + n}", Fraction(value) if value else None, 30 if value else 0) for n, value in enumerate(values)
    )


def everybody(skor: int, n: int = 3, bobot: str = "1/9") -> HasilIkm:
    return compute_ikm(rekap_of([dict.fromkeys(KEYS, skor)] * n), INSTRUMEN, parse_bobot(bobot, 9))


def ranked(*values: tuple[str, str]) -> GrafikPeringkat:
    """Units by name and the total that each of their nine unsur reaches with 400 answers: 4 x their ikm."""
    rows = [HasilUnit(n, n, compute_ikm(rekap_with(400, [int(Decimal(v) * 16)] * 9), INSTRUMEN)) for n, v in values]
    return GrafikPeringkat("Kota Uji", "Tahun 2026", rank_units(rows), PITA)


@given(grafik)
def test_no_label_is_cut_small_or_on_top_of_another_whatever_is_shown(grafik: AnyGrafik) -> None:
    picture = drawn(grafik)
    assert picture.outside(800) == []
    assert picture.clashes() == []
    assert min((one.size for one in picture.texts), default=20) >= 20


@pytest.mark.parametrize("judul", ODD)
def test_every_name_can_be_drawn(judul: str) -> None:
    """Quotes, brackets, emoji, Arabic, characters that XML cannot hold: the real renderer takes them all."""
    picture = picture_of(
        vl_convert.svg_to_png(svg_of(unit(judul=judul, tren=points("80", "81"), target=Decimal(85))))
    )
    assert picture.width == 800
    assert picture.is_white(0, 0)
    assert picture.is_white(799, picture.height - 1)


def test_a_name_longer_than_two_lines_ends_in_dots() -> None:
    words = drawn(unit(judul=LONG)).words
    assert words[1].endswith("…")
    assert LONG.startswith(f"{words[0]} {words[1][:-1]}")


def test_all_unsur_stand_there_in_full_with_code_value_and_letter() -> None:
    """The nine names of the regulation, none shortened; each number and letter as scoring has them."""
    text = drawn(unit()).flow
    for one in PULUTAN.unsur:
        assert one.nik is not None
        assert one.mutu is not None
        nik = f"{float(one.nik):.2f}".replace(".", ",")
        assert f"{one.unsur.kode} {one.unsur.nama} {nik} {one.mutu.huruf}" in text


@pytest.mark.parametrize(
    ("n", "total", "ikm", "huruf"),
    [
        (43, 1367, "88,31", "A"),
        (19, 604, "88,30", "B"),
        (19, 524, "76,61", "B"),
        (113, 2644, "65,00", "C"),
    ],
)
def test_number_and_letter_agree_at_the_bounds(n: int, total: int, ikm: str, huruf: str) -> None:
    """Answers of `n` people to nine unsur that come to `total`."""
    low, rest = divmod(total, 9)
    words = drawn(unit(hasil=compute_ikm(rekap_with(n, [low + 1] * rest + [low] * (9 - rest)), INSTRUMEN))).words
    at = words.index(ikm)
    assert words[at : at + 2] == [ikm, huruf]


@pytest.mark.parametrize(
    ("hasil", "ikm", "huruf"),
    [
        (everybody(1), "25,00", "D"),
        (everybody(4), "100,00", "A"),
        (everybody(1, bobot="0,11"), "24,75", "D"),
        (everybody(4, bobot="0,11"), "99,00", "A"),
    ],
)
def test_the_ends_of_the_scale_are_drawn_within_it(hasil: HasilIkm, ikm: str, huruf: str) -> None:
    """Also the 24,75 of a rounded bobot, which lies below it."""
    assert hasil.ikm is not None
    picture = drawn(unit(hasil=hasil, tren=(Titik("2026", hasil.ikm, 3),)))
    at = picture.words.index(ikm)
    assert picture.words[at : at + 2] == [ikm, huruf]
    for one in picture.shapes("rect")[1:]:
        assert 36 <= float(one.attrib["x"]) <= float(one.attrib["x"]) + float(one.attrib["width"]) <= 764.1


def test_the_longest_bar_belongs_to_the_highest_value() -> None:
    """Scores 4, 3, 2 and 1: a full bar, two thirds, one third, and a sliver that is still to be seen."""
    counts = {key: ((0, 0, 0, 9), (0, 0, 9, 0), (0, 9, 0, 0), (9, 0, 0, 0))[n % 4] for n, key in enumerate(KEYS)}
    picture = drawn(unit(hasil=compute_ikm(Rekap(9, counts), INSTRUMEN)))
    bars = [float(one.attrib["width"]) for one in picture.shapes("rect", height="28.0", rx="2")]
    assert [width / bars[0] for width in bars[:3]] == pytest.approx([1, 2 / 3, 1 / 3], abs=0.001)
    assert 0 < bars[3] < 5


def test_without_answers_it_says_so_and_shows_no_unsur() -> None:
    picture = drawn(unit(hasil=EMPTY, target=Decimal(85)))
    assert "Belum ada jawaban" in picture.words
    assert "Persyaratan" not in picture.flow
    assert "D" not in picture.words


@pytest.mark.parametrize(
    "grafik",
    [
        GrafikMingguan("Kota Uji", "Tahun 2026", EMPTY, PITA, points(None, None)),
        GrafikPeringkat("Kota Uji", "Tahun 2026", rank_units([HasilUnit("a", "A", EMPTY)]), PITA),
        GrafikSebaran("Kota Uji", "Tahun 2026", INSTRUMEN.unsur, Rekap()),
        GrafikTren("Kota Uji", "Per tahun", PITA, points(None, None)),
    ],
)
def test_every_kind_says_when_there_are_no_answers(grafik: AnyGrafik) -> None:
    assert "Belum ada jawaban" in drawn(grafik).words
    assert "belum ada jawaban" in alt_text(grafik)


def test_what_is_provisional_says_so_and_what_is_final_does_not() -> None:
    assert drawn(unit(sementara=True)).words[1] == "Tahun 2026 · 50 responden · sementara"
    assert drawn(unit()).words[1] == "Tahun 2026 · 50 responden"


def test_a_periode_without_answers_interrupts_the_line() -> None:
    lines = drawn(unit(tren=points("80", "82", None, "84", "83", "85"))).shapes("polyline")
    assert [len(one.attrib["points"].split()) for one in lines] == [2, 3]


def test_only_what_is_provisional_is_hollow() -> None:
    last = Titik("2021", Fraction(84), 9, sementara=True)
    picture = drawn(unit(tren=(*points("80", "82"), last)))
    dots = [one.attrib["fill"] for one in picture.shapes("circle")]
    assert dots[1:] == ["#2b2521", "#2b2521", "#ffffff"]  # the first is the legend's
    assert dots[0] == "#ffffff"


def test_higher_values_stand_higher_and_the_bands_lie_where_their_bounds_are() -> None:
    picture = drawn(unit(tren=points("70", "88.31", "95", "88.30"), target=Decimal("88.31")))
    y = [float(one.attrib["cy"]) for one in picture.shapes("circle")]
    assert y[2] < y[1] < y[3] < y[0]
    (dashed,) = [one for one in picture.shapes("line", stroke_dasharray="10 7") if one.attrib["x1"] == "36.0"]
    assert float(dashed.attrib["y1"]) == pytest.approx(y[1])
    bands = [float(one.attrib["y"]) for one in picture.shapes("rect", x="36.0", width="728.0")]
    assert bands[1] == pytest.approx(y[1])  # B begins below where A ends


def test_without_a_target_no_line_is_dashed() -> None:
    assert drawn(unit(tren=points("80", "82"))).shapes("line", stroke_dasharray="10 7") == []


@pytest.mark.parametrize(
    ("target", "words"), [("85.00", "tercapai"), ("86.12", "kurang 0,01"), ("93.75", "kurang 7,64")]
)
def test_the_distance_to_the_target_is_taken_between_printed_values(target: str, words: str) -> None:
    """Pulutan has 86,11 with the exact bobot."""
    assert words in drawn(unit(target=Decimal(target))).words


def test_the_latest_eight_of_a_long_tren_are_shown() -> None:
    words = drawn(unit(tren=points(*["80"] * 11))).words
    assert "2021" not in words
    assert [f"{year}" for year in range(2022, 2030)] == [word for word in words if word.startswith("202")]


def test_a_tren_by_itself_shows_its_values_and_no_unsur() -> None:
    grafik = GrafikTren("Kelurahan Mawar", "Per tahun", PITA, points("80", None, "82.5"), Decimal(85))
    words = drawn(grafik).words
    assert {"80,00", "82,50", "target 85,00", "Tren IKM"} <= set(words)
    assert "U1" not in words
    assert alt_text(grafik) == "Kelurahan Mawar, Per tahun: IKM 2019 80,00, 2021 82,50."


def test_a_week_of_few_answers_is_hollow_in_the_digest() -> None:
    weeks = (Titik("9 Nov", Fraction(80), 5), Titik("16 Nov", Fraction(60), 4))
    picture = drawn(GrafikMingguan("Kelurahan Mawar", "Tahun 2026", PULUTAN, PITA, weeks))
    assert [one.attrib["fill"] for one in picture.shapes("circle")] == ["#ffffff", "#2b2521", "#ffffff"]
    assert "di bawah 5 jawaban" in picture.words
    assert "Persyaratan" not in picture.words


def test_fourteen_unsur_and_the_bands_of_2004_are_drawn_as_well() -> None:
    """KepmenPAN 25/2004: other names, other bounds."""
    unsur = tuple(
        Unsur(f"k{n}", f"U{n}", f"Kesopanan dan keramahan petugas nomor {n}", "", ("a", "b", "c", "d"), "")
        for n in range(1, 15)
    )
    bounds = (("A", "81.26", "100.00"), ("B", "62.51", "81.25"), ("C", "43.76", "62.50"), ("D", "25.00", "43.75"))
    pita = tuple(Pita(huruf, huruf, Decimal(low), Decimal(high)) for huruf, low, high in bounds)
    older: Instrumen = replace(INSTRUMEN, unsur=unsur, mutu=pita, bobot=parse_bobot("1/14", 14))
    counts = rekap_of([{one.key: 1 + n % 4 for n, one in enumerate(unsur)}] * 5)
    picture = drawn(unit(hasil=compute_ikm(counts, older), pita=pita))
    assert all(f"{one.kode} {one.nama}" in picture.flow for one in unsur)
    assert "62,51–81,25" in picture.words
    assert picture.clashes() == []


def test_a_ranking_shows_the_ten_best_and_ten_worst_and_how_many_are_between() -> None:
    picture = drawn(ranked(*((f"Unit {n:02}", f"{95 - n}") for n in range(25))))
    names = [word for word in picture.words if word.startswith("Unit ")]
    assert names == [f"Unit {n:02}" for n in (*range(10), *range(15, 25))]
    assert "5 unit lain di antaranya" in picture.words
    assert "25" in picture.words


def test_a_ranking_counts_the_units_of_each_letter() -> None:
    """By hand: 90 A, 80 B, 80 B, of three; and the two that tie share their rank."""
    picture = drawn(ranked(("a", "90"), ("b", "80"), ("c", "80")))
    assert {"1 unit (33%)", "2 unit (67%)", "0 unit (0%)"} <= set(picture.words)
    assert [word for word in picture.words if word in {"1", "2", "3"}] == ["1", "2", "2"]


def test_units_without_answers_are_mentioned_not_ranked() -> None:
    rows = [HasilUnit("a", "Unit A", PULUTAN), HasilUnit("b", "Unit B", EMPTY)]
    picture = drawn(GrafikPeringkat("Kota Uji", "", rank_units(rows), PITA))
    assert "1 unit belum ada jawabannya dan tidak diperingkat." in picture.words
    assert "Unit B" not in picture.words


def test_shares_of_answers_are_those_counted() -> None:
    """By hand: of 8 answers 1, 1, 2 and 4: 12,5% rounds up to 13%, and 25% gave a 1 or a 2."""
    counts = dict.fromkeys(KEYS, (1, 1, 2, 4))
    picture = drawn(GrafikSebaran("Kelurahan Mawar", "Tahun 2026", INSTRUMEN.unsur, Rekap(8, counts)))
    assert picture.flow.count("U1 Persyaratan 13% 13% 25% 50% 25%") == 1
    bars = [float(one.attrib["width"]) for one in picture.shapes("rect", height="34.0")][:4]
    assert [round((width + 2) / (bars[3] + 2), 3) for width in bars] == [0.25, 0.25, 0.5, 1]


@pytest.mark.parametrize(
    ("periode", "label"),
    [
        ("2024", "2024"),
        ("2024-S2", "Sem. II 2024"),
        ("2024-T3", "TW III 2024"),
        ("2024-05", "Mei 2024"),
        ("2026-W47", "16 Nov"),
    ],
)
def test_labels_are_short(periode: str, label: str) -> None:
    assert label_of(parse_periode(periode)) == label


def test_the_words_of_a_unit() -> None:
    shown = unit(tren=points("84.5", "86.11"), target=Decimal(85), sementara=True)
    assert alt_text(shown) == (
        "Kelurahan Mawar, Tahun 2026: IKM sementara 86,11 (B, Baik) dari 50 responden; target 85,00 tercapai. "
        "Unsur tertinggi Biaya/Tarif 100,00 (A, Sangat Baik), terendah Sarana dan Prasarana 78,00 (B, Baik). "
        "Periode sebelumnya, 2019: 84,50."
    )


def test_the_words_name_no_highest_unsur_where_all_are_alike() -> None:
    assert alt_text(unit(hasil=everybody(3))) == (
        "Kelurahan Mawar, Tahun 2026: IKM 75,00 (C, Kurang Baik) dari 3 responden."
    )


def test_the_words_of_a_ranking() -> None:
    assert alt_text(ranked(("Unit A", "90"), ("Unit B", "80"))) == (
        "Kota Uji, Tahun 2026: dari 2 unit, 1 mutu A, 1 mutu B, 0 mutu C, 0 mutu D. "
        "Tertinggi Unit A 90,00, terendah Unit B 80,00."
    )


def test_the_words_of_the_answers_name_the_unsur_with_most_low_ones() -> None:
    counts = dict.fromkeys(KEYS, (0, 1, 3, 4)) | {"waktu": (1, 2, 3, 2)}
    assert alt_text(GrafikSebaran("Kelurahan Mawar", "Tahun 2026", INSTRUMEN.unsur, Rekap(8, counts))) == (
        "Kelurahan Mawar, Tahun 2026: sebaran jawaban 8 responden per unsur. "
        "Skor 1 dan 2 paling banyak pada Waktu Penyelesaian, 38%."
    )
