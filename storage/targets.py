"""Yearly targets of units, groups and the whole."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring.tren import Target
from storage.parts import parts
from storage.tables import target
from storage.upsert import upsert


class Targets:
    """The verbs of targets, within one transaction. A target is of a `jenis` ("unit", "kelompok" or "kota"), a `kode`
    ("" for "kota") and a year."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def of(self, jenis: str, kode: str, tahun: int) -> Target | None:
        return (await self.many(jenis, [kode], tahun)).get(kode)

    async def many(self, jenis: str, kode: Collection[str], tahun: int) -> dict[str, Target]:
        """Those of a year that are set, by code."""
        found = dict[str, Target]()
        year = select(target.c.kode, target.c.nilai, target.c.skala).where(
            target.c.jenis == jenis, target.c.tahun == tahun
        )
        for part in parts(sorted(set(kode))):
            for row in await self._c.execute(year.where(target.c.kode.in_(part))):
                found[row.kode] = Target(Decimal(row.nilai), row.skala)
        return found

    async def put(self, jenis: str, kode: str, tahun: int, value: Target) -> None:
        """Set it, in place of one set before."""
        key = {"jenis": jenis, "kode": kode, "tahun": tahun}
        statement = upsert(self._c, target, tuple(key), ("nilai", "skala"))
        await self._c.execute(statement, {**key, "nilai": str(value.nilai), "skala": value.skala})

    async def remove(self, jenis: str, kode: str, tahun: int) -> None:
        c = target.c
        await self._c.execute(delete(target).where(c.jenis == jenis, c.kode == kode, c.tahun == tahun))
