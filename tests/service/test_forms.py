"""/isi: paper forms typed in by a petugas_entri or an admin, one line a form."""

from __future__ import annotations

from datetime import date

import pytest

from bot.staff.frame import TIDAK_BERHAK
from bot.staff.hak import Peran
from scoring.model import Profil
from storage.records import ResponsRow
from tests.factories import BANYAK, HARI, SATU, TANPA
from tests.service.officials import Office, Official


async def kept(office: Office) -> list[ResponsRow]:
    """All responses of the one sitting."""
    async with office.store.reading() as tx:
        (impor,) = await tx.imports.recent()
        rows = await tx.imports.responses(impor.id)
        assert impor.masuk == len(rows)
        assert await tx.facts.counted() == await tx.facts.recounted()
    return rows


async def clerk(office: Office, cakupan: str = SATU) -> Official:
    someone = await office.official("petugas_entri", cakupan)
    await someone.type("/isi" if cakupan == SATU else "/isi Kelurahan Mawar")
    return someone


async def test_nine_digits_are_a_form(office: Office) -> None:
    """In the order of the paper form, which is said; kept as helped, without a person, in one named import."""
    someone = await clerk(office)
    assert "1. Persyaratan" in someone.text
    assert "8. Sarana dan Prasarana\n9. Penanganan Pengaduan" in someone.text
    await someone.type("343343421")
    assert "✓ no. 1: IKM 75,00 – U1 3, U2 4, U3 3, U4 3, U5 4, U6 3, U7 4, U8 1, U9 2" in someone.text
    await someone.type("444444444 L 34 SMA swasta / Kursinya kurang")
    assert "✓ no. 2: IKM 100,00" in someone.text
    assert "(Laki-laki; 34 tahun; SMA; Swasta; dengan saran)" in someone.text
    first, second = await kept(office)
    assert (first.sumber, first.responden, first.tanda_terima, first.hari_awal) == ("dibantu", None, None, HARI)
    assert (first.respons.layanan, first.respons.jawaban["sarana"], first.respons.jawaban["pengaduan"]) == (
        "ktp",
        2,
        1,
    )
    assert (second.respons.profil, second.respons.saran) == (
        Profil("L", 34, None, "sma", "swasta"),
        "Kursinya kurang",
    )
    async with office.store.reading() as tx:
        (impor,) = await tx.imports.recent()
        entries = await tx.staff.audit(2)
    assert impor.nama == "Formulir kertas Kelurahan Mawar, 21 November 2026"
    assert (impor.oleh, impor.lewat_chat, impor.berkas) == ("Petugas entri Kelurahan Mawar", True, "")
    assert {(one.tindakan, one.sasaran, one.rincian["formulir"]) for one in entries} == {
        ("isi", "Kelurahan Mawar", 1)
    }
    await someone.tap("Selesai")
    assert "2 formulir Kelurahan Mawar sudah dimasukkan" in someone.text
    await someone.press(f"@isx:{second.id}")
    assert "sudah selesai" in someone.text
    assert len(await kept(office)) == 2


async def test_a_report_tells_how_many_were_helped(office: Office) -> None:
    someone, admin = await clerk(office), await office.official("admin")
    await someone.type("333333333\n444444444")
    await admin.type("/laporan kelurahan mawar")
    assert "2 jawaban diisi dengan dibantu petugas." in admin.text
    await admin.type("/laporan kelurahan mawar semester 1 2026")
    assert "dibantu" not in admin.text


async def test_lines_in_doubt_are_told_and_the_others_kept(office: Office) -> None:
    someone = await clerk(office)
    await someone.type("333333333\n34334344\n3433434444 L\n\n343353444\n34334344O\n444444444 P")
    assert "✓ no. 1: IKM 75,00" in someone.text
    assert "✓ no. 2: IKM 100,00" in someone.text
    for told in (
        "Baris 2: ada 8 angka",
        "Baris 3: ada 10 angka",
        "Baris 4: angka ke-5 adalah 5",
        "Baris 5: “34334344O”",
    ):
        assert told in someone.text
    assert "Baris-baris itu tidak dimasukkan." in someone.text
    assert len(await kept(office)) == 2
    await someone.type("34334344")
    assert "Ada 8 angka, seharusnya 9." in someone.text
    await someone.type("\n".join(["34334344"] * 12))
    assert "Baris 8: ada 8 angka" in someone.text
    assert "… dan 4 baris lainnya." in someone.text
    await someone.type("\n".join(["333333333"] * 61))
    assert "Paling banyak 60 baris" in someone.text
    await someone.type("\n".join(["333333333"] * 60))
    assert "✓ no. 3 sampai 54 sudah masuk." in someone.text
    assert "✓ no. 62: IKM 75,00" in someone.text
    assert len(await kept(office)) == 62


