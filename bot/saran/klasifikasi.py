"""What a text is about and what it wants, by rules that can be read and corrected (`data/aturan.yaml`).

A text is cut into clauses. In each, terms of the rules are found, longest first; a negation turns the tone of the
first good or bad term after it, or makes what it names a thing that lacks. A complaint anywhere outweighs praise,
since it is what can be acted on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.saran.aturan import Aturan, Istilah, shipped_aturan
from bot.saran.kata import Kata, split_words

Sifat = Literal["keluhan", "usul", "pertanyaan", "pujian", "lain", "kosong"]
"""A complaint, a wish without one, a question, praise; none of these; nothing said ("-", "tidak ada")."""

_CUKUP = 3
"""The least that a text must say of an unsur to be sorted there: more than one word of weight 1."""
_PUJIAN = 4
"""From this weight on a good word is praise even in a wish."""


@dataclass(frozen=True, slots=True)
class Klasifikasi:
    """`unsur` is None where the text speaks of none; `bukti` are its own words that decided, in small letters."""

    unsur: str | None
    sifat: Sifat
    bukti: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Temuan:
    """A term where it was met; `nada` as the negation before it left it."""

    istilah: Istilah
    di: int
    tulisan: str
    nada: int


@dataclass(slots=True)
class _Klausa:
    kata: list[Kata] = field(default_factory=list)
    temuan: list[_Temuan] = field(default_factory=list)
    tanda: str = ""
    ingkar: int = 0
    """Negations with nothing after them to turn: a weak sign of complaint."""

    def has(self, *peran: str) -> bool:
        return any(satu.istilah.peran in peran for satu in self.temuan)

    def praises(self) -> bool:
        """Good beyond doubt, though it be worded as a wish: "mohon dipertahankan"."""
        return any(satu.nada > 0 and satu.istilah.berat >= _PUJIAN for satu in self.temuan)

    def nada(self) -> int:
        """-1, 0 or 1; where good and bad weigh the same, the bad."""
        baik = sum(satu.istilah.berat for satu in self.temuan if satu.nada > 0)
        buruk = sum(satu.istilah.berat for satu in self.temuan if satu.nada < 0) + self.ingkar
        buruk += self.has("heran") and "?" not in self.tanda
        return 0 if baik == buruk == 0 else 1 if baik > buruk else -1


def classify(teks: str, dugaan: str | None = None, aturan: Aturan | None = None) -> Klasifikasi:
    """Sort one text. `dugaan` is the unsur that the text was asked about, where it is the reason for a low score.

    That unsur is taken unless the text says clearly more of another; equal weights go to the first in the
    regulation's order. Never raises for any text.
    """
    aturan = aturan or shipped_aturan()
    kata = [satu for satu in split_words(teks, aturan.pembaca) if satu.dasar not in aturan.hiasan]
    kata = [satu for satu in kata if not satu.dasar.isdigit()]  # "menunggu 3 jam" is "menunggu jam"
    if all(satu.dasar in aturan.kosong or not satu.dasar[0].isalnum() for satu in kata):
        return Klasifikasi(None, "kosong")
    klausa = [_negated(satu, aturan.jangkauan) for satu in _clauses(kata, aturan)]
    sifat, menentukan = _sifat(klausa, asked=dugaan is not None)
    lawan = {"keluhan": 1, "pujian": -1}.get(sifat, 0)
    sampingan = [satu for satu in klausa if satu not in menentukan and satu.nada() == 0]
    dihitung = [*((satu, 2) for satu in menentukan), *((satu, 1) for satu in sampingan)]
    nilai = dict.fromkeys(aturan.unsur, 0)
    if dugaan in nilai:
        nilai[dugaan] += 2 * aturan.bobot_dugaan
    for satu, kali in dihitung:
        for key, bobot in _weights(satu.temuan, lawan):
            nilai[key] += kali * bobot
    unsur = max(nilai, key=lambda key: nilai[key])  # the first of equals: the regulation's order
    terpilih = unsur if nilai[unsur] >= _CUKUP else None
    return Klasifikasi(terpilih, sifat, _bukti(dihitung, terpilih, lawan))


def _clauses(kata: Sequence[Kata], aturan: Aturan) -> Iterator[_Klausa]:
    """Cut at punctuation and at words such as "tetapi"; terms found in each, longest first, none overlapping."""
    klausa, i = _Klausa(), 0
    while i < len(kata):
        if not kata[i].dasar[0].isalnum():
            klausa.tanda = kata[i].dasar
            yield klausa
            klausa, i = _Klausa(), i + 1
            continue
        istilah = _longest(kata, i, aturan)
        if istilah and istilah.peran == "tetapi":
            yield klausa
            klausa = _Klausa()
        elif istilah:
            tulisan = " ".join(dict.fromkeys(satu.tulisan for satu in kata[i : i + len(istilah.kata)]))
            klausa.temuan.append(_Temuan(istilah, len(klausa.kata), tulisan, istilah.nada))
        panjang = len(istilah.kata) if istilah else 1
        klausa.kata.extend(kata[i : i + panjang])
        i += panjang
    yield klausa


def _longest(kata: Sequence[Kata], i: int, aturan: Aturan) -> Istilah | None:
    for istilah in aturan.istilah.get(kata[i].dasar, ()):
        panjang = len(istilah.kata)
        if panjang == 1 or tuple(satu.dasar for satu in kata[i : i + panjang]) == istilah.kata:
            return istilah
    return None


def _negated(klausa: _Klausa, jangkauan: int) -> _Klausa:
    """Each negation used up on what it turns, within `jangkauan` words after it."""
    temuan = klausa.temuan
    for n, ingkar in enumerate(temuan):
        if ingkar.istilah.peran not in {"ingkar", "kurang", "jangan"}:
            continue
        akhir = ingkar.di + len(ingkar.istilah.kata) - 1 + jangkauan
        dekat = [m for m in range(n + 1, len(temuan)) if temuan[m].di <= akhir and temuan[m].istilah.peran == "isi"]
        bernada = next((m for m in dekat if temuan[m].nada), None)
        kurang = ingkar.istilah.peran == "kurang"
        diharap = any(satu.istilah.peran in {"harap", "jangan"} for satu in temuan[: n + 1])
        if bernada is not None and not (kurang and temuan[bernada].nada < 0):
            temuan[bernada] = replace(temuan[bernada], nada=-temuan[bernada].istilah.nada)
        elif diharap:
            continue  # "supaya tidak antre" wishes for it and need not complain of it
        elif dekat and bernada is None:
            temuan[dekat[0]] = replace(temuan[dekat[0]], nada=-1)
        else:
            klausa.ingkar += 2 if kurang else 1
    return klausa


def _sifat(klausa: Sequence[_Klausa], *, asked: bool) -> tuple[Sifat, list[_Klausa]]:
    """What the text wants, and the clauses that say so."""
    bertanya = [satu for satu in klausa if _asks(satu)]
    if bertanya:
        klausa = [satu for satu in klausa if not satu.has("andai")]
    if buruk := [satu for satu in klausa if satu.nada() < 0 and satu not in bertanya]:
        return "keluhan", buruk
    if bertanya:
        return "pertanyaan", bertanya
    if harap := [satu for satu in klausa if satu.has("harap", "jangan") and not satu.praises()]:
        return "usul", harap
    if baik := [satu for satu in klausa if satu.nada() > 0]:
        return "pujian", baik
    if harap := [satu for satu in klausa if satu.has("semoga")]:
        return "usul", harap
    # Who names a thing without a good word complains of it: "banyak nyamuk di ruang tunggu".
    named = any(True for satu in klausa for _ in _weights(satu.temuan, 0))
    return ("keluhan" if asked or named else "lain"), list(klausa)


def _asks(klausa: _Klausa) -> bool:
    """A question mark, or a question word first or where nothing good or bad is said.

    Wondering ("kenapa ...", "kok ...") at something bad asks nothing.
    """
    if "?" in klausa.tanda:
        return not (klausa.has("heran") and klausa.nada() < 0)
    return klausa.has("tanya") and (klausa.nada() == 0 or klausa.temuan[0].istilah.peran == "tanya")


def _weights(temuan: Iterable[_Temuan], lawan: int) -> Iterator[tuple[str, int]]:
    """Unsur and weight of each term but those whose tone is `lawan`, the opposite of what the text wants."""
    for satu in temuan:
        if not lawan or satu.nada != lawan:
            yield from (satu.istilah.bobot or {}).items()


def _bukti(dihitung: Iterable[tuple[_Klausa, int]], unsur: str | None, lawan: int) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            satu.tulisan
            for klausa, _ in dihitung
            for satu in klausa.temuan
            if (not lawan or satu.nada != lawan)
            and (unsur in (satu.istilah.bobot or {}) or satu.nada or satu.istilah.peran not in {"isi", "netral"})
        )
    )
