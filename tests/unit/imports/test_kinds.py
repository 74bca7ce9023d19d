"""The kinds of files people have, each read for what it is; and what none of them says clearly is not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.imports.columns.mapping import Pemetaan
from bot.imports.faults import ImportRejected
from scoring.model import JenisLayanan, Profil, UnitLayanan
from tests.unit.imports.contoh import (
    CODES,
    INSTRUMEN,
    KEYS,
    UNIT,
    book,
    parsed,
    recap,
    saved,
    scores_of,
    sheet_of,
    skor,
)

DATA = Path(__file__).parents[2] / "data" / "impor"
QUESTIONS = [unsur.pertanyaan for unsur in INSTRUMEN.unsur]
SAME = [3, 3, 3, 3, 3, 3, 3, 3, 3]


def doubts_of(isi: bytes, name: str = "a.xlsx", **given: object) -> list[str]:
    with pytest.raises(ImportRejected, match="not certain, so nothing was imported") as info:
        parsed(isi, name, **given)  # type: ignore[arg-type]
    return [str(problem) for problem in info.value.problems]


def test_a_recap_of_paper_forms() -> None:
    """Headings over two rows, merged, a line that numbers the columns, codes told by a legend, totals, a signature:
    the respondents and nothing else, and all printed figures agree."""
    done = parsed(book())
    assert scores_of(done) == [skor(k) for k in range(12)]
    assert done.rows[1].respons.profil == Profil("P", 24, None, "smp")
    assert [one.english for one in done.understood[:1]] == [
        "sheet “Rekap”, headings in row 6, 12 respondents in rows 8 to 19"
    ]
    notes = [note.english for note in done.notes]
    assert "printed figures that agree with the cells: jumlah, NRR, NRR tertimbang, IKM" in notes
    assert "the printed IKM was computed with the bobot 0,111" in notes


def test_an_export_of_an_online_form() -> None:
    """Questions as headings, in the form's order, labels as answers, moments as the form writes them; names are not
    read."""
    done = parsed((DATA / "google_forms.csv").read_bytes(), "google_forms.csv")
    assert scores_of(done)[0] == [3, 3, 4, 4, 3, 3, 4, 4, 3]
    assert scores_of(done)[2] == [2, 2, 1, 3, 2, 3, 2, 1, 2]
    assert done.rows[1].respons.diisi_pada.isoformat() == "2024-08-06T13:40:55+07:00"
    assert [row.respons.layanan for row in done.rows] == ["ktp", "sku", "ktp"]
    assert any("never read, since they name people: Nama" in note.english for note in done.notes)


def test_a_table_of_another_survey_program() -> None:
    done = parsed((DATA / "surveiku.csv").read_bytes(), "surveiku.csv")
    assert scores_of(done)[2] == [3, 3, 3, 4, 3, 3, 4, 3, 2]
    assert done.rows[0].respons.profil == Profil("L", 45, None, "sma", "wirausaha")
    assert [row.hari_awal.isoformat() for row in done.rows] == ["2024-07-15", "2024-07-16", "2024-08-02"]


@pytest.mark.parametrize("ages", [["31", "42"], ["31 tahun", "42 Th."], ["31thn", "42"]])
def test_ages_may_have_their_unit_and_are_no_classes_then(ages: list[str]) -> None:
    done = parsed(sheet_of([["Usia Responden", *CODES], *([age, *SAME] for age in ages)]))
    assert [row.respons.profil for row in done.rows] == [Profil(usia=31), Profil(usia=42)]


def test_an_age_column_of_nothing_but_classes_holds_classes() -> None:
    done = parsed(sheet_of([["Usia Responden", *CODES], ["31 - 40 tahun", *SAME]]))
    assert done.rows[0].respons.profil == Profil(usia_kelompok="31 - 40 tahun")


def test_labels_are_the_units_own_first() -> None:
    own = ("Tidak baik", "Kurang baik", "Baik", "Sangat baik")
    unit = UnitLayanan("u", "Unit", "g", label={"pengaduan": own})
    words = [
        "Sesuai",
        "mudah",
        " CEPAT ",
        "Gratis",
        "Sesuai.",
        "4 - Sangat kompeten",
        "c. Sopan dan ramah",
        "Kurang baik",
    ]
    done = parsed(sheet_of([QUESTIONS, [*words, "Sangat baik (4)"]]), unit=unit)
    assert scores_of(done) == [[3, 3, 3, 4, 3, 4, 3, 2, 4]]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Sangat sesuwai", "'Sangat sesuwai' must be one of Tidak sesuai / Kurang sesuai / Sesuai / Sangat sesuai"),
        ("3 - Sangat sesuai", "'3 - Sangat sesuai' must be one of"),
        ("3", "'3' must be one of"),
        ("", "is empty; must be one of"),
        ("Sangat mudah", "'Sangat mudah' must be one of"),
    ],
)
def test_a_label_that_is_none_of_the_four_is_not_guessed(label: str, said: str) -> None:
    good = [unsur.label[2] for unsur in INSTRUMEN.unsur]
    with pytest.raises(ImportRejected) as info:
        parsed(sheet_of([KEYS, good, good, [label, *good[1:]]]))
    (problem,) = info.value.problems
    assert str(problem).startswith(f"row 4, column persyaratan: {said}")


def test_harapan_stands_beside_the_answers() -> None:
    heads = [*CODES, "Jumlah", *(f"H{n}" for n in range(1, 10)), "Total"]
    done = parsed(sheet_of([heads, [*SAME, 27, *[4] * 8, 2, 34]]))
    assert done.rows[0].respons.harapan == dict(zip(KEYS, [4] * 8 + [2], strict=True))
    words = [*KEYS, *(f"Harapan {unsur.nama}" for unsur in INSTRUMEN.unsur)]
    labels = [*INSTRUMEN.label_harapan, *[INSTRUMEN.label_harapan[0]] * 5]
    done = parsed(sheet_of([words, [*SAME, *labels]]))
    assert list(done.rows[0].respons.harapan.values())[:4] == [1, 2, 3, 4]
    with pytest.raises(ImportRejected, match=r"no column for harapan U9 \(sarana\)"):
        parsed(sheet_of([heads[:-2], [*SAME, 27, *[4] * 8]]))


def test_questions_known_by_number_alone_are_not_certain_where_list_and_form_differ() -> None:
    """8 and 9 are pengaduan and sarana in the list, the other way round in the form; a mapping settles it."""
    numbered = sheet_of([["No", *range(1, 10)], [1, 3, 3, 3, 4, 3, 3, 3, 1, 4], [2, 3, 3, 3, 4, 3, 3, 3, 2, 4]])
    doubts = doubts_of(numbered)
    assert [doubt.split(":")[0] for doubt in doubts] == ["row 1, column 8", "row 1, column 9"]
    assert "question 8: pengaduan in the list of unsur, sarana in the form" in doubts[0]
    as_list = parsed(numbered, mapping=Pemetaan(urutan="list")).rows[0].respons.jawaban
    as_form = parsed(numbered, mapping=Pemetaan(urutan="form")).rows[0].respons.jawaban
    assert (as_list["pengaduan"], as_list["sarana"]) == (1, 4)
    assert (as_form["pengaduan"], as_form["sarana"]) == (4, 1)


def test_a_heading_that_contradicts_itself_is_a_doubt() -> None:
    heads = [*CODES[:7], "U8 Sarana dan prasarana", "U9"]
    (doubt,) = doubts_of(sheet_of([heads, SAME]))
    assert "U8 is pengaduan, but the words beside it speak of sarana" in doubt


def test_a_missing_unsur_is_told_beside_what_was_not_understood() -> None:
    heads = [*CODES[:8], "Sarpras"]
    with pytest.raises(
        ImportRejected, match=r"no column for U9 \(sarana\); not understood: “Sarpras”; a mapping can"
    ):
        parsed(sheet_of([heads, SAME]))
    assert len(parsed(sheet_of([heads, SAME]), mapping=Pemetaan(kolom={"sarpras": "sarana"})).rows) == 1


def test_two_columns_of_the_same_unsur_are_a_doubt() -> None:
    (doubt,) = doubts_of(sheet_of([[*CODES, "Kecepatan waktu"], [*SAME, 3]]))
    assert "and U3 are both waktu" in doubt


def test_codes_whose_meaning_is_not_told_are_a_doubt_until_a_mapping_tells_it() -> None:
    coded = sheet_of([["JK", "Pekerjaan", *CODES], [1, 2, *SAME], [2, 9, *SAME]])
    doubts = doubts_of(coded)
    assert [doubt.split(" holds")[0] for doubt in doubts] == ["row 1, column JK:", "row 1, column Pekerjaan:"]
    kode = {"jenis_kelamin": {"1": "L", "2": "P"}, "pekerjaan": {"2": "PNS", "9": "Lainnya"}}
    done = parsed(coded, mapping=Pemetaan.model_validate({"kode": kode}))
    assert [row.respons.profil for row in done.rows] == [
        Profil("L", pekerjaan="pns"),
        Profil("P", pekerjaan="lainnya"),
    ]


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (["05/08/2024", "31/07/2024"], "2024-08-05"),
        (["08/05/2024", "07/31/2024"], "2024-08-05"),
        (["5 Agustus 2024", "31 Jul 2024 09.05"], "2024-08-05"),
        (["2024/08/05 9:05:12 AM GMT+7", "2024/07/31 1:00:00 PM GMT+7"], "2024-08-05"),
        (["5-8-2024 10:15", "31-7-2024 11:00"], "2024-08-05"),
    ],
)
def test_days_are_read_in_the_order_that_the_column_shows(days: list[str], first: str) -> None:
    done = parsed(sheet_of([["Tanggal", *CODES], *([day, *SAME] for day in days)]))
    assert [row.hari_awal.isoformat() for row in done.rows] == [first, "2024-07-31"]


def test_a_day_that_may_be_a_month_is_a_doubt() -> None:
    either = sheet_of([["Tanggal", *CODES], *([day, *SAME] for day in ("2024-08-01", "05/08/2024", "07/08/2024"))])
    (doubt,) = doubts_of(either)
    assert "'05/08/2024' may be day/month or month/day" in doubt
    done = parsed(either, mapping=Pemetaan(tanggal="hari-bulan-tahun"))
    assert [row.hari_awal.isoformat() for row in done.rows] == ["2024-08-01", "2024-08-05", "2024-08-07"]
    both = sheet_of([["Tanggal", *CODES], ["31/07/2024", *SAME], ["07/31/2024", *SAME]])
    assert "may be day/month" in doubts_of(both)[0]


def test_a_mapping_names_columns_by_heading_or_letter() -> None:
    heads = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "warna"]
    kolom = {f"kolom {chr(65 + n)}": key for n, key in enumerate(KEYS)} | {"warna": "saran"}
    isi = sheet_of([["Survei"], heads, [*SAME, "biru"]])
    done = parsed(isi, mapping=Pemetaan(kolom=kolom, baris_judul=2))
    assert done.rows[0].respons.saran == "biru"
    with pytest.raises(ImportRejected, match="column “hijau” of the mapping is not there"):
        parsed(isi, mapping=Pemetaan(kolom={**kolom, "hijau": "saran"}, baris_judul=2))


def test_scores_with_decimals_and_letters_where_a_mapping_allows_them() -> None:
    given = Pemetaan.model_validate({"desimal": ",", "kode": {"nilai": {"a": "1", "d": "4"}}})
    done = parsed(sheet_of([CODES, ["3,00", "a", "D", *SAME[3:]]]), mapping=given)
    assert scores_of(done) == [[3, 1, 4, 3, 3, 3, 3, 3, 3]]


def test_the_sheet_with_the_answers_is_found_and_several_are_not_chosen_among() -> None:
    def beside(*titles: str) -> bytes:
        workbook = Workbook()
        first = workbook.active
        assert isinstance(first, Worksheet)
        first.title = "Sampul"
        first.append(["Survei Kepuasan Masyarakat"])
        for title in titles:
            recap(workbook.create_sheet(title), 5)
        return saved(workbook)

    assert len(parsed(beside("Olah data")).rows) == 5
    with pytest.raises(ImportRejected, match="answers stand in the sheets “S1”, “S2”; say which with --sheet"):
        parsed(beside("S1", "S2"))
    assert len(parsed(beside("S1", "S2"), sheet="s2").rows) == 5
    with pytest.raises(ImportRejected, match="has no sheet 'S3'; it has Sampul, S1, S2"):
        parsed(beside("S1", "S2"), sheet="S3")


def test_numbers_left_out_and_rows_with_a_number_only_are_told() -> None:
    rows = [[n, *skor(n)] for n in (1, 2, 3, 5, 6)]
    done = parsed(sheet_of([["No", *CODES], *rows, [7], [8]]))
    told = [note.english for note in done.notes]
    assert "respondents' numbers left out: 4" in told
    assert "2 rows with a number only, passed over" in told
    assert len(done.rows) == 5


def test_a_saran_about_totals_is_no_row_of_totals() -> None:
    """Nor is a service: rows of whole scores are respondents."""
    unit = UnitLayanan("u", "Unit", "g", layanan=(*UNIT.layanan, JenisLayanan("x", "Total indeks")))
    rows = [["Total indeks", *SAME, "Jumlah loket kurang"], ["SKU", *SAME, "Rata-rata baik"]]
    assert len(parsed(sheet_of([["Layanan", *CODES, "Saran"], *rows]), unit=unit).rows) == 2
