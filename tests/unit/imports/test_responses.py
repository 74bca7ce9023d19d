from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.imports.faults import ImportRejected, Said
from bot.imports.responses import read_responses
from scoring.instrumen import shipped_instrumen
from scoring.model import JenisLayanan, Profil, UnitLayanan, rekap_of
from scoring.periode import parse_periode
from storage.records import ResponsRow

INSTRUMEN = shipped_instrumen()
KEYS = [unsur.key for unsur in INSTRUMEN.unsur]
CODES = ",".join(unsur.kode for unsur in INSTRUMEN.unsur)
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
"""3 in the morning of the 22nd in Jakarta, 5 in Jayapura."""
S2 = parse_periode("2024-S2")
UNIT = UnitLayanan("u", "Unit", "g", layanan=(JenisLayanan("ktp", "KTP"), JenisLayanan("kk", "Kartu Keluarga")))
ONE = UnitLayanan("o", "Satu", "g", layanan=(JenisLayanan("ktp", "KTP"),))
DATA = Path(__file__).parents[2] / "data"
SAME = "3,3,3,3,3,3,3,3,3"


def parsed(
    text: str, unit: UnitLayanan = UNIT, periode: str = "2024-S2", now: datetime = NOW
) -> tuple[tuple[ResponsRow, ...], tuple[Said, ...]]:
    span = parse_periode(periode) if periode else None
    done = read_responses(text.encode(), "r.csv", INSTRUMEN, unit, span, now)
    return done.rows, done.notes


def row_of(columns: str, cells: str, unit: UnitLayanan = UNIT, periode: str = "2024-S2") -> ResponsRow:
    ((row,), _notes) = parsed(f"{columns},{CODES}\n{cells},{SAME}\n", unit, periode)
    return row


def problems_of(columns: str, *cells: str, periode: str = "2024-S2", unit: UnitLayanan = UNIT) -> list[str]:
    with pytest.raises(ImportRejected) as info:
        parsed("\n".join([f"{columns},{CODES}", *(f"{c},{SAME}" for c in cells)]), unit, periode)
    return [str(problem) for problem in info.value.problems]


@pytest.mark.parametrize(
    "head",
    [CODES, CODES.lower(), ",".join(KEYS), ",".join(KEYS).upper(), "U1,prosedur,u3,Biaya,U5,U6,U7,pengaduan,U9"],
)
def test_unsur_are_found_by_code_or_key(head: str) -> None:
    ((row,), _) = parsed(f"{head}\n1,2,3,4,1,2,3,4,2\n")
    assert dict(row.respons.jawaban) == dict(zip(KEYS, (1, 2, 3, 4, 1, 2, 3, 4, 2), strict=True))


def test_unsur_are_found_whatever_their_order() -> None:
    head = "U9,U8,U7,U6,U5,U4,U3,U2,U1"
    ((row,), _) = parsed(f"{head}\n1,1,1,1,1,1,1,1,4\n")
    assert row.respons.jawaban["persyaratan"] == 4
    assert sum(row.respons.jawaban.values()) == 12


def test_a_row_without_date_lies_in_the_periode_and_in_nothing_narrower() -> None:
    ((row,), _) = parsed(f"{CODES}\n{SAME}\n")
    assert (row.hari_awal, row.hari_akhir) == (date(2024, 7, 1), date(2024, 12, 31))
    assert row.sumber == "impor"
    assert row.responden is None


@pytest.mark.parametrize(
    ("text", "day", "moment"),
    [
        ("2024-07-31", date(2024, 7, 31), datetime(2024, 7, 30, 17, 0, tzinfo=UTC)),
        ("2024-07-31T09:30", date(2024, 7, 31), datetime(2024, 7, 31, 2, 30, tzinfo=UTC)),
        ("2024-07-31 09:30:15", date(2024, 7, 31), datetime(2024, 7, 31, 2, 30, 15, tzinfo=UTC)),
        ("2024-07-31T20:00Z", date(2024, 8, 1), datetime(2024, 7, 31, 20, 0, tzinfo=UTC)),
        ("2024-08-01T00:30+09:00", date(2024, 7, 31), datetime(2024, 7, 31, 15, 30, tzinfo=UTC)),
    ],
)
def test_a_date_is_a_day_of_the_units_own_zone(text: str, day: date, moment: datetime) -> None:
    row = row_of("diisi_pada", text, periode="")
    assert (row.hari_awal, row.hari_akhir) == (day, day)
    assert row.respons.diisi_pada == moment


