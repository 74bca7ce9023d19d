"""Each digest goes into the outbox exactly once, whatever happens to processes and clocks."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.engine.codec import load_screen
from bot.engine.survey import Survey
from bot.reports.sasaran import Sasaran
from bot.service import digest as sending
from bot.service.digest import Digests
from bot.staff.frame import Page, say
from bot.staff.jadwal import KUNCI, KUNCI_SEKARANG, Jadwal, dump_jadwal
from storage.connect import open_store
from storage.store import Store, Transaction
from tests.factories import BANYAK, SATU, UNITS, unit
from tests.service.dispatch import taken
from tests.service.officials import Office

SENIN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 08:00 in Jakarta."""


async def compose(_tx: Transaction, _survey: Survey, subjects: Sequence[Sasaran], slot: date) -> Mapping[str, Page]:
    """A digest that says what it is about."""
    return {one.key: say(f"{slot} {one.nama}") for one in subjects}


def digests(office: Office, store: Store | None = None, composing: sending.Compose = compose) -> Digests:
    return Digests(store or office.store, office.rig.surveys, office.rig.sandi, composing, office.clock)


async def sent(office: Office) -> Counter[str]:
    """The texts of all digests in the outbox, by how often each is there."""
    rows = await taken(office.store, "uji", 1 << 62, 1 << 62)
    return Counter(load_screen(row.payload).text for row in rows if row.push)


async def test_monday_at_eight_and_not_before(office: Office) -> None:
    """A head gets the digest of the unit, a camat that of the group, an admin that of all; a reader none."""
    for peran, cakupan in (("kepala_unit", SATU), ("pengawas_kelompok", "kec-satu"), ("admin", ""), ("peninjau", "")):
        await office.official(peran, cakupan)  # type: ignore[arg-type]  # each is one of the four
    sender = digests(office)
    office.clock.now = SENIN - timedelta(seconds=1)
    await sender.tick()
    assert not any(text.startswith("2026-11-23") for text in await sent(office))
    office.clock.now = SENIN
    assert await sender.tick() == 3
    assert sorted(await sent(office)) == [
        "2026-11-23 Kecamatan Satu",
        "2026-11-23 Kelurahan Mawar",
        "2026-11-23 Pemerintah Kota Uji",
    ]
    assert await sender.tick() == 0


async def test_each_zone_has_its_own_eight_oclock(office: Office) -> None:
    """A unit in Papua gets its digest two hours before one in Java."""
    async with office.store.transaction() as tx:
        await tx.directory.put((), [replace(UNITS[0], zona_waktu="Asia/Jayapura")])
    await office.rig.surveys.reload()
    for kode in (BANYAK, SATU):
        await office.official("kepala_unit", kode)
    sender = digests(office)
    office.clock.now = SENIN - timedelta(hours=2)
    assert await sender.tick() == 1
    office.clock.now = SENIN
    assert await sender.tick() == 1


async def test_two_processes_send_each_once(office: Office) -> None:
    """Many ticks of two processes at the same moment leave each digest in the outbox once."""
    for kode in (BANYAK, SATU):
        for _ in range(3):
            await office.official("kepala_unit", kode)
    office.clock.now = SENIN
    other = await open_store(office.store.engine.url.render_as_string(hide_password=False))
    senders = [digests(office), digests(office, other)]
    counts = await asyncio.gather(*(sender.tick() for sender in senders * 4))
    assert sum(counts) == 6
    assert sum((await sent(office)).values()) == 6
    await other.close()


async def test_a_restart_in_the_middle_goes_on_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies after some digests leaves the rest, and only the rest, to the next."""
    monkeypatch.setattr(sending, "BATCH", 2)
    for _ in range(5):
        await office.official("kepala_unit", SATU)
    office.clock.now = SENIN
    calls = 0

    async def dying(tx: Transaction, survey: Survey, subjects: Sequence[Sasaran], slot: date) -> Mapping[str, Page]:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return await compose(tx, survey, subjects, slot)

    with pytest.raises(KeyboardInterrupt):
        await digests(office, composing=dying).tick()
    assert await digests(office).tick() == 3
    assert sum((await sent(office)).values()) == 5


async def test_late_by_less_than_a_day_is_sent_later_is_owned_up_to(office: Office) -> None:
    """Down at eight: sent at the next start; a day later it is skipped, and the log of slots says so."""
    await office.official("kepala_unit", SATU)
    sender = digests(office)
    office.clock.now = SENIN + timedelta(hours=23, minutes=59)
    assert await sender.tick() == 1
    office.clock.now = SENIN + timedelta(weeks=3, days=1, minutes=1)
    assert await sender.tick() == 0
    async with office.store.reading() as tx:
        slots = {slot.kunci: slot.keadaan for slot in await tx.schedule.last_slots("digest:", 10)}
    assert slots == {
        "digest:2026-11-23:Asia/Jakarta": "selesai",
        "digest:2026-11-30:Asia/Jakarta": "terlewat",
        "digest:2026-12-07:Asia/Jakarta": "terlewat",
        "digest:2026-12-14:Asia/Jakarta": "terlewat",
    }


async def test_a_clock_that_jumps_sends_none_twice(office: Office) -> None:
    """Set back over the slot and forth again, by an hour, a day or a week: what was sent stays sent once."""
    await office.official("kepala_unit", SATU)
    sender = digests(office)
    for hours in (0, -1, 1, -24, 2, -7 * 24 + 1, 3, 0):
        office.clock.now = SENIN + timedelta(hours=hours)
        await sender.tick()
    found = await sent(office)
    assert found["2026-11-23 Kelurahan Mawar"] == 1
    assert max(found.values()) == 1


async def test_quiet_hours_hold_a_digest(office: Office) -> None:
    """Whoever sleeps until nine gets the digest of eight at nine."""
    head = await office.official("kepala_unit", SATU)
    await head.type("/notifikasi")
    await head.tap("Ubah jam tenang")
    await head.type("22.00 sampai 09.00")
    office.clock.now = SENIN
    await digests(office).tick()
    nine = int((SENIN + timedelta(hours=1)).timestamp() * 1000)
    assert not [row for row in await taken(office.store, "uji", nine - 1, nine - 1) if row.push]
    assert [row for row in await taken(office.store, "uji", nine, nine) if row.push]


async def test_who_wants_less_gets_less(office: Office) -> None:
    """Monthly readers get the month's first digest only; who has said stop gets none until /mulai."""
    monthly, none = await office.official("kepala_unit", SATU), await office.official("kepala_unit", BANYAK)
    await monthly.type("/notifikasi")
    await monthly.tap("Kirim sebulan sekali")
    await none.type("/berhenti")
    sender = digests(office)
    counts = []
    for week in range(6):
        office.clock.now = SENIN + timedelta(weeks=week)
        counts.append(await sender.tick())
    assert counts == [0, 0, 1, 0, 0, 0]
    await none.type("/mulai")
    office.clock.now = SENIN + timedelta(weeks=6)
    assert await sender.tick() == 2


