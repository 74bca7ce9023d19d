"""Nothing that chat does reads all responses: each statement's plan is looked at, over a table of five years."""

from __future__ import annotations

from datetime import timedelta

from bot.engine.wording import id as w
from bot.service import expiry
from bot.service.voices import sort_new
from bot.staff.ringkasan.compose import compose
from tests.factories import INSTRUMEN, SATU, jawaban, respons_row
from tests.service.officials import Office
from tests.service.plans import faults, fill, noting
from tests.service.reporting import answered
from tests.service.test_alerting import alerting, fallen
from tests.service.test_digest import SENIN, digests
from tests.service.test_uploads import GOOD


async def _citizens(office: Office) -> None:
    """An interview, a correction of it, another's, and both ways to take an answer back."""
    citizen, other = office.rig.citizen("62811"), office.rig.citizen("62812")
    await citizen.fill(SATU)
    await citizen.start(SATU)
    await citizen.until("ganda")
    await citizen.tap(w.GANDA_PERBAIKI)
    await citizen.until("selesai", 4)
    await citizen.command("hapus", citizen.receipt())
    await other.fill(SATU)
    await other.command("hapus", "K7MQ2-9RTXA")
    await other.start(SATU)
    office.clock.move(days=2)
    await expiry.tick(office.store, office.rig.conversation.handle, office.clock.ms())
    await expiry.prune(office.store)


async def _officials(office: Office) -> None:
    """What heads and admins ask for."""
    head, admin = await office.official("kepala_unit", SATU), await office.official("admin")
    for who in (head, admin):
        for command in (
            "/laporan",
            "/tren",
            "/peringkat",
            "/saran",
            "/status",
            "/rtl",
            "/target",
            "/impor",
        ):
            await who.type(command)
    await head.type("/laporan 2025")
    await admin.type("/laporan kel-007")
    await admin.type("/impor")
    await admin.tap("Jawaban responden")
    await admin.type("mawar")
    await admin.tap("Kelurahan Mawar")
    await admin.upload("jawaban.csv", GOOD.encode())
    await admin.tap("Masukkan 10 jawaban")


async def _routine(office: Office) -> None:
    """What nobody asks for."""
    await answered(office, respons_row(jawaban(3, waktu=1), saran="Antrenya lama sekali"))
    await sort_new(office.store, INSTRUMEN)
    await fallen(office)
    await alerting(office).tick()
    office.clock.now = SENIN + timedelta(minutes=1)
    await digests(office, composing=compose).tick()


async def test_nothing_in_chat_reads_all_responses(office: Office) -> None:
    """By an index, in the half-years that are named: what citizens and officials do, and what is sent unasked."""
    await fill(office)
    with noting(office.store) as noted:
        await _citizens(office)
        await _officials(office)
        await _routine(office)
    assert len(noted) >= 10
    found = {statement: await faults(office.store, statement, given) for statement, given in noted.items()}
    assert {statement: wrong for statement, wrong in found.items() if wrong} == {}


async def test_a_scan_of_all_is_found(office: Office) -> None:
    """A statement that no index serves, and one that forgets the days it knows, are told."""
    await fill(office)
    slow = "SELECT count(*) FROM respons WHERE saran = 'x'"
    assert await faults(office.store, slow, ())
    if not office.store.embedded:
        wide = "SELECT id FROM respons WHERE responden = 'x' AND hari_awal >= '1990-01-01'"
        assert await faults(office.store, wide, ()) == ["all 11 half-years, though the days are named"]
