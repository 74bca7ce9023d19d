"""`ikm units`: the directory of units."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.app import instrumen_of
from bot.cli.frame import Json, run, settings, show
from bot.imports.units import UnitsImported, import_units
from bot.settings import Settings
from scoring.model import UnitLayanan
from storage.connect import open_store

units = typer.Typer(help="Read and list the units that are surveyed.", no_args_is_help=True)


@units.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV: kode,nama,kelompok[,…].")], as_json: Json = False
) -> None:
    """Add units from a CSV file, or change those of the same code. All or nothing.

    Columns: kode, nama, kelompok; optional jenis, zona_waktu (WIB, WITA, WIT), populasi, layanan (parted by |),
    label_<unsur> (four labels parted by |).

    Example: ikm units import units.csv
    """
    done = run(_import(settings(), file))
    text = f"{done.added} units added, {done.changed} changed, {done.unchanged} as they were"
    show(asdict(done), text, as_json=as_json)


async def _import(read: Settings, file: Path) -> UnitsImported:
    store = await open_store(read.database_url, create=True)
    try:
        return await import_units(store, file, instrumen_of(read))
    finally:
        await store.close()


@units.command("list")
def list_(as_json: Json = False) -> None:
    """List the units with their groups and services.

    Example: ikm units list --json
    """
    found = run(_list(settings()))
    text = (
        "\n".join(f"{u.kode:<32} {u.kelompok:<24} {u.nama}" for u in found) or "no units; add some: ikm units import"
    )
    show([_data(u) for u in found], text, as_json=as_json)


async def _list(read: Settings) -> list[UnitLayanan]:
    store = await open_store(read.database_url)
    try:
        async with store.reading() as tx:
            return await tx.directory.units()
    finally:
        await store.close()


def _data(unit: UnitLayanan) -> dict[str, object]:
    return {**asdict(unit), "layanan": [asdict(service) for service in unit.layanan]}
