"""Interviews in a browser, from the sticker's link to the receipt."""

from __future__ import annotations

import json
import re

import pytest
from playwright.async_api import expect

from tests.acceptance.webchat.conftest import Visiting
from tests.acceptance.webchat.program import Program
from tests.acceptance.webchat.visit import PROFIL, UNSUR, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Taps where the third answer is, as soon as the page has drawn another question: whatever lies there takes the tap.
TAP_AGAIN = """() => new MutationObserver((_, observer) => {
  observer.disconnect();
  const box = document.querySelectorAll('.choice')[2].getBoundingClientRect();
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  window.tapped = hit.tagName;
  hit.click();
}).observe(document.querySelector('#live'), { childList: true })"""
RECEIPT = re.compile(r"Kode tanda terima: [0-9A-Z]{5}-[0-9A-Z]{5}")


async def test_a_whole_interview_is_stored_as_it_was_answered(visit: Visit, program: Program) -> None:
    """A reload in the middle, a way back and a change at the end lose nothing; all is stored, once."""
    before = len(program.stored())
    await visit.reach_unsur()
    await visit.rate("persyaratan", "prosedur", "waktu")

    await visit.page.reload()
    await visit.settled()
    await expect(visit.heading).to_have_text("Pertanyaan 4/9 · Biaya/Tarif")
    expected = ["Ya, saya bersedia", *PROFIL, "Sesuai", "Mudah", "Sangat cepat"]
    assert await visit.history() == expected

    await visit.press("Kembali")
    await expect(visit.heading).to_have_text("Pertanyaan 3/9 · Waktu Penyelesaian")
    await expect(visit.button("Sangat cepat (jawaban tadi)")).to_be_visible()
    assert await visit.history() == expected[:-1]
    await visit.press("Kurang cepat")
    await expect(visit.heading).to_have_text("Waktu Penyelesaian: Kurang cepat")
    await visit.write("Antrenya lama.", "Kirim tulisan")
    await visit.rate("biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan")
    await visit.write("Mohon kursi tunggu ditambah.", "Kirim tulisan")
    await expect(visit.live).to_contain_text("Balasannya tampil di peramban ini")
    await visit.press("Ya, boleh")

    await expect(visit.heading).to_have_text("Periksa jawaban")
    await visit.press("Ubah jawaban")
    await visit.press("Usia")
    await visit.write("64")
    await expect(visit.heading).to_have_text("Periksa jawaban")
    reviewed = dict(
        zip(
            await visit.live.locator("dt").all_inner_texts(),
            await visit.live.locator("dd").all_inner_texts(),
            strict=True,
        )
    )
    assert reviewed["Usia"] == "64 tahun"
    assert reviewed["Waktu Penyelesaian"] == "Kurang cepat"
    assert reviewed["Yang kurang (Waktu Penyelesaian)"] == "Antrenya lama."
    assert reviewed["Saran"] == "Mohon kursi tunggu ditambah."
    assert reviewed["Boleh dibalas"] == "Ya, boleh"

    await visit.press("Kirim jawaban")
    await expect(visit.heading).to_have_text("Terima kasih!")
    await expect(visit.live).to_contain_text(RECEIPT)

    stored = program.stored()[before:]
    assert len(stored) == 1
    (response,) = stored
    assert response["jawaban"] == {key: skor for key, (_, skor) in UNSUR.items()} | {"waktu": 2}
    assert response["alasan"] == {"waktu": "Antrenya lama."}
    assert (response["usia"], response["jenis_kelamin"], response["pendidikan"]) == (64, "P", "sma")
    assert response["saran"] == "Mohon kursi tunggu ditambah."
    assert visit.problems == []


async def test_what_was_not_understood_is_said_where_it_is_put_right(visit: Visit) -> None:
    """A typed age that is none is explained beside the field, kept for correction, and the right one goes on."""
    await visit.agree()
    await visit.press(PROFIL[0])
    await visit.press("Laki-laki")
    await visit.write("cukup tua")
    await expect(visit.live.locator(".notice.wrong")).to_have_text("Usia ditulis dengan angka saja, misalnya 34.")
    await expect(visit.field).to_have_value("cukup tua")
    await expect(visit.field).to_have_attribute("aria-invalid", "true")
    await expect(visit.field).to_be_focused()
    await visit.write("enam puluh tiga")
    await expect(visit.heading).to_have_text("Tentang Anda")
    await expect(visit.live).to_contain_text("pendidikan terakhir")
    await expect(visit.live.locator(".notice")).to_have_count(0)
    assert (await visit.history())[-1] == "enam puluh tiga"