@pytest.mark.parametrize(
    "line",
    [
        "343 343 444 / antre sejak Januari 2025 sampai Maret 2025",
        "3.4.3.3.4.3.4.4.4 / tahun 2031 masih lama",
        "343, 343, 444 L 34 / pada tanggal 31 Februari 2026 tutup",
    ],
)
async def test_days_in_a_saran_are_no_other_day(office: Office, line: str) -> None:
    """Also where the digits stand in groups: the form comes in, of the day that was said before."""
    someone = await clerk(office)
    await someone.type(line)
    (row,) = await kept(office)
    assert (row.hari_awal, row.hari_akhir) == (HARI, HARI)


async def test_the_last_one_is_taken_back_once(office: Office) -> None:
    """The button pressed again, or an older one, takes nothing back."""
    someone = await clerk(office)
    await someone.type("333333333\n444444444")
    old = someone.screen.choices[0][0].token
    await someone.tap("Batalkan yang terakhir")
    assert "Formulir no. 2 dibatalkan." in someone.text
    await someone.press(old)
    assert "sudah dibatalkan" in someone.text
    (row,) = await kept(office)
    assert set(row.respons.jawaban.values()) == {3}
    await someone.type("222222222")
    assert "✓ no. 2: IKM 50,00" in someone.text
    await someone.tap("Batalkan yang terakhir")
    await someone.tap("Batalkan yang terakhir")
    assert someone.labels == ["Selesai"]
    assert await kept(office) == []
    await someone.type("selesai")
    assert "Tidak ada formulir yang dimasukkan." in someone.text


async def test_the_order_is_chosen_and_remembered(office: Office) -> None:
    someone = await clerk(office)
    await someone.tap("Urutan menurut daftar unsur")
    assert "8. Penanganan Pengaduan" in someone.text
    await someone.type("333333312")
    await someone.type("333333312")
    for row in await kept(office):
        assert (row.respons.jawaban["pengaduan"], row.respons.jawaban["sarana"]) == (1, 2)


async def test_another_day_or_a_whole_periode(office: Office) -> None:
    """Named with the command or on the way; never one to come. The sitting stays one import."""
    admin = await office.official("admin")
    await admin.type("/isi kelurahan mawar tanggal 12 Juni 2026")
    assert "Formulir Kelurahan Mawar, tanggal 12 Juni 2026" in admin.text
    await admin.type("333333333")
    await admin.type("semester 1 2026\n333333333 / semester lalu antre\n44")
    assert "Baris 3: ada 2 angka" in admin.text
    await admin.type("tanggal 1 Januari 2027")
    assert "1 Januari 2027 belum tiba." in admin.text
    await admin.type("tanggal 31 Juni 2026")
    assert "Tidak ada tanggal" in admin.text
    await admin.type("kemarin")
    assert "sekarang formulir tanggal 20 November 2026." in admin.text
    await admin.type("333333333 / tanggal 31 Juni 2026 tutup")
    days = [(row.hari_awal, row.hari_akhir) for row in await kept(office)]
    juni, kemarin = date(2026, 6, 12), date(2026, 11, 20)
    assert days == [(juni, juni), (date(2026, 1, 1), date(2026, 6, 30)), (kemarin, kemarin)]
    async with office.store.reading() as tx:
        (impor,) = await tx.imports.recent()
    assert (impor.hari_awal, impor.hari_akhir) == (date(2026, 1, 1), kemarin)


async def test_nothing_goes_into_a_closed_periode(office: Office) -> None:
    """Neither where it is closed before nor in between; nothing is taken out of it."""
    admin, other = await office.official("admin"), await office.official("admin")
    await admin.type("/isi kelurahan mawar tanggal 12 Juni 2026")
    await admin.type("333333333")
    await other.press("@pry:2026-S1:1")
    assert "sudah ditutup" in other.text
    await admin.tap("Batalkan yang terakhir")
    assert "Semester I 2026 sudah ditutup" in admin.text
    await admin.type("/isi kelurahan mawar tanggal 12 Juni 2026")
    assert "Semester I 2026 sudah ditutup" in admin.text
    await admin.type("/isi kelurahan mawar")
    await admin.type("tanggal 12 Juni 2026")
    assert "Semester I 2026 sudah ditutup" in admin.text
    await admin.type("444444444")
    assert "✓ no. 1" in admin.text
    assert await office.rig.n() == 2


