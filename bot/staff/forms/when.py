"""On which day paper forms were filled in, or in which periode: read from words, never in the future."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.engine.tanggal import capital, tanggal
from bot.imports.dates import read_moment
from bot.imports.rows import TAHUN_PERTAMA
from bot.reports.sebutan import find_periode
from bot.staff.frame import Refused
from scoring.errors import PeriodeError
from scoring.periode import JenisPeriode, parse_periode

_HARI: Final = re.compile(
    r"(?<![\w-])(?:(?:tanggal|tgl\.?|pada) +)*"
    r"(?P<hari>\d{1,2} +[A-Za-z]+ +\d{4}|\d{1,2}([/.-])\d{1,2}\2\d{4}|\d{4}-\d{2}-\d{2}|hari ini|kemarin)(?![\w-])",
    re.IGNORECASE,
)
_KODE_HARI: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAHUN_INI: Final = re.compile(r"(?<![\w-])(?:tanggal|tgl\.?) +(\d{1,2} +[A-Za-z]+)(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kapan:
    """From the first to the last day, both included; the same where the day is known. `kode` is what a button or a
    dialog calls it: a day as YYYY-MM-DD, or a periode's code."""

    awal: date
    akhir: date
    nama: str
    kode: str

    def moment(self, now: datetime, zona: str) -> datetime:
        """When the forms count as filled in: now for today's, else the beginning."""
        zone = ZoneInfo(zona)
        local = now.astimezone(zone)
        return now if self.awal == self.akhir == local.date() else datetime.combine(self.awal, time(), zone)


def on_day(hari: date) -> Kapan:
    return Kapan(hari, hari, f"tanggal {tanggal(hari)}", hari.isoformat())


def find_kapan(teks: str, today: date, jenis: JenisPeriode) -> tuple[Kapan | None, str]:
    """The day or periode named in a text, and the text without it; None where none is. Raises Refused for one that
    there is not, or that has not come."""
    if found := _HARI.search(teks):
        return _checked(_day(found["hari"], today), today, found["hari"]), _without(teks, found)
    if found := _TAHUN_INI.search(teks):
        day = _day(f"{found[1]} {today.year}", today)
        if day is not None and day > today:
            day = _day(f"{found[1]} {today.year - 1}", today)
        return _checked(day, today, found[1]), _without(teks, found)
    named = find_periode(teks, today, jenis)
    if named.masalah:
        raise Refused(named.masalah)
    if named.periode is None:
        return None, teks.strip()
    return kapan_of(named.periode.kode, today), named.sisa


def kapan_of(kode: str, today: date) -> Kapan:
    """As a button or a dialog names it. Raises Refused, since a button may be forged."""
    if _KODE_HARI.fullmatch(kode):
        return _checked(_day(kode, today), today, kode)
    try:
        periode = parse_periode(kode)
    except PeriodeError:
        raise Refused("Tanggal itu tidak kami pahami. Tulis misalnya: tanggal 12 Juni 2026.") from None
    if periode.mulai > today:
        raise Refused(f"{capital(periode.nama)} belum dimulai.")
    return Kapan(periode.mulai, periode.selesai - timedelta(days=1), periode.nama, periode.kode)


def _day(teks: str, today: date) -> date | None:
    match " ".join(teks.casefold().split()):
        case "hari ini":
            return today
        case "kemarin":
            return today - timedelta(days=1)
        case said:
            moment = read_moment(said, "dmy")
            return moment.date() if moment is not None else None


def _checked(hari: date | None, today: date, teks: str) -> Kapan:
    if hari is None:
        raise Refused(f"Tidak ada tanggal “{teks}”. Tulis misalnya: tanggal 12 Juni 2026.")
    if hari > today:
        raise Refused(f"{tanggal(hari)} belum tiba.")
    if hari.year < TAHUN_PERTAMA:
        raise Refused(f"{tanggal(hari)} terlalu lama berlalu. Periksa tahunnya.")
    return on_day(hari)


def _without(teks: str, found: re.Match[str]) -> str:
    return " ".join((teks[: found.start()] + " " + teks[found.end() :]).split())
