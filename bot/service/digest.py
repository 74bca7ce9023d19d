"""Digests: which are due, and each put into the outbox exactly once.

APScheduler says when to look; the database says what is still to be done. A slot is a local date in a time zone; a
digest is claimed by slot, subject and reader in the transaction that puts it into the outbox, so whoever dies,
restarts, runs beside another process or has a clock that jumps sends none twice and leaves none out.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.engine.survey import Survey
from bot.reports.sasaran import Sasaran, sasaran_kelompok, sasaran_kota, sasaran_unit
from bot.service.parcels import Parcel, enqueue, ms
from bot.service.quiet import not_before
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.staff.frame import Page
from bot.staff.jadwal import (
    DIISI_PALING,
    KUNCI,
    KUNCI_SEKARANG,
    TERLAMBAT_PALING,
    Jadwal,
    is_first_of_month,
    key_of,
    last_slot,
    load_jadwal,
    moment_of,
)
from storage.errors import StorageError
from storage.records import new_id
from storage.schedule import Slot
from storage.staff import AuditRow, StafRow
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

BATCH: Final = 100
"""Digests composed and committed together: a process that dies has at most these to compose again."""

Compose = Callable[[Transaction, Survey, Sequence[Sasaran], date], Awaitable[Mapping[str, Page]]]
"""The digest of each subject for the slot of that date, by the subject's key (`Sasaran.key`). Reads only."""


@dataclass(frozen=True, slots=True)
class Due:
    """One digest for one reader."""

    who: StafRow
    sasaran: Sasaran

    def key(self, slot: str) -> str:
        return f"{slot}:{self.sasaran.key}:{self.who.id}"


