"""Finished responses and the counters that scores are read from. Both change in one transaction, or neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring.model import Profil, Rekap, Respons, rekap_of
from storage.records import ResponsRow
from storage.tables import rekap_responden, rekap_unsur, respons
from storage.upsert import add_up

Span = tuple[str, str, date, date, str]
"""instrumen, unit, hari_awal, hari_akhir, layanan: what one row of counters counts."""

_SPAN = ("instrumen", "unit", "hari_awal", "hari_akhir", "layanan")
_SEBARAN = ("n1", "n2", "n3", "n4")
_RESPONDEN = ("n", "jumlah", "jumlah_kuadrat")
_INSERT = insert(respons)
_DELETE = delete(respons).where(respons.c.id == bindparam("id_"))
_EARLIER = select(respons).where(
    respons.c.responden.in_(bindparam("who", expanding=True)), respons.c.diisi_pada >= bindparam("since")
)
_BY_ID = select(respons).where(respons.c.id.in_(bindparam("ids", expanding=True)))
_BY_RECEIPT = select(respons).where(respons.c.tanda_terima.in_(bindparam("receipts", expanding=True)))
_KNOWN_IMPORT = select(respons.c.kunci_impor).where(respons.c.kunci_impor.in_(bindparam("keys", expanding=True)))
_KEYS_A_QUERY = 5_000


class Facts:
    """The verbs of the facts, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def add(self, rows: Sequence[ResponsRow]) -> None:
        """Keep responses and count them."""
        if not rows:
            return
        await self._c.execute(_INSERT, [_values(row) for row in rows])
        await self._count(rows, 1)

    async def remove(self, rows: Sequence[ResponsRow]) -> None:
        """Erase responses, and take them out of the counters."""
        if not rows:
            return
        await self._c.execute(_DELETE, [{"id_": row.id} for row in rows])
        await self._count(rows, -1)

    async def earlier(self, responden: Collection[str], since: datetime) -> list[ResponsRow]:
        """What these people (keyed hashes) have answered since then, newest first."""
        rows = await self._c.execute(_EARLIER, {"who": list(responden), "since": since})
        return sorted((_row(row) for row in rows), key=lambda row: row.respons.diisi_pada, reverse=True)

    async def by_id(self, ids: Collection[int]) -> list[ResponsRow]:
        return [_row(row) for row in await self._c.execute(_BY_ID, {"ids": list(ids)})]

    async def by_receipt(self, receipts: Collection[str]) -> dict[str, ResponsRow]:
        """By the keyed hash of a receipt code."""
        rows = await self._c.execute(_BY_RECEIPT, {"receipts": list(receipts)})
        return {row.tanda_terima: _row(row) for row in rows}

    async def known_imports(self, keys: Sequence[str]) -> set[str]:
        """Which of these import keys are in the database already."""
        known: set[str] = set()
        for start in range(0, len(keys), _KEYS_A_QUERY):
            part = keys[start : start + _KEYS_A_QUERY]
            known.update((await self._c.execute(_KNOWN_IMPORT, {"keys": part})).scalars())
        return known

    async def rekap(
        self, instrumen: str, mulai: date, selesai: date, units: Collection[str] | None = None
    ) -> dict[str, Rekap]:
        """The counts of each unit for days from `mulai` up to but not including `selesai`.

        Units without a response in that time are absent. `units` None means all of them.
        """
        result: dict[str, Rekap] = {}
        for table, build in ((rekap_responden, _rekap_responden), (rekap_unsur, _rekap_unsur)):
            for unit, part in await self._sums(table, build, instrumen, mulai, selesai, units):
                result[unit] = result.get(unit, Rekap()) + part
        return {unit: rekap for unit, rekap in result.items() if rekap.n}

    async def _sums(
        self,
        table: Any,
        build: Any,
        instrumen: str,
        mulai: date,
        selesai: date,
        units: Collection[str] | None,
    ) -> Iterable[tuple[str, Rekap]]:
        keys = [table.c.unit, *([table.c.unsur] if table is rekap_unsur else [])]
        counts = _SEBARAN if table is rekap_unsur else _RESPONDEN
        query = (
            select(*keys, *(func.sum(table.c[name]).label(name) for name in counts))
            .where(table.c.instrumen == instrumen, table.c.hari_awal >= mulai, table.c.hari_akhir < selesai)
            .group_by(*keys)
        )
        if units is not None:
            query = query.where(table.c.unit.in_(units))
        return [(row.unit, build(row)) for row in await self._c.execute(query)]

    async def _count(self, rows: Iterable[ResponsRow], sign: int) -> None:
        spans: dict[Span, list[ResponsRow]] = defaultdict(list)
        for row in rows:
            spans[_span(row)].append(row)
        people, answers = [], []
        # In key order, so that two writers that touch the same counters never wait for each other in a ring.
        for span in sorted(spans):
            rekap = rekap_of(row.respons.jawaban for row in spans[span])
            key = dict(zip(_SPAN, span, strict=True))
            people.append({**key, **{name: sign * getattr(rekap, name) for name in _RESPONDEN}})
            for unsur, sebaran in sorted(rekap.sebaran.items()):
                counts = dict(zip(_SEBARAN, (sign * n for n in sebaran), strict=True))
                answers.append({**key, "unsur": unsur, **counts})
        if people:
            await self._c.execute(add_up(self._c, rekap_responden, _SPAN, _RESPONDEN), people)
        if answers:
            await self._c.execute(add_up(self._c, rekap_unsur, (*_SPAN, "unsur"), _SEBARAN), answers)

    async def integrity(self) -> str:
        """ "ok", or what SQLite finds wrong with its file. PostgreSQL looks after its own."""
        if self._c.dialect.name != "sqlite":
            return "ok"
        return str((await self._c.exec_driver_sql("PRAGMA integrity_check(1)")).scalar_one())

    async def counted(self) -> dict[Span, Rekap]:
        """What the counters say, span by span."""
        result: dict[Span, Rekap] = {}
        for table, build in ((rekap_responden, _rekap_responden), (rekap_unsur, _rekap_unsur)):
            async for row in _streamed(self._c, select(table)):
                span = tuple(getattr(row, name) for name in _SPAN)
                result[span] = result.get(span, Rekap()) + build(row)
        return {span: rekap for span, rekap in result.items() if rekap != Rekap()}

    async def recounted(self) -> dict[Span, Rekap]:
        """What the counters should say: counted anew from every response."""
        columns = [respons.c[name] for name in _SPAN]
        result: dict[Span, Rekap] = {}
        async for row in _streamed(self._c, select(*columns, respons.c.jawaban)):
            span = tuple(row[: len(_SPAN)])
            result[span] = result.get(span, Rekap()) + rekap_of([row.jawaban])
        return result


