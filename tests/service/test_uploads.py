"""Files in chat: checked whole, shown, imported on a button, never twice."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.factories import SATU, UNSUR
from tests.service.officials import Office, Official
from tests.unit.imports.contoh import book

HEAD = ",".join(("diisi_pada", *UNSUR))
GOOD = f"{HEAD}\n" + "".join(f"2026-11-{day:02},{'3,' * 8}4\n" for day in range(1, 11))
BAD = GOOD.replace("2026-11-03,3,", "2026-11-03,5,").replace("2026-11-07,", "2026-13-07,")
UNITS = "kode,nama,kelompok\nkel-mawar,Kelurahan Mawar Merah,Kecamatan Satu\nkel-baru,Kelurahan Baru,Kecamatan Dua\n"


async def asked(office: Office) -> Official:
    """An admin who has said of which unit the answers are."""
    admin = await office.official("admin")
    await admin.type("/impor")
    await admin.tap("Jawaban responden")
    await admin.type("mawar")
    await admin.tap("Kelurahan Mawar")
    assert admin.screen.harap == "berkas"
    return admin


async def test_a_good_file_is_shown_and_imported_on_a_button_once(office: Office) -> None:
    """Before the button nothing is kept; afterwards everything, counted and written down; again it adds nothing."""
    admin = await asked(office)
    await admin.upload("jawaban.csv", GOOD.encode())
    assert "jawaban.csv: 10 jawaban untuk Kelurahan Mawar. 10 baru, 0 sudah ada." in admin.text
    assert await office.rig.n() == 0
    preview = admin.screen
    await admin.tap("Masukkan 10 jawaban")
    assert "10 jawaban untuk Kelurahan Mawar sudah dimasukkan" in admin.text
    assert await office.rig.n() == 10
    async with office.store.reading() as tx:
        (entry,) = await tx.staff.audit(1)
    assert (entry.tindakan, entry.sasaran) == ("impor", "Kelurahan Mawar")
    assert (entry.rincian["baris"], entry.rincian["baru"]) == (10, 10)
    await admin.press(preview.choices[0][0].token)
    assert "tidak disimpan" in admin.text
    await admin.type("/impor mawar")
    await admin.tap("Kelurahan Mawar")
    await admin.upload("jawaban.csv", GOOD.encode())
    assert "Semuanya sudah ada" in admin.text
    assert admin.labels == []
    assert await office.rig.n() == 10


async def test_a_bad_file_is_told_by_row_and_column_and_asked_for_again(office: Office) -> None:
    """Nothing of it is kept; the next file answers the same question."""
    admin = await asked(office)
    await admin.upload("jawaban.csv", BAD.encode())
    assert "2 baris belum dapat dimasukkan" in admin.text
    assert "Baris 4, kolom persyaratan: “5” harus 1, 2, 3, atau 4." in admin.text
    assert "Baris 8, kolom diisi_pada: “2026-13-07” bukan tanggal" in admin.text
    many = f"{HEAD}\n" + "2026-11-01,x,3,3,3,3,3,3,3,3\n" * 300
    await admin.upload("jawaban.csv", many.encode())
    assert "300 isian salah" in admin.text
    assert "… dan 294 lainnya." in admin.text
    await admin.upload("jawaban.csv", GOOD.encode())
    await admin.tap("Masukkan")
    assert await office.rig.n() == 10


@pytest.mark.parametrize(
    ("nama", "isi", "told"),
    [
        ("jawaban.xlsx", b"PK\x03\x04" + b"x" * 99, "simpan lagi sebagai .xlsx"),
        ("jawaban.csv", bytes(range(256)), "tidak memakai UTF-8"),
        ("jawaban.csv", b"a\0b", "bukan teks"),
        ("jawaban.csv", b"persyaratan;\xd0\xa1\xff\n", "tidak memakai UTF-8"),
        ("jawaban.csv", b"3,3,3\n" * 2_000_000, "lebih besar dari 2 MB"),
        ("jawaban.csv", (HEAD + "\n" + "2026-11-01,3,3,3,3,3,3,3,3,3\n" * 5_001).encode(), "lebih dari 5.000 baris"),
        ("jawaban.csv", b"", "kosong"),
        ("jawaban.csv", b"nama,umur\nx,3\n", "belum ada kolom untuk U1 (persyaratan)"),
    ],
)
async def test_what_is_no_such_file_is_answered_with_what_to_do(
    office: Office, nama: str, isi: bytes, told: str
) -> None:
    """And may be sent again at once."""
    admin = await asked(office)
    await admin.upload(nama, isi)
    assert told in admin.text
    assert admin.screen.harap == "berkas"
    assert await office.rig.n() == 0


async def test_rows_without_a_date_take_the_periode_asked_for(office: Office) -> None:
    """By a button or in words; one that has not begun is asked again."""
    admin = await asked(office)
    dateless = "\n".join((",".join(UNSUR), "3,3,3,3,3,3,3,3,3", "4,4,4,4,4,4,4,4,4"))
    await admin.upload("kertas.csv", dateless.encode())
    assert admin.labels == ["Semester II 2026", "Semester I 2026", "Batal"]
    await admin.type("tahun depan sekali")
    assert "Jawaban itu untuk periode mana?" in admin.text
    await admin.type("semester 1 2025")
    assert "2 baris tanpa tanggal" in admin.text
    await admin.type("ya, masukkan")
    await admin.tap("Masukkan 2 jawaban")
    async with office.store.reading() as tx:
        spans = {span[2:4] for span in await tx.facts.counted()}
    assert {(awal.isoformat(), akhir.isoformat()) for awal, akhir in spans} == {("2025-01-01", "2025-06-30")}


async def test_units_are_added_and_changed_from_a_file(office: Office) -> None:
    """Shown first; citizens find the new unit at once."""
    admin = await office.official("admin")
    await admin.type("/impor")
    await admin.tap("Daftar unit")
    await admin.upload("unit.csv", b"kode,nama\nx,y\n")
    assert "kolom kelompok belum ada" in admin.text
    await admin.upload("unit.csv", UNITS.encode())
    assert "unit.csv: 1 unit baru, 1 berubah, 0 tetap." in admin.text
    assert office.rig.surveys.now.direktori.find("kel-baru") is None
    await admin.tap("Masukkan")
    assert "1 unit ditambahkan, 1 diubah." in admin.text
    assert office.rig.surveys.now.direktori.unit[SATU].nama == "Kelurahan Mawar Merah"
    assert office.rig.surveys.now.direktori.find("kel-baru") is not None


async def test_words_where_a_file_was_asked_for(office: Office) -> None:
    """Are told apart from one."""
    admin = await asked(office)
    await admin.type("ini berkasnya")
    assert "sebagai lampiran" in admin.text
    await admin.upload("jawaban.csv", GOOD.encode())
    assert "10 baru" in admin.text


async def test_a_preview_is_good_for_an_hour(office: Office) -> None:
    """Later the file is gone, and so is what it would have done."""
    admin = await asked(office)
    await admin.upload("jawaban.csv", GOOD.encode())
    office.clock.move(hours=1)
    await admin.tap("Masukkan")
    assert "tidak disimpan" in admin.text
    assert await office.rig.n() == 0


async def test_a_workbook_is_shown_as_understood_and_imported(office: Office) -> None:
    """A recap of paper forms, with its printed totals; what was made of it stands above the button."""
    admin = await asked(office)
    await admin.upload("rekap.xlsx", book())
    await admin.tap("Semester I 2026")
    assert "rekap.xlsx: 12 jawaban untuk Kelurahan Mawar. 12 baru, 0 sudah ada." in admin.text
    assert "Lembar “Rekap”, judul kolom di baris 6; 12 baris responden." in admin.text
    assert "Kode jenis kelamin: 1 = Laki-laki, 2 = Perempuan." in admin.text
    assert "Angka tercetak yang cocok dengan isinya: jumlah, NRR, NRR tertimbang, IKM." in admin.text
    await admin.tap("Masukkan 12 jawaban")
    assert await office.rig.n() == 12


async def test_what_is_not_certain_is_told_and_not_imported(office: Office) -> None:
    """Questions known by number alone: the eighth may be either of two unsur."""
    admin = await asked(office)
    numbered = ",".join(("tanggal", *map(str, range(1, 10))))
    await admin.upload("nomor.csv", f"{numbered}\n2026-11-01,3,3,3,3,3,3,3,1,4\n".encode())
    assert "nomor.csv: 2 hal belum pasti. Tidak ada yang dimasukkan." in admin.text
    assert "Baris 1, kolom 8: soal nomor 8 bisa berarti pengaduan" in admin.text
    assert admin.screen.harap == "berkas"
    assert await office.rig.n() == 0


async def test_the_good_rows_come_in_where_that_is_asked_for(office: Office) -> None:
    """The others are held back and remembered; the mended file then brings those alone."""
    admin = await asked(office)
    await admin.upload("jawaban.csv", BAD.encode())
    assert admin.labels == ["Masukkan yang benar saja (8)", "Batal"]
    await admin.type("bagaimana ini?")
    assert admin.labels == ["Masukkan yang benar saja (8)", "Batal"]
    await admin.tap("Masukkan yang benar saja")
    assert "8 jawaban untuk Kelurahan Mawar sudah dimasukkan. 2 baris tidak dimasukkan." in admin.text
    assert await office.rig.n() == 8
    async with office.store.reading() as tx:
        (kept,) = await tx.imports.recent()
        (entry,) = await tx.staff.audit(1)
    assert (kept.nama, kept.berkas, kept.unit) == ("jawaban.csv, 21 November 2026", "jawaban.csv", SATU)
    assert (kept.masuk, kept.ditahan, kept.oleh, kept.lewat_chat) == (8, 2, "Admin", True)
    assert kept.rincian["ditahan"][0] == "Baris 4, kolom persyaratan: harus 1, 2, 3, atau 4"
    assert (entry.rincian["baru"], entry.rincian["ditahan"]) == (8, 2)
    await admin.type("/impor mawar")
    await admin.tap("Kelurahan Mawar")
    await admin.upload("jawaban.csv", BAD.encode())
    assert "2 isian salah di 2 baris" in admin.text
    await admin.upload("jawaban.csv", GOOD.encode())
    assert "2 baru, 8 sudah ada" in admin.text


async def test_a_mended_file_may_come_where_the_good_rows_were_offered(office: Office) -> None:
    """It is looked at instead."""
    admin = await asked(office)
    await admin.upload("jawaban.csv", BAD.encode())
    await admin.upload("jawaban.csv", GOOD.encode())
    assert "10 baru, 0 sudah ada" in admin.text
    await admin.tap("Masukkan 10 jawaban")
    assert await office.rig.n() == 10


async def test_a_workbook_is_read_as_a_table_is(office: Office) -> None:
    """What was understood of it is said."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tanggal", *(f"U{n}" for n in range(1, 10))])
    sheet.append([date(2026, 11, 2), *[4] * 9])
    sheet.append([date(2026, 11, 3), *[3] * 9])
    written = BytesIO()
    book.save(written)
    admin = await asked(office)
    await admin.upload("rekap.xlsx", written.getvalue(), "application/octet-stream")
    assert "rekap.xlsx: 2 jawaban untuk Kelurahan Mawar. 2 baru" in admin.text
    await admin.tap("Masukkan 2 jawaban")
    assert await office.rig.n() == 2
    async with office.store.reading() as tx:
        (kept,) = await tx.imports.recent()
    assert (kept.berkas, kept.hari_awal, kept.hari_akhir) == ("rekap.xlsx", date(2026, 11, 2), date(2026, 11, 3))
