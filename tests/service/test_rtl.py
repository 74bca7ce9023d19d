"""Follow-up plans in a chat: opened for the lowest unsur, listed, and by whom."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine.messages import Choice
from bot.engine.wording import id as w
from bot.reports.penutupan import set_periode
from bot.staff.frame import TIDAK_BERHAK, TOKEN_PALING
from bot.staff.rtl.pages import rtl_button
from scoring.instrumen import shipped_ids, shipped_instrumen
from scoring.model import JenisLayanan
from scoring.periode import parse_periode, periode_of
from tests.factories import BANYAK, SATU, TANPA, respons_row, unit
from tests.service.officials import Office
from tests.service.planning import JUNI, answered, audited, opened, plans

LAMA = "kepmenpan-25-2004"


async def test_a_head_opens_a_plan_for_one_of_the_three_lowest(office: Office) -> None:
    """From /rtl on: the finished semester, its lowest unsur with their values, each question, and the plan kept."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await head.type("/rtl")
    assert head.screen.heading == "Rencana tindak lanjut Kelurahan Mawar"
    assert "Semester I 2026: belum ada rencana." in head.text
    await head.tap("Buat rencana")
    assert [label for label in head.labels if label.startswith("Buat")] == [
        "Buat rencana: Waktu Penyelesaian",
        "Buat rencana: Biaya/Tarif",
        "Buat rencana: Sarana dan Prasarana",
    ]
    assert "1. Waktu Penyelesaian: nilai 1,00 dari 4" in head.text
    await head.tap("Unsur lain")
    assert "4. Sistem, Mekanisme, dan Prosedur: nilai 3,00 dari 4" in head.text
    await head.tap("Buat rencana: Biaya")
    await head.type("ya")
    assert "terlalu pendek" in head.text
    await head.type("  Memasang papan\n tarif ")
    await head.type("kapan saja")
    assert head.labels == ["✓ 2026", "2027", "TW IV", "Lanjut", "Batal"]
    outcome = await head.tap("Lanjut")
    assert "paling sedikit satu" in outcome.toast
    await head.tap("2027")
    await head.tap("TW III")
    await head.tap("TW I")
    assert {"2026", "✓ 2027", "✓ TW I", "TW II", "✓ TW III", "TW IV"} <= set(head.labels)
    await head.tap("Lanjut")
    await head.type("Lurah, Kasi Pelayanan")
    assert "Waktu: TW I, III 2027" in head.text
    await head.tap("Simpan")
    assert head.screen.notice == "Rencana disimpan."
    assert "Semester I 2026: terlaksana 0 dari 1 rencana (0,00%)." in head.text
    assert "2. Biaya/Tarif (2,00): belum mulai\nMemasang papan tarif\nTW I, III 2027, Lurah, Kasi" in head.text
    (row,) = await plans(office)
    assert (row.periode, row.unsur, row.prioritas, row.nilai) == ("2026-S1", "biaya", 2, "2.00")
    assert (row.triwulan, row.tahun, row.penanggung_jawab) == ((1, 3), 2027, "Lurah, Kasi Pelayanan")
    assert await audited(office) == ["rtl.buat"]


async def test_a_plan_is_saved_once(office: Office) -> None:
    """The button pressed twice, or after something else was begun, adds nothing."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await opened(head)
    token = next(c.token for s in head.screens for row in s.choices for c in row if c.label == "Simpan")
    await head.press(token)
    assert "sudah berakhir" in head.text
    assert len(await plans(office)) == 1


async def test_a_triwulan_may_be_changed_after_all(office: Office) -> None:
    """Pressed when the next question is asked already, it leads back to the triwulan and loses nothing."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await head.press(rtl_button(SATU, "waktu", "2026-S1").token)
    await head.type("Menambah petugas loket")
    await head.tap("2027")
    await head.tap("TW I")
    second = head.token("TW II")
    await head.tap("Lanjut")
    await head.press(second)
    assert {"✓ 2027", "✓ TW I", "✓ TW II"} <= set(head.labels)
    await head.tap("Lanjut")
    await head.type("Lurah")
    assert "Program: Menambah petugas loket\nWaktu: TW I, II 2027" in head.text


