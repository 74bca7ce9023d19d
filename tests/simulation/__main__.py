"""`make year`: a year of a city in minutes, with the process killed in the middle of Mondays, and what came of it."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.engine.codec import load_screen
from bot.engine.survey import Aturan, Direktori, Survey
from bot.staff.alerts import explain, load_peringatan
from storage.connect import open_store
from storage.store import Store
from tests.service.dispatch import taken
from tests.simulation.city import BEGIN, END, INSTRUMEN, ZONE, city

KILLS = 5
COMPOSED_BEFORE = 3
"""Batches of a Monday that are begun when the process is killed: some are committed by then, and some are not."""


async def main(until: datetime, kills: int, folder: Path) -> bool:
    began = time.monotonic()
    killed = await _through(folder, until, kills)
    seconds = time.monotonic() - began
    store = await open_store(f"sqlite+aiosqlite:///{folder}/ikm.db")
    try:
        good = await _digests(store, until)
        await _alerts(store)
    finally:
        await store.close()
    print(f"{seconds:.0f} s on {os.cpu_count()} cores; killed {killed} times in the middle of a Monday")
    return good and killed == kills


async def _through(folder: Path, until: datetime, kills: int) -> int:
    """Live until then. Each life but the last ends by SIGKILL while the digests of a Monday are being written."""
    fatal = sorted(random.Random(1).sample(mondays(until)[4:], kills))
    killed = 0
    for monday in (*fatal, None):
        command = (sys.executable, "-m", "tests.simulation.life", str(folder), until.isoformat())
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
        assert process.stdout is not None
        begun = 0
        async for line in process.stdout:
            begun += line.startswith(f"composing {monday} ".encode())
            if begun == COMPOSED_BEFORE:
                process.kill()
                killed += 1
                break
        await process.wait()
        if monday is None and process.returncode:
            raise SystemExit(f"the last life ended with {process.returncode}")
    return killed


def mondays(until: datetime) -> list[date]:
    """Those whose 08:00 in Jakarta has come before `until`."""
    days = (BEGIN + ZONE + timedelta(days=n) for n in range((until - BEGIN).days + 1))
    return [day.date() for day in days if day.weekday() == 0 and day + timedelta(hours=8) < until + ZONE]


async def _digests(store: Store, until: datetime) -> bool:
    """Whether each reader has one digest of each Monday in the outbox, neither more nor fewer."""
    weeks, readers = mondays(until), len(city().units) + len(city().groups) + 1
    rows = await taken(store, "telegram", 1 << 62, 1 << 62)
    async with store.reading() as tx:
        claims = [row for week in weeks for row in await tx.schedule.claims(f"digest:{week}:")]
    screens = [load_screen(row.payload) for row in rows if row.push]
    digests = [screen for screen in screens if screen.key == "ringkasan"]
    print(f"{len(weeks)} Mondays x {readers} readers = {len(weeks) * readers} digests")
    print(f"in the outbox: {len(digests)}; claimed: {len(claims)}, {len(set(claims))} different")
    return len(digests) == len(claims) == len(set(claims)) == len(weeks) * readers


async def _alerts(store: Store) -> None:
    """Every alert with its cause."""
    async with store.reading() as tx:
        direktori = Direktori.of(await tx.directory.kelompok(), await tx.directory.units())
        rows = await tx.alerts.latest(None, 100_000)
    survey = Survey(INSTRUMEN, direktori, Aturan())
    for row in reversed(rows):
        alert, teks = load_peringatan(row.isi)
        unit = direktori.find(row.unit)
        print(
            f"{row.dibuat_pada + ZONE:%Y-%m-%d} {unit.nama if unit else row.unit}: {explain(survey, alert, teks)!r}"
        )
    kinds = Counter((row.jenis, "pulih" if load_peringatan(row.isi)[0].pulih else "") for row in rows)
    print("alerts:", ", ".join(f"{' '.join(kind).strip()} {n}" for kind, n in sorted(kinds.items())) or "none")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--weeks", type=int, default=0, help="only so many; 0 for the whole year")
    parser.add_argument("--kills", type=int, default=KILLS)
    given = parser.parse_args()
    last = BEGIN + timedelta(weeks=given.weeks) if given.weeks else END
    with tempfile.TemporaryDirectory() as place:
        raise SystemExit(0 if asyncio.run(main(last, given.kills, Path(place))) else 1)
