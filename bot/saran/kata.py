"""The words of a text as people type it, brought back to the words that the rules know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

TYPO_MOST = 1
"""Typing errors forgiven in a word of `TYPO_FROM` letters or more: one letter too many, missing or wrong."""
TYPO_FROM = 7

_TOKEN = re.compile(r"[^\W_]+|[\U0001F300-\U0001FAFF]|[.,;:!?()\n]+")
_GANDA = re.compile(r"([^\W\d_]{3,})2(an|nya)?")
_AKHIRAN = tuple(
    turunan + partikel
    for partikel in ("", "nya", "ya", "lah", "kah", "pun", "ku", "mu", "ne")
    for turunan in ("", "an", "kan", "i", "in")
)
_AWALAN = (
    ("", ("",)), ("di", ("",)), ("ter", ("",)), ("ber", ("",)), ("be", ("",)), ("ke", ("",)), ("se", ("",)),
    ("diper", ("",)), ("memper", ("",)), ("keter", ("",)), ("nge", ("",)), ("ny", ("s",)), ("ng", ("", "k")),
    ("n", ("t",)), ("m", ("p",)), ("per", ("",)),
    *((awal + hidung, luluh) for awal in ("me", "pe") for hidung, luluh in
      (("", ("",)), ("ny", ("s",)), ("ng", ("", "k")), ("n", ("", "t")), ("m", ("", "p")))),
)  # fmt: skip
"""A prefix, and what stood in place of the letters that it swallowed: menunggu, nunggu -> tunggu."""


@dataclass(frozen=True, slots=True)
class Kata:
    """One word: `tulisan` as typed, in small letters; `dasar` the word of the rules, or as typed if they have none.

    A punctuation mark is a word too, with itself as `dasar`.
    """

    tulisan: str
    dasar: str


Pembaca = Callable[[str], tuple[str, ...]]
"""One typed word to the words it stands for: "gada" -> ("tidak", "ada")."""


def reader(kosakata: Set[str], singkatan: Mapping[str, str]) -> Pembaca:
    """How typed words are read, given the words that the rules know and everyday spellings of some."""
    dikenal = kosakata | singkatan.keys()
    panjang = tuple(sorted(kata for kata in dikenal if len(kata) >= TYPO_FROM))

    @lru_cache(maxsize=50_000)
    def read(tulisan: str) -> tuple[str, ...]:
        if not tulisan[0].isalnum() and tulisan not in singkatan:
            return (tulisan,)
        ditemukan = (dasar for bentuk in _spellings(tulisan) if (dasar := stem(bentuk, dikenal)))
        dasar = next(ditemukan, None) or _nearest(tulisan, panjang) or tulisan
        return tuple(singkatan.get(dasar, dasar).split())

    return read


def split_words(teks: str, pembaca: Pembaca) -> list[Kata]:
    """Words and punctuation in their order; what is neither (dashes, quotes, most symbols) is left out."""
    return [Kata(tulisan, dasar) for tulisan in _TOKEN.findall(teks.casefold()) for dasar in pembaca(tulisan)]


def _spellings(tulisan: str) -> Iterator[str]:
    """As typed; "ramah2" as ramah; "lamaaa" as lama; "syaratt" as syarat."""
    yield tulisan
    if ganda := _GANDA.fullmatch(tulisan):
        yield ganda[1] + (ganda[2] or "")
    if (sekali := re.sub(r"(.)\1{2,}", r"\1", tulisan)) != tulisan:
        yield sekali
    if (tunggal := re.sub(r"(.)\1", r"\1", sekali)) != sekali:
        yield tunggal


def stem(kata: str, kosakata: Set[str]) -> str:
    """The longest known word that `kata` is built on, affixes taken off; "" where there is none.

    Guided by the known words alone, so that nothing is cut that does not leave one of them.
    """
    if kata in kosakata:
        return kata
    paling = ""
    for akhiran in _AKHIRAN:
        if not kata.endswith(akhiran):
            continue
        batang = kata[: len(kata) - len(akhiran)]
        if akhiran == "nya" and batang in kosakata:
            return batang
        for awalan, luluh in _AWALAN:
            if batang.startswith(awalan):
                for huruf in luluh:
                    dasar = huruf + batang[len(awalan) :]
                    if len(dasar) > max(3, len(paling)) and dasar in kosakata:
                        paling = dasar
    return paling


def _nearest(kata: str, kosakata: tuple[str, ...]) -> str:
    """The known word that `kata` misses by one typing error, its first letter being right; "" where there is none."""
    if len(kata) < TYPO_FROM or not kata.isalpha():
        return ""
    found = extractOne(kata, kosakata, scorer=Levenshtein.distance, score_cutoff=TYPO_MOST)
    return str(found[0]) if found and found[0][0] == kata[0] else ""
