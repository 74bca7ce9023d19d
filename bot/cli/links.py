"""`ikm links`: deep links and QR codes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.channels.telegram.adapter import Telegram, TelegramError
from bot.cli.frame import WRONG_CALL, Json, fail, run, settings, show
from bot.ports import Incoming, Outcome
from bot.reports.tautan import Tautan, links_of, write_qr
from bot.settings import Settings
from storage.connect import open_store


class Format(StrEnum):
    SVG = "svg"
    PNG = "png"


def links(
    unit: Annotated[str, typer.Option(help="Only this unit's.")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder to write a QR code a link into.")] = None,
    kind: Annotated[Format, typer.Option("--format", help="Of the QR codes.")] = Format.SVG,
    as_json: Json = False,
) -> None:
    """Print each unit's links (web chat and Telegram), and write their QR codes.

    Example: ikm links --out qr --format png
    """
    read = settings()
    found = run(_links(read, unit))
    if not found:
        fail(f"there is no unit '{unit}'; `ikm units list` shows them" if unit else "there are no units", WRONG_CALL)
    if out is not None:
        try:
            _write(found, out, kind)
        except OSError as error:
            fail(f"{out} cannot be written: {error.strerror}")
    data = [{"unit": t.unit.kode, "nama": t.unit.nama, "web": t.web, "telegram": t.telegram or None} for t in found]
    show(data, "\n".join(f"{t.unit.kode:<32} {t.web}  {t.telegram}".rstrip() for t in found), as_json=as_json)


async def _links(read: Settings, unit: str) -> list[Tautan]:
    store = await open_store(read.database_url)
    try:
        async with store.reading() as tx:
            units = await tx.directory.units()
    finally:
        await store.close()
    username = await bot_username(read)
    wanted = [u for u in units if u.aktif and (not unit or u.kode.casefold() == unit.casefold())]
    return [links_of(u, read.base_url, username) for u in wanted]


def _write(found: list[Tautan], out: Path, kind: Format) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for one in found:
        write_qr(one.web, out / f"{one.unit.kode}-web.{kind}")
        if one.telegram:
            write_qr(one.telegram, out / f"{one.unit.kode}-telegram.{kind}")


async def bot_username(read: Settings) -> str:
    """The Telegram bot's name; "" where there is no token or the platform is not reached."""
    if read.telegram_token is None:
        return ""
    telegram = Telegram(read.telegram_token.get_secret_value(), read.telegram_api_url, _nothing, _nobody)
    try:
        return await telegram.username()
    except TelegramError as error:
        typer.echo(f"ikm: no Telegram links: {error}", err=True)
        return ""
    finally:
        await telegram.close()


async def _nothing(_incoming: Incoming) -> Outcome:
    return Outcome()


async def _nobody(_address: str) -> None:
    return None
