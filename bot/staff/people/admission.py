"""How somebody becomes an official without an invitation: what is assumed of a newcomer, and the admin that the
installation's settings name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.staff.hak import NAMA_PERAN
from storage.records import new_id
from storage.staff import AuditRow, HakRow, StafRow
from storage.store import Transaction

_TENANG: Final = (20 * 60, 7 * 60)
"""Quiet hours until somebody sets others, as minutes of the day."""
ZONA: Final = "Asia/Jakarta"
_PENGATURAN: Final = "pengaturan layanan"
"""Who acted, in the audit log, where the installation's settings did."""


def newcomer(percakapan: str, channel: str, address: str, now: datetime) -> StafRow:
    """Somebody who holds no right yet, with what is assumed until they say otherwise."""
    return StafRow(new_id(), percakapan, channel, address, "", "mingguan", *_TENANG, ZONA, True, now)


async def admit_admin(tx: Transaction, percakapan: str, channel: str, address: str, now: datetime) -> bool:
    """Make the person of that conversation an admin. False where they are one already."""
    known = await tx.staff.known(percakapan)
    who = known or newcomer(percakapan, channel, address, now)
    if any(right.peran == "admin" for right in who.hak):
        return False
    nama = NAMA_PERAN["admin"]
    await tx.staff.put(replace(who, address=address, nama=who.nama or nama, terjangkau=True))
    await tx.staff.grant(who.id, HakRow(new_id(), "admin", ""), now, None)
    await tx.staff.write_down([AuditRow(new_id(), now, None, _PENGATURAN, channel, "hak.beri", nama)])
    return True
