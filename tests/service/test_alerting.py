"""What turns is told once to the heads, and to whoever is above them while nobody takes it up."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.engine.codec import load_screen
from bot.service.alerting import Alerting
from bot.service.voices import Voice
from bot.staff.frame import TIDAK_BERHAK
from storage.alerts import PeringatanRow
from storage.store import Store
from storage.voices import SaranRow
from tests.factories import SATU, jawaban, respons_row
from tests.service.dispatch import taken
from tests.service.officials import Office, Official

PAGI = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
"""08:00 in Jakarta, a Saturday in the middle of the second semester."""


def alerting(office: Office) -> Alerting:
    return Alerting(office.store, office.rig.surveys, office.rig.sandi, office.rig.commits.append, office.clock)  # type: ignore[arg-type]


async def answers(office: Office, skor: int, n: int, hari: date, **lain: int) -> None:
    """So many responses of that day, all of that score but for the unsur named."""
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row(jawaban(skor, **lain), hari=hari) for _ in range(n)])


async def told(office: Office, who: Official) -> list[str]:
    """The headings and texts of the alerts put into the outbox for this person."""
    key = office.rig.sandi.percakapan(who.channel, who.address)
    async with office.store.reading() as tx:
        rows = await tx.outbox.waiting(key)
    screens = [load_screen(row.payload) for row in rows if row.push]
    return [f"{one.heading}\n{one.notice}\n{one.text}" for one in screens]


async def fallen(office: Office) -> None:
    """A unit that was A last semester and is C now."""
    await answers(office, 4, 40, date(2026, 5, 4))
    await answers(office, 3, 40, date(2026, 11, 20))
    office.clock.now = PAGI


async def fallen_waktu(office: Office) -> PeringatanRow:
    """The alert about a unit of which waktu alone has fallen."""
    await answers(office, 4, 40, date(2026, 5, 4))
    await answers(office, 4, 40, date(2026, 11, 20), waktu=2)
    office.clock.now = PAGI
    await alerting(office).tick()
    async with office.store.reading() as tx:
        return next(row for row in await tx.alerts.latest([SATU], 50) if row.unsur == "waktu")


async def test_a_fallen_letter_is_told_once(office: Office) -> None:
    """The head hears of it with both values and n; looking again, later or in another process, says nothing more."""
    head = await office.official("kepala_unit", SATU)
    await fallen(office)
    await asyncio.gather(*(alerting(office).tick() for _ in range(3)))
    first = await told(office, head)
    unit = [text for text in first if "IKM turun dari mutu A ke mutu C" in text]
    assert len(unit) == 1
    assert "75,00 dari 40 jawaban" in unit[0]
    assert "100,00" in unit[0]
    for _ in range(30):
        office.clock.move(hours=1)
        await alerting(office).tick()
    assert await told(office, head) == first


async def test_nobody_elses_head_is_told(office: Office) -> None:
    """An alert goes to the heads of its unit alone; a camat, an admin or another head hears nothing at first."""
    others = [
        await office.official("pengawas_kelompok", "kec-satu"),
        await office.official("admin"),
        await office.official("kepala_unit", "kel-melati"),
    ]
    await fallen(office)
    await alerting(office).tick()
    assert [await told(office, one) for one in others] == [[], [], []]


async def test_what_nobody_takes_up_goes_higher(office: Office) -> None:
    """After three days to the group's head, after three more to the admins, and then no further."""
    camat, admin = await office.official("pengawas_kelompok", "kec-satu"), await office.official("admin")
    await fallen(office)
    looking = alerting(office)
    await looking.tick()
    office.clock.move(days=3)
    await looking.tick()
    high = [text for text in await told(office, camat) if "IKM turun" in text]
    assert len(high) == 1
    assert "belum ditanggapi 3 hari" in high[0]
    assert await told(office, admin) == []
    for _ in range(4):
        office.clock.move(days=3)
        await looking.tick()
    assert len([text for text in await told(office, admin) if "IKM turun" in text]) == 1
    assert len([text for text in await told(office, camat) if "IKM turun" in text]) == 1


