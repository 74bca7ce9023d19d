"""People whom a platform knows by two names, and until when we may write to them. Every verb takes a batch.

Everything of a person stands under one name. Who changes what a name means holds its lock (`store.sharing(keys)`), as
those do who act on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Table, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.parts import parts
from storage.tables import (
    dialog,
    hak,
    izin_balas,
    jendela,
    outbox,
    permintaan,
    pindahan,
    respons,
    sebutan,
    sessions,
    staf,
    tebakan,
    terkirim,
)
from storage.upsert import upsert, upsert_where

SINGLE: Final[Mapping[Table, Column[Any]]] = {
    sessions: sessions.c.expires_at,
    dialog: dialog.c.expires_at,
    jendela: jendela.c.sampai,
    tebakan: tebakan.c.expires_at,
}
"""Tables that hold one row a conversation, by what says which of two is the later."""
MANY: Final = (outbox, terkirim, pindahan)
ADDRESSED: Final = (izin_balas, permintaan)
"""Tables that name a person by address alone."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a person: the address, and the keyed hashes that are made of it."""

    percakapan: str
    responden: str
    address: str


@dataclass(frozen=True, slots=True)
class NameRow:
    """What a name of a person stands for: `percakapan` and `responden` of the name everything is kept under."""

    kunci: str
    percakapan: str
    responden: str
    pada: int


