"""What an invitation is worth once something has changed, and what those who came by one are sent."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.staff.frame import TIDAK_BERHAK
from tests.factories import SATU
from tests.service.officials import Office, Official


async def _invites(admin: Official, peran: str = "Admin") -> str:
    await admin.type("/undang")
    await admin.tap(peran)
    return admin.text.splitlines()[-1].rsplit("/", 1)[1]


async def test_who_may_invite_no_more_has_invited_nobody(office: Office) -> None:
    """A link made before one's right was taken away brings nothing back, neither opened before nor after."""
    admin, second, third = [await office.official("admin") for _ in range(3)]
    kode, other = await _invites(second), await _invites(third)
    late = office.stranger()
    await late.open(kode)
    await admin.type("/cabut")
    await admin.press(admin.screen.choices[1][0].token)
    await admin.tap("Ya, cabut")
    assert "telah dicabut" in second.text
    await late.tap("Terima")
    assert "tidak berlaku" in late.text
    await second.open(kode)
    assert "tidak berlaku" in second.text
    await second.open(other)
    await second.tap("Terima")
    assert "Selamat datang" in second.text


async def test_a_right_is_held_once(office: Office) -> None:
    """So that taking it away once ends it; an invitation to what one is already stays for another."""
    admin, head = await office.official("admin"), await office.official("kepala_unit", SATU)
    kode = await office.invitation("kepala_unit", SATU)
    await head.open(kode)
    await head.tap("Terima")
    assert "Anda sudah terdaftar sebagai Kepala unit Kelurahan Mawar" in head.text
    await admin.type("/cabut")
    assert len([label for label in admin.labels if label.startswith("Kepala unit")]) == 1
    await admin.tap("Kepala unit")
    await admin.tap("Ya, cabut")
    await head.open(kode)
    await head.tap("Terima")
    assert "Selamat datang" in head.text


async def test_an_invitation_ends_on_the_reader_s_own_day(office: Office) -> None:
    """At 20.00 UTC it is tomorrow in WIB."""
    office.clock.now = datetime(2026, 11, 21, 20, tzinfo=UTC)
    admin = await office.official("admin")
    await admin.type("/undang")
    await admin.tap("Peninjau")
    assert "sampai 29 November 2026" in admin.text


async def test_what_is_off_is_said_whole(office: Office) -> None:
    """Who stops the digests gets no alerts either, and is not told of grave ones."""
    head = await office.official("kepala_unit", SATU)
    await head.type("/notifikasi")
    assert "hanya peringatan genting" in head.text
    await head.tap("Jangan kirim")
    assert "Ringkasan dan peringatan tidak dikirim." in head.text
    assert "genting" not in head.text


async def test_quiet_hours_of_a_whole_day_are_none(office: Office) -> None:
    """They are asked for again rather than kept as their opposite."""
    head = await office.official("kepala_unit", SATU)
    await head.press("@noq")
    await head.type("00.00-24.00")
    assert "belum kami pahami" in head.text
    await head.type("00.00-00.00")
    assert "Jam tenang: tidak ada" in head.text


async def test_who_is_sent_nothing_has_nothing_to_set(office: Office) -> None:
    """A petugas_entri has no notifications, by whatever button; and is not counted among who gets a digest."""
    clerk, admin = await office.official("petugas_entri", SATU), await office.official("admin")
    for token in ("@not:bulanan", "@noq"):
        await clerk.press(token)
        assert clerk.text == TIDAK_BERHAK
    await admin.press("@jas:s")
    assert "Ada 1 orang." in admin.text


async def test_who_one_is_is_said_once(office: Office) -> None:
    """In the welcome by its own sentence, later above the commands; of several rights each is named."""
    person = office.stranger()
    for peran in ("kepala_unit", "petugas_entri"):
        await person.open(await office.invitation(peran, SATU))
        await person.tap("Terima")
        assert person.text.count("terdaftar sebagai") == 1
        assert "Yang dapat Anda lakukan di sini:" in person.text
    await person.type("/bantuan")
    assert person.text.count("terdaftar sebagai") == 1
    assert "(kepala unit, petugas entri)." in person.text


async def test_an_invitation_is_opened_on_every_channel_there_is(office: Office) -> None:
    """The same code in each link; WhatsApp carries it as a text that is ready to be sent."""
    admin = await office.official("admin")
    kode = await _invites(admin)
    assert admin.text.splitlines()[-3:] == [
        f"https://t.me/ikm_uji_bot?start={kode}",
        f"https://wa.me/6281234567890?text=Undangan%20{kode}",
        f"https://survei.example.go.id/s/{kode}",
    ]
