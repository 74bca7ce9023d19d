"""What citizens wrote, sorted, and whom an answer may reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring.model import Jawaban
from storage.changed import changed
from storage.parts import parts
from storage.tables import izin_balas, respons, saran
from storage.upsert import insert_new

SARAN: Final = "saran"
"""The `bagian` of what was written at the end; every other is the unsur whose low score a text explains."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What one response holds in words, as it was written. `hari` is its first day."""

    respons: int
    unit: str
    hari: date
    jawaban: Jawaban
    alasan: Mapping[str, str]
    saran: str | None


@dataclass(frozen=True, slots=True)
class SaranRow:
    """One text, masked and sorted. `unsur` is None where it speaks of none. `dikoreksi_oleh` is who sorted it anew
    by hand; `jawaban` what the office has answered."""

    respons: int
    bagian: str
    unit: str
    hari: date
    teks: str
    unsur: str | None
    sifat: str
    dikoreksi_oleh: int | None = None
    jawaban: str | None = None
    dijawab_pada: datetime | None = None
    dijawab_oleh: int | None = None


@dataclass(frozen=True, slots=True)
class IzinRow:
    """Where the writer of a saran may be answered, once, until `until` (milliseconds since 1970)."""

    respons: int
    channel: str
    address: str
    until: int


_HERE = and_(saran.c.respons == bindparam("id_"), saran.c.bagian == bindparam("bagian_"))
_CORRECT = (
    update(saran)
    .where(_HERE)
    .values(unsur=bindparam("unsur_"), sifat=bindparam("sifat_"), dikoreksi_oleh=bindparam("oleh"))
)
_WRITTEN = or_(respons.c.saran.is_not(None), cast(respons.c.alasan, Text) != "{}")
_UNSORTED = (
    select(respons.c.id, respons.c.unit, respons.c.hari_awal, respons.c.jawaban, respons.c.alasan, respons.c.saran)
    .where(respons.c.id > bindparam("after"), _WRITTEN, ~exists().where(saran.c.respons == respons.c.id))
    .order_by(respons.c.id)
    .limit(bindparam("most"))
)


class Voices:
    """The verbs of voices, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    # Sorting

    async def newest(self) -> int:
        """The highest id of a response; 0 where there is none."""
        return int((await self._c.execute(select(func.max(respons.c.id)))).scalar() or 0)

    async def unsorted(self, after: int, most: int) -> list[Writing]:
        """Responses of a higher id than `after` that hold words and have none sorted, lowest id first."""
        return [Writing(*row) for row in await self._c.execute(_UNSORTED, {"after": after, "most": most})]

    async def add(self, rows: Sequence[SaranRow]) -> list[SaranRow]:
        """Keep sorted texts; returns those that were not there. What is there stays as it is, a correction above
        all; what belongs to a response erased meanwhile is left out."""
        ids = {row.respons for row in rows}
        hari = {row.hari for row in rows}
        query = select(respons.c.id).where(respons.c.id.in_(ids), respons.c.hari_awal.in_(hari))
        standing = set((await self._c.execute(query)).scalars())
        values = [asdict(row) for row in rows if row.respons in standing]
        if not values:
            return []
        statement = insert_new(self._c, saran, ("respons", "bagian")).returning(saran.c.respons, saran.c.bagian)
        added = {tuple(row) for row in await self._c.execute(statement, values)}
        return [row for row in rows if (row.respons, row.bagian) in added]

    # Reading

    async def of_unit(self, unit: str, mulai: date, selesai: date) -> list[SaranRow]:
        """A unit's texts of days from `mulai` up to but not including `selesai`, newest day first. Within a day
        their order is that of the words, so that it does not tell who came before whom."""
        query = select(saran).where(saran.c.unit == unit, _between(mulai, selesai))
        rows = (SaranRow(*row) for row in await self._c.execute(query))
        return sorted(rows, key=lambda row: (-row.hari.toordinal(), row.teks, row.respons, row.bagian))

    async def top(
        self, units: Collection[str], unsur: Collection[str] | None, since: date, until: date, most: int = 12
    ) -> dict[tuple[str, str], list[SaranRow]]:
        """By unit and unsur the texts of days from `since` up to but not including `until`, at most `most` each,
        complaints before all else, then newest first. `unsur` None means every one."""
        found: dict[tuple[str, str], list[SaranRow]] = defaultdict(list)
        for part in parts(sorted(units)):
            query = select(saran).where(saran.c.unit.in_(part), _between(since, until), saran.c.unsur.is_not(None))
            if unsur is not None:
                query = query.where(saran.c.unsur.in_(unsur))
            for row in await self._c.execute(query):
                found[row.unit, row.unsur].append(SaranRow(*row))
        return {key: sorted(texts, key=_weight)[:most] for key, texts in found.items()}

    async def correct(self, which: Iterable[tuple[int, str]], unsur: str | None, sifat: str, oleh: int) -> None:
        """Sort these texts (response, bagian) by hand, for good."""
        rows = [{"id_": id_, "bagian_": bagian, "unsur_": unsur, "sifat_": sifat} for id_, bagian in which]
        if rows:
            await self._c.execute(_CORRECT, [{**row, "oleh": oleh} for row in rows])

    # Answering

    async def allow(self, rows: Sequence[IzinRow]) -> None:
        """Keep where the writers of these responses may be answered."""
        if rows:
            await self._c.execute(insert(izin_balas), [asdict(row) for row in rows])

    async def allowed(self, ids: Collection[int], now: int) -> dict[int, IzinRow]:
        """Of these responses those whose writer may be answered now, by id."""
        if not ids:
            return {}
        query = select(izin_balas).where(izin_balas.c.respons.in_(ids), izin_balas.c.until > now)
        return {row.respons: IzinRow(*row) for row in await self._c.execute(query)}

    async def answer(self, row: SaranRow, jawaban: str, oleh: int, pada: datetime) -> bool:
        """Keep the answer and forget where the writer is. False, and nothing is changed, where the saran has an
        answer, is gone, or its writer may not be answered any more."""
        now = int(pada.timestamp() * 1000)
        if row.respons not in await self.allowed([row.respons], now):
            return False
        unanswered = and_(saran.c.respons == row.respons, saran.c.bagian == row.bagian, saran.c.jawaban.is_(None))
        statement = update(saran).where(unanswered).values(jawaban=jawaban, dijawab_pada=pada, dijawab_oleh=oleh)
        if await changed(self._c, statement) != 1:
            return False
        await self._c.execute(delete(izin_balas).where(izin_balas.c.respons == row.respons))
        return True

    async def answered(self, ids: Collection[int]) -> set[int]:
        """Which of these responses hold a saran that was answered."""
        query = select(saran.c.respons).where(saran.c.respons.in_(ids), saran.c.jawaban.is_not(None))
        return set((await self._c.execute(query)).scalars())

    async def prune(self, now: int) -> None:
        """Forget where those are whose permission has run out."""
        await self._c.execute(delete(izin_balas).where(izin_balas.c.until <= now))


def _weight(row: SaranRow) -> tuple[bool, int, str, int]:
    return row.sifat != "keluhan", -row.hari.toordinal(), row.teks, row.respons


def _between(mulai: date, selesai: date) -> ColumnElement[bool]:
    return and_(saran.c.hari >= mulai, saran.c.hari < selesai)
