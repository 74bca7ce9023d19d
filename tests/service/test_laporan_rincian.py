"""/laporan, its details: the distribution, services, profiles, harapan, and what of them is hidden."""

from __future__ import annotations

import pytest

from bot.reports.penutupan import close_periode
from bot.staff.frame import TIDAK_BERHAK
from scoring.periode import parse_periode
from tests.factories import SATU, jawaban, respons_row
from tests.service.officials import Office
from tests.service.reporting import SEMESTER_I, answered, files, twelve


async def test_details_hide_small_cells(office: Office) -> None:
    """A class of two is hidden, and so is the one from which it would follow; the distribution has its picture."""
    await answered(office, *(respons_row(jawaban(4, waktu=2)) for _ in range(6)))
    await answered(office, *(respons_row(4, layanan="kk") for _ in range(2)))
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    await head.tap("Rincian")
    assert "U3 Waktu Penyelesaian: 75% (6 dari 8 jawaban)" in head.text
    ((shown, _),) = await files(office, head)
    assert "sebaran jawaban 8 responden" in shown.alt
    await head.tap("Per layanan")
    assert "KTP elektronik: tidak ditampilkan" in head.text
    assert "94" not in head.text
    await head.tap("Profil responden")
    assert head.screen.heading.startswith("Jenis kelamin:")
    assert "Perempuan: 95,83 (A), 8 jawaban" in head.text
    await head.tap("Berikutnya")
    assert "35–49" in head.text
    assert not head.screen.fresh


async def test_the_inbox_is_a_button_where_it_is_that_periodes(office: Office) -> None:
    """From the details of the running semester to what people wrote in it; from an earlier one there is no way."""
    await twelve(office)
    await answered(office, *(respons_row(3, hari=SEMESTER_I) for _ in range(6)))
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan semester lalu")
    await head.tap("Rincian")
    assert "Saran" not in head.labels
    await head.type("/laporan")
    await head.tap("Rincian")
    await head.tap("Saran")
    assert "Kelurahan Mawar" in head.text
    assert head.text != TIDAK_BERHAK


async def test_harapan_is_a_page_of_the_details(office: Office) -> None:
    """IKM and IHM, every unsur in its quadrant with its gap; of the unit, and of the group that holds it."""
    harapan = jawaban(3, waktu=4, biaya=4, sarana=2)
    told = [respons_row(jawaban(3, waktu=2, biaya=4), harapan=harapan) for _ in range(6)]
    await answered(office, *told, respons_row(4), respons_row(4))
    head = await office.official("kepala_unit", SATU)
    await head.type("/laporan")
    await head.tap("Rincian")
    assert "Harapan" in head.labels
    await head.tap("Profil responden")
    await head.tap("Harapan")
    assert head.screen.heading == "Harapan Kelurahan Mawar, semester II 2026"
    assert "IKM 81,25, harapan (IHM) 77,78.\nHarapan diisi 6 dari 8 responden." in head.text
    assert (
        "Prioritas utama (penting, tetapi nilainya rendah)\n"
        "U3 Waktu Penyelesaian: GAP −1,50 (nilai 2,50, harapan 4,00)\n\n"
        "Pertahankan (penting, dan nilainya tinggi)\n"
        "U4 Biaya/Tarif: GAP 0,00 (nilai 4,00, harapan 4,00)\n\n"
    ) in head.text
    assert "U9 Sarana dan Prasarana: GAP +1,25 (nilai 3,25, harapan 2,00)" in head.text
    assert "Berlebihan (kurang penting, tetapi nilainya tinggi)\n" in head.text
    assert head.labels == ["Per unsur", "Per layanan", "Profil responden", "Saran", "Laporan"]
    camat = await office.official("pengawas_kelompok", "kec-satu")
    await camat.press("@lri:k:kec-satu:2026-S2:h")
    assert "Harapan diisi 6 dari 8 responden." in camat.text


async def test_harapan_of_a_closed_periode_is_what_was_kept(office: Office) -> None:
    """What was told is the same after the closing, whatever becomes of the responses."""
    told = [respons_row(3, harapan=jawaban(4, waktu=3), hari=SEMESTER_I) for _ in range(6)]
    await answered(office, *told)
    async with office.store.transaction() as tx:
        await close_periode(tx, office.rig.surveys.now, parse_periode("2026-S1"), office.clock.now, "admin")
        await tx.facts.remove(told[:5])
    head = await office.official("kepala_unit", SATU)
    await head.press(f"@lri:u:{SATU}:2026-S1:h")
    assert "IKM 75,00, harapan (IHM) 97,22.\nHarapan diisi 6 responden." in head.text
    assert "U3 Waktu Penyelesaian: GAP 0,00 (nilai 3,00, harapan 3,00)" in head.text


@pytest.mark.parametrize("banyak", [0, 4])
async def test_harapan_of_few_is_not_shown(office: Office, banyak: int) -> None:
    """Not asked, or told by fewer than five of many: no button leads there, and an old one is answered in words."""
    told = [respons_row(3, harapan=jawaban(1)) for _ in range(banyak)]
    await answered(office, *told, *(respons_row(4) for _ in range(8)))
    head = await office.official("kepala_unit", SATU)
    await head.press(f"@lri:u:{SATU}:2026-S2:s")
    assert head.labels == ["Per layanan", "Profil responden", "Saran", "Laporan"]
    await head.press(f"@lri:u:{SATU}:2026-S2:h")
    assert "Harapan tidak ditanyakan" in head.text
    assert "GAP" not in head.text
