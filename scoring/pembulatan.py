"""Rounding as the reports round: half up, exactly, once, at the end."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

DESIMAL_LAPORAN = 2
"""Decimals of every printed nrr, nik and ikm."""


def round_half_up(x: Fraction | int | Decimal, desimal: int = DESIMAL_LAPORAN) -> Decimal:
    """Round `x` to `desimal` places; a tie goes away from zero, so a change and its opposite print alike.

    The result always carries `desimal` places ("86.00") and is never a negative zero. Raises TypeError for a
    float: 28.125 has no business being approximate, and `round()` would make it 28.12.
    """
    if isinstance(x, float):
        raise TypeError("round_half_up needs an exact number (Fraction, int or Decimal), not a float")
    if desimal < 0:
        raise ValueError(f"desimal {desimal} is negative")
    atas, bawah = x.as_integer_ratio()
    satuan = (2 * abs(atas) * 10**desimal + bawah) // (2 * bawah)
    sign = "-" if atas < 0 and satuan else ""
    return Decimal(f"{sign}{satuan}E-{desimal}")  # from text: exact at any length, whatever the decimal context
