"""How officials come in and go: the first admin by the command line, others by links from the chat."""

from __future__ import annotations

import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.officials import NAMA_UNIT, Office, accept, code_of, invited, tapped, told, typed
from tests.acceptance.telegram.service import UNIT

pytestmark = pytest.mark.asyncio(loop_scope="package")

LAIN = "Kelurahan Pakunden"
OF_HEADS = {"laporan", "saran", "rtl", "notifikasi", "berhenti", "mulai", "bantuan", "survei"}
OF_ADMINS = {"undang", "cabut", "audit"}


async def test_the_first_admin_comes_by_the_link_of_ikm_invite(office: Office) -> None:
    """Its link leads to an invitation; accepted, this chat's menu is an admin's, all others' is the citizens'."""
    made = await office.service.ikm("invite", "--role", "admin")
    telegram, webchat = made["links"]
    assert telegram.startswith(f"https://t.me/{office.service.api.world.bot['username']}?start=undangan_")
    assert webchat.startswith(f"{office.service.url}/s/undangan_")
    person = office.service.citizen()
    welcome = await accept(person, code_of(telegram))
    assert "Anda kini terdaftar sebagai Admin." in welcome.text
    assert set(person.menu) >= OF_HEADS | OF_ADMINS
    assert office.service.citizen().menu == w.PERINTAH


async def test_a_right_lasts_from_the_link_to_its_revocation(office: Office) -> None:
    """/undang makes a link; who opens it and accepts is head of that unit, with a head's menu and commands; /cabut
    takes the menu and the commands away at once, and says so."""
    admin, head = await office.official("Admin"), office.service.citizen()
    welcome = await accept(head, await invited(admin, tempat=LAIN))
    assert f"terdaftar sebagai Kepala unit {LAIN}" in welcome.text
    assert set(head.menu) >= OF_HEADS
    assert not OF_ADMINS & set(head.menu)
    await typed(head, "/rtl", f"Rencana tindak lanjut {LAIN}")
    await typed(head, "/undang", w.PERINTAH_TIDAK_DIKENAL)

    seen = await typed(admin, "/cabut", "Pilih yang akan dicabut.")
    while not (found := [one for one in seen.buttons if one.text.startswith(f"Kepala unit {LAIN}")]):
        seen = await tapped(admin, seen, "Berikutnya", "Pilih yang akan dicabut.")  # other tests' officials
    (right,) = found
    seen = await tapped(admin, seen, right.text, "Cabut hak Kepala unit")
    await tapped(admin, seen, "Ya, cabut", "sudah dicabut.")
    await told(head, f"Hak Anda sebagai Kepala unit {LAIN} telah dicabut oleh admin.")
    assert head.menu == w.PERINTAH
    for command in ("/rtl", "/laporan", "/saran"):
        await typed(head, command, w.PERINTAH_TIDAK_DIKENAL)


async def test_a_link_works_for_one_person_once(office: Office) -> None:
    """Who opens it after somebody accepted learns only that it does not hold, and has no more rights than before."""
    first, second = office.service.citizen(), office.service.citizen()
    kode = await invited(office.admin)
    seen = await typed(second, f"/start {kode}", f"Anda diundang sebagai Kepala unit {NAMA_UNIT}")
    await accept(first, kode)
    await tapped(second, seen, "Terima", "Undangan ini tidak berlaku")
    await typed(second, f"/start {kode}", "Undangan ini tidak berlaku")
    assert second.menu == w.PERINTAH


async def test_a_petugas_entri_types_in_paper_forms_and_nothing_else(office: Office) -> None:
    """Invited by the command line; the menu has /isi, and a report is a command there is not."""
    made = await office.service.ikm("invite", "--role", "petugas_entri", "--scope", UNIT)
    person = office.service.citizen()
    welcome = await accept(person, code_of("\n".join(made["links"])))
    assert f"terdaftar sebagai Petugas entri {NAMA_UNIT}" in welcome.text
    assert set(person.menu) == {"isi", "bantuan", "survei"}
    await typed(person, "/laporan", w.PERINTAH_TIDAK_DIKENAL)
    await typed(person, "/isi", "Kirim 9 angka (1 sampai 4) untuk tiap formulir")
    await typed(person, "343343444 L 34 SMA\n34334344", "Baris 2: ada 8 angka, seharusnya 9.")
    seen = await typed(person, "444444444", "✓ no. 2: IKM 100,00")
    seen = await tapped(person, seen, "Batalkan yang terakhir", "Formulir no. 2 dibatalkan.")
    seen = await tapped(person, seen, "Batalkan yang terakhir", "Formulir no. 1 dibatalkan.")
    await tapped(person, seen, "Selesai", "Tidak ada formulir yang dimasukkan.")
