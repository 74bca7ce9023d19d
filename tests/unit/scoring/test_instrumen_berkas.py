"""A wrong instrumen file is refused with `file:line:` and a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import scoring
from scoring.errors import InstrumenError
from scoring.instrumen import load_instrumen
from tests.unit.scoring.data import INSTRUMEN

ASLI = (Path(scoring.__file__).parent / "data" / "permenpan-14-2017.yaml").read_text(encoding="utf-8")


def line_of(teks: str) -> int:
    """Where `teks` first stands in the shipped file."""
    return ASLI[: ASLI.index(teks)].count("\n") + 1


def problems(path: Path, isi: str) -> list[str]:
    berkas = path / "coba.yaml"
    berkas.write_text(isi, encoding="utf-8")
    with pytest.raises(InstrumenError) as info:
        load_instrumen(berkas)
    return str(info.value).split("\n")


def test_the_shipped_file_loads_from_any_place(tmp_path: Path) -> None:
    (tmp_path / "salinan.yaml").write_text(ASLI, encoding="utf-8")
    assert load_instrumen(tmp_path / "salinan.yaml") == INSTRUMEN


WAKTU = "label: [Tidak cepat, Kurang cepat, Cepat, Sangat cepat]"


@pytest.mark.parametrize(
    ("lama", "baru", "pada", "pesan"),
    [
        ("kode: U3", "kode: [U3", "nama: Waktu", "is not valid YAML here"),
        ("kode: U3", "kodee: U3", "kode: U3", "unknown key 'kodee'"),
        ("kode: U3", "kodee: U3", "key: waktu", "'kode' is missing; add it"),
        (f"      {WAKTU}\n", "", "key: waktu", "'label' is missing; add it"),
        ("Cepat, Sangat cepat]", "Cepat]", WAKTU, "'label' has 3 labels and needs 4"),
        ("Sangat cepat]", "Sangat cepat, E]", WAKTU, "has 5 labels and needs 4"),
        ("Cepat, Sangat cepat]", "Cepat, '']", WAKTU, "'label' is not right"),
        ("penting {hal}?", "penting ini?", "pertanyaan: Bagi", "'pertanyaan' must hold {hal} once"),
        ("penting {hal}?", "penting {hal} dan {hal}?", "pertanyaan: Bagi", "'pertanyaan' must hold {hal} once"),
        ("[Tidak penting, ", "[", "label: [Tidak penting", "'label' has 3 labels and needs 4"),
        ("[Tidak penting", "[penting", "Tidak penting", "label 'Penting' is used twice"),
        ("      harapan: biaya yang wajar\n", "", "key: biaya", "'harapan' is missing; add it"),
        ("Sangat cepat]", "cepat]", WAKTU, "label 'cepat' is used twice"),
        ("key: waktu", "key: biaya", "key: biaya", "key 'biaya' is used twice"),
        ("key: waktu", "key: Waktu", "key: waktu", "'key' cannot be 'Waktu'"),
        ("kode: U3", "kode: U2", "kode: U3", "kode 'U2' is used twice"),
        ("kode: U3", "kode: 3", "kode: U3", "'kode' cannot be '3'"),
        (
            "[persyaratan, prosedur, waktu",
            "[persyaratan, prosedur",
            "daftar: [persy",
            "leaves out unsur 'waktu'",
        ),
        (
            "[persyaratan, prosedur",
            "[persyaratan, persyaratan, prosedur",
            "daftar: [persy",
            "'urutan' entry 'persyaratan' is used twice",
        ),
        (
            "[persyaratan, prosedur",
            "[persyaratan, maklumat, prosedur",
            "daftar: [persy",
            "names 'maklumat', which is no unsur",
        ),
        ('"76,61"', '"76,62"', "huruf: C", "bands B (from 76,62) and C (to 76,60) leave a hole"),
        ('"76,61"', '"76,60"', "huruf: C", "bands B (from 76,60) and C (to 76,60) overlap"),
        ('"25,00"', '"20,00"', "huruf: D", "the lowest band must start at 25,00, not 20,00"),
        ('"100,00"', '"99,99"', "huruf: A", "the highest band must end at 100,00, not 99,99"),
        ('"76,61"', '"96,61"', "huruf: B", "band B runs backwards, from 96,61 to 88,30"),
        ('"76,61"', '"76,6"', "huruf: B", "'dari' cannot be '76,6'"),
        ("huruf: C", "huruf: B", "huruf: C", "huruf 'B' is used twice"),
        ("nilai: 1/9", "nilai: 1/8", "nilai: 1/9", "bobot '1/8' does not fit 9 unsur"),
        ("nilai: 1/9", "nilai: 0.12", "nilai: 1/9", "bobot '0.12' does not fit 9 unsur"),
        ("nilai: 1/9", "nilai: {a: b}", "nilai: 1/9", "'nilai' is not right"),
        ("key: pekerjaan", "key: hobi", "key: pekerjaan", "'key' is not right"),
        ("kode: smp", "kode: sma", "kode: sma", "pilihan kode 'sma' is used twice"),
        ("pilihan: []", "pilihan: [{kode: a, label: b}]", "pilihan: []", "takes no pilihan"),
        ("[20, 35, 50, 66]", "[20, 35, 35]", "batas: [20", "must rise from one age"),
        ("[20, 35, 50, 66]", "[20, 50, 35]", "batas: [20", "must rise from one age"),
        ("[20, 35, 50, 66]", "[dua puluh]", "batas: [20", "'batas' is not right"),
    ],
)
def test_each_mistake_is_named_with_its_line(tmp_path: Path, lama: str, baru: str, pada: str, pesan: str) -> None:
    masalah = problems(tmp_path, ASLI.replace(lama, baru, 1))
    assert any(baris.startswith(f"coba.yaml:{line_of(pada)}: ") and pesan in baris for baris in masalah), masalah


def test_all_problems_are_reported_together_in_the_order_of_the_file(tmp_path: Path) -> None:
    rusak = ASLI.replace("kode: U2", "kode: U1").replace("nilai: 1/9", "nilai: 1/7").replace('"64,99"', '"64,00"')
    assert [baris.split(":")[1] for baris in problems(tmp_path, rusak)] == [
        str(line_of("kode: U2")),
        str(line_of("nilai: 1/9")),
        str(line_of("huruf: D")),
    ]


def test_a_key_written_twice_is_named_where_it_stands_again(tmp_path: Path) -> None:
    rusak = ASLI.replace("kode: U2\n", "kode: U2\n      kode: U2\n")
    assert problems(tmp_path, rusak) == [
        f"coba.yaml:{line_of('kode: U2') + 1}: key 'kode' stands here a second time; keep one"
    ]


def test_an_unclosed_quote_is_named_where_it_opens_too(tmp_path: Path) -> None:
    (masalah,) = problems(tmp_path, ASLI.replace("kode: U3", "kode: 'U3"))
    assert f"while scanning a quoted scalar, line {line_of('kode: U3')}" in masalah


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ("", "coba.yaml:1: is empty"),
        ("# hanya komentar\n", "coba.yaml:1: is empty"),
        ("a\n", "coba.yaml:1: 'the file' is not right"),
        ("id: x\n---\nid: y\n", "coba.yaml:2: is not valid YAML here"),
        ("a: &a [*a]\n", "coba.yaml:1: is not valid YAML here"),
        ("? [a]\n: b\n", "coba.yaml:1: is not valid YAML here"),
        ("a: \x07\n", "coba.yaml:1: is not valid YAML"),
    ],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, isi: str, pesan: str) -> None:
    assert problems(tmp_path, isi)[0].startswith(pesan)


def test_a_file_that_is_not_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "biner.yaml").write_bytes(b"nama: \xff\xfe")
    with pytest.raises(InstrumenError, match=r"biner\.yaml:1: is not UTF-8 text"):
        load_instrumen(tmp_path / "biner.yaml")
    with pytest.raises(InstrumenError, match=r"tidak-ada\.yaml: cannot be read \(No such file"):
        load_instrumen(tmp_path / "tidak-ada.yaml")
