"""What officials see in the web chat: pictures, files, a menu of their own, messages that stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from bot.engine.events import Commanded, Started, Tapped, Typed
from bot.engine.messages import Choice
from bot.staff.frame import say
from tests.acceptance.webchat.conftest import PATIENCE_MS, Visiting
from tests.acceptance.webchat.desk import ANGKA, LAPORAN, MENU
from tests.acceptance.webchat.office import Office, chart
from tests.acceptance.webchat.test_accessibility import CONTRASTS, OVERFLOWS, SMALL_TARGETS
from tests.acceptance.webchat.visit import Visit, csv

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _seen(visit: Visit) -> None:
    """Until every picture is there."""
    pictures = "[...document.images].filter((i) => i.closest('main'))"
    await visit.page.wait_for_function(
        f"() => {pictures}.length && {pictures}.every((i) => i.complete && i.naturalWidth)"
    )


async def test_a_picture_is_shown_as_wide_as_the_message_and_in_words(official: Visit) -> None:
    """The chart fills the bubble, says in its alternative text what it shows, and opens in full size."""
    await _seen(official)
    image = official.live.get_by_role("img", name="Sembilan unsur; terendah Waktu Penyelesaian 80,20")
    drawn = await image.evaluate(
        "(i) => { const b = i.closest('.bubble'), s = getComputedStyle(b);"
        " return [i.naturalWidth, i.getBoundingClientRect().width,"
        " b.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight)]; }"
    )
    assert drawn[0] == 800
    assert drawn[1] == pytest.approx(drawn[2], abs=1)
    await expect(official.heading).to_be_in_viewport(ratio=1)
    async with official.page.context.expect_page() as opening:
        await image.click()
    full = await opening.value
    await full.wait_for_load_state()
    assert await full.locator("img").evaluate("(i) => i.naturalWidth") == 800
    assert official.problems == []


async def test_a_file_is_saved_under_its_name(official: Visit) -> None:
    """The link tells the name; what is saved is the file, under that name, accents and all."""
    async with official.page.expect_download() as saving:
        await official.live.get_by_role("link", name="IKM Bandar Kidul – désa.csv").click()
    saved = await saving.value
    assert saved.suggested_filename == "IKM Bandar Kidul – désa.csv"
    assert Path(await saved.path()).read_text() == ANGKA
    await expect(official.heading).to_have_text(LAPORAN.screen.heading)


async def test_a_picture_is_for_the_browser_it_was_shown_to(
    official: Visit, visiting: Visiting, office: Office
) -> None:
    """With the cookie and the address told it is given, and told to keep to itself; with a forged address, another
    one's cookie or none it is as if there were nothing."""
    url = await official.live.get_by_role("img").get_attribute("src") or ""
    other = await visiting()
    await other.page.goto(f"{office.url}/")

    async def status(context: BrowserContext, path: str) -> int:
        return (await context.request.get(office.url + path)).status

    mine = official.page.context
    given = await mine.request.get(office.url + url)
    assert (given.status, await given.body()) == (200, chart())
    assert given.headers["content-type"] == "image/png"
    assert given.headers["content-disposition"].startswith("inline")
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["cache-control"].startswith("private")
    assert "sandbox" in given.headers["content-security-policy"]
    path, _, token = url.partition("?t=")
    forged = [path, f"{path}?t=", f"{path}?t={token.swapcase()}", f"{path}?t={token}x", f"{path}?t=%FF"]
    forged += [f"/chat/berkas/lain?t={token}", f"{path[:-1]}?t={token}", f"{path}/lain?t={token}"]
    assert {one: await status(mine, one) for one in forged} == dict.fromkeys(forged, 404)
    assert await status(other.page.context, url) == 404
    await mine.clear_cookies()
    assert await status(mine, url) == 404


async def test_what_is_no_longer_kept_is_told_in_words(visiting: Visiting, office: Office) -> None:
    """A picture whose bytes are gone leaves its words and everything else in place."""
    visit = replace(await visiting(), url=office.url)
    await visit.page.route("**/chat/berkas/*", lambda route: route.fulfill(status=404))
    await visit.open("/")
    await expect(visit.live.get_by_role("img", name="Sembilan unsur")).to_be_visible()
    await expect(visit.button("Saran")).to_be_enabled()


async def test_an_invitation_arrives_as_it_was_written(official: Visit, office: Office) -> None:
    """The code in the link keeps its capitals, hyphens and underscores."""
    assert office.came[0].event == Started("u_AbC123-_xYz")


async def test_the_menu_is_the_officials_own_and_stays(official: Visit, office: Office) -> None:
    """Their commands stand where the citizens' stood, after a reload too and in another tab, and reach the service
    as typed; when the right is taken away the citizens' are back."""
    menu = official.page.locator("#menu li button")
    await official.page.locator("summary").click()
    await expect(menu).to_have_text([f"{item.keterangan} /{item.nama}" for item in MENU])
    await official.page.keyboard.press("Escape")
    await official.page.reload()
    await official.settled()
    await official.choose("Peringkat unit")
    assert office.came[-1].event == Typed("/peringkat")
    second = Visit(await official.page.context.new_page(), office.url)
    await second.open("/")
    await expect(second.page.locator("#menu li button")).to_have_count(len(MENU))
    await official.write("/keluar")
    await official.page.locator("summary").click()
    await expect(menu.first).to_contain_text("Bantuan")
    await expect(menu).to_have_count(6)
    await expect(official.live.get_by_role("textbox")).to_have_count(1)  # the screen asks for a command still
    assert await official.page.evaluate("() => localStorage.length") == 0


