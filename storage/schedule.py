"""What is sent without being asked for: which slots are done, what was put into the outbox, what was set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.bell import lives
from storage.changed import changed
from storage.parts import parts
from storage.tables import kiriman, pemegang, pengaturan, slots
from storage.upsert import insert_new, upsert


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which something was due, such as one zone's digests of one Monday. `keadaan` is "selesai" or
    "terlewat"; `banyak` counts what went out, or should have."""

    kunci: str
    keadaan: str
    banyak: int
    pada: datetime


class Schedule:
    """The verbs of the schedule, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def claim(self, keys: Sequence[str], now: int) -> set[str]:
        """Take these keys for good; returns those that nobody had taken. In the transaction that puts what they
        stand for into the outbox: so it is there exactly once, whoever else tries, and however often."""
        taken: set[str] = set()
        for part in parts(sorted(set(keys))):
            rows = [{"kunci": key, "pada": now} for key in part]
            statement = insert_new(self._c, kiriman, ("kunci",)).values(rows).returning(kiriman.c.kunci)
            taken.update((await self._c.execute(statement)).scalars())
        return taken

    async def claimed(self, keys: Sequence[str]) -> set[str]:
        """Which of these keys are taken."""
        found: set[str] = set()
        for part in parts(keys):
            found.update((await self._c.execute(select(kiriman.c.kunci).where(kiriman.c.kunci.in_(part)))).scalars())
        return found

    async def claims(self, prefix: str) -> list[str]:
        """All keys taken that begin so."""
        query = select(kiriman.c.kunci).where(kiriman.c.kunci.startswith(prefix, autoescape=True))
        return list((await self._c.execute(query)).scalars())

    async def finish(self, slot: Slot) -> None:
        """Write down that a slot is done with."""
        values = {"kunci": slot.kunci, "keadaan": slot.keadaan, "banyak": slot.banyak, "pada": slot.pada}
        await self._c.execute(upsert(self._c, slots, ("kunci",), ("keadaan", "banyak", "pada")), values)

    async def slot(self, kunci: str) -> Slot | None:
        row = (await self._c.execute(select(slots).where(slots.c.kunci == kunci))).one_or_none()
        return None if row is None else Slot(*row)

    async def last_slots(self, prefix: str, most: int) -> list[Slot]:
        """The latest slots of a kind, newest first."""
        query = select(slots).where(slots.c.kunci.startswith(prefix, autoescape=True)).order_by(slots.c.pada.desc())
        return [Slot(*row) for row in await self._c.execute(query.limit(most))]

    async def hold(self, kunci: str, pemilik: int, now: int, until: int) -> bool:
        """Be the one process that does what `kunci` names, until then; False where another one is. Who does not come
        back to hold it longer loses it."""
        held = (await self._c.execute(select(pemegang).where(pemegang.c.kunci == kunci))).one_or_none()
        if held is None:
            row = {"kunci": kunci, "pemilik": pemilik, "sampai": until}
            statement = insert_new(self._c, pemegang, ("kunci",)).values(row).returning(pemegang.c.pemilik)
            return (await self._c.execute(statement)).first() is not None
        if held.pemilik != pemilik and held.sampai > now and await self._lives(held.pemilik):
            return False  # the usual case, for which nothing is written
        values = {"pemilik": pemilik, "sampai": until}
        same = (pemegang.c.kunci == kunci, pemegang.c.pemilik == held.pemilik, pemegang.c.sampai == held.sampai)
        return await changed(self._c, update(pemegang).where(*same).values(values)) > 0

    async def _lives(self, pemilik: int) -> bool:
        return self._c.dialect.name == "sqlite" or await lives(self._c, pemilik)

    async def let_go(self, pemilik: int) -> None:
        """Hold nothing any more: another process may at once."""
        await self._c.execute(delete(pemegang).where(pemegang.c.pemilik == pemilik))

    async def setting(self, kunci: str) -> Any:
        """What was set in chat under that name; None where nothing was."""
        return (await self._c.execute(select(pengaturan.c.nilai).where(pengaturan.c.kunci == kunci))).scalar()

    async def set(self, kunci: str, nilai: Any) -> None:
        """Set it. `nilai` is anything JSON can hold."""
        statement = upsert(self._c, pengaturan, ("kunci",), ("nilai",))
        await self._c.execute(statement, {"kunci": kunci, "nilai": nilai})

    async def prune(self, before: int) -> None:
        """Forget claims so old that nobody would make them again."""
        await self._c.execute(delete(kiriman).where(kiriman.c.pada < before))
