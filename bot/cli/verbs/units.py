"""`ikm units` and `ikm links`: what is surveyed, and how people get there."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.frame import Json, run, settings, show

units = typer.Typer(help="Read and list the units that are surveyed.", no_args_is_help=True)


class Format(StrEnum):
    SVG = "svg"
    PNG = "png"


@units.command("import")
def units_import(
    file: Annotated[Path, typer.Argument(help="UTF-8 CSV, comma or semicolon, one row a unit.")],
    as_json: Json = False,
) -> None:
    """Add units from a CSV file, or change those of the same code.

    All rows or none. A column the file lacks leaves what is there.

    Columns: kode, nama, kelompok; optional jenis, zona_waktu (WIB, WITA, WIT), populasi, layanan (parted by |),
    label_<unsur> (four labels parted by |).

    Example: ikm units import units.csv
    """
    from bot.cli.units import bring_in

    done = run(bring_in(settings(), file))
    text = f"{done.added} units added, {done.changed} changed, {done.unchanged} as they were"
    show(asdict(done), text, as_json=as_json)


@units.command("list")
def units_list(as_json: Json = False) -> None:
    """List the units with their groups and services.

    Example: ikm units list --json
    """
    from bot.cli.units import listed, text_of

    found = run(listed(settings()))
    show([asdict(unit) for unit in found], text_of(found), as_json=as_json)


def links(
    unit: Annotated[str, typer.Option(help="Only this unit's.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder to write a QR code a link into.")] = None,
    kind: Annotated[Format, typer.Option("--format", help="Of the QR codes.")] = Format.SVG,
    as_json: Json = False,
) -> None:
    """Print each unit's links, and write their QR codes.

    To the web chat, and to Telegram where IKM_TELEGRAM_TOKEN is set.

    Example: ikm links --out qr --format png
    """
    from bot.cli.links import data_of, find, text_of, write

    found = run(find(settings(), unit))
    if out is not None:
        write(found, out, kind)
    show(data_of(found), text_of(found), as_json=as_json)
