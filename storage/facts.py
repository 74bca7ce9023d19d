"""Finished responses and the counters that scores are read from. Both change in one transaction, or neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring.model import Jawaban, Profil, Rekap, rekap_of
from storage import locks, partitions
from storage.parts import parts
from storage.records import ResponsRow
from storage.responses import response_of, values_of
from storage.tables import izin_balas, rekap_harapan, rekap_responden, rekap_unsur, respons, saran
from storage.tally import RESPONDEN, SEBARAN, Rentang, tally, tally_harapan
from storage.upsert import add_up

Span = tuple[str, str, date, date, str]
"""instrumen, unit, hari_awal, hari_akhir, layanan: what one row of counters counts."""

Count = dict[str, Any]
"""A row to be added to the counters."""

_SPAN = ("instrumen", "unit", "hari_awal", "hari_akhir", "layanan")
_PROFIL = ("jenis_kelamin", "usia", "usia_kelompok", "pendidikan", "pekerjaan")
_INSERT = insert(respons)
_DELETE = delete(respons).where(respons.c.id == bindparam("id_"), respons.c.hari_awal == bindparam("hari"))
# What is of a response and in a table of its own.
_DELETE_WITH = [delete(table).where(table.c.respons == bindparam("id_")) for table in (saran, izin_balas)]
# The days are named too, so that only the half-years they are in are looked into.
_EARLIER = select(respons).where(
    respons.c.responden.in_(bindparam("who", expanding=True)),
    respons.c.diisi_pada >= bindparam("since"),
    respons.c.hari_awal >= bindparam("hari"),
)
_BY_ID = select(respons).where(respons.c.id.in_(bindparam("ids", expanding=True)))
_BY_RECEIPT = select(respons).where(respons.c.tanda_terima.in_(bindparam("receipts", expanding=True)))
_KNOWN_IMPORT = select(respons.c.kunci_impor).where(
    respons.c.kunci_impor.in_(bindparam("keys", expanding=True)),
    respons.c.hari_awal.between(bindparam("first"), bindparam("last")),
)
_HARAPAN = "harapan."


class Facts:
    """The verbs of the facts, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def add(self, rows: Sequence[ResponsRow]) -> None:
        """Keep responses and count them."""
        if not rows:
            return
        await partitions.make_for(self._c, {row.hari_awal for row in rows})
        await self._c.execute(_INSERT, [values_of(row) for row in rows])
        await self._count(rows, 1)

    async def prepare(self, today: date) -> None:
        """Make room for the responses of this half-year and the next, before the first of them comes."""
        await partitions.make_for(self._c, (today, partitions.days_of(partitions.half_of(today))[1]))

    async def remove(self, rows: Sequence[ResponsRow]) -> None:
        """Erase responses with what was sorted of their words and where their writers are, and take them out of the
        counters."""
        if not rows:
            return
        for statement in _DELETE_WITH:
            await self._c.execute(statement, [{"id_": row.id} for row in rows])
        await self._c.execute(_DELETE, [{"id_": row.id, "hari": row.hari_awal} for row in rows])
        await self._count(rows, -1)

    async def earlier(self, responden: Collection[str], since: datetime) -> list[ResponsRow]:
        """What these people (keyed hashes) have answered since then, newest first."""
        # A local day is nowhere more than one before that of UTC.
        hari = since.astimezone(UTC).date() - timedelta(days=1)
        rows = await self._c.execute(_EARLIER, {"who": list(responden), "since": since, "hari": hari})
        return sorted((response_of(row) for row in rows), key=lambda row: row.respons.diisi_pada, reverse=True)

    async def by_id(self, ids: Collection[int]) -> list[ResponsRow]:
        return [response_of(row) for row in await self._c.execute(_BY_ID, {"ids": list(ids)})]

    async def by_receipt(self, receipts: Collection[str]) -> dict[str, ResponsRow]:
        """By the keyed hash of a receipt code."""
        rows = await self._c.execute(_BY_RECEIPT, {"receipts": list(receipts)})
        return {row.tanda_terima: response_of(row) for row in rows}

    async def known_imports(self, keys: Sequence[str], days: Collection[date] = ()) -> set[str]:
        """Which of these import keys are in the database already. `days` are the first days of the rows they are of,
        where these are known: a key says them too, so it is not looked for among others."""
        between = {"first": min(days, default=date.min), "last": max(days, default=date.max)}
        known: set[str] = set()
        for part in parts(keys):
            known.update((await self._c.execute(_KNOWN_IMPORT, {"keys": part, **between})).scalars())
        return known

    async def rekap(
        self, instrumen: str, mulai: date, selesai: date, units: Collection[str] | None = None
    ) -> dict[str, Rekap]:
        """The counts of each unit for days from `mulai` up to but not including `selesai`.

        Units without a response in that time are absent. `units` None means all of them.
        """
        return (await tally(self._c, instrumen, [(mulai, selesai)], units))[0]

    async def rekap_rentang(
        self, instrumen: str, spans: Sequence[Rentang], units: Collection[str] | None = None, *, sebaran: bool = True
    ) -> list[dict[str, Rekap]]:
        """What `rekap` gives, for each of several spans, from one query a table. Without `sebaran` the answers per
        unsur are left out, and a tenth of the rows is read."""
        return await tally(self._c, instrumen, spans, units, sebaran=sebaran)

    async def rekap_harapan(
        self, instrumen: str, mulai: date, selesai: date, units: Collection[str] | None = None
    ) -> dict[str, Rekap]:
        """How much each unsur matters, per unit, for days and units as `rekap` takes them; who told none is absent.

        `n` is how many told it; where some left an unsur out, as imports may, of the unsur that most told. No spread
        between respondents is known (`jumlah` is 0).
        """
        return await tally_harapan(self._c, instrumen, (mulai, selesai), units)

    async def instrumen(self, mulai: date, selesai: date, units: Collection[str] | None = None) -> set[str]:
        """The ids of all instrumen with responses of these units and days, as `rekap` takes them."""
        c = rekap_responden.c
        query = select(c.instrumen).where(c.hari_awal >= mulai, c.hari_akhir < selesai).group_by(c.instrumen)
        if units is not None:
            query = query.where(c.unit.in_(units))
        return set((await self._c.execute(query.having(func.sum(c.n) > 0))).scalars())

    async def rekap_layanan(
        self, instrumen: str, mulai: date, selesai: date, units: Collection[str] | None = None
    ) -> dict[str, Rekap]:
        """The counts of each service of these units together; "" is of those whose service is not known."""
        return (await tally(self._c, instrumen, [(mulai, selesai)], units, "layanan"))[0]

    async def profil(
        self, instrumen: str, mulai: date, selesai: date, units: Collection[str] | None = None
    ) -> AsyncIterator[tuple[Profil, Jawaban]]:
        """Who answered and what, response by response. Counters know nothing of people, so this reads every one."""
        query = select(*(respons.c[name] for name in _PROFIL), respons.c.jawaban).where(
            respons.c.instrumen == instrumen, respons.c.hari_awal >= mulai, respons.c.hari_akhir < selesai
        )
        if units is not None:
            query = query.where(respons.c.unit.in_(units))
        async for row in _streamed(self._c, query):
            yield Profil(*row[: len(_PROFIL)]), row.jawaban

    async def kasus(
        self, instrumen: str, mulai: date, selesai: date, unit: str
    ) -> AsyncIterator[tuple[str, Profil, Jawaban, Jawaban]]:
        """Of each response of one unit the service's code, who answered, the answers and the harapan; nothing of
        when, from where, or in their own words."""
        names = ("layanan", *_PROFIL, "jawaban", "harapan")
        query = select(*(respons.c[name] for name in names)).where(
            respons.c.instrumen == instrumen,
            respons.c.hari_awal >= mulai,
            respons.c.hari_akhir < selesai,
            respons.c.unit == unit,
        )
        async for row in _streamed(self._c, query):
            yield row.layanan, Profil(*row[1 : 1 + len(_PROFIL)]), row.jawaban, row.harapan

    async def _count(self, rows: Iterable[ResponsRow], sign: int) -> None:
        spans: dict[Span, list[ResponsRow]] = defaultdict(list)
        for row in rows:
            spans[_span(row)].append(row)
        people, answers, harapan = list[Count](), list[Count](), list[Count]()
        keping = await locks.slot(self._c)
        # In key order, so that two writers that touch the same counters never wait for each other in a ring.
        for span in sorted(spans):
            rekap = rekap_of(row.respons.jawaban for row in spans[span])
            key = {**dict(zip(_SPAN, span, strict=True)), "keping": keping}
            people.append({**key, **{name: sign * getattr(rekap, name) for name in RESPONDEN}})
            answers += _counts(key, rekap, sign)
            harapan += _counts(key, rekap_of(row.respons.harapan for row in spans[span]), sign)
        if people:
            await self._c.execute(add_up(self._c, rekap_responden, (*_SPAN, "keping"), RESPONDEN), people)
        for table, counts in ((rekap_unsur, answers), (rekap_harapan, harapan)):
            if counts:
                await self._c.execute(add_up(self._c, table, (*_SPAN, "unsur", "keping"), SEBARAN), counts)

    async def counted(self) -> dict[Span, Rekap]:
        """What the counters say, span by span; the answers to harapan stand under "harapan.<unsur>"."""
        result: dict[Span, Rekap] = {}
        tables = ((rekap_responden, _rekap_responden), (rekap_unsur, _rekap_unsur), (rekap_harapan, _rekap_harapan))
        for table, build in tables:
            async for row in _streamed(self._c, select(table)):
                span = tuple(getattr(row, name) for name in _SPAN)
                result[span] = result.get(span, Rekap()) + build(row)
        counts = {span: _without_zeros(rekap) for span, rekap in result.items()}
        return {span: rekap for span, rekap in counts.items() if rekap != Rekap()}

    async def recounted(self) -> dict[Span, Rekap]:
        """What the counters should say: counted anew from every response."""
        columns = [respons.c[name] for name in _SPAN]
        result: dict[Span, Rekap] = {}
        async for row in _streamed(self._c, select(*columns, respons.c.jawaban, respons.c.harapan)):
            span = tuple(row[: len(_SPAN)])
            harapan = rekap_of([row.harapan]).sebaran.items()
            told = Rekap(0, {f"{_HARAPAN}{unsur}": sebaran for unsur, sebaran in harapan})
            result[span] = result.get(span, Rekap()) + rekap_of([row.jawaban]) + told
        return result


