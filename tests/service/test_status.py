"""What an admin is told of the service's state, in plain words."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version

from storage.schedule import Slot
from tests.factories import HARI, NOW, SATU, outbox_row, respons_row
from tests.service.dispatch import taken
from tests.service.officials import Office, Official

_ID_MS = 1_577_836_800_000
"""Ids of rows count milliseconds from here, 22 bits up."""


async def status(office: Office) -> Official:
    admin = await office.official("admin")
    # What told of the invitation is sent.
    rows = await taken(office.store, "uji", 1 << 62)
    async with office.store.transaction() as tx:
        await tx.outbox.settle([row.id for row in rows], [], [])
    return admin


async def test_a_quiet_service_says_so(office: Office) -> None:
    """Nothing waits, nothing was sent, nobody has answered yet; size and version are told."""
    admin = await status(office)
    await admin.type("/status")
    assert "Tidak ada pesan yang menunggu dikirim." in admin.text
    assert "Belum ada ringkasan mingguan yang dikirim." in admin.text
    assert "Peringatan yang belum ditanggapi: 0." in admin.text
    assert "Pengelola: 1 orang" in admin.text
    assert "Jawaban warga: 0 hari ini, 0 sejak Senin." in admin.text
    assert f" MB. Versi {version('ikm-bot')}." in admin.text


async def test_what_waits_is_told_by_channel_with_the_oldest(office: Office) -> None:
    """What is held back on purpose is told apart from what should have gone out."""
    admin = await status(office)
    at = office.clock.ms()
    old = (at - 5 * 60_000 - _ID_MS) << 22
    async with office.store.transaction() as tx:
        await tx.outbox.enqueue([
            outbox_row("a" * 32, id=old, channel="telegram", due_at=at),
            outbox_row("b" * 32, id=old + 1, channel="telegram", due_at=at + 10_000),
            outbox_row("c" * 32, id=old + 2, channel="telegram", due_at=at + 3_600_000),
            outbox_row("d" * 32, id=old + 3, channel="webchat", due_at=at),
        ])  # fmt: skip
    await admin.type("/status")
    assert "Telegram: 2 pesan menunggu dikirim, yang terlama 5 menit." in admin.text
    assert "Telegram: 1 pesan ditahan sampai waktunya" in admin.text
    assert "Obrolan web: 1 pesan menunggu dibuka pembacanya, yang terlama 5 menit." in admin.text


async def test_runs_and_what_was_missed_with_the_reason(office: Office) -> None:
    """The last run of each zone, and what did not go out: because nobody ran, or because of the pause."""
    admin = await status(office)
    pada = datetime(2026, 11, 16, 1, 0, 30, tzinfo=UTC)
    slots = [
        Slot("digest:2026-11-16:Asia/Jakarta", "selesai", 94, pada),
        Slot("digest:2026-11-09:Asia/Jakarta", "selesai", 90, pada.replace(day=9)),
        Slot("digest:2026-11-16:Asia/Jayapura", "terlewat", 3, pada.replace(day=18)),
        Slot("digest:2026-11-09:Asia/Jayapura", "dijeda", 3, pada.replace(day=9)),
        Slot("digest:sekarang:7", "selesai", 1, NOW),
    ]
    async with office.store.transaction() as tx:
        for slot in slots:
            await tx.schedule.finish(slot)
    await admin.type("/status")
    done = "Ringkasan terakhir WIB: 16 November 2026, 94 ringkasan, selesai 16 November 2026 pukul 08.00."
    assert done in admin.text
    assert "9 November 2026, 90" not in admin.text
    assert "Tidak dikirim: ringkasan WIT 16 November 2026, karena layanan tidak berjalan" in admin.text
    assert "Tidak dikirim: ringkasan WIT 9 November 2026, karena pengiriman sedang dijeda." in admin.text


async def test_people_and_answers_are_counted(office: Office) -> None:
    """Who has blocked us, and what came in today and since Monday."""
    admin = await status(office)
    head = await office.official("kepala_unit", SATU)
    async with office.store.transaction() as tx:
        await tx.walk.drop_address(office.rig.sandi.percakapan(head.channel, head.address))
        monday, sunday = HARI.replace(day=16), HARI.replace(day=15)
        await tx.facts.add([respons_row(), respons_row(hari=monday), respons_row(hari=sunday)])
    await admin.type("/status")
    assert "Pengelola: 2 orang, 1 di antaranya memblokir kami." in admin.text
    assert "Jawaban warga: 1 hari ini, 2 sejak Senin." in admin.text
    await admin.tap("Perbarui")
    assert not admin.screen.fresh
