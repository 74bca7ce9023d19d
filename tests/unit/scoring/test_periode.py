from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import PeriodeError
from scoring.periode import CONTOH_PERIODE, ZONA, JenisPeriode, local_day, parse_periode, periode_of

JENIS: list[JenisPeriode] = ["tahun", "semester", "triwulan", "bulan", "minggu"]
hari_apa_pun = st.dates(date(1901, 1, 1), date(2998, 12, 31))


@pytest.mark.parametrize(
    ("kode", "jenis", "mulai", "selesai", "nama"),
    [
        ("2024", "tahun", date(2024, 1, 1), date(2025, 1, 1), "tahun 2024"),
        ("2024-S1", "semester", date(2024, 1, 1), date(2024, 7, 1), "semester I 2024"),
        ("2024-S2", "semester", date(2024, 7, 1), date(2025, 1, 1), "semester II 2024"),
        ("2024-T3", "triwulan", date(2024, 7, 1), date(2024, 10, 1), "triwulan III 2024"),
        ("2024-T4", "triwulan", date(2024, 10, 1), date(2025, 1, 1), "triwulan IV 2024"),
        ("2024-02", "bulan", date(2024, 2, 1), date(2024, 3, 1), "Februari 2024"),
        ("2024-12", "bulan", date(2024, 12, 1), date(2025, 1, 1), "Desember 2024"),
        ("2024-W27", "minggu", date(2024, 7, 1), date(2024, 7, 8), "minggu ke-27 2024"),
        ("2025-W01", "minggu", date(2024, 12, 30), date(2025, 1, 6), "minggu ke-1 2025"),
        ("2020-W53", "minggu", date(2020, 12, 28), date(2021, 1, 4), "minggu ke-53 2020"),
    ],
)
def test_a_kode_gives_its_days_and_its_name(kode: str, jenis: str, mulai: date, selesai: date, nama: str) -> None:
    periode = parse_periode(kode)
    assert (periode.kode, periode.jenis, periode.mulai, periode.selesai) == (kode, jenis, mulai, selesai)
    assert periode.nama == nama


def test_capitals_and_blanks_around_do_not_matter() -> None:
    assert parse_periode(" 2024-s2 ") == parse_periode("2024-S2")


@pytest.mark.parametrize(
    "teks",
    [
        "",
        "24",
        "2024-S3",
        "2024-S0",
        "2024-T5",
        "2024-7",
        "2024-W5",
        "2024-S",
        "2024/07",
        "2024-07-01",
        "semester 2",
    ],
)
def test_another_text_is_refused_with_the_accepted_forms(teks: str) -> None:
    with pytest.raises(PeriodeError, match="2024, 2024-S2, 2024-T3, 2024-07, 2024-W27"):
        parse_periode(teks)


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("2024-13", "2024 has no month 13"),
        ("2024-00", "2024 has no month 00"),
        ("2024-W53", "2024 has no week 53"),
        ("2024-W00", "2024 has no week 00"),
        ("0000", "0000 has no year"),
        ("3000", "outside the years 1900 to 2999"),
        ("1899-W01", "outside the years 1900 to 2999"),
    ],
)
def test_a_month_week_or_year_that_does_not_exist_is_refused(teks: str, pesan: str) -> None:
    with pytest.raises(PeriodeError, match=pesan):
        parse_periode(teks)


def test_every_example_is_read_and_they_cover_all_jenis() -> None:
    assert [parse_periode(teks).jenis for teks in CONTOH_PERIODE] == JENIS


@given(hari_apa_pun, st.sampled_from(JENIS))
def test_the_periode_of_a_day_holds_it_and_reads_back_from_its_kode(hari: date, jenis: JenisPeriode) -> None:
    periode = periode_of(hari, jenis)
    assert hari in periode
    assert periode.selesai not in periode
    assert parse_periode(periode.kode) == periode


@given(hari_apa_pun, st.sampled_from(JENIS))
def test_neighbouring_periode_meet_without_gap(hari: date, jenis: JenisPeriode) -> None:
    periode = periode_of(hari, jenis)
    assert periode.sebelumnya().selesai == periode.mulai
    assert periode.sebelumnya().berikutnya() == periode
    assert periode_of(periode.selesai - timedelta(days=1), jenis) == periode


@pytest.mark.parametrize(
    ("kode", "sebelum"),
    [
        ("2024-S1", "2023-S2"),
        ("2024-T1", "2023-T4"),
        ("2024-01", "2023-12"),
        ("2021-W01", "2020-W53"),
        ("2024", "2023"),
    ],
)
def test_the_first_periode_of_a_year_follows_the_last_of_the_year_before(kode: str, sebelum: str) -> None:
    assert parse_periode(kode).sebelumnya().kode == sebelum


@pytest.mark.parametrize(
    ("hari", "berlalu"),
    [
        (date(2023, 1, 1), "0"),
        (date(2024, 1, 1), "0"),
        (date(2024, 1, 2), "1/366"),
        (date(2024, 7, 2), "1/2"),
        (date(2024, 12, 31), "365/366"),
        (date(2025, 1, 1), "1"),
        (date(2025, 6, 1), "1"),
    ],
)
def test_the_share_of_a_year_that_has_passed_counts_whole_days(hari: date, berlalu: str) -> None:
    assert parse_periode("2024").berlalu(hari) == Fraction(berlalu)


@pytest.mark.parametrize(("zona", "hari"), [("WIB", 30), ("WITA", 1), ("WIT", 1), ("Asia/Jakarta", 30)])
def test_the_same_moment_falls_on_the_units_own_day(zona: str, hari: int) -> None:
    """16:30 UTC is 23:30 in Jakarta and already the next day, and semester, further east."""
    waktu = datetime(2024, 6, 30, 16, 30, tzinfo=UTC)
    assert local_day(waktu, zona).day == hari


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time with a zone"):
        local_day(datetime(2024, 6, 30), "WIB")  # noqa: DTZ001 - the mistake under test


def test_the_three_zones_of_indonesia() -> None:
    assert dict(ZONA) == {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
