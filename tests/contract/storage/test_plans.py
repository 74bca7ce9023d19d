"""What a store promises of follow-up plans, and of the evidence they keep."""

from __future__ import annotations

from dataclasses import replace

from storage.files import file_row
from storage.plans import PlanCount, RtlRow
from storage.store import Store
from tests.factories import BANYAK, MS, NOW, SATU, TANPA, rtl_row


async def _add(store: Store, *rows: RtlRow) -> None:
    async with store.transaction() as tx:
        for row in rows:
            await tx.plans.add(row)


async def test_a_plan_comes_back_as_it_was(store: Store) -> None:
    """Each field survives; a unit's plans come by periode and priority, and other units' stay away."""
    second, first = rtl_row(prioritas=2, unsur="biaya"), rtl_row(triwulan=(1, 2, 3, 4))
    earlier, other = rtl_row(periode="2026-S1"), rtl_row(BANYAK)
    await _add(store, second, first, earlier, other)
    async with store.reading() as tx:
        assert await tx.plans.of(SATU) == [earlier, first, second]
        assert await tx.plans.of(SATU, "2026-S2") == [first, second]
        assert await tx.plans.get(other.id) == other
        assert await tx.plans.get(1) is None


async def test_a_realisation_takes_the_place_of_the_one_before(store: Store) -> None:
    """What is reported changes, the plan does not; of a plan that is gone nothing is kept."""
    row = rtl_row()
    await _add(store, row)
    done = replace(row, sudah=True, uraian="Selesai.", hambatan="Anggaran", bukti="f" * 32, dilaporkan_pada=NOW)
    again = replace(done, sudah=False, uraian="Ternyata belum.", hambatan="", bukti=None)
    for reported in (done, again):
        async with store.transaction() as tx:
            assert await tx.plans.realise(replace(reported, program="lain"))
        async with store.reading() as tx:
            assert await tx.plans.get(row.id) == reported
    async with store.transaction() as tx:
        assert not await tx.plans.realise(rtl_row(sudah=True))


async def test_only_a_plan_without_a_report_can_be_dropped(store: Store) -> None:
    """Also one reported as not done stays."""
    free, reported = rtl_row(), rtl_row(sudah=False, dilaporkan_pada=NOW)
    await _add(store, free, reported)
    async with store.transaction() as tx:
        assert [await tx.plans.drop(id_) for id_ in (free.id, reported.id, free.id)] == [True, False, False]
        assert await tx.plans.of(SATU) == [reported]


async def test_unfinished_plans_are_those_not_done_up_to_a_year(store: Store) -> None:
    """Of all units: without a report and reported as not done, of that year and before."""
    late, now, done = rtl_row(tahun=2026, sudah=False), rtl_row(), rtl_row(sudah=True)
    later, other = rtl_row(tahun=2028), rtl_row(BANYAK)
    await _add(store, other, late, now, done, later)
    async with store.reading() as tx:
        assert await tx.plans.unfinished(2027) == [late, now, other]


async def test_plans_are_counted_for_many_units_at_once(store: Store) -> None:
    """Those of the year, done and open, and open ones of earlier years; units without any are absent."""
    rows = [rtl_row(), rtl_row(sudah=False), rtl_row(sudah=True), rtl_row(tahun=2026), rtl_row(tahun=2028)]
    await _add(store, *rows, rtl_row(tahun=2026, sudah=True), rtl_row(BANYAK, sudah=True))
    async with store.reading() as tx:
        assert await tx.plans.open_of(None, 2027) == {SATU: PlanCount(3, 1), BANYAK: PlanCount(0, 1)}
        assert await tx.plans.open_of([SATU, TANPA], 2027) == {SATU: PlanCount(3, 1)}
        assert await tx.plans.open_of([], 2027) == {}


async def test_evidence_that_is_let_go_is_kept_until_then(store: Store) -> None:
    """A file kept for good survives any pruning until it is released, and then until its day."""
    file = file_row("bukti.pdf", "application/pdf", isi=b"%PDF-")
    async with store.transaction() as tx:
        await tx.files.put([file])
        await tx.files.prune(MS * 2)
        assert await tx.files.get(file.id) == file
        await tx.files.release(file.id, MS)
        await tx.files.prune(MS)
        assert await tx.files.get(file.id) is not None
        await tx.files.prune(MS + 1)
        assert await tx.files.get(file.id) is None
