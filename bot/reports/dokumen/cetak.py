"""Figures as an Indonesian document prints them: decimal comma, rounded half up, once, here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bot.engine.tanggal import angka
from scoring.mutu import Mutu
from scoring.pembulatan import round_half_up

KOSONG: Final = "-"
"""What stands where there is no figure."""


def desimal(nilai: Fraction | Decimal | int | None, tempat: int = 2) -> str:
    """ "3,34", "−1,30"; KOSONG for None."""
    return KOSONG if nilai is None else angka(round_half_up(nilai, tempat)).replace("-", "−")


def persen(jumlah: int, dari: int) -> str:
    """The share as a percentage with two decimals, "14,00"; never adjusted so that a table adds up to 100. KOSONG of
    none."""
    return desimal(Fraction(100 * jumlah, dari)) if dari else KOSONG


def nilai_mutu(nilai: Fraction | None, mutu: Mutu | None) -> str:
    """ "86,03 (mutu B, Baik)" """
    return desimal(nilai) + (f" (mutu {mutu.huruf}, {mutu.kinerja})" if mutu else "")


def huruf_kinerja(mutu: Mutu | None) -> tuple[str, str]:
    """ "B" and "Baik", as two cells; KOSONG for None."""
    return (mutu.huruf, mutu.kinerja) if mutu else (KOSONG, KOSONG)


def daftar(bagian: Sequence[str]) -> str:
    """ "a", "a dan b", "a, b, dan c"; "a, b; dan c" where a part has commas of its own."""
    if len(bagian) > 1 and any(", " in one for one in bagian):
        return f"{'; '.join(bagian[:-1])}; dan {bagian[-1]}"
    if len(bagian) < 3:
        return " dan ".join(bagian)
    return f"{', '.join(bagian[:-1])}, dan {bagian[-1]}"
