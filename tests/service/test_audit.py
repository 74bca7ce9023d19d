"""/audit: every entry can be read, however long some are."""

from __future__ import annotations

from bot.channels.telegram.outbound import TEXT_PALING
from storage.records import new_id
from storage.staff import AuditRow
from tests.service.officials import Office


async def test_no_entry_is_cut_off_with_its_page(office: Office) -> None:
    """Of long entries fewer stand on a page, each whole and once."""
    admin = await office.official("admin")
    rows = [
        AuditRow(new_id(), office.clock.now, None, "Kepala", "uji", "rtl.buat", f"unit {n}", {"program": "p" * 500})
        for n in range(20)
    ]
    async with office.store.transaction() as tx:
        await tx.staff.write_down(rows)
    await admin.type("/audit")
    read = [admin.text]
    while "Sebelumnya" in admin.labels:
        await admin.tap("Sebelumnya")
        read.append(admin.text)
    assert all(len(page) <= TEXT_PALING for page in read)
    shown = "".join(read)
    assert all(shown.count(f"unit {n} – program {'p' * 500}") == 1 for n in range(20))
