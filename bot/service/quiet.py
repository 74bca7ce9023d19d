"""Hours in which an official does not want to be disturbed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.staff import StafRow


def not_before(who: StafRow, now: datetime) -> datetime | None:
    """When a message that becomes ready at `now` may reach this person: the end of the quiet hours it falls into, or
    None where it falls into none. Hours may span midnight; equal ones are none."""
    local = now.astimezone(ZoneInfo(who.zona_waktu))
    minute = local.hour * 60 + local.minute
    begin, end = who.tenang_mulai, who.tenang_selesai
    quiet = begin <= minute < end if begin <= end else minute >= begin or minute < end
    if not quiet:
        return None
    wait = (end - minute) % 1440 or 1440
    return local.replace(second=0, microsecond=0) + timedelta(minutes=wait)
