"""A person in front of the page: what they press and type, and what they see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import ConsoleMessage, FilePayload, Locator, Page, Request, expect

UNIT = "/s/kel-bandar-kidul"
PROFIL = ("Surat keterangan domisili", "Perempuan", "63", "SMA", "Ibu rumah tangga")
"""Service, sex, age (typed), education, occupation."""
UNSUR = {
    "persyaratan": ("Sesuai", 3),
    "prosedur": ("Mudah", 3),
    "waktu": ("Sangat cepat", 4),
    "biaya": ("Gratis", 4),
    "produk": ("Sesuai", 3),
    "kompetensi": ("Kompeten", 3),
    "perilaku": ("Sangat sopan dan ramah", 4),
    "sarana": ("Baik", 3),
    "pengaduan": ("Dikelola dengan baik", 4),
}
"""In the order asked: the label pressed and the score it stands for."""


@dataclass(slots=True)
class Visit:
    """One tab of one person. `problems` collects whatever the browser complained of."""

    page: Page
    url: str
    problems: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def watch(self) -> None:
        def complain(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.problems.append(f"console: {message.text}")

        self.page.on("console", complain)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))

        def note(request: Request) -> None:
            self.requests.append(request)

        self.page.on("request", note)

    # What is on the screen

    @property
    def live(self) -> Locator:
        return self.page.locator("#live")

    @property
    def heading(self) -> Locator:
        return self.page.locator("#heading")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    @property
    def field(self) -> Locator:
        return self.live.get_by_role("textbox")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def history(self) -> list[str]:
        """The answers given, as shown above the question."""
        return await self.page.locator("#history .said").all_inner_texts()

    async def kept(self) -> str | None:
        """What this tab would remember after a reload."""
        kept: str | None = await self.page.evaluate("() => sessionStorage.getItem('ikm-chat')")
        return kept

    def events(self) -> list[dict[str, Any]]:
        """What the page sent, every try of it."""
        sent = [r.post_data_json for r in self.requests if r.method == "POST" and r.url.endswith("/chat")]
        return [body for body in sent if body is not None]

    # What the person does

    async def open(self, path: str = UNIT) -> None:
        await self.page.goto(self.url + path)
        await self.page.locator("#menu").wait_for()
        await self.settled()

    async def answered(self) -> None:
        """Until the answer to the last event is shown."""
        await self.page.locator("#live[aria-busy=false]").wait_for()

    async def settled(self) -> None:
        """Until it can be tapped as well."""
        await self.page.locator("#live[aria-busy=false]:not(.settling)").wait_for()

    async def press(self, name: str) -> None:
        await self.button(name).click()
        await self.settled()

    async def enter(self, name: str) -> None:
        """By keyboard: quicker, since only taps are let pass for a moment after a new question."""
        await self.button(name).press("Enter")
        await self.answered()

    async def write(self, text: str, send: str = "Kirim") -> None:
        await self.field.fill(text)
        await self.press(send)

    async def choose(self, name: str) -> None:
        """From the menu."""
        await self.page.locator("summary").click()
        await self.page.locator("#menu button", has_text=name).click()
        await self.settled()

    async def agree(self) -> None:
        await self.open()
        await self.enter("Ya, saya bersedia")

    async def tell_profile(self) -> None:
        layanan, jenis_kelamin, usia, pendidikan, pekerjaan = PROFIL
        await self.enter(layanan)
        await self.enter(jenis_kelamin)
        await self.field.fill(usia)
        await self.enter("Kirim")
        await self.enter(pendidikan)
        await self.enter(pekerjaan)

    async def rate(self, *keys: str) -> None:
        for key in keys or UNSUR:
            await self.enter(UNSUR[key][0])

    async def reach_unsur(self) -> None:
        await self.agree()
        await self.tell_profile()
        await expect(self.heading).to_have_text("Pertanyaan 1/9 · Persyaratan")

    async def reach_review(self, saran: str = "") -> None:
        await self.reach_unsur()
        await self.rate()
        if saran:
            await self.write(saran, "Kirim tulisan")
            await self.enter("Tidak usah")
        else:
            await self.enter("Lewati")
        await expect(self.heading).to_have_text("Periksa jawaban")


def csv(size: int, name: str = "jawaban 2025.csv") -> FilePayload:
    """A file of that many bytes."""
    return {"name": name, "mimeType": "text/csv", "buffer": b"a" * size}


async def choose_file(visit: Visit, file: FilePayload) -> None:
    """By the button that is there while the screen asks for a file."""
    async with visit.page.expect_file_chooser() as choosing:
        await visit.button("Pilih berkas").click()
    await (await choosing.value).set_files(file)
