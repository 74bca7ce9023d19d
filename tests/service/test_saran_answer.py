"""A saran is answered once, by nobody to nobody, and only where its writer allowed it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.engine.codec import load_screen
from bot.engine.messages import Screen
from bot.engine.tanggal import angka
from bot.engine.wording import id as w
from bot.ports import Outgoing, SendError
from bot.service.attachments import Attachments
from bot.service.mailbox import StoredMailbox
from bot.service.voices import sort_new
from bot.staff.saran.answer import not_before
from storage.records import OutboxRow
from tests.factories import BANYAK, INSTRUMEN, SATU, respons_row
from tests.service.dispatch import deliver
from tests.service.doubles import Citizen, RecordingChannel, no_drawing
from tests.service.officials import Office, Official
from tests.service.traces import holding

SARAN = "Kursi di ruang tunggu kurang banyak"
JAWABAN = "Pekan depan kami tambah sepuluh kursi."
ADDRESS = "6281234567890"


async def _citizen(office: Office, *, boleh: bool = True, channel: str = "uji") -> Citizen:
    """Somebody who wrote a saran, among others who answered."""
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row(saran="Petugasnya ramah"), *(respons_row() for _ in range(5))])
    citizen = office.rig.citizen(ADDRESS, channel)
    await citizen.start(SATU)
    await citizen.until("saran")
    await citizen.type(SARAN)
    await citizen.tap(w.BALAS_YA if boleh else w.BALAS_TIDAK)
    await citizen.tap(w.KIRIM)
    await sort_new(office.store, INSTRUMEN)
    office.rig.commits.clear()
    return citizen


async def _open(head: Official) -> None:
    await head.type("/saran sarana mawar")
    await head.tap("1")


async def _written(head: Official, teks: str = JAWABAN) -> None:
    """Up to the preview."""
    await _open(head)
    await head.tap("Balas")
    await head.type(teks)


def _pushed(office: Office, address: str = ADDRESS) -> list[Screen]:
    rows = [row for rows in office.rig.commits for row in rows]
    return [load_screen(row.payload) for row in rows if row.address == address and row.push]


async def _waiting(office: Office, citizen: Citizen) -> list[OutboxRow]:
    return [row for row in await office.rig.outbox(citizen) if row.push]


async def test_an_answer_reaches_its_citizen_and_neither_learns_who_the_other_is(office: Office) -> None:
    """What was previewed is what arrives; no official's message or log holds the address, the citizen's no official;
    the answer is kept, and with it the address is forgotten."""
    citizen = await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    await _written(head)
    assert _pushed(office) == []
    preview = head.screen.text
    await head.tap("Kirim")
    (told,) = _pushed(office)
    assert preview.endswith(f"{told.heading}\n{told.text}")
    assert told.heading == "Balasan dari Kelurahan Mawar"
    assert f"“{SARAN}”" in told.text
    assert JAWABAN in told.text
    assert head.address not in f"{told}"
    assert "Kepala unit" not in f"{told}"
    assert all(ADDRESS not in f"{screen}" for screen in head.screens)
    assert await holding(office.rig.store, ADDRESS) == {"outbox"}
    (row,) = await _waiting(office, citizen)
    assert (row.detached, row.screen_ref) == (True, None)
    async with office.store.reading() as tx:
        (entry,) = [row for row in await tx.staff.audit(20) if row.tindakan == "saran.jawab"]
    assert (entry.sasaran, entry.rincian) == ("Kelurahan Mawar", {})


async def test_it_is_answered_once(office: Office) -> None:
    """Two who send at once are one answer; afterwards there is no button, and an old one changes nothing."""
    await _citizen(office)
    head, admin = await office.official("kepala_unit", SATU), await office.official("admin")
    await _written(head)
    await _written(admin, "Terima kasih, sudah kami catat.")
    tokens = [one.token("Kirim") for one in (head, admin)]
    await asyncio.gather(head.press(tokens[0]), admin.press(tokens[1]), head.press(tokens[0]))
    assert len(_pushed(office)) == 1
    await admin.press(tokens[1])
    await _open(head)
    assert "Sudah dibalas: “" in head.text
    assert "Balas" not in head.labels
    assert len(_pushed(office)) == 1


async def test_without_leave_there_is_no_answer(office: Office) -> None:
    """Who did not allow it is not offered to be answered, nor reached by a button that was forged."""
    await _citizen(office, boleh=False)
    head = await office.official("kepala_unit", SATU)
    await _open(head)
    assert "Tidak dapat dibalas" in head.text
    assert "Balas" not in head.labels
    tanda = head.token("Ubah kelompok").split(":")[2]
    await head.press(f"@saj:{SATU}:{tanda}")
    assert "tidak dapat dibalas" in head.text


@pytest.mark.parametrize(("end", "told"), [("hapus", "tidak ada lagi"), ("masa", "tidak dapat dibalas")])
async def test_leave_that_ended_meanwhile_is_none(office: Office, end: str, told: str) -> None:
    """Erased or run out between preview and sending: nothing goes out, and the official is told."""
    citizen = await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    await _written(head)
    if end == "hapus":
        await office.rig.citizen("62999").command("hapus", citizen.receipt())
    else:
        async with office.store.transaction() as tx:
            await tx.voices.prune(office.clock.ms() + 200 * 86_400_000)
    await head.tap("Kirim")
    assert told in head.text
    assert _pushed(office) == []


@pytest.mark.parametrize(("days", "answered"), [(50, True), (75, False)])
async def test_leave_outlasts_the_periode_by_a_month(office: Office, days: int, answered: bool) -> None:
    """What was written in its last days can be read and answered for as long as its writer was told."""
    await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    office.clock.move(days=days)  # 10 January, and 4 February
    await head.type("/saran sarana mawar")
    if answered:
        await head.tap("1")
        await head.tap("Balas")
        await head.type(JAWABAN)
        await head.tap("Kirim")
    assert [screen.text.count(JAWABAN) for screen in _pushed(office)] == [1] * answered


@pytest.mark.parametrize("teks", ["Siap.", "   Siap.      ", "a" * 1001])
async def test_an_answer_too_short_or_too_long_is_asked_again(office: Office, teks: str) -> None:
    """It is told how long it was; the next text is taken, and a second one replaces it."""
    await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    await _written(head, teks)
    assert f"{angka(len(teks.strip()))} huruf" in head.text
    await head.type("Kami tambah kursi.")
    await head.type(JAWABAN)
    await head.tap("Kirim")
    assert JAWABAN in _pushed(office)[0].text


async def test_an_old_preview_sends_nothing_else(office: Office) -> None:
    """After calling it off, or after another text was begun, "Kirim" of before finds nothing to send."""
    await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    await _written(head)
    token = head.token("Kirim")
    await head.tap("Batal")
    await head.press(token)
    assert "tidak tersimpan lagi" in head.text
    assert _pushed(office) == []


async def test_only_who_may_answer_does(office: Office) -> None:
    """A camat and a peninjau see that it could be answered, and cannot; nor can the head of another unit."""
    await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    await _open(head)
    token = head.token("Balas")
    for peran, cakupan in (("pengawas_kelompok", "kec-satu"), ("peninjau", ""), ("kepala_unit", BANYAK)):
        someone = await office.official(peran, cakupan)  # type: ignore[arg-type]
        if peran != "kepala_unit":
            await _open(someone)
            assert "Balas" not in someone.labels
            assert "Tidak dapat dibalas" not in someone.text
        await someone.press(token)
        assert "di luar kewenangan" in someone.text


async def test_a_citizen_is_not_woken(office: Office) -> None:
    """Between 20:00 and 07:00 where the unit is, the answer waits for the morning; erased by then, it never goes."""
    citizen = await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    office.clock.move(hours=10, minutes=30)  # 20:30 in Jakarta
    await _written(head)
    await head.tap("Kirim")
    assert "pukul 07.00" in head.text
    (row,) = await _waiting(office, citizen)
    assert datetime.fromtimestamp(row.due_at / 1000, UTC) == datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    await office.rig.citizen("62999").command("hapus", citizen.receipt())
    assert await _waiting(office, citizen) == []


@pytest.mark.parametrize(("hour", "zona", "waits"), [
    (12, "Asia/Jakarta", 0), (13, "Asia/Jakarta", 11), (23, "Asia/Jakarta", 1), (0, "Asia/Jakarta", 0),
    (12, "Asia/Makassar", 11), (22, "Asia/Jayapura", 0), (11, "Asia/Jayapura", 11), (21, "Asia/Jayapura", 1),
])  # fmt: skip
def test_quiet_hours_are_the_units_own(hour: int, zona: str, waits: int) -> None:
    """20:00 to 07:00 in each zone, ends included; hours of the day in UTC."""
    now = datetime(2026, 11, 21, hour, tzinfo=UTC)
    when = not_before(now, zona)
    assert (0 if when is None else (when - now).total_seconds() / 3600) == waits


async def test_whoever_has_blocked_us_is_left_alone(office: Office) -> None:
    """The platform refuses, and no address, message or further try is left; the answer stays with the saran."""
    await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    await _written(head)
    await head.tap("Kirim")
    channel = RecordingChannel()

    async def blocked(outgoing: Outgoing) -> None:
        if outgoing.address == ADDRESS:
            raise SendError("diblokir", "Forbidden: bot was blocked by the user")

    channel.meanwhile = blocked
    await deliver(office.store, channel, office.rig.commits, office.clock.ms())
    assert await holding(office.rig.store, ADDRESS) == set()
    await _open(head)
    assert JAWABAN in head.text


async def test_in_a_browser_it_waits_until_the_page_is_opened(office: Office) -> None:
    """The next visit shows it, beside whatever is asked then; once it has arrived nothing holds the address."""
    citizen = await _citizen(office, channel="webchat")
    mailbox = StoredMailbox(office.store, office.rig.sandi, Attachments(office.store, no_drawing))
    seen = await mailbox.collect("webchat", ADDRESS, 0)
    await mailbox.collect("webchat", ADDRESS, seen[-1].id, seconds=0.01)
    head = await office.official("kepala_unit", SATU)
    await _written(head)
    await head.tap("Kirim")
    await citizen.start(SATU)
    shown = await mailbox.collect("webchat", ADDRESS, seen[-1].id)
    assert JAWABAN in shown[0].screen.text
    await mailbox.collect("webchat", ADDRESS, shown[-1].id, seconds=0.01)
    assert await holding(office.rig.store, ADDRESS) == {"sessions"}
