"""Folding: texts that say the same, or nearly, become one group."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.process import extract

from bot.saran.aturan import Aturan, shipped_aturan
from bot.saran.kata import split_words

MIRIP = 85
"""From this likeness on (0 to 100, `rapidfuzz.fuzz.ratio` of what is left of the texts) two say the same."""


@dataclass(frozen=True, slots=True)
class Lipatan:
    """One group: positions in the sequence folded, rising; `wakil` is the one to show, the longest text."""

    wakil: int
    anggota: tuple[int, ...]


def fold(teks: Sequence[str], aturan: Aturan | None = None) -> tuple[Lipatan, ...]:
    """Every position in exactly one group; the groups in the order of their first member.

    Two texts say the same if they hold the same words of the rules (negations among them, so that "ramah" and
    "tidak ramah" stay apart) and the same numbers, and if what is left of them, everyday spelling written out, is
    nearly alike. What is like one of a group belongs to it. Which texts stand together does not depend on their
    order. Only texts with the same words are compared, so a few thousand take well under a second.
    """
    aturan = aturan or shipped_aturan()
    sama: dict[tuple[str, str], list[int]] = {}
    for i, satu in enumerate(teks):
        sama.setdefault(_keys(satu, aturan), []).append(i)
    golongan: dict[str, list[str]] = {}
    for inti, polos in sama:
        golongan.setdefault(inti, []).append(polos)
    lipatan = []
    for inti, ragam in golongan.items():
        for serupa in _alike(sorted(ragam, key=lambda polos: (len(polos), polos))):
            anggota = sorted(i for polos in serupa for i in sama[inti, polos])
            wakil = max(anggota, key=lambda i: (len(teks[i]), teks[i], -i))
            lipatan.append(Lipatan(wakil, tuple(anggota)))
    return tuple(sorted(lipatan, key=lambda satu: satu.anggota))


def _keys(teks: str, aturan: Aturan) -> tuple[str, str]:
    """The words of the rules and the numbers in the text, in one order; and the whole text, plainly written."""
    dasar = [kata.dasar for kata in split_words(teks, aturan.pembaca) if kata.dasar[0].isalnum()]
    polos = [kata for kata in dasar if kata not in aturan.hiasan]
    inti = {kata for kata in polos if kata in aturan.kosakata or not kata.isalpha()}
    return " ".join(sorted(inti)), " ".join(polos) or teks.strip()


def _alike(ragam: Sequence[str]) -> Iterable[list[str]]:
    """Groups of different texts, given shortest first: a text is compared with those not much longer."""
    ketua = list(range(len(ragam)))

    def find(i: int) -> int:
        while ketua[i] != i:
            ketua[i] = i = ketua[ketua[i]]
        return i

    panjang = [len(polos) for polos in ragam]
    for i, pendek in enumerate(ragam):
        paling = len(pendek) * (200 - MIRIP) / MIRIP  # beyond this length the likeness cannot be met
        dekat = ragam[i + 1 : bisect_right(panjang, paling, lo=i)]
        for _, _, j in extract(pendek, dekat, scorer=fuzz.ratio, score_cutoff=MIRIP, limit=None):
            ketua[find(i + 1 + j)] = find(i)
    kelompok: dict[int, list[str]] = {}
    for i, polos in enumerate(ragam):
        kelompok.setdefault(find(i), []).append(polos)
    return kelompok.values()
