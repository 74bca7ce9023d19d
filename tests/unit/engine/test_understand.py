"""What is read out of typed words, and what must not be."""

from __future__ import annotations

import pytest

from bot.engine.questions import PILIHAN_YA_TIDAK
from bot.engine.understand import (
    Opsi,
    is_blank,
    is_command,
    is_greeting,
    is_thanks,
    legible,
    plain,
    quoted,
    read_choice,
    read_number,
    read_word,
)
from tests.unit.engine.dunia import INSTRUMEN

UNSUR = {u.key: tuple(Opsi(str(n), label) for n, label in enumerate(u.label, 1)) for u in INSTRUMEN.unsur}


@pytest.mark.parametrize(
    ("teks", "angka"),
    [
        ("45", 45), (" 45 ", 45), ("45 tahun", 45), ("45 th", 45), ("45th", 45), ("45thn.", 45), ("umur saya 45", 45),
        ("3.", 3), ("(3)", 3), ("no 3", 3), ("no. 3", 3), ("nomor 3", 3), (" tiga ", 3), ("3️⃣", 3), ("pilih 3", 3),
        ("- 3", 3), ("kira-kira 40 tahun ya", 40), ("usia: 34", 34), ("0", 0), ("nol", 0), ("1979", 1979),
        ("sepuluh", 10), ("sebelas", 11), ("dua belas", 12), ("dua puluh", 20), ("empat puluh lima", 45),
        ("Empatpuluh Lima tahun", 45), ("seratus", 100), ("seratus dua puluh", 120), ("seratus sebelas", 111),
        ("sembilan puluh sembilan", 99), ("٤٥", 45), ("999999999999", 999999999999),
    ],
)  # fmt: skip
def test_a_number_is_read(teks: str, angka: int) -> None:
    """Digits of any script and Indonesian words, with what people say around them, state their number."""
    assert read_number(teks) == angka


@pytest.mark.parametrize(
    "teks",
    [
        "", " ", "tahun", "ya", "tiga puluh puluh", "puluh", "belas", "satu belas", "dua belas tiga",
        "dua puluh lima belas", "dua puluh tiga puluh", "sepuluh dua", "seratus seratus", "lima lima", "dua tiga",
        "-3", "usia -45", "−3", "4,5", "4.5", "3-4", "1.000", "3 4", "²", "Ⅳ", "三", "½", "empat lusin",
        "9" * 13, "9" * 10_000, "45 tahun 6 bulan", "tiga orang",
    ],
)  # fmt: skip
def test_what_states_no_single_whole_number_is_not_read_as_one(teks: str) -> None:
    """Fractions, negatives, ranges, broken number words and anything else are asked again rather than guessed."""
    assert read_number(teks) is None


@pytest.mark.parametrize("bilangan", range(1, 200))
def test_every_number_said_is_read_back(bilangan: int) -> None:
    """Each number from 1 to 199, said as Indonesian says it, is that number."""
    assert read_number(_said(bilangan)) == bilangan


def _said(n: int) -> str:
    satuan = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    if n >= 100:
        return f"seratus {_said(n - 100)}".strip()
    if n < 10:
        return satuan[n]
    if n < 12:
        return ("sepuluh", "sebelas")[n - 10]
    return f"{satuan[n - 10]} belas" if n < 20 else f"{satuan[n // 10]} puluh {satuan[n % 10]}".strip()


@pytest.mark.parametrize(
    ("unsur", "teks", "skor"),
    [
        ("prosedur", "mudah", "3"), ("prosedur", "Sangat mudah", "4"), ("prosedur", "SANGAT  MUDAH!", "4"),
        ("prosedur", "sangatmudah", "4"), ("prosedur", "snagat mudah", "4"), ("prosedur", "sgt mudah", "4"),
        ("prosedur", "kurang mudah", "2"), ("prosedur", "krg mudah", "2"), ("prosedur", "kurng mudah", "2"),
        ("prosedur", "tidak mudah", "1"), ("prosedur", "tdk mudah", "1"), ("prosedur", "nggak mudah", "1"),
        ("prosedur", "4", "4"), ("prosedur", "empat", "4"), ("prosedur", "2) kurang mudah", "2"),
        ("persyaratan", "sesuia", "3"), ("persyaratan", "kurang sesuwai", "2"), ("biaya", "gratis", "4"),
        ("biaya", "cukup mahal", "2"), ("pengaduan", "tidak ada", "1"), ("pengaduan", "dikelola dgn baik", None),
        ("pengaduan", "dikelola dengan bail", "4"), ("sarana", "Baik.", "3"), ("sarana", "buruk", "1"),
        ("perilaku", "tidak sopan dan ramah", "1"), ("perilaku", "sopan dan ramah", "3"),
        ("perilaku", "tidaksopan dan ramah", "1"), ("perilaku", "sangat sopan & ramah", None),
        ("perilaku", "agak sopan dan ramah", None), ("perilaku", "belum sopan dan ramah", None),
        ("perilaku", "sopan", None), ("prosedur", "sangat", None), ("prosedur", "kurang", None),
        ("prosedur", "tidak", None), ("prosedur", "mudah sekali", None), ("prosedur", "sangat tidak mudah", None),
        ("prosedur", "tidak sangat mudah", None), ("prosedur", "1 sangat mudah", None), ("prosedur", "5", None),
        ("prosedur", "0", None), ("prosedur", "-3", None), ("prosedur", "3 atau 4", None), ("biaya", "mahal", None),
        ("biaya", "sangat murah", None), ("biaya", "kurang mahal", None), ("biaya", "tidak mahal", None),
        ("pengaduan", "ada", None), ("pengaduan", "baik", None), ("prosedur", "murah", None), ("prosedur", "", None),
        ("prosedur", "mudah" * 2000, None),
    ],
)  # fmt: skip
def test_a_score_in_words_counts_only_when_it_is_sure(unsur: str, teks: str, skor: str | None) -> None:
    """A label with small errors is its score; what could be another label, or its opposite, is asked again."""
    assert read_choice(teks, UNSUR[unsur]) == skor


