"""Questionnaires one by one, as documents show them: what was answered, nothing of whom it can be traced to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring.model import Jawaban
from storage.tables import respons


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One response. `hari_awal` and `hari_akhir` as in ResponsRow; `harapan` is empty where it was not asked."""

    sumber: str
    hari_awal: date
    hari_akhir: date
    jawaban: Jawaban
    harapan: Jawaban


class Sheets:
    """The verbs of questionnaires, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def of_unit(self, unit: str, instrumen: str, mulai: date, selesai: date) -> AsyncIterator[SheetRow]:
        """A unit's of days from `mulai` up to but not including `selesai`, in no order that means anything."""
        c = respons.c
        query = select(c.sumber, c.hari_awal, c.hari_akhir, c.jawaban, c.harapan).where(
            c.unit == unit, c.instrumen == instrumen, c.hari_awal >= mulai, c.hari_akhir < selesai
        )
        async with self._c.stream(query) as rows:
            async for row in rows:
                yield SheetRow(*row)

    async def by_source(self, unit: str, instrumen: str, mulai: date, selesai: date) -> dict[str, int]:
        """How many of these responses came which way."""
        c = respons.c
        query = (
            select(c.sumber, func.count())
            .where(c.unit == unit, c.instrumen == instrumen, c.hari_awal >= mulai, c.hari_akhir < selesai)
            .group_by(c.sumber)
        )
        return {sumber: int(n) for sumber, n in await self._c.execute(query)}