async def test_a_pause_and_another_hour_are_kept_to(office: Office) -> None:
    """While paused nothing goes out, and afterwards nothing of the time before; a new hour holds from then on."""
    await office.official("kepala_unit", SATU)
    sender = digests(office)
    await _set(office, KUNCI, dump_jadwal(Jadwal(jeda=True)))
    office.clock.now = SENIN
    assert await sender.tick() == 0
    await _set(office, KUNCI, dump_jadwal(Jadwal(hari=1, menit=9 * 60 + 30)))
    office.clock.now = SENIN + timedelta(days=1, hours=1, minutes=29)
    assert await sender.tick() == 0
    office.clock.now += timedelta(minutes=1)
    assert await sender.tick() == 1


async def test_send_now_sends_once_to_those_it_names(office: Office) -> None:
    """A request for one unit reaches its head, once, however often is looked."""
    for kode in (BANYAK, SATU):
        await office.official("kepala_unit", kode)
    await office.official("admin")
    await _set(office, KUNCI_SEKARANG, {"id": "1", "unit": SATU})
    sender = digests(office)
    counts = [await sender.requested() for _ in range(3)]
    assert sum((await sent(office)).values()) == 1
    assert sum(counts) == 1


async def test_a_group_of_the_units_own_code_is_not_meant(office: Office) -> None:
    """A kecamatan's office may have the code of its group: asked for the unit's digest, the camat gets none."""
    async with office.store.transaction() as tx:
        await tx.directory.put([], [unit("kec-satu")])
    await office.desk.reload()
    await office.official("pengawas_kelompok", "kec-satu")
    await office.official("kepala_unit", "kec-satu")
    await _set(office, KUNCI_SEKARANG, {"id": "1", "unit": "kec-satu"})
    assert await digests(office).requested() == 1


async def test_who_loses_the_right_meanwhile_gets_none(office: Office) -> None:
    """The readers are known, the digests are being composed, and one right is taken away: of the two units that the
    person heads, only the digest of the other one goes out."""
    head = await office.official("kepala_unit", SATU)
    await office.grant(head, "kepala_unit", BANYAK)

    async def slowly(tx: Transaction, survey: Survey, subjects: Sequence[Sasaran], slot: date) -> Mapping[str, Page]:
        async with office.store.transaction() as other:
            (person,) = await other.staff.all()
            await other.staff.revoke([right.id for right in person.hak if right.cakupan == SATU], SENIN)
        return await compose(tx, survey, subjects, slot)

    office.clock.now = SENIN
    assert await digests(office, composing=slowly).tick() == 1
    assert [text.partition(" ")[2] for text in await sent(office)] == ["Kelurahan Melati"]


async def test_who_has_no_right_left_gets_nothing_that_was_held_back(office: Office) -> None:
    """A digest waits for the end of the quiet hours; the right is taken away before: what still goes out says so."""
    admin, head = await office.official("admin"), await office.official("kepala_unit", SATU)
    await head.type("/notifikasi")
    await head.tap("Ubah jam tenang")
    await head.type("07-12")
    office.clock.now = SENIN
    await digests(office).tick()
    await admin.type("/cabut")
    await admin.tap("Kepala unit")
    await admin.tap("Ya, cabut")
    async with office.store.reading() as tx:
        waiting = await tx.outbox.waiting(office.rig.sandi.percakapan(head.channel, head.address))
    assert not [row for row in waiting if "2026-11-23" in row.payload]
    assert "dicabut" in waiting[-1].payload


async def test_an_unreadable_setting_is_the_default(office: Office) -> None:
    """What another version has set does not stop Mondays."""
    await office.official("kepala_unit", SATU)
    await _set(office, KUNCI, {"hari": "Senin", "menit": -5})
    office.clock.now = SENIN
    assert await digests(office).tick() == 1


async def _set(office: Office, kunci: str, nilai: object) -> None:
    async with office.store.transaction() as tx:
        await tx.schedule.set(kunci, nilai)
