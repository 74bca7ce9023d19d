"""A mapping is read strictly, and what is guessed can be written down, settled by a person and used."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.imports.columns.mapping import read_mapping, write_mapping
from bot.imports.faults import ImportRejected
from bot.imports.opening import open_table
from tests.unit.imports.contoh import CODES, INSTRUMEN, UNIT, book, parsed, scores_of, sheet_of, skor


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kolom: {U1: warna}", "m.yaml:1: 'warna' is nothing that a column can hold"),
        ("urutan: acak", "m.yaml:1: 'urutan': input should be '', 'list' or 'form'"),
        ("lembar: a\nsheet: b", "m.yaml:2: 'sheet': extra inputs are not permitted"),
        ("kode:\n  nilai: {a: 5}", "m.yaml:2: 'kode.nilai.a': input should be '1', '2', '3' or '4'"),
        ("kolom: {U1: U1, U1: U2}", "m.yaml:1: key 'U1' stands here a second time"),
        ("baris_judul: nol", "m.yaml:1: 'baris_judul'"),
        ("kolom: [", "m.yaml:1: is not valid YAML"),
        ("", "m.yaml:1: is empty"),
    ],
)
def test_a_mapping_that_says_nothing_sensible_is_refused_by_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "m.yaml"
    file.write_text(text)
    with pytest.raises(ImportRejected) as info:
        read_mapping(file, INSTRUMEN)
    assert said in str(info.value)


def test_what_was_guessed_is_written_settled_and_used(tmp_path: Path) -> None:
    """The proposals are there to be confirmed; what is missing is a line to add."""
    coded = sheet_of([["No", "JK", *range(1, 10)], *([k, k % 2 + 1, *skor(k)] for k in range(1, 5))])
    known = open_table(coded, "a.xlsx", INSTRUMEN, UNIT)
    assert len(known.doubts) == 3
    file = tmp_path / "m.yaml"
    write_mapping(file, known.as_mapping(), [str(doubt) for doubt in known.doubts])
    text = file.read_text()
    assert "jenis_kelamin:\n    '1': Laki-laki\n    '2': Perempuan" in text
    assert text.count("# row 1, column") == 3
    file.write_text(f"{text}urutan: form\n")
    done = parsed(coded, mapping=read_mapping(file, INSTRUMEN))
    assert [row.respons.jawaban["sarana"] for row in done.rows] == [skor(k)[7] for k in range(1, 5)]
    assert [row.respons.profil.jenis_kelamin for row in done.rows] == ["P", "L", "P", "L"]


def test_a_certain_guess_read_back_gives_the_same_responses(tmp_path: Path) -> None:
    file = tmp_path / "m.yaml"
    write_mapping(file, open_table(book(), "a.xlsx", INSTRUMEN, UNIT).as_mapping(), [])
    assert scores_of(parsed(book(), mapping=read_mapping(file, INSTRUMEN))) == scores_of(parsed(book()))


def test_the_longest_heading_and_legend_are_guessed_too(tmp_path: Path) -> None:
    """A heading that is longer than a mapping may name is named by its letter."""
    legend = f"Pendidikan: 1 = {'SD atau sederajat ' * 15}; 2 = SMP"
    isi = sheet_of([[legend], ["x" * 2_500, "Pendidikan", *CODES], ["a", 1, *skor(1)], ["b", 2, *skor(2)]])
    file = tmp_path / "m.yaml"
    write_mapping(file, open_table(isi, "a.xlsx", INSTRUMEN, UNIT).as_mapping(), [])
    mapping = read_mapping(file, INSTRUMEN)
    assert mapping.kolom["kolom A"] == "abaikan"
    assert scores_of(parsed(isi, mapping=mapping, skip_bad=True)) == [skor(2)]


def test_no_file_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "m.yaml"
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        write_mapping(file, open_table(sheet_of([CODES]), "a.xlsx", INSTRUMEN, UNIT).as_mapping(), [])
    assert file.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["m.yaml"]
