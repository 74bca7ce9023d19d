"""Imports by name: which responses came in together, from which file, by whom, and taking them out again whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.changed import changed
from storage.facts import Facts
from storage.records import ResponsRow
from storage.responses import response_of
from storage.tables import impor, respons

NAMA_PALING = 120
"""Letters of a name, a file's name, or who it was."""


@dataclass(frozen=True, slots=True)
class ImporRow:
    """One import of responses to `unit`. `masuk` came in, from `hari_awal` to `hari_akhir`; `ditahan` rows of the
    file were held back. `berkas` is the file's name, "" where forms were typed in. `lewat_chat`: not by a command."""

    id: int
    nama: str
    berkas: str
    unit: str
    hari_awal: date
    hari_akhir: date
    masuk: int
    ditahan: int
    pada: datetime
    oleh: str
    lewat_chat: bool
    rincian: Mapping[str, Any] = field(default_factory=dict)
    dibatalkan_pada: datetime | None = None
    dibatalkan_oleh: str = ""

    @property
    def dibatalkan(self) -> bool:
        return self.dibatalkan_pada is not None


class Imports:
    """The verbs of imports, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def add(self, row: ImporRow) -> None:
        await self._c.execute(insert(impor), {**asdict(row), "rincian": dict(row.rincian)})

    async def get(self, id_: int) -> ImporRow | None:
        row = (await self._c.execute(select(impor).where(impor.c.id == id_))).one_or_none()
        return None if row is None else ImporRow(**row._mapping)

    async def recent(
        self, units: Collection[str] | None = None, *, most: int | None = None, skip: int = 0
    ) -> list[ImporRow]:
        """Newest first: those after the first `skip`, at most `most`. `units` None means all of them."""
        query = select(impor).order_by(impor.c.pada.desc(), impor.c.id.desc()).limit(most).offset(skip)
        if units is not None:
            query = query.where(impor.c.unit.in_(units))
        return [ImporRow(**row._mapping) for row in await self._c.execute(query)]

    async def count(self) -> int:
        return int((await self._c.execute(select(func.count()).select_from(impor))).scalar_one())

    async def left(self, ids: Collection[int]) -> dict[int, int]:
        """How many responses of each are still there: some may have been withdrawn since."""
        c = respons.c
        query = select(c.impor, func.count()).where(c.impor.in_(ids)).group_by(c.impor)
        return dict.fromkeys(ids, 0) | {id_: int(n) for id_, n in await self._c.execute(query)}

    async def responses(self, id_: int) -> list[ResponsRow]:
        """Those still there, in the order they came in."""
        query = select(respons).where(respons.c.impor == id_).order_by(respons.c.id)
        return [response_of(row) for row in await self._c.execute(query)]

    async def grow(self, id_: int, by: int, awal: date, akhir: date) -> bool:
        """More came in under the same name, of these days, or with a negative `by` fewer. False, and nothing is
        changed, where it is undone or was never there."""
        c = impor.c
        values = {
            "masuk": c.masuk + by,
            "hari_awal": case((c.hari_awal > awal, awal), else_=c.hari_awal),
            "hari_akhir": case((c.hari_akhir < akhir, akhir), else_=c.hari_akhir),
        }
        statement = update(impor).where(c.id == id_, c.dibatalkan_pada.is_(None)).values(values)
        return await changed(self._c, statement) == 1

    async def undo(self, id_: int, pada: datetime, oleh: str) -> int | None:
        """Erase what is left of it, out of the counters too, and say who did. Returns how many responses went; None,
        and nothing is changed, where it is undone already or was never there."""
        c = impor.c
        undone = {"dibatalkan_pada": pada, "dibatalkan_oleh": oleh}
        statement = update(impor).where(c.id == id_, c.dibatalkan_pada.is_(None)).values(undone)
        if not await changed(self._c, statement):
            return None
        rows = await self.responses(id_)
        await Facts(self._c).remove(rows)
        return len(rows)
