"""What a store promises of official periods."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.ketentuan import Ketentuan
from storage.periods import HasilRow, PeriodeRow
from storage.store import Store
from tests.factories import BANYAK, NOW, SATU, respons_row

SEPERSEMBILAN = Ketentuan("permenpan-14-2017", bobot="0,111", urutan=(), usia_kelas=(20, 40), harapan=True)
HASIL = (
    HasilRow(SATU, 2, "86.03", "B", {"rekap": {"n": 2}, "label": ["<20", "20–34"]}),
    HasilRow(BANYAK, 0, None, None, {}),
)


async def close(store: Store, kode: str = "2024-S2", hasil: tuple[HasilRow, ...] = HASIL) -> bool:
    async with store.transaction() as tx:
        return await tx.periods.close(PeriodeRow(kode, SEPERSEMBILAN, "{}", NOW, "Admin"), hasil)


async def test_what_is_agreed_is_kept_and_replaced(store: Store) -> None:
    """A periode nobody spoke of has no row."""
    async with store.transaction() as tx:
        assert await tx.periods.get("2026-S2") is None
        assert await tx.periods.put("2026-S2", Ketentuan("permenpan-14-2017"))
        assert await tx.periods.put("2026-S2", SEPERSEMBILAN)
        assert await tx.periods.put("2024-S2", SEPERSEMBILAN)
    async with store.reading() as tx:
        assert await tx.periods.get("2026-S2") == PeriodeRow("2026-S2", SEPERSEMBILAN)
        assert [row.kode for row in await tx.periods.all()] == ["2026-S2", "2024-S2"]
        assert set(await tx.periods.some(["2024-S2", "2025-S1"])) == {"2024-S2"}


async def test_a_closed_one_keeps_its_results_and_takes_nothing_new(store: Store) -> None:
    """Neither other conventions nor a second closing, which would give it other results."""
    assert await close(store)
    assert not await close(store, hasil=(HasilRow(SATU, 9, "25.00", "D"),))
    async with store.transaction() as tx:
        assert not await tx.periods.put("2024-S2", Ketentuan("permenpan-14-2017"))
    async with store.reading() as tx:
        row = await tx.periods.get("2024-S2")
        assert row == PeriodeRow("2024-S2", SEPERSEMBILAN, "{}", NOW, "Admin")
        assert row is not None
        assert row.ditutup
        assert await tx.periods.results("2024-S2") == {one.unit: one for one in HASIL}
        assert set(await tx.periods.results("2024-S2", [SATU])) == {SATU}
        assert await tx.periods.results("2025-S1") == {}


async def test_reopened_it_is_open_and_knows_why(store: Store) -> None:
    """Its results are gone; it can be closed again. What is not closed cannot be opened."""
    await close(store)
    async with store.transaction() as tx:
        assert await tx.periods.reopen("2024-S2", NOW, "Satu unit belum memasukkan formulir")
        assert not await tx.periods.reopen("2024-S2", NOW, "Sekali lagi")
        assert not await tx.periods.reopen("2025-S1", NOW, "Tidak pernah ditutup")
    async with store.reading() as tx:
        row = await tx.periods.get("2024-S2")
        assert row is not None
        assert (row.ditutup, row.instrumen_isi, row.ketentuan) == (False, None, SEPERSEMBILAN)
        assert (row.dibuka_lagi_pada, row.alasan) == (NOW, "Satu unit belum memasukkan formulir")
        assert await tx.periods.results("2024-S2") == {}
    assert await close(store)


@pytest.mark.parametrize(
    ("awal", "akhir", "found"),
    [
        (date(2024, 12, 31), date(2024, 12, 31), ["2024-S2"]),
        (date(2025, 1, 1), date(2025, 6, 30), []),
        (date(2024, 1, 1), date(2024, 12, 31), ["2024-S1", "2024-S2"]),
        (date(2023, 12, 31), date(2024, 1, 1), ["2024-S1"]),
        (date(2023, 1, 1), date(2023, 12, 31), []),
    ],
)
async def test_which_closed_ones_share_a_day(store: Store, awal: date, akhir: date, found: list[str]) -> None:
    """Open ones are never named, whatever was agreed for them."""
    for kode in ("2024-S2", "2024-S1"):
        await close(store, kode, ())
    async with store.transaction() as tx:
        await tx.periods.put("2025-S1", SEPERSEMBILAN)
        await tx.periods.put("2023-S2", SEPERSEMBILAN)
        assert await tx.periods.closed_over(awal, akhir) == found


async def test_the_link_to_people_is_cut_within_the_days_alone(store: Store) -> None:
    """The last day belongs to it, the day after does not; counters stay."""
    days = [date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 31), date(2025, 1, 1)]
    rows = [respons_row(hari=hari, responden=f"{n}" * 32) for n, hari in enumerate(days)]
    async with store.transaction() as tx:
        await tx.facts.add([*rows, respons_row(hari=days[1]), respons_row(hari=days[1], instrumen="lain")])
        assert await tx.periods.unlink(date(2024, 7, 1), date(2025, 1, 1)) == 2
        assert await tx.periods.unlink(date(2024, 7, 1), date(2025, 1, 1)) == 0
        kept = {row.id: row.responden for row in await tx.facts.by_id([row.id for row in rows])}
        assert [kept[row.id] for row in rows] == ["0" * 32, None, None, "3" * 32]
        assert await tx.periods.counted(date(2024, 7, 1), date(2025, 1, 1)) == {"permenpan-14-2017": 3, "lain": 1}
