"""Heads are reminded of their plans at the start of each triwulan, exactly once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.codec import load_screen
from bot.engine.messages import Screen
from bot.service import quarter
from bot.service.quarter import TERLAMBAT_PALING, due_quarter, first_working_day, remind_quarter
from bot.service.quiet import not_before
from bot.service.sandi import Sandi
from scoring.model import JenisLayanan
from scoring.periode import ZONA, parse_periode, periode_of
from storage.plans import RtlRow
from storage.records import OutboxRow
from storage.staff import StafRow
from tests.factories import BANYAK, NOW, SATU, SECRET, TANPA, rtl_row, unit
from tests.service.dispatch import taken
from tests.service.officials import Office, Official

WIB = ZoneInfo("Asia/Jakarta")
SENIN = datetime(2027, 1, 4, 8, 0, tzinfo=WIB)
"""2 and 3 January 2027 are a weekend, 1 January is New Year: the first working day is a Monday."""

MOMENTS = st.integers(0, 9 * 365 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))


async def add(office: Office, *rows: RtlRow) -> None:
    async with office.store.transaction() as tx:
        for row in rows:
            await tx.plans.add(row)


async def remind(office: Office, now: datetime = SENIN) -> list[OutboxRow]:
    rig = office.rig
    return await remind_quarter(rig.store, rig.surveys, rig.sandi, now)


async def pushed(office: Office, head: Official) -> list[Screen]:
    """The unasked messages waiting for somebody."""
    async with office.store.reading() as tx:
        rows = await tx.outbox.waiting(office.rig.sandi.percakapan(head.channel, head.address))
    return [load_screen(row.payload) for row in rows if row.push]


async def test_a_head_is_reminded_of_what_is_planned_and_what_is_late(office: Office) -> None:
    """Not of what is done, planned for later, or another unit's; the buttons lead to the plans, as new messages."""
    planned = rtl_row(unsur="biaya")
    late = rtl_row(triwulan=(4,), tahun=2026, sudah=False)
    others = [rtl_row(sudah=True), rtl_row(triwulan=(2,)), rtl_row(BANYAK), rtl_row(tahun=2028)]
    await add(office, planned, late, *others)
    head = await office.official("kepala_unit", SATU)
    await remind(office)
    (screen,) = await pushed(office, head)
    assert screen.text == (
        "Ada 2 rencana yang menunggu dikerjakan pada triwulan I 2027.\n\n"
        "1. Kelurahan Mawar, Biaya/Tarif\nMenambah petugas loket\n\n"
        "2. Kelurahan Mawar, Waktu Penyelesaian (terlambat)\nMenambah petugas loket"
    )
    await head.press(screen.choices[0][0].token)
    assert head.screen.heading == "Rencana 1, Kelurahan Mawar"
    assert head.screen.fresh


async def test_one_message_a_head_whatever_happens(office: Office) -> None:
    """Four looks at once and a later one: in each triwulan one message, with both units of who heads two."""
    await add(office, rtl_row(), rtl_row(BANYAK, unsur="biaya"))
    head = await office.official("kepala_unit", SATU)
    await office.grant(head, "kepala_unit", BANYAK)
    second = await office.official("kepala_unit", SATU)
    await asyncio.gather(*(remind(office, SENIN + timedelta(seconds=n)) for n in range(4)))
    await remind(office, SENIN + timedelta(days=3))
    (screen,) = await pushed(office, head)
    assert [row[0].label for row in screen.choices] == ["1. Waktu Penyelesaian", "2. Biaya/Tarif"]
    assert len(await pushed(office, second)) == 1
    await remind(office, datetime(2027, 4, 1, 8, 0, tzinfo=WIB))
    assert len(await pushed(office, head)) == 1
    await remind(office, datetime(2027, 7, 1, 8, 0, tzinfo=WIB))
    assert len(await pushed(office, head)) == 2


class Dying(Sandi):
    """Fails where a message is about to be put into the outbox, after it was claimed."""

    def percakapan(self, channel: str, address: str) -> str:
        raise KeyboardInterrupt


async def test_a_process_that_dies_between_claim_and_outbox_leaves_neither(office: Office) -> None:
    """The two are one transaction: the next look sends what the dead process had taken."""
    await add(office, rtl_row())
    head = await office.official("kepala_unit", SATU)
    with pytest.raises(KeyboardInterrupt):
        await remind_quarter(office.store, office.rig.surveys, Dying(SECRET), SENIN)
    await remind(office)
    assert len(await pushed(office, head)) == 1


async def test_who_wants_nothing_gets_nothing(office: Office) -> None:
    """Notifications off, an address that cannot be reached, a right revoked, and roles that do not head the unit."""
    await add(office, rtl_row())
    silent, blocked, gone = [await office.official("kepala_unit", SATU) for _ in range(3)]
    readers = [await office.official("peninjau"), await office.official("pengawas_kelompok", "kec-satu")]
    await silent.type("/berhenti")
    async with office.store.transaction() as tx:
        _, second, third, *_ = await tx.staff.all()
        await tx.staff.put(replace(second, terjangkau=False))
        await tx.staff.revoke([right.id for right in third.hak], NOW)
    assert await remind(office) == []
    assert [await pushed(office, one) for one in (silent, blocked, gone, *readers)] == [[]] * 5