async def test_an_answer_stops_it_going_higher(office: Office) -> None:
    """Once a head has said "Sudah tahu", nobody above is told; a second head sees that it was taken up."""
    head, camat = await office.official("kepala_unit", SATU), await office.official("pengawas_kelompok", "kec-satu")
    await fallen(office)
    await alerting(office).tick()
    async with office.store.reading() as tx:
        rows = await tx.alerts.latest([SATU], 50)
    for row in rows:
        await head.press(f"@tah:{row.id}")
    office.clock.move(days=10)
    await alerting(office).tick()
    assert not [text for text in await told(office, camat) if "belum ditanggapi" in text]


async def test_what_is_taken_up_is_so_for_all_and_only_by_those_it_concerns(office: Office) -> None:
    """A camat who says "Saya tindak lanjuti" is thanked; another unit's head may not; the unit's own is told."""
    head, camat = await office.official("kepala_unit", SATU), await office.official("pengawas_kelompok", "kec-satu")
    row = await fallen_waktu(office)
    await camat.press(f"@tin:{row.id}")
    assert "menindaklanjutinya" in camat.text
    other = await office.official("kepala_unit", "kel-melati")
    await other.press(f"@tin:{row.id}")
    assert other.text == TIDAK_BERHAK
    await head.press(f"@tin:{row.id}")
    assert "sudah ditanggapi" in head.text


async def test_a_plan_opened_from_an_alert_is_about_its_unsur(office: Office) -> None:
    """The head who takes it up is led straight into the plan's first question."""
    head = await office.official("kepala_unit", SATU)
    row = await fallen_waktu(office)
    await head.press(f"@tin:{row.id}")
    assert "Waktu Penyelesaian" in head.text
    assert "Apa program atau kegiatannya" in head.text


async def test_quiet_hours_hold_all_but_the_grave(office: Office) -> None:
    """At night a fallen letter waits for the morning; a grave answer does not."""
    await office.official("kepala_unit", SATU)
    await fallen(office)
    office.clock.now = PAGI + timedelta(hours=14)  # 22:00 in Jakarta
    looking = alerting(office)
    await looking.tick()
    written = (SaranRow(7, "waktu", SATU, date(2026, 11, 21), "Menunggu tiga hari", "waktu", "keluhan"),)
    grave = Voice(7, SATU, date(2026, 11, 21), jawaban(3, waktu=1), written)
    content = Voice(8, SATU, date(2026, 11, 21), jawaban(4), written)
    old = Voice(9, SATU, date(2026, 11, 1), jawaban(1), written)
    for new in (1, 0):
        async with office.store.transaction() as tx:
            assert await looking.hear(tx, [grave, content, old]) == new
    async with office.store.reading() as tx:
        shown = [row for row in await tx.staff.audit(10) if row.tindakan == "peringatan"]
    assert [row.sasaran for row in shown] == [SATU], "who is shown a citizen's words is written down"
    seven = int((PAGI + timedelta(hours=23)).timestamp() * 1000)
    rows = await taken(office.store, "uji", seven, seven)
    pushes = [row for row in rows if row.push]
    at_once = [row for row in pushes if row.due_at < seven]
    assert ["Menunggu tiga hari" in row.payload for row in at_once] == [True]
    assert len(pushes) > 1


async def test_who_wants_nothing_gets_nothing(office: Office) -> None:
    """After /berhenti no alert arrives; it still goes higher when nobody answers."""
    head, camat = await office.official("kepala_unit", SATU), await office.official("pengawas_kelompok", "kec-satu")
    await head.type("/berhenti")
    await fallen(office)
    await alerting(office).tick()
    assert await told(office, head) == []
    office.clock.move(days=3)
    await alerting(office).tick()
    assert await told(office, camat)


async def test_what_was_remembered_by_another_version_is_begun_anew(office: Office, sqlite_store: Store) -> None:
    """Memory that cannot be read does not stop the looking."""
    head = await office.official("kepala_unit", SATU)
    await fallen(office)
    async with sqlite_store.transaction() as tx:
        await tx.alerts.remember({SATU: '{"versi": 0}'})
    await alerting(office).tick()
    assert await told(office, head)
