"""Documents asked for in chat: what takes longer than a reply may is written down first, and done beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.changed import changed
from storage.tables import permintaan


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Who asked (`staf`, and where to answer) for what (`isi`). It is due at `due_at`, in milliseconds since 1970;
    whoever takes it moves that into the future, as a lease. `percobaan` counts how often it was taken."""

    id: int
    channel: str
    address: str
    staf: int
    isi: Mapping[str, Any]
    percobaan: int
    due_at: int


class Requests:
    """The verbs of what was asked for, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def add(self, row: RequestRow) -> None:
        await self._c.execute(insert(permintaan), {**asdict(row), "isi": dict(row.isi)})

    async def waiting(self, staf: int) -> int:
        """How many of a person's are not done yet."""
        rows = await self._c.execute(select(permintaan.c.id).where(permintaan.c.staf == staf))
        return len(rows.all())

    async def has_due(self, now: int) -> bool:
        query = select(permintaan.c.id).where(permintaan.c.due_at <= now).limit(1)
        return (await self._c.execute(query)).first() is not None

    async def claim(self, now: int, until: int) -> RequestRow | None:
        """Take the oldest that is due, until then; None where there is none."""
        c = permintaan.c
        oldest = select(c.id).where(c.due_at <= now).order_by(c.due_at, c.id).limit(1)
        if self._c.dialect.name == "postgresql":
            oldest = oldest.with_for_update(skip_locked=True)
        taken = (
            update(permintaan)
            .where(c.id == oldest.scalar_subquery(), c.due_at <= now)
            .values(due_at=until, percobaan=c.percobaan + 1)
            .returning(*c)
        )
        row = (await self._c.execute(taken)).one_or_none()
        return None if row is None else RequestRow(**row._mapping)

    async def extend(self, id_: int, lease: int, until: int) -> bool:
        """Hold it for longer. False where the lease has passed to another, who does it now."""
        c = permintaan.c
        statement = update(permintaan).where(c.id == id_, c.due_at == lease).values(due_at=until)
        return await changed(self._c, statement) == 1

    async def release(self, now: int) -> None:
        """Leases of a process that is gone end now."""
        await self._c.execute(update(permintaan).where(permintaan.c.due_at > now).values(due_at=now))

    async def finish(self, id_: int, lease: int) -> bool:
        """It is done, or given up. False where the lease has passed to another."""
        c = permintaan.c
        return await changed(self._c, delete(permintaan).where(c.id == id_, c.due_at == lease)) == 1