async def test_quiet_hours_hold_a_reminder(office: Office) -> None:
    """It is in the outbox and due when they end; who has none of them at that hour gets it at once."""
    await add(office, rtl_row())
    head = await office.official("kepala_unit", SATU)
    await office.official("kepala_unit", SATU)
    await head.type("/notifikasi")
    await head.tap("Ubah jam tenang")
    await head.type("20.00-09.30")
    (now,) = await remind(office)
    assert now.address != head.address
    async with office.store.reading() as tx:
        rows = await tx.outbox.waiting(office.rig.sandi.percakapan(head.channel, head.address))
    (held,) = [row for row in rows if row.push]
    assert held.due_at == int(SENIN.replace(hour=9, minute=30).timestamp() * 1000)


async def test_a_plan_made_since_the_triwulan_began_needs_no_reminder(office: Office) -> None:
    await add(office, rtl_row(dibuat_pada=SENIN))
    head = await office.official("kepala_unit", SATU)
    await remind(office, SENIN + timedelta(hours=1))
    assert await pushed(office, head) == []


async def test_each_unit_is_reminded_by_its_own_clock(office: Office) -> None:
    """08:00 in Jayapura is two hours before 08:00 in Jakarta."""
    async with office.store.transaction() as tx:
        await tx.directory.put([], [unit(TANPA, JenisLayanan("a", "A"), zona_waktu=ZONA["WIT"])])
    await office.rig.surveys.reload()
    await add(office, rtl_row(), rtl_row(TANPA))
    west, east = await office.official("kepala_unit", SATU), await office.official("kepala_unit", TANPA)
    await remind(office, SENIN - timedelta(hours=2, seconds=1))
    assert [len(await pushed(office, one)) for one in (west, east)] == [0, 0]
    await remind(office, SENIN - timedelta(hours=2))
    assert [len(await pushed(office, one)) for one in (west, east)] == [0, 1]
    await remind(office, SENIN)
    assert [len(await pushed(office, one)) for one in (west, east)] == [1, 1]


@pytest.mark.parametrize(("hours", "sent"), [(-1, 0), (0, 1), (14 * 24 - 1, 1), (14 * 24, 0), (60 * 24, 0)], ids=str)
async def test_late_by_up_to_fourteen_days_is_sent_and_later_is_not(office: Office, hours: int, sent: int) -> None:
    await add(office, rtl_row())
    head = await office.official("kepala_unit", SATU)
    await remind(office, SENIN + timedelta(hours=hours))
    assert len(await pushed(office, head)) == sent


async def test_many_heads_are_left_to_the_database(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more than a batch nothing is sent from here at once, and everything is due for whoever claims it."""
    monkeypatch.setattr(quarter, "BATCH", 2)
    await add(office, rtl_row())
    heads = [await office.official("kepala_unit", SATU) for _ in range(3)]
    assert await remind(office) == []
    assert [len(await pushed(office, head)) for head in heads] == [1, 1, 1]
    assert await taken(office.store, "uji", int(SENIN.timestamp() * 1000))


async def test_many_plans_are_told_of_in_one_screen(office: Office) -> None:
    """Five by name, of the others how many there are."""
    await add(office, *(rtl_row(prioritas=n) for n in range(1, 9)))
    head = await office.official("kepala_unit", SATU)
    await remind(office)
    (screen,) = await pushed(office, head)
    assert "Ada 8 rencana" in screen.text
    assert "Masih ada 3 rencana lain" in screen.text
    assert len(screen.choices) == 5


@pytest.mark.parametrize(
    ("triwulan", "hari"),
    [
        ("2026-T1", date(2026, 1, 2)),
        ("2027-T1", date(2027, 1, 4)),
        ("2027-T2", date(2027, 4, 1)),
        ("2028-T3", date(2028, 7, 3)),
        ("2028-T4", date(2028, 10, 2)),
    ],
)
def test_the_first_working_day_is_no_weekend_and_not_new_year(triwulan: str, hari: date) -> None:
    assert first_working_day(parse_periode(triwulan)) == hari


@given(MOMENTS, st.sampled_from(sorted(ZONA.values())))
def test_what_is_due_is_of_the_triwulan_that_runs(now: datetime, zona: str) -> None:
    """From 08:00 of its first working day for fourteen days, and at no other moment."""
    local = now.astimezone(ZoneInfo(zona))
    triwulan = periode_of(local.date(), "triwulan")
    begun = local.replace(tzinfo=None) - datetime.combine(first_working_day(triwulan), datetime.min.time())
    due = due_quarter(now, zona)
    assert (due is not None) == (timedelta(hours=8) <= begun < timedelta(hours=8) + TERLAMBAT_PALING)
    assert due is None or due[0] == triwulan


def someone(mulai: int, selesai: int, zona: str = "Asia/Jakarta") -> StafRow:
    return StafRow(1, "p", "uji", "1", "Lurah", "mingguan", mulai, selesai, zona, True, NOW)


@given(
    MOMENTS,
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sampled_from(sorted(ZONA.values())),
)
def test_quiet_hours_end_within_a_day_and_are_over_then(now: datetime, mulai: int, selesai: int, zona: str) -> None:
    """Whatever the hours: the wait ends at their end, after now, where they are over; and outside there is none."""
    who = someone(mulai, selesai, zona)
    until = not_before(who, now)
    local = now.astimezone(ZoneInfo(zona))
    minute = local.hour * 60 + local.minute
    spent = (minute - mulai) % 1440 < (selesai - mulai) % 1440
    assert (until is not None) == spent
    if until is not None:
        end = until.astimezone(ZoneInfo(zona))
        assert (end.hour * 60 + end.minute, end.second) == (selesai, 0)
        assert now < until <= now + timedelta(days=1)
        assert not_before(who, until) is None