async def _streamed(connection: AsyncConnection, query: Any) -> AsyncIterator[Row[Any]]:
    async with connection.stream(query) as rows:
        async for row in rows:
            yield row


def _span(row: ResponsRow) -> Span:
    return (row.instrumen, row.unit, row.hari_awal, row.hari_akhir, row.respons.layanan)


def _rekap_responden(row: Row[Any]) -> Rekap:
    return Rekap(int(row.n), {}, int(row.jumlah), int(row.jumlah_kuadrat))


def _rekap_unsur(row: Row[Any]) -> Rekap:
    sebaran = (int(row.n1), int(row.n2), int(row.n3), int(row.n4))
    # What was erased leaves a row of zeros behind, which is as good as none.
    return Rekap(0, {row.unsur: sebaran} if any(sebaran) else {})


def _values(row: ResponsRow) -> dict[str, Any]:
    fact, profil = row.respons, row.respons.profil
    return {
        "id": row.id,
        "unit": row.unit,
        "layanan": fact.layanan,
        "instrumen": row.instrumen,
        "hari_awal": row.hari_awal,
        "hari_akhir": row.hari_akhir,
        "diisi_pada": fact.diisi_pada,
        "sumber": row.sumber,
        "jenis_kelamin": profil.jenis_kelamin,
        "usia": profil.usia,
        "usia_kelompok": profil.usia_kelompok,
        "pendidikan": profil.pendidikan,
        "pekerjaan": profil.pekerjaan,
        "jawaban": dict(fact.jawaban),
        "alasan": dict(fact.alasan),
        "saran": fact.saran,
        "persetujuan_versi": row.persetujuan_versi,
        "persetujuan_pada": row.persetujuan_pada,
        "responden": row.responden,
        "tanda_terima": row.tanda_terima,
        "kunci_impor": row.kunci_impor,
    }


def _row(row: Row[Any]) -> ResponsRow:
    profil = Profil(row.jenis_kelamin, row.usia, row.usia_kelompok, row.pendidikan, row.pekerjaan)
    return ResponsRow(
        row.id,
        row.unit,
        row.instrumen,
        row.hari_awal,
        row.hari_akhir,
        row.sumber,
        Respons(row.layanan, row.diisi_pada, profil, row.jawaban, row.alasan, row.saran),
        row.responden,
        row.tanda_terima,
        row.persetujuan_versi,
        row.persetujuan_pada,
        row.kunci_impor,
    )
