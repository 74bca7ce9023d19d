"""The periode that people mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.sebutan import find_periode
from scoring.periode import JenisPeriode, periode_of

HARI_INI = date(2026, 3, 10)
JENIS = st.sampled_from(["tahun", "semester", "triwulan", "bulan", "minggu"])


@pytest.mark.parametrize(
    ("teks", "kode"),
    [
        ("2024-S2", "2024-S2"),
        ("2024-tw3", "2024-T3"),
        ("2024-w27", "2024-W27"),
        ("2024-07", "2024-07"),
        ("2024", "2024"),
        ("tahun 2024", "2024"),
        ("tahun lalu", "2025"),
        ("semester ini", "2026-S1"),
        ("periode berjalan", "2026-S1"),
        ("periode lalu", "2025-S2"),
        ("semester yang lalu", "2025-S2"),
        ("semester II 2024", "2024-S2"),
        ("Semester 2 tahun 2024", "2024-S2"),
        ("smt ii", "2025-S2"),
        ("semester pertama", "2026-S1"),
        ("2024 s2", "2024-S2"),
        ("S2 2024", "2024-S2"),
        ("tw 3 2024", "2024-T3"),
        ("TW.III 2024", "2024-T3"),
        ("triwulan III 2024", "2024-T3"),
        ("triwulan ke-3 tahun 2024", "2024-T3"),
        ("triwulan iv", "2025-T4"),
        ("triwulan ini", "2026-T1"),
        ("juli 2024", "2024-07"),
        ("bulan Juli", "2025-07"),
        ("maret", "2026-03"),
        ("nop 2024", "2024-11"),
        ("bulan 7 2024", "2024-07"),
        ("bulan ini", "2026-03"),
        ("bulan lalu", "2026-02"),
        ("minggu ini", "2026-W11"),
        ("minggu lalu", "2026-W10"),
        ("pekan kemarin", "2026-W10"),
        ("minggu ke-27 2024", "2024-W27"),
        ("minggu 30", "2025-W30"),
        ("untuk periode 2024-T3", "2024-T3"),
    ],
)
def test_many_ways_to_say_it(teks: str, kode: str) -> None:
    """Codes, short forms, Roman numbers, what is relative to today, and a number without its year."""
    found = find_periode(teks, HARI_INI, "semester")
    assert (found.periode and found.periode.kode, found.sisa, found.masalah) == (kode, "", "")


@pytest.mark.parametrize(
    ("teks", "sisa", "kode"),
    [
        ("Kel. Bandar Kidul semester 2 2024", "kel bandar kidul", "2024-S2"),
        ("mojoroto, juli 2024", "mojoroto", "2024-07"),
        ("2024-S2 mojoroto", "mojoroto", "2024-S2"),
        ("puskesmas pesantren 2 tw 2", "puskesmas pesantren 2", "2025-T2"),
        ("kel-bandar-kidul 2024", "kel-bandar-kidul", "2024"),
    ],
)
def test_what_is_left_is_the_name(teks: str, sisa: str, kode: str) -> None:
    """A name may stand before or after, and numbers in it are left alone."""
    found = find_periode(teks, HARI_INI, "semester")
    assert (found.sisa, found.periode and found.periode.kode) == (sisa, kode)


@pytest.mark.parametrize(
    "teks", ["", "bandar kidul", "puskesmas pesantren 2", "nov", "sma 5", "marhaban", "2s", "12"]
)
def test_a_name_is_no_periode(teks: str) -> None:
    """Numbers and syllables within names are not taken for one."""
    found = find_periode(teks, HARI_INI, "semester")
    assert (found.periode, found.masalah, found.sisa) == (None, "", teks)


@pytest.mark.parametrize(
    ("teks", "masalah"),
    [
        ("semester 3", "Semester hanya I dan II."),
        ("tw 7 2024", "Triwulan hanya I sampai IV."),
        ("bulan 13", "Bulan hanya 1 sampai 12."),
        ("minggu 60", "Minggu dalam setahun hanya 1 sampai 52, kadang 53."),
        ("2024-13", "Tidak ada periode “2024-13”."),
        ("2024-W60", "Tidak ada periode “2024-W60”."),
        ("tahun 24", "Tulis tahun dengan empat angka, misalnya 2024."),
        ("semester 2 2026", "Semester II 2026 belum dimulai."),
        ("2030", "Tahun 2030 belum dimulai."),
        ("hari ini", "Tidak ada laporan per hari. Yang paling pendek satu minggu."),
        ("juli 2024 agustus 2024", "Sebutkan satu periode saja."),
    ],
)
def test_what_cannot_be_reported_on_is_said(teks: str, masalah: str) -> None:
    """A sentence of its own for each, and no other periode in its place."""
    found = find_periode(f"mojoroto {teks}", HARI_INI, "semester")
    assert (found.periode, found.masalah) == (None, masalah)


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), JENIS)
def test_every_periode_is_found_by_its_code_and_by_its_name(hari: date, jenis: JenisPeriode) -> None:
    """What the program itself writes, it reads again."""
    periode = periode_of(hari, jenis)
    for teks in (periode.kode, periode.nama, periode.nama.upper(), f"Kelurahan Uji {periode.nama}"):
        assert find_periode(teks, periode.selesai, "semester").periode == periode


@given(st.text(max_size=60), JENIS)
def test_any_text_is_read_without_an_error(teks: str, jenis: JenisPeriode) -> None:
    """And never both a periode and a problem."""
    found = find_periode(teks, HARI_INI, jenis)
    assert not (found.periode and found.masalah)
