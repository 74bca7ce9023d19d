"""Documents asked for in chat, and processes that print them, for the tests."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from pypdf import PdfReader

from bot.engine.messages import Screen
from bot.reports.dokumen.identitas_berkas import BerkasIdentitas
from bot.reports.dokumen.penerbit import Penerbit
from bot.reports.dokumen.pesanan import Pesanan
from bot.reports.dokumen.susun import Susunan
from bot.reports.tautan import links_of
from bot.service.penerbitan import LEASE_MS, Penerbitan
from scoring.model import Profil
from storage.records import OutboxRow
from storage.staff import AuditRow
from tests.factories import SATU, jawaban, respons_row
from tests.processes import children, until
from tests.service.officials import Office, Official

PUBLIC = "https://survei.example.go.id"
PRINTER = b"pencetak"
"""By which its process is known."""


class Watched(Penerbit):
    """Counts the documents that it was handed."""

    handed = 0

    async def cetak(self, pesanan: Pesanan) -> bytes:
        self.handed += 1
        return await super().cetak(pesanan)


@dataclass
class Printing:
    """A process that looks for documents to print, beside the office's desk."""

    office: Office
    penerbit: Watched
    penerbitan: Penerbitan

    async def tick(self) -> int:
        return await self.penerbitan.tick()

    async def begun(self) -> asyncio.Task[int]:
        """A tick that has handed a document over to be printed, and waits for it."""
        before, ticking = self.penerbit.handed, asyncio.create_task(self.tick())
        await until(lambda: self.penerbit.handed > before)
        return ticking


Make = Callable[..., Printing]


def printing_at(office: Office, base_url: str, timeout: float) -> Printing:
    """`timeout` is in seconds for one document."""

    def committed(rows: Sequence[OutboxRow]) -> None:
        office.rig.commits.append(list(rows))

    rig, penerbit = office.rig, Watched(timeout=timeout)
    susunan = Susunan(BerkasIdentitas("Pemerintah Kota Uji"), partial(links_of, base_url=base_url, bot_username=""))
    penerbitan = Penerbitan(office.store, rig.surveys, rig.sandi, committed, lambda: susunan, penerbit, office.clock)
    return Printing(office, penerbit, penerbitan)


async def answered(office: Office, unit: str = SATU, n: int = 12) -> None:
    """With IKM 77,78: of nine unsur, eight at 3 and one at 4."""
    rows = [
        respons_row(jawaban(3, perilaku=4), unit=unit, profil=Profil("LP"[k % 2], 20 + k, None, "sma", "swasta"))
        for k in range(n)
    ]
    async with office.store.transaction() as tx:
        await tx.facts.add(rows)


async def file_of(office: Office, screen: Screen) -> tuple[str, bytes]:
    """Its name and bytes, which must be the message's only one."""
    (attachment,) = screen.attachments
    async with office.store.reading() as tx:
        row = await tx.files.get(attachment.id)
    assert row is not None
    assert row.isi is not None
    return row.nama, row.isi


async def audit(office: Office, tindakan: str) -> list[AuditRow]:
    async with office.store.reading() as tx:
        return [row for row in await tx.staff.audit(50) if row.tindakan == tindakan]


async def waiting(office: Office) -> bool:
    """Whether anything that was asked for is not done yet."""
    async with office.store.reading() as tx:
        return await tx.requests.has_due(office.clock.ms() + 100 * LEASE_MS)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


async def ask(who: Official, told: str = "sedang kami siapkan") -> None:
    await who.type("/dokumen")
    await who.tap("JSON")
    assert told in who.text


async def revoke(office: Office, who: Official) -> None:
    async with office.store.transaction() as tx:
        row = await tx.staff.known(office.rig.sandi.percakapan(who.channel, who.address))
        assert row is not None
        await tx.staff.revoke([right.id for right in row.hak], office.clock())


async def stopped(printing: Printing) -> int:
    """The id of its printer, which has printed once and now stands still."""
    before = children(PRINTER)
    someone = await printing.office.official("kepala_unit", SATU)
    await ask(someone)
    assert await printing.tick() == 1
    (pid,) = {*children(PRINTER)} - {*before}
    os.kill(pid, signal.SIGSTOP)
    return pid
