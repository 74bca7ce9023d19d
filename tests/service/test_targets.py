"""Targets: seen by whom they concern, set by admins, on either scale."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.staff.frame import TIDAK_BERHAK
from scoring.tren import Target
from tests.factories import BANYAK, SATU, jawaban, respons_row
from tests.service.officials import Office


async def put(office: Office, jenis: str, kode: str, nilai: str, skala: str, tahun: int = 2026) -> None:
    async with office.store.transaction() as tx:
        await tx.targets.put(jenis, kode, tahun, Target(Decimal(nilai), "1-4" if skala == "1-4" else "25-100"))


async def test_a_head_sees_the_target_of_the_own_unit_and_no_other(office: Office) -> None:
    """With what the year has come to; another unit's is refused, and there is nothing to press that changes one."""
    await put(office, "unit", SATU, "3.75", "1-4")
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row(jawaban(4, waktu=1)), respons_row(4)])
    head = await office.official("kepala_unit", SATU)
    await head.type("/target")
    assert "Target: 3,75 pada skala 1–4, sama dengan IKM 93,75." in head.text
    assert "Capaian sampai hari ini: 95,83, tercapai, lebih 2,08 (dari 2 jawaban)." in head.text
    assert head.labels == ["2025", "2027"]
    await head.type("/target melati")
    assert head.text == TIDAK_BERHAK
    await head.press(f"@tga:u:{SATU}:2026")
    assert head.text == TIDAK_BERHAK
    await head.press(f"@tgt:u:{BANYAK}:2026")
    assert head.text == TIDAK_BERHAK


async def test_an_admin_sets_changes_and_removes(office: Office) -> None:
    """A number between the scales is asked again; each change is in the audit log with what it was."""
    admin = await office.official("admin")
    await admin.type("/target kecamatan satu 2027")
    assert "Belum ada target untuk tahun 2027." in admin.text
    await admin.tap("Tetapkan target")
    for nonsense in ("4,5", "24", "dua", "101", "3,12345", "88,311", "0"):
        await admin.type(nonsense)
        assert "belum dapat kami pakai" in admin.text
    await admin.type("88,31")
    assert "IKM 88,31, sama dengan 3,5324 pada skala 1–4" in admin.text
    await admin.tap("Lihat target")
    await admin.tap("Ubah target")
    await admin.type("3.6")
    async with office.store.reading() as tx:
        assert await tx.targets.of("kelompok", "kec-satu", 2027) == Target(Decimal("3.60"), "1-4")
        assert await tx.targets.of("kelompok", "kec-satu", 2026) is None
        (entry,) = await tx.staff.audit(1)
    assert entry.tindakan == "target.atur"
    assert entry.rincian == {"tahun": 2027, "sebelum": "88,31 (skala 25-100)", "sesudah": "3,60 (skala 1-4)"}
    await admin.tap("Lihat target")
    await admin.tap("Hapus target")
    async with office.store.reading() as tx:
        assert await tx.targets.of("kelompok", "kec-satu", 2027) is None


async def test_of_several_units_both_figures_are_held_against_the_target(office: Office) -> None:
    """Pooled respondents and mean of units are told apart, each with its own verdict."""
    await put(office, "kota", "", "80.00", "25-100")
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row(4), respons_row(3, unit=BANYAK), respons_row(3, unit=BANYAK)])
    admin = await office.official("admin")
    await admin.type("/target kota")
    assert "gabungan 3 responden: 83,33, tercapai, lebih 3,33." in admin.text
    assert "rata-rata unit: 87,50, tercapai, lebih 7,50." in admin.text
    assert "Target unit sudah ditetapkan untuk 0 dari 3 unit." in admin.text
    await put(office, "unit", BANYAK, "76.61", "25-100")
    await admin.tap("Target tiap unit")
    assert "Kelurahan Melati: target 76,61; 75,00, belum tercapai, kurang 1,61" in admin.text
    assert "Dinas Uji: target -; belum ada jawaban" in admin.text


FORGED = (
    "@tgt:z:x:2026", "@tgt:u::2026", "@tgt:s::99999", "@tga:k:tidak:2026", "@tgl:s::2026:-1", "@tgb:2026:tidak:0",
    "@tgx",
)  # fmt: skip


@pytest.mark.parametrize("token", FORGED)
async def test_a_forged_button_is_answered_and_sets_nothing(office: Office, token: str) -> None:
    """Whatever it names that is not there."""
    admin = await office.official("admin")
    await admin.press(token)
    assert "gangguan" not in admin.text
    async with office.store.reading() as tx:
        assert [row.tindakan for row in await tx.staff.audit(5)] == ["undangan.terima"]
