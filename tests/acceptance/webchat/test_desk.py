"""The officials' side in the browser, from the invitation to its end, against the real program on a small phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.engine.wording import id as w
from scoring.periode import periode_of
from tests.acceptance.cli.program import SAME, UNSUR, Ikm
from tests.acceptance.webchat.conftest import Visiting
from tests.acceptance.webchat.program import running
from tests.acceptance.webchat.test_accessibility import OVERFLOWS, SMALL_TARGETS
from tests.acceptance.webchat.visit import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

UNIT, NAMA = "kel-bandar-kidul", "Kelurahan Bandar Kidul"
SARAN = "Tolong tambah kursi tunggu"
PHONE = {"width": 320, "height": 640}


@dataclass(frozen=True)
class Hall:
    """The program with a year of answers, and five of this semester with a saran. `ikm` is its other verbs."""

    ikm: Ikm
    url: str
    visiting: Visiting

    async def person(self) -> Visit:
        """Somebody with a phone of 320 px."""
        visit = replace(await self.visiting(viewport=PHONE, reduced_motion="reduce"), url=self.url)
        visit.watch()
        return visit


@pytest_asyncio.fixture(loop_scope="session")
async def hall(kediri: Path, chromium: str, visiting: Visiting, tmp_path: Path) -> AsyncIterator[Hall]:
    database = Path(shutil.copy(kediri, tmp_path / "ikm.db"))
    secret = {"DATABASE_URL": f"sqlite+aiosqlite:///{database}", "SECRET": "only-for-tests-0123456789"}
    ikm = Ikm(tmp_path, secret)
    semester = periode_of(datetime.now(ZoneInfo("Asia/Jakarta")).date(), "semester").kode
    rows = [f"{SAME},{SARAN if n == 0 else ''}" for n in range(5)]
    ikm.responses(UNIT, *rows, head=f"{UNSUR},saran", periode=semester)
    with running(tmp_path) as program:
        yield Hall(ikm, program.url, visiting)
    log = (tmp_path / "log").read_text()
    assert not [words for words in ("undangan_", SARAN, "Traceback") if words in log]


async def test_an_officials_way_through_the_browser(hall: Hall) -> None:
    """An admin comes by the link of `ikm invite` and invites a head; the head accepts, has a head's menu, sees the
    report with its picture, told in words too, and a saran; when the right is taken away the page says so by itself,
    and the citizens' menu is back. Nothing sticks out of a screen of 320 px."""
    made = hall.ikm("invite", "--role", "admin", "--json").json
    admin = await hall.person()
    await _accept(admin, made["links"][0], "Admin")
    head = await hall.person()
    await _accept(head, await _invite(admin), f"Kepala unit {NAMA}")
    await expect(_menu(head).filter(has_text="/laporan")).to_have_count(1)
    await expect(_menu(head).filter(has_text="/undang")).to_have_count(0)

    await _command(head, "/laporan 2024")
    await expect(head.heading).to_have_text(f"IKM {NAMA}, tahun 2024")
    score = hall.ikm.score("--unit", UNIT, "--periode", "2024")
    ikm = score["ikm"].replace(".", ",")
    await expect(head.live).to_contain_text(f"IKM {ikm}, mutu {score['mutu']} ({score['kinerja']}).")
    picture = head.live.get_by_role("img", name=re.compile(rf"{NAMA}, Tahun 2024: IKM {ikm}"))
    await expect(picture).to_be_visible()
    await head.page.wait_for_function("() => [...document.images].every((i) => i.complete && i.naturalWidth)")
    assert await picture.evaluate("(i) => i.naturalWidth") == 800
    await _fits(head)

    await _command(head, "/saran")
    await expect(head.heading).to_have_text(f"Saran untuk {NAMA}")
    await head.press("Semua tulisan")
    await expect(head.live).to_contain_text(f"“{SARAN}”")
    await head.press("1")
    await expect(head.live).to_contain_text("Tidak dapat dibalas")
    await _fits(head)

    await _command(admin, "/cabut")
    await admin.live.get_by_role("button", name=f"Kepala unit {NAMA}").click()
    await admin.settled()
    await admin.press("Ya, cabut")
    await expect(head.page.locator("main")).to_contain_text(f"Hak Anda sebagai Kepala unit {NAMA} telah dicabut")
    await expect(_menu(head)).to_have_count(len(w.PERINTAH) - 1)  # all but /mulai, which the page's own button is
    await _command(head, "/laporan")
    await expect(head.page.locator("main")).to_contain_text(w.PERINTAH_TIDAK_DIKENAL)
    assert head.problems == []
    assert admin.problems == []


async def _accept(visit: Visit, link: str, peran: str) -> None:
    await visit.open("/s/" + link.rsplit("/", 1)[1])
    await expect(visit.heading).to_have_text("Undangan")
    await _fits(visit)
    await visit.press("Terima")
    await expect(visit.live).to_contain_text(f"Anda kini terdaftar sebagai {peran}.")
    await _fits(visit)


async def _invite(admin: Visit) -> str:
    """The link that /undang gives."""
    await _command(admin, "/undang")
    await admin.press("Kepala unit")
    await admin.write(NAMA, "Kirim tulisan")
    await admin.press(NAMA)
    await expect(admin.heading).to_have_text(f"Undangan untuk Kepala unit {NAMA}")
    link = re.compile(r"http\S+/s/undangan_[\w-]+")
    await expect(admin.live).to_contain_text(link)
    found = link.search(await admin.live.inner_text())
    assert found is not None
    return found[0]


async def _command(visit: Visit, text: str) -> None:
    await visit.page.get_by_label("Ketik perintah").fill(text)
    await visit.press("Kirim")


def _menu(visit: Visit) -> Locator:
    return visit.page.locator("#menu li button")


async def _fits(visit: Visit) -> None:
    assert await visit.page.evaluate(OVERFLOWS, 20) == []
    assert await visit.page.evaluate(SMALL_TARGETS) == []
