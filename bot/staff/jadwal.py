"""When digests go out: what an admin has set, and the slots that follow from it. Pure.

A slot is named by its local date, never by the moment somebody looked: so it is the same slot for every process,
after every restart, and wherever the clock has jumped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

KUNCI: Final = "digest.jadwal"
"""The setting's name in the database."""
KUNCI_SEKARANG: Final = "digest.sekarang"
"""The setting that holds a request to send now: {"id": ..., "unit": code or ""}."""
TERLAMBAT_PALING: Final = timedelta(days=1)
"""Later than this a digest is not sent any more: the next one is near."""
DIISI_PALING: Final = 8
"""Of slots missed in a long absence so many, the latest, are written down."""


@dataclass(frozen=True, slots=True)
class Jadwal:
    """`hari` 0 (Monday) to 6, `menit` of the day in each unit's own zone, `jeda` while nothing goes out."""

    hari: int = 0
    menit: int = 8 * 60
    jeda: bool = False


_JADWAL: Final = TypeAdapter(Jadwal)


def load_jadwal(nilai: Any) -> Jadwal:
    """What was set; the default where nothing, or nothing that can be read, was."""
    try:
        found: Jadwal = _JADWAL.validate_python(nilai)
    except ValidationError:
        return Jadwal()
    return found if 0 <= found.hari < 7 and 0 <= found.menit < 1440 else Jadwal()


def dump_jadwal(jadwal: Jadwal) -> Mapping[str, Any]:
    return asdict(jadwal)


def last_slot(now: datetime, zona: str, jadwal: Jadwal) -> date:
    """The local date of the latest slot that has begun in `zona`. `now` is aware."""
    local = now.astimezone(ZoneInfo(zona))
    day = local.date() - timedelta(days=(local.weekday() - jadwal.hari) % 7)
    return day if moment_of(day, zona, jadwal) <= now else day - timedelta(days=7)


def moment_of(slot: date, zona: str, jadwal: Jadwal) -> datetime:
    """When the slot of that local date begins."""
    return datetime.combine(slot, time(jadwal.menit // 60, jadwal.menit % 60), ZoneInfo(zona))


def is_first_of_month(slot: date) -> bool:
    """Whether this is the month's first slot: the one that who wants a monthly digest gets."""
    return slot.day <= 7


def key_of(slot: date, zona: str) -> str:
    """The slot's name in the database."""
    return f"digest:{slot:%Y-%m-%d}:{zona}"
