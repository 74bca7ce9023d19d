"""Follow-up plans (*rencana tindak lanjut*, RTL): which unsur come first, how a plan stands, the share done. Pure.

After each periode the lowest unsur get a plan for some triwulan of a year; the next report tells of each whether it
was done. The share done follows from those lines and is never typed: one published report states 80 % while all its
lines are done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from scoring.ikm import HasilIkm, HasilUnsur
from scoring.pembulatan import round_half_up
from scoring.periode import periode_of
from scoring.tren import highlight_unsur

TRIWULAN: Final = ("I", "II", "III", "IV")
"""The quarters of a year as reports write them; a plan holds their numbers, 1 to 4."""

KeadaanRtl = Literal["belum mulai", "berjalan", "terlambat", "selesai"]


@dataclass(frozen=True, slots=True)
class Terlaksana:
    """How many of the plans are done."""

    sudah: int
    semua: int

    @property
    def persen(self) -> Decimal | None:
        """0.00 to 100.00, rounded half up once; None without a plan."""
        return round_half_up(Fraction(100 * self.sudah, self.semua)) if self.semua else None


def terlaksana_of(sudah: Iterable[bool | None]) -> Terlaksana:
    """Count plans by what is reported of each: done, not done, or None while nothing is reported."""
    lines = list(sudah)
    return Terlaksana(sum(one is True for one in lines), len(lines))


def keadaan_of(sudah: bool | None, tahun: int, triwulan: Collection[int], hari: date) -> KeadaanRtl:
    """How a plan for these `triwulan` (1 to 4, at least one) of `tahun` stands on that day.

    Late is what is not done when its last triwulan is over; between its first and its last it is under way, also in
    a triwulan that is not its own.
    """
    if sudah:
        return "selesai"
    kini = (hari.year, triwulan_of(hari))
    if kini < (tahun, min(triwulan)):
        return "belum mulai"
    return "terlambat" if kini > (tahun, max(triwulan)) else "berjalan"


def triwulan_of(hari: date) -> int:
    """1 to 4."""
    return int(periode_of(hari, "triwulan").kode[-1])


def is_asked(sudah: bool | None, tahun: int, triwulan: Collection[int], hari: date) -> bool:
    """Whether a plan wants work in the triwulan of that day: one of its own, or it is late."""
    if sudah:
        return False
    own = tahun == hari.year and triwulan_of(hari) in triwulan
    return own or keadaan_of(sudah, tahun, triwulan, hari) == "terlambat"


def urut_prioritas(hasil: HasilIkm) -> tuple[HasilUnsur, ...]:
    """All unsur, the first to be acted on first: the lowest as highlight_unsur names them, then the others, by
    unrounded nrr, ties by unsur number. Empty without responses."""
    terendah = highlight_unsur(hasil).terendah
    others = [(one.nrr, one) for one in hasil.unsur if one.nrr is not None and one not in terendah]
    return (*terendah, *(one for _, one in sorted(others, key=lambda pair: pair[0])))