async def test_few_answers_are_not_broken_down(office: Office) -> None:
    """Of fewer than five answers no unsur is shown; an alert's button opens a plan that claims no value."""
    await answered(office, 4)
    head = await office.official("kepala_unit", SATU)
    await head.type("/rtl semester 1 2026")
    await head.tap("Buat rencana")
    assert "baru memiliki 4 jawaban" in head.text
    assert not any(label.startswith("Buat rencana:") for label in head.labels)
    await head.press(rtl_button(SATU, "waktu", "2026-S1").token)
    assert "Waktu Penyelesaian, nilai belum dapat dirinci pada semester I 2026." in head.text


async def test_the_button_of_a_digest_opens_the_same(office: Office) -> None:
    """With an unsur its plan, without one the choice, for a week the semester it lies in; an older one is refused."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    for periode in ("2026-S1", "2026-W20", "2026-06"):
        await head.press(rtl_button(SATU, "waktu", periode).token)
        assert "Waktu Penyelesaian, nilai 1,00 dari 4 pada semester I 2026." in head.text
    await head.press(rtl_button(SATU, "", "2026-S1").token)
    assert "Unsur terendah semester I 2026, dari 8 jawaban" in head.text
    await answered(office, 5, hari=date(2026, 11, 20))
    await head.press(rtl_button(SATU, "", "2026-W47").token)
    assert "Unsur terendah semester II 2026 (sementara), dari 5 jawaban" in head.text
    for forged in ("2025-S2", "2027-S1", "kapan"):
        await head.press(rtl_button(SATU, "waktu", forged).token)
        assert head.screen.choices == ()
    await head.press(rtl_button(SATU, "kesaktian", "2026-S1").token)
    assert "tidak kami kenal" in head.text


@pytest.mark.parametrize("key", sorted({key for one in shipped_ids() for key in shipped_instrumen(one).urutan}))
@pytest.mark.parametrize("periode", ["2026", "2026-S2", "2026-T4", "2026-12", "2026-W53"])
def test_the_button_fits_every_unit_unsur_and_periode(key: str, periode: str) -> None:
    """Also a unit's longest code, 40 characters."""
    choice: Choice = rtl_button("u" * 40, key, periode)
    assert len(choice.token.encode()) <= TOKEN_PALING


@pytest.mark.parametrize("instrumen", shipped_ids())
def test_no_two_unsur_have_one_button(instrumen: str) -> None:
    """Long keys are cut in it."""
    tokens = [rtl_button(SATU, key, "2026-S2").token for key in shipped_instrumen(instrumen).urutan]
    assert len(set(tokens)) == len(tokens)


async def test_a_periode_is_planned_for_by_its_own_questionnaire(office: Office) -> None:
    """Also where another is asked by now, and where the unit's code and the unsur's key are as long as can be."""
    keys, kode, before = shipped_instrumen(LAMA).urutan, "u" * 40, parse_periode("2026-S1")
    async with office.store.transaction() as tx:
        await tx.directory.put([], [unit(kode)])
        await set_periode(tx, office.rig.surveys.now, before, {"instrumen": LAMA})
        answers = {key: 1 if key == "kepastian_jadwal" else 3 for key in keys}
        await tx.facts.add([respons_row(answers, unit=kode, hari=JUNI, instrumen=LAMA) for _ in range(8)])
    await office.desk.reload()
    head = await office.official("kepala_unit", kode)
    await head.type("/rtl semester 1 2026")
    await head.tap("Buat rencana")
    await head.tap("Buat rencana: Kepastian Jadwal")
    assert "nilai 1,00 dari 4 pada semester I 2026" in head.text


