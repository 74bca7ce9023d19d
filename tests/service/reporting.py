"""Responses to report on, and what a report brought along, for the tests."""

from __future__ import annotations

from datetime import date

from bot.engine.messages import Attachment
from scoring.model import UnitLayanan
from storage.files import FileRow
from storage.records import ResponsRow
from tests.factories import SATU, UNITS, respons_row
from tests.service.officials import Office, Official

SEMESTER_I = date(2026, 5, 4)
MAWAR = next(unit for unit in UNITS if unit.kode == SATU)


async def answered(office: Office, *rows: ResponsRow) -> None:
    async with office.store.transaction() as tx:
        await tx.facts.add(rows)


async def twelve(office: Office, unit: str = SATU) -> None:
    """Twelve responses of this semester, half of them 3 and half 4 throughout: an ikm of 87,50."""
    await answered(office, *(respons_row(3 + n % 2, unit=unit) for n in range(12)))


async def files(office: Office, who: Official) -> list[tuple[Attachment, FileRow]]:
    """What came with the latest message, and what is kept of it."""
    async with office.store.reading() as tx:
        return [(one, (await tx.files.many([one.id]))[one.id]) for one in who.screen.attachments]


async def known_units(office: Office, *units: UnitLayanan) -> None:
    async with office.store.transaction() as tx:
        await tx.directory.put((), units)
    await office.rig.surveys.reload()
