from __future__ import annotations

import pytest

from bot.demo import UNITS as DEMO
from bot.imports.faults import ImportRejected
from bot.imports.table import parse_table, read_table
from bot.imports.units import parse_units
from scoring.instrumen import shipped_instrumen
from scoring.model import JenisLayanan, Kelompok, UnitLayanan

INSTRUMEN = shipped_instrumen()


def units_of(text: str, *known: UnitLayanan) -> list[UnitLayanan]:
    return parse_units(parse_table(text, "u.csv"), INSTRUMEN, {unit.kode.casefold(): unit for unit in known})[1]


def rejected(text: str) -> tuple[str, list[str]]:
    with pytest.raises(ImportRejected) as info:
        units_of(text)
    return str(info.value), [str(problem) for problem in info.value.problems]


def test_the_three_columns_are_enough() -> None:
    groups, units = parse_units(parse_table("kode,nama,kelompok\nu1,Unit Satu,Kec. Satu\n", "u"), INSTRUMEN, {})
    assert groups == [Kelompok("kec-satu", "Kec. Satu")]
    assert units == [UnitLayanan("u1", "Unit Satu", "kec-satu")]


def test_every_column_is_read() -> None:
    (unit,) = units_of(
        "kode;nama;kelompok;jenis;zona_waktu;populasi;layanan;label_biaya\n"
        "u1;Satu;G;kelurahan;wita;1.234;KTP | Kartu Keluarga;Mahal|Agak mahal|Murah|Gratis\n"
    )
    assert unit == UnitLayanan(
        kode="u1",
        nama="Satu",
        kelompok="g",
        jenis="kelurahan",
        zona_waktu="Asia/Makassar",
        populasi=1234,
        layanan=(JenisLayanan("ktp", "KTP"), JenisLayanan("kartu-keluarga", "Kartu Keluarga")),
        label={"biaya": ("Mahal", "Agak mahal", "Murah", "Gratis")},
    )


def test_what_the_file_lacks_stays_and_what_it_empties_goes() -> None:
    label = {"biaya": ("a", "b", "c", "d"), "waktu": ("e", "f", "g", "h")}
    before = UnitLayanan("U1", "Lama", "g", "opd", "Asia/Jayapura", 9, (JenisLayanan("a", "A"),), label, aktif=False)
    (same,) = units_of("kode,nama,kelompok\nu1,Baru,G\n", before)
    assert same == UnitLayanan("U1", "Baru", "g", "opd", "Asia/Jayapura", 9, before.layanan, label)
    (empty,) = units_of("kode,nama,kelompok,jenis,zona_waktu,populasi,layanan,label_biaya\nU1,Baru,G,,,,,\n", before)
    assert empty == UnitLayanan("U1", "Baru", "g", "", "Asia/Jayapura", None, (), {"waktu": label["waktu"]})


def test_every_bad_cell_is_named() -> None:
    summary, problems = rejected(
        "kode,nama,kelompok,zona_waktu,populasi,layanan,label_waktu\n"
        "has space,,G,Mars,x,A|a,1|2|3\n"
        "u1,N,,WIB,-5,!!|" + "s" * 201 + ",a|b|c|A\n"
        "U1," + "n" * 201 + ",***,WIT,1234567890,,|b|c|d\n"
        "short\n"
    )
    assert summary == "u.csv: 17 bad cells in 4 rows; nothing was imported"
    assert [problem.split(":")[0] for problem in problems] == [
        "row 2, column kode",
        "row 2, column nama",
        "row 2, column zona_waktu",
        "row 2, column populasi",
        "row 2, column layanan",
        "row 2, column label_waktu",
        "row 3, column kelompok",
        "row 3, column populasi",
        "row 3, column layanan",
        "row 3, column layanan",
        "row 3, column label_waktu",
        "row 4, column nama",
        "row 4, column kelompok",
        "row 4, column kode",
        "row 4, column populasi",
        "row 4, column label_waktu",
        "row 5, column (all)",
    ]
    assert "stands in row 3 as well" in "\n".join(problems)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kode,nama\nu1,Satu\n", "column kelompok is missing"),
        ("nama,jenis\nu1,Satu\n", "column kode, kelompok is missing"),
        ("kode,nama,kelompok,warna\n1,2,3,4\n", "column warna is not known"),
        ("kode,nama,kelompok,label_maklumat\n1,2,3,4\n", "column label_maklumat is not known"),
        ("kode,nama,kelompok\n", "holds no units"),
    ],
)
def test_a_file_of_other_columns_or_none_is_refused(text: str, reason: str) -> None:
    assert reason in rejected(text)[0]


def test_a_group_is_one_however_it_is_spelt() -> None:
    text = "kode,nama,kelompok\na,A,Kecamatan Kota\nb,B,KECAMATAN  KOTA\n"
    groups, units = parse_units(parse_table(text, "u"), INSTRUMEN, {})
    assert groups == [Kelompok("kecamatan-kota", "Kecamatan Kota")]
    assert {unit.kelompok for unit in units} == {"kecamatan-kota"}


def test_names_alike_in_their_beginning_are_groups_and_services_of_their_own() -> None:
    long = "Pelayanan administrasi kependudukan untuk warga "
    text = f"kode,nama,kelompok,layanan\na,A,{long}lama,{long}pagi|{long}sore\nb,B,{long}baru,\n"
    groups, units = parse_units(parse_table(text, "u"), INSTRUMEN, {})
    assert len(groups) == 2
    assert len({service.kode for service in units[0].layanan}) == 2


def test_the_demo_city_has_its_94_units_in_five_groups_with_services() -> None:
    groups, units = parse_units(read_table(DEMO), INSTRUMEN, {})
    assert len(units) == 94
    assert len(groups) == 5
    assert all(unit.layanan for unit in units)
    assert len({unit.nama for unit in units}) == 94