async def test_a_head_of_another_unit_gets_a_refusal(office: Office) -> None:
    """By command, by code, by a name typed with errors, and by forged buttons of lists, plans and evidence."""
    await answered(office)
    head, other = await office.official("kepala_unit", SATU), await office.official("kepala_unit", BANYAK)
    await opened(head)
    (row,) = await plans(office)
    for typed in (SATU, "Kelurahan Mawar", "mawwar", "mawar semester 1 2026"):
        await other.type(f"/rtl {typed}")
        assert other.text == TIDAK_BERHAK
    for token in (f"rtl:{SATU}:2026-S1:0", f"rtv:{row.id}", f"rte:{row.id}", f"rtr:{row.id}", f"rtz:{row.id}"):
        await other.press(f"@{token}")
        assert other.text == TIDAK_BERHAK
    await other.type("/rtl melti")
    assert other.screen.heading == "Rencana tindak lanjut Kelurahan Melati"
    for forged in ("@rtv:9", "@rtv:x", "@rtl:", "@rtl:kel-melati:abc:1", "@rts", "@rtq:1", "@rtk:rtb", "@rtz"):
        await other.press(forged)
        assert other.screen.choices == ()


async def test_the_right_may_go_while_a_plan_is_being_written(office: Office) -> None:
    """A head whose right over the unit ended in the middle keeps nothing, whatever other rights are left."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await office.grant(head, "peninjau")
    await head.type("/rtl mawar")
    await head.tap("Buat rencana")
    await head.tap("Buat rencana: Waktu")
    async with office.store.transaction() as tx:
        (person,) = await tx.staff.all()
        await tx.staff.revoke([right.id for right in person.hak if right.peran == "kepala_unit"], office.clock.now)
    await head.type("Menambah petugas loket")
    assert head.text == TIDAK_BERHAK
    assert await plans(office) == []


async def test_who_has_several_units_says_which(office: Office) -> None:
    """A few as buttons, more by name; what is not found is asked again; a citizen's /rtl is no command."""
    head = await office.official("kepala_unit", SATU)
    await office.grant(head, "kepala_unit", BANYAK)
    await head.type("/rtl")
    assert head.labels == ["Kelurahan Mawar", "Kelurahan Melati", "Batal"]
    await head.tap("Kelurahan Melati")
    assert "Kelurahan Melati" in head.screen.heading
    async with office.store.transaction() as tx:
        layanan = JenisLayanan("ktp", "KTP elektronik")
        await tx.directory.put([], [unit(f"kel-uji-{n}", layanan) for n in range(9)])
    await office.rig.surveys.reload()
    admin = await office.official("admin")
    await admin.type("/rtl semester 1")
    assert "Tulis nama unitnya" in admin.text
    await admin.type("entah di mana")
    assert "belum kami temukan" in admin.text
    await admin.type(TANPA)
    assert "Semester I 2026: belum ada rencana." in admin.text
    citizen = office.stranger()
    await citizen.type("/rtl")
    assert w.PERINTAH_TIDAK_DIKENAL in citizen.text


async def test_plans_of_other_periods_are_a_button_away(office: Office) -> None:
    """The list shows the periode that matters now and leads to each that has plans, page by page."""
    head = await office.official("kepala_unit", SATU)
    await answered(office)
    for unsur in ("Waktu", "Biaya", "Sarana"):
        await opened(head, unsur)
    await head.press(rtl_button(SATU, "prosedur", "2026-S1").token)
    await head.type("Membuat alur pelayanan")
    await head.tap("TW IV")
    await head.tap("Lanjut")
    await head.type("Lurah")
    await head.tap("Simpan")
    assert head.labels[:2] == ["4. Sistem, Mekanisme, dan Prosedur", "Sebelumnya"]
    await head.tap("Sebelumnya")
    assert head.labels[:4] == ["1. Waktu Penyelesaian", "2. Biaya/Tarif", "3. Sarana dan Prasarana", "Berikutnya"]
    await head.tap("Berikutnya")
    assert head.labels[0] == "4. Sistem, Mekanisme, dan Prosedur"
    await head.tap("Semester II 2026")
    assert "Semester II 2026: belum ada rencana." in head.text
    office.clock.move(days=365)
    await head.type("/rtl")
    assert "Semester II 2027: belum ada rencana.\nDari periode lain, 4 rencana terlambat." in head.text
    await head.tap("Semester I 2027")
    await head.tap("Semester I 2026")
    assert "terlaksana 0 dari 4" in head.text
    assert "Buat rencana" not in head.labels
    assert "terlambat" in head.text
    assert periode_of(JUNI, "semester").kode == "2026-S1"