class People:
    """The verbs of names and windows, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    # Names

    async def names(self, kunci: Collection[str]) -> dict[str, NameRow]:
        """What these names stand for, where that is another one."""
        found: dict[str, NameRow] = {}
        for part in parts(sorted(kunci)):
            rows = await self._c.execute(select(sebutan).where(sebutan.c.kunci.in_(part)))
            found |= {row.kunci: NameRow(*row) for row in rows}
        return found

    async def name(self, rows: Sequence[NameRow]) -> None:
        """From now on these names stand for that, whatever they stood for."""
        if rows:
            statement = upsert(self._c, sebutan, ("kunci",), ("percakapan", "responden", "pada"))
            names = ("kunci", "percakapan", "responden", "pada")
            await self._c.execute(statement, [{name: getattr(row, name) for name in names} for row in rows])

    async def unname(self, kunci: Collection[str]) -> None:
        await self._c.execute(delete(sebutan).where(sebutan.c.kunci.in_(kunci)))

    async def addresses(self, keys: Collection[str]) -> dict[str, str]:
        """Where these conversations are reached, as far as that is kept: in what is open, or of an official."""
        found: dict[str, str] = {}
        for part in parts(sorted(keys)):
            for table in (sessions, staf):
                query = select(table.c.percakapan, table.c.address).where(
                    table.c.percakapan.in_(part), table.c.address != ""
                )
                rows = await self._c.execute(query)
                found |= {row.percakapan: row.address for row in rows if row.percakapan not in found}
        return found

    async def known(self, channel: str, name: Name) -> bool:
        """Whether anything is kept under that name."""
        held = [exists().where(table.c.percakapan == name.percakapan) for table in (*SINGLE, *MANY, staf)]
        held += [exists().where(t.c.channel == channel, t.c.address == name.address) for t in ADDRESSED]
        held.append(exists().where(respons.c.responden == name.responden))
        return bool((await self._c.execute(select(literal(1)).where(or_(*held)))).first())

    async def join(self, channel: str, old: Name, new: Name) -> None:
        """Put everything that is kept under one name of a person under the other. Of what there is one of, the later
        stays. Their rights add up."""
        for table, later in SINGLE.items():
            await self._keep_later(table, later, old, new)
        for table in MANY:
            values = {"percakapan": new.percakapan}
            if "address" in table.c:
                # What is delivered has no address any more, and gets none back.
                holding = (table.c.percakapan == old.percakapan, table.c.address != "")
                await self._c.execute(update(table).where(*holding).values(address=new.address))
            await self._c.execute(update(table).where(table.c.percakapan == old.percakapan).values(values))
        for table in ADDRESSED:
            theirs = (table.c.channel == channel, table.c.address == old.address)
            await self._c.execute(update(table).where(*theirs).values(address=new.address))
        await self._c.execute(
            update(respons).where(respons.c.responden == old.responden).values(responden=new.responden)
        )
        await self._join_staff(old, new)

    async def drop(self, channel: str, name: Name) -> None:
        """Forget what is under way with who had that name: it is somebody else's now. An official is no longer
        reached by it, and what the person has answered stays as it is."""
        for table in (*SINGLE, *MANY):
            await self._c.execute(delete(table).where(table.c.percakapan == name.percakapan))
        for table in ADDRESSED:
            await self._c.execute(delete(table).where(table.c.channel == channel, table.c.address == name.address))
        await self._c.execute(update(staf).where(staf.c.percakapan == name.percakapan).values(terjangkau=False))
        await self._c.execute(update(respons).where(respons.c.responden == name.responden).values(responden=None))

    # Windows

    async def open(self, until: Mapping[str, int]) -> None:
        """Conversations that may be written to until then; a window is never shortened by it."""
        if until:
            statement = upsert_where(
                self._c, jendela, ("percakapan",), ("sampai",), lambda new: new.sampai > jendela.c.sampai
            )
            await self._c.execute(statement, [{"percakapan": key, "sampai": at} for key, at in sorted(until.items())])

    async def shut(self, keys: Collection[str]) -> None:
        """The platform says that these windows are closed."""
        await self._c.execute(delete(jendela).where(jendela.c.percakapan.in_(keys)))

    async def open_until(self, key: str) -> int:
        """Until when this conversation may be written to; 0 where it may not."""
        query = select(jendela.c.sampai).where(jendela.c.percakapan == key)
        return int((await self._c.execute(query)).scalar() or 0)

    async def prune(self, now: int, names_before: int) -> None:
        """Drop windows that are over, and what names stood for that nobody has used since: by then the number may be
        somebody else's."""
        await self._c.execute(delete(jendela).where(jendela.c.sampai < now))
        await self._c.execute(delete(sebutan).where(sebutan.c.pada < names_before))

    async def _keep_later(self, table: Table, later: Column[Any], old: Name, new: Name) -> None:
        query = select(table.c.percakapan).where(table.c.percakapan.in_((old.percakapan, new.percakapan)))
        found = list((await self._c.execute(query.order_by(func.coalesce(later, 0).desc()))).scalars())
        if old.percakapan not in found:
            return
        for key in found[1:]:
            await self._c.execute(delete(table).where(table.c.percakapan == key))
        if found[0] == old.percakapan:
            values = {"percakapan": new.percakapan}
            if "address" in table.c:
                values["address"] = new.address
            await self._c.execute(update(table).where(table.c.percakapan == old.percakapan).values(values))

    async def _join_staff(self, old: Name, new: Name) -> None:
        query = select(staf.c.percakapan, staf.c.id).where(staf.c.percakapan.in_((old.percakapan, new.percakapan)))
        ids = {row.percakapan: row.id for row in await self._c.execute(query)}
        if (mine := ids.get(old.percakapan)) is None:
            return
        if (theirs := ids.get(new.percakapan)) is None:
            await self._c.execute(
                update(staf).where(staf.c.id == mine, staf.c.address != "").values(address=new.address)
            )
            await self._c.execute(update(staf).where(staf.c.id == mine).values(percakapan=new.percakapan))
            return
        await self._c.execute(update(hak).where(hak.c.staf == mine).values(staf=theirs))
        # Held twice, a right would outlast being taken away once.
        held = hak.alias()
        twice = exists().where(
            held.c.staf == theirs,
            held.c.peran == hak.c.peran,
            held.c.cakupan == hak.c.cakupan,
            held.c.dicabut_pada.is_(None),
            held.c.id < hak.c.id,
        )
        await self._c.execute(
            update(hak)
            .where(hak.c.staf == theirs, hak.c.dicabut_pada.is_(None), twice)
            .values(dicabut_pada=hak.c.diberi_pada)
        )
        await self._c.execute(update(staf).where(staf.c.id == theirs).values(address=new.address))
        await self._c.execute(delete(staf).where(staf.c.id == mine))
