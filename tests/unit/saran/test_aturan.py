"""The file of rules is checked whole, and every mistake named with its line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from bot.saran.aturan import AturanError, load_aturan, shipped_aturan
from bot.saran.kata import split_words
from scoring.instrumen import shipped_instrumen

ASLI = files("bot.saran").joinpath("data/aturan.yaml").read_text(encoding="utf-8")


def line_of(potongan: str) -> int:
    return ASLI[: ASLI.index(potongan)].count("\n") + 1


def test_the_rules_speak_of_the_nine_unsur_in_their_order() -> None:
    assert shipped_aturan().unsur == tuple(u.key for u in shipped_instrumen().unsur)


@pytest.mark.parametrize(
    ("lama", "baru", "pada", "pesan"),
    [
        ("  produk:\n", "  maklumat:\n", "  produk:\n", "no unsur has the key 'maklumat'"),
        ("  produk:\n", "  maklumat:\n", "unsur:\n", "unsur 'produk' has no terms"),
        ("bobot_dugaan: 4", "bobot_dugaan: banyak", "bobot_dugaan", "'bobot_dugaan' is not right"),
        ("jangkauan: 3", "jarak: 3", "jangkauan: 3", "unknown key 'jarak'"),
        ("3: [gratis, ", "3: [gratis, lama, ", "3: [gratis, ", "'lama' stands in another list already"),
        ("3: [gratis, ", "3: [gratis, gratis, ", "3: [gratis, ", "'gratis' stands in another list already"),
        ("3: [gratis, ", "3: [gratis, sangat murah, ", "3: [gratis, ", "'sangat' stands in hiasan or singkatan"),
        ("3: [gratis, ", "3: [Gratis!, ", "3: [gratis, ", "cannot be 'Gratis!'"),
        ("3: [gratis, ", "9: [gratis, ", "3: [gratis, ", "is not right"),
        ("  agar: [biar, ", "  agar: [biar, tdk, ", "  agar: [biar, ", "'tdk' is a spelling of two words"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_line(tmp_path: Path, lama: str, baru: str, pada: str, pesan: str) -> None:
    path = tmp_path / "coba.yaml"
    path.write_text(ASLI.replace(lama, baru, 1), encoding="utf-8")
    with pytest.raises(AturanError) as ditolak:
        load_aturan(path)
    masalah = str(ditolak.value).splitlines()
    assert any(baris.startswith(f"coba.yaml:{line_of(pada)}: ") and pesan in baris for baris in masalah), masalah


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(AturanError, match="cannot be read"):
        load_aturan(tmp_path / "tidak_ada.yaml")


@pytest.mark.parametrize(
    ("tulisan", "dasar"),
    [
        ("menunggu", "tunggu"), ("nunggu", "tunggu"), ("nunggunya", "tunggu"), ("antriannya", "antre"),
        ("ngantri", "antre"), ("dibentak", "bentak"), ("terlambat", "terlambat"), ("ramah2", "ramah"),
        ("lamaaa", "lama"), ("syaratt", "syarat"), ("pelayananya", "pelayanan"),
        ("kebersihan", "bersih"), ("gada", "tidak ada"), ("bgt", "sangat"), ("penjelasanya", "penjelasan"),
        ("sebelum", "sebelum"), ("selama", "selama"), ("zirkonium", "zirkonium"), ("lembar", "lembar"),
    ],
)  # fmt: skip
def test_a_typed_word_comes_down_to_one_of_the_rules(tulisan: str, dasar: str) -> None:
    """Affixes, everyday spelling, doubled letters and a typing error; but "selama" is not "lama"."""
    assert " ".join(kata.dasar for kata in split_words(tulisan, shipped_aturan().pembaca)) == dasar
