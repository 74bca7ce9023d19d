"""A line of a paper form: read whole, or told what is wrong with it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.staff.forms.lines import BarisSalah, LineReader
from scoring.instrumen import shipped_instrumen
from scoring.model import Profil
from tests.factories import INSTRUMEN, KK, KTP, unit

DAFTAR = tuple(one.key for one in INSTRUMEN.unsur)
READER = LineReader.of(INSTRUMEN, unit("kel-melati", KK, KTP), INSTRUMEN.urutan)
SKOR = st.lists(st.integers(1, 4), min_size=9, max_size=9)
PROFIL = [(one.key, option.kode, option.label) for one in INSTRUMEN.profil for option in one.pilihan]


def test_digits_are_in_the_order_of_the_form_or_the_list() -> None:
    """The form asks sarana eighth and pengaduan ninth; the list has them the other way round."""
    by_form = READER.read("111111123").jawaban
    assert (by_form["sarana"], by_form["pengaduan"]) == (2, 3)
    by_list = LineReader.of(INSTRUMEN, unit("u"), DAFTAR).read("111111123").jawaban
    assert (by_list["pengaduan"], by_list["sarana"]) == (2, 3)


@pytest.mark.parametrize(
    ("line", "profil", "layanan", "saran"),
    [
        ("343343444", Profil(), "", None),
        ("343 343 444", Profil(), "", None),
        ("3 4 3 3 4 3 4 4 4 34", Profil(usia=34), "", None),
        ("3,4,3,3,4,3,4,4,4 L", Profil(jenis_kelamin="L"), "", None),
        ("343343444 L 34 SMA swasta", Profil("L", 34, None, "sma", "swasta"), "", None),
        ("343343444 ibu rumah tangga, 61 th, P", Profil("P", 61, None, None, "ibu_rumah_tangga"), "", None),
        ("343343444 P SD ke bawah petani", Profil("P", None, None, "sd", "petani_nelayan"), "", None),
        ("343343444 KTP elektronik S1 / kursi/bangku kurang", Profil(pendidikan="s1"), "ktp", "kursi/bangku kurang"),
        ("343343444/Sudah baik", Profil(), "", "Sudah baik"),
        ("343343444 L/ sudah baik", Profil(jenis_kelamin="L"), "", "sudah baik"),
        ("343343444 pelajar/mahasiswa", Profil(pekerjaan="pelajar"), "", None),
        ("343343444 L /", Profil(jenis_kelamin="L"), "", None),
    ],
)
def test_what_a_line_may_say(line: str, profil: Profil, layanan: str, saran: str | None) -> None:
    read = READER.read(line)
    assert "".join(str(read.jawaban[key]) for key in INSTRUMEN.urutan) == "343343444"
    assert (read.profil, read.layanan, read.saran) == (profil, layanan, saran)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("34334344", "ada 8 angka, seharusnya 9"),
        ("3433434444", "ada 10 angka, seharusnya 9"),
        ("3433434 34 L", "ada 7 angka, seharusnya 9"),
        ("3 4 3 3 4 3 4 4 34", "ada 8 angka, seharusnya 9"),
        ("343353444", "angka ke-5 adalah 5, padahal nilainya hanya 1 sampai 4"),
        ("343343440", "angka ke-9 adalah 0"),
        ("34334344O", "“34334344O” tidak hanya berisi angka"),
        ("halo", "harus diawali 9 angka, misalnya 343343343"),
        ("", "harus diawali 9 angka"),
        ("/ saran saja", "harus diawali 9 angka"),
        ("343343444 L P", "jenis kelamin tertulis dua kali"),
        ("343343444 34 43", "usia tertulis dua kali"),
        ("343343444 7", "usia 7 tidak mungkin"),
        ("343343444 gubernur", "“gubernur” belum kami pahami"),
        ("343343444 / " + "x" * 5_000, "sarannya lebih panjang dari"),
        ("３４３３４３４４４", "tidak hanya berisi angka"),
    ],
)
def test_what_is_wrong_is_told(line: str, told: str) -> None:
    with pytest.raises(BarisSalah) as info:
        READER.read(line)
    assert told in str(info.value)


def test_the_only_service_is_known_without_being_said() -> None:
    assert LineReader.of(INSTRUMEN, unit("u", KTP), DAFTAR).read("333333333").layanan == "ktp"


def test_an_older_questionnaire_takes_as_many_digits_as_it_has_unsur() -> None:
    lama = shipped_instrumen("kepmenpan-25-2004")
    reader = LineReader.of(lama, unit("u"), lama.urutan)
    assert list(reader.read("3333333 4444444").jawaban.values()) == [3] * 7 + [4] * 7
    with pytest.raises(BarisSalah, match="ada 9 angka, seharusnya 14"):
        reader.read("343343444")


@given(
    SKOR,
    st.sampled_from(["", " "]),
    st.lists(st.sampled_from(PROFIL), unique_by=lambda one: one[0]),
    st.integers(10, 120),
)
def test_what_is_written_is_read(skor: list[int], gap: str, profil: list[tuple[str, str, str]], usia: int) -> None:
    """In whatever order who answered is told, by the labels of the questionnaire."""
    line = " ".join((gap.join(map(str, skor)), *(label for _, _, label in profil), str(usia)))
    read = READER.read(line)
    assert [read.jawaban[key] for key in INSTRUMEN.urutan] == skor
    assert read.profil.usia == usia
    for key, kode, _ in profil:
        assert getattr(read.profil, key) == kode


@given(st.text(max_size=60) | st.text(alphabet="0123456789 /,LPth", max_size=30))
def test_any_text_is_a_form_or_told_why_not(line: str) -> None:
    """Nothing else happens, and a form has every score."""
    with suppress(BarisSalah):
        read = READER.read(line)
        assert set(read.jawaban) == set(DAFTAR)
        assert set(read.jawaban.values()) <= {1, 2, 3, 4}
