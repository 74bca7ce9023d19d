"""What a store promises of the directory of units."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.model import JenisLayanan, Kelompok, UnitLayanan
from storage.store import Store
from tests.factories import BANYAK, KELOMPOK, KK, KTP, SATU, UNITS, respons_row, unit


async def _units(store: Store) -> dict[str, UnitLayanan]:
    async with store.reading() as tx:
        return {one.kode: one for one in await tx.directory.units()}


async def test_groups_and_units_come_back_by_name(store: Store) -> None:
    """Each field survives, services in their own order; units and groups are in the order of their names."""
    full = unit(
        "rsud",
        JenisLayanan("z", "Rawat inap"),
        JenisLayanan("a", "Rawat jalan"),
        nama="Aaa RSUD",
        kelompok="rs",
        jenis="Rumah sakit",
        zona_waktu="Asia/Jayapura",
        populasi=12_345,
        label={"biaya": ("Mahal", "Agak mahal", "Murah", "Gratis")},
        aktif=False,
    )
    async with store.transaction() as tx:
        await tx.directory.put([Kelompok("rs", "Aaa rumah sakit")], [full])
    async with store.reading() as tx:
        groups, units = await tx.directory.kelompok(), await tx.directory.units()
    assert [one.kode for one in groups] == ["rs", *sorted((g.kode for g in KELOMPOK), key=_nama_kelompok)]
    assert units[0] == full
    assert [one.nama for one in units] == sorted(one.nama for one in (*UNITS, full))


def _nama_kelompok(kode: str) -> str:
    return next(one.nama for one in KELOMPOK if one.kode == kode)


async def test_putting_again_changes_by_code(store: Store) -> None:
    """A second import changes what it names and leaves the rest, and the responses, as they were."""
    async with store.transaction() as tx:
        await tx.facts.add([respons_row()])
        await tx.directory.put([Kelompok("opd", "Nama baru")], [unit(SATU, KTP, nama="Baru", populasi=9)])
    units = await _units(store)
    assert (units[SATU].nama, units[SATU].populasi, units[SATU].layanan) == ("Baru", 9, (KTP,))
    assert units[BANYAK] == UNITS[0]
    async with store.reading() as tx:
        assert Kelompok("opd", "Nama baru") in await tx.directory.kelompok()
        assert len(await tx.facts.counted()) == 1


async def test_a_service_no_longer_listed_is_closed_and_can_come_back(store: Store) -> None:
    """Of a unit's services only those of the last import are offered, in its order; other units' stay."""
    async with store.transaction() as tx:
        await tx.directory.put([], [replace(UNITS[0], layanan=(KTP,))])
    assert [one.layanan for one in map((await _units(store)).get, (BANYAK, SATU)) if one] == [(KTP,), (KTP,)]
    async with store.transaction() as tx:
        await tx.directory.put([], [replace(UNITS[0], layanan=(KTP, KK))])
    assert (await _units(store))[BANYAK].layanan == (KTP, KK)


async def test_a_unit_of_an_unknown_group_is_refused_whole(store: Store) -> None:
    """Nothing of an import that names a group the database lacks is kept."""
    before = await _units(store)
    with pytest.raises(Exception, match=r"(?i)foreign ?key"):
        async with store.transaction() as tx:
            await tx.directory.put([], [unit("baru", KTP), unit("lain", kelompok="tidak-ada")])
    assert await _units(store) == before


async def test_many_units_go_in_at_once(store: Store) -> None:
    """A whole country's units are one import, though no statement takes as many parameters."""
    many = [unit(f"u-{n:05}", KTP) for n in range(33_000)]
    async with store.transaction() as tx:
        await tx.directory.put([], many)
    assert len(await _units(store)) == len(many) + len(UNITS)


async def test_one_unit_is_read_alone_with_its_services(store: Store) -> None:
    """By its code, exactly; of a code there is no unit of, nothing."""
    async with store.reading() as tx:
        assert await tx.directory.units(BANYAK) == [UNITS[0]]
        assert await tx.directory.units("tidak-ada") == []


async def test_services_no_longer_offered_are_known_still(store: Store) -> None:
    """A closed service keeps its name for the responses that have its code."""
    async with store.transaction() as tx:
        await tx.directory.put([], [replace(UNITS[0], layanan=(KTP,))])
    async with store.reading() as tx:
        assert await tx.directory.closed_services(BANYAK) == [KK]
        assert await tx.directory.closed_services(SATU) == []
