"""Reminders of follow-up plans at the start of each triwulan: one message to each head, exactly once.

They are due on the first working day, from 08:00 on, in the zone of the unit. Who looks later still sends them, up to
`TERLAMBAT_PALING`; what is not sent by then is not sent at all, for the plans can be seen at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from textwrap import shorten
from typing import Final
from zoneinfo import ZoneInfo

from bot.engine.messages import Perihal
from bot.engine.survey import Survey
from bot.service.parcels import Parcel, enqueue, ms
from bot.service.quiet import not_before
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.staff.frame import Page, say
from bot.staff.results.teks import name_of
from bot.staff.rtl.pages import nama_unsur, plan_button
from scoring.periode import Periode, local_day, periode_of
from scoring.rtl import is_asked, keadaan_of
from storage.plans import RtlRow
from storage.records import OutboxRow
from storage.staff import StafRow
from storage.store import Store, Transaction

JAM: Final = time(8)
TERLAMBAT_PALING: Final = timedelta(days=14)
DISEBUT_PALING: Final = 5
"""Plans told of in one message; of further ones their number is."""
BATCH: Final = 100
"""Heads whose messages are put into the outbox together."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one head is to be reminded of: open plans by unit."""

    who: StafRow
    plans: Mapping[str, Sequence[RtlRow]]

    def keys(self, triwulan: Periode) -> dict[str, str]:
        """Unit by the key under which its reminder is sent once."""
        return {f"rtl:{triwulan.kode}:{unit}:{self.who.id}": unit for unit in self.plans}


def first_working_day(triwulan: Periode) -> date:
    """Monday to Friday, and not New Year's Day. Feasts that move are not known here."""
    hari = triwulan.mulai
    while hari.weekday() >= 5 or (hari.month, hari.day) == (1, 1):
        hari += timedelta(days=1)
    return hari


def due_quarter(now: datetime, zona: str) -> tuple[Periode, datetime] | None:
    """The triwulan whose reminders are due at `now` in that zone, and since when; None where none are. `now` is
    aware."""
    triwulan = periode_of(local_day(now, zona), "triwulan")
    since = datetime.combine(first_working_day(triwulan), JAM, ZoneInfo(zona))
    return (triwulan, since) if since <= now < since + TERLAMBAT_PALING else None


async def remind_quarter(store: Store, surveys: Surveys, sandi: Sandi, now: datetime) -> list[OutboxRow]:
    """Put what is due into the outbox. Returns the rows that may be sent at once; of more than a batch there are
    none, for then the database gives them out as fast as they may be sent. To be called again and again, by any
    number of processes. Raises StorageError."""
    survey, sent = surveys.now, list[OutboxRow]()
    zones = defaultdict[tuple[Periode, datetime], set[str]](set)
    for unit in survey.direktori.unit.values():
        if (due := due_quarter(now, unit.zona_waktu)) is not None:
            zones[due].add(unit.kode)
    for (triwulan, since), units in sorted(zones.items(), key=lambda zone: zone[0][1]):
        async with store.reading() as tx:
            reminders = await _unsent(tx, triwulan, since, units)
        bulk = len(reminders) > BATCH
        for start in range(0, len(reminders), BATCH):
            batch = reminders[start : start + BATCH]
            async with store.transaction() as tx:
                parcels = await _claimed(tx, survey, triwulan, batch, now)
                sent += await enqueue(tx, sandi, parcels, ms(now), bulk=bulk)
    return sent


async def _unsent(tx: Transaction, triwulan: Periode, since: datetime, units: Collection[str]) -> list[Reminder]:
    """Plans made since the triwulan began need no reminder: their heads have just thought of them."""
    plans: dict[str, list[RtlRow]] = defaultdict(list)
    for row in await tx.plans.unfinished(triwulan.mulai.year):
        asked = is_asked(row.sudah, row.tahun, row.triwulan, triwulan.mulai)
        if row.unit in units and row.dibuat_pada < since and asked:
            plans[row.unit].append(row)
    if not plans:
        return []
    found = []
    for who in await tx.staff.all():
        headed = sorted({right.cakupan for right in who.hak if right.peran == "kepala_unit"} & plans.keys())
        if headed and who.frekuensi != "mati" and who.terjangkau:
            found.append(Reminder(who, {unit: plans[unit] for unit in headed}))
    taken = await tx.schedule.claimed([key for one in found for key in one.keys(triwulan)])
    return [one for one in found if not one.keys(triwulan).keys() <= taken]


async def _claimed(
    tx: Transaction, survey: Survey, triwulan: Periode, reminders: Sequence[Reminder], now: datetime
) -> list[Parcel]:
    """The messages of those that nobody else has taken, to be put into the outbox in the same transaction."""
    parcels = []
    mine = await tx.schedule.claim([key for one in reminders for key in one.keys(triwulan)], ms(now))
    for one in reminders:
        units = [unit for key, unit in one.keys(triwulan).items() if key in mine]
        if units:
            page = _page(survey, triwulan, [row for unit in units for row in one.plans[unit]])
            who, wait = one.who, not_before(one.who, now)
            parcels.append(Parcel(who.channel, who.address, page, push=True, not_before=wait))
    return parcels


def _page(survey: Survey, triwulan: Periode, plans: Sequence[RtlRow]) -> Page:
    told, rest = plans[:DISEBUT_PALING], len(plans) - DISEBUT_PALING
    lines = [f"{n}. {_line(survey, triwulan, row)}" for n, row in enumerate(told, start=1)]
    more = [f"Masih ada {rest} rencana lain. Lihat semuanya: /rtl"] if rest > 0 else []
    count = "Ada satu rencana" if len(plans) == 1 else f"Ada {len(plans)} rencana"
    text = "\n\n".join([f"{count} yang menunggu dikerjakan pada {triwulan.nama}.", *lines, *more])
    buttons = [
        (plan_button(f"{n}. {nama_unsur(survey.instrumen, row.unsur)}", row.id, fresh=True),)
        for n, row in enumerate(told, start=1)
    ]
    page = say(text, *buttons, heading="Rencana tindak lanjut")
    units = {row.unit for row in plans}
    of = f" {_unit_name(survey, plans[0].unit)}" if len(units) == 1 else f" {len(units)} unit"
    perihal = Perihal("pengingat", (f"rencana tindak lanjut{of} untuk {triwulan.nama}",))
    return replace(page, screen=replace(page.screen, perihal=perihal))


def _unit_name(survey: Survey, kode: str) -> str:
    unit = survey.direktori.find(kode)
    return name_of(unit.nama if unit else kode)


def _line(survey: Survey, triwulan: Periode, row: RtlRow) -> str:
    unit = survey.direktori.find(row.unit)
    late = keadaan_of(row.sudah, row.tahun, row.triwulan, triwulan.mulai) == "terlambat"
    title = f"{unit.nama if unit else row.unit}, {nama_unsur(survey.instrumen, row.unsur)}"
    return f"{title}{' (terlambat)' if late else ''}\n{shorten(row.program, 100, placeholder=' …')}"
