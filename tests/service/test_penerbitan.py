"""What happens to documents that were asked for when something comes in between."""

from __future__ import annotations

import os
import signal

import pytest

from bot.reports.dokumen.susun import Susunan
from bot.service.penerbitan import JEDA_MS, KEMAJUAN_TIAP, LEASE_MS, PERCOBAAN_PALING, TAKEN_PALING
from bot.staff.documents.commands import MENUNGGU_PALING
from storage.errors import StorageLost
from storage.records import new_id
from storage.requests import RequestRow
from tests.factories import BANYAK, KELOMPOK, SATU, TANPA, UNITS, unit
from tests.service.officials import Office
from tests.service.printing import (
    Make,
    answered,
    ask,
    audit,
    revoke,
    stopped,
    waiting,
)


async def test_a_right_taken_away_meanwhile_leaves_the_request_unanswered(office: Office, start: Make) -> None:
    """Before it is printed, and while it is."""
    await answered(office)
    printing = start()
    early, late = [await office.official("kepala_unit", SATU) for _ in range(2)]
    await ask(early)
    await revoke(office, early)
    assert await printing.tick() == 0
    pid = await stopped(printing)
    await ask(late)
    ticking = await printing.begun()
    await revoke(office, late)
    os.kill(pid, signal.SIGCONT)
    assert await ticking == 0
    for head in (early, late):
        assert "sedang kami siapkan" in head.text
    assert len(await audit(office, "dokumen.terbit")) == 1  # of what `stopped` had printed
    assert not await waiting(office)


async def test_what_a_process_gone_was_doing_another_does_and_answers_once(office: Office, start: Make) -> None:
    """Not before its lease is over; and if the first was only slow, it keeps its answer to itself."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    slow, other = start(), start()
    pid = await stopped(slow)
    await ask(head)
    late = await slow.begun()
    assert await other.tick() == 0
    office.clock.move(seconds=LEASE_MS / 1000)
    assert await other.tick() == 1
    os.kill(pid, signal.SIGCONT)
    assert await late == 0
    assert [one.text for one in head.screens].count("Data JSON sudah siap.") == 1
    assert len(await audit(office, "dokumen.terbit")) == 2  # the first is the one that `stopped` had printed
    await ask(head)
    async with office.store.transaction() as tx:
        assert await tx.requests.claim(office.clock.ms(), office.clock.ms() + LEASE_MS) is not None
    assert await other.tick() == 0
    await other.penerbitan.release()
    assert await other.tick() == 1


async def test_what_is_short_does_not_wait_for_what_is_long(office: Office, start: Make) -> None:
    """Two look for work at once: each request is done by one of them, and the later one is answered first."""
    await answered(office)
    await answered(office, BANYAK)
    admin = await office.official("admin")
    head = await office.official("kepala_unit", SATU)
    printing = start()
    pid = await stopped(printing)
    await admin.press("@dom:k:kec-satu:2026-S2:0:m")
    long = await printing.begun()
    await ask(head)
    short = await printing.begun()
    os.kill(pid, signal.SIGCONT)
    assert await short == 1
    assert "Data JSON sudah siap." in head.text
    assert "sedang kami siapkan" in admin.text
    assert await long == 1
    assert "2 berkas Laporan (PDF) sudah siap." in admin.text


async def test_a_printer_that_is_killed_is_replaced(office: Office, start: Make) -> None:
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    printing = start()
    pid = await stopped(printing)
    await ask(head)
    ticking = await printing.begun()
    os.kill(pid, signal.SIGKILL)
    assert await ticking == 1
    assert "sudah siap" in head.text


async def test_what_was_not_printed_in_time_is_tried_again_and_given_up_with_a_word(
    office: Office, start: Make, caplog: pytest.LogCaptureFixture
) -> None:
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    printing = start(timeout=0.01)
    await ask(head)
    for _ in range(PERCOBAAN_PALING - 1):
        assert await printing.tick() == 0
        assert await printing.tick() == 0
        office.clock.move(seconds=JEDA_MS / 1000)
    assert "sedang kami siapkan" in head.text
    assert await printing.tick() == 1
    assert "gagal dibuat karena gangguan" in head.text
    assert "not done within 0.01 seconds" in caplog.text


async def test_what_the_database_never_reads_to_its_end_is_given_up_with_a_word(
    office: Office, start: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Such as figures that take longer than a statement may."""

    async def endless(*_: object) -> None:
        raise StorageLost("the database server does not answer in time")

    monkeypatch.setattr(Susunan, "read", endless)
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    printing = start()
    await ask(head)
    for _ in range(TAKEN_PALING):
        assert await printing.tick() == 0
        office.clock.move(seconds=LEASE_MS / 1000)
    assert "sedang kami siapkan" in head.text
    assert await printing.tick() == 1
    assert "gagal dibuat karena gangguan" in head.text
    assert caplog.text.count("a document is given up") == 1
    assert not await waiting(office)


