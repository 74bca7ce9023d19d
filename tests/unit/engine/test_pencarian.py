"""Finding a unit by name, in the demo city."""

from __future__ import annotations

import pytest

from bot.engine.survey import KODE_UNIT, Direktori
from scoring.model import UnitLayanan
from tests.unit.engine.dunia import KELOMPOK, SURVEY, TANPA, changed

DIREKTORI = SURVEY.direktori


@pytest.mark.parametrize(
    ("teks", "kode"),
    [
        ("bandar kidl", "kel-bandar-kidul"),
        ("Kel. Bandar Lor", "kel-bandar-lor"),
        ("lor bandar", "kel-bandar-lor"),
        ("kel mojoroto", "kel-mojoroto"),
        ("kec. mojoroto", "kec-mojoroto"),
        ("kantor camat mojoroto", "kec-mojoroto"),
        ("puskesmas sukorme", "puskesmas-sukorame"),
        ("pkm sukorame", "puskesmas-sukorame"),
        ("kelurahan sukorame", "kel-sukorame"),
        ("dukcapil", "dispendukcapil"),
        ("disdukcapil", "dispendukcapil"),
        ("rsud gambirn", "rsud-gambiran"),
        ("rumah sakit gambiran", "rsud-gambiran"),
        ("kecamatan pesantren", "kec-pesantren"),
        ("puskesmas pesantren", "puskesmas-pesantren-i"),
        ("puskesmas pesantren 2", "puskesmas-pesantren-ii"),
        ("kelurahan pesantren", "kel-pesantren"),
        ("dinas kesehatan", "dinkes"),
        ("DINSOS", "dinsos"),
        ("dinas pendidikan", "dinas-pendidikan"),
        ("banjar melati", "kel-banjarmlati"),
        ("kampungdalem", "kel-kampung-dalem"),
        ("bag. organisasi", "bag-organisasi"),
        ("saya tadi di kelurahan dermo", "kel-dermo"),
        ("ke kelurahan balowerti kota kediri", "kel-balowerti"),
    ],
)
def test_the_unit_meant_comes_first(teks: str, kode: str) -> None:
    """Typing errors, order, short forms and what kind of office it is lead to the right unit first."""
    assert DIREKTORI.search(teks)[0].kode == kode


@pytest.mark.parametrize("teks", ["", " ", "a", "?", "zzzz qqqq", "samsat", "polres", "👍", "مرحبا", "xyz" * 5000])
def test_a_name_like_none_finds_nothing(teks: str) -> None:
    """A stranger's name is not bent into some unit's."""
    assert DIREKTORI.search(teks) == []


def test_every_unit_is_found_first_by_its_own_name() -> None:
    """No unit's name, written in full, leads to another unit first."""
    for unit in DIREKTORI.unit.values():
        assert DIREKTORI.search(unit.nama)[0] == unit
        assert DIREKTORI.search(unit.nama.upper())[0] == unit


def test_a_name_typed_in_full_is_told_from_one_that_resembles_it() -> None:
    """Spaces, case and kel./kec. do not matter, what kind of office it is only where that is asked for."""
    assert [unit.kode for unit in DIREKTORI.named("KEL.MOJO ROTO")] == ["kel-mojoroto"]
    assert DIREKTORI.named("mojoroto") == []
    assert {unit.kode for unit in DIREKTORI.named("mojoroto", loosely=True)} == {"kel-mojoroto", "kec-mojoroto"}
    assert DIREKTORI.named("mojorotto", loosely=True) == DIREKTORI.named("", loosely=True) == []


def test_a_search_finds_only_a_few() -> None:
    """A general word gives a list short enough to read."""
    assert len(DIREKTORI.search("puskesmas")) == 6


def test_a_code_is_found_in_any_case_and_only_while_open() -> None:
    """Codes are printed on stickers and typed by hand; a closed unit is not found by code, name or group."""
    assert DIREKTORI.find("KEL-DERMO") == DIREKTORI.find("kel-dermo") is not None
    assert DIREKTORI.find("") is None
    closed = Direktori.of(KELOMPOK, [changed(TANPA, aktif=False)])
    assert closed.find(TANPA) is None
    assert closed.search("Kantor Uji Tanpa") == []
    assert closed.kelompok == ()


def test_a_group_lists_its_units_by_name_and_empty_groups_are_left_out() -> None:
    """Browsing shows each group that has units, its units in alphabetical order."""
    kota = [unit.nama for unit in DIREKTORI.in_kelompok("kecamatan-kota")]
    assert len(kota) == 18
    assert kota == sorted(kota)
    assert DIREKTORI.in_kelompok("tidak-ada") == []
    one = Direktori.of(KELOMPOK, [UnitLayanan("x", "Kelurahan X", "uji")])
    assert [group.kode for group in one.kelompok] == ["uji"]


@pytest.mark.parametrize("kode", ["kel-dermo", "A_1", "x" * 40])
def test_a_unit_code_fits_links_and_buttons(kode: str) -> None:
    """What may be a unit's code is safe in a link, a start parameter and a button."""
    assert KODE_UNIT.fullmatch(kode)
    assert not KODE_UNIT.fullmatch(kode + " ")
    assert not KODE_UNIT.fullmatch("é")
    assert not KODE_UNIT.fullmatch("x" * 41)
