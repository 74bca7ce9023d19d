"""The page as a browser meets it: what it loads, what it needs, what it does without."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.acceptance.webchat.conftest import Visiting
from tests.acceptance.webchat.visit import UNIT, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEAVIEST = 60_000
"""Bytes over the wire until the first question can be answered: 2 to 3 seconds on a slow 3G phone."""


async def test_an_interview_loads_nothing_from_elsewhere_and_breaks_no_rule(visit: Visit) -> None:
    """From greeting to receipt no error and no breach of the policy is reported, and only this server asked."""
    await visit.page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));"
    )
    await visit.reach_review("Terima kasih.")
    await visit.press("Kirim jawaban")
    await expect(visit.heading).to_have_text("Terima kasih!")
    hosts = {urlsplit(request.url).netloc for request in visit.requests}
    assert hosts == {urlsplit(visit.url).netloc}
    assert len(visit.requests) > 20
    assert visit.problems == []


async def test_the_policy_is_in_force(visit: Visit) -> None:
    """An inline script added to the page does not run, so the page's own freedom from them is no accident."""
    await visit.open()
    await visit.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = true';"
        " document.body.appendChild(s); }"
    )
    assert await visit.page.evaluate("() => window.ran") is None
    assert any("Content Security Policy" in problem for problem in visit.problems)


async def test_the_page_is_light(visit: Visit) -> None:
    """Everything up to the first question, headers included, stays below 60 kB on the wire."""
    session = await visit.page.context.new_cdp_session(visit.page)
    await session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await visit.open()
    await expect(visit.button("Ya, saya bersedia")).to_be_enabled()
    assert len(sizes) >= 4  # page, style, script, the first answer
    assert 5_000 < sum(sizes) < HEAVIEST


async def test_without_script_the_page_says_how_else_to_answer(visiting: Visiting) -> None:
    """With JavaScript switched off there is a sentence on what to do instead of an empty page."""
    visit = await visiting(java_script_enabled=False)
    await visit.page.goto(visit.url + UNIT)
    shown = await visit.page.locator("body").inner_text()
    assert "mintalah lembar kuesioner kepada petugas" in shown
    assert "Menu" not in shown


async def test_an_unknown_unit_is_said_and_searched_for(visit: Visit) -> None:
    """A sticker of a unit that is not known leads to the search, with the reason, not to an error page."""
    await visit.open("/s/kel-tidak%20ada")
    await expect(visit.live.locator(".notice")).to_contain_text("Kode unit “kel-tidak ada” tidak kami kenal.")
    await expect(visit.page.get_by_label("Ketik nama tempat")).to_be_visible()
