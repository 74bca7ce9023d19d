"""Persepsi against harapan: the gap of each unsur and its place in the IPA grid.

Martilla and James, "Importance-Performance Analysis", Journal of Marketing 41, 1977, with the cross-hair at
the two means. Used where every unsur is asked twice: how it was (persepsi) and how much it matters (harapan).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from scoring.ikm import compute_ikm
from scoring.instrumen import Instrumen
from scoring.model import Rekap, Unsur


class Kuadran(Enum):
    """The four quadrants; the value is what a report calls it."""

    I = "prioritas utama"  # noqa: E741 - the numeral the method uses
    II = "pertahankan"
    III = "prioritas rendah"
    IV = "berlebihan"


@dataclass(frozen=True, slots=True)
class GapUnsur:
    """`persepsi` and `harapan` are nrr, 1..4; `gap` = persepsi - harapan, -3..3, all unrounded."""

    unsur: Unsur
    persepsi: Fraction
    harapan: Fraction
    gap: Fraction
    kuadran: Kuadran


@dataclass(frozen=True, slots=True)
class HasilHarapan:
    """The grid: its cross-hair at the two means over unsur, and every unsur in canonical order."""

    rata_persepsi: Fraction
    rata_harapan: Fraction
    unsur: tuple[GapUnsur, ...]


def compute_harapan(persepsi: Rekap, harapan: Rekap, instrumen: Instrumen) -> HasilHarapan | None:
    """Gap and quadrant of each unsur; None while either side has no responses. Raises like compute_ikm."""
    nilai_persepsi = _nrr(persepsi, instrumen)
    nilai_harapan = _nrr(harapan, instrumen)
    if not nilai_persepsi or not nilai_harapan:
        return None
    rata_persepsi = sum(nilai_persepsi, Fraction()) / len(nilai_persepsi)
    rata_harapan = sum(nilai_harapan, Fraction()) / len(nilai_harapan)
    unsur = tuple(
        GapUnsur(u, p, h, p - h, _kuadran(p >= rata_persepsi, h >= rata_harapan))
        for u, p, h in zip(instrumen.unsur, nilai_persepsi, nilai_harapan, strict=True)
    )
    return HasilHarapan(rata_persepsi, rata_harapan, unsur)


def _nrr(rekap: Rekap, instrumen: Instrumen) -> list[Fraction]:
    return [hasil.nrr for hasil in compute_ikm(rekap, instrumen).unsur if hasil.nrr is not None]


def _kuadran(persepsi_tinggi: bool, harapan_tinggi: bool) -> Kuadran:
    if harapan_tinggi:
        return Kuadran.II if persepsi_tinggi else Kuadran.I
    return Kuadran.IV if persepsi_tinggi else Kuadran.III
