"""Buttons of a message that a newer one took the place of do nothing to what the newer one is about."""

from __future__ import annotations

from tests.factories import SATU
from tests.service.officials import Office
from tests.service.planning import answered, opened, plans
from tests.service.test_forms import kept
from tests.service.test_saran_answer import JAWABAN, _citizen, _pushed, _written
from tests.service.test_units import opened as unit_opened
from tests.service.test_units import unit
from tests.service.test_uploads import BAD, GOOD, asked


async def test_an_answer_is_sent_as_its_own_preview_had_it(office: Office) -> None:
    """What was written again since goes out by its own button alone."""
    await _citizen(office)
    head = await office.official("kepala_unit", SATU)
    await _written(head, "Kami tidak dapat menambah kursi.")
    old = head.token("Kirim")
    await head.type(JAWABAN)
    await head.press(old)
    assert _pushed(office) == []
    assert "sudah diganti" in head.text
    await head.press(next(c.token for row in head.screens[-2].choices for c in row if c.label == "Kirim"))
    assert JAWABAN in _pushed(office)[0].text


async def test_a_file_is_imported_by_its_own_button(office: Office) -> None:
    """Not by that of a file sent before it."""
    admin = await asked(office)
    await admin.upload("jawaban.csv", BAD.encode())
    old = admin.token("Masukkan yang benar saja (8)")
    await admin.upload("jawaban.csv", GOOD.encode())
    await admin.press(old)
    assert await office.rig.n() == 0
    assert "berkas lain" in admin.text
    await admin.press(next(c.token for row in admin.screens[-2].choices for c in row if c.label.startswith("Masuk")))
    assert await office.rig.n() == 10


async def test_a_file_is_imported_for_the_unit_its_button_was_shown_with(office: Office) -> None:
    """The same file, looked at for another unit since."""
    admin = await asked(office)
    await admin.upload("jawaban.csv", GOOD.encode())
    old = admin.token("Masukkan 10 jawaban")
    await admin.type("/impor melati")
    await admin.tap("Kelurahan Melati")
    await admin.upload("jawaban.csv", GOOD.encode())
    await admin.press(old)
    assert await office.rig.n() == 0


async def test_forms_are_taken_back_by_the_button_of_their_own_sitting(office: Office) -> None:
    """One of an earlier sitting, and one of a form since taken back, name another form."""
    clerk = await office.official("petugas_entri", SATU)
    await clerk.type("/isi")
    await clerk.type("111111111")
    earlier = clerk.token("Batalkan yang terakhir")
    await clerk.tap("Selesai")
    await clerk.type("/isi")
    await clerk.type("222222222")
    await clerk.press(earlier)
    assert "sudah dibatalkan" in clerk.text
    assert await office.rig.n() == 2
    await clerk.type("333333333")
    second = clerk.token("Batalkan yang terakhir")
    await clerk.tap("Batalkan yang terakhir")
    await clerk.type("444444444")
    await clerk.press(second)
    assert "sudah dibatalkan" in clerk.text
    assert await office.rig.n() == 3
    await clerk.tap("Selesai")
    assert await office.rig.n() == 3


async def test_a_plan_is_saved_as_its_own_summary_had_it(office: Office) -> None:
    """The button of an earlier summary shows the later one; only that one's saves it."""
    await answered(office)
    head = await office.official("kepala_unit", SATU)
    await opened(head)
    old = next(c.token for s in head.screens for row in s.choices for c in row if c.label == "Simpan")
    await head.tap("Buat rencana")
    await head.tap("Buat rencana: Waktu")
    await head.type("Memasang mesin antrean")
    await head.tap("TW IV")
    await head.tap("Lanjut")
    await head.type("Lurah")
    await head.press(old)
    assert "Program: Memasang mesin antrean" in head.text
    assert len(await plans(office)) == 1
    await head.tap("Simpan")
    assert {row.program for row in await plans(office)} == {"Menambah petugas loket", "Memasang mesin antrean"}


async def test_a_unit_moves_by_its_own_button(office: Office) -> None:
    """Not by the buttons offered for another unit."""
    admin = await unit_opened(office)
    await admin.tap("Kelompok")
    old = admin.token("OPD Pelayanan")
    await admin.type("/unit melati")
    await admin.tap("Kelompok")
    before = await unit(office, "kel-melati")
    await admin.press(old)
    assert await unit(office, "kel-melati") == before
    assert "tidak berlaku" in admin.text


async def test_calling_off_a_sitting_tells_what_is_in(office: Office) -> None:
    """Forms that were taken stay, and /batal does not say that nothing has changed."""
    clerk = await office.official("petugas_entri", SATU)
    await clerk.type("/isi")
    await clerk.type("333333333\n444444444")
    await clerk.type("/batal")
    assert "2 formulir Kelurahan Mawar sudah dimasukkan" in clerk.text
    assert len(await kept(office)) == 2
    await clerk.type("/isi")
    await clerk.type("/batal")
    assert "Tidak ada yang berubah" in clerk.text
