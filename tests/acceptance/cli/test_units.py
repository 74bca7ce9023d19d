"""`ikm units`: what is imported is there, what is not good leaves no trace."""

from __future__ import annotations

import pytest

from tests.acceptance.cli.program import Ikm

HEAD = "kode,nama,kelompok"


def test_new_then_unchanged_then_changed_by_code(ikm: Ikm) -> None:
    head = f"{HEAD},layanan,populasi"
    lines = ["a,Unit A,Kecamatan Satu,KTP|Kartu Keluarga,1200", "b,Unit B,OPD pelayanan,,"]
    assert ikm.units(*lines, head=head).json == {"added": 2, "changed": 0, "unchanged": 0}
    assert ikm.units(*lines, head=head).json == {"added": 0, "changed": 0, "unchanged": 2}
    assert ikm.units("A,Unit A baru,Kecamatan Satu", "c,Unit C,OPD pelayanan").json == {
        "added": 1,
        "changed": 1,
        "unchanged": 0,
    }
    listed = ikm("units", "list", "--json").json
    assert [unit["kode"] for unit in listed] == ["a", "b", "c"]
    assert listed[0] == {
        "kode": "a",
        "nama": "Unit A baru",
        "kelompok": "kecamatan-satu",
        "jenis": "",
        "zona_waktu": "Asia/Jakarta",
        "populasi": 1200,
        "layanan": [{"kode": "ktp", "nama": "KTP"}, {"kode": "kartu-keluarga", "nama": "Kartu Keluarga"}],
        "label": {},
        "aktif": True,
    }
    text = ikm("units", "list").out
    assert text.splitlines()[0].split() == ["a", "kecamatan-satu", "Unit", "A", "baru"]


def test_semicolons_a_byte_order_mark_and_capital_headings(ikm: Ikm) -> None:
    file = ikm.write("u.csv", b"\xef\xbb\xbfKODE;Nama;Kelompok;LAYANAN\r\na;Unit A, lama;Kec. Satu;KTP|KK\r\n")
    done = ikm("units", "import", file)
    assert (done.code, done.out) == (0, "1 units added, 0 changed, 0 as they were\n")
    (unit,) = ikm("units", "list", "--json").json
    assert (unit["nama"], len(unit["layanan"])) == ("Unit A, lama", 2)


def test_a_units_own_labels_are_asked_in_its_survey(ikm: Ikm) -> None:
    head = f"{HEAD},label_pengaduan"
    ikm.units("a,Unit A,G,Tidak baik|Kurang baik|Baik|Sangat baik", "b,Unit B,G,", head=head)
    listed = {unit["kode"]: unit["label"] for unit in ikm("units", "list", "--json").json}
    assert listed == {"a": {"pengaduan": ["Tidak baik", "Kurang baik", "Baik", "Sangat baik"]}, "b": {}}


def test_every_bad_cell_is_named_and_nothing_is_half_imported(ikm: Ikm) -> None:
    ikm.units("a,Unit A,G")
    lines = ["b,Unit B,G,WIB,", "a,Unit A baru,G,Mars,", "c c,,G,WIT,banyak", "B,Unit B lagi,G,,"]
    file = ikm.write("bad.csv", "\n".join([f"{HEAD},zona_waktu,populasi", *lines]))
    done = ikm("units", "import", file, "--json")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "row 3, column zona_waktu: 'Mars' is no time zone; use WIB, WITA, WIT",
        "row 4, column kode: 'c c' may hold only letters, digits, - and _, at most 40 of them",
        "row 4, column nama: is empty",
        "row 4, column populasi: 'banyak' is no whole number",
        "row 5, column kode: 'B' stands in row 2 as well",
        "ikm: bad.csv: 5 bad cells in 3 rows; nothing was imported",
    ]
    assert [(unit["kode"], unit["nama"]) for unit in ikm("units", "list", "--json").json] == [("a", "Unit A")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty; its first line must hold the column names"),
        (b"kode,nama,kelompok\n", "holds no units"),
        (b"kode,nama\na,A\n", "column kelompok is missing; there must be kode,nama,kelompok"),
        (b"kode,nama,kelompok,warna\na,A,G,biru\n", "column warna is not known; known are kode, nama, kelompok"),
        (b"kode,nama,kelompok,Nama\na,A,G,A\n", "column nama stands there more than once"),
        ("kode,nama,kelompok\na,Caf\xe9,G\n".encode("latin-1"), "not UTF-8 (byte 25); save it as “CSV UTF-8”"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_line(ikm: Ikm, content: bytes, reason: str) -> None:
    done = ikm("units", "import", ikm.write("u.csv", content))
    assert done.complaint(1).startswith(f"u.csv: {reason}")


def test_a_file_that_is_not_there(ikm: Ikm) -> None:
    assert ikm("units", "import", "none.csv").complaint(1) == "none.csv: No such file or directory"


def test_no_units_yet(ikm: Ikm) -> None:
    assert "there is no database at var/ikm.db" in ikm("units", "list").complaint(1)
    assert ikm("db", "upgrade").code == 0
    assert ikm("units", "list").out == "no units; add some: ikm units import FILE.csv\n"
    assert ikm("units", "list", "--json").json == []
