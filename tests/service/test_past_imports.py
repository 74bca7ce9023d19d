"""/impor, Impor terdahulu: what came in is listed, looked at, and taken back whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.staff.frame import TIDAK_BERHAK
from storage.imports import ImporRow
from storage.records import new_id
from tests.factories import BANYAK, HARI, NOW, SATU, respons_row
from tests.service.officials import Office, Official


async def kept(office: Office, n: int, unit: str = SATU, hari: date = HARI, ago: int = 0) -> ImporRow:
    """An import of `n` responses."""
    pada, rincian = NOW - timedelta(days=ago), {"ditahan": ["Baris 4, kolom U1: harus 1, 2, 3, atau 4"]}
    row = ImporRow(new_id(), f"kertas {ago}", "k.csv", unit, hari, hari, n, 1, pada, "perintah ikm", False, rincian)
    async with office.store.transaction() as tx:
        await tx.imports.add(row)
        await tx.facts.add([respons_row(unit=unit, hari=hari, impor=row.id) for _ in range(n)])
    return row


async def listed(office: Office) -> Official:
    admin = await office.official("admin")
    await admin.type("/impor")
    await admin.tap("Impor terdahulu")
    return admin


async def test_they_are_listed_by_page_and_one_is_taken_back_whole(office: Office) -> None:
    """It is said first how many responses go; the log and the list know of it afterwards."""
    for ago in range(7):
        row = await kept(office, 2, BANYAK, ago=ago)
    admin = await listed(office)
    assert admin.labels == [*(f"kertas {ago}" for ago in range(6)), "Berikutnya"]
    assert "1. kertas 0 – Kelurahan Melati, 2 jawaban" in admin.text
    await admin.tap("Berikutnya")
    assert admin.labels == ["kertas 6", "Sebelumnya"]
    await admin.tap("kertas 6")
    assert "Kelurahan Melati, jawaban tanggal 21 November 2026." in admin.text
    assert "Dimasukkan 15 November 2026 pukul 10.00 oleh perintah ikm, lewat perintah ikm." in admin.text
    assert "2 jawaban masuk, 2 masih ada." in admin.text
    assert "Baris 4, kolom U1: harus 1, 2, 3, atau 4." in admin.text
    await admin.tap("Batalkan impor ini")
    assert "2 jawaban Kelurahan Melati akan dihapus" in admin.text
    assert await office.rig.n() == 14
    await admin.tap("Ya, hapus 2 jawaban")
    assert "sudah dibatalkan: 2 jawaban dihapus" in admin.text
    assert await office.rig.n() == 12
    async with office.store.reading() as tx:
        (entry,) = await tx.staff.audit(1)
        assert await tx.facts.counted() == await tx.facts.recounted()
    assert (entry.tindakan, entry.sasaran) == ("impor.batal", "kertas 6")
    assert entry.rincian == {"impor": row.id, "jawaban": 2, "unit": BANYAK}
    await admin.press(f"@imo:{row.id}")
    assert "Dibatalkan 21 November 2026 pukul 10.00 oleh Admin." in admin.text
    assert admin.labels == ["Daftar impor"]
    await admin.press(f"@imk:{row.id}:2")
    assert admin.text == "Impor itu sudah dibatalkan oleh Admin."
    assert await office.rig.n() == 12


async def test_what_changed_since_it_was_asked_is_asked_again(office: Office) -> None:
    row = await kept(office, 3)
    admin = await listed(office)
    await admin.tap("kertas 0")
    await admin.tap("Batalkan impor ini")
    async with office.store.transaction() as tx:
        await tx.facts.remove((await tx.imports.responses(row.id))[:1])
    await admin.tap("Ya, hapus 3 jawaban")
    assert "baru saja berubah" in admin.text
    assert await office.rig.n() == 2


async def test_of_a_closed_periode_nothing_is_taken_back(office: Office) -> None:
    """Neither where it was closed before the question nor between question and button."""
    row = await kept(office, 6, hari=date(2026, 3, 2))
    admin = await listed(office)
    await admin.tap("kertas 0")
    await admin.tap("Batalkan impor ini")
    other = await office.official("admin")
    await other.press("@pry:2026-S1:6")
    assert "sudah ditutup" in other.text
    await admin.tap("Ya, hapus 6 jawaban")
    assert "Semester I 2026 sudah ditutup" in admin.text
    await admin.press(f"@imb:{row.id}")
    assert "Semester I 2026 sudah ditutup" in admin.text
    assert await office.rig.n() == 6


@pytest.mark.parametrize("verb", ["iml", "imo", "imb", "imk"])
async def test_forged_buttons(office: Office, verb: str) -> None:
    """Who may not import sees nothing; an admin is told that there is no such import."""
    row = await kept(office, 1)
    head, admin = await office.official("kepala_unit", SATU), await office.official("admin")
    await head.press(f"@{verb}:{row.id}")
    assert head.text == TIDAK_BERHAK
    for args in ("", "x", "5", str(2**63), "9" * 30):
        await admin.press(f"@{verb}:{args}")
        assert "gangguan" not in admin.text
    assert await office.rig.n() == 1
