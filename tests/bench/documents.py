"""A city's documents, printed while citizens go on answering: how long, how large, and what the replies wait.

Beside it, in the same run: replies with nothing else to do, and replies while the event loop itself sets the pages.
"""

from __future__ import annotations

import asyncio
import itertools
import resource
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.cli.demo import fill
from bot.reports.dokumen.identitas_berkas import read_identitas
from bot.reports.dokumen.pencetak import cetak
from bot.reports.dokumen.penerbit import Penerbit
from bot.reports.dokumen.pesanan import Pesanan
from bot.reports.dokumen.susun import Susunan
from bot.reports.sasaran import Sasaran, sasaran_kota, sasaran_unit
from bot.reports.tautan import links_of
from bot.settings import Settings
from scoring.periode import parse_periode
from storage.connect import open_store
from tests.service.doubles import Citizen
from tests.service.rig import Rig, rig_over

PERIODE = parse_periode("2024")
NOW = datetime(2025, 1, 6, 2, tzinfo=UTC)
PEOPLE = 20
"""Who answer at the same time, each a step every THINK seconds."""
THINK = 0.2
ALONE_SECONDS = 5.0
IN_LOOP = 5
"""Reports that the event loop sets itself, to show what is avoided."""


async def lines(*, quick: bool = False) -> list[str]:
    async with _city() as (rig, susunan):
        everyone = [sasaran_unit(unit) for unit in rig.surveys.now.direktori.unit.values()]
        everyone = everyone[:10] if quick else everyone
        whole = sasaran_kota(rig.surveys.now.direktori, "Kota")

        async def read(sasaran: Sasaran) -> Pesanan:
            async with rig.store.reading() as tx:
                return await susunan.read(tx, rig.surveys.now, sasaran, PERIODE, "pdf", NOW)

        alone = await _waits(rig, lambda: asyncio.sleep(ALONE_SECONDS))
        sizes: list[int] = []
        penerbit = Penerbit()
        began = time.perf_counter()

        async def outside() -> None:
            for sasaran in [*everyone, whole]:
                sizes.append(len(await penerbit.cetak(await read(sasaran))))

        beside = await _waits(rig, outside)
        taken = time.perf_counter() - began
        await penerbit.close()
        printer_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

        async def inside() -> None:
            for sasaran in everyone[:IN_LOOP]:
                cetak(await read(sasaran))
                await asyncio.sleep(0)

        within = await _waits(rig, inside)
    return [
        f"\n{len(everyone)} reports and their summary as PDF, {PEOPLE} citizens answering meanwhile",
        f"  printed in a process of its own   {taken:.0f} s, {1000 * taken / len(sizes):.0f} ms each, "
        f"{sum(sizes) / 1e6:.1f} MB in all; that process at most {printer_mb:.0f} MB",
        f"  a reply then                      p50 {_ms(beside, 50)}, p99 {_ms(beside, 99)} ms",
        f"  a reply with nothing printed      p50 {_ms(alone, 50)}, p99 {_ms(alone, 99)} ms: "
        f"{_quantile(beside, 99) / _quantile(alone, 99):.1f} times as long at p99",
        f"  a reply while the loop prints     p50 {_ms(within, 50)}, p99 {_ms(within, 99)} ms: what is avoided, "
        f"{_quantile(within, 99) / _quantile(beside, 99):.0f} times as long at p99",
    ]


@asynccontextmanager
async def _city() -> AsyncIterator[tuple[Rig, Susunan]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'ikm.db'}"
        await fill(Settings(database_url=url), 2024, 1)
        store = await open_store(url)
        try:
            rig = await rig_over(store)
            links = partial(links_of, base_url="https://survei.example.go.id", bot_username="")
            yield rig, Susunan(read_identitas(None, "Pemerintah Kota Kediri"), links)
            await rig.conversation.close()  # who was answering is gone; what they said last is still being stored
        finally:
            await store.close()


async def _waits(rig: Rig, work: Callable[[], Awaitable[object]]) -> list[float]:
    """How long each reply took while `work` was done, in seconds."""
    waits: list[float] = []
    people = [asyncio.create_task(_answer_on(rig, n, waits)) for n in range(PEOPLE)]
    await work()
    for one in people:
        one.cancel()
    await asyncio.gather(*people, return_exceptions=True)
    return waits


_ADDRESSES = itertools.count(62_800_000_000)


async def _answer_on(rig: Rig, n: int, waits: list[float]) -> None:
    """Interview after interview. When a step is due is set beforehand: who is kept waiting is not counted as slow to
    answer."""
    kode = sorted(rig.surveys.now.direktori.unit)[n]
    due = time.perf_counter() + THINK * n / PEOPLE
    while True:
        citizen = Citizen(rig.conversation.handle, str(next(_ADDRESSES)))
        steps = 0
        while citizen.seen is None or citizen.screen.key != "selesai":
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await (citizen.start(kode) if not steps else citizen.send(citizen.answer()))
            waits.append(time.perf_counter() - due)
            due += THINK
            steps += 1


def _quantile(waits: list[float], percent: int) -> float:
    return statistics.quantiles(waits, n=100)[percent - 1]


def _ms(waits: list[float], percent: int) -> str:
    return f"{1000 * _quantile(waits, percent):.0f}"


if __name__ == "__main__":
    print("\n".join(asyncio.run(lines())))
