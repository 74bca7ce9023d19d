"""How long the figures of all digests take, from counters, for a city and for a country.

Beside it, in the same run: what counting the responses themselves takes (the city), and what the database alone takes
to add the counters up (the country).
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bot.engine.survey import Aturan, Direktori, Survey
from bot.reports.mingguan import read_mingguan
from bot.reports.sasaran import sasaran_unit
from scoring.instrumen import shipped_instrumen
from scoring.model import Kelompok, UnitLayanan
from storage.connect import open_store
from storage.store import Store
from storage.tables import rekap_responden, rekap_unsur
from tests.factories import jawaban, respons_row

INSTRUMEN = shipped_instrumen("permenpan-14-2017")
HARI = date(2026, 11, 23)
CITY, COUNTRY = 94, 83_000
RESPONSES = 10_000
"""A city's, of a year."""
BATCH = 500
_ROWS = 50_000


def units(n: int) -> list[UnitLayanan]:
    return [UnitLayanan(f"unit-{i:05}", f"Kelurahan {i:05}", "k", populasi=500) for i in range(n)]


async def city(rounds: int) -> dict[str, float]:
    """Seconds for all digests of a city, and for counting its responses anew."""
    async with fresh_store() as store:
        known = units(CITY)
        async with store.transaction() as tx:
            await tx.directory.put([Kelompok("k", "Kecamatan")], known)
            rows = [
                respons_row(jawaban(2 + i % 3, waktu=1 + i % 4), unit=known[i % CITY].kode, hari=_day(i))
                for i in range(RESPONSES)
            ]
            await tx.facts.add(rows)

        async def counters() -> None:
            await _all(store, known)

        async def responses() -> None:
            async with store.reading() as tx:
                await tx.facts.recounted()

        return {
            "counters": await _median(counters, rounds),
            "responses": await _median(responses, rounds),
        }


async def country(rounds: int) -> dict[str, float]:
    """Seconds for all digests of a country, and for the database alone to add up the same counters."""
    async with fresh_store() as store:
        known = units(COUNTRY)
        async with store.transaction() as tx:
            await tx.directory.put([Kelompok("k", "Kecamatan")], known)
        async with store.engine.begin() as connection:
            for table, rows in ((rekap_responden, _people(known)), (rekap_unsur, _answers(known))):
                part: list[dict[str, Any]] = []
                for row in rows:
                    part.append({"keping": 0, **row})
                    if len(part) == _ROWS:
                        await connection.execute(insert(table), part)
                        part = []
                if part:
                    await connection.execute(insert(table), part)

        async def counters() -> None:
            await _all(store, known)

        async def database() -> None:
            columns = (rekap_unsur.c.unit, rekap_unsur.c.unsur)
            sums = (func.sum(rekap_unsur.c[f"n{skor}"]) for skor in range(1, 5))
            async with store.engine.connect() as connection:
                (await connection.execute(select(*columns, *sums).group_by(*columns))).all()

        return {
            "counters": await _median(counters, rounds),
            "database": await _median(database, rounds),
        }


async def _all(store: Store, known: list[UnitLayanan]) -> None:
    survey = Survey(INSTRUMEN, Direktori.of((), ()), Aturan())
    for start in range(0, len(known), BATCH):
        async with store.reading() as tx:
            subjects = [sasaran_unit(unit) for unit in known[start : start + BATCH]]
            assert len(await read_mingguan(tx, survey, subjects, HARI)) == len(subjects)


async def _median(act: Callable[[], Awaitable[None]], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        await act()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


@asynccontextmanager
async def fresh_store() -> AsyncIterator[Store]:
    """A new database, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite+aiosqlite:///{Path(folder)}/ikm.db", create=True)
        try:
            yield store
        finally:
            await store.close()


def _day(i: int) -> date:
    return HARI - timedelta(days=1 + i % 320)


def _spans(known: list[UnitLayanan]) -> Iterator[dict[str, Any]]:
    """Two days with answers a unit: last week's, and one earlier in the periode."""
    for unit in known:
        for day in (HARI - timedelta(days=5), HARI - timedelta(days=60)):
            yield {
                "instrumen": INSTRUMEN.id,
                "unit": unit.kode,
                "hari_awal": day,
                "hari_akhir": day,
                "layanan": "ktp",
            }


def _people(known: list[UnitLayanan]) -> Iterator[dict[str, Any]]:
    for span in _spans(known):
        yield {**span, "n": 12, "jumlah": 12 * 29, "jumlah_kuadrat": 12 * 29 * 29 + 40}


def _answers(known: list[UnitLayanan]) -> Iterator[dict[str, Any]]:
    for span in _spans(known):
        for unsur in INSTRUMEN.urutan:
            yield {**span, "unsur": unsur, "n1": 0, "n2": 1, "n3": 5, "n4": 6}


async def lines(rounds: int, *, quick: bool) -> list[str]:
    """The part of the table that is about digests."""
    found = await city(rounds)
    text = [
        "\nFigures of all digests (running periode, the one before, eight weeks; change, interval, sample)",
        f"  {CITY} units from counters {found['counters'] * 1000:8.0f} ms, "
        f"{found['responses'] / found['counters']:.1f} times as fast as only counting {RESPONSES:,} responses "
        f"({found['responses'] * 1000:.0f} ms)",
    ]
    if quick:
        return text
    found = await country(max(1, rounds // 2))
    return [
        *text,
        f"  {COUNTRY:,} units from counters {found['counters']:5.1f} s ({found['counters'] / COUNTRY * 1e6:.0f} µs "
        f"each), {found['counters'] / found['database']:.1f} times what the database alone takes to add them up "
        f"({found['database']:.1f} s)",
    ]


if __name__ == "__main__":
    print("\n".join(asyncio.run(lines(3, quick=False))))
