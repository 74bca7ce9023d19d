"""When people answer: on working days of a year, in office hours, in some months more than in others."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(8), time(15)
_HOLIDAYS = {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}
"""Month and day of those that fall on the same date every year."""
_MONTHS = (1.0, 1.0, 0.9, 0.8, 1.0, 1.15, 1.3, 1.1, 1.05, 1.1, 1.0, 0.7)
_WEEKDAYS = (1.25, 1.1, 1.0, 1.0, 0.7)
_HOURS = {8: 1.2, 9: 1.8, 10: 1.7, 11: 1.1, 12: 0.4, 13: 1.0, 14: 0.7}
_FRIDAY = {8: 1.3, 9: 1.8, 10: 1.5, 13: 0.9, 14: 0.6}


def working_days(year: int) -> list[date]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return [day for day in days if day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS]


def moments(year: int, n: int, zone: str, rng: Random) -> list[datetime]:
    """n moments in UTC, in their order, in the office hours of that zone."""
    days = working_days(year)
    own = [month * rng.uniform(0.8, 1.2) for month in _MONTHS]
    weights = [own[day.month - 1] * _WEEKDAYS[day.weekday()] for day in days]
    return sorted(_within(day, zone, rng) for day in rng.choices(days, weights, k=n))


def _within(day: date, zone: str, rng: Random) -> datetime:
    hours = _FRIDAY if day.weekday() == 4 else _HOURS
    (hour,) = rng.choices(list(hours), list(hours.values()))
    local = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), ZoneInfo(zone))
    return local.astimezone(UTC)