@pytest.mark.parametrize("unsur", UNSUR)
def test_every_label_is_its_own_score_whatever_one_letter_is_missing(unsur: str) -> None:
    """No label of the instrumen with one letter left out is ever taken for another label."""
    for option in UNSUR[unsur]:
        assert read_choice(option.label, UNSUR[unsur]) == option.nilai
        for n in range(len(option.label)):
            typo = option.label[:n] + option.label[n + 1 :]
            assert read_choice(typo, UNSUR[unsur]) in {option.nilai, None}, typo


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("ya", "ya"), ("Ya!", "ya"), ("iya", "ya"), ("OK", "ya"), ("setuju", "ya"), ("saya bersedia", "ya"),
        ("1", "ya"), ("ya, saya besedia", "ya"),
        ("tidak", "tidak"), ("tdk", "tidak"), ("gak mau", "tidak"), ("Tidak, terima kasih", "tidak"), ("2", "tidak"),
        ("saya tidak bersedia", "tidak"), ("tidk", "tidak"),
        ("ya, saya tidak bersedia", None), ("ya tidak", None), ("belum bersedia", None), ("kurang bersedia", None),
        ("mungkin", None), ("kenapa?", None), ("3", None), ("👍", None),
    ],
)  # fmt: skip
def test_consent_is_never_guessed(teks: str, nilai: str | None) -> None:
    """Only a clear yes is consent; anything doubtful is asked again."""
    assert read_choice(teks, PILIHAN_YA_TIDAK) == nilai


def test_what_lies_between_two_labels_is_neither() -> None:
    """A word about as near to one service as to another is asked again, one clearly nearer is taken."""
    akta = (Opsi("lahir", "Akta kelahiran"), Opsi("mati", "Akta kematian"))
    assert read_choice("akta kemahiran", akta) is None
    assert read_choice("akta kelahirn", akta) == "lahir"


def test_ways_around_have_no_numbers() -> None:
    """A typed number is an answer and never the button "back", however it is written."""
    ways = (Opsi("<", "◀ Kembali", ("kembali", "<")), Opsi("?", "? Artinya", ("?", "arti")))
    for teks in ("1", "satu", "(1)", "no 1", "1."):
        assert read_word(teks, ways) is None
    assert [read_word(t, ways) for t in ("kembali", "Kembal", "<", "?", "arti", "◀ Kembali")] == list("<<<??<")
    assert read_word("kembali", ()) is None
    assert read_choice("apa saja", ()) is None


def test_text_is_made_fit_to_keep_and_to_repeat() -> None:
    """Control characters and broken surrogates go, words in any script stay; a quotation is one line."""
    assert legible("Baik\x00 sekali\r\nya\ud83d 👍🏽 مرحبا") == "Baik sekali\nya 👍🏽 مرحبا"
    assert quoted(" satu\n dua \u202etiga", 60) == "satu dua tiga"
    assert quoted("a" * 99, 60) == "a" * 60
    assert [is_blank(t) for t in ("", " \n", "\u200b\ufeff", "\u3164", ".", "👍")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    assert plain("  Gak MAU, ya… ") == "tidak mau ya"


def test_courtesies_and_commands_are_known() -> None:
    """Thanks, greetings and commands are told from answers, and a date or a fraction is no command."""
    assert all(is_thanks(t) for t in ("Terima kasih!", "makasih", "OK"))
    assert all(is_greeting(t) for t in ("Halo", "Assalamu'alaikum", "selamat pagi"))
    assert [is_command(t) for t in ("/apa", " /hapuss K7", "/ 3", "1/2", "/1", "//")] == [True, True] + [False] * 4
