"""What a report is about, as officials type it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.survey import Direktori
from bot.reports.sasaran import Argumen, parse_argumen, sasaran_kelompok
from scoring.model import UnitLayanan
from tests.unit.engine.dunia import KELOMPOK, SURVEY, TANPA, changed

DIREKTORI = SURVEY.direktori
HARI_INI = date(2026, 3, 10)


def read(teks: str) -> Argumen:
    return parse_argumen(teks, DIREKTORI, HARI_INI, "semester", "Pemerintah Kota Kediri")


def found(teks: str) -> tuple[str, str] | None:
    sasaran = read(teks).sasaran
    return (sasaran.jenis, sasaran.kode) if sasaran else None


@pytest.mark.parametrize(
    ("teks", "jenis", "kode"),
    [
        ("bandar kidul", "unit", "kel-bandar-kidul"),
        ("Kel. Bandar Kidul", "unit", "kel-bandar-kidul"),
        ("kel bandarkidul", "unit", "kel-bandar-kidul"),
        ("KEL-BANDAR-KIDUL", "unit", "kel-bandar-kidul"),
        ("kel mojoroto", "unit", "kel-mojoroto"),
        ("rsud gambiran", "unit", "rsud-gambiran"),
        ("opd pelayanan", "kelompok", "opd-pelayanan"),
        ("OPD non pelayanan", "kelompok", "opd-non-pelayanan"),
        ("kecamatan-mojoroto", "kelompok", "kecamatan-mojoroto"),
        ("kota", "kota", ""),
        ("Semua", "kota", ""),
        ("kota kediri", "kota", ""),
        ("pemkot kediri", "kota", ""),
    ],
)
def test_who_is_named_is_found(teks: str, jenis: str, kode: str) -> None:
    """By name with short forms and without spaces, by code, and the whole under its names."""
    assert found(teks) == found(f"{teks} 2024-S2") == found(f"semester lalu {teks}") == (jenis, kode)
    assert read(teks).calon == ()


@pytest.mark.parametrize(
    ("teks", "calon"),
    [
        ("mojoroto", [("kelompok", "kecamatan-mojoroto"), ("unit", "kec-mojoroto"), ("unit", "kel-mojoroto")]),
        ("kec. mojoroto", [("kelompok", "kecamatan-mojoroto"), ("unit", "kec-mojoroto")]),
        ("kecamatan kota", [("kelompok", "kecamatan-kota"), ("unit", "kec-kota")]),
        ("opd", [("kelompok", "opd-pelayanan"), ("kelompok", "opd-non-pelayanan")]),
        ("rsud gambirn", [("unit", "rsud-gambiran")]),
        ("bandar kidl", [("unit", "kel-bandar-kidul"), ("unit", "kel-bandar-lor")]),
    ],
)
def test_who_may_be_meant_is_listed_and_never_guessed(teks: str, calon: list[tuple[str, str]]) -> None:
    """Where a name fits several, or none but nearly, all that may be meant are offered and none is taken."""
    argumen = read(teks)
    assert argumen.sasaran is None
    assert [(one.jenis, one.kode) for one in argumen.calon] == calon
    assert argumen.masalah == ""


def test_nothing_typed_is_nothing_found_in_the_running_periode() -> None:
    """The caller then offers buttons."""
    assert read("  ") == Argumen(None, (), read("2026-S1").periode)
    assert parse_argumen("", DIREKTORI, HARI_INI, "triwulan").periode.kode == "2026-T1"


def test_who_is_unknown_is_said() -> None:
    """The sentence repeats the name, however long, at most in part."""
    assert read("samsat 2024").masalah == "Tidak ada unit atau kelompok bernama “samsat”."
    assert len(read("x" * 5_000).masalah) < 120


def test_a_problem_with_the_periode_is_said_though_the_unit_is_known() -> None:
    assert read("bandar kidul semester 3").masalah == "Semester hanya I dan II."
    assert read("bandar kidul semester 3").sasaran is None


def test_groups_and_the_city_hold_their_open_units() -> None:
    """15 units in Kecamatan Mojoroto, all in the city, and no closed one."""
    mojoroto, kota = read("kecamatan-mojoroto").sasaran, read("kota").sasaran
    assert mojoroto is not None
    assert kota is not None
    assert len(mojoroto.units) == 15
    assert {unit.kelompok for unit in mojoroto.units} == {"kecamatan-mojoroto"}
    assert len(kota.units) == len(DIREKTORI.unit)
    assert kota.nama == "Pemerintah Kota Kediri"


def test_a_closed_unit_still_belongs_to_its_group() -> None:
    """It is no longer found by name, yet counts where it has respondents."""
    open_, closed = UnitLayanan("x", "Kelurahan X", "uji"), changed(TANPA, aktif=False)
    direktori = Direktori.of(KELOMPOK, [open_, closed])
    sasaran = sasaran_kelompok(direktori.kelompok[0], direktori)
    assert sasaran.units == (open_,)
    assert sasaran.members([open_, closed, UnitLayanan("y", "Y", "lain")]) == (open_, closed)
    assert parse_argumen(closed.nama, direktori, HARI_INI, "semester").sasaran is None


@given(st.sampled_from(sorted(DIREKTORI.unit)))
def test_every_unit_is_found_by_its_own_code(kode: str) -> None:
    assert found(kode) == found(f"{kode} 2024") == ("unit", DIREKTORI.unit[kode].kode)


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(teks: str) -> None:
    """And gives at most one of a subject, candidates and a problem."""
    argumen = read(teks)
    assert sum(map(bool, (argumen.sasaran, argumen.calon, argumen.masalah))) <= 1
