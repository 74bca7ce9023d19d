"""How the pages of a document are numbered and which are turned: the same in every format. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from bot.reports.dokumen.blok import Bab, Lampiran, Sampul
from bot.reports.dokumen.penomoran import Bernomor

Penomoran = Literal["", "i", "1"]
"""Not at all; i, ii, iii before the first chapter with a number; 1, 2, 3."""


@dataclass(frozen=True, slots=True)
class Bagian:
    """A run of blocks on pages alike, each with its place in the document. `awal`: the count of pages begins anew."""

    penomoran: Penomoran
    mendatar: bool
    awal: bool
    blok: tuple[tuple[int, Bernomor], ...]


def sections(blok: Sequence[Bernomor]) -> list[Bagian]:
    """All of a document, in its order."""
    found: list[Bagian] = []
    counted: set[Penomoran] = {""}
    for (penomoran, mendatar), run in groupby(_pages(blok), key=lambda one: one[:2]):
        found.append(Bagian(penomoran, mendatar, penomoran not in counted, tuple((nth, one) for *_, nth, one in run)))
        counted.add(penomoran)
    return found


def _pages(blok: Sequence[Bernomor]) -> Iterator[tuple[Penomoran, bool, int, Bernomor]]:
    """Each block with how its pages are numbered, and whether they are turned."""
    formal = any(isinstance(one.blok, Bab) and one.blok.bernomor for one in blok)
    penomoran: Penomoran = "i" if formal else "1"
    mendatar = False
    for nth, one in enumerate(blok):
        match one.blok:
            case Sampul():
                yield "", False, nth, one
                continue
            case Bab(bernomor=bernomor):
                penomoran, mendatar = "1" if bernomor else penomoran, False
            case Lampiran(mendatar=turned):
                penomoran, mendatar = "1", turned
            case _:
                pass
        yield penomoran, mendatar, nth, one
