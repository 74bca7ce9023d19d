"""/dokumen: asked for in words and by buttons, and sent when it is printed."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import update

from bot.staff.frame import TIDAK_BERHAK
from storage.tables import rekap_responden
from tests.factories import BANYAK, SATU, TANPA
from tests.service.officials import Office
from tests.service.printing import (
    Make,
    answered,
    ask,
    audit,
    file_of,
    text_of,
    waiting,
)


async def test_a_head_asks_in_words_and_is_sent_the_report_of_the_own_unit(office: Office, start: Make) -> None:
    """At once it is said that it is being made; then the file comes, and the audit log knows of both."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await head.type("/dokumen")
    assert "Kelurahan Mawar, semester II 2026" in head.text
    assert "Semester II 2026 masih berjalan, jadi angkanya masih sementara." in head.text
    assert {"Laporan PDF", "Laporan Word", "Excel", "JSON", "Poster A4", "Stiker QR"} <= set(head.labels)
    assert not {"SPSS", "CSV"} & set(head.labels)
    await head.tap("Laporan PDF")
    assert "Laporan (PDF) sedang kami siapkan." in head.text
    printing = start()
    assert await printing.tick() == 1
    assert "Laporan (PDF) sudah siap." in head.text
    nama, isi = await file_of(office, head.screen)
    assert nama == "laporan-kel-mawar-2026-S2.pdf"
    text = text_of(isi)
    assert "77,78" in text
    assert "Kelurahan Mawar" in text
    (asked,), (sent,) = await audit(office, "dokumen"), await audit(office, "dokumen.terbit")
    for row in (asked, sent):
        assert (row.sasaran, row.rincian["periode"], row.rincian["berkas"]) == (
            "Kelurahan Mawar",
            "2026-S2",
            "Laporan (PDF)",
        )
    assert not await waiting(office)
    assert await printing.tick() == 0


async def test_an_admin_goes_by_buttons_to_any_unit_and_periode(office: Office, start: Make) -> None:
    """Data files, too, which a head may not have."""
    await answered(office)
    admin = await office.official("admin")
    await admin.type("/dokumen")
    await admin.tap("Semua unit")
    assert admin.labels[:3] == ["Laporan PDF", "Laporan Word", "Excel"]
    await admin.type("/dokumen")
    await admin.tap("Kecamatan Satu")
    await admin.tap("Kelurahan Mawar")
    await admin.tap("Semester I 2026")
    assert "Kelurahan Mawar, semester I 2026" in admin.text
    await admin.tap("Semester II 2026")
    await admin.tap("CSV")
    await admin.type("/dokumen mawar semester ini")
    await admin.tap("SPSS")
    assert await start().tick() == 2
    (first, csv), (second, sav) = [await file_of(office, one) for one in admin.screens[-2:]]
    assert (first, second) == ("data-kel-mawar-2026-S2.csv", "data-kel-mawar-2026-S2.sav")
    assert len(csv.decode("utf-8-sig").split()) == 13
    assert sav.startswith(b"$FL2")


async def test_all_units_together_have_a_summary(office: Office, start: Make) -> None:
    await answered(office)
    await answered(office, BANYAK, 7)
    admin = await office.official("admin")
    await admin.type("/dokumen semua unit")
    await admin.tap("Laporan PDF")
    assert await start().tick() == 1
    nama, isi = await file_of(office, admin.screen)
    assert nama == "laporan-semua-unit-2026-S2.pdf"
    text = text_of(isi)
    assert "Ringkasan Eksekutif" in text
    assert "gabungan responden" in text
    assert "Belum mendapat jawaban: Dinas Uji." in text


@pytest.mark.parametrize(
    ("token", "told"),
    [
        (f"@dom:u:{BANYAK}:2026-S2:0:", TIDAK_BERHAK),
        ("@dom:s::2026-S2:0:", TIDAK_BERHAK),
        ("@dom:k:kec-satu:2026-S2:0:m", TIDAK_BERHAK),
        (f"@dom:u:{SATU}:2026-S2:3:", TIDAK_BERHAK),
        (f"@dom:u:{SATU}:2026-S2:4:", TIDAK_BERHAK),
        (f"@dom:u:{SATU}:2026-S2:99:", "Dokumen itu tidak kami kenal."),
        (f"@dom:u:{SATU}:2026-S2:²:", "Dokumen itu tidak kami kenal."),
        (f"@dom:u:{SATU}:kapan:0:", "Periode itu tidak kami kenal."),
        ("@dom", "tidak kami kenal"),
        (f"@dok:u:{BANYAK}:2026-S2", TIDAK_BERHAK),
    ],
)
async def test_a_forged_button_of_a_head_asks_for_nothing(office: Office, token: str, told: str) -> None:
    head = await office.official("kepala_unit", SATU)
    await head.press(token)
    assert told in head.text
    assert not await waiting(office)


