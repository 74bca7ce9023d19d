"""A weekly digest reaches the head of a unit as one message: picture, caption, buttons that lead on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.service.voices import sort_new
from scoring.periode import periode_of
from storage.connect import open_store
from tests.acceptance.process import Program
from tests.acceptance.telegram.officials import NAMA_UNIT, accept, first_admin, invited, tapped, told, typed
from tests.acceptance.telegram.service import UNIT, running
from tests.factories import INSTRUMEN, jawaban, respons_row, url_of
from tests.fakes.telegram import Person

WITHIN = 60.0
"""Seconds. The service looks every 5."""


async def test_a_digest_sent_now_arrives_with_picture_caption_and_buttons(tmp_path: Path) -> None:
    """An admin asks for the digest of one unit: its head gets last week's figures under a picture, once, and what a
    citizen wrote, masked; the buttons open the report, the saran and a plan."""
    async with running(tmp_path) as (service, _):
        admin = await first_admin(service)
        head = service.citizen()
        await accept(head, await invited(admin))
        await undisturbed(head)
        await answered_last_week(service)
        await send_now(admin)

        digest = await told(head, f"{NAMA_UNIT}: ringkasan mingguan", seconds=WITHIN)
        assert digest.upload is not None
        assert digest.upload.content_type == "image/png"
        assert digest.upload.content.startswith(b"\x89PNG")
        assert "Minggu lalu: 75,00 dari 12 jawaban, turun 25,00 dari minggu sebelumnya (100,00 dari 12" in digest.text
        assert "Waktu Penyelesaian" in digest.text
        assert "“Antrenya dua jam, telepon saya [nomor telepon].”" in digest.text
        assert digest.labels == ["Lihat laporan", "Saran", "Buat RTL"]

        await tapped(head, digest, "Lihat laporan", f"IKM {NAMA_UNIT}, semester")
        await tapped(head, digest, "Buat RTL", "Waktu Penyelesaian")
        await tapped(head, digest, "Saran", "tulisan dari")
        assert sum("ringkasan mingguan" in seen.text for seen in head.from_bot) == 1
        await service.still()
        service.log_is_discreet("Antrenya dua jam")
        # Of a message the program remembers no more than its number: that it is a picture, the platform tells it.
        service.calls_are_as_specified("there is no text in the message to edit")


async def undisturbed(head: Person) -> None:
    """No quiet hours: tests run at night, too."""
    settings = await typed(head, "/notifikasi", "tenang")
    await tapped(head, settings, "Ubah jam tenang", "Jam berapa")
    await typed(head, "00.00-00.00", "Jam tenang Anda sekarang")


async def answered_last_week(service: Program) -> None:
    """Twelve contented people the week before last; last week twelve less so, with a complaint about waktu. Both on
    the Monday, so that they are in one periode unless one has just begun."""
    week = periode_of(today(), "minggu").sebelumnya()
    store = await open_store(url_of(service.folder / "ikm.db"))
    try:
        rows = [respons_row(4, unit=UNIT, hari=week.mulai - timedelta(days=7)) for _ in range(12)]
        rows += [
            respons_row(
                jawaban(2 if n % 2 else 4, waktu=1 if n % 2 else 4, sarana=3 if n % 2 else 4),
                unit=UNIT,
                hari=week.mulai,
                saran=None if n else "Antrenya dua jam, telepon saya 0812-3456-7890.",
            )
            for n in range(12)
        ]
        async with store.transaction() as tx:
            await tx.facts.add(rows)
        await sort_new(store, INSTRUMEN)
    finally:
        await store.close()


async def send_now(admin: Person) -> None:
    """With the weekly ones held: tests run on Mondays at eight, too."""
    seen = await typed(admin, "/jadwal", "ingkasan")
    seen = await tapped(admin, seen, "Jeda", "sedang dijeda")
    seen = await tapped(admin, seen, "Kirim sekarang", "Kirim ringkasan kepada siapa?")
    await tapped(admin, seen, "Satu unit", "Ringkasan unit mana")
    seen = await typed(admin, NAMA_UNIT, "Unit yang mana?")
    seen = await tapped(admin, seen, NAMA_UNIT, "Penerimanya 1 orang")
    await tapped(admin, seen, "Ya, kirim", "segera dikirim")


def today() -> date:
    """Where the unit is: Monday begins there while it is still Sunday elsewhere, and with it another last week."""
    return datetime.now(ZoneInfo("Asia/Jakarta")).date()
