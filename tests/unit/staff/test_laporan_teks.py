"""A report in words: what is said, what is not, and that it fits under a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.survey import Direktori, Survey
from bot.reports.laporan import Laporan, compose_laporan, periode_tren
from bot.reports.rincian import hide_small, sebaran_of
from bot.reports.sasaran import sasaran_kota, sasaran_unit
from bot.staff.results.teks import (
    CAPTION_PALING,
    empty_text,
    heading_of,
    kelas_text,
    report_text,
    sebaran_text,
)
from scoring.model import Rekap, UnitLayanan, rekap_of
from scoring.periode import parse_periode
from scoring.tren import Target
from tests.factories import ATURAN, HARI, INSTRUMEN, jawaban

LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana 🏥 Kota Uji"
SEMESTER = parse_periode("2026-S2")


def unit(kode: str = "a", nama: str = "Kelurahan Mawar", **changes: Any) -> UnitLayanan:
    return UnitLayanan(kode, nama, "g", **changes)


def laporan_of(
    *rekaps: Mapping[str, Rekap], units: Sequence[UnitLayanan] = (), hari: date = HARI, target: Target | None = None
) -> Laporan:
    """Of the running semester, the last of `rekaps`, and those before it: of all units, or of one where none are
    given."""
    several = bool(units)
    units = tuple(units) or (unit(),)
    survey = Survey(INSTRUMEN, Direktori.of((), units), ATURAN)
    sasaran = sasaran_kota(survey.direktori, LONG) if several else sasaran_unit(units[0])
    daftar = periode_tren(SEMESTER, len(rekaps))
    return compose_laporan(survey, sasaran, units, daftar, rekaps, hari, target=target)


def rekap(*skor: int) -> dict[str, Rekap]:
    """Of a unit with so many respondents, each giving one score throughout."""
    return {"a": rekap_of([jawaban(one) for one in skor])}


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


skor = st.lists(st.fixed_dictionaries({one.key: st.integers(1, 4) for one in INSTRUMEN.unsur}), max_size=14)
counts = st.dictionaries(st.sampled_from("abcdefg"), skor.map(rekap_of).filter(lambda one: one.n), max_size=7)
targets = st.one_of(st.none(), st.just(Target(Decimal("3.75"), "1-4")))


@given(counts, counts, targets, st.booleans())
def test_every_report_fits_under_a_picture(
    before: dict[str, Rekap], now: dict[str, Rekap], target: Target | None, several: bool
) -> None:
    """Whatever was answered and however long names are: heading and text within 1.000 units."""
    units = [unit(kode, f"{LONG} {kode}", populasi=40_000 if kode < "e" else None) for kode in "abcdefg"]
    laporan = laporan_of(before, now, units=units if several else [], target=target)
    if not laporan.hasil.n:
        assert "Belum ada jawaban" in empty_text(laporan)
        return
    assert utf16(f"{heading_of(laporan)}\n\n{report_text(laporan, 0 if several else 9_999_999)}") <= CAPTION_PALING


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_below_five_no_unsur_is_named(skor: list[int]) -> None:
    text = report_text(laporan_of(rekap(*skor)))
    assert f"Baru {len(skor)} jawaban" in text
    assert not any(one.nama in text for one in INSTRUMEN.unsur)


@pytest.mark.parametrize(
    ("skor", "kata"),
    [
        ([3, 4, 3, 4, 3], "Baru 5 jawaban: belum cukup untuk memperkirakan ketepatan nilai ini."),
        ([3, 4] * 6, "Dengan 12 jawaban, nilai sebenarnya kira-kira antara 79,2 dan 95,8."),
        ([4] * 12, "Dari 12 jawaban yang hampir semuanya sama."),
    ],
)
def test_what_n_allows_is_said_in_plain_words(skor: list[int], kata: str) -> None:
    assert kata in report_text(laporan_of(rekap(*skor)))


@pytest.mark.parametrize(
    ("before", "now", "kata"),
    [
        ([3] * 20 + [4] * 20, [4] * 40, "Naik 12,50 dari semester I 2026 (87,50). Perubahan ini lebih dari"),
        ([4] * 40, [3] * 20 + [4] * 20, "Turun 12,50 dari semester I 2026 (100,00). Perubahan ini lebih dari"),
        (
            [3, 4] * 6,
            [3, 4, 4] * 4,
            "Naik 4,17 dari semester I 2026 (87,50). Perubahan ini bisa jadi",
        ),
        ([3, 4] * 2, [3, 4, 4] * 4, "Perubahan ini belum dapat dinilai karena jawabannya masih sedikit."),
        ([3, 4] * 6, [4, 3] * 9, "Sama dengan semester I 2026 (87,50)."),
        ([], [3, 4] * 6, "Tidak ada jawaban pada semester I 2026 sebagai pembanding."),
    ],
)
def test_a_change_is_told_with_whether_it_is_chance(before: list[int], now: list[int], kata: str) -> None:
    assert kata in report_text(laporan_of(rekap(*before) if before else {}, rekap(*now)))


def test_what_is_over_is_not_called_provisional() -> None:
    """On the last day still, on the next no longer."""
    last = SEMESTER.selesai - timedelta(days=1)
    assert report_text(laporan_of(rekap(*[3] * 6), hari=last)).startswith("Sementara, sampai 31 Desember 2026.")
    assert "ementara" not in report_text(laporan_of(rekap(*[3] * 6), hari=SEMESTER.selesai))


def test_units_without_answers_are_counted_and_two_of_them_named() -> None:
    units = [unit(kode, f"Unit {kode.upper()}") for kode in "abcdef"]
    text = report_text(laporan_of(rekap(*[3] * 6), units=units))
    assert "5 unit tanpa jawaban: Unit B, Unit C, dan 3 lainnya." in text


def test_the_distribution_names_where_low_scores_are() -> None:
    """Most first; where nobody gave 1 or 2, that is said."""
    low = rekap_of([jawaban(4, waktu=1, sarana=2), jawaban(4, waktu=2), *([jawaban(4)] * 6)])
    assert sebaran_text(sebaran_of(low, INSTRUMEN)).splitlines()[1:] == [
        "U3 Waktu Penyelesaian: 25% (2 dari 8 jawaban)",
        "U9 Sarana dan Prasarana: 13% (1 dari 8 jawaban)",
    ]
    assert "Tidak ada yang memberi nilai 1 atau 2" in sebaran_text(sebaran_of(rekap_of([jawaban(3)] * 5), INSTRUMEN))


def test_hidden_classes_show_no_figure() -> None:
    """And why is said once; without any there is no such line."""
    shown = hide_small([("Besar", rekap_of([jawaban(3)] * 9)), ("Kosong", Rekap())], INSTRUMEN)
    assert kelas_text(shown) == "Besar: 75,00 (C), 9 jawaban\nKosong: tidak ada jawaban"
    hidden = hide_small([("Besar", rekap_of([jawaban(3)] * 9)), ("Kecil", rekap_of([jawaban(1)]))], INSTRUMEN)
    text = kelas_text(hidden)
    assert "Kecil: tidak ditampilkan" in text
    assert not any(character.isdigit() for character in text)
    assert text.count("tidak diketahui siapa") == 1
