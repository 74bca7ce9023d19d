"""What came in together goes out together, and the counters with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scoring.periode import parse_periode
from storage.imports import ImporRow
from storage.records import new_id
from storage.store import Store
from tests.factories import BANYAK, HARI, INSTRUMEN, NOW, SATU, respons_row


def impor_row(unit: str = SATU, **changes: Any) -> ImporRow:
    row = ImporRow(new_id(), "kertas.csv", "kertas.csv", unit, HARI, HARI, 3, 1, NOW, "Admin", True, {"baris": 4})
    return replace(row, **changes)


async def _n(store: Store) -> int:
    window = parse_periode("2026")
    async with store.reading() as tx:
        rekap = await tx.facts.rekap(INSTRUMEN.id, window.mulai, window.selesai)
    return sum(one.n for one in rekap.values())


async def test_an_import_comes_back_as_it_went_in(store: Store) -> None:
    row = impor_row(hari_awal=date(2026, 1, 1), dibatalkan_pada=NOW, dibatalkan_oleh="Admin")
    async with store.transaction() as tx:
        await tx.imports.add(row)
        assert await tx.imports.get(row.id) == row
        assert await tx.imports.get(5) is None


async def test_they_are_listed_newest_first_by_unit_and_page(store: Store) -> None:
    rows = [impor_row(BANYAK if n == 1 else SATU, pada=NOW + timedelta(days=n)) for n in (2, 0, 3, 1)]
    async with store.transaction() as tx:
        for row in rows:
            await tx.imports.add(row)
        newest = [rows[2], rows[0], rows[3], rows[1]]
        assert await tx.imports.recent() == newest
        assert await tx.imports.recent(most=2, skip=1) == newest[1:3]
        assert await tx.imports.recent([BANYAK]) == [rows[3]]
        assert await tx.imports.count() == 4


async def test_undoing_erases_what_is_left_and_counts_it_out(store: Store) -> None:
    """Responses withdrawn before are not taken out twice; others stay; a second undo changes nothing."""
    row, other = impor_row(), impor_row()
    mine = [respons_row(skor, impor=row.id, harapan={"biaya": 4}) for skor in (1, 2, 3)]
    async with store.transaction() as tx:
        await tx.imports.add(row)
        await tx.imports.add(other)
        await tx.facts.add([*mine, respons_row(4, impor=other.id), respons_row(4)])
    async with store.transaction() as tx:
        assert await tx.imports.left([row.id, other.id, 7]) == {row.id: 3, other.id: 1, 7: 0}
        await tx.facts.remove(mine[:1])
        assert [one.id for one in await tx.imports.responses(row.id)] == [one.id for one in mine[1:]]
    async with store.transaction() as tx:
        assert await tx.imports.undo(row.id, NOW, "Admin Lain") == 2
        assert await tx.imports.undo(row.id, NOW, "Siapa") is None
        assert await tx.imports.undo(7, NOW, "Siapa") is None
        kept = await tx.imports.get(row.id)
    assert kept == replace(row, dibatalkan_pada=NOW, dibatalkan_oleh="Admin Lain")
    assert await _n(store) == 2
    async with store.reading() as tx:
        assert await tx.facts.counted() == await tx.facts.recounted()


async def test_one_import_grows_and_shrinks_until_it_is_undone(store: Store) -> None:
    row = impor_row()
    async with store.transaction() as tx:
        await tx.imports.add(row)
        assert await tx.imports.grow(row.id, 2, date(2026, 6, 1), date(2026, 6, 2))
        assert await tx.imports.grow(row.id, -1, HARI, HARI)
        assert await tx.imports.get(row.id) == replace(row, masuk=4, hari_awal=date(2026, 6, 1))
        await tx.imports.undo(row.id, NOW, "Admin")
        assert not await tx.imports.grow(row.id, 1, HARI, HARI)
        assert not await tx.imports.grow(7, 1, HARI, HARI)
