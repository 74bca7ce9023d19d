"""What a text is about and what it wants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.saran.klasifikasi import classify
from scoring.instrumen import shipped_instrumen

KEYS = [u.key for u in shipped_instrumen().unsur]


@pytest.mark.parametrize(
    ("teks", "unsur", "sifat"),
    [
        ("petugasnya jutek", "perilaku", "keluhan"),
        ("antrinya lamaaa bgt", "waktu", "keluhan"),
        ("ga ramah", "perilaku", "keluhan"),
        ("tdk ramah", "perilaku", "keluhan"),
        ("tidak lama", "waktu", "pujian"),
        ("kurang cepat", "waktu", "keluhan"),
        ("kursinya kurang", "sarana", "keluhan"),
        ("tidak ada kursi", "sarana", "keluhan"),
        ("tidak ada pungutan", "biaya", "pujian"),
        ("tidak ada keluhan", None, "pujian"),
        ("jangan dipersulit", "prosedur", "usul"),
        ("mohon lebih ramah", "perilaku", "usul"),
        ("mohon dipertahankan", None, "pujian"),
        ("wc kotor", "sarana", "keluhan"),
        ("wcnya bersih", "sarana", "pujian"),
        ("petugas ramah tapi antrean lama", "waktu", "keluhan"),
        ("antrean lama, petugas ramah", "waktu", "keluhan"),
        ("toilet bersih, mohon kursi ditambah", "sarana", "usul"),
        ("kapan KTP jadi", None, "pertanyaan"),
        ("apakah ada kursi roda?", "sarana", "pertanyaan"),
        ("bagaimana cara mendaftar", "prosedur", "pertanyaan"),
        ("kenapa lama sekali?", "waktu", "keluhan"),
        ("sudah dua minggu belum jadi, kapan selesai?", "waktu", "keluhan"),
        ("menunggu 3 jam", "waktu", "keluhan"),
        ("👍👍", None, "pujian"),
        ("saya datang kemari", None, "lain"),
    ],
)  # fmt: skip
def test_a_text_is_sorted(teks: str, unsur: str | None, sifat: str) -> None:
    """Everyday spelling, affixes, negation, mixed feelings and questions are read as people mean them."""
    hasil = classify(teks)
    assert (hasil.unsur, hasil.sifat) == (unsur, sifat)


@pytest.mark.parametrize(
    "teks", ["", " ", "-", ".", "...", "--", "tidak ada", "gak ada", "Tidak ada saran.", "ok", "OK!", "x", "123"]
)
@pytest.mark.parametrize("dugaan", [None, "waktu"])
def test_nothing_said_is_sorted_nowhere(teks: str, dugaan: str | None) -> None:
    """Noise has no unsur, not even that of the question it was answered to."""
    hasil = classify(teks, dugaan)
    assert (hasil.unsur, hasil.sifat) == (None, "kosong")


@pytest.mark.parametrize(
    ("teks", "dugaan", "unsur"),
    [
        ("kurang jelas", "persyaratan", "persyaratan"),
        ("panas", "waktu", "waktu"),
        ("toilet kotor dan bau", "waktu", "sarana"),
        ("antreannya lama sekali", "sarana", "waktu"),
        ("seadanya", "produk", "produk"),
    ],
)
def test_a_reason_belongs_to_what_was_asked_unless_it_clearly_speaks_of_another(
    teks: str, dugaan: str, unsur: str
) -> None:
    hasil = classify(teks, dugaan)
    assert (hasil.unsur, hasil.sifat) == (unsur, "keluhan")


def test_the_words_that_decided_are_the_texts_own() -> None:
    """`bukti` quotes the clause that decided, and leaves out the praise that did not."""
    assert classify("Petugasnya ramah tapi ANTRIANNYA lamaaa").bukti == ("antriannya", "lamaaa")
    assert classify("ga ramah").bukti == ("ga", "ramah")


def test_equal_weights_go_to_the_first_unsur() -> None:
    """ "biaya" and "sarana" weigh the same; the regulation's order decides, whichever is named first."""
    assert classify("sarana biaya").unsur == classify("biaya sarana").unsur == "biaya"


@given(st.text(max_size=200), st.sampled_from([None, "waktu", "bukan unsur"]))
def test_any_text_gets_an_answer_of_its_own_words(teks: str, dugaan: str | None) -> None:
    """Never an error; the unsur is one of the nine; what decided stands in the text."""
    hasil = classify(teks, dugaan)
    assert hasil.unsur is None or hasil.unsur in KEYS
    assert all(kata in teks.casefold() for bukti in hasil.bukti for kata in bukti.split())


@given(st.sampled_from(["lama", "kotor", "mahal", "jutek", "ribet"]), st.integers(1, 6))
def test_doubled_letters_and_endings_change_nothing(kata: str, kali: int) -> None:
    assert classify(kata).unsur == classify(kata + kata[-1] * kali).unsur == classify(f"{kata}nya").unsur
