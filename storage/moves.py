"""Codes by which an interview goes on elsewhere: given out, taken once, and how often somebody tried a wrong one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import SessionRow
from storage.tables import pindahan, sessions, tebakan
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class MoveRow:
    """`kode` is a keyed hash. `percakapan` and `tanda` name the interview it continues; of a code that was used they
    are empty, so that it leads nowhere any more."""

    kode: str
    percakapan: str
    tanda: str
    expires_at: int
    terpakai: bool = False


class Moves:
    """The verbs of moving, within one transaction. Who takes holds the lock of both conversations."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def offer(self, row: MoveRow) -> None:
        """Give out a code. One given out before for the same conversation is worth nothing from now on."""
        old = delete(pindahan).where(pindahan.c.percakapan == row.percakapan)
        await self._c.execute(old)
        await self._c.execute(
            insert(pindahan).values(
                kode=row.kode,
                percakapan=row.percakapan,
                tanda=row.tanda,
                terpakai=row.terpakai,
                expires_at=row.expires_at,
            )
        )

    async def find(self, kode: str) -> MoveRow | None:
        c = pindahan.c
        query = select(c.kode, c.percakapan, c.tanda, c.expires_at, c.terpakai).where(c.kode == kode)
        row = (await self._c.execute(query)).first()
        return None if row is None else MoveRow(*row)

    async def use(self, kode: str) -> bool:
        """Mark it as used. False where somebody was first: of two, one gets True, whatever else they have read."""
        c = pindahan.c
        taking = update(pindahan).where(c.kode == kode, ~c.terpakai).values(terpakai=True, percakapan="", tanda="")
        return (await self._c.execute(taking.returning(c.kode))).first() is not None

    async def leave(self, percakapan: str) -> SessionRow | None:
        """Take a conversation's session away, and with it the address it held; None where there is none."""
        taken = delete(sessions).where(sessions.c.percakapan == percakapan).returning(sessions)
        row = (await self._c.execute(taken)).first()
        return None if row is None else SessionRow(*row)

    async def tried(self, percakapan: str, now: int) -> int:
        """How many wrong codes came from there lately."""
        c = tebakan.c
        query = select(c.salah).where(c.percakapan == percakapan, c.expires_at > now)
        return int((await self._c.execute(query)).scalar() or 0)

    async def count(self, percakapan: str, salah: int, expires_at: int) -> None:
        """Write down how many wrong codes that makes, to be forgotten at `expires_at`."""
        statement = upsert(self._c, tebakan, ("percakapan",), ("salah", "expires_at"))
        await self._c.execute(statement, {"percakapan": percakapan, "salah": salah, "expires_at": expires_at})

    async def prune(self, now: int) -> None:
        """Drop codes whose interview is over, once nobody can expect them to work, and old counts."""
        still_open = exists().where(sessions.c.percakapan == pindahan.c.percakapan)
        await self._c.execute(delete(pindahan).where(pindahan.c.expires_at <= now, ~still_open))
        await self._c.execute(delete(tebakan).where(tebakan.c.expires_at <= now))