async def test_what_kills_each_process_that_begins_it_is_given_up_with_a_word(office: Office, start: Make) -> None:
    """The one that starts after it finds the request due at once."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await ask(head)
    printing = start()
    for _ in range(TAKEN_PALING):
        async with office.store.transaction() as tx:
            assert await tx.requests.claim(office.clock.ms(), office.clock.ms() + LEASE_MS) is not None
        await printing.penerbitan.release()
    assert await printing.tick() == 1
    assert "gagal dibuat karena gangguan" in head.text
    assert printing.penerbit.handed == 0


async def test_an_outage_however_long_gives_nothing_up(office: Office, start: Make) -> None:
    """What was being done when the database went away is done when it is back."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    printing = start()
    pid = await stopped(printing)
    await ask(head)
    ticking = await printing.begun()
    office.store.lost = "the database server cannot be reached"
    os.kill(pid, signal.SIGCONT)
    assert await ticking == 0
    for _ in range(2 * TAKEN_PALING):
        office.clock.move(seconds=LEASE_MS / 1000)
        assert await printing.tick() == 0
    office.store.lost = None
    assert await printing.tick() == 1
    assert "Data JSON sudah siap." in head.text


async def test_what_cannot_be_printed_at_all_is_said_at_once(office: Office, start: Make) -> None:
    """A request such as another version may have written; and one that cannot be read is dropped."""
    await answered(office)
    admin = await office.official("admin")
    async with office.store.reading() as tx:
        who = await tx.staff.known(office.rig.sandi.percakapan(admin.channel, admin.address))
    assert who is not None
    sav_of_all = {"jenis": "kota", "kode": "", "periode": "2026-S2", "bentuk": "sav", "masing": False}
    async with office.store.transaction() as tx:
        for isi in (sav_of_all, {"lama": 1}, {**sav_of_all, "periode": "x"}, {**sav_of_all, "bentuk": ["pdf"]}):
            await tx.requests.add(
                RequestRow(new_id(), admin.channel, admin.address, who.id, isi, 0, office.clock.ms())
            )
    assert await start().tick() == 1
    assert "gagal dibuat" in admin.text
    assert not await waiting(office)


async def test_of_a_long_job_it_is_told_how_far_it_is(office: Office, start: Make) -> None:
    more = [unit(f"kel-nomor-{n:02}") for n in range(KEMAJUAN_TIAP)]
    async with office.store.transaction() as tx:
        await tx.directory.put(KELOMPOK, (*UNITS, *more))
    await office.rig.surveys.reload()
    admin = await office.official("admin")
    await admin.type("/dokumen semua unit")
    await admin.tap("Poster A4 tiap unit")
    assert await start().tick() == 1
    told = [one.text for one in admin.screens[-3:]]
    assert told[1] == f"{KEMAJUAN_TIAP} dari {KEMAJUAN_TIAP + 3} berkas sudah jadi."
    assert told[2].startswith("Tidak ada yang jadi.\n\nBelum ada jawaban: Dinas Uji, Kelurahan Mawar,")
    assert told[2].endswith("dan 25 lainnya.")


async def test_who_waits_for_many_is_asked_to_wait(office: Office, start: Make) -> None:
    head = await office.official("kepala_unit", TANPA)
    for _ in range(MENUNGGU_PALING):
        await ask(head)
    await ask(head, told=f"Masih ada {MENUNGGU_PALING} dokumen Anda yang sedang disiapkan.")
    other = await office.official("kepala_unit", SATU)
    await ask(other)
    assert await start().tick() == MENUNGGU_PALING + 1
    await ask(head)
