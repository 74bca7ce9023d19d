"""What contradicts what among the figures of a document, said to who types commands and to who works in chat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.engine.tanggal import angka

TEMUAN_PALING = 20
"""Contradictions spelled out in the message of one error; all are in `temuan`."""


class Temuan(NamedTuple):
    """One contradiction in both languages: what, where, both values."""

    english: str
    indonesia: str


class TidakKonsisten(ValueError):  # noqa: N818  a verdict on figures, not a failure of ours
    """Figures of one document contradict one another, so it is not made. `temuan` holds every contradiction found."""

    def __init__(self, apa: str, temuan: Sequence[Temuan]) -> None:
        shown = [one.english for one in temuan[:TEMUAN_PALING]]
        more = f"\n... and {len(temuan) - len(shown)} more" if len(temuan) > len(shown) else ""
        super().__init__(f"{apa}: figures contradict one another, no document is made:\n" + "\n".join(shown) + more)
        self.temuan = tuple(temuan)

    @property
    def indonesia(self) -> str:
        """For who asked for the document in chat."""
        shown = [f"• {one.indonesia}" for one in self.temuan[:TEMUAN_PALING]]
        return "Dokumen tidak dibuat karena angkanya tidak cocok:\n" + "\n".join(shown)


def differ(english: str, indonesia: str, ada: object, semestinya: object) -> Iterable[Temuan]:
    """A Temuan where the two values are not equal."""
    if ada != semestinya:
        yield Temuan(
            f"{english}: {_english(ada)}, expected {_english(semestinya)}",
            f"{indonesia}: {_indonesia(ada)}, seharusnya {_indonesia(semestinya)}",
        )


def _english(nilai: object) -> str:
    if isinstance(nilai, list | tuple):
        return ", ".join(map(_english, nilai)) or "none"
    return "none" if nilai is None else f"{nilai}"


def _indonesia(nilai: object) -> str:
    if isinstance(nilai, list | tuple):
        return ", ".join(map(_indonesia, nilai)) or "tidak ada"
    if isinstance(nilai, Decimal | int):
        return angka(nilai)
    return "tidak ada" if nilai is None else f"{nilai}"
