"""Persepsi against harapan: both indices, the gap of each unsur and its place in the IPA grid.

The IHM (Indeks Harapan Masyarakat) is counted from the harapan scores exactly as the IKM is from those of persepsi.
Martilla and James, "Importance-Performance Analysis", Journal of Marketing 41, 1977, with the cross-hair at
the two means. Used where every unsur is asked twice: how it was (persepsi) and how much it matters (harapan).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from scoring.ikm import HasilIkm, compute_ikm
from scoring.instrumen import Bobot, Instrumen
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
    """The grid: its cross-hair at the two means over unsur, and every unsur in canonical order.

    `ikm` and `ihm`, 25..100 and unrounded, are of persepsi and of harapan; `n` responses told their harapan.
    """

    rata_persepsi: Fraction
    rata_harapan: Fraction
    unsur: tuple[GapUnsur, ...]
    ikm: Fraction
    ihm: Fraction
    n: int

    def di(self, kuadran: Kuadran) -> tuple[GapUnsur, ...]:
        """The unsur of one quadrant, in canonical order."""
        return tuple(one for one in self.unsur if one.kuadran is kuadran)


def compute_harapan(
    persepsi: Rekap, harapan: Rekap, instrumen: Instrumen, bobot: Bobot | None = None
) -> HasilHarapan | None:
    """Both indices, and gap and quadrant of each unsur; None while either side has no responses. `bobot` is the
    periode's convention. Raises like compute_ikm."""
    hasil_persepsi, hasil_harapan = (compute_ikm(rekap, instrumen, bobot) for rekap in (persepsi, harapan))
    if hasil_persepsi.ikm is None or hasil_harapan.ikm is None:
        return None
    nilai_persepsi, nilai_harapan = _nrr(hasil_persepsi), _nrr(hasil_harapan)
    rata_persepsi = sum(nilai_persepsi, Fraction()) / len(nilai_persepsi)
    rata_harapan = sum(nilai_harapan, Fraction()) / len(nilai_harapan)
    unsur = tuple(
        GapUnsur(u, p, h, p - h, _kuadran(p >= rata_persepsi, h >= rata_harapan))
        for u, p, h in zip(instrumen.unsur, nilai_persepsi, nilai_harapan, strict=True)
    )
    return HasilHarapan(rata_persepsi, rata_harapan, unsur, hasil_persepsi.ikm, hasil_harapan.ikm, harapan.n)


def _nrr(hasil: HasilIkm) -> list[Fraction]:
    return [one.nrr for one in hasil.unsur if one.nrr is not None]


def _kuadran(persepsi_tinggi: bool, harapan_tinggi: bool) -> Kuadran:
    if harapan_tinggi:
        return Kuadran.II if persepsi_tinggi else Kuadran.I
    return Kuadran.IV if persepsi_tinggi else Kuadran.III
