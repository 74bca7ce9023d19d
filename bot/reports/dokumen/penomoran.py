"""The number of each chapter, section, annex, table and figure, and what a reference to one prints. Pure.

Every renderer takes its numbers from here, so a table has the same one in every format and in every sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.reports.dokumen.blok import (
    Bab,
    Blok,
    Butir,
    Dokumen,
    GambarBlok,
    Isi,
    Lampiran,
    Paragraf,
    Potongan,
    Subbab,
    TabelBlok,
)
from bot.reports.dokumen.errors import DokumenError

_ROMAWI: Final = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Bernomor:
    """A block and its number as printed: "BAB III", "3.1", "Lampiran 1", "Tabel III.5", "Gambar L1.2"; empty for a
    block without one. The text of a Paragraf or Butir is in pieces, each with the `teks` to print; a piece that
    refers keeps its `rujuk`, for a renderer that links."""

    blok: Blok
    nomor: str = ""


def number(dokumen: Dokumen) -> tuple[Bernomor, ...]:
    """Every block of `dokumen` in its order, numbered, with its references resolved.

    Tables and figures count anew in each chapter and annex, each kind by itself; those outside of both run on as
    "Tabel 1", "Tabel 2". Raises DokumenError: a row of a table that is not as long as its head, a label given twice,
    or a reference to none.
    """
    numbered = _count(dokumen.blok)
    for one in numbered:
        if isinstance(one.blok, TabelBlok):
            _check_rows(one.blok, one.nomor)
    nomor: dict[str, str] = {}
    for one in numbered:
        if isinstance(one.blok, TabelBlok | GambarBlok) and (label := one.blok.label):
            if label in nomor:
                raise DokumenError(
                    f"{one.nomor} “{one.blok.judul}”: the label “{label}” already belongs to {nomor[label]}; "
                    "give each table and figure its own"
                )
            nomor[label] = one.nomor
    return tuple(replace(one, blok=_resolved(one.blok, nomor)) for one in numbered)


def _check_rows(blok: TabelBlok, nomor: str) -> None:
    for row in (*blok.baris, *blok.kaki):
        if len(row) != len(blok.kolom):
            raise DokumenError(
                f"{nomor} “{blok.judul}”: the row beginning with “{''.join(row[:1])}” has {len(row)} cells, the head "
                f"has {len(blok.kolom)}"
            )


def resolve(isi: Isi, nomor: Mapping[str, str]) -> tuple[Potongan, ...]:
    """The pieces of `isi`, a referring one with the number printed for its label. `nomor` is by label.

    Raises DokumenError: a label that `nomor` does not hold.
    """
    pieces = (Potongan(isi),) if isinstance(isi, str) else isi
    for one in pieces:
        if one.rujuk and one.rujuk not in nomor:
            around = "".join(piece.teks or f"[{piece.rujuk}]" for piece in pieces)
            raise DokumenError(
                f"the text “{around[:80]}” refers to “{one.rujuk}”, which no table or figure has as its label"
            )
    return tuple(replace(one, teks=nomor[one.rujuk]) if one.rujuk else one for one in pieces)


def romawi(nilai: int) -> str:
    """`romawi(14)` -> "XIV"; for 1..89."""
    text = ""
    for step, numeral in _ROMAWI:
        text += numeral * (nilai // step)
        nilai %= step
    return text


def _count(blok: Sequence[Blok]) -> list[Bernomor]:
    bab = lampiran = subbab = 0
    section = caption = ""  # what the number of a section begins with, and that of a table
    counted: Counter[str] = Counter()
    numbered = []
    for one in blok:
        nomor = ""
        match one:
            case Bab(bernomor=True):
                bab, subbab = bab + 1, 0
                nomor, section, caption = f"BAB {romawi(bab)}", f"{bab}.", f"{romawi(bab)}."
            case Bab():
                section = caption = ""
            case Lampiran():
                lampiran, subbab = lampiran + 1, 0
                nomor, section, caption = f"Lampiran {lampiran}", f"L{lampiran}.", f"L{lampiran}."
            case Subbab(tingkat=2) if section:
                subbab += 1
                nomor = f"{section}{subbab}"
            case TabelBlok() | GambarBlok():
                jenis = f"{'Tabel' if isinstance(one, TabelBlok) else 'Gambar'} {caption}"
                counted[jenis] += 1
                nomor = f"{jenis}{counted[jenis]}"
            case _:
                pass
        numbered.append(Bernomor(one, nomor))
    return numbered


def _resolved(blok: Blok, nomor: Mapping[str, str]) -> Blok:
    match blok:
        case Paragraf():
            return Paragraf(resolve(blok.isi, nomor))
        case Butir():
            return replace(blok, isi=tuple(resolve(one, nomor) for one in blok.isi))
        case _:
            return blok
