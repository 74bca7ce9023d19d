"""A process that lives through the year with a clock that runs thousands of times too fast.

Responses come in on their day. What the running service does by itself is done as often as it changes anything:
digests are looked for each simulated hour, alerts three times a day, plans once. It may be killed at any moment and
started again: it goes on at the hour that the database says it had come to. Nothing is delivered: what is due stays
in the outbox, to be counted.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.engine.survey import Aturan, Survey
from bot.reports.sasaran import Sasaran
from bot.service import digest
from bot.service.routine import Routine
from bot.service.surveys import Surveys
from bot.staff.frame import Page
from bot.staff.ringkasan.compose import compose
from storage.records import ResponsRow
from storage.store import Store, Transaction
from tests.simulation.city import BEGIN, END, INSTRUMEN, SANDI, ZONE, city, settle_in

KINI = "simulasi.kini"
STEP = timedelta(hours=1)


class Fast:
    """The clock of the simulation."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def live(folder: Path, until: datetime) -> None:
    store = await settle_in(folder)
    async with store.reading() as tx:
        begun = await tx.schedule.setting(KINI)
    clock = Fast(datetime.fromisoformat(begun) if begun else BEGIN)
    surveys = Surveys(store, INSTRUMEN, Aturan())
    await surveys.reload()
    routine = Routine(store, surveys, SANDI, _announced, lambda _rows: None, clock)
    days = city().days
    while clock.now < until:
        local = clock.now + ZONE
        if local.hour in {0, 16}:
            await _answer(store, days, local.date(), evening=local.hour == 16)
            await routine.voices()
        if sent := await routine.digests.tick():
            print(f"{local:%Y-%m-%d %H:%M} digests {sent}", flush=True)
        if local.hour in {8, 12, 17} and (new := await routine.alerting.tick()):
            print(f"{local:%Y-%m-%d %H:%M} alerts {new}", flush=True)
        if local.hour == 9:
            await routine.quarter()
        clock.now += STEP
        if local.hour == 23 or sent:
            async with store.transaction() as tx:
                await tx.schedule.set(KINI, clock.now.isoformat())
    await store.close()


async def _announced(tx: Transaction, survey: Survey, subjects: Sequence[Sasaran], slot: date) -> Mapping[str, Page]:
    """Composes, after saying so: who wants to kill this process in the middle of a Monday knows when."""
    print(f"composing {slot} {len(subjects)}", flush=True)
    return await compose(tx, survey, subjects, slot)


async def _answer(store: Store, days: dict[date, list[ResponsRow]], day: date, *, evening: bool) -> None:
    """The day's responses, once it is over; at midnight those of the day before, should nobody have taken them."""
    rows = days.get(day if evening else day - timedelta(days=1), [])
    async with store.transaction() as tx:
        keys = [row.kunci_impor for row in rows if row.kunci_impor]
        known = await tx.facts.known_imports(keys)
        await tx.facts.add([row for row in rows if row.kunci_impor not in known])


if __name__ == "__main__":
    digest.BATCH = 20  # type: ignore[misc]  # so that a Monday has a middle
    asyncio.run(live(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else END))
