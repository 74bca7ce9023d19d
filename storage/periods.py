"""Official periods: what was agreed for each, and what is kept of those that are closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring.ketentuan import Ketentuan, ketentuan_of
from scoring.periode import parse_periode
from storage.changed import changed
from storage.parts import parts
from storage.tables import periode, periode_hasil, rekap_responden, respons
from storage.upsert import upsert

_CLOSED = periode.c.ditutup_pada.is_not(None)


@dataclass(frozen=True, slots=True)
class PeriodeRow:
    """What is known of one periode of the whole installation. `instrumen_isi` is the instrumen as it held when the
    periode was closed (scoring.naskah reads it); None while it is open. `alasan` says why it was opened again."""

    kode: str
    ketentuan: Ketentuan
    instrumen_isi: str | None = None
    ditutup_pada: datetime | None = None
    ditutup_oleh: str = ""
    dibuka_lagi_pada: datetime | None = None
    alasan: str = ""

    @property
    def ditutup(self) -> bool:
        return self.ditutup_pada is not None


@dataclass(frozen=True, slots=True)
class HasilRow:
    """What is kept of a unit in a closed periode: `ikm` and `mutu` as printed (a point, two decimals), None without
    responses; `isi` the counts they were made from."""

    unit: str
    n: int
    ikm: str | None
    mutu: str | None
    isi: Mapping[str, Any] = field(default_factory=dict)


class Periods:
    """The verbs of official periods, within one transaction. A periode without a row is open, and nothing of its
    own was agreed for it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def get(self, kode: str) -> PeriodeRow | None:
        return (await self.some([kode])).get(kode)

    async def some(self, kode: Collection[str]) -> dict[str, PeriodeRow]:
        """Those of these that have a row, by code."""
        found = dict[str, PeriodeRow]()
        for part in parts(sorted(set(kode))):
            query = select(periode).where(periode.c.kode.in_(part))
            found |= {row.kode: _periode_row(row) for row in await self._c.execute(query)}
        return found

    async def all(self) -> list[PeriodeRow]:
        """Newest first."""
        rows = [_periode_row(row) for row in await self._c.execute(select(periode))]
        return sorted(rows, key=lambda row: (parse_periode(row.kode).mulai, row.kode), reverse=True)

    async def put(self, kode: str, ketentuan: Ketentuan) -> bool:
        """Set what holds in an open periode. False, and nothing is changed, where it is closed."""
        if await self._c.scalar(select(periode.c.kode).where(periode.c.kode == kode, _CLOSED)):
            return False
        values = {"kode": kode, "ketentuan": ketentuan.to_json(), "ditutup_oleh": "", "alasan": ""}
        await self._c.execute(upsert(self._c, periode, ("kode",), ("ketentuan",)), values)
        return True

    async def close(self, row: PeriodeRow, results: Sequence[HasilRow]) -> bool:
        """Keep the results with the row. False, and nothing is changed, where it is closed already."""
        if not await self.put(row.kode, row.ketentuan):
            return False
        closing = {
            "instrumen_isi": row.instrumen_isi,
            "ditutup_pada": row.ditutup_pada,
            "ditutup_oleh": row.ditutup_oleh,
        }
        await self._c.execute(update(periode).where(periode.c.kode == row.kode).values(closing))
        if results:
            values = [
                {"periode": row.kode, "unit": r.unit, "n": r.n, "ikm": r.ikm, "mutu": r.mutu, "isi": dict(r.isi)}
                for r in results
            ]
            await self._c.execute(insert(periode_hasil), values)
        return True

    async def reopen(self, kode: str, pada: datetime, alasan: str) -> bool:
        """Open a closed periode again and drop what was kept of it. False where it is not closed."""
        values = {
            "instrumen_isi": None,
            "ditutup_pada": None,
            "ditutup_oleh": "",
            "dibuka_lagi_pada": pada,
            "alasan": alasan,
        }
        if await changed(self._c, update(periode).where(periode.c.kode == kode, _CLOSED).values(values)) != 1:
            return False
        await self._c.execute(delete(periode_hasil).where(periode_hasil.c.periode == kode))
        return True

    async def results(self, kode: str, units: Collection[str] | None = None) -> dict[str, HasilRow]:
        """What is kept of each unit, by code; empty for an open periode. `units` None means all of them."""
        every = select(periode_hasil).where(periode_hasil.c.periode == kode)
        if units is None:
            return {r.unit: _hasil_row(r) for r in await self._c.execute(every)}
        found = dict[str, HasilRow]()
        for part in parts(sorted(set(units))):
            rows = await self._c.execute(every.where(periode_hasil.c.unit.in_(part)))
            found |= {r.unit: _hasil_row(r) for r in rows}
        return found

    async def closed_over(self, awal: date, akhir: date) -> list[str]:
        """The closed periods that share a day with those from `awal` to `akhir`, both included, oldest first."""
        closed = [parse_periode(kode) for kode in await self._c.scalars(select(periode.c.kode).where(_CLOSED))]
        sharing = (one for one in closed if one.mulai <= akhir and awal < one.selesai)
        return [one.kode for one in sorted(sharing, key=lambda one: (one.mulai, one.kode))]

    async def unlink(self, mulai: date, selesai: date) -> int:
        """Forget whose the responses of these days are (up to but not including `selesai`): no double answer can be
        told among them any more. Returns of how many that was known."""
        c = respons.c
        inside = (c.hari_awal >= mulai, c.hari_akhir < selesai, c.responden.is_not(None))
        return await changed(self._c, update(respons).where(*inside).values(responden=None))

    async def counted(self, mulai: date, selesai: date) -> dict[str, int]:
        """How many responses of these days there are, by the id of their instrumen."""
        c = rekap_responden.c
        inside = (c.hari_awal >= mulai, c.hari_akhir < selesai)
        query = select(c.instrumen, func.sum(c.n)).where(*inside).group_by(c.instrumen).having(func.sum(c.n) > 0)
        return {instrumen: int(n) for instrumen, n in await self._c.execute(query)}


def _hasil_row(row: Row[Any]) -> HasilRow:
    return HasilRow(row.unit, row.n, row.ikm, row.mutu, row.isi)


def _periode_row(row: Row[Any]) -> PeriodeRow:
    return PeriodeRow(**{**row._mapping, "ketentuan": ketentuan_of(row.ketentuan)})