async def test_nothing_is_left_for_the_next_person_with_this_phone(visit: Visit) -> None:
    """After the receipt neither the page nor the tab's memory holds an answer, and a reload begins anew."""
    await visit.reach_review("Rahasia saya")
    assert "Rahasia saya" in (await visit.kept() or "")
    # After it the page tells the server that the last screen has arrived.
    async with visit.page.expect_request("**/chat?setelah=*"):
        await visit.press("Kirim jawaban")
        await expect(visit.heading).to_have_text("Terima kasih!")
    assert await visit.kept() is None
    assert await visit.history() == []
    await expect(visit.page.locator("body")).not_to_contain_text("Rahasia saya")
    await visit.page.wait_for_timeout(1_000)
    await visit.page.reload()
    await visit.settled()
    await expect(visit.heading).to_have_text("Salam dari Kelurahan Bandar Kidul")


async def test_another_survey_can_be_started_after_the_receipt(visit: Visit) -> None:
    """The quiet button below the thanks leads to the greeting of the same unit."""
    await visit.open()
    await visit.press("Tidak")
    await expect(visit.button("Mulai survei baru")).to_be_visible()
    await expect(visit.field).to_have_count(0)
    await visit.press("Mulai survei baru")
    await expect(visit.heading).to_have_text("Salam dari Kelurahan Bandar Kidul")


async def test_cancelling_asks_first_and_leaves_nothing(visit: Visit) -> None:
    """ "Batal" can be taken back; confirmed, it ends the interview and clears what the tab remembered."""
    await visit.reach_unsur()
    await visit.choose("Batal")
    await expect(visit.heading).to_have_text("Berhenti mengisi?")
    await visit.press("Lanjutkan survei")
    await expect(visit.heading).to_have_text("Pertanyaan 1/9 · Persyaratan")
    await visit.choose("Batal")
    await visit.press("Ya, berhenti")
    await expect(visit.live).to_contain_text("Survei dibatalkan.")
    assert await visit.kept() is None
    assert await visit.history() == []


async def test_help_does_not_lose_the_question(visit: Visit) -> None:
    """Help stands above the question that is open; its commands can be pressed, and the answer still counts."""
    await visit.reach_unsur()
    await visit.choose("Bantuan")
    await expect(visit.live.locator(".notice")).to_contain_text("Cara mengisi")
    await expect(visit.heading).to_have_text("Pertanyaan 1/9 · Persyaratan")
    await visit.press("/privasi")
    await expect(visit.live.locator(".notice")).to_contain_text("Bagaimana jawaban Anda dijaga")
    await visit.press("Sesuai")
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")


async def test_tapping_twice_answers_one_question(visiting: Visiting) -> None:
    """A second tap that falls on the next question's answers the moment they appear does not answer it."""
    visit = await visiting(reduced_motion="reduce")
    await visit.reach_unsur()
    await visit.settled()
    await visit.page.evaluate(TAP_AGAIN)
    await visit.button("Sesuai").click()
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")
    await visit.settled()
    assert await visit.page.evaluate("() => window.tapped") is not None
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")
    await visit.press("Mudah")
    await expect(visit.heading).to_have_text("Pertanyaan 3/9 · Waktu Penyelesaian")


async def test_what_people_write_is_never_markup(visit: Visit) -> None:
    """Markup in a free text is shown letter by letter, in the history and in the review."""
    text = "<img src=x onerror=alert(1)><b>tebal</b>"
    await visit.reach_review(text)
    await expect(visit.live.locator("dd").nth(-2)).to_have_text(text)
    assert (await visit.history())[-2] == text
    assert await visit.page.locator("main img, main b").count() == 0
    assert visit.problems == []


async def test_a_text_that_is_too_long_is_not_sent(visit: Visit) -> None:
    """Beyond 4,000 characters the page says by how many, sends nothing and keeps every word."""
    await visit.reach_unsur()
    await visit.rate()
    await expect(visit.heading).to_have_text("Saran")
    sent = len(visit.events())
    await visit.field.fill("a" * 4_012)
    await expect(visit.live.locator("#hint")).to_have_text("Kelebihan 12 huruf. Mohon dipersingkat.")
    await visit.button("Kirim tulisan").click()
    await expect(visit.field).to_be_focused()
    assert len(visit.events()) == sent
    await expect(visit.field).to_have_value("a" * 4_012)
    await visit.write("a" * 4_000, "Kirim tulisan")
    await expect(visit.button("Tidak usah")).to_be_visible()


async def test_a_draft_text_survives_a_reload(visit: Visit) -> None:
    """What was typed but not sent stands in the field again after the page was loaded anew."""
    await visit.reach_unsur()
    await visit.press("Tidak sesuai")
    await visit.field.fill("Syaratnya tidak")
    await visit.page.reload()
    await visit.settled()
    await expect(visit.field).to_have_value("Syaratnya tidak")
    assert json.loads(await visit.kept() or "{}")["draft"]["text"] == "Syaratnya tidak"


async def test_a_place_can_be_found_by_its_name(visit: Visit) -> None:
    """Without a unit in the address the page asks for the place, takes its name and offers what it found."""
    await visit.open("/")
    await expect(visit.page.get_by_label("Ketik nama tempat")).to_be_visible()
    await visit.write("bandar kidul")
    await visit.press("Kelurahan Bandar Kidul")
    await expect(visit.heading).to_have_text("Salam dari Kelurahan Bandar Kidul")
