"""`ikm responses import`: all rows or none, and never twice."""

from __future__ import annotations

import pytest

from tests.acceptance.cli.program import DATA, SAME, UNSUR, Ikm

KEYS = "persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,pengaduan,sarana"


@pytest.fixture
def unit(ikm: Ikm) -> Ikm:
    """A folder with one unit, `u`, of two services."""
    ikm.units("u,Unit,G,KTP|Kartu Keluarga", head="kode,nama,kelompok,layanan")
    return ikm


def test_the_same_file_again_adds_nothing(pulutan: Ikm) -> None:
    file = str(DATA / "pulutan_marginals.csv")
    done = pulutan("responses", "import", file, "--unit", "PULUTAN", "--periode", "2024-s2")
    assert done.out.splitlines()[0] == "50 rows: 0 responses added, 50 were there already"
    assert "note: pendidikan outside the instrumen's options, kept as printed: STRATA (14)" in done.out
    assert pulutan.score("--unit", "pulutan", "--periode", "2024-S2")["n"] == 50


def test_three_bad_cells_are_all_listed_and_nothing_is_imported(pulutan: Ikm) -> None:
    rows = (DATA / "pulutan_marginals.csv").read_text().splitlines()
    cells = [row.split(",") for row in rows]
    cells[7][5], cells[20][13], cells[50][9] = "5", "", "tiga"
    file = pulutan.write("bad.csv", "\n".join(",".join(row) for row in cells))
    done = pulutan("responses", "import", file, "--unit", "lain", "--periode", "2024-S2", "--json")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "row 8, column U1: '5' must be 1, 2, 3 or 4",
        "row 21, column U9: is empty; must be 1, 2, 3 or 4",
        "row 51, column U5: 'tiga' must be 1, 2, 3 or 4",
        "ikm: bad.csv: 3 bad cells in 3 rows; nothing was imported",
    ]
    assert pulutan.score("--unit", "lain", "--periode", "2024-S2")["n"] == 0
    assert pulutan("db", "check").code == 0


def test_answers_by_key_with_semicolons_and_everything_a_row_can_say(unit: Ikm) -> None:
    head = f"diisi_pada;layanan;jenis_kelamin;usia;usia_kelompok;pendidikan;pekerjaan;{KEYS.replace(',', ';')};saran"
    lines = [
        "2024-07-31;KTP;L;34;;SMA;PNS;4;4;4;4;4;4;4;4;4;Sudah baik",
        "2024-07-31T09:30;kartu keluarga;Perempuan;;31 - 40;S1;Swasta;3;3;3;3;3;3;3;3;3;",
        '2024-08-01T23:30:00+07:00;;P;;;;;2;2;2;2;2;2;2;2;2;"Kursi; dan\nkipas"',
    ]
    file = unit.write("r.csv", "\ufeff" + "\n".join([head, *lines]))
    done = unit("responses", "import", file, "--unit", "u", "--json")
    assert (done.json["rows"], done.json["added"], done.json["already"], done.json["notes"]) == (3, 3, 0, [])
    assert unit.score("--unit", "u", "--periode", "2024-07")["ikm"] == "87.50"
    assert unit.score("--unit", "u", "--periode", "2024-08")["ikm"] == "50.00"
    assert unit.score("--unit", "u", "--periode", "2024-T3")["n"] == 3


def test_a_grown_file_adds_its_new_rows_alone(unit: Ikm) -> None:
    head = f"diisi_pada,usia,{UNSUR}"
    rows = [f"2024-07-{day:02},3{day % 10},{SAME}" for day in range(1, 6)]
    assert unit.responses("u", *rows[:3], head=head).json["added"] == 3
    again = unit.responses("u", *rows, head=head).json
    assert (again["rows"], again["added"], again["already"]) == (5, 2, 3)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("2999-01-01,34", "column diisi_pada: '2999-01-01' lies in the future"),
        ("2024-06-30,34", "column diisi_pada: '2024-06-30' lies outside 2024-S2"),
        ("31/07/24,34", "column diisi_pada: '31/07/24' is no date; write it as 2024-07-31 or 2024-07-31T09:30"),
        ("2024-07-31,31 - 40", "column usia: '31 - 40' must be a whole number of years, 10 to 120"),
    ],
)
def test_a_cell_of_no_use_is_named(unit: Ikm, cells: str, problem: str) -> None:
    file = unit.write("r.csv", f"diisi_pada,usia,{UNSUR}\n{cells},{SAME}\n")
    done = unit("responses", "import", file, "--unit", "u", "--periode", "2024-S2")
    assert done.code == 1
    assert done.err.splitlines()[0].startswith(f"row 2, {problem}")
    assert unit.score("--unit", "u", "--periode", "2024")["n"] == 0