async def test_a_sitting_is_undone_whole(office: Office) -> None:
    """By an admin, as any import; what is typed afterwards is told so."""
    someone = await clerk(office)
    await someone.type("333333333\n444444444")
    admin = await office.official("admin")
    await admin.type("/impor")
    await admin.tap("Impor terdahulu")
    await admin.tap("Formulir kertas Kelurahan Mawar")
    await admin.tap("Batalkan impor ini")
    await admin.tap("Ya, hapus 2 jawaban")
    assert await office.rig.n() == 0
    await someone.type("333333333")
    assert "sudah dibatalkan atau dihapus" in someone.text
    assert await office.rig.n() == 0


@pytest.mark.parametrize(
    ("peran", "cakupan", "units"),
    [
        ("petugas_entri", SATU, {SATU}),
        ("petugas_entri", "k:kec-satu", {SATU, BANYAK}),
        ("petugas_entri", "", {SATU, BANYAK, TANPA}),
        ("admin", "", {SATU, BANYAK, TANPA}),
        ("kepala_unit", SATU, set()),
        ("pengawas_kelompok", "kec-satu", set()),
        ("peninjau", "", set()),
    ],
)
async def test_who_may_for_which_unit(office: Office, peran: Peran, cakupan: str, units: set[str]) -> None:
    """Also by a forged button."""
    someone = await office.official(peran, cakupan)
    for kode in (SATU, BANYAK, TANPA):
        await someone.press(f"@isu:{kode}")
        assert (someone.text != TIDAK_BERHAK) == (kode in units), kode
        await someone.type("333333333")
    assert await office.rig.n() == len(units)


async def test_who_heads_a_unit_never_fills_it_in(office: Office) -> None:
    """Though they be a petugas_entri of the whole group; others of the group they may."""
    someone = await office.official("kepala_unit", SATU)
    await office.grant(someone, "petugas_entri", "k:kec-satu")
    await someone.type("/isi kelurahan mawar")
    assert "Anda kepala unit ini." in someone.text
    await someone.type("/isi kelurahan melati")
    await someone.type("333333333 KTP elektronik")
    (row,) = await kept(office)
    assert (row.unit, row.respons.layanan) == (BANYAK, "ktp")


async def test_a_unit_is_asked_for_and_found_by_name(office: Office) -> None:
    someone = await office.official("petugas_entri", "")
    await someone.type("/isi 12 Juni 2026")
    assert "Formulir unit mana" in someone.text
    await someone.type("qwertyuiop")
    assert "belum kami temukan" in someone.text
    await someone.type("mawwar")
    await someone.tap("Kelurahan Mawar")
    assert "Formulir Kelurahan Mawar, tanggal 12 Juni 2026" in someone.text
    await someone.type("/batal")
    await someone.press("@isd")
    assert "sudah selesai" in someone.text


async def test_an_admin_invites_a_petugas_entri(office: Office) -> None:
    """For a unit, a group, or all; the invitation says what one is invited to."""
    admin = await office.official("admin")
    for press, nama in (
        ("Kecamatan Satu", "Petugas entri Kecamatan Satu"),
        ("Semua unit", "Petugas entri semua unit"),
        ("", "Petugas entri Kelurahan Mawar"),
    ):
        await admin.type("/undang")
        await admin.tap("Petugas entri")
        if press:
            await admin.tap(press)
        else:
            await admin.type("mawar")
            await admin.tap("Kelurahan Mawar")
        assert f"Undangan untuk {nama}" in admin.text
    kode = admin.text.splitlines()[-1].rsplit("/", 1)[1]
    someone = office.stranger()
    await someone.open(kode)
    assert "memasukkan formulir survei dari kertas" in someone.text
    await someone.tap("Terima")
    assert {item.nama for item in someone.screen.menu or ()} == {"isi", "bantuan", "survei"}


FORGED = (
    "@isu",
    "@isu:x",
    f"@isu:{SATU}:2099-01-01",
    f"@isu:{SATU}:2026-13-01",
    f"@isu:{SATU}:x",
    "@iso:d",
    "@isx:1",
    "@isd",
)


@pytest.mark.parametrize("token", FORGED)
async def test_a_forged_button_is_answered_and_changes_nothing(office: Office, token: str) -> None:
    admin = await office.official("admin")
    await admin.press(token)
    assert "gangguan" not in admin.text
    assert await office.rig.n() == 0
