"""What stands out in a result, and how it moved: against the periode before, and against a target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scoring.errors import NilaiError
from scoring.ikm import SKALA, HasilIkm, HasilUnsur
from scoring.pembulatan import round_half_up

Arah = Literal["naik", "turun", "tetap"]
SkalaTarget = Literal["1-4", "25-100"]

_RENTANG: dict[SkalaTarget, tuple[int, int]] = {"1-4": (1, 4), "25-100": (25, 100)}


@dataclass(frozen=True, slots=True)
class Perubahan:
    """From one printed value to the next (two decimals each); `selisih` = sesudah - sebelum."""

    sebelum: Decimal
    sesudah: Decimal
    selisih: Decimal
    arah: Arah


@dataclass(frozen=True, slots=True)
class Target:
    """A target and the scale it is stated on: Kediri's 3,75 is on 1-4. Raises NilaiError off its scale."""

    nilai: Decimal
    skala: SkalaTarget

    def __post_init__(self) -> None:
        rendah, tinggi = _RENTANG[self.skala]
        if not rendah <= self.nilai <= tinggi:
            raise NilaiError(f"target {self.nilai} is not on the scale {self.skala}")

    @property
    def ikm(self) -> Decimal:
        """The target as an ikm, 25.00 to 100.00."""
        faktor = SKALA if self.skala == "1-4" else 1
        return round_half_up(Fraction(self.nilai) * faktor)


@dataclass(frozen=True, slots=True)
class Capaian:
    """An ikm held against its target, both as printed on 25..100; `selisih` = ikm - target."""

    ikm: Decimal
    target: Decimal
    selisih: Decimal
    tercapai: bool


@dataclass(frozen=True, slots=True)
class Sorotan:
    """The unsur that stand out: `tertinggi` best first, `terendah` worst first, no unsur in both."""

    tertinggi: tuple[HasilUnsur, ...]
    terendah: tuple[HasilUnsur, ...]


def selisih_of(sebelum: Fraction, sesudah: Fraction) -> Perubahan:
    """The change between two values (ikm, nik or nrr).

    Taken between the values as printed: who subtracts one from the other finds what is written.
    """
    awal, akhir = round_half_up(sebelum), round_half_up(sesudah)
    arah: Arah = "naik" if akhir > awal else "turun" if akhir < awal else "tetap"
    return Perubahan(awal, akhir, akhir - awal, arah)


def compute_perubahan(sebelum: HasilIkm, sesudah: HasilIkm) -> Perubahan | None:
    """The change of the ikm, None where a periode has no responses.

    Raises NilaiError when the two were computed with different bobot: 0,111 against 1/9 alone moves an ikm by
    0,09. Compute both with the same one.
    """
    if sebelum.ikm is None or sesudah.ikm is None:
        return None
    if sebelum.bobot.nilai != sesudah.bobot.nilai:
        raise NilaiError(
            f"results with bobot {sebelum.bobot.teks} and {sesudah.bobot.teks} cannot be compared; "
            f"compute both with the same bobot"
        )
    return selisih_of(sebelum.ikm, sesudah.ikm)


def compare_target(ikm: Fraction, target: Target) -> Capaian:
    """Hold an ikm against a target: reached when the printed ikm is not below it on 25..100."""
    tercetak = round_half_up(ikm)
    return Capaian(tercetak, target.ikm, tercetak - target.ikm, tercetak >= target.ikm)


def highlight_unsur(hasil: HasilIkm, banyak: int = 3) -> Sorotan:
    """The `banyak` highest and lowest unsur, by unrounded nrr, ties by unsur number.

    They never overlap: of fewer than 2 x `banyak` unsur, half (rounded down) stand on each side. Empty without
    responses.
    """
    dinilai = _scored(hasil)
    banyak = max(0, min(banyak, len(dinilai) // 2))
    # Sorting is stable and hasil.unsur is in the order of the unsur numbers, so ties keep that order.
    tertinggi = tuple(unsur for _, unsur in sorted(dinilai, key=lambda d: -d[0])[:banyak])
    sisa = [(nrr, unsur) for nrr, unsur in dinilai if unsur not in tertinggi]
    terendah = tuple(unsur for _, unsur in sorted(sisa, key=lambda d: d[0])[:banyak])
    return Sorotan(tertinggi, terendah)


def below_mean(hasil: HasilIkm) -> tuple[HasilUnsur, ...]:
    """The unsur whose unrounded nrr is below the mean nrr of the unit, in the order of the unsur numbers."""
    dinilai = _scored(hasil)
    if not dinilai:
        return ()
    rata = sum((nrr for nrr, _ in dinilai), Fraction()) / len(dinilai)
    return tuple(unsur for nrr, unsur in dinilai if nrr < rata)


def _scored(hasil: HasilIkm) -> list[tuple[Fraction, HasilUnsur]]:
    return [(unsur.nrr, unsur) for unsur in hasil.unsur if unsur.nrr is not None]
