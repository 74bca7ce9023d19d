"""What is remembered of each unit between two looks, and the alerts that came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.changed import changed
from storage.tables import keadaan, peringatan, rekap_responden
from storage.upsert import insert_new, upsert

_COLUMNS = tuple(c.name for c in peringatan.columns)
_RAISE = (
    update(peringatan)
    .where(peringatan.c.id == bindparam("id_"), peringatan.c.tanggapan == "")
    .values(tingkat=bindparam("tingkat_"), naik_pada=bindparam("naik_"))
)


@dataclass(frozen=True, slots=True)
class PeringatanRow:
    """An alert. `kunci` names its cause: there is one alert a cause. `isi` holds what explains it, as JSON.

    `tanggapan` is "" until somebody has answered it: "tahu" or "rtl". `tingkat` says who was told: 0 the unit's
    heads, 1 the group's, 2 the admins; at `naik_pada` the next are told, None where nobody is.
    """

    id: int
    kunci: str
    unit: str
    jenis: str
    unsur: str | None
    genting: bool
    isi: Mapping[str, Any] = field(default_factory=dict)
    dibuat_pada: datetime = datetime.min  # noqa: DTZ901  always given
    tanggapan: str = ""
    ditanggapi_oleh: int | None = None
    ditanggapi_pada: datetime | None = None
    tingkat: int = 0
    naik_pada: datetime | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """`n` responses, the first and the last of them on these days."""

    first: date
    last: date
    n: int


class Alerts:
    """The verbs of alerts, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def remembered(self, units: Collection[str]) -> dict[str, str]:
        """What was remembered of these units, as JSON."""
        query = select(keadaan.c.unit, keadaan.c.state).where(keadaan.c.unit.in_(units))
        return {row.unit: row.state for row in await self._c.execute(query)}

    async def activity(self, instrumen: str, since: date) -> dict[str, Activity]:
        """When each unit was answered since that day, by responses whose day is known."""
        c = rekap_responden.c
        days = (
            select(c.unit, c.hari_awal, func.sum(c.n).label("n"))
            .where(c.instrumen == instrumen, c.hari_awal >= since, c.hari_awal == c.hari_akhir)
            .group_by(c.unit, c.hari_awal)
            .having(func.sum(c.n) > 0)
            .subquery()
        )
        d = days.c
        query = select(d.unit, func.min(d.hari_awal), func.max(d.hari_awal), func.sum(d.n)).group_by(d.unit)
        return {unit: Activity(first, last, int(n)) for unit, first, last, n in await self._c.execute(query)}

    async def remember(self, states: Mapping[str, str]) -> None:
        if states:
            rows = [{"unit": unit, "state": state} for unit, state in states.items()]
            await self._c.execute(upsert(self._c, keadaan, ("unit",), ("state",)), rows)

    async def add(self, rows: Sequence[PeringatanRow]) -> list[PeringatanRow]:
        """Keep alerts. Returns those whose cause had none yet."""
        if not rows:
            return []
        values = [{name: getattr(row, name) for name in _COLUMNS} for row in rows]
        for one in values:
            one["isi"] = dict(one["isi"])
        statement = insert_new(self._c, peringatan, ("kunci",)).values(values).returning(peringatan.c.id)
        new = set((await self._c.execute(statement)).scalars())
        return [row for row in rows if row.id in new]

    async def get(self, id_: int) -> PeringatanRow | None:
        row = (await self._c.execute(select(peringatan).where(peringatan.c.id == id_))).one_or_none()
        return None if row is None else PeringatanRow(*row)

    async def latest(self, units: Collection[str] | None, most: int) -> list[PeringatanRow]:
        """The latest alerts, newest first, of these units or of all."""
        query = select(peringatan).order_by(peringatan.c.id.desc()).limit(most)
        if units is not None:
            query = query.where(peringatan.c.unit.in_(units))
        return [PeringatanRow(*row) for row in await self._c.execute(query)]

    async def answer(self, id_: int, tanggapan: str, oleh: int, pada: datetime) -> bool:
        """Write down who took an alert up. False where somebody has already, with the same or a stronger answer."""
        weaker = ("",) if tanggapan == "tahu" else ("", "tahu")
        statement = (
            update(peringatan)
            .where(peringatan.c.id == id_, peringatan.c.tanggapan.in_(weaker))
            .values(tanggapan=tanggapan, ditanggapi_oleh=oleh, ditanggapi_pada=pada, naik_pada=None)
        )
        return await changed(self._c, statement) == 1

    async def unanswered(self, now: datetime, most: int) -> list[PeringatanRow]:
        """Alerts that it is time to tell somebody higher about, oldest first."""
        query = select(peringatan).where(peringatan.c.naik_pada <= now).order_by(peringatan.c.id).limit(most)
        return [PeringatanRow(*row) for row in await self._c.execute(query)]

    async def escalate(self, rows: Sequence[PeringatanRow]) -> None:
        """Take over `tingkat` and `naik_pada` of alerts that nobody has answered meanwhile."""
        if rows:
            values = [{"id_": row.id, "tingkat_": row.tingkat, "naik_": row.naik_pada} for row in rows]
            await self._c.execute(_RAISE, values)

    async def open(self) -> int:
        """How many wait for an answer."""
        waits = (peringatan.c.tanggapan == "", peringatan.c.naik_pada.is_not(None))
        return int((await self._c.execute(select(func.count()).select_from(peringatan).where(*waits))).scalar_one())
