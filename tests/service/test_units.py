"""An admin keeps the directory in chat: units found, added, changed, closed, and known to citizens at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.staff.frame import TIDAK_BERHAK
from scoring.model import UnitLayanan
from storage.staff import AuditRow
from tests.factories import BANYAK, KTP, SATU, respons_row
from tests.service.officials import Office, Official


async def unit(office: Office, kode: str) -> UnitLayanan:
    async with office.store.reading() as tx:
        return (await tx.directory.units(kode))[0]


async def last_audit(office: Office) -> AuditRow:
    async with office.store.reading() as tx:
        return (await tx.staff.audit(1))[0]


async def opened(office: Office, nama: str = "mawar") -> Official:
    admin = await office.official("admin")
    await admin.type(f"/unit {nama}")
    return admin


async def test_a_unit_is_found_by_a_name_typed_with_errors(office: Office) -> None:
    """Or by its code, or among all of them; what is known of it is shown."""
    admin = await opened(office, "kelurahan mawra")
    assert admin.screen.heading == "Kelurahan Mawar"
    assert "Kelompok: Kecamatan Satu" in admin.text
    await admin.type("/unit")
    assert "Ada 3 unit." in admin.text
    await admin.type(SATU)
    assert admin.screen.heading == "Kelurahan Mawar"
    await admin.type("/unit")
    await admin.tap("Semua unit")
    await admin.tap("Kelurahan Melati")
    assert "Jenis layanan: Kartu Keluarga, KTP elektronik" in admin.text
    await admin.type("/unit zzz")
    assert "belum kami temukan" in admin.text


async def test_a_unit_that_takes_answers_shows_where_citizens_get_in(office: Office) -> None:
    admin = await office.official("admin")
    await admin.type(f"/unit {BANYAK}")
    for link in (
        f"Laman: https://survei.example.go.id/s/{BANYAK}",
        f"WhatsApp: https://wa.me/6281234567890?text=Survei%20{BANYAK}",
        f"Telegram: https://t.me/ikm_uji_bot?start={BANYAK}",
    ):
        assert link in admin.text
    await admin.tap("Tutup unit")
    await admin.tap("Ya, tutup")
    assert "wa.me" not in admin.text


async def test_a_unit_is_added_and_takes_answers_at_once(office: Office) -> None:
    """Name, group, code, time zone; the code is proposed, and none that another unit has is taken."""
    admin = await office.official("admin")
    await admin.type("/unit")
    await admin.tap("Tambah unit")
    await admin.type("x" * 201)
    assert "lebih panjang dari 200 huruf" in admin.text
    await admin.type("Kelurahan Mawar")
    await admin.tap("Kecamatan Satu")
    assert "Pakai kelurahan-mawar" in admin.labels
    await admin.type("KEL-MAWAR")
    assert "sudah dipakai unit lain" in admin.text
    await admin.type("kode berspasi")
    assert "hanya boleh berisi huruf" in admin.text
    await admin.tap("Pakai kelurahan-mawar")
    await admin.press("@uaz:WIT")
    assert "sudah ditambahkan" in admin.text
    assert await unit(office, "kelurahan-mawar") == UnitLayanan(
        "kelurahan-mawar", "Kelurahan Mawar", "kec-satu", zona_waktu="Asia/Jayapura"
    )
    entry = await last_audit(office)
    assert (entry.tindakan, entry.rincian["kode"]) == ("unit.tambah", "kelurahan-mawar")
    citizen = office.rig.citizen()
    await citizen.start("kelurahan-mawar")
    assert "Kelurahan Mawar" in citizen.screen.text + citizen.screen.heading + citizen.screen.notice


async def test_a_group_named_anew_is_added_with_its_first_unit(office: Office) -> None:
    """One that is there, in whatever case, is not added a second time."""
    admin = await office.official("admin")
    for nama, group in (("Puskesmas Uji", "Puskesmas"), ("Puskesmas Dua", "PUSKESMAS"), ("RSUD", "opd pelayanan")):
        await admin.type("/unit")
        await admin.tap("Tambah unit")
        await admin.type(nama)
        await admin.type(group)
        await admin.tap("Pakai")
        await admin.type("wita")
        assert "sudah ditambahkan" in admin.text
    async with office.store.reading() as tx:
        groups = {group.kode: group.nama for group in await tx.directory.kelompok()}
    assert groups == {"kec-satu": "Kecamatan Satu", "opd": "OPD Pelayanan", "puskesmas": "Puskesmas"}
    assert (await unit(office, "rsud")).kelompok == "opd"


async def test_what_is_changed_is_kept_shown_and_written_down(office: Office) -> None:
    """Name, service users, group, time zone: each with what it was before."""
    admin = await opened(office)
    await admin.tap("Ganti nama")
    await admin.type("Kelurahan  Mawar Merah")
    assert admin.screen.heading == "Kelurahan Mawar Merah"
    entry = await last_audit(office)
    assert entry.rincian == {"hal": "nama", "sebelum": "Kelurahan Mawar", "sesudah": "Kelurahan Mawar Merah"}
    assert office.rig.surveys.now.direktori.unit[SATU].nama == "Kelurahan Mawar Merah"
    await admin.tap("Pengguna layanan")
    await admin.type("banyak")
    assert "bukan bilangan bulat" in admin.text
    await admin.type("1.200")
    assert "1.200 orang" in admin.text
    await admin.tap("Kelompok")
    await admin.tap("OPD Pelayanan")
    assert "Kelompok: OPD Pelayanan" in admin.text
    await admin.tap("Zona waktu")
    await admin.tap("WITA")
    assert "Zona waktu: WITA" in admin.text
    assert await unit(office, SATU) == UnitLayanan(
        SATU, "Kelurahan Mawar Merah", "opd", zona_waktu="Asia/Makassar", populasi=1200, layanan=(KTP,)
    )
    await admin.tap("Pengguna layanan")
    await admin.type("-")
    assert (await unit(office, SATU)).populasi is None


async def test_a_closed_unit_keeps_its_answers_and_opens_again(office: Office) -> None:
    """Closing asks first, takes no answer away, shuts the link, and can be undone."""
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row()])
    admin = await opened(office)
    await admin.tap("Tutup unit")
    assert "tetap tersimpan" in admin.text
    assert (await unit(office, SATU)).aktif
    await admin.tap("Ya, tutup")
    assert not (await unit(office, SATU)).aktif
    assert office.rig.surveys.now.direktori.find(SATU) is None
    assert await office.rig.n() == 1
    await admin.type("/unit mawar")
    await admin.tap("Buka lagi")
    assert office.rig.surveys.now.direktori.find(SATU) is not None
    assert (await last_audit(office)).rincian == {"hal": "keadaan", "sebelum": "tutup", "sesudah": "buka"}


async def test_services_are_added_renamed_and_closed(office: Office) -> None:
    """A code once given stays with its service: a closed one that comes back by name has its responses again, and a
    new one never takes the code of another."""
    admin = await opened(office)
    await admin.tap("Jenis layanan")
    await admin.tap("KTP elektronik")
    await admin.tap("Ganti nama")
    await admin.type("Kartu Tanda Penduduk")
    await admin.tap("Jenis layanan")
    await admin.tap("Tambah layanan")
    await admin.type("kartu tanda penduduk")
    assert "sudah ada" in admin.text
    await admin.type("KTP")
    assert [(one.kode, one.nama) for one in (await unit(office, SATU)).layanan] == [
        ("ktp", "Kartu Tanda Penduduk"),
        ("ktp-2", "KTP"),
    ]
    await admin.tap("Jenis layanan")
    await admin.tap("Kartu Tanda")
    old = admin.screen
    await admin.tap("Tutup layanan")
    assert [one.kode for one in (await unit(office, SATU)).layanan] == ["ktp-2"]
    await admin.press(old.choices[0][1].token)
    assert "sudah berubah" in admin.text
    await admin.type("/unit mawar")
    await admin.tap("Jenis layanan")
    await admin.tap("Tambah layanan")
    await admin.type("Kartu Tanda Penduduk")
    assert [one.kode for one in (await unit(office, SATU)).layanan] == ["ktp-2", "ktp"]


async def test_labels_of_one_unsur_are_its_own_until_taken_back(office: Office) -> None:
    """Four different labels or none; the citizen of this unit sees them, that of another does not."""
    admin = await opened(office)
    await admin.tap("Label jawaban")
    await admin.tap("U4")
    await admin.type("Mahal | Murah")
    assert "empat label yang berbeda" in admin.text
    await admin.type("Dikenakan tarif|Kadang-kadang|Jarang|Tidak dikenakan tarif")
    assert (await unit(office, SATU)).label["biaya"][3] == "Tidak dikenakan tarif"
    assert (await unit(office, BANYAK)).label == {}
    await admin.tap("Label jawaban")
    await admin.tap("U4")
    await admin.tap("Pakai label baku")
    assert (await unit(office, SATU)).label == {}


async def test_the_head_is_named_and_invited(office: Office) -> None:
    """Who holds the right is listed; the button makes an invitation for this unit."""
    await office.official("kepala_unit", SATU)
    admin = await opened(office)
    assert "Kepala unit: 1 orang" in admin.text
    await admin.tap("Kepala unit")
    assert "Kepala unit Kelurahan Mawar (uji, sejak 21 November 2026)" in admin.text
    await admin.tap("Undang kepala unit")
    assert "undangan_" in admin.text


async def test_two_admins_do_not_undo_each_other(office: Office) -> None:
    """Of two changes at the same moment both are kept, or one is refused and says so; none is lost in silence."""
    one, two = await opened(office), await opened(office)
    await one.tap("Ganti nama")
    await two.tap("Pengguna layanan")
    await asyncio.gather(one.type("Mawar Baru"), two.type("500"))
    kept = await unit(office, SATU)
    assert ("baru saja diubah" in one.text) == (kept.nama != "Mawar Baru")
    assert ("baru saja diubah" in two.text) == (kept.populasi != 500)
    assert kept.nama == "Mawar Baru" or kept.populasi == 500


FORGED = (
    "@uni:x", "@unc:", "@uno:kel-mawar:9", "@unz:kel-mawar:Mars", "@unj:kel-mawar:99:x", "@unt:kel-mawar:U99",
    "@une:sandi:kel-mawar", "@uaz:WIB", "@uak", "@ugk:opd", "@unl:x",
)  # fmt: skip


@pytest.mark.parametrize("token", FORGED)
async def test_a_forged_button_changes_nothing(office: Office, token: str) -> None:
    """Of an admin it is answered; of a head refused; the directory stays as it was."""
    admin, head = await office.official("admin"), await office.official("kepala_unit", SATU)
    async with office.store.reading() as tx:
        before = await tx.directory.units()
    await head.press(token)
    assert head.text == TIDAK_BERHAK
    await admin.press(token)
    assert "gangguan" not in admin.text
    async with office.store.reading() as tx:
        assert await tx.directory.units() == before


async def test_every_button_fits_the_longest_code(office: Office) -> None:
    """Units and services of 40 letters are shown and changed as any other."""
    kode = "k" * 40
    async with office.store.transaction() as tx:
        longest = UnitLayanan(kode, "n" * 200, "kec-satu", layanan=(replace(KTP, kode="s" * 40),))
        await tx.directory.put([], [longest])
    await office.desk.reload()
    admin = await opened(office, kode)
    for path in (["Jenis layanan", "KTP"], ["Label jawaban", "U1"], ["Kepala unit"], ["Tutup unit"], ["Zona waktu"]):
        await admin.type(f"/unit {kode}")
        for label in path:
            await admin.tap(label)
            assert "gangguan" not in admin.text
