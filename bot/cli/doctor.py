"""`ikm doctor`: what is configured, what is reachable, what is missing."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from typing import Literal
from zoneinfo import ZoneInfo

import typer

from bot.app import folder_of, instrumen_of
from bot.cli.frame import FAILED, Json, run, settings, show
from bot.cli.links import bot_username
from bot.settings import Settings
from scoring.errors import ScoringError
from scoring.periode import ZONA
from storage.connect import open_store
from storage.errors import StorageError, StorageNotFound

ROOM_MB = 200
State = Literal["ok", "missing", "wrong"]
_MARK = {"ok": "✓", "missing": "–", "wrong": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`missing` can be lived with; `wrong` keeps the service from working as configured."""

    what: str
    state: State
    detail: str


def doctor(as_json: Json = False) -> None:
    """Say what is configured, what is reachable and what is missing. Changes nothing.

    Example: ikm doctor
    """
    findings = run(_examine(settings()))
    text = "\n".join(f"{_MARK[f.state]} {f.what:<12} {f.detail}" for f in findings)
    show([asdict(f) for f in findings], text, as_json=as_json)
    if any(f.state == "wrong" for f in findings):
        raise typer.Exit(FAILED)


async def _examine(read: Settings) -> list[Finding]:
    return [
        _instrumen(read),
        *await _database(read),
        _secret(read),
        await _telegram(read),
        _public(read),
        _zones(),
        _room(read),
    ]


def _instrumen(read: Settings) -> Finding:
    try:
        instrumen = instrumen_of(read)
    except ScoringError as error:
        return Finding("instrumen", "wrong", str(error))
    return Finding("instrumen", "ok", f"{instrumen.id}, {len(instrumen.unsur)} unsur")


async def _database(read: Settings) -> list[Finding]:
    try:
        store = await open_store(read.database_url)
    except StorageNotFound as error:
        return [Finding("database", "missing", str(error))]
    except StorageError as error:
        return [Finding("database", "wrong", str(error))]
    try:
        async with store.reading() as tx:
            units, depth = len(await tx.directory.units()), await tx.walk.queue_depth()
    finally:
        await store.close()
    counted = Finding(
        "units", "ok" if units else "missing", f"{units}" if units else "none; add: ikm units import FILE.csv"
    )
    return [Finding("database", "ok", f"{read.database_url.split('@')[-1]}, {depth} messages waiting"), counted]


def _secret(read: Settings) -> Finding:
    if read.secret is not None:
        return Finding("secret", "ok", "from IKM_SECRET")
    path = folder_of(read) / "secret"
    if not path.exists():
        return Finding("secret", "missing", f"will be made in {path} on the first run")
    if path.stat().st_mode & 0o077:
        return Finding("secret", "wrong", f"{path} can be read by others; chmod 600 {path}")
    return Finding("secret", "ok", str(path))


async def _telegram(read: Settings) -> Finding:
    if read.telegram_token is None:
        return Finding("telegram", "missing", "off; set IKM_TELEGRAM_TOKEN to switch it on")
    name = await bot_username(read)
    if not name:
        return Finding("telegram", "wrong", f"{read.telegram_api_url} does not know the token, or is not reached")
    return Finding("telegram", "ok", f"@{name}, {'webhook' if read.public_url else 'long polling'}")


def _public(read: Settings) -> Finding:
    if read.public_url is None:
        return Finding("public URL", "missing", f"links lead to {read.base_url}; set IKM_PUBLIC_URL")
    good = read.public_url.startswith("https://")
    return Finding("public URL", "ok" if good else "wrong", read.public_url + ("" if good else " is not HTTPS"))


def _zones() -> Finding:
    try:
        for name in ZONA.values():
            ZoneInfo(name)
    except KeyError as error:
        return Finding("time zones", "wrong", f"{error}; install the tzdata package")
    return Finding("time zones", "ok", ", ".join(ZONA))


def _room(read: Settings) -> Finding:
    folder = folder_of(read)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1024 // 1024
    return Finding("disk", "ok" if free >= ROOM_MB else "wrong", f"{free} MB free")
