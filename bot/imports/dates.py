"""Days and moments as people and their programs write them. Where day and month could be either, nothing is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Final, Literal
from zoneinfo import ZoneInfo

from scoring.periode import BULAN, ZONA

Order = Literal["dmy", "mdy"]

_PALING_PANJANG: Final = 60
_JAM = r"(?:[ T,]+(?:pukul +)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)?"
_ZONA = r"(?: *(?:(?:GMT|UTC)?([+−-]\d{1,2})(?::?(\d{2}))?|(WIB|WITA|WIT)))?"
_ANGKA = re.compile(rf"(\d{{1,4}})([/.-])(\d{{1,2}})\2(\d{{1,4}}){_JAM}{_ZONA}")
_NAMA = re.compile(rf"(?:[A-Za-z]+, *)?(\d{{1,2}})[ -]([A-Za-z]+)[ -](\d{{4}}){_JAM}{_ZONA}")
_ASING: Final = {
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "aug": 8, "august": 8, "agt": 8,
    "oct": 10, "october": 10, "nop": 11, "nopember": 11, "dec": 12, "december": 12,
}  # fmt: skip
_BULAN: Final = {nama.casefold(): n for n, nama in enumerate(BULAN, start=1)}
_SINGKAT: Final = {nama[:3]: n for nama, n in _BULAN.items()}


def read_moment(text: str, order: Order | None) -> datetime | None:
    """ISO, year/month/day, day and month in figures in that `order`, or with the month's name; with or without a
    time and zone. None for what is none of them, or could be two."""
    if len(text) > _PALING_PANJANG:
        return None
    try:
        return datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        pass
    if named := _NAMA.fullmatch(text):
        month = {**_SINGKAT, **_BULAN, **_ASING}.get(named[2].casefold())
        return _moment(int(named[3]), month or 0, int(named[1]), named.groups()[3:])
    if not (figures := _ANGKA.fullmatch(text)):
        return None
    first, second, third = figures[1], int(figures[3]), figures[4]
    if len(first) == 4 and len(third) <= 2:
        return _moment(int(first), second, int(third), figures.groups()[4:])
    if len(third) != 4 or len(first) > 2 or order is None:
        return None
    day, month = (int(first), second) if order == "dmy" else (second, int(first))
    return _moment(int(third), month, day, figures.groups()[4:])


def order_of(texts: Iterable[str]) -> Order | Literal["unclear"] | None:
    """In which order a column writes day and month: None where that is never asked, "unclear" where both would do."""
    asked = [text for text in texts if text and read_moment(text, None) is None]
    asked = [text for text in asked if read_moment(text, "dmy") or read_moment(text, "mdy")]
    if not asked:
        return None
    dmy = {text for text in asked if read_moment(text, "dmy")}
    mdy = {text for text in asked if read_moment(text, "mdy")}
    if bool(dmy - mdy) == bool(mdy - dmy):
        return "unclear"
    return "dmy" if dmy - mdy else "mdy"


def _moment(year: int, month: int, day: int, clock: tuple[str | None, ...]) -> datetime | None:
    hour, minute, second, half, offset, offset_minutes, zone = clock
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    try:
        moment = datetime(year, month, day, hours, int(minute or 0), int(second or 0))  # noqa: DTZ001  the unit's zone
        if zone:
            return moment.replace(tzinfo=ZoneInfo(ZONA[zone]))
        if offset:
            sign = -1 if offset[0] in "-−" else 1
            shift = timedelta(hours=int(offset[1:]), minutes=int(offset_minutes or 0))
            return moment.replace(tzinfo=timezone(sign * shift))
    except (ValueError, OverflowError):
        return None
    return moment
