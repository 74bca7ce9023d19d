"""Files that officials send from the page: when one is asked for, once, and no larger than can be taken."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, Route, expect

from bot.engine.events import Sent, Upload
from tests.acceptance.webchat.desk import LAPORAN
from tests.acceptance.webchat.office import Office
from tests.acceptance.webchat.visit import Visit, choose_file, csv

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_file_is_sent_when_one_is_asked_for(official: Visit, office: Office) -> None:
    """The button is there only then; the file arrives whole, with its name, once."""
    await expect(official.button("Pilih berkas")).to_have_count(0)
    await official.choose("Kirim berkas CSV")
    await expect(official.live).to_contain_text("Paling besar 5 MB.")
    await choose_file(official, csv(300_000))
    await expect(official.live).to_contain_text("berkas: jawaban 2025.csv, text/csv, 300000 bita")
    sent = [one.event for one in office.came if isinstance(one.event, Sent)]
    assert sent == [Sent("berkas", Upload("jawaban 2025.csv", "text/csv", 300_000, isi=b"a" * 300_000))]
    await expect(official.button("Pilih berkas")).to_have_count(0)
    await expect(official.page.locator("#cards > li h2")).to_have_text([LAPORAN.screen.heading])
    assert official.problems == []


async def test_a_picture_is_a_photo(official: Visit, office: Office) -> None:
    """A PNG of the largest size allowed is taken, as a photo."""
    await official.choose("Kirim berkas CSV")
    photo: FilePayload = {"name": "bukti.png", "mimeType": "image/png", "buffer": b"p" * 5 * 2**20}
    await choose_file(official, photo)
    await expect(official.live).to_contain_text("foto: bukti.png, image/png, 5242880 bita")


@pytest.mark.parametrize(
    ("size", "said"), [(5 * 2**20 + 1, "Berkas terlalu besar, paling besar 5 MB."), (0, "Berkas itu kosong.")]
)
async def test_a_file_that_cannot_be_taken_is_not_sent(official: Visit, office: Office, size: int, said: str) -> None:
    """The page says why, plainly, sends nothing, and another file can be chosen."""
    await official.choose("Kirim berkas CSV")
    await choose_file(official, csv(size))
    await expect(official.status).to_have_text(said)
    assert not [one for one in office.came if isinstance(one.event, Sent)]
    await choose_file(official, csv(10))
    await expect(official.live).to_contain_text("10 bita")


async def test_the_server_holds_to_the_limit_by_itself(official: Visit, office: Office) -> None:
    """Whoever sends past the page is refused: too large, empty, without the header, without a cookie, from another
    site, or told in another way."""
    url = f"{office.url}/chat/berkas?id=0b6f3a52-3c1e-4a53&nama=a.csv"
    head = {"X-IKM-Chat": "1", "Content-Type": "text/csv"}

    async def status(body: bytes = b"a", headers: dict[str, str] = head, url: str = url) -> int:
        return (await official.page.context.request.post(url, data=body, headers=headers)).status

    assert await status(b"a" * (5 * 2**20 + 1)) == 413
    assert await status(b"") == 400
    assert await status(headers={"Content-Type": "text/csv"}) == 403
    assert await status(headers={**head, "Origin": "https://lain.example"}) == 403
    assert await status(headers={**head, "Sec-Fetch-Site": "cross-site"}) == 403
    assert await status(url=f"{office.url}/chat/berkas?nama=a.csv") == 400
    assert [one for one in office.came if isinstance(one.event, Sent)] == []
    assert await status() == 200
    await official.page.context.clear_cookies()
    assert await status() == 401


async def test_a_file_whose_receipt_was_lost_is_sent_again_under_its_id(official: Visit, office: Office) -> None:
    """The connection breaks after the server took the file: the page says so and sends it once more, as the same."""
    await official.choose("Kirim berkas CSV")
    lost = 0

    async def lose_the_reply(route: Route) -> None:
        nonlocal lost
        lost += 1
        await route.fetch()
        await route.abort()

    await official.page.route("**/chat/berkas?*", lose_the_reply)
    await choose_file(official, csv(1000))
    await expect(official.status).to_contain_text("Berkas Anda belum terkirim; kami coba lagi…")
    await official.page.unroute("**/chat/berkas?*")
    await expect(official.live).to_contain_text("1000 bita")
    sent = [one.external_id for one in office.came if isinstance(one.event, Sent)]
    assert lost >= 1
    assert sent == [sent[0]] * (lost + 1)


async def test_a_file_is_not_sent_after_a_reload(official: Visit, office: Office) -> None:
    """What was on its way when the page was left is asked for again, not waited for."""
    await official.choose("Kirim berkas CSV")
    await official.page.route("**/chat/berkas?*", lambda route: route.abort())
    await choose_file(official, csv(1000))
    await expect(official.status).to_contain_text("belum terkirim")
    await official.page.reload()
    await official.settled()
    await expect(official.button("Pilih berkas")).to_be_enabled()
    await expect(official.status).to_be_empty()
