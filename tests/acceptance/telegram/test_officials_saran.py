"""A saran is answered in the same chat, and neither side learns who the other is."""

from __future__ import annotations

import re

import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.officials import (
    BALASAN,
    NAMA_UNIT,
    PENULIS,
    PUJIAN,
    Office,
    pressed,
    sent_to,
    tapped,
    told,
    typed,
)
from tests.fakes.telegram import Person, Seen

pytestmark = pytest.mark.asyncio(loop_scope="package")

KEPALA = "Cempaka"
"""What the platform calls the head."""
DISAMARKAN = "Tolong tambah kursi tunggu, hubungi [nomor telepon]"
TERTUTUP = "Tulisan itu tidak dapat dibalas"


async def test_a_saran_is_answered_once_by_who_stays_unknown(office: Office) -> None:
    """The head reads the saran masked and answers it; the citizen gets the answer in the same chat, from the unit.
    Nothing sent to either holds the other's id or name; a second answer is refused, and the address is forgotten."""
    head = await office.official(nama=KEPALA)
    inbox = await _inbox(office, head)
    seen = await tapped(head, inbox, "Belum dijawab (1)", DISAMARKAN)
    text = await tapped(head, seen, "1", DISAMARKAN, "Kelompok:")
    await tapped(head, text, "Balas", "Tulis balasan Anda")
    preview = await typed(head, BALASAN, "Belum dikirim.")
    assert BALASAN in preview.text
    await tapped(head, preview, "Kirim", "Balasan dikirim.")
    got = await told(office.willing, f"Balasan dari {NAMA_UNIT}")
    assert BALASAN in got.text
    assert w.BALASAN_PENUTUP.format(sapaan="Anda") in got.text

    data = {button.text: button.data or "" for one in (text, preview) for button in one.buttons}
    for again in ("Balas", "Kirim"):
        await pressed(head, text, data[again], TERTUTUP)
    assert len([one for one in office.willing.from_bot if BALASAN in one.text]) == 1
    assert office.service.rows("SELECT count(*) FROM izin_balas") == [(0,)]
    await office.service.until(lambda one: one.traces_of(office.willing) == 0)

    to_head, to_citizen = sent_to(office.service, head), sent_to(office.service, office.willing)
    assert not [part for part in (str(office.willing.id), PENULIS) if part in to_head]
    # As words of their own: inside the codes of buttons any four digits may come together.
    assert not re.search(r"\b(0857|1111|2222)\b|0857 ?1111|1111 ?2222", to_head)
    assert not [part for part in (str(head.id), KEPALA, str(office.admin.id)) if part in to_citizen]


async def test_who_said_no_cannot_be_answered(office: Office) -> None:
    """There is no button for it, and one made up from another saran's is refused; the citizen hears nothing more."""
    head = await office.official()
    before = len(sent_to(office.service, office.unwilling))
    inbox = await _inbox(office, head)
    seen = await tapped(head, inbox, "Semua tulisan", PUJIAN)
    number = re.findall(rf"(\d)\. “{PUJIAN}", seen.text)[0]
    text = await tapped(head, seen, number, PUJIAN, "Tidak dapat dibalas")
    assert "Balas" not in text.labels
    opening = next(button.data or "" for button in seen.buttons if button.text == number)
    forged = ":".join(["@saj", *opening.split(":")[1:3]])
    await pressed(head, text, forged, TERTUTUP)
    assert office.service.rows("SELECT count(*) FROM saran WHERE teks = ? AND jawaban IS NOT NULL", PUJIAN) == [(0,)]
    assert len(sent_to(office.service, office.unwilling)) == before


async def _inbox(office: Office, head: Person) -> Seen:
    """What the citizens wrote, once it has been sorted."""
    sorted_ = "SELECT count(*) FROM saran WHERE teks IN (?, ?)"
    await office.service.until(lambda one: one.rows(sorted_, DISAMARKAN, PUJIAN) == [(2,)])
    return await typed(head, "/saran", f"Saran untuk {NAMA_UNIT}")
