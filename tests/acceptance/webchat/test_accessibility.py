"""For everybody: by keyboard, by ear, enlarged, in light and dark. Figures are WCAG 2.2, level AA."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.acceptance.webchat.conftest import Visiting
from tests.acceptance.webchat.visit import PROFIL, UNSUR, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Every piece of text with its colour against what lies behind it, and every edge of a control against its ground.
CONTRASTS = """() => {
  const rgba = (text) => text.match(/[0-9.]+/g).map(Number);
  const over = (top, below) => {
    const a = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map((i) => top[i] * a + below[i] * (1 - a));
  };
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const light = (c) => c.map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!element.checkVisibility() || element.closest('.unseen, noscript')) continue;
    const style = getComputedStyle(element);
    const ground = behind(element);
    const name = element.textContent.trim().slice(0, 40);
    if (own) found.push(['text', name, ratio(over(rgba(style.color), ground), ground)]);
    if (element.matches('.choice:not(.main), input, textarea, summary')) {
      found.push(['edge', name, ratio(rgba(style.borderTopColor), behind(element.parentElement))]);
    }
  }
  return found;
}"""

# What sticks out of the window sideways, is cut off inside its box, or is a word of everyday length broken in two.
OVERFLOWS = """(longest) => {
  const root = document.documentElement;
  const wide = root.scrollWidth > root.clientWidth ? ['page'] : [];
  for (const e of document.querySelectorAll('header *, main *')) {
    if (!e.checkVisibility() || e.closest('.unseen')) continue;
    const box = e.getBoundingClientRect();
    if (box.left < -1 || box.right > root.clientWidth + 1) wide.push('out: ' + e.textContent.slice(0, 40));
    if (e.matches('button, summary, p, h1, h2, dt, dd') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth) {
      wide.push('cut: ' + e.textContent.slice(0, 40));
    }
  }
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest('.unseen')) continue;
    for (const word of node.data.matchAll(/[A-Za-z]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (word[0].length <= longest && range.getClientRects().length > 1) wide.push('broken: ' + word[0]);
    }
  }
  return wide;
}"""

SMALL_TARGETS = """() => [...document.querySelectorAll('button:not(.link), summary, input, textarea')]
  .filter((e) => e.checkVisibility())
  .map((e) => [e.textContent.trim().slice(0, 40), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 48 || box.width < 48)
  .map(([name]) => name)"""


async def _screens(visit: Visit, check: Any) -> int:
    """Walk through every kind of screen and check each. Returns how many there were."""
    seen = 0

    async def look() -> None:
        nonlocal seen
        await check()
        seen += 1

    await visit.open()
    await look()
    await visit.enter("Privasi")
    await look()
    await visit.enter("Ya, saya bersedia")
    await look()
    await visit.enter(PROFIL[0])
    await visit.enter(PROFIL[1])
    await visit.field.fill("tua")
    await visit.enter("Kirim")
    await look()
    await visit.field.fill(PROFIL[2])
    await visit.enter("Kirim")
    await look()
    await visit.enter(PROFIL[3])
    await look()
    await visit.enter(PROFIL[4])
    await visit.enter("Artinya")
    await look()
    await visit.enter("Tidak sesuai")
    await look()
    await visit.enter("Lewati")
    await visit.rate(*list(UNSUR)[1:7])
    await visit.enter("Kembali")
    await look()
    await visit.enter(f"{UNSUR['perilaku'][0]} (jawaban tadi)")
    await visit.rate("sarana", "pengaduan")
    await visit.field.fill("Mohon kursi tunggu ditambah.")
    await visit.enter("Kirim tulisan")
    await look()
    await visit.enter("Tidak usah")
    await look()
    await visit.page.locator("summary").click()
    await look()
    await visit.page.keyboard.press("Escape")
    await visit.enter("Ubah jawaban")
    await look()
    await visit.enter("Tidak jadi")
    await visit.page.context.set_offline(True)
    await visit.button("Kirim jawaban").click()
    await expect(visit.status).not_to_be_empty()
    await look()
    await visit.page.context.set_offline(False)
    await expect(visit.heading).to_have_text("Terima kasih!")
    await look()
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_and_controls_stand_out(visiting: Visiting, scheme: str) -> None:
    """On every kind of screen text has a contrast of 4.5 and more, edges of controls of 3 and more."""
    visit = await visiting(color_scheme=scheme, reduced_motion="reduce")
    checked: list[tuple[str, str, float]] = []

    async def check() -> None:
        # What waits is dimmed on purpose and cannot be pressed; WCAG leaves it out, and so does this.
        found = await visit.page.evaluate(CONTRASTS)
        checked.extend((kind, text, ratio) for kind, text, ratio in found)

    await _screens(visit, check)
    weak = [entry for entry in checked if entry[2] < (4.5 if entry[0] == "text" else 3)]
    assert weak == []
    assert len([entry for entry in checked if entry[0] == "text"]) > 150
    assert len([entry for entry in checked if entry[0] == "edge"]) > 30
    background = await visit.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert (sum(int(part) for part in background[4:-1].split(",")) > 384) == (scheme == "light")


@pytest.mark.parametrize(
    ("width", "height", "letters"),
    [(320, 568, 1.0), (640, 400, 1.0), (320, 256, 1.0), (360, 640, 2.0)],
    ids=["smallest phone", "1280 px at 200 %", "1280 px at 400 %", "letters twice as large"],
)
async def test_nothing_is_cut_off(visiting: Visiting, width: int, height: int, letters: float) -> None:
    """On every kind of screen nothing sticks out sideways, is cut off or broken, and targets are at least 48 px."""
    visit = await visiting(viewport={"width": width, "height": height}, reduced_motion="reduce")
    # As a person who sets larger letters in the browser: the window stays as it is.
    session = await visit.page.context.new_cdp_session(visit.page)
    await session.send("Page.setFontSizes", {"fontSizes": {"standard": round(16 * letters)}})
    faults: list[str] = []

    async def check() -> None:
        faults.extend(await visit.page.evaluate(OVERFLOWS, 20 / letters))
        faults.extend(f"small: {name}" for name in await visit.page.evaluate(SMALL_TARGETS))

    assert await _screens(visit, check) == 15
    assert sorted(set(faults)) == [], "\n".join(sorted(set(faults)))


async def test_the_whole_interview_by_keyboard(visit: Visit) -> None:
    """Tab, Enter and letters are enough from greeting to receipt, and the place of the focus is always visible."""
    keys = visit.page.keyboard

    async def go_to(name: str) -> None:
        for _ in range(40):
            await keys.press("Tab")
            here = await visit.page.evaluate(
                "() => { const e = document.activeElement; const s = getComputedStyle(e);"
                " return [e.tagName, e.textContent.trim(), s.outlineStyle, parseFloat(s.outlineWidth)]; }"
            )
            assert here[0] == "BODY" or (here[2] == "solid" and here[3] >= 2), f"no focus to be seen on {here[:2]}"
            if here[1] == name:
                return
        raise AssertionError(f"Tab does not reach {name!r}")

    async def press(name: str) -> None:
        await go_to(name)
        await keys.press("Enter")
        await visit.answered()

    await visit.open()
    await press("Ya, saya bersedia")
    await expect(visit.heading).to_be_focused()
    await press(PROFIL[0])
    await press(PROFIL[1])
    await expect(visit.field).to_be_focused()
    await keys.type(PROFIL[2])
    await keys.press("Enter")
    await visit.answered()
    await press(PROFIL[3])
    await press(PROFIL[4])
    for label, _ in UNSUR.values():
        await press(label)
    await expect(visit.heading).to_have_text("Saran")
    await keys.press("Tab")
    await keys.type("Lewat papan ketik")
    await press("Kirim tulisan")
    await press("Tidak usah")
    await press("Kirim jawaban")
    await expect(visit.heading).to_have_text("Terima kasih!")
    await expect(visit.heading).to_be_focused()


async def test_the_menu_by_keyboard(visit: Visit) -> None:
    """The menu opens by Enter, closes by Escape with the focus back on it, and by a tap beside it."""
    await visit.open()
    summary = visit.page.locator("summary")
    await summary.focus()
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.locator("#menu li button")).to_have_count(6)
    await expect(visit.page.locator("#menu li button").first).to_be_visible()
    await visit.page.keyboard.press("Tab")
    await visit.page.keyboard.press("Escape")
    await expect(visit.page.locator("#menu li button").first).to_be_hidden()
    await expect(summary).to_be_focused()
    await summary.click()
    await visit.page.mouse.click(4, 400)
    await expect(visit.page.locator("#menu li button").first).to_be_hidden()


async def test_a_screen_reader_hears_each_question(visit: Visit) -> None:
    """Roles and names carry the page, and the polite live region says what is new, once."""
    await visit.open()
    page = visit.page
    assert await page.locator("html").get_attribute("lang") == "id"
    await expect(page.get_by_role("heading", level=1)).to_have_text("Survei Kepuasan Masyarakat")
    await expect(page.get_by_role("main")).to_have_count(1)
    region = page.locator("[aria-live=polite]")
    await expect(region).to_contain_text("Salam dari Kelurahan Bandar Kidul")
    await expect(region).to_contain_text("Apakah Anda bersedia ikut?")

    await visit.press("Ya, saya bersedia")
    await expect(page.get_by_role("region", name="Kelurahan Bandar Kidul")).to_be_visible()
    answers = page.get_by_role("list", name="Pilihan jawaban")
    await expect(answers.get_by_role("button")).to_have_count(6)
    await visit.press(PROFIL[0])
    await visit.press(PROFIL[1])

    await expect(page.get_by_label("Ketik angka di sini")).to_have_attribute("inputmode", "numeric")
    await visit.write("1962")
    notice = "Sepertinya itu tahun lahir."
    await expect(region).to_contain_text(notice)
    described = (await visit.field.get_attribute("aria-describedby") or "").split()
    assert notice in await page.locator(f"#{described[0]}").inner_text()
    await visit.write(PROFIL[2])
    await expect(region).not_to_contain_text(notice)
    await visit.press(PROFIL[3])
    await visit.press(PROFIL[4])

    await expect(answers.get_by_role("button")).to_have_text(
        ["Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"]
    )
    await expect(visit.button("Kembali")).to_be_visible()
    await expect(visit.button("Artinya")).to_be_visible()
    await expect(region).to_contain_text("Bagaimana pendapat Anda tentang kesesuaian persyaratan")
    bar = page.get_by_role("progressbar", name="Kemajuan survei")
    await expect(bar).to_have_attribute("aria-valuetext", "Pertanyaan 1 dari 9")
    before = await _filled(visit)
    await visit.rate("persyaratan", "prosedur")
    await expect(bar).to_have_attribute("aria-valuetext", "Pertanyaan 3 dari 9")
    assert await _filled(visit) == pytest.approx(before * 3)
    await expect(page).to_have_title("Pertanyaan 3/9 · Waktu Penyelesaian – Survei Kepuasan Masyarakat")


async def test_nothing_moves_for_those_who_asked_for_rest(visiting: Visiting) -> None:
    """Movement is on by default and all of it goes with prefers-reduced-motion."""
    moving = {}
    for wish in ("no-preference", "reduce"):
        visit = await visiting(reduced_motion=wish)
        await visit.open()
        moving[wish] = await visit.page.evaluate(
            "() => getComputedStyle(document.querySelector('.bubble')).animationName"
        )
    assert moving == {"no-preference": "arrive", "reduce": "none"}


async def test_the_newest_question_is_in_sight(visiting: Visiting) -> None:
    """However long the history, a question and its four answers stand inside the window of a small phone."""
    visit = await visiting(viewport={"width": 360, "height": 640}, reduced_motion="reduce")
    await visit.reach_unsur()
    await visit.rate("persyaratan", "prosedur")
    for label in ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"):
        await expect(visit.button(label)).to_be_in_viewport(ratio=1)
    await expect(visit.heading).to_be_in_viewport(ratio=1)


async def _filled(visit: Visit) -> float:
    share: float = await visit.page.locator("progress").evaluate("(bar) => bar.value / bar.max")
    return share
