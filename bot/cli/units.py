"""The work of `ikm units`: the directory of units."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.cli.frame import reading
from bot.imports.units import UnitsImported, import_units
from bot.settings import Settings
from scoring.instrumen import shipped_instrumen
from scoring.model import UnitLayanan
from storage.connect import open_store


async def bring_in(read: Settings, file: Path) -> UnitsImported:
    """Raises ImportRejected, StorageError."""
    store = await open_store(read.database_url, create=True)
    try:
        return await import_units(store, file, shipped_instrumen(read.instrumen))
    finally:
        await store.close()


async def listed(read: Settings) -> list[UnitLayanan]:
    async with reading(read) as tx:
        return await tx.directory.units()


def text_of(found: Iterable[UnitLayanan]) -> str:
    lines = [f"{u.kode:<32} {u.kelompok:<24} {u.nama}" for u in found]
    return "\n".join(lines) or "no units; add some: ikm units import FILE.csv"
