"""An interview goes on in another browser: by the link, with the answers, while the page it left says so."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.acceptance.webchat.conftest import Visiting
from tests.acceptance.webchat.visit import UNSUR, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEYS = list(UNSUR)


async def offered(visit: Visit) -> tuple[str, str]:
    """The link and the code that the menu gives."""
    await visit.choose("Lanjutkan di tempat lain")
    link = visit.live.locator("#notice a")
    await expect(link).to_have_count(1)
    code = await visit.live.locator("#notice .code").inner_text()
    return await link.get_attribute("href") or "", code


async def test_the_link_takes_the_interview_to_another_browser(visit: Visit, visiting: Visiting) -> None:
    """The question and the answers are there; the old page ends by itself and remembers nothing."""
    await visit.reach_unsur()
    await visit.rate(*KEYS[:2])
    href, code = await offered(visit)
    assert href == f"{visit.url}/l/{code}"
    await expect(visit.heading).to_have_text("Pertanyaan 3/9 · Waktu Penyelesaian")
    other = await visiting()
    await other.open(f"/l/{code}")
    await expect(other.heading).to_have_text("Pertanyaan 3/9 · Waktu Penyelesaian")
    await expect(other.live).to_contain_text("Selamat datang!")
    await expect(visit.live).to_contain_text("Survei ini Anda lanjutkan di web.")
    assert await visit.kept() is None
    await other.page.reload()
    await other.settled()
    await expect(other.heading).to_have_text("Pertanyaan 3/9 · Waktu Penyelesaian")
    await other.rate(*KEYS[2:])
    await other.enter("Lewati")
    await expect(other.live).to_contain_text("Sesuai")
    await other.enter("Kirim jawaban")
    await expect(other.heading).to_have_text("Terima kasih!")
    assert visit.problems == other.problems == []


async def test_the_code_alone_is_typed_where_it_is_asked_for_and_works_once(visit: Visit, visiting: Visiting) -> None:
    await visit.reach_unsur()
    _, code = await offered(visit)
    other, late = await visiting(), await visiting()
    await other.open("/")
    await other.choose("Lanjutkan di tempat lain")
    await expect(other.live.get_by_label("Kode lanjutan")).to_be_visible()
    await other.write("H4WEN-3PQ7Z")
    await expect(other.live).to_contain_text("tidak kami kenal")
    await other.write(code.lower())
    await expect(other.heading).to_have_text("Pertanyaan 1/9 · Persyaratan")
    await late.open(f"/l/{code}")
    await expect(late.live).to_contain_text("sudah dipakai")
    assert visit.problems == other.problems == late.problems == []
