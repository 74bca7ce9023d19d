"""/tren: from periode to periode."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.staff.frame import TIDAK_BERHAK
from scoring.tren import Target
from tests.factories import SATU, TANPA, respons_row
from tests.service.officials import Office


async def scored(office: Office, hari: date, skor: int, n: int = 6, unit: str = SATU, **changes: str) -> None:
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row(skor, hari=hari, unit=unit, **changes) for _ in range(n)])


async def test_a_head_sees_how_the_unit_moved(office: Office) -> None:
    """Value, letter, n and change a semester, a gap where nobody answered, the target, a picture."""
    await scored(office, date(2025, 3, 1), 3)
    await scored(office, date(2026, 3, 1), 3)
    await scored(office, date(2026, 8, 1), 4)
    async with office.store.transaction() as tx:
        await tx.targets.put("unit", SATU, 2026, Target(Decimal("90.00"), "25-100"))
    head = await office.official("kepala_unit", SATU)
    await head.type("/tren")
    assert head.screen.heading == "Tren IKM Kelurahan Mawar per semester"
    lines, notes = (part.splitlines() for part in head.screen.text.split("\n\n"))
    assert lines == [
        "Semester I 2025: 75,00 (C), 6 jawaban",
        "Semester II 2025: tidak ada jawaban",
        "Semester I 2026: 75,00 (C), 6 jawaban",
        "Semester II 2026: 100,00 (A), 6 jawaban, naik 25,00, sementara",
    ]
    assert notes == [
        "Perubahan terakhir belum dapat dinilai karena jawabannya masih sedikit.",
        "Target IKM 2026: 90,00, tercapai.",
        "Semua periode dihitung dengan bobot 1/9.",
    ]
    (shown,) = head.screen.attachments
    assert shown.alt.endswith("IKM Sem. I 2025 75,00, Sem. I 2026 75,00, Sem. II 2026 100,00.")


@pytest.mark.parametrize(
    ("teks", "jenis"),
    [
        ("", "semester"),
        ("tahun", "tahun"),
        ("mawar triwulanan", "triwulan"),
        ("per bulan kelurahan mawar", "bulan"),
        ("Kelurahan Mawar Tahunan", "tahun"),
        ("kelurahan mawar agustus 2026", "bulan"),
        ("2025", "tahun"),
    ],
)
async def test_the_kind_is_understood(office: Office, teks: str, jenis: str) -> None:
    """Before or after the name, with its endings, or from the periode that is named."""
    await scored(office, date(2026, 8, 1), 4)
    await scored(office, date(2025, 8, 1), 4)
    head = await office.official("kepala_unit", SATU)
    await head.type(f"/tren {teks}")
    assert head.screen.heading == f"Tren IKM Kelurahan Mawar per {jenis}"


async def test_another_kind_is_a_tap_away(office: Office) -> None:
    """And from there the report of its last periode."""
    await scored(office, date(2026, 11, 2), 4)
    head = await office.official("kepala_unit", SATU)
    await head.type("/tren")
    assert head.labels == ["Tahun", "Triwulan", "Bulan", "Laporan"]
    await head.tap("Bulan")
    assert "November 2026: 100,00 (A), 6 jawaban, sementara" in head.text
    await head.tap("Laporan")
    assert head.screen.heading == "IKM Kelurahan Mawar, November 2026"


async def test_of_few_answers_no_change_is_told(office: Office) -> None:
    """From three answers to six nothing is said to have risen."""
    await scored(office, date(2026, 3, 1), 3, n=3)
    await scored(office, date(2026, 8, 1), 4)
    head = await office.official("kepala_unit", SATU)
    await head.type("/tren")
    assert "3 jawaban, terlalu sedikit untuk dibandingkan" in head.text
    assert "naik" not in head.text


async def test_a_group_has_both_figures(office: Office) -> None:
    """The pooled value and the mean of the units, labelled."""
    await scored(office, date(2026, 8, 1), 4, n=6)
    await scored(office, date(2026, 8, 1), 3, n=6, unit=TANPA)
    admin = await office.official("admin")
    await admin.type("/tren kota")
    assert "Semester II 2026: 87,50 (B), rata-rata unit 87,50, 12 jawaban, sementara" in admin.text
    assert "gabungan responden" in admin.screen.attachments[0].alt


async def test_answers_to_another_instrumen_are_told_of(office: Office) -> None:
    """They are not among the values, and a note says so."""
    await scored(office, date(2026, 8, 1), 4)
    head = await office.official("kepala_unit", SATU)
    await head.type("/tren")
    assert "instrumen lain" not in head.text
    await scored(office, date(2024, 8, 1), 2, instrumen="permenpan-16-2014")
    await scored(office, date(2026, 8, 1), 2, unit=TANPA, instrumen="milik-orang-lain")
    await head.type("/tren")
    assert "Jawaban dengan instrumen lain (permenpan-16-2014) tidak ikut dihitung" in head.text


async def test_nothing_to_show_is_said(office: Office) -> None:
    head = await office.official("kepala_unit", SATU)
    await head.type("/tren")
    assert head.screen.text == "Belum ada jawaban pada semester II 2026 dan beberapa semester sebelumnya."
    assert head.screen.attachments == ()


async def test_anothers_tren_is_refused(office: Office) -> None:
    """By name and by button."""
    await scored(office, date(2026, 8, 1), 4, unit=TANPA)
    head = await office.official("kepala_unit", SATU)
    await head.type("/tren dinas uji tahunan")
    assert head.text == TIDAK_BERHAK
    for token in (f"@tre:u:{TANPA}:t", "@tre:k:opd:t", "@tre:s::t", "@trn:opd:0:tahun"):
        await head.press(token)
        assert head.text == TIDAK_BERHAK