def test_the_zone_is_the_units() -> None:
    papua = UnitLayanan("p", "Papua", "g", zona_waktu="Asia/Jayapura")
    assert row_of("diisi_pada", "2024-07-31", papua).respons.diisi_pada == datetime(2024, 7, 30, 15, tzinfo=UTC)
    assert row_of("diisi_pada", "2026-11-22", papua, periode="").hari_awal == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/07/24", "is no date; write it as 2024-07-31"),
        ("2024-02-30", "is no date"),
        ("kemarin", "is no date"),
        ("0001-01-01T00:00+14:00", "is no date"),
        ("0024-07-31", "lies before 2000"),
        ("2026-11-23", "lies in the future"),
        ("2024-06-30", "lies outside 2024-S2"),
        ("2025-01-01", "lies outside 2024-S2"),
        ("2024-12-31T20:00Z", "lies outside 2024-S2"),
    ],
)
def test_a_date_of_no_use_is_named(text: str, reason: str) -> None:
    (problem,) = problems_of("diisi_pada", text)
    assert problem.startswith(f"row 2, column diisi_pada: '{text}' {reason}")


def test_an_empty_date_needs_a_periode() -> None:
    assert problems_of("diisi_pada", "2024-07-31", "", periode="") == ["row 3, column diisi_pada: is empty"]
    assert row_of("diisi_pada", "").hari_akhir == date(2024, 12, 31)
    with pytest.raises(ImportRejected, match="no column diisi_pada; say with --periode"):
        parsed(f"{CODES}\n{SAME}\n", periode="")


def test_a_periode_that_has_not_begun_is_refused() -> None:
    with pytest.raises(ImportRejected, match="2027 lies in the future"):
        parsed(f"{CODES}\n{SAME}\n", periode="2027")
    assert parsed(f"{CODES}\n{SAME}\n", periode="2026-S2")[0]


def test_the_profile_is_read_as_the_form_prints_it() -> None:
    columns = "jenis_kelamin,usia,pendidikan,pekerjaan,saran,layanan"
    row = row_of(columns, "Laki – laki,45,SD ke bawah,PETANI/NELAYAN,Tambah kursi,kartu keluarga")
    assert row.respons.profil == Profil("L", 45, None, "sd", "petani_nelayan")
    assert row.respons.saran == "Tambah kursi"
    assert row.respons.layanan == "kk"


@pytest.mark.parametrize(
    ("text", "kode"), [("L", "L"), ("p", "P"), ("Perempuan", "P"), ("laki-laki", "L"), ("", None)]
)
def test_sex_is_read_kindly(text: str, kode: str | None) -> None:
    assert row_of("jenis_kelamin", text).respons.profil.jenis_kelamin == kode


def test_age_is_a_number_or_a_class() -> None:
    assert row_of("usia,usia_kelompok", "34,").respons.profil == Profil(usia=34)
    assert row_of("usia,usia_kelompok", ",31 - 40").respons.profil == Profil(usia_kelompok="31 - 40")
    assert row_of("usia", "").respons.profil == Profil()


@pytest.mark.parametrize("text", ["31 - 40", "9", "121", "34.5", "-34", "³4", "tiga puluh"])
def test_an_age_of_no_use_is_named(text: str) -> None:
    (problem,) = problems_of("usia", text)
    assert problem.startswith(f"row 2, column usia: '{text}' must be a whole number of years, 10 to 120")


def test_categories_of_the_sources_own_are_kept_and_told() -> None:
    head = f"pendidikan,pekerjaan,{CODES}\n"
    rows, notes = parsed(head + f"STRATA,Karyawan,{SAME}\nSTRATA,PNS,{SAME}\n")
    assert [row.respons.profil.pendidikan for row in rows] == ["STRATA", "STRATA"]
    assert rows[1].respons.profil.pekerjaan == "pns"
    assert tuple(note.english for note in notes[1:]) == (
        "pendidikan outside the instrumen's options, kept as printed: STRATA (2)",
        "pekerjaan outside the instrumen's options, kept as printed: Karyawan (1)",
    )


def test_the_only_service_needs_no_naming_and_an_unknown_one_is_named() -> None:
    assert row_of("layanan", "", ONE).respons.layanan == "ktp"
    assert row_of("layanan", "").respons.layanan == ""
    assert problems_of("layanan", "SIM") == [
        "row 2, column layanan: 'SIM' is no service of Unit; it has KTP, Kartu Keluarga"
    ]


def test_every_bad_cell_of_every_row_is_named() -> None:
    text = (
        f"jenis_kelamin,usia,{CODES}\n"
        f"L,34,{SAME}\n"
        f"X,200,5,0,,3,3,3,3,3,sangat baik\n"
        f"L,34,3,3,3\n"
        f"P,34,3,3,3,3,3,3,3,3,3.0\n"
    )
    with pytest.raises(ImportRejected, match=r"r\.csv: 8 bad cells in 3 rows; nothing was imported") as info:
        parsed(text)
    assert [str(problem) for problem in info.value.problems] == [
        "row 3, column U1: '5' must be 1, 2, 3 or 4",
        "row 3, column U2: '0' must be 1, 2, 3 or 4",
        "row 3, column U3: is empty; must be 1, 2, 3 or 4",
        "row 3, column U9: 'sangat baik' must be 1, 2, 3 or 4",
        "row 3, column jenis_kelamin: 'X' must be L or P",
        "row 3, column usia: '200' must be a whole number of years, 10 to 120; classes go in usia_kelompok",
        "row 4, column (all): has 5 cells where row 1 has 11",
        "row 5, column U9: '3.0' must be 1, 2, 3 or 4",
    ]


