"""The 24-hour window: inside it all comes at once; outside a template first, and the rest when that is tapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.telegram.officials import KELUHAN, NAMA_UNIT
from tests.acceptance.telegram.test_digest import answered_last_week
from tests.acceptance.whatsapp.officials import (
    WRITTEN,
    accept,
    complains,
    first_admin,
    invited,
    tapped,
    told,
    typed,
)
from tests.acceptance.whatsapp.service import Service, running
from tests.fakes.whatsapp import Person, Seen

HOURS_25 = 25 * 3600
WITHIN = 90.0
"""Seconds. The service looks every 5, and machines that run tests are busy."""
HELD = "SELECT count(*) FROM outbox WHERE ditahan"
DIGEST = f"{NAMA_UNIT}: ringkasan mingguan"


async def test_a_digest_inside_the_window_is_picture_and_text(tmp_path: Path) -> None:
    """Whoever wrote today gets last week's figures and the picture at once, and no template."""
    async with running(tmp_path) as service:
        admin, head = await _two_officials(service)
        await answered_last_week(service)
        before = len(head.from_bot)
        await _send_digest(admin)
        digest = await told(head, DIGEST, since=before, seconds=WITHIN)
        await service.still()
        _is_the_digest(head, digest, before)
        assert not [seen for seen in head.from_bot if seen.template]
        await tapped(head, digest, "Lihat laporan", f"IKM {NAMA_UNIT}, semester")
        service.log_is_discreet(*WRITTEN, "Antrenya dua jam")


@pytest.mark.parametrize("how", ["known", "told at once", "told late"])
async def test_a_digest_outside_the_window_is_announced_and_follows_the_tap(tmp_path: Path, how: str) -> None:
    """The head wrote longer than a day ago. Whether the program knows that itself, is told 131047 when it sends, or
    learns it by a late status: a template with the unit and the days arrives, once; after the tap come picture and
    text, once, and nothing of it before."""
    async with running(tmp_path) as service:
        admin, head = await _two_officials(service)
        await answered_last_week(service)
        _a_day_passes(service, head, known=how == "known")
        service.api.messages.late = {131047} if how == "told late" else set()
        before = len(head.from_bot)
        await _send_digest(admin)
        announced = await head.wait_for(
            lambda one: next((seen for seen in one.from_bot[before:] if seen.template), None), WITHIN
        )
        assert announced.template == "ikm_ringkasan"
        assert NAMA_UNIT in announced.text
        assert "{{" not in announced.text
        await service.wait_until(lambda: service.api.hook.idle)
        assert len(head.from_bot) == before + 1
        refused = [call for call in service.api.sent_to(head) if call.error is not None]
        assert [call.error.code for call in refused if call.error] == ([131047] if how == "told at once" else [])

        if how != "told at once":  # there the head is quicker than what is written down
            await service.wait_until(lambda: service.rows(HELD) == [(1,)])
        head.tap(announced.labels[0], announced)
        digest = await told(head, DIGEST, since=before, seconds=WITHIN)
        await service.still()
        _is_the_digest(head, digest, before + 1)
        assert len([seen for seen in head.from_bot if seen.template]) == 1
        assert ("dibaca", None) not in service.fates()
        service.log_is_discreet(*WRITTEN, "Antrenya dua jam")


async def test_an_alert_outside_the_window_is_announced_and_read_after_any_word(tmp_path: Path) -> None:
    """An alert is announced by its own template, without what the citizen wrote; it need not be the button that
    brings it: any word of the head does."""
    async with running(tmp_path) as service:
        _, head = await _two_officials(service)
        _a_day_passes(service, head, known=True)
        before = len(head.from_bot)
        await complains(service, KELUHAN)
        announced = await head.wait_for(
            lambda one: next((seen for seen in one.from_bot[before:] if seen.template), None), WITHIN
        )
        assert announced.template == "ikm_peringatan"
        assert "Antre" not in announced.text
        head.say("Baik")
        alert = await told(head, f"Peringatan: {NAMA_UNIT}", since=before, seconds=WITHIN)
        assert "“Antre dua jam di loket dua" in alert.text
        service.log_is_discreet(*WRITTEN)


async def test_a_template_that_is_not_approved_loses_nothing(tmp_path: Path) -> None:
    """Meta has not approved the templates yet: the log says what to do, and the head reads the digest on the next
    own word."""
    async with running(tmp_path) as service:
        admin, head = await _two_officials(service)
        await answered_last_week(service)
        _a_day_passes(service, head, known=True)
        for template in service.api.templates.known.values():
            template.status = "PENDING"
        before = len(head.from_bot)
        await _send_digest(admin)
        await service.wait_until(lambda: "waits unannounced" in service.log(), WITHIN)
        assert len(head.from_bot) == before
        assert "deploy/whatsapp/templates" in service.log()
        head.say("Halo")
        await told(head, DIGEST, since=before, seconds=WITHIN)
        service.api.forgive()


async def _two_officials(service: Service) -> tuple[Person, Person]:
    """An admin, and the head of the unit, who is never disturbed by night: tests run then, too."""
    admin = await first_admin(service)
    head = service.citizen("Kepala")
    await accept(head, await invited(admin))
    settings = await typed(head, "/notifikasi", "tenang")
    await tapped(head, settings, "Ubah jam tenang", "Jam berapa")
    await typed(head, "00.00-00.00", "Jam tenang Anda sekarang")
    await service.still()
    return admin, head


async def _send_digest(admin: Person) -> None:
    """That of the one unit, with the weekly ones held: tests run on Mondays at eight, too."""
    seen = await typed(admin, "/jadwal", "ingkasan")
    seen = await tapped(admin, seen, "Jeda", "sedang dijeda")
    seen = await tapped(admin, seen, "Kirim sekarang", "Kirim ringkasan kepada siapa?")
    await tapped(admin, seen, "Satu unit", "Ringkasan unit mana")
    seen = await typed(admin, NAMA_UNIT, "Unit yang mana?")
    seen = await tapped(admin, seen, NAMA_UNIT, "Penerimanya 1 orang")
    await tapped(admin, seen, "Ya, kirim", "segera dikirim")


def _a_day_passes(service: Service, head: Person, *, known: bool) -> None:
    """Since the head wrote last: for the platform, and for the program where it is `known` there."""
    assert head.chat.said_at is not None
    head.chat.said_at -= HOURS_25
    if known:
        with service.writing() as database:
            assert database.execute("UPDATE jendela SET sampai = sampai - ?", (HOURS_25 * 1000,)).rowcount


def _is_the_digest(head: Person, digest: Seen, before: int) -> None:
    """Last week's figures, the masked words of a citizen, the picture, and buttons that lead on; all of it once."""
    assert "Minggu lalu: 75,00 dari 12 jawaban, turun 25,00 dari minggu sebelumnya (100,00 dari 12" in digest.text
    assert {"Lihat laporan", "Buat RTL"} <= set(digest.labels)
    said = [seen for seen in head.from_bot[before:] if DIGEST in seen.text]
    assert said == [digest]
    pictures = [seen.file for seen in head.from_bot[before:] if seen.file is not None]
    assert [file.mime for file in pictures] == ["image/png"]
    assert pictures[0].content.startswith(b"\x89PNG")
