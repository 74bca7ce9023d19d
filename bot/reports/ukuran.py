"""How far a figure may be trusted: the interval that n allows, and the sample that was aimed at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.ikm import HasilIkm
from scoring.instrumen import Bobot, Instrumen
from scoring.interval import Interval, interval_ikm
from scoring.model import Rekap, UnitLayanan
from scoring.pembulatan import round_half_up
from scoring.sampel import sample_size
from scoring.selisih import SelisihIkm, compare_ikm

MINIMAL_RINCI = 5
"""Answers below which nothing is broken down, neither a result into unsur nor respondents into classes."""
MINIMAL_YAKIN = 10
"""Responses below which no interval is told: of so few, and so skewed, it would promise more than it holds."""


@dataclass(frozen=True, slots=True)
class Keyakinan:
    """How sure the ikm of `n` responses is: `interval` is None below MINIMAL_YAKIN or where the spread is unknown."""

    n: int
    interval: Interval | None
    lebar: Decimal | None
    """Half the interval's width, two decimals: the ikm "± 1,84"."""

    @property
    def cukup(self) -> bool:
        return self.n >= MINIMAL_YAKIN


@dataclass(frozen=True, slots=True)
class Sampel:
    """Responses against the sample that Krejcie and Morgan ask of each unit's populasi, summed over units.

    `target` is None where no unit's populasi is known, and `n` counts the units with a known one alone. What one
    unit has too many makes up for no other: `kurang` sums what is missing unit by unit.
    """

    target: int | None
    n: int
    kurang: int
    tanpa_populasi: tuple[UnitLayanan, ...]


def compare_yakin(sebelum: Rekap, sesudah: Rekap, instrumen: Instrumen, bobot: Bobot) -> SelisihIkm | None:
    """compare_ikm, where both sides have MINIMAL_YAKIN responses to judge by."""
    if min(sebelum.n, sesudah.n) < MINIMAL_YAKIN:
        return None
    return compare_ikm(sebelum, sesudah, instrumen, bobot)


def keyakinan_of(rekap: Rekap, hasil: HasilIkm, instrumen: Instrumen) -> Keyakinan:
    """`hasil` is what compute_ikm made of `rekap`."""
    interval = interval_ikm(rekap, instrumen, hasil.bobot) if rekap.n >= MINIMAL_YAKIN else None
    if interval is None or hasil.ikm is None:
        return Keyakinan(rekap.n, None, None)
    # Cut off at 100 or 25 on one side, the other still tells the width.
    lebar = max(float(hasil.ikm) - interval.rendah, interval.tinggi - float(hasil.ikm))
    return Keyakinan(rekap.n, interval, round_half_up(Fraction(lebar)))


def sampel_of(units: Iterable[UnitLayanan], rekaps: Mapping[str, Rekap]) -> Sampel:
    """Of open units: one that has closed is asked for no more answers."""
    target = n = kurang = 0
    known, unknown = False, []
    for unit in units:
        if unit.populasi is None:
            unknown.append(unit)
            continue
        known = True
        perlu, ada = sample_size(unit.populasi), rekaps.get(unit.kode, Rekap()).n
        target, n, kurang = target + perlu, n + ada, kurang + max(0, perlu - ada)
    return Sampel(target if known else None, n, kurang, tuple(unknown))