@pytest.mark.parametrize(
    ("column", "most"), [("saran", 4000), ("usia_kelompok", 32), ("pendidikan", 40), ("pekerjaan", 40)]
)
def test_a_text_too_long_is_named_not_cut(column: str, most: int) -> None:
    assert row_of(column, "x" * most)
    (problem,) = problems_of(column, "x" * (most + 1))
    assert problem.endswith(f"is longer than {most} characters")


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("U1,U2,U3,U4,U5,U6,U7,U8", r"no column for U9 \(sarana\)"),
        ("U1,U2,U3,U4,U5,U6,U7,U8,U9,waktu", "1 thing not certain"),
    ],
)
def test_unsur_missing_or_twice_are_refused(head: str, reason: str) -> None:
    with pytest.raises(ImportRejected, match=reason):
        parsed(f"{head}\n{','.join('3' * len(head.split(',')))}\n")


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(ImportRejected, match="holds no responses"):
        parsed(f"{CODES}\n")


def test_columns_of_no_use_are_told() -> None:
    assert parsed(f"warna,{CODES},catatan\n1,{SAME},x\n")[1][0].english == "columns not used: warna, catatan"


def keys_of(text: str, unit: UnitLayanan = UNIT, periode: str = "2024-S2", now: datetime = NOW) -> list[str | None]:
    return [row.kunci_impor for row in parsed(text, unit, periode, now)[0]]


def test_rows_alike_both_count_and_have_the_same_keys_again() -> None:
    text = f"{CODES}\n{SAME}\n{SAME}\n"
    keys = keys_of(text)
    assert len(set(keys)) == 2
    assert keys_of(text, now=NOW + timedelta(days=400)) == keys
    assert keys_of(text.replace(",", ";")) == keys
    assert keys_of(text.replace(CODES, ",".join(KEYS))) == keys


def test_a_row_with_a_date_is_known_in_any_file_and_one_without_in_its_own() -> None:
    """A sheet that has grown brings its older rows again, which do not count twice; two batches of undated paper
    forms may hold the same answers, and both count."""
    head, dated, undated = f"diisi_pada,{CODES}\n", f"2024-07-31,{SAME}\n", f",{SAME}\n"
    assert keys_of(head + dated)[0] == keys_of(head + dated + dated)[0]
    assert keys_of(head + undated)[0] != keys_of(head + undated + undated)[0]
    assert keys_of(head + undated) == keys_of(head + undated)


def test_a_row_of_another_unit_periode_or_content_has_another_key() -> None:
    text = f"usia,{CODES}\n34,{SAME}\n"
    keys = keys_of(text) + keys_of(text, ONE) + keys_of(text, periode="2024") + keys_of(text.replace("34", "35"))
    assert len(set(keys)) == 4


def test_a_key_does_not_change_when_the_unit_gets_another_service() -> None:
    text = f"{CODES}\n{SAME}\n"
    two = UnitLayanan("o", "Satu", "g", layanan=UNIT.layanan)
    assert keys_of(text, ONE) == keys_of(text, two)


def test_a_moment_has_one_key_in_whatever_zone_it_is_written() -> None:
    local, there = "2024-07-31T09:30", datetime(2024, 7, 31, 3, 30, tzinfo=timezone(timedelta(hours=1))).isoformat()
    head = f"diisi_pada,{CODES}\n"
    assert keys_of(f"{head}{local},{SAME}\n") == keys_of(f"{head}{there},{SAME}\n")


def test_pulutans_rows_are_counted_as_published() -> None:
    isi = (DATA / "pulutan_marginals.csv").read_bytes()
    done = read_responses(isi, "p.csv", INSTRUMEN, UnitLayanan("pulutan", "Pulutan", "g"), S2, NOW)
    rows, notes = done.rows, done.notes
    rekap = rekap_of(row.respons.jawaban for row in rows)
    totals = [sum(skor * n for skor, n in enumerate(rekap.sebaran[key], start=1)) for key in KEYS]
    assert rekap.n == 50
    assert totals == [167, 171, 166, 200, 167, 166, 176, 181, 156]
    assert len({row.kunci_impor for row in rows}) == 50
    assert "columns not used: unsur_origin, profile_origin" in [note.english for note in notes]
