"""The network comes and goes; the answer is neither lost nor counted twice."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.async_api import Route, expect
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from tests.acceptance.webchat.conftest import Visiting
from tests.acceptance.webchat.program import Program
from tests.acceptance.webchat.visit import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOST = "Sambungan terputus. Jawaban Anda belum terkirim; kami coba lagi…"
CHAT = "**/chat"
"""The call that sends; the long poll has a query and is left alone."""


async def test_an_answer_given_without_a_network_arrives_once_when_it_returns(visit: Visit, program: Program) -> None:
    """Sending the questionnaire offline says so and keeps trying; back online it is stored, one time."""
    before = len(program.stored())
    await visit.reach_review()
    await visit.page.context.set_offline(True)
    await visit.button("Kirim jawaban").click()
    await expect(visit.status).to_contain_text(LOST)
    await expect(visit.button("Ubah jawaban")).to_be_disabled()
    assert len(program.stored()) == before
    await visit.page.context.set_offline(False)
    await expect(visit.heading).to_have_text("Terima kasih!")
    await expect(visit.status).to_be_empty()
    assert len(program.stored()) == before + 1


async def test_an_answer_whose_receipt_was_lost_is_not_given_twice(visit: Visit) -> None:
    """The server has the answer but its reply is lost: the same event is sent again under the same id."""
    await visit.reach_unsur()
    lost = 0

    async def lose_the_reply(route: Route) -> None:
        nonlocal lost
        lost += 1
        await route.fetch()
        await route.abort()

    await visit.page.route(CHAT, lose_the_reply, times=1)
    await visit.press("Sesuai")
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")
    first, second = visit.events()[-2:]
    assert lost == 1
    assert first["id"] == second["id"]
    assert first["kejadian"] == second["kejadian"]
    assert (await visit.history())[-1] == "Sesuai"


async def test_an_answer_that_was_not_stored_is_tried_again(visit: Visit) -> None:
    """503 means "not stored": the server's sentence is shown and the same event follows by itself."""
    await visit.reach_unsur()

    async def fail(route: Route) -> None:
        await route.fulfill(status=503, json={"salah": "Belum tersimpan."})

    await visit.page.route(CHAT, fail)
    await visit.button("Sesuai").click()
    await expect(visit.status).to_contain_text("Belum tersimpan.")
    await visit.page.unroute(CHAT)
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")
    first, second = visit.events()[-2:]
    assert first["id"] == second["id"]


async def test_an_unsent_answer_survives_a_reload(visit: Visit) -> None:
    """Pressed without a network, then reloaded: the page sends that answer before anything else."""
    await visit.reach_unsur()
    await visit.page.route(CHAT, _cut)
    await visit.button("Sesuai").click()
    await expect(visit.status).to_contain_text(LOST)
    await visit.page.reload()
    await expect(visit.status).to_contain_text(LOST)
    await expect(visit.button("Sesuai")).to_be_disabled()
    await visit.page.unroute(CHAT)
    with suppress(PlaywrightTimeoutError):  # the page tries by itself, too, and may have been quicker
        await visit.button("Coba sekarang").click(timeout=3_000)
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")
    assert (await visit.history())[-1] == "Sesuai"
    assert {event["id"] for event in visit.events() if event["kejadian"]["jenis"] == "lihat"} == set()


async def test_a_reply_that_is_no_reply_is_tried_again(visit: Visit) -> None:
    """The login page of a public Wi-Fi answers 200 with HTML: that is not taken for the server's word."""
    await visit.reach_unsur()

    async def login_page(route: Route) -> None:
        await route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi Gratis</h1>")

    await visit.page.route(CHAT, login_page)
    await visit.button("Sesuai").click()
    await expect(visit.status).to_contain_text(LOST)
    await visit.page.unroute(CHAT)
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")


async def test_what_the_server_refuses_is_said_and_not_repeated(visit: Visit) -> None:
    """A person whose cookie is gone is told to reload, is given the button for it, and begins anew."""
    await visit.reach_unsur()
    await visit.page.context.clear_cookies()
    await visit.button("Sesuai").click()
    await expect(visit.status).to_contain_text("dimuat ulang")
    await expect(visit.button("Mudah")).to_have_count(0)
    sent = len(visit.events())
    await visit.page.wait_for_timeout(2_500)
    assert len(visit.events()) == sent
    await visit.button("Muat ulang").click()
    await expect(visit.heading).to_have_text("Salam dari Kelurahan Bandar Kidul")
    assert await visit.history() == []


async def test_a_browser_that_keeps_nothing_can_answer_too(visiting: Visiting) -> None:
    """Without sessionStorage the interview works, and a reload resumes at the question the server knows."""
    visit = await visiting()
    await visit.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('switched off'); } });"
    )
    await visit.reach_unsur()
    await visit.page.reload()
    await visit.settled()
    await expect(visit.heading).to_have_text("Pertanyaan 1/9 · Persyaratan")
    await visit.press("Sesuai")
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")
    assert visit.problems == []


async def test_a_second_tab_cannot_answer_what_the_first_has_answered(visit: Visit) -> None:
    """Two tabs of one person: the button of the tab left behind changes nothing and shows the question of now."""
    await visit.page.route("**/chat?*", _cut)  # this tab hears nothing of the other
    await visit.reach_unsur()
    second = Visit(await visit.page.context.new_page(), visit.url)
    await second.open()
    await second.enter("Lanjutkan yang tadi")
    await second.enter("Sesuai")
    await expect(second.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")
    await visit.enter("Tidak sesuai")
    await expect(visit.status).to_contain_text("Ini pertanyaan yang sekarang.")
    await expect(visit.heading).to_have_text("Pertanyaan 2/9 · Sistem, Mekanisme, dan Prosedur")
    assert "Tidak sesuai" not in await visit.history()


async def _cut(route: Route) -> None:
    await route.abort("internetdisconnected")
