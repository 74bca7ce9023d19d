from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.dokumen.bahan import TitikTahun
from bot.reports.dokumen.gambar import (
    Gambar,
    gambar_ipa,
    gambar_mutu,
    gambar_peringkat,
    gambar_sebaran,
    gambar_tren,
    gambar_unsur,
)
from bot.reports.dokumen.gambar.lembar import LEBAR, TONES
from bot.reports.laporan import TitikTren
from bot.reports.rincian import SebaranUnsur, sebaran_of
from scoring.harapan import GapUnsur, HasilHarapan, Kuadran, compute_harapan
from scoring.ikm import HasilIkm, compute_ikm
from scoring.instrumen import parse_bobot, shipped_instrumen
from scoring.model import Rekap, rekap_of
from scoring.mutu import mutu_of
from scoring.peringkat import HasilUnit, count_mutu, rank_units
from scoring.periode import parse_periode
from tests.unit.reports.drawn import Drawn
from tests.unit.reports.pixels import picture_of
from tests.unit.scoring.data import INSTRUMEN, KEYS, pulutan_rekap

PITA = INSTRUMEN.mutu
PULUTAN = compute_ikm(pulutan_rekap(), INSTRUMEN)
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Kota Kediri"

respons = st.lists(st.fixed_dictionaries({key: st.integers(1, 4) for key in KEYS}), max_size=5)
rekap = respons.map(rekap_of)
hasil = st.builds(
    lambda r, b: compute_ikm(r, INSTRUMEN, parse_bobot(b, 9)), rekap, st.sampled_from(["1/9", "0,11", "0,111"])
)
nama = st.one_of(st.text(max_size=60), st.sampled_from([LONG, LONG * 3, "Puskesmas <b>&amp;\x00</b>", ""]))
units = st.lists(st.builds(lambda n, r: HasilUnit(n, n, compute_ikm(r, INSTRUMEN)), nama, rekap), max_size=40)
nilai = st.one_of(st.none(), st.fractions(25, 100, max_denominator=400))
target = st.one_of(st.none(), st.decimals(25, 100, places=2))
kode = st.sampled_from(["2024", "2024-S2", "2024-T3", "2024-07"])
nrr = st.fractions(1, 4, max_denominator=60)


def point(kode: str, ikm: Fraction | None, target: Decimal | None = None, n: int = 40) -> TitikTahun:
    mutu = None if ikm is None else mutu_of(ikm, INSTRUMEN)
    return TitikTahun(TitikTren(parse_periode(kode), 0 if ikm is None else n, ikm, mutu), target)


def grid(pairs: Sequence[tuple[Fraction, Fraction]]) -> HasilHarapan:
    """Of so many unsur (of the instrumen with most of them) as there are pairs of persepsi and harapan."""
    mean_p = sum((p for p, _ in pairs), Fraction()) / len(pairs)
    mean_h = sum((h for _, h in pairs), Fraction()) / len(pairs)
    unsur = shipped_instrumen("kepmenpan-25-2004").unsur
    rows = [GapUnsur(u, p, h, p - h, Kuadran.I) for u, (p, h) in zip(unsur, pairs, strict=False)]
    return HasilHarapan(mean_p, mean_h, tuple(rows), 25 * mean_p, 25 * mean_h, 5)


gambar = st.one_of(
    st.builds(gambar_unsur, hasil, st.just(PITA)),
    st.builds(gambar_sebaran, rekap.map(lambda one: sebaran_of(one, INSTRUMEN))),
    st.builds(gambar_mutu, units.map(lambda many: count_mutu(many, INSTRUMEN))),
    st.builds(gambar_peringkat, units.map(rank_units), st.just(PITA)),
    st.builds(
        gambar_tren,
        st.lists(st.builds(point, kode, nilai, target), max_size=10),
        st.just(PITA),
        sementara=st.booleans(),
    ),
    st.builds(gambar_ipa, st.lists(st.tuples(nrr, nrr), min_size=8, max_size=14).map(grid)),
)