async def test_what_there_is_of_one_unit_alone_is_not_made_of_all(office: Office) -> None:
    admin = await office.official("admin")
    for token in ("@dom:s::2026-S2:3:", "@dom:k:opd:2026-S2:6:", "@dom:s::2026-S2:2:m"):
        await admin.press(token)
        assert "Dokumen itu tidak kami kenal." in admin.text
    stranger = office.stranger()
    await stranger.press(f"@dom:u:{SATU}:2026-S2:0:")
    assert not await waiting(office)


async def test_no_document_of_a_periode_to_come_is_offered(office: Office) -> None:
    """Also of another kind than the installation's."""
    admin = await office.official("admin")
    await admin.type("/dokumen kelurahan mawar 2026")
    assert "Tahun 2025" in admin.labels
    assert "Tahun 2027" not in admin.labels
    await admin.type("/dokumen kelurahan mawar tw 3 2026")
    assert "Triwulan IV 2026" in admin.labels


async def test_without_answers_it_is_said_so(office: Office, start: Make) -> None:
    head = await office.official("kepala_unit", TANPA)
    await ask(head)
    assert await start().tick() == 1
    assert "Belum ada jawaban pada periode ini" in head.text
    assert head.screen.attachments == ()
    assert await audit(office, "dokumen.terbit") == []


async def test_figures_that_contradict_one_another_are_refused_with_both_values(office: Office, start: Make) -> None:
    """A counter that was tampered with: what is wrong is said in Indonesian, and no file is sent."""
    await answered(office)
    async with office.store.engine.begin() as raw:
        await raw.execute(update(rekap_responden).where(rekap_responden.c.unit == SATU).values(n=13))
    admin = await office.official("admin")
    await admin.type("/dokumen mawar")
    await admin.tap("Laporan Word")
    assert await start().tick() == 1
    assert "tidak kami terbitkan, karena angkanya tidak saling cocok" in admin.text
    assert "• Baris lampiran jawaban: 12, seharusnya 13" in admin.text
    assert admin.screen.attachments == ()
    await admin.press("@dom:k:kec-satu:2026-S2:0:m")
    assert await start().tick() == 1
    assert "Angkanya tidak saling cocok, jadi tidak diterbitkan: Kelurahan Mawar." in admin.text
    assert await audit(office, "dokumen.terbit") == []


async def test_many_at_once_come_packed_and_what_is_missing_is_named(office: Office, start: Make) -> None:
    await answered(office)
    await answered(office, BANYAK, 6)
    admin = await office.official("admin")
    await admin.type("/dokumen semua unit")
    await admin.tap("Laporan Word tiap unit")
    assert "Laporan (Word) untuk 3 unit sedang kami siapkan." in admin.text
    assert await start().tick() == 1
    assert "2 berkas Laporan (Word) sudah siap." in admin.text
    assert "Belum ada jawaban: Dinas Uji." in admin.text
    nama, isi = await file_of(office, admin.screen)
    assert nama == "docx-2026-S2.zip"
    with zipfile.ZipFile(io.BytesIO(isi)) as packed:
        assert packed.namelist() == ["laporan-kel-mawar-2026-S2.docx", "laporan-kel-melati-2026-S2.docx"]
        for name, unit_name in zip(packed.namelist(), ("Kelurahan Mawar", "Kelurahan Melati"), strict=True):
            with zipfile.ZipFile(io.BytesIO(packed.read(name))) as docx:
                assert unit_name in docx.read("word/document.xml").decode()


async def test_a_service_that_ends_in_the_middle_of_many_leaves_them_to_the_next(office: Office, start: Make) -> None:
    """Not one of them is told of as failed."""
    await answered(office)
    await answered(office, BANYAK, 6)
    admin = await office.official("admin")
    await admin.type("/dokumen semua unit")
    await admin.tap("Poster A4 tiap unit")
    ending = start()
    await ending.penerbit.close()
    assert await ending.tick() == 0
    assert "sedang kami siapkan" in admin.text
    office.clock.move(minutes=10)
    assert await start().tick() == 1
    assert "2 berkas Poster A4 sudah siap." in admin.text
    assert "Gagal" not in admin.text


async def test_stickers_without_a_public_address_say_what_to_set(office: Office, start: Make) -> None:
    """At once, of one unit and of all; with one they lead there."""
    admin = await office.official("admin")
    local = start("http://127.0.0.1:8080")
    for asked in ("/dokumen mawar", "/dokumen semua unit"):
        await admin.type(asked)
        await admin.tap("Stiker QR")
        assert await local.tick() == 1
        assert "Stiker belum bisa dibuat" in admin.text
        assert "IKM_PUBLIC_URL" in admin.text
    await admin.type("/dokumen mawar")
    await admin.tap("Stiker QR")
    assert await start().tick() == 1
    nama, isi = await file_of(office, admin.screen)
    assert nama == "stiker-kel-mawar-2026-S2.pdf"
    assert f"survei.example.go.id/s/{SATU}" in text_of(isi).replace(" ", "")
