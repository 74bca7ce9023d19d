"""Mutu (the letter) and kinerja (its words) of an ikm or nik."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.bobot import IKM_TERENDAH, IKM_TERTINGGI
from scoring.errors import NilaiError
from scoring.instrumen import Instrumen
from scoring.pembulatan import round_half_up


@dataclass(frozen=True, slots=True)
class Mutu:
    huruf: str
    kinerja: str


def mutu_of(nilai: Fraction, instrumen: Instrumen) -> Mutu:
    """Classify `nilai`, an ikm or nik on 25..100.

    It is rounded half up to two decimals first and then held against the lower bounds only, so the number and
    the letter that a report prints always agree and nothing falls between 88,30 and 88,31.

    A bobot rounded down (0,11) carries the worst ikm to 24,75: down to IKM_TERENDAH that is the lowest band.
    Raises NilaiError outside IKM_TERENDAH..100, as for an nrr (1..4) passed by mistake.
    """
    tercetak = round_half_up(nilai)
    if not IKM_TERENDAH <= tercetak <= IKM_TERTINGGI:
        raise NilaiError(f"{tercetak} is not on the scale 25 to 100")
    pita = next((pita for pita in instrumen.mutu if tercetak >= pita.dari), instrumen.mutu[-1])
    return Mutu(pita.huruf, pita.kinerja)
