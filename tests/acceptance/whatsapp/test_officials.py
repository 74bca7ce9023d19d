"""Officials on WhatsApp: /laporan with its picture and files, what they send, and what reaches them at once."""

from __future__ import annotations

import asyncio
import io
import zipfile

import pytest

from bot.staff.frame import TIDAK_BERHAK
from tests.acceptance.telegram.officials import BALASAN, KELUHAN, NAMA_UNIT, SARAN
from tests.acceptance.whatsapp.officials import Office, complains, praise, suggests, tapped, told, typed
from tests.acceptance.whatsapp.service import UNIT
from tests.fakes.whatsapp import Person, Seen

pytestmark = pytest.mark.asyncio(loop_scope="package")

HALVES = ("0812-3456", "3456-7890", "08123456", "34567890")
"""Halves of the number in the complaint."""
HEAD = "diisi_pada,u1,u2,u3,u4,u5,u6,u7,u8,u9"
TABLE = f"{HEAD}\n" + "".join(f"2024-11-{day:02},{'3,' * 8}4\n" for day in (1, 2, 3))


async def test_a_head_gets_the_report_with_picture_and_files(office: Office) -> None:
    """/laporan brings the picture and the figures that `ikm score` gives; CSV and Excel come as documents; of another
    unit comes nothing but a refusal."""
    head = await office.official()
    before = len(head.from_bot)
    report = await typed(head, "/laporan 2024", f"IKM {NAMA_UNIT}, tahun 2024")
    score = await office.service.ikm("score", "--periode", "2024", "--unit", UNIT)
    ikm = score["ikm"].replace(".", ",")
    assert f"IKM {ikm}, mutu {score['mutu']}" in report.text
    _picture(head, before)
    csv = await _document(head, report, "CSV")
    assert csv.file is not None
    assert csv.file.filename.endswith("-2024.csv")
    assert ikm in csv.file.content.decode("utf-8-sig")
    excel = await _document(head, report, "Excel")
    assert excel.file is not None
    assert excel.file.mime.endswith("spreadsheetml.sheet")
    assert zipfile.is_zipfile(io.BytesIO(excel.file.content))
    refused = await typed(head, "/laporan Kelurahan Banjaran 2024", TIDAK_BERHAK)
    assert (refused.text, refused.buttons, refused.file) == (TIDAK_BERHAK, (), None)


async def test_the_same_picture_is_uploaded_once(office: Office) -> None:
    """Two heads of a unit are sent files that are at the platform already: each by its id."""
    uploads = office.service.api.calls_of("upload")
    contents = [call.upload for call in uploads]
    assert len(set(contents)) == len(contents)


async def test_a_grave_answer_is_told_at_once(office: Office) -> None:
    """A score of 1 and its reason reach the head within seconds, the phone number masked, with the ways to go on."""
    head = await office.official()
    citizen = await complains(office.service, KELUHAN)
    alert = await told(head, f"Peringatan: {NAMA_UNIT}", seconds=60)
    assert "“Antre dua jam di loket dua, telepon saya [nomor telepon]”" in alert.text
    assert alert.labels == ["Saya tindak lanjuti", "Sudah tahu"]
    plan = await tapped(head, alert, "Saya tindak lanjuti", "Apa program atau kegiatannya?")
    assert "Waktu Penyelesaian" in plan.text
    said = str([call.params for call in office.service.api.sent_to(head)])
    assert not [part for part in (*HALVES, citizen.wa_id, citizen.user_id) if part in said]


async def test_an_answer_to_a_saran_is_announced_a_day_later(office: Office) -> None:
    """The citizen allowed an answer and wrote longer than a day ago: a template tells of it, the tap brings it, and
    then the address is forgotten."""
    service = office.service
    citizen, _ = await asyncio.gather(suggests(service, SARAN), praise(service, 4))
    await service.still(60)
    head = await office.official()
    citizen.chat.said_at = service.api.now() - 90_000
    with service.writing() as database:
        key = "SELECT percakapan FROM terkirim WHERE wamid = ?"
        closed = database.execute(f"UPDATE jendela SET sampai = 1 WHERE percakapan = ({key})", (citizen.last.id,))
        assert closed.rowcount == 1
    sorted_ = "SELECT count(*) FROM saran WHERE teks LIKE 'Tolong tambah%'"
    await service.wait_until(lambda: service.rows(sorted_) == [(1,)], 60)
    inbox = await typed(head, "/saran", f"Saran untuk {NAMA_UNIT}")
    seen = await tapped(head, inbox, "Belum dijawab (1)", "Tolong tambah kursi tunggu")
    text = await tapped(head, seen, "1", "Tolong tambah kursi tunggu", "Kelompok:")
    await tapped(head, text, "Balas", "Tulis balasan Anda")
    preview = await typed(head, BALASAN, "Belum dikirim.")
    before = len(citizen.from_bot)
    await tapped(head, preview, "Kirim", "Balasan dikirim.")
    announced = await citizen.wait_for(lambda one: one.from_bot[before:], 60)
    assert [seen.template for seen in announced] == ["ikm_balasan"]
    assert NAMA_UNIT in announced[0].text
    citizen.tap("Baca jawaban")
    got = await told(citizen, f"Balasan dari {NAMA_UNIT}", since=before)
    assert BALASAN in got.text
    await service.wait_until(lambda: service.traces_of(citizen) == 0)


async def test_an_official_sends_a_file(office: Office) -> None:
    """A table that an admin sends is fetched from the platform, with the token, and read."""
    admin, count = office.admin, office.service.rows("SELECT count(*) FROM respons")[0][0]
    seen = await typed(admin, "/impor", "Apa yang akan Anda masukkan?")
    before = len(admin.from_bot)
    await tapped(admin, seen, "Jawaban responden", "unit")
    seen = await typed(admin, NAMA_UNIT, "Unit yang mana?")
    before = len(admin.from_bot)
    admin.tap(NAMA_UNIT, seen)
    await admin.wait_for(lambda one: len(one.from_bot) > before)
    admin.send_document("jawaban.csv", TABLE.encode(), "text/csv")
    seen = await told(admin, "3 jawaban untuk", "jawaban.csv", seconds=60)
    await tapped(admin, seen, "Masukkan 3 jawaban", "sudah dimasukkan")
    assert office.service.rows("SELECT count(*) FROM respons")[0][0] == count + 3
    fetched = office.service.api.calls_of("media", "download")
    assert [call.method for call in fetched] == ["media", "download"]


def _picture(person: Person, before: int) -> None:
    """A PNG, 800 px wide, with the report."""
    (content,) = [seen.file.content for seen in person.from_bot[before:] if seen.file and seen.file.kind == "image"]
    assert (content[:8], content[12:16]) == (b"\x89PNG\r\n\x1a\n", b"IHDR")
    assert int.from_bytes(content[16:20]) == 800


async def _document(person: Person, report: Seen, label: str) -> Seen:
    """The file that this button brings."""
    before = len(person.from_bot)
    person.tap(label, report)
    return await person.wait_for(
        lambda one: next((seen for seen in one.from_bot[before:] if seen.kind == "document"), None)
    )
