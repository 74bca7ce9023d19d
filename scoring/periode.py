"""Periode: a year, semester, triwulan, month or ISO week, as half-open spans of days.

Days are those of the unit's own time zone. Official results are per year, semester or triwulan; the week's
figure is provisional.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from scoring.errors import PeriodeError

JenisPeriode = Literal["tahun", "semester", "triwulan", "bulan", "minggu"]

ZONA: Final[Mapping[str, str]] = MappingProxyType(
    {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
)
"""Indonesia's three time zones by their short names."""

CONTOH_PERIODE: Final = ("2024", "2024-S2", "2024-T3", "2024-07", "2024-W27")
"""One accepted text for each jenis: year, semester 1-2, triwulan 1-4, month 01-12, ISO week 01-53."""

BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_ROMAWI = ("I", "II", "III", "IV")
_TAHUN = range(1900, 3000)
_BENTUK = re.compile(r"([0-9]{4})(?:-(?:S([12])|T([1-4])|W([0-9]{2})|([0-9]{2})))?")


@dataclass(frozen=True, slots=True)
class Periode:
    """Days from `mulai` up to but not including `selesai`. `kode` reads back with parse_periode."""

    kode: str
    jenis: JenisPeriode
    mulai: date
    selesai: date

    def __contains__(self, hari: date) -> bool:
        return self.mulai <= hari < self.selesai

    @property
    def nama(self) -> str:
        """As an Indonesian sentence says it: "semester II 2024", "Juli 2024", "minggu ke-27 2024"."""
        tahun = self.kode[:4]
        match self.jenis:
            case "tahun":
                return f"tahun {tahun}"
            case "semester" | "triwulan":
                return f"{self.jenis} {_ROMAWI[int(self.kode[6:]) - 1]} {tahun}"
            case "bulan":
                return f"{BULAN[self.mulai.month - 1]} {tahun}"
            case "minggu":
                return f"minggu ke-{int(self.kode[6:])} {tahun}"

    def berlalu(self, hari: date) -> Fraction:
        """The share of its days that lie before `hari`: 0 up to its first day, 1 from its end."""
        lewat = min(max((hari - self.mulai).days, 0), (self.selesai - self.mulai).days)
        return Fraction(lewat, (self.selesai - self.mulai).days)

    def sebelumnya(self) -> Periode:
        """The periode of the same jenis that ends where this one starts."""
        return periode_of(self.mulai - timedelta(days=1), self.jenis)

    def berikutnya(self) -> Periode:
        """The periode of the same jenis that starts where this one ends."""
        return periode_of(self.selesai, self.jenis)


def parse_periode(teks: str) -> Periode:
    """Read a text like those of CONTOH_PERIODE, upper or lower case. Raises PeriodeError for any other."""
    bentuk = _BENTUK.fullmatch(teks.strip().upper())
    if bentuk is None:
        raise PeriodeError(f"'{teks}' is not a periode; write one like {', '.join(CONTOH_PERIODE)}")
    tahun, semester, triwulan, minggu, bulan = bentuk.groups()
    awal = int(tahun)
    try:
        if semester:
            return periode_of(date(awal, 6 * int(semester) - 5, 1), "semester")
        if triwulan:
            return periode_of(date(awal, 3 * int(triwulan) - 2, 1), "triwulan")
        if minggu:
            return periode_of(date.fromisocalendar(awal, int(minggu), 1), "minggu")
        return periode_of(date(awal, int(bulan or 1), 1), "bulan" if bulan else "tahun")
    except PeriodeError:
        raise
    except ValueError as error:
        apa = f"week {minggu}" if minggu else f"month {bulan}" if bulan else "year"
        raise PeriodeError(f"'{teks}': {tahun} has no {apa}; write one like {', '.join(CONTOH_PERIODE)}") from error


def periode_of(hari: date, jenis: JenisPeriode) -> Periode:
    """The periode of this jenis that holds `hari` (weeks are ISO weeks). PeriodeError outside 1900..2999."""
    if hari.year not in _TAHUN:
        raise PeriodeError(f"{hari:%Y-%m-%d} is outside the years {_TAHUN[0]} to {_TAHUN[-1]}")
    tahun = f"{hari.year}"
    match jenis:
        case "tahun":
            return Periode(tahun, jenis, date(hari.year, 1, 1), date(hari.year + 1, 1, 1))
        case "semester":
            ke = (hari.month + 5) // 6
            return Periode(f"{tahun}-S{ke}", jenis, *_months(hari.year, 6 * ke - 5, 6))
        case "triwulan":
            ke = (hari.month + 2) // 3
            return Periode(f"{tahun}-T{ke}", jenis, *_months(hari.year, 3 * ke - 2, 3))
        case "bulan":
            return Periode(f"{tahun}-{hari.month:02}", jenis, *_months(hari.year, hari.month, 1))
        case "minggu":
            iso = hari.isocalendar()
            mulai = hari - timedelta(days=iso.weekday - 1)
            return Periode(f"{iso.year}-W{iso.week:02}", jenis, mulai, mulai + timedelta(days=7))


def local_day(waktu: datetime, zona: str) -> date:
    """The day an aware `waktu` falls on in `zona`: "WIB", "WITA", "WIT" or a name like "Asia/Jakarta"."""
    if waktu.tzinfo is None:
        raise ValueError("local_day needs a time with a zone")
    return waktu.astimezone(ZoneInfo(ZONA.get(zona, zona))).date()


def _months(tahun: int, bulan: int, banyak: int) -> tuple[date, date]:
    akhir = bulan + banyak
    selesai = date(tahun, akhir, 1) if akhir <= 12 else date(tahun + 1, akhir - 12, 1)
    return date(tahun, bulan, 1), selesai
