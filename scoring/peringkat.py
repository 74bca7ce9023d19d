"""Units together: their ranking, the two figures of a group or city, how many hold each mutu.

A group's figure exists in two forms that differ and are always labelled: `gabungan` (gabungan responden,
pooled answers) and `rata_rata_unit` (simple mean of the units). A whole is never one of its own units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.ikm import HasilIkm
from scoring.instrumen import Instrumen
from scoring.model import Rekap
from scoring.mutu import Mutu, mutu_of
from scoring.pembulatan import round_half_up


@dataclass(frozen=True, slots=True)
class HasilUnit:
    """One unit's result; `kode` tells units of one name apart."""

    kode: str
    nama: str
    hasil: HasilIkm


@dataclass(frozen=True, slots=True)
class BarisPeringkat:
    """One line of a ranking: `peringkat` from 1, shared on ties (1, 2, 2, 4); `nilai` as printed."""

    peringkat: int
    nilai: Decimal
    unit: HasilUnit


@dataclass(frozen=True, slots=True)
class Peringkat:
    """The ranking, best first, and the units that have no respondents and so no rank, by name."""

    baris: tuple[BarisPeringkat, ...]
    tanpa_responden: tuple[HasilUnit, ...]


@dataclass(frozen=True, slots=True)
class RataRataUnit:
    """The simple mean, exact, of the `banyak` units with respondents (None for none), and those left out."""

    ikm: Fraction | None
    banyak: int
    tanpa_responden: tuple[HasilUnit, ...]


def rank_units(units: Iterable[HasilUnit]) -> Peringkat:
    """Rank by ikm as printed (two decimals): equal print, equal rank, then in order of name."""
    units = tuple(units)
    dinilai = [(round_half_up(unit.hasil.ikm), unit) for unit in units if unit.hasil.ikm is not None]
    dinilai.sort(key=lambda pasangan: (-pasangan[0], *_by_name(pasangan[1])))
    baris: list[BarisPeringkat] = []
    for urut, (nilai, unit) in enumerate(dinilai, start=1):
        seri = baris and baris[-1].nilai == nilai
        baris.append(BarisPeringkat(baris[-1].peringkat if seri else urut, nilai, unit))
    return Peringkat(tuple(baris), _without(units))


def gabungan(rekaps: Iterable[Rekap]) -> Rekap:
    """The pooled counts of several units; score them with compute_ikm like any other."""
    return sum(rekaps, Rekap())


def rata_rata_unit(units: Iterable[HasilUnit]) -> RataRataUnit:
    """The mean in which every unit with respondents counts once, whatever its size."""
    units = tuple(units)
    nilai = [unit.hasil.ikm for unit in units if unit.hasil.ikm is not None]
    ikm = sum(nilai, Fraction()) / len(nilai) if nilai else None
    return RataRataUnit(ikm, len(nilai), _without(units))


def count_mutu(units: Iterable[HasilUnit], instrumen: Instrumen) -> tuple[tuple[Mutu, int], ...]:
    """How many units hold each mutu, best first, zeros included; none counts without respondents."""
    huruf = [mutu_of(unit.hasil.ikm, instrumen).huruf for unit in units if unit.hasil.ikm is not None]
    return tuple((Mutu(pita.huruf, pita.kinerja), huruf.count(pita.huruf)) for pita in instrumen.mutu)


def _without(units: Sequence[HasilUnit]) -> tuple[HasilUnit, ...]:
    return tuple(sorted((unit for unit in units if unit.hasil.ikm is None), key=_by_name))


def _by_name(unit: HasilUnit) -> tuple[str, str]:
    return unit.nama.casefold(), unit.kode
