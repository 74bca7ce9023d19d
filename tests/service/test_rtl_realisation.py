"""Follow-up plans that are reported on, with evidence, and what a report leaves open to change."""

from __future__ import annotations

import pytest

from bot.engine.events import Sent, Upload
from bot.staff.frame import TIDAK_BERHAK
from bot.staff.hak import Peran
from tests.factories import SATU
from tests.service.officials import Office
from tests.service.planning import answered, audited, opened, plans, reported

PDF = b"%PDF-1.7\nlaporan"
FOTO = b"\xff\xd8\xff\xe1\x00\x13Exif\0\0MM\0*LINTANG\xff\xda\x00\x02gambar\xff\xd9"


async def test_a_plan_is_reported_done_with_a_photo(office: Office) -> None:
    """Description, evidence without what the camera wrote, what stood in the way; the share done follows."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await opened(head)
    await head.tap("1. Waktu")
    assert "Pelaksanaan belum dilaporkan." in head.text
    await reported(head)
    assert head.screen.harap == "berkas"
    await head.type("nanti saja")
    assert "atau tekan Lewati" in head.text
    await head.upload("bukti.jpg", b"GIF89a", "image/jpeg")
    assert "bukan foto" in head.text
    await head.send(Sent("foto", Upload("IMG Budi.jpg", "image/jpeg", len(FOTO), isi=FOTO)))
    assert head.screen.notice == "Bukti diterima."
    await head.type("Anggaran terbatas")
    assert "Sudah dilaksanakan, dilaporkan 21 November 2026.\nDua petugas ditambah." in head.text
    assert "Hambatan: Anggaran terbatas" in head.text
    (row,) = await plans(office)
    assert row.bukti is not None
    async with office.store.reading() as tx:
        kept = await tx.files.get(row.bukti)
    assert kept is not None
    assert kept.isi == b"\xff\xd8\xff\xda\x00\x02gambar\xff\xd9"
    assert (kept.nama, kept.kept_until) == (f"bukti-rtl-{row.id}.jpg", None)
    await head.tap("Lihat bukti")
    (shown,) = head.screen.attachments
    assert (shown.id, shown.picture) == (row.bukti, True)
    await head.tap("Daftar rencana")
    assert "terlaksana 1 dari 1 rencana (100,00%)" in head.text
    assert await audited(office) == ["rtl.bukti", "rtl.lapor", "rtl.buat"]


async def test_a_report_can_be_changed_and_keeps_what_is_skipped(office: Office) -> None:
    """From done to not done and back: evidence stays where it is skipped, and goes in time where it is replaced."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await opened(head)
    await head.tap("1. Waktu")
    await reported(head)
    await head.upload("a.pdf", PDF, "application/pdf")
    await head.type("Anggaran")
    (first,) = await plans(office)
    await reported(head, "Belum", "Baru satu petugas.")
    await head.tap("Lewati")
    await head.tap("Lewati")
    (second,) = await plans(office)
    assert (second.sudah, second.uraian, second.hambatan) == (False, "Baru satu petugas.", "Anggaran")
    assert second.bukti == first.bukti
    await reported(head)
    await head.upload("b.pdf", PDF + b" baru", "application/pdf")
    await head.type("Tidak ada.")
    (third,) = await plans(office)
    assert (third.sudah, third.hambatan) == (True, "")
    async with office.store.reading() as tx:
        files = await tx.files.many([str(first.bukti), str(third.bukti)])
    assert files[str(first.bukti)].kept_until is not None
    assert files[str(third.bukti)].kept_until is None
    assert await audited(office) == ["rtl.ubah", "rtl.ubah", "rtl.lapor", "rtl.buat"]


async def test_a_report_called_off_changes_nothing(office: Office) -> None:
    """Nothing is kept before the last answer, and evidence sent by then goes by itself."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await opened(head)
    before = await plans(office)
    await head.tap("1. Waktu")
    await reported(head)
    await head.upload("a.pdf", PDF, "application/pdf")
    await head.tap("Batal")
    assert await plans(office) == before
    assert await audited(office) == ["rtl.buat"]
    async with office.store.engine.connect() as connection:
        kept = await connection.exec_driver_sql("SELECT count(*) FROM files WHERE kept_until IS NULL")
        assert kept.scalar_one() == 0


async def test_a_plan_is_removed_only_before_it_is_reported_on(office: Office) -> None:
    """It asks first; a button from before the report removes nothing."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await opened(head)
    await opened(head, "Biaya")
    await head.tap("2. Biaya")
    await head.tap("Hapus rencana")
    await head.tap("Ya, hapus")
    assert head.screen.notice == "Rencana dihapus."
    (left,) = await plans(office)
    assert left.unsur == "waktu"
    await head.tap("1. Waktu")
    await head.tap("Hapus rencana")
    sure = head.screen.choices[0][0].token
    await head.press(f"@rtv:{left.id}")
    await reported(head, "Belum")
    await head.tap("Lewati")
    await head.tap("Lewati")
    assert "Hapus rencana" not in head.labels
    await head.press(sure)
    assert "tidak dapat dihapus" in head.text
    assert await plans(office) != []
    assert await audited(office) == ["rtl.lapor", "rtl.hapus", "rtl.buat", "rtl.buat"]


@pytest.mark.parametrize(("peran", "cakupan"), [("peninjau", ""), ("pengawas_kelompok", "kec-satu")])
async def test_who_only_reads_gets_no_button_that_changes(office: Office, peran: Peran, cakupan: str) -> None:
    """They see list, plan and evidence; what would change something is refused also where its button is forged."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await opened(head)
    await head.tap("1. Waktu")
    await reported(head)
    await head.upload("a.pdf", PDF, "application/pdf")
    await head.tap("Lewati")
    (row,) = await plans(office)
    reader = await office.official(peran, cakupan)
    await reader.type("/rtl mawar")
    assert "terlaksana 1 dari 1" in reader.text
    assert reader.labels == ["1. Waktu Penyelesaian", "Semester II 2026"]
    await reader.tap("1. Waktu")
    assert reader.labels == ["Lihat bukti", "Daftar rencana"]
    await reader.tap("Lihat bukti")
    assert len(reader.screen.attachments) == 1
    changing = (
        f"rtc:{SATU}:2026-S1:0",
        f"rn:{SATU}:waktu:2026S1",
        f"rtr:{row.id}",
        f"rty:{row.id}:1",
        f"rtz:{row.id}:ya",
    )
    for token in changing:
        await reader.press(f"@{token}")
        assert reader.text == TIDAK_BERHAK
    assert await plans(office) == [row]
