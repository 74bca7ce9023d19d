"""/dokumen as officials get it: a report made beside the chat, sent as a document that says what `ikm score` says."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from bot.staff.frame import TIDAK_BERHAK
from tests.acceptance.telegram.officials import NAMA_UNIT, Office, told, typed
from tests.acceptance.telegram.service import UNIT

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_head_is_sent_the_report_that_was_asked_for(office: Office) -> None:
    """First that it is being made, then the file; of another unit nothing but a refusal."""
    head = await office.official()
    shelf = await typed(head, "/dokumen 2024", f"Dokumen {NAMA_UNIT}, tahun 2024")
    assert "SPSS" not in shelf.labels
    await head.tap("Laporan PDF", shelf)
    await told(head, "Laporan (PDF) sedang kami siapkan.")
    sent = await told(head, "Laporan (PDF) sudah siap.", seconds=60)
    assert sent.upload is not None
    assert sent.upload.filename == f"laporan-{UNIT}-2024.pdf"
    score = await office.service.ikm("score", "--periode", "2024", "--unit", UNIT)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(sent.upload.content)).pages)
    assert score["ikm"].replace(".", ",") in text
    assert NAMA_UNIT in text
    await typed(head, "/dokumen Kelurahan Banjaran 2024", TIDAK_BERHAK)
