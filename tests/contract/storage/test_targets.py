"""What a store promises of yearly targets."""

from __future__ import annotations

from decimal import Decimal

from scoring.tren import Target
from storage.store import Store
from tests.factories import BANYAK, SATU

KOTA = Target(Decimal("3.75"), "1-4")


async def test_a_target_is_of_one_subject_and_year(store: Store) -> None:
    """A unit, a group and the whole of the same code each have their own, and every year has its own."""
    async with store.transaction() as tx:
        await tx.targets.put("kota", "", 2026, KOTA)
        await tx.targets.put("unit", SATU, 2026, Target(Decimal("88.31"), "25-100"))
        await tx.targets.put("kelompok", SATU, 2026, Target(Decimal("80.00"), "25-100"))
    async with store.reading() as tx:
        assert await tx.targets.of("kota", "", 2026) == KOTA
        assert await tx.targets.of("kota", "", 2025) is None
        assert await tx.targets.many("unit", [SATU, BANYAK], 2026) == {SATU: Target(Decimal("88.31"), "25-100")}
        assert await tx.targets.of("kelompok", SATU, 2026) == Target(Decimal("80.00"), "25-100")


async def test_a_target_is_changed_and_removed(store: Store) -> None:
    """Set again it takes the place of the one before; removed it is gone, and to remove it again does no harm."""
    for value in (KOTA, Target(Decimal("90.50"), "25-100")):
        async with store.transaction() as tx:
            await tx.targets.put("kota", "", 2026, value)
    async with store.reading() as tx:
        assert await tx.targets.of("kota", "", 2026) == value
    for _ in range(2):
        async with store.transaction() as tx:
            await tx.targets.remove("kota", "", 2026)
    async with store.reading() as tx:
        assert await tx.targets.of("kota", "", 2026) is None


async def test_those_of_a_province_are_read_at_once(store: Store) -> None:
    """More codes than a statement takes parameters."""
    codes = [f"u-{n}" for n in range(40_000)]
    async with store.transaction() as tx:
        await tx.targets.put("unit", codes[-1], 2026, KOTA)
    async with store.reading() as tx:
        assert await tx.targets.many("unit", codes, 2026) == {codes[-1]: KOTA}
