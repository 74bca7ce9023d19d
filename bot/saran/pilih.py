"""The few texts of one unsur that are worth a place in a digest, safe to show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from bot.engine.understand import legible, quoted
from bot.saran.klasifikasi import Klasifikasi, Sifat
from bot.saran.lipat import fold
from bot.saran.samaran import mask

PALING = 3
PANJANG = 140
"""Letters of a text in a digest, the sign of shortening among them."""
BEDA = 60
"""Below this likeness (0 to 100, words in any order) a second text is worth showing beside the first."""

_URUTAN: dict[Sifat, int] = {"keluhan": 0, "usul": 1, "pertanyaan": 2, "lain": 3, "pujian": 4}
_KATA_CUKUP = 12
"""More words than this make a text no more informative."""


@dataclass(frozen=True, slots=True)
class Tulisan:
    """A text as a citizen wrote it, the day it came, and what `classify` (or the head's correction) made of it."""

    teks: str
    hari: date
    klasifikasi: Klasifikasi


@dataclass(frozen=True, slots=True)
class Kutipan:
    """What may be shown: masked, one line, at most `PANJANG` letters; `banyak` people wrote so, or nearly."""

    teks: str
    sifat: Sifat
    banyak: int


def pick(tulisan: Iterable[Tulisan], unsur: str, paling: int = PALING) -> tuple[Kutipan, ...]:
    """At most `paling` texts about `unsur`, the most telling first; fewer where the rest repeats them.

    Complaints come before wishes, questions and praise; then what more people wrote and what says more; then the
    newer. The order in which the texts are given makes no difference. Neither day nor writer is in the answer.
    """
    calon = sorted(
        (satu for satu in tulisan if satu.klasifikasi.unsur == unsur and satu.klasifikasi.sifat in _URUTAN),
        key=lambda satu: (satu.teks, satu.hari, satu.klasifikasi.sifat),
    )
    tertimbang = []
    for lipatan in fold([satu.teks for satu in calon]):
        wakil = calon[lipatan.wakil]
        banyak, terbaru = len(lipatan.anggota), max(calon[i].hari for i in lipatan.anggota)
        kutipan = Kutipan(excerpt(wakil.teks), wakil.klasifikasi.sifat, banyak)
        if isi := _content(kutipan.teks):
            nilai = (_URUTAN[kutipan.sifat], -3 * min(banyak - 1, 4) - isi, -terbaru.toordinal(), kutipan.teks)
            tertimbang.append((nilai, kutipan))
    terpilih: list[Kutipan] = []
    for _, kutipan in sorted(tertimbang, key=lambda satu: satu[0]):
        if len(terpilih) < paling and all(_differs(kutipan, lain) for lain in terpilih):
            terpilih.append(kutipan)
    return tuple(terpilih)


def excerpt(teks: str, most: int = PANJANG) -> str:
    """`teks` masked, on one line, cut at a word boundary with "…" where it is longer than `most` letters."""
    baris = mask(quoted(legible(teks), len(teks)))
    if len(baris) <= most:
        return baris
    potong = baris[: most - 1]
    if not baris[most - 1].isspace() and " " in potong:
        potong = potong[: potong.rindex(" ")]
    if potong.rfind("[") > potong.rfind("]"):
        potong = potong[: potong.rindex("[")] or potong
    return potong.rstrip(" ,;:-–(") + "…"


def _content(teks: str) -> int:
    """How much a text says: its different words, marks of masking aside, up to a limit."""
    return min(len(set(re.findall(r"[^\W\d_]{3,}", re.sub(r"\[[^\]]*\]", "", teks.casefold())))), _KATA_CUKUP)


def _differs(satu: Kutipan, lain: Kutipan) -> bool:
    return satu.sifat != lain.sifat or fuzz.token_sort_ratio(satu.teks.casefold(), lain.teks.casefold()) < BEDA