async def test_a_command_can_be_typed_below_any_message(official: Visit, office: Office) -> None:
    """With what follows it, whether the page knows the command or not; one in a text can be tapped."""
    await official.page.get_by_label("Ketik perintah").fill("/laporan Bandar Kidul 2025")
    await official.press("Kirim")
    await official.write("/mulai")
    await official.page.locator("#cards").get_by_role("button", name="/peringkat").first.click()
    await official.answered()
    said = [one.event for one in office.came[1:]]
    assert said == [Typed("/laporan Bandar Kidul 2025"), Commanded("mulai"), Typed("/peringkat")]


async def test_messages_that_nobody_asked_for_stand_one_below_the_other(official: Visit, office: Office) -> None:
    """Two that come while the page is open hide neither one another nor what was there; a button of an earlier one
    works and changes that one alone; a reload shows the same, with the pictures."""
    await office.push(say("Ringkasan minggu ini.", (Choice("Lihat", "@d"),), heading="Ringkasan"))
    await office.push(say("Satu jawaban sangat buruk.", (Choice("Sudah tahu", "@k"),), heading="Peringatan"))
    await expect(official.heading).to_have_text("Peringatan")
    cards = official.page.locator("#cards > li h2")
    await expect(cards).to_have_text([LAPORAN.screen.heading, "Ringkasan"])
    await official.button("Lihat").click()
    await official.settled()
    assert office.came[-1].event == Tapped("@d")
    await expect(official.live).to_contain_text("Tombol @d ditekan.")
    await expect(cards).to_have_text([LAPORAN.screen.heading, "Peringatan"])
    await official.page.reload()
    await official.settled()
    await expect(cards).to_have_text([LAPORAN.screen.heading, "Peringatan"])
    await expect(official.live).to_contain_text("Tombol @d ditekan.")
    await _seen(official)
    await official.button("Sudah tahu").click()
    await official.settled()
    assert office.came[-1].event == Tapped("@k")
    await expect(cards).to_have_text([LAPORAN.screen.heading])


async def test_a_message_changes_in_place_where_it_says_so(official: Visit) -> None:
    """A button's answer that is not new takes the place of its message; a new one stands below it."""
    await official.press("Rincian per unsur")
    await expect(official.heading).to_have_text("Rincian")
    await expect(official.page.locator("#cards > li")).to_have_count(0)
    await official.write("/tren")
    await expect(official.page.locator("#cards > li h2")).to_have_text(["Rincian"])


async def test_who_is_answering_is_not_interrupted(visiting: Visiting, office: Office) -> None:
    """A message to an official goes above the question that the same browser is answering, and says so."""
    visit = replace(await visiting(), url=office.url)
    await visit.open("/s/warga")
    await office.push(say("Ringkasan minggu ini.", heading="Ringkasan"))
    await expect(visit.page.locator("#cards > li h2")).to_have_text(["Ringkasan"])
    await expect(visit.status).to_contain_text("Ada pesan baru di atas pertanyaan ini.")
    await expect(visit.heading).to_have_text("Tentang Anda")


# For everybody


async def test_all_of_it_by_keyboard(official: Visit) -> None:
    """Tab and Enter reach the picture, the file, the buttons, the menu, the command line and the choice of a file."""
    keys = official.page.keyboard
    await _seen(official)

    async def go_to(name: str) -> None:
        for _ in range(30):
            await keys.press("Tab")
            here = await official.page.evaluate(
                "() => { const e = document.activeElement; const s = getComputedStyle(e);"
                " return [e.tagName, e.ariaLabel || (e.labels && e.labels[0] || e).textContent.trim() ||"
                " e.querySelector('img')?.alt || '', s.outlineStyle, parseFloat(s.outlineWidth)]; }"
            )
            assert here[0] == "BODY" or (here[2] == "solid" and here[3] >= 2), f"no focus to be seen on {here[:2]}"
            if name in here[1]:
                return
        raise AssertionError(f"Tab does not reach {name!r}")

    await go_to("buka ukuran penuh")
    async with official.page.context.expect_page() as opening:
        await keys.press("Enter")
    await (await opening.value).close()
    await go_to("désa.csv")
    async with official.page.expect_download():
        await keys.press("Enter")
    await go_to("Ketik perintah")
    await keys.type("/impor")
    await keys.press("Enter")
    await official.answered()
    await expect(official.heading).to_be_focused()
    # Asked to catch the dialog only when Enter is pressed, the browser may be too late for it.
    async with official.page.expect_file_chooser() as choosing:
        await go_to("Pilih berkas")
        await keys.press("Enter")
    await (await choosing.value).set_files(csv(10))
    await expect(official.heading).to_be_focused()
    await expect(official.live).to_contain_text("10 bita")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_everything_is_seen_and_large_enough(
    visiting: Visiting, office: Office, scheme: str, width: int
) -> None:
    """On a small phone and a wide screen, in light and dark: nothing sticks out, is cut or too faint, and what can
    be pressed is at least 48 px high."""
    visit = replace(
        await visiting(viewport={"width": width, "height": 720}, color_scheme=scheme, reduced_motion="reduce"),
        url=office.url,
    )
    await visit.open("/")
    visit.page.context.set_default_timeout(PATIENCE_MS)

    async def check() -> None:
        assert await visit.page.evaluate(OVERFLOWS, 20) == []
        assert await visit.page.evaluate(SMALL_TARGETS) == []
        found = await visit.page.evaluate(CONTRASTS)
        assert [one for one in found if one[2] < (4.5 if one[0] == "text" else 3)] == []
        small = await visit.page.locator("main a").evaluate_all(
            "(all) => all.filter((a) => a.getBoundingClientRect().height < 48).map((a) => a.textContent)"
        )
        assert small == []

    await _seen(visit)
    await check()
    await visit.page.locator("summary").click()
    await check()
    await visit.page.keyboard.press("Escape")
    await visit.write("/impor")
    await check()
