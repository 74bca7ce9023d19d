"""Ketentuan: what holds for one periode. The weight convention, the bands, the order of questions and the classes of
age are properties of the periode, printed in its report and never mixed within a trend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from scoring.bentuk import USIA_PALING
from scoring.bobot import parse_bobot
from scoring.errors import InstrumenError
from scoring.instrumen import Instrumen, shipped_instrumen


@dataclass(frozen=True, slots=True)
class Ketentuan:
    """`instrumen` is the id of the questionnaire. Empty fields leave what the instrumen itself says.

    `bobot` is a text as parse_bobot reads it; `mutu` the id of the instrumen whose bands hold (Bojonegoro 2017 asked
    the unsur of 2014 and graded by the thresholds of 2004); `urutan` the unsur keys as they are asked; `usia_kelas`
    the youngest age of each class but the first. `harapan`: each unsur is asked a second time for its importance.
    """

    instrumen: str
    bobot: str = ""
    mutu: str = ""
    urutan: tuple[str, ...] = ()
    usia_kelas: tuple[int, ...] = ()
    harapan: bool = False

    def terapkan(self) -> Instrumen:
        """The instrumen as it holds in this periode. Raises InstrumenError for what does not fit it."""
        dasar = shipped_instrumen(self.instrumen)
        if self.urutan and sorted(self.urutan) != sorted(unsur.key for unsur in dasar.unsur):
            raise InstrumenError(f"urutan must hold every unsur of {dasar.id} once, not {', '.join(self.urutan)}")
        if any(bawah >= atas for bawah, atas in pairwise((0, *self.usia_kelas, USIA_PALING + 1))):
            raise InstrumenError(f"usia_kelas must rise from 1 to {USIA_PALING}, not {self.usia_kelas}")
        return replace(
            dasar,
            bobot=parse_bobot(self.bobot, len(dasar.unsur)) if self.bobot else dasar.bobot,
            mutu=shipped_instrumen(self.mutu).mutu if self.mutu else dasar.mutu,
            urutan=self.urutan or dasar.urutan,
            usia_kelas=self.usia_kelas or dasar.usia_kelas,
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def ketentuan_of(data: Mapping[str, Any]) -> Ketentuan:
    """Read back what `to_json` gave. Raises InstrumenError for anything else."""
    try:
        return Ketentuan(**{
            **data, "urutan": tuple(data.get("urutan", ())), "usia_kelas": tuple(data.get("usia_kelas", ()))
        })  # fmt: skip
    except TypeError as error:
        raise InstrumenError(f"not a ketentuan: {error}") from error
