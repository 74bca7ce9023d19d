"""When digests go out is set in chat, for later; "now" is asked for once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.engine.survey import Survey
from bot.reports.sasaran import Sasaran
from bot.service.digest import Digests
from bot.staff.frame import Page, say
from bot.staff.jadwal import KUNCI, KUNCI_SEKARANG, Jadwal, load_jadwal
from storage.store import Transaction
from tests.factories import SATU
from tests.service.officials import Office


async def jadwal(office: Office) -> Jadwal:
    async with office.store.reading() as tx:
        return load_jadwal(await tx.schedule.setting(KUNCI))


async def test_day_and_hour_are_set_in_words_people_use(office: Office) -> None:
    """Monday at eight unless somebody says otherwise; an hour there is none of is asked again."""
    admin = await office.official("admin")
    await admin.type("/jadwal")
    assert "setiap Senin pukul 08.00 waktu setempat" in admin.text
    await admin.tap("Ubah hari")
    await admin.tap("Jumat")
    await admin.tap("Ubah jam")
    for nonsense in ("25.00", "pagi", "08.60"):
        await admin.type(nonsense)
        assert "belum kami pahami" in admin.text
    await admin.type("pukul 7.30")
    assert "setiap Jumat pukul 07.30" in admin.text
    assert await jadwal(office) == Jadwal(4, 7 * 60 + 30)
    async with office.store.reading() as tx:
        (entry,) = await tx.staff.audit(1)
    assert entry.rincian == {"sebelum": "Jumat pukul 08.00", "sesudah": "Jumat pukul 07.30"}


async def test_a_pause_lasts_until_it_is_ended(office: Office) -> None:
    """And leaves day and hour as they were."""
    admin = await office.official("admin")
    await admin.type("/jadwal")
    await admin.tap("Jeda")
    assert "sedang dijeda" in admin.text
    assert await jadwal(office) == Jadwal(jeda=True)
    await admin.tap("Lanjutkan")
    assert await jadwal(office) == Jadwal()


async def test_a_changed_day_sends_nothing_for_the_past(office: Office) -> None:
    """It is Saturday, ten o'clock: moved to Saturday at eight, nothing goes out today nor is told of as missed, and
    the next one goes out in a week."""
    admin = await office.official("admin")
    await admin.type("/jadwal")
    await admin.tap("Ubah hari")
    await admin.tap("Sabtu")
    sent: list[str] = []
    digests = digests_of(office, sent)
    await digests.tick()
    async with office.store.reading() as tx:
        assert {slot.keadaan for slot in await tx.schedule.last_slots("digest:", 9)} == {"diubah"}
    assert sent == []
    office.clock.move(days=7)
    await digests.tick()
    assert sent == ["kota:"]


async def test_now_is_asked_for_confirmed_and_done_once(office: Office) -> None:
    """For one unit: its head gets it, nobody else; a second request waits for the first."""
    await office.official("kepala_unit", SATU)
    admin = await office.official("admin")
    await admin.type("/jadwal")
    await admin.tap("Kirim sekarang")
    await admin.tap("Satu unit")
    await admin.type("mawar")
    await admin.tap("Kelurahan Mawar")
    assert "Penerimanya 1 orang" in admin.text
    yes = admin.screen.choices[0][0].token
    await admin.tap("Ya, kirim")
    assert "segera dikirim" in admin.text
    await admin.press(yes)
    assert "masih dikerjakan" in admin.text
    async with office.store.reading() as tx:
        assert (await tx.schedule.setting(KUNCI_SEKARANG))["unit"] == SATU
    sent: list[str] = []
    digests = digests_of(office, sent)
    await digests.requested()
    assert sent.count(f"unit:{SATU}") == 1
    await digests.requested()
    assert sent.count(f"unit:{SATU}") == 1
    await admin.press(yes)
    assert "segera dikirim" in admin.text


async def test_a_unit_without_a_head_gets_none(office: Office) -> None:
    """An invitation is offered instead."""
    admin = await office.official("admin")
    await admin.press("@jas:u:kel-melati")
    assert "Belum ada kepala Kelurahan Melati" in admin.text
    await admin.tap("Undang kepala unit")
    assert "undangan_" in admin.text


def digests_of(office: Office, sent: list[str]) -> Digests:
    """The sender of digests; what it composes is noted in `sent`."""

    async def compose(_tx: Transaction, _survey: Survey, subjects: Sequence[Sasaran], _slot: date) -> dict[str, Page]:
        keys = [one.key for one in subjects]
        sent.extend(keys)
        return {key: say(key) for key in keys}

    return Digests(office.store, office.rig.surveys, office.rig.sandi, compose, office.clock)
