"""What is known of units at a moment, as the alert rules want it: read from the counters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from bot.engine.survey import Survey
from scoring.amatan import Amatan
from scoring.model import Rekap, UnitLayanan
from scoring.periode import Periode, periode_of
from storage.alerts import Activity
from storage.store import Transaction


async def observe(
    tx: Transaction, survey: Survey, units: Sequence[UnitLayanan], activity: Mapping[str, Activity], now: datetime
) -> list[Amatan]:
    """What is known of these units now, from the counters: one query a table for all of them."""
    today = now.astimezone(ZoneInfo(survey.direktori.zona)).date()
    berjalan = periode_of(today, survey.aturan.jenis_periode)
    lalu = berjalan.sebelumnya()
    weeks = weeks_of(lalu, today)
    spans = [(one.mulai, one.selesai) for one in (berjalan, lalu, *weeks)]
    kini, dulu, *mingguan = await tx.facts.rekap_rentang(survey.instrumen.id, spans, [unit.kode for unit in units])
    empty = Rekap()
    return [
        Amatan(
            unit.kode,
            berjalan,
            kini.get(unit.kode, empty),
            dulu.get(unit.kode),
            tuple(week.get(unit.kode, empty) for week in mingguan),
            *_silence(activity.get(unit.kode), today),
            unit.populasi,
            Fraction((today - berjalan.mulai).days, (berjalan.selesai - berjalan.mulai).days),
        )
        for unit in units
    ]


def weeks_of(lalu: Periode, today: date) -> list[Periode]:
    """The ISO weeks that are over, from the first that lies wholly in the periode before."""
    week = periode_of(lalu.mulai + timedelta(days=6), "minggu")
    weeks = []
    while week.selesai <= today:
        weeks.append(week)
        week = week.berikutnya()
    return weeks


def _silence(activity: Activity | None, today: date) -> tuple[int | None, int, int]:
    if activity is None:
        return None, 0, 0
    return (today - activity.last).days, activity.n, max(1, (activity.last - activity.first).days)
