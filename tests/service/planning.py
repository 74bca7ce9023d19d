"""Follow-up plans, opened and reported on as a head does it, for the tests."""

from __future__ import annotations

from datetime import date

from storage.plans import RtlRow
from tests.factories import SATU, jawaban, respons_row
from tests.service.officials import Office, Official

JUNI = date(2026, 6, 15)


async def answered(office: Office, n: int = 8, kode: str = SATU, hari: date = JUNI) -> None:
    """Answers of one periode: waktu 1,00, biaya and sarana 2,00, prosedur 3,00, the others 4,00."""
    answers = jawaban(4, waktu=1, biaya=2, sarana=2, prosedur=3)
    async with office.store.transaction() as tx:
        await tx.facts.add([respons_row(answers, unit=kode, hari=hari) for _ in range(n)])


async def plans(office: Office, kode: str = SATU) -> list[RtlRow]:
    async with office.store.reading() as tx:
        return await tx.plans.of(kode)


async def audited(office: Office) -> list[str]:
    async with office.store.reading() as tx:
        return [row.tindakan for row in await tx.staff.audit(20) if row.tindakan.startswith("rtl")]


async def opened(head: Official, unsur: str = "Waktu") -> None:
    """A plan from the choice of unsur to the list that has it."""
    await head.type("/rtl")
    await head.tap("Buat rencana")
    await head.tap(f"Buat rencana: {unsur}")
    await head.type("Menambah petugas loket")
    await head.tap("TW IV")
    await head.tap("Lanjut")
    await head.type("Sekretaris Lurah, Kasi Pelayanan")
    await head.tap("Simpan")


async def reported(head: Official, sudah: str = "Sudah", uraian: str = "Dua petugas ditambah.") -> None:
    """The first answers of a report, up to the question for evidence."""
    await head.tap("Laporkan pelaksanaan" if "Laporkan pelaksanaan" in head.labels else "Ubah laporan")
    await head.tap(sudah)
    await head.type(uraian)
