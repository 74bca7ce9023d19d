"""The texts that a digest shows."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.saran.klasifikasi import classify
from bot.saran.pilih import PANJANG, Tulisan, excerpt, pick
from bot.saran.samaran import mask

HARI = date(2026, 11, 16)


def tulisan(*teks: str, dugaan: str | None = None) -> list[Tulisan]:
    return [Tulisan(satu, HARI + timedelta(n), classify(satu, dugaan)) for n, satu in enumerate(teks)]


def test_complaints_come_first_and_then_wishes_questions_and_praise() -> None:
    semua = tulisan(
        "Pelayanannya cepat", "Kapan antrean loket dibuka?", "Mohon dipercepat antreannya", "Antrean lama sekali"
    )
    assert [k.sifat for k in pick(semua, "waktu", 4)] == ["keluhan", "usul", "pertanyaan", "pujian"]
    assert [k.sifat for k in pick(semua, "waktu")] == ["keluhan", "usul", "pertanyaan"]


def test_only_the_unsur_asked_for_and_nothing_empty_is_shown() -> None:
    semua = tulisan("Toilet kotor", "-", "tidak ada", "antrean lama", "081234567890", dugaan="sarana")
    assert [k.teks for k in pick(semua, "sarana")] == ["Toilet kotor"]
    assert pick([], "waktu") == ()


def test_what_many_wrote_is_shown_once_with_their_number() -> None:
    semua = tulisan(
        "antrean lama", "Antri lama!", "antriannya lama bgt", "Loket sering terlambat buka pada pagi hari"
    )
    assert {(k.teks, k.banyak) for k in pick(semua, "waktu")} == {
        ("antriannya lama bgt", 3),
        ("Loket sering terlambat buka pada pagi hari", 1),
    }


def test_a_second_text_that_only_repeats_the_first_is_left_out() -> None:
    semua = tulisan("Menunggu dokter lama sekali", "Menunggu dokter terlalu lama", "Loket buka terlambat")
    assert len(pick(semua, "waktu")) == 2


def test_of_texts_that_tell_as_much_the_newer_is_shown() -> None:
    semua = tulisan("toilet kotor", "kursi rusak")
    assert [k.teks for k in pick(semua, "sarana", 1)] == ["kursi rusak"]


def test_what_is_shown_is_masked() -> None:
    (satu,) = pick(tulisan("antrean lama, hubungi saya 0812\u20603456\u200b7890 \nnama saya Budi"), "waktu")
    assert satu.teks == "antrean lama, hubungi saya [nomor telepon] nama saya [nama]"


def test_a_long_text_ends_at_a_word_and_never_within_a_mark() -> None:
    teks = "Antrean lama " + "sekali " * 30
    assert excerpt(teks) == "Antrean lama " + "sekali " * 17 + "sekali…"
    for awal in range(110, 150):
        potong = excerpt("a" * (awal // 2) + " " + "b" * (awal // 2) + " 081234567890 dan seterusnya sampai selesai")
        assert potong.count("[") == potong.count("]")
    assert excerpt("x" * 500) == "x" * 139 + "…"
    assert excerpt("tepat " * 23 + "ya") == "tepat " * 23 + "ya"


@given(st.text(max_size=400))
def test_an_excerpt_is_one_masked_line_of_the_length_allowed(teks: str) -> None:
    baris = excerpt(teks)
    assert len(baris) <= PANJANG
    assert "\n" not in baris
    assert mask(teks) == teks or baris != teks


@given(
    st.lists(
        st.sampled_from(["antrean lama", "antri lama", "mohon dipercepat", "cepat", "loket telat", "-"]), max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_texts_makes_no_difference(teks: list[str], rng: random.Random) -> None:
    semua = tulisan(*teks)
    lain = list(semua)
    rng.shuffle(lain)
    assert pick(lain, "waktu") == pick(semua, "waktu")
    assert len(pick(semua, "waktu")) <= 3


@pytest.mark.parametrize("paling", [0, 1, 2])
def test_no_more_than_asked_for_are_shown(paling: int) -> None:
    semua = tulisan("antrean lama", "petugas loket datang telat", "jam buka molor terus setiap Senin")
    assert len(pick(semua, "waktu", paling)) == paling
