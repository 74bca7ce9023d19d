"""Targets, and the follow-up plans (RTL) with their realisation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.changed import changed
from storage.parts import parts
from storage.tables import rtl

_OPEN = rtl.c.sudah.is_not(True)


@dataclass(frozen=True, slots=True)
class RtlRow:
    """A plan for the unsur of one periode. `prioritas` is 1 for the lowest unsur; `nilai` its nrr then, with two
    decimals and a point, or "" where the answers were too few to tell. `triwulan` are numbers 1 to 4 of `tahun`.

    `sudah` is None until the realisation is reported; `bukti` is the id of a file.
    """

    id: int
    unit: str
    periode: str
    unsur: str
    prioritas: int
    nilai: str
    program: str
    triwulan: tuple[int, ...]
    tahun: int
    penanggung_jawab: str
    dibuat_oleh: int | None
    dibuat_pada: datetime
    sudah: bool | None = None
    uraian: str = ""
    hambatan: str = ""
    bukti: str | None = None
    dilaporkan_pada: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanCount:
    """Of one unit: the plans of a year and those still open from earlier ones."""

    open: int = 0
    done: int = 0


class Plans:
    """The verbs of plans, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    # Follow-up

    async def add(self, row: RtlRow) -> None:
        await self._c.execute(insert(rtl), {**asdict(row), "triwulan": list(row.triwulan)})

    async def get(self, id_: int) -> RtlRow | None:
        row = (await self._c.execute(select(rtl).where(rtl.c.id == id_))).one_or_none()
        return None if row is None else _rtl_row(row)

    async def of(self, unit: str, periode: str | None = None) -> list[RtlRow]:
        """A unit's plans, of one periode or of all, by priority."""
        query = select(rtl).where(rtl.c.unit == unit)
        if periode is not None:
            query = query.where(rtl.c.periode == periode)
        rows = [_rtl_row(row) for row in await self._c.execute(query)]
        return sorted(rows, key=lambda row: (row.periode, row.prioritas, row.id))

    async def realise(self, row: RtlRow) -> bool:
        """Keep what is reported of a plan, and what of it was reported before no longer. False where there is no
        such plan any more."""
        names = ("sudah", "uraian", "hambatan", "bukti", "dilaporkan_pada")
        values = {name: getattr(row, name) for name in names}
        return await changed(self._c, update(rtl).where(rtl.c.id == row.id).values(values)) == 1

    async def drop(self, id_: int) -> bool:
        """Remove a plan of which nothing is reported yet. False where something is, or it is gone."""
        return await changed(self._c, delete(rtl).where(rtl.c.id == id_, rtl.c.sudah.is_(None))) == 1

    async def unfinished(self, tahun: int) -> list[RtlRow]:
        """All units' plans of that year and earlier ones that are not done, by unit, the oldest first."""
        query = select(rtl).where(_OPEN, rtl.c.tahun <= tahun)
        rows = [_rtl_row(row) for row in await self._c.execute(query)]
        return sorted(rows, key=lambda row: (row.unit, row.periode, row.prioritas, row.id))

    async def open_of(self, units: Collection[str] | None, tahun: int) -> Mapping[str, PlanCount]:
        """How many plans each unit has: those of `tahun`, and those of earlier years that are not done. Units
        without any are absent; `units` None means all of them."""
        open_, done = func.sum(case((_OPEN, 1), else_=0)), func.sum(case((_OPEN, 0), else_=1))
        of_year = (rtl.c.tahun == tahun) | ((rtl.c.tahun < tahun) & _OPEN)
        query = select(rtl.c.unit, open_, done).where(of_year).group_by(rtl.c.unit)
        if units is None:
            return {unit: PlanCount(int(n), int(m)) for unit, n, m in await self._c.execute(query)}
        found = dict[str, PlanCount]()
        for part in parts(sorted(units)):
            rows = await self._c.execute(query.where(rtl.c.unit.in_(part)))
            found |= {unit: PlanCount(int(n), int(m)) for unit, n, m in rows}
        return found


def _rtl_row(row: Row[Any]) -> RtlRow:
    return RtlRow(**{**row._mapping, "triwulan": tuple(row.triwulan)})
