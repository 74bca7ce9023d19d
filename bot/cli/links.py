"""The work of `ikm links`: deep links and QR codes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from bot.cli.bot_name import NoBotName, bot_username, whatsapp_number
from bot.cli.frame import fail, find_unit, reading
from bot.reports.tautan import Tautan, links_of, write_qr
from bot.settings import Settings


async def find(read: Settings, unit_kode: str) -> list[Tautan]:
    """The links of that unit, or of all that are surveyed."""
    async with reading(read) as tx:
        units = [unit for unit in await tx.directory.units() if unit.aktif]
    if unit_kode:
        units = [find_unit(units, unit_kode)]
    if not units:
        fail("there are no units; add some: ikm units import FILE.csv")
    try:
        username = await bot_username(read)
    except NoBotName as error:
        typer.echo(f"ikm: no Telegram links: {error}", err=True)
        username = ""
    try:
        number = await whatsapp_number(read)
    except NoBotName as error:
        typer.echo(f"ikm: no WhatsApp links: {error}", err=True)
        number = ""
    return [links_of(unit, read.base_url, username, number) for unit in units]


def data_of(found: Iterable[Tautan]) -> list[dict[str, str | None]]:
    return [
        {
            "unit": t.unit.kode,
            "nama": t.unit.nama,
            "web": t.web,
            "telegram": t.telegram or None,
            "whatsapp": t.whatsapp or None,
        }
        for t in found
    ]


def text_of(found: Iterable[Tautan]) -> str:
    return "\n".join(
        f"{t.unit.kode:<32} {'  '.join(url for url in (t.web, t.telegram, t.whatsapp) if url)}" for t in found
    )


def write(found: Iterable[Tautan], out: Path, kind: str) -> None:
    """Write a QR code a link into the folder `out`, as "svg" or "png"."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one in found:
            for name, url in (("web", one.web), ("telegram", one.telegram), ("whatsapp", one.whatsapp)):
                if url:
                    write_qr(url, out / f"{one.unit.kode}-{name}.{kind}")
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}")