class Digests:
    """Looks whether digests are due and sends them. `tick` may be called at any time, by any number of processes."""

    def __init__(
        self,
        store: Store,
        surveys: Surveys,
        sandi: Sandi,
        compose: Compose,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._surveys = surveys
        self._sandi = sandi
        self._compose = compose
        self._clock = clock

    async def tick(self) -> int:
        """Put what is due into the outbox. Returns how many digests that were."""
        return await self._tried(self._slots)

    async def requested(self) -> int:
        """The same with what an admin has asked to be sent now, to all readers or those of one unit."""
        return await self._tried(self._requested)

    async def _tried(self, send: Callable[[], Awaitable[int]]) -> int:
        try:
            return await send()
        except StorageError as error:
            log.error("digests not sent, to be tried again: %s", error)  # noqa: TRY400  the line says it all
            return 0

    async def _slots(self) -> int:
        now, survey = self._clock(), self._surveys.now
        async with self._store.reading() as tx:
            jadwal = load_jadwal(await tx.schedule.setting(KUNCI))
            readers = [who for who in await tx.staff.all() if who.terjangkau and who.frekuensi != "mati"]
            open_slots = {
                zona: slot
                for zona in sorted(_zones(survey, readers))
                if await tx.schedule.slot(key_of(slot := last_slot(now, zona, jadwal), zona)) is None
            }
        sent = 0
        for zona, slot in open_slots.items():
            sent += await self._slot(survey, jadwal, readers, zona, slot, now)
        return sent

    async def _slot(
        self, survey: Survey, jadwal: Jadwal, readers: Sequence[StafRow], zona: str, slot: date, now: datetime
    ) -> int:
        kunci = key_of(slot, zona)
        due = [one for one in _due(survey, readers, zona) if _wants(one.who, slot)]
        await self._own_up(zona, slot, jadwal, now)
        late = now - moment_of(slot, zona, jadwal) > TERLAMBAT_PALING
        if late or jadwal.jeda:
            async with self._store.transaction() as tx:
                taken = await tx.schedule.claimed([one.key(kunci) for one in due])
                keadaan = "dijeda" if jadwal.jeda else "terlewat"
                await tx.schedule.finish(Slot(kunci, keadaan, len(due) - len(taken), now))
            return 0
        sent = await self._send(survey, due, kunci, slot, now)
        async with self._store.transaction() as tx:
            await tx.schedule.finish(Slot(kunci, "selesai", len(due), now))
        return sent

    async def _send(self, survey: Survey, due: Sequence[Due], kunci: str, slot: date, now: datetime) -> int:
        async with self._store.reading() as tx:
            taken = await tx.schedule.claimed([one.key(kunci) for one in due])
        left = [one for one in due if one.key(kunci) not in taken]
        sent = 0
        for start in range(0, len(left), BATCH):
            part = left[start : start + BATCH]
            async with self._store.reading() as tx:
                subjects = {one.sasaran.key: one.sasaran for one in part}
                pages = await self._compose(tx, survey, list(subjects.values()), slot)
            sent += await self._keep(survey, part, pages, kunci, now)
        return sent

    async def _keep(
        self, survey: Survey, part: Sequence[Due], pages: Mapping[str, Page], kunci: str, now: datetime
    ) -> int:
        at, meant = ms(now), {one.key(kunci) for one in part}
        async with self._store.transaction() as tx:
            # Of a province this is minutes after the readers were: who has lost the right since gets nothing.
            people = await tx.staff.some({one.who.id for one in part})
            part = [one for one in _due(survey, people) if one.key(kunci) in meant]
            won = await tx.schedule.claim([one.key(kunci) for one in part], at)
            parcels = [
                Parcel(
                    one.who.channel,
                    one.who.address,
                    page,
                    push=True,
                    not_before=not_before(one.who, now) or now,
                )
                for one in part
                if one.key(kunci) in won and (page := pages.get(one.sasaran.key)) is not None
            ]
            await enqueue(tx, self._sandi, parcels, at, bulk=True)
            # A digest quotes what citizens wrote: who was shown it is written down, as with any reading.
            await tx.staff.write_down(
                [
                    AuditRow(
                        new_id(), now, one.who.id, one.who.nama, one.who.channel, "ringkasan", one.sasaran.nama, {}
                    )
                    for one in part
                    if one.key(kunci) in won
                ]
            )
        return len(parcels)

    async def _own_up(self, zona: str, slot: date, jadwal: Jadwal, now: datetime) -> None:
        """Write down the slots before this one that nobody was there for, back to the last known."""
        earlier = [key_of(slot - timedelta(weeks=n), zona) for n in range(1, DIISI_PALING + 1)]
        async with self._store.transaction() as tx:
            for n, kunci in enumerate(earlier):
                if await tx.schedule.slot(kunci) is None:
                    continue
                for missed in earlier[:n]:
                    await tx.schedule.finish(Slot(missed, "terlewat", 0, now))
                return

    async def _requested(self) -> int:
        now, survey = self._clock(), self._surveys.now
        async with self._store.reading() as tx:
            request = await tx.schedule.setting(KUNCI_SEKARANG)
            if not isinstance(request, dict) or not request.get("id"):
                return 0
            kunci = f"digest:sekarang:{request['id']}"
            if await tx.schedule.slot(kunci) is not None:
                return 0
            readers = [who for who in await tx.staff.all() if who.terjangkau]
        unit = str(request.get("unit") or "")
        due = [one for one in _due(survey, readers) if not unit or one.sasaran.key == f"unit:{unit}"]
        today = now.astimezone(ZoneInfo(survey.direktori.zona)).date()
        sent = await self._send(survey, due, kunci, today, now)
        async with self._store.transaction() as tx:
            await tx.schedule.finish(Slot(kunci, "selesai", len(due), now))
        return sent


def _zones(survey: Survey, readers: Sequence[StafRow]) -> set[str]:
    return {unit.zona_waktu for unit in survey.direktori.unit.values()} | {who.zona_waktu for who in readers}


def _due(survey: Survey, readers: Sequence[StafRow], zona: str | None = None) -> list[Due]:
    """Who gets the digest of what: a unit's in the unit's own zone, those of a group and of all in the reader's.
    In order of the subject, so that each is composed once for all its readers."""
    found: dict[tuple[str, int], Due] = {}
    groups = {kelompok.kode: kelompok for kelompok in survey.direktori.kelompok}
    for who in readers:
        for right in who.hak:
            match right.peran:
                case "kepala_unit" if (unit := survey.direktori.find(right.cakupan)) is not None:
                    one, zone = Due(who, sasaran_unit(unit)), unit.zona_waktu
                case "pengawas_kelompok" if right.cakupan in groups:
                    one, zone = Due(who, sasaran_kelompok(groups[right.cakupan], survey.direktori)), who.zona_waktu
                case "admin":
                    one, zone = Due(who, sasaran_kota(survey.direktori, survey.aturan.nama_pemda)), who.zona_waktu
                case _:
                    continue
            if zona is None or zone == zona:
                found[one.sasaran.key, who.id] = one
    return [found[key] for key in sorted(found)]


def _wants(who: StafRow, slot: date) -> bool:
    return who.frekuensi == "mingguan" or is_first_of_month(slot)
