"""Alerts: every unit looked at, what is new told to its heads, what nobody takes up told to the next above.

What was already told is in the database, by the alert's cause: looking more often, in more processes or after a
restart tells nothing twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from bot.engine.survey import Survey
from bot.service.observation import observe
from bot.service.parcels import Parcel, enqueue, ms
from bot.service.quiet import not_before
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.service.voices import Voice
from bot.staff.alerts import alert_page, dump_peringatan
from scoring.amatan import Keadaan, Kebijakan, Peringatan
from scoring.model import Profil, Respons, UnitLayanan
from scoring.peringatan import decide_peringatan, grave_unsur
from scoring.periode import periode_of
from storage.alerts import Activity, PeringatanRow
from storage.errors import StorageError
from storage.records import OutboxRow, new_id
from storage.staff import AuditRow, StafRow
from storage.store import Store, Transaction
from storage.voices import SARAN

log = logging.getLogger(__name__)

BATCH: Final = 50
NAIK: Final = timedelta(days=3)
"""An alert that nobody has taken up for so long goes to the next above."""
PALING_TINGGI: Final = 2
BARU: Final = timedelta(days=7)
"""Older answers, as an import brings them, are no news."""
_NAIK_PALING: Final = 100
_JAM_PAGI: Final = 7
_JAM: Final = "peringatan.jam"
_HARI: Final = "peringatan.hari"
_KEADAAN: Final = TypeAdapter(Keadaan)
"""What is remembered of a unit, as JSON."""
_BELUM: Final = "Peringatan ini belum ditanggapi {hari} hari."


class Alerting:
    """Looks at the units. `tick` may be called at any time, by any number of processes: each hour it looks at the
    units that were answered since yesterday, and each morning at all."""

    def __init__(
        self,
        store: Store,
        surveys: Surveys,
        sandi: Sandi,
        committed: Callable[[Sequence[OutboxRow]], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        kebijakan: Kebijakan | None = None,
    ) -> None:
        self._store = store
        self._surveys = surveys
        self._sandi = sandi
        self._committed = committed
        self._clock = clock
        self._kebijakan = kebijakan or Kebijakan()

    async def tick(self) -> int:
        """Returns how many alerts are new."""
        try:
            return await self._look() + await self._escalate()
        except StorageError as error:
            log.error("units not looked at, to be tried again: %s", error)  # noqa: TRY400  the line says it all
            return 0

    async def hear(self, tx: Transaction, voices: Sequence[Voice]) -> int:
        """Tell at once of single grave answers among what was written just now, within the transaction that keeps
        it. Returns how many are new."""
        now, survey = self._clock(), self._surveys.now
        recent = now.astimezone(ZoneInfo(survey.direktori.zona)).date() - BARU
        rows = [
            alert_row(_grave(voice, unsur, now, self._kebijakan), now, _words(voice, unsur))
            for voice in voices
            if voice.hari >= recent and (unsur := grave_unsur(_respons(voice, now), survey.instrumen)[:1])
        ]
        new, _ = await self._tell_within(tx, survey, rows, now, bulk=True)
        return new

    async def _look(self) -> int:
        now, survey = self._clock(), self._surveys.now
        local = now.astimezone(ZoneInfo(survey.direktori.zona))
        hour, day = f"{local:%Y-%m-%dT%H}", f"{local:%Y-%m-%d}"
        async with self._store.reading() as tx:
            if await tx.schedule.setting(_JAM) == hour:
                return 0
            every = local.hour >= _JAM_PAGI and await tx.schedule.setting(_HARI) != day
            begin = periode_of(local.date(), survey.aturan.jenis_periode).sebelumnya().mulai
            activity = await tx.alerts.activity(survey.instrumen.id, begin)
        units = [
            unit
            for kode, unit in survey.direktori.unit.items()
            if every or (unit.kode in activity and activity[unit.kode].last >= local.date() - timedelta(days=1))
        ]
        new = 0
        for start in range(0, len(units), BATCH):
            new += await self._look_at(survey, units[start : start + BATCH], activity, now)
            await asyncio.sleep(0)  # others get their turn
        async with self._store.transaction() as tx:
            await tx.schedule.set(_JAM, hour)
            if every:
                await tx.schedule.set(_HARI, day)
        return new

    async def _look_at(
        self, survey: Survey, units: Sequence[UnitLayanan], activity: Mapping[str, Activity], now: datetime
    ) -> int:
        async with self._store.reading() as tx:
            seen = await observe(tx, survey, units, activity, now)
            known = await tx.alerts.remembered([unit.kode for unit in units])
        rows, states = [], {}
        for amatan in seen:
            before = _keadaan(known.get(amatan.unit))
            after, alerts = decide_peringatan(before, amatan, self._kebijakan, survey.instrumen, now)
            if after != before:
                states[amatan.unit] = _KEADAAN.dump_json(after).decode()
            rows += [alert_row(alert, now) for alert in alerts]
        return await self._tell(survey, rows, states)

    async def _tell(self, survey: Survey, rows: Sequence[PeringatanRow], states: Mapping[str, str]) -> int:
        if not rows and not states:
            return 0
        async with self._store.transaction() as tx:
            await tx.alerts.remember(states)
            new, out = await self._tell_within(tx, survey, rows, self._clock())
        self._committed(out)
        return new

    async def _tell_within(
        self, tx: Transaction, survey: Survey, rows: Sequence[PeringatanRow], now: datetime, *, bulk: bool = False
    ) -> tuple[int, list[OutboxRow]]:
        new = await tx.alerts.add(rows)
        people = await tx.staff.all() if new else []
        parcels = [parcel for row in new for parcel in _parcels(survey, row, _heads(people, row.unit), now)]
        await tx.staff.write_down([one for row in new for one in _shown(row, _heads(people, row.unit), now)])
        return len(new), await enqueue(tx, self._sandi, parcels, ms(now), bulk=bulk)

    async def _escalate(self) -> int:
        now, survey = self._clock(), self._surveys.now
        async with self._store.reading() as tx:
            waiting = await tx.alerts.unanswered(now, _NAIK_PALING)
        if not waiting:
            return 0
        async with self._store.transaction() as tx:
            waiting = await tx.alerts.unanswered(now, _NAIK_PALING)
            people = await tx.staff.all()
            parcels, raised = [], []
            for row in waiting:
                tingkat = row.tingkat + 1
                next_at = now + NAIK if tingkat < PALING_TINGGI else None
                raised.append(replace(row, tingkat=tingkat, naik_pada=next_at))
                notice = _BELUM.format(hari=(now - row.dibuat_pada).days)
                parcels += _parcels(survey, row, _above(survey, people, row.unit, tingkat), now, notice)
            await tx.alerts.escalate(raised)
            told = [(row, _above(survey, people, row.unit, row.tingkat)) for row in raised]
            await tx.staff.write_down([one for row, above in told for one in _shown(row, above, now)])
            out = await enqueue(tx, self._sandi, parcels, ms(now))
        self._committed(out)
        return 0


def _respons(voice: Voice, now: datetime) -> Respons:
    texts = {text.bagian: text.teks for text in voice.texts}
    return Respons("", now, Profil(), voice.jawaban, texts, texts.get(SARAN))


def _grave(voice: Voice, unsur: tuple[str, ...], now: datetime, kebijakan: Kebijakan) -> Peringatan:
    """One alert a response, about the first of its grave unsur: there is nothing before it to compare with."""
    kunci, genting = f"berat:{voice.respons}", "berat" in kebijakan.genting
    return Peringatan("berat", False, voice.unit, f"{now:%Y}", unsur[0], None, Decimal(1), 1, kunci, genting)


def _words(voice: Voice, unsur: tuple[str, ...]) -> str:
    """What was written about it: the reason for that score, or else the saran."""
    texts = {text.bagian: text.teks for text in voice.texts}
    return texts.get(unsur[0]) or texts.get(SARAN, "")


def alert_row(alert: Peringatan, now: datetime, teks: str = "") -> PeringatanRow:
    """As storage keeps it. What has recovered waits for no answer."""
    return PeringatanRow(
        new_id(),
        alert.kunci,
        alert.unit,
        alert.jenis,
        alert.unsur,
        alert.genting,
        dump_peringatan(alert, teks),
        now,
        naik_pada=None if alert.pulih else now + NAIK,
    )


def _keadaan(state: str | None) -> Keadaan | None:
    try:
        return _KEADAAN.validate_json(state) if state else None
    except ValidationError:
        return None  # of another version: it is begun anew


def _heads(people: Iterable[StafRow], unit: str) -> list[StafRow]:
    return [who for who in people if any((r.peran, r.cakupan) == ("kepala_unit", unit) for r in who.hak)]


def _above(survey: Survey, people: Sequence[StafRow], unit: str, tingkat: int) -> list[StafRow]:
    """The group's, and where there is nobody, or at the highest level, the admins."""
    found = survey.direktori.find(unit)
    group = ("pengawas_kelompok", found.kelompok if found else "")
    camat = [who for who in people if any((r.peran, r.cakupan) == group for r in who.hak)]
    admins = [who for who in people if any(r.peran == "admin" for r in who.hak)]
    return camat if tingkat < PALING_TINGGI and camat else admins


def _parcels(
    survey: Survey, row: PeringatanRow, people: Iterable[StafRow], now: datetime, notice: str = ""
) -> list[Parcel]:
    page = alert_page(survey, row, notice)
    return [
        Parcel(
            who.channel,
            who.address,
            page,
            push=True,
            not_before=None if row.genting else not_before(who, now),
        )
        for who in _reached(people)
    ]


def _shown(row: PeringatanRow, people: Iterable[StafRow], now: datetime) -> list[AuditRow]:
    """For the audit log: who is shown what a citizen wrote."""
    if not row.isi.get("teks"):
        return []
    details = {"peringatan": row.id}
    return [
        AuditRow(new_id(), now, who.id, who.nama, who.channel, "peringatan", row.unit, details)
        for who in _reached(people)
    ]


def _reached(people: Iterable[StafRow]) -> list[StafRow]:
    return [who for who in people if who.terjangkau and who.frekuensi != "mati"]
