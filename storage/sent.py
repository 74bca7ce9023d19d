"""What a platform accepted, and what it told of it since; and messages that wait for a person to write.

A status may come before its message is written down here, after another that is later than it, or twice: it only ever
moves a message forward.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Update, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.changed import changed
from storage.parts import parts
from storage.records import OutboxRow, id_at
from storage.tables import jendela, outbox, terkirim
from storage.upsert import insert_new, upsert_where

KeadaanTerkirim = Literal["terkirim", "gagal", "sampai", "dibaca"]

_BEFORE: Final[Mapping[KeadaanTerkirim, tuple[KeadaanTerkirim, ...]]] = {
    "terkirim": (),
    "gagal": ("terkirim",),
    "sampai": ("terkirim", "gagal"),
    "dibaca": ("terkirim", "gagal", "sampai"),
}
"""What each comes after. A message that was said to have failed and then arrives has arrived."""


@dataclass(frozen=True, slots=True)
class SentRow:
    """A message that the platform accepted, by its row in the outbox. `address` and `payload` are there until it has
    arrived: it may have to be sent again in another way."""

    id: int
    percakapan: str
    channel: str
    wamid: str
    address: str
    payload: str
    push: bool
    detached: bool
    attempts: int
    pada: int
    keadaan: KeadaanTerkirim = "terkirim"
    kode: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What the platform told of a message. `id` is its row in the outbox; None where the platform did not say.
    `percakapan` is the conversation as far as the status names it. A message that only announces another names that
    one's row as `announced`."""

    id: int | None
    wamid: str
    keadaan: KeadaanTerkirim
    pada: int
    kode: int | None = None
    percakapan: str = ""
    announced: int | None = None


_FIELDS = tuple(field.name for field in fields(SentRow))
_TOLD_BY_US = tuple(name for name in _FIELDS if name not in {"id", "keadaan", "kode", "pada"})


