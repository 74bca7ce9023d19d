"""A grave answer reaches the head of the unit at once, without what would tell who gave it."""

from __future__ import annotations

import pytest

from tests.acceptance.telegram.officials import KELUHAN, NAMA_UNIT, Office, complains, sent_to, tapped, told
from tests.acceptance.telegram.service import UNIT

pytestmark = pytest.mark.asyncio(loop_scope="package")

WITHIN = 30.0
"""Seconds. The service looks every 5, and machines that run tests are busy."""

HALVES = ("0812-3456", "3456-7890", "08123456", "34567890")
"""Halves of the number in the complaint: four digits alone are met in the codes of buttons, too."""


async def test_a_grave_answer_is_told_at_once_and_taken_up(office: Office) -> None:
    """A score of 1 and its reason reach the head within seconds, the phone number masked; "Saya tindak lanjuti" marks
    the alert as taken up and begins a plan for that unsur; another head of the unit then finds it taken up."""
    head, other = await office.official(), await office.official()
    citizen = await complains(office.service, KELUHAN)
    alert = await told(head, f"Peringatan: {NAMA_UNIT}", seconds=WITHIN)
    assert "memberi nilai terendah (1) untuk unsur Waktu Penyelesaian" in alert.text
    assert "“Antre dua jam di loket dua, telepon saya [nomor telepon]”" in alert.text
    assert alert.labels == ["Saya tindak lanjuti", "Sudah tahu"]

    plan = await tapped(head, alert, "Saya tindak lanjuti", "Apa program atau kegiatannya?")
    assert f"Rencana baru {NAMA_UNIT}" in plan.text
    assert "Waktu Penyelesaian" in plan.text
    await told(head, "Baik, kami catat bahwa Anda menindaklanjutinya.")
    assert office.service.rows("SELECT tanggapan FROM peringatan WHERE unit = ? AND jenis = 'berat'", UNIT) == [
        ("rtl",)
    ]
    await tapped(other, await told(other, f"Peringatan: {NAMA_UNIT}"), "Sudah tahu", "sudah ditanggapi")

    for person in (head, other):
        said = sent_to(office.service, person)
        assert not [part for part in (*HALVES, str(citizen.id)) if part in said]
