"""What announces a message outside the window: few neutral words, as many as its template has room for."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from bot.channels.whatsapp.templates import TEMPLATES
from bot.engine.balasan import render_balasan
from bot.engine.codec import dump_screen, load_screen
from bot.engine.events import TimedOut
from bot.engine.messages import Perihal, Screen
from bot.service.alerting import alert_row
from bot.staff.alerts import alert_page
from scoring.amatan import Peringatan
from tests.factories import SATU
from tests.service.officials import Office
from tests.service.test_ringkasan import answered, digest
from tests.unit.engine.dunia import SATU as LOKET
from tests.unit.engine.dunia import SURVEY, changed
from tests.unit.engine.obrolan import Obrolan

PADA = datetime(2026, 11, 21, tzinfo=UTC)


def fits(screen: Screen) -> Perihal:
    """It survives the outbox, and fills its template."""
    about = load_screen(dump_screen(screen)).perihal
    assert about is not None
    assert len(about.isi) == TEMPLATES[about.nama].nilai
    assert all(about.isi)
    return about


async def test_a_digest_is_announced_by_whose_and_when(office: Office) -> None:
    head = await office.official("kepala_unit", SATU)
    await answered(office, 6)
    about = fits(await digest(office, head))
    assert about.nama == "ringkasan"
    assert about.isi[1] == "16–22 November 2026"


def test_an_alert_says_what_about_and_nothing_of_what_somebody_wrote() -> None:
    alert = Peringatan("berat", False, SATU, "2026", "waktu", None, Decimal(1), 1, "berat:1", True)
    about = fits(alert_page(SURVEY, alert_row(alert, PADA, "Petugas tidur.")).screen)
    assert about.nama == "peringatan"
    assert about.isi[1].startswith("nilai unsur ")
    assert "tidur" not in " ".join(about.isi)


def test_an_answer_to_a_saran_names_the_office_alone() -> None:
    about = fits(render_balasan(SURVEY, changed(LOKET), "Kursinya kurang.", "Sudah kami tambah.", 7))
    assert about.nama == "balasan"
    assert "ursi" not in about.isi[0]


def test_a_reminder_says_what_is_waiting() -> None:
    chat = Obrolan()
    chat.start(LOKET)
    chat.fill("prosedur")
    (screen,) = chat.happen(TimedOut()).messages
    assert fits(screen).nama == "pengingat"