class Sent:
    """The verbs of messages sent, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def accepted(self, rows: Sequence[SentRow]) -> None:
        """Write down what was accepted. What a status has told of it before is kept."""
        if rows:
            missing = _is(*_BEFORE["sampai"])
            statement = upsert_where(self._c, terkirim, ("id",), _TOLD_BY_US, lambda _: missing)
            await self._c.execute(statement, [_values(row) for row in rows])

    async def find(self, wamids: Collection[str]) -> dict[str, int]:
        """The rows of messages of which the platform told no more than its own id."""
        found: dict[str, int] = {}
        for part in parts(sorted(wamids)):
            query = select(terkirim.c.wamid, terkirim.c.id).where(terkirim.c.wamid.in_(part))
            found |= {row.wamid: row.id for row in await self._c.execute(query)}
        return found

    async def mark(self, marks: Sequence[Mark]) -> list[int]:
        """Move messages forward; each of `marks` has its id. Returns those that are known to have failed only now.

        What has arrived needs no address and no payload any more, and is not sent again: nor is what another process
        had sent before it could write that down."""
        named = sorted((mark for mark in marks if mark.id is not None), key=lambda mark: mark.id or 0)
        stubs = {mark.id: _stub(mark) for mark in named}
        for part in parts([_values(row) for row in stubs.values()]):
            await self._c.execute(insert_new(self._c, terkirim, ("id",)).values(list(part)))
        for keadaan in ("sampai", "dibaca"):
            arrived = [{"id_": one.id, "pada_": one.pada} for one in named if one.keadaan == keadaan]
            if arrived:
                await self._c.execute(_ARRIVED[keadaan], arrived)
        failed = []
        for mark in named:
            if mark.keadaan == "gagal":
                still = (terkirim.c.id == mark.id, _is(*_BEFORE["gagal"]))
                values = {"keadaan": "gagal", "pada": mark.pada, "kode": mark.kode}
                if await changed(self._c, update(terkirim).where(*still).values(values)):
                    failed.append(mark.id or 0)
        done = [mark.id for mark in named if mark.keadaan != "gagal"]
        await self._c.execute(delete(outbox).where(outbox.c.id.in_(done), ~outbox.c.ditahan))
        return failed

    async def lost(self, ids: Collection[int]) -> list[SentRow]:
        """Of these, what is there still to be sent again."""
        return [row for row in await self._of(ids) if row.payload and row.keadaan == "gagal"]

    async def under_way(self, ids: Collection[int]) -> set[int]:
        """Which of these are in the outbox still: accepted or announced perhaps, but not written down as such."""
        query = select(outbox.c.id).where(outbox.c.id.in_(ids), or_(~outbox.c.ditahan, outbox.c.pemilik != 0))
        return set((await self._c.execute(query)).scalars())

    async def overtaken(self, row: SentRow) -> bool:
        """Whether this conversation went on after that message: sent once more it would confuse."""
        for table in (outbox, terkirim):
            query = select(table.c.id).where(
                table.c.percakapan == row.percakapan, table.c.id > row.id, ~table.c.detached
            )
            if (await self._c.execute(query.limit(1))).first() is not None:
                return True
        return False

    async def empty(self, ids: Collection[int]) -> None:
        """Forget what was in these, and where they went."""
        await self._c.execute(update(terkirim).where(terkirim.c.id.in_(ids)).values(address="", payload=""))

    async def recall(self, kunci: str) -> None:
        """Likewise of what stood alone under that key of its screen: it is not sent again."""
        holding = terkirim.c.payload.contains(f'"key":"{kunci}"', autoescape=True)
        await self._c.execute(
            update(terkirim)
            .where(terkirim.c.detached, terkirim.c.address != "", holding)
            .values(address="", payload="")
        )

    # What waits for the person

    async def hold(self, until: Mapping[int, int], now: int) -> None:
        """These rows of the outbox wait for the person to write, until then at most. Who has written meanwhile need
        not do so again."""
        if not until:
            return
        # Whoever asked for it has gone: from now on it is as any other push.
        values = {"ditahan": True, "push": True, "due_at": bindparam("until"), "pemilik": 0}
        statement = update(outbox).where(outbox.c.id == bindparam("id_")).values(values)
        await self._c.execute(statement, [{"id_": id_, "until": at} for id_, at in sorted(until.items())])
        open_ = select(jendela.c.percakapan).where(jendela.c.sampai > now)
        written = update(outbox).where(outbox.c.id.in_(until), outbox.c.percakapan.in_(open_))
        await self._c.execute(written.values(ditahan=False, due_at=now))

    async def held(self, keys: Collection[str]) -> list[OutboxRow]:
        """What waits for these people, oldest first."""
        found: list[OutboxRow] = []
        for part in parts(sorted(keys)):
            query = select(outbox).where(outbox.c.percakapan.in_(part), outbox.c.ditahan).order_by(outbox.c.id)
            found += [OutboxRow(**row._mapping) for row in await self._c.execute(query)]
        return found

    async def unannounced(self, until: Mapping[int, int]) -> None:
        """Of these, what waits for the person is looked at again then: it was not announced after all."""
        statement = update(outbox).where(outbox.c.id == bindparam("id_"), outbox.c.ditahan)
        values = [{"id_": id_, "until": at} for id_, at in sorted(until.items())]
        await self._c.execute(statement.values(due_at=bindparam("until")), values)

    async def release(self, ids: Collection[int], now: int) -> None:
        """These go out at once."""
        await self._c.execute(
            update(outbox).where(outbox.c.id.in_(ids)).values(ditahan=False, due_at=now, attempts=0)
        )

    async def drop(self, ids: Collection[int]) -> None:
        """These need not go out any more."""
        await self._c.execute(delete(outbox).where(outbox.c.id.in_(ids)))

    async def counted(self) -> dict[str, int]:
        """How many messages are in each state."""
        query = select(terkirim.c.keadaan, func.count().label("n")).group_by(terkirim.c.keadaan)
        return {row.keadaan: row.n for row in await self._c.execute(query)}

    async def prune(self, before: int, payload_before: int) -> None:
        """Drop what was accepted before that; and earlier already what was in messages that nobody heard of again.
        Times are in milliseconds since 1970."""
        await self._c.execute(delete(terkirim).where(terkirim.c.id < id_at(before)))
        unheard = (terkirim.c.id < id_at(payload_before), terkirim.c.address != "")
        await self._c.execute(update(terkirim).where(*unheard).values(address="", payload=""))

    async def _of(self, ids: Collection[int]) -> list[SentRow]:
        found: list[SentRow] = []
        for part in parts(sorted(ids)):
            found += [SentRow(**row._mapping) for row in await self._c.execute(_BY_ID, {"ids": list(part)})]
        return found


def _is(*keadaan: KeadaanTerkirim) -> ColumnElement[bool]:
    # Not IN, of which SQLAlchemy makes no statement for many rows.
    return or_(*(terkirim.c.keadaan == one for one in keadaan))


def _arrived(keadaan: KeadaanTerkirim) -> Update:
    before = (terkirim.c.id == bindparam("id_"), _is(*_BEFORE[keadaan]))
    return update(terkirim).where(*before).values(keadaan=keadaan, pada=bindparam("pada_"), address="", payload="")


def _stub(mark: Mark) -> SentRow:
    """All that is known of a message whose status was faster than we were."""
    return SentRow(mark.id or 0, mark.percakapan, "", mark.wamid, "", "", False, False, 0, mark.pada)


def _values(row: SentRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FIELDS}


_ARRIVED: Final = {keadaan: _arrived(keadaan) for keadaan in ("sampai", "dibaca")}
_BY_ID = select(terkirim).where(terkirim.c.id.in_(bindparam("ids", expanding=True)))