@given(gambar)
def test_no_label_is_cut_small_or_on_top_of_another_whatever_is_shown(one: Gambar) -> None:
    picture = Drawn(one.svg)
    assert picture.outside(LEBAR) == []
    assert picture.clashes() == []
    assert min(text.size for text in picture.texts) >= 20
    assert one.alt.endswith(".")


def luminance(colour: str) -> float:
    """As a grey printer sees it: Rec. 709."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_shades_go_from_dark_to_light_so_that_a_grey_printer_keeps_them_apart() -> None:
    greys = [luminance(tone.full) for tone in TONES]
    assert all(later - earlier > 0.12 for earlier, later in pairwise(greys))
    assert all(abs(luminance(tone.on) - luminance(tone.full)) > 0.4 for tone in TONES)


def test_the_real_renderer_takes_them() -> None:
    picture = picture_of(vl_convert.svg_to_png(gambar_unsur(PULUTAN, PITA).svg))
    assert picture.width == LEBAR
    assert picture.is_white(0, picture.height - 1)


def test_unsur_have_name_nrr_and_letter_and_the_mean_they_are_held_against() -> None:
    flow = Drawn(gambar_unsur(PULUTAN, PITA).svg).flow
    assert "U4 Biaya/Tarif 4,00 A" in flow
    assert "U9 Sarana dan Prasarana 3,12 B" in flow
    assert flow.endswith("rata-rata unsur 3,44")
    assert "4,00 3,53 3,06 2,60 1,00" in re.sub(r"[A-D] ", "", flow), "the bands' bounds on 1 to 4"


def test_a_bar_is_as_long_as_its_value_on_one_to_four() -> None:
    lengths = {skor: _bar(compute_ikm(rekap_of([dict.fromkeys(KEYS, skor)] * 3), INSTRUMEN)) for skor in (2, 3, 4)}
    assert lengths[4] == pytest.approx(3 * lengths[2], abs=0.2)
    assert lengths[3] == pytest.approx(2 * lengths[2], abs=0.2)


def _bar(hasil: HasilIkm) -> float:
    bars = Drawn(gambar_unsur(hasil, PITA).svg).shapes("rect", height="26.0")
    (width,) = {float(bar.attrib["width"]) for bar in bars}
    return width


def test_answers_are_shared_out_per_unsur_and_small_shares_have_no_number() -> None:
    one = SebaranUnsur(INSTRUMEN.unsur[0], (1, 9, 50, 40))
    picture = Drawn(gambar_sebaran((one,)).svg)
    assert [word for word in picture.words if "%" in word] == ["9%", "50%", "40%"]
    assert gambar_sebaran((one,)).alt.endswith("paling banyak pada Persyaratan, 10,00%.")
    assert "1.234" in Drawn(gambar_sebaran((replace(one, sebaran=(0, 0, 234, 1_000)),)).svg).words


def test_the_units_of_each_letter_are_counted_with_their_share() -> None:
    rows = [
        HasilUnit(str(n), str(n), compute_ikm(rekap_of([dict.fromkeys(KEYS, skor)]), INSTRUMEN))
        for n, skor in enumerate((4, 4, 3))
    ]
    one = gambar_mutu(count_mutu(rows, INSTRUMEN))
    assert "A Sangat Baik 2 unit (66,67%) B Baik 0 unit (0,00%) C Kurang Baik 1 unit (33,33%)" in Drawn(one.svg).flow
    assert one.alt == "Jumlah unit menurut mutu pelayanan, dari 3 unit: mutu A 2, mutu B 0, mutu C 1, mutu D 0."


def test_a_ranking_shows_the_best_and_the_worst_of_many_and_says_how_many_lie_between() -> None:
    rows = [
        HasilUnit(
            f"{n:03}",
            f"Unit {n}",
            compute_ikm(rekap_of([dict.fromkeys(KEYS, 4)] * n + [dict.fromkeys(KEYS, 3)]), INSTRUMEN),
        )
        for n in range(33)
    ]
    words = Drawn(gambar_peringkat(rank_units(rows), PITA).svg).words
    assert [word for word in words if word.startswith("Unit ")] == [
        f"Unit {n}" for n in (*range(32, 17, -1), *range(14, -1, -1))
    ]
    assert "3 unit lain di antaranya" in words


def test_a_trend_shows_gaps_targets_and_what_is_provisional() -> None:
    tren = [
        point("2021", Fraction(80), Decimal(82)),
        point("2022", None, Decimal(82)),
        point("2023", Fraction(84), Decimal("83.5")),
        point("2024", Fraction("86.03")),
    ]
    one = gambar_tren(tren, PITA, sementara=True)
    picture = Drawn(one.svg)
    assert len(picture.shapes("polyline")) == 2, "no line across the year without answers"
    assert [dot.get("fill") for dot in picture.shapes("circle")][-1] == "#ffffff"
    assert len(picture.shapes("line", stroke_dasharray="9 6")) == 3 + 1, "a target a year, and the legend"
    assert "86,03" in picture.words
    assert one.alt == (
        "IKM dari periode ke periode: 2021 80,00 (target 82,00), 2023 84,00 (target 83,50), 2024 86,03. "
        "Nilai terakhir masih sementara."
    )


def test_the_quadrants_are_named_and_every_point_lies_in_its_own() -> None:
    persepsi = rekap_of([dict(zip(KEYS, (1, 4, 1, 4, 2, 3, 2, 3, 3), strict=True))])
    harapan = rekap_of([dict(zip(KEYS, (4, 4, 1, 1, 3, 3, 2, 2, 3), strict=True))])
    grid = compute_harapan(persepsi, harapan, INSTRUMEN)
    assert grid is not None
    one = gambar_ipa(grid)
    names = {text.text: text for text in Drawn(one.svg).texts if re.match("[IV]+[.] ", text.text)}
    assert list(names) == ["I. Prioritas utama", "II. Pertahankan", "III. Prioritas rendah", "IV. Berlebihan"]
    assert names["I. Prioritas utama"].right < names["II. Pertahankan"].left
    assert names["I. Prioritas utama"].baseline < names["III. Prioritas rendah"].baseline
    across, up = (
        float(line.attrib[side])
        for line, side in zip(Drawn(one.svg).shapes("line", stroke_width="2"), ("x1", "y1"), strict=True)
    )
    for gap, dot in zip(grid.unsur, Drawn(one.svg).shapes("circle"), strict=True):
        right, above = float(dot.attrib["cx"]) >= across - 0.1, float(dot.attrib["cy"]) <= up + 0.1
        assert {(False, True): "I", (True, True): "II", (False, False): "III", (True, False): "IV"}[
            right, above
        ] == gap.kuadran.name
    assert "prioritas utama: Persyaratan; Produk Spesifikasi Jenis Pelayanan." in one.alt


def test_fourteen_unsur_in_one_point_still_have_a_label_each() -> None:
    picture = Drawn(gambar_ipa(grid([(Fraction(3), Fraction(4))] * 14)).svg)
    assert picture.clashes() == []
    assert len(picture.shapes("circle")) == 14
    assert all(picture.words.count(f"U{n}") == 2 for n in range(1, 15)), "in the panel and in its legend"


@pytest.mark.parametrize(
    "empty",
    [
        gambar_unsur(compute_ikm(Rekap(), INSTRUMEN), PITA),
        gambar_sebaran(()),
        gambar_mutu(()),
        gambar_peringkat(rank_units(()), PITA),
        gambar_tren((), PITA),
    ],
)
def test_without_answers_it_says_so(empty: Gambar) -> None:
    assert Drawn(empty.svg).words == ["Belum ada jawaban"]
    assert empty.alt == "Belum ada jawaban."