async def _streamed(connection: AsyncConnection, query: Any) -> AsyncIterator[Row[Any]]:
    async with connection.stream(query) as rows:
        async for row in rows:
            yield row


def _span(row: ResponsRow) -> Span:
    return (row.instrumen, row.unit, row.hari_awal, row.hari_akhir, row.respons.layanan)


def _counts(key: Count, rekap: Rekap, sign: int) -> Iterator[Count]:
    for unsur, sebaran in sorted(rekap.sebaran.items()):
        yield {**key, "unsur": unsur, **dict(zip(SEBARAN, (sign * n for n in sebaran), strict=True))}


def _rekap_responden(row: Row[Any]) -> Rekap:
    return Rekap(int(row.n), {}, int(row.jumlah), int(row.jumlah_kuadrat))


def _rekap_unsur(row: Row[Any]) -> Rekap:
    return Rekap(0, {row.unsur: (int(row.n1), int(row.n2), int(row.n3), int(row.n4))})


def _without_zeros(rekap: Rekap) -> Rekap:
    """What was erased leaves counts of zero behind, which are as good as none."""
    counted = {unsur: sebaran for unsur, sebaran in rekap.sebaran.items() if any(sebaran)}
    return Rekap(rekap.n, counted, rekap.jumlah, rekap.jumlah_kuadrat)


def _rekap_harapan(row: Row[Any]) -> Rekap:
    counted = _rekap_unsur(row)
    return Rekap(0, {f"{_HARAPAN}{unsur}": sebaran for unsur, sebaran in counted.sebaran.items()})
