"""The formulas a workbook computes its figures with, each with what `scoring` makes of the same counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from bot.reports.lembar import Rumus
from scoring.ikm import SKALA
from scoring.instrumen import Instrumen
from scoring.mutu import mutu_of
from scoring.pembulatan import round_half_up

BOBOT: Final = "Bobot"
BATAS: Final = "BatasMutu"
HURUF: Final = "HurufMutu"
KINERJA: Final = "KinerjaMutu"
_NAIK: Final = "1E-11"
"""See the package: it lifts a half that binary numbers made a little less."""


def dua(isi: str, nilai: Fraction) -> Rumus:
    """`isi` rounded half up to two decimals; `isi` is not negative."""
    return Rumus(f"=ROUND({isi}+{_NAIK},2)", round_half_up(nilai), 2)


def penuh(isi: str, nilai: Fraction, desimal: int, teliti: int = 14) -> Rumus:
    """`isi` as it is, to be computed further, but shown with so many decimals: its last binary digits are put right,
    so that a half is shown rounded up (2,05 × 0,11 = 0,2255 as 0,226).

    A sum of such values is `teliti` to fewer decimals than they are, so that what each lost does not add up."""
    return Rumus(f"=ROUND({isi},{teliti})", nilai, desimal)


def jumlah(isi: str, nilai: Fraction) -> Rumus:
    """A sum of nrr tertimbang, three decimals shown. A half of an ikm has four decimals here, and stays exact."""
    return penuh(isi, nilai, 3, teliti=12)


def selisih(isi: str, nilai: Fraction) -> Rumus:
    """As `dua`, of either sign: a half goes away from zero."""
    return Rumus(f"=SIGN({isi})*ROUND(ABS({isi})+{_NAIK},2)", round_half_up(nilai), 2)


def skala_100(sel: str, nilai: Fraction) -> Rumus:
    """An ikm or nik of `nilai`, which the cell `sel` holds on 1..4."""
    return dua(f"{SKALA}*{sel}", SKALA * nilai)


def huruf(sel: str, nilai: Fraction, instrumen: Instrumen) -> Rumus:
    """The mutu of the rounded value in `sel`, looked up among the lower bounds; below them all, the lowest."""
    return Rumus(_lookup(sel, HURUF), mutu_of(nilai, instrumen).huruf)


def kinerja(sel: str, nilai: Fraction, instrumen: Instrumen) -> Rumus:
    return Rumus(_lookup(sel, KINERJA), mutu_of(nilai, instrumen).kinerja)


def persen(bagian: str, semua: str, sebagian: int, seluruh: int) -> Rumus:
    """A share in percent, two decimals; 0 of nothing."""
    nilai = Fraction(100 * sebagian, seluruh) if seluruh else Fraction()
    return Rumus(f"=IF({semua}=0,0,ROUND(100*{bagian}/{semua}+{_NAIK},2))", round_half_up(nilai), 2)


def not_below(sel: str, batas: str) -> str:
    """A condition: `sel` >= `batas`, also where both are the same number computed on two ways."""
    return f"{sel}+{_NAIK}>={batas}"


def _lookup(sel: str, daftar: str) -> str:
    return f"=LOOKUP(MAX({sel},MIN({BATAS})),{BATAS},{daftar})"
