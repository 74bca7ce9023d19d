"""The lines of a profile table, where a reader looks for them, also where a source had classes of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from bot.reports.simpanan import HitunganKelas, order_kelas
from scoring.instrumen import Instrumen
from scoring.profil import TIDAK_DIISI, Cacah, count_profil

_LAST: Final = {"lainnya": 1, TIDAK_DIISI.casefold(): 2}
_USIA: Final = re.compile(r"\s*([<>]?)\s*([0-9]+)\s*(?:[-–]\s*[0-9]+\s*)?")
_SIDE: Final = {"<": -1, "": 0, ">": 1}


class Labelled(Protocol):
    @property
    def label(self) -> str: ...


L = TypeVar("L", bound=Labelled)


def profil_of(kelas: HitunganKelas, instrumen: Instrumen) -> Mapping[str, tuple[Cacah, ...]]:
    """How many respondents are in each class, a table a question of the instrumen."""
    baku = own_labels(instrumen)
    return {
        key: tidy_kelas([Cacah(label, rekap.n) for label, rekap in isi], baku[key], lambda one: one.jumlah > 0)
        for key, isi in order_kelas(kelas, instrumen).items()
    }


def own_labels(instrumen: Instrumen) -> Mapping[str, Collection[str]]:
    """The labels that the instrumen itself has for each question."""
    return {key: {one.label for one in kelas} for key, kelas in count_profil((), instrumen).items()}


def tidy_kelas(kelas: Sequence[L], baku: Collection[str], counts: Callable[[L], bool]) -> tuple[L, ...]:
    """`kelas` in a reader's order: ages by number, "Lainnya" and those who did not say last, else as they are given.

    `baku` are the labels of the instrumen. Where somebody is in another class, the empty ones of the instrumen are
    left out (`counts` is false of them): who answered there was not offered them.
    """
    foreign = any(one.label not in baku and one.label != TIDAK_DIISI for one in kelas)
    kept = [one for one in kelas if counts(one) or not foreign]
    return tuple(sorted(kept, key=lambda one: (_LAST.get(one.label.casefold(), 0), _age(one.label))))


def in_words(label: str) -> str:
    """A class as a sentence names it: an age in years."""
    return f"{label.strip()} tahun" if _USIA.fullmatch(label) else label


def _age(label: str) -> tuple[int, int]:
    found = _USIA.fullmatch(label)
    return (int(found[2]), _SIDE[found[1]]) if found else (0, 0)
