"""The units that are surveyed: read whole into memory, changed rarely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring.model import JenisLayanan, Kelompok, UnitLayanan
from storage.tables import jenis_layanan, kelompok, unit_layanan
from storage.upsert import upsert

_CLOSE = update(jenis_layanan).where(jenis_layanan.c.unit == bindparam("unit_")).values(aktif=False)


class Directory:
    """The verbs of the directory, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def kelompok(self) -> list[Kelompok]:
        # Names are sorted here: each database would do it by rules of its own.
        rows = await self._c.execute(select(kelompok.c.kode, kelompok.c.nama))
        return sorted((Kelompok(*row) for row in rows), key=lambda one: one.nama)

    async def units(self, kode: str | None = None) -> list[UnitLayanan]:
        """All units, closed ones too, by name, or the one of that code; services in their own order."""
        services = select(jenis_layanan).where(jenis_layanan.c.aktif).order_by(jenis_layanan.c.urutan)
        query = select(unit_layanan)
        if kode is not None:
            services = services.where(jenis_layanan.c.unit == kode)
            query = query.where(unit_layanan.c.kode == kode)
        offered: dict[str, list[JenisLayanan]] = defaultdict(list)
        for row in await self._c.execute(services):
            offered[row.unit].append(JenisLayanan(row.kode, row.nama))
        units = [
            UnitLayanan(
                row.kode,
                row.nama,
                row.kelompok,
                row.jenis,
                row.zona_waktu,
                row.populasi,
                tuple(offered[row.kode]),
                {key: (a, b, c, d) for key, (a, b, c, d) in row.label.items()},
                row.aktif,
            )
            for row in await self._c.execute(query)
        ]
        return sorted(units, key=lambda one: one.nama)

    async def closed_services(self, kode: str) -> list[JenisLayanan]:
        """The services that a unit no longer offers; responses name them still."""
        c = jenis_layanan.c
        rows = await self._c.execute(select(c.kode, c.nama).where(c.unit == kode, ~c.aktif))
        return sorted((JenisLayanan(*row) for row in rows), key=lambda one: one.kode)

    async def put(self, groups: Sequence[Kelompok], units: Sequence[UnitLayanan]) -> None:
        """Add groups and units, or change those of the same code. A service no longer listed stays, closed,
        for the responses that name it."""
        if groups:
            statement = upsert(self._c, kelompok, ("kode",), ("nama",))
            await self._c.execute(statement, [{"kode": g.kode, "nama": g.nama} for g in groups])
        if not units:
            return
        columns = ("nama", "kelompok", "jenis", "zona_waktu", "populasi", "label", "aktif")
        await self._c.execute(upsert(self._c, unit_layanan, ("kode",), columns), [_values(u) for u in units])
        await self._c.execute(_CLOSE, [{"unit_": u.kode} for u in units])
        services = [
            {"unit": u.kode, "kode": s.kode, "nama": s.nama, "urutan": n, "aktif": True}
            for u in units
            for n, s in enumerate(u.layanan)
        ]
        if services:
            statement = upsert(self._c, jenis_layanan, ("unit", "kode"), ("nama", "urutan", "aktif"))
            await self._c.execute(statement, services)


def _values(unit: UnitLayanan) -> dict[str, object]:
    return {
        "kode": unit.kode,
        "nama": unit.nama,
        "kelompok": unit.kelompok,
        "jenis": unit.jenis,
        "zona_waktu": unit.zona_waktu,
        "populasi": unit.populasi,
        "label": {key: list(label) for key, label in unit.label.items()},
        "aktif": unit.aktif,
    }
