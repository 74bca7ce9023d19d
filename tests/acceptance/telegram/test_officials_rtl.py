"""A follow-up plan from the lowest unsur to the evidence that it was carried out."""

from __future__ import annotations

import pytest

from tests.acceptance.telegram.officials import NAMA_UNIT, Office, tapped, told, typed
from tests.unit.staff.test_rtl_evidence import SECRET, exif, jpeg, segment

pytestmark = pytest.mark.asyncio(loop_scope="package")

PROGRAM = "Menambah petugas loket pada jam sibuk"
URAIAN = "Satu petugas loket ditambah"


async def test_a_plan_is_opened_carried_out_and_shown(office: Office) -> None:
    """/rtl offers the lowest unsur; a plan saved counts as not done, and as done once reported with a photo; the
    photo is shown again, without the place that the phone wrote into it."""
    head = await office.official()
    seen = await typed(head, "/rtl", f"Rencana tindak lanjut {NAMA_UNIT}", "belum ada rencana")
    seen = await tapped(head, seen, "Buat rencana", "Unsur terendah")
    seen = await tapped(head, seen, seen.labels[0], "Apa program atau kegiatannya?")
    seen = await typed(head, PROGRAM, "Kapan dikerjakan?")
    year = next(label for label in seen.labels if label.isdigit())  # the next one: all its triwulan lie ahead
    seen = await tapped(head, seen, year, "Kapan dikerjakan?")
    seen = await tapped(head, seen, "TW I", "Kapan dikerjakan?")
    assert {f"✓ {year}", "✓ TW I", "TW II"} <= set(seen.labels)
    seen = await tapped(head, seen, "Lanjut", "Siapa penanggung jawabnya?")
    seen = await typed(head, "Kasi Pelayanan", "Simpan rencana ini?", PROGRAM, f"TW I {year}")
    seen = await tapped(head, seen, "Simpan", "Rencana disimpan.", "terlaksana 0 dari 1 rencana (0,00%)")

    plan = next(label for label in seen.labels if label[0].isdigit())
    seen = await tapped(head, seen, plan, "Pelaksanaan belum dilaporkan.")
    seen = await tapped(head, seen, "Laporkan pelaksanaan", "Apakah sudah dilaksanakan?")
    await tapped(head, seen, "Sudah", "Ceritakan dengan singkat")
    await typed(head, URAIAN, "Kirim satu foto atau PDF sebagai bukti")
    await head.send_photo("", b"\xff\xd8\xff thumbnail", jpeg(segment(0xE1, exif(1))))
    await told(head, "Bukti diterima.", "Apa hambatannya?")
    assert office.service.api.calls_of("getFile")
    seen = await typed(head, "tidak ada", "Laporan pelaksanaan disimpan.", "Sudah dilaksanakan", URAIAN)

    shown = await tapped(head, seen, "Lihat bukti", "Bukti pelaksanaan rencana")
    assert shown.upload is not None
    assert (shown.upload.content, shown.upload.content_type) == (jpeg(), "image/jpeg")
    assert SECRET not in shown.upload.content
    assert office.service.calls_to(head, "sendPhoto")
    await tapped(head, shown, "Daftar rencana", "terlaksana 1 dari 1 rencana (100,00%)")