@pytest.mark.parametrize(
    ("content", "words", "code", "reason"),
    [
        (f"{UNSUR}\n{SAME}\n", ("--unit", "u"), 1, "has no column diisi_pada; say with --periode"),
        (f"{UNSUR[:-3]}\n", ("--unit", "u", "--periode", "2024"), 1, "no column for U9 (sarana)"),
        ("", ("--unit", "u", "--periode", "2024"), 1, "the file is empty"),
        (f"{UNSUR}\n{SAME}\n", ("--unit", "u", "--periode", "2999"), 1, "2999 is outside|lies in the future"),
        (f"{UNSUR}\n{SAME}\n", ("--unit", "x", "--periode", "2024"), 2, "there is no unit 'x'; `ikm units list`"),
        (f"{UNSUR}\n{SAME}\n", ("--unit", "u", "--periode", "2024-S3"), 2, "'2024-S3' is not a periode"),
        (f"{UNSUR}\n{SAME}\n", ("--periode", "2024"), 2, "Missing option '--unit'"),
    ],
)
def test_a_call_that_cannot_be_answered_ends_in_one_line(
    unit: Ikm, content: str, words: tuple[str, ...], code: int, reason: str
) -> None:
    done = unit("responses", "import", unit.write("r.csv", content), *words)
    complaint = done.complaint(code)
    assert any(one in complaint for one in reason.split("|"))


def test_without_a_database_nothing_is_made(ikm: Ikm) -> None:
    file = ikm.write("r.csv", f"{UNSUR}\n{SAME}\n")
    assert "there is no database" in ikm("responses", "import", file, "--unit", "u").complaint(1)
    assert not ikm.database.exists()


def test_what_is_uncertain_is_guessed_written_settled_and_imported(unit: Ikm) -> None:
    """Without a mapping nothing comes in; the guess writes one, a person completes it; bad rows are held back."""
    rows = [f"{n};{n % 2 + 1};3;3;3;4;3;3;4;{2 + n % 2};3" for n in range(1, 7)]
    file = unit.write("rekap.csv", "No;JK;1;2;3;4;5;6;7;8;9\n" + "\n".join([*rows, "7;1;3;3;3;9;3;3;4;3;3"]) + "\n")
    words = (file, "--unit", "u")
    refused = unit("responses", "import", *words, "--periode", "2024-S2")
    assert refused.code == 1
    assert "3 things not certain, so nothing was imported; `ikm responses guess`" in refused.err
    guessed = unit("responses", "guess", *words, "--out", "m.yaml")
    assert "  J  8  ->  soal 8 (to settle)" in guessed.out
    assert "to settle: row 1, column 8: is question 8" in guessed.out
    mapping = unit.folder / "m.yaml"
    mapping.write_text(f"{mapping.read_text()}urutan: form\n")
    settled = (*words, "--periode", "2024-S2", "--mapping", "m.yaml")
    bad = unit("responses", "import", *settled)
    assert bad.err.splitlines()[0] == "row 8, column 4: '9' must be 1, 2, 3 or 4"
    tried = unit("responses", "import", *settled, "--skip-bad", "--dry-run")
    assert tried.out.startswith("7 rows: 6 responses would be added, 0 were there already, 1 row held back")
    assert unit.score("--unit", "u", "--periode", "2024-S2")["n"] == 0
    done = unit("responses", "import", *settled, "--skip-bad", "--json").json
    assert (done["added"], done["held_back"], len(done["problems"])) == (6, 1, 1)
    assert unit.score("--unit", "u", "--periode", "2024-S2")["n"] == 6


def test_a_mapping_is_never_written_over(unit: Ikm) -> None:
    file = unit.write("r.csv", f"{UNSUR}\n{SAME}\n")
    unit.write("m.yaml", "mine")
    assert "File exists" in unit("responses", "guess", file, "--unit", "u", "--out", "m.yaml").complaint(1)
