"""Dates, numbers and the beginning of a sentence as Indonesian readers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from scoring.periode import BULAN


def tanggal(hari: date) -> str:
    """`date(2026, 11, 21)` -> "21 November 2026"."""
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def angka(nilai: Decimal | int) -> str:
    """Decimal comma and points between thousands: `Decimal("9956.50")` -> "9.956,50"."""
    return f"{nilai:,}".translate(str.maketrans(",.", ".,"))


def capital(teks: str) -> str:
    """As a sentence begins: "semester II 2026" -> "Semester II 2026". The rest is left as it is."""
    return teks[:1].upper() + teks[1:]
