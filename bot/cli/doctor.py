"""The work of `ikm doctor`: what is configured, what is reachable, what is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from bot.cli.bot_name import NoBotName, bot_username, platform_number
from bot.cli.frame import opened, reading
from bot.reports.dokumen.errors import DokumenError
from bot.reports.dokumen.identitas_berkas import read_identitas, unknown_codes
from bot.service import fingerprint
from bot.service.sandi import Sandi
from bot.settings import OTHER_SECRET, Settings, SettingsError, ensure_secret, unknown_names
from scoring.instrumen import shipped_instrumen
from scoring.periode import ZONA
from storage.connect import sqlite_file
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


async def examine(read: Settings) -> list[Finding]:
    return [
        *_settings(),
        _instrumen(read),
        *await _database(read),
        *await _letterheads(read),
        await _secret(read),
        await _telegram(read),
        await _whatsapp(read),
        _public(read),
        _zones(),
        _room(read),
    ]


def text_of(findings: Iterable[Finding]) -> str:
    return "\n".join(f"{_MARK[f.state]} {f.what:<12} {f.detail}" for f in findings)


def _settings() -> list[Finding]:
    unknown = unknown_names()
    return [Finding("settings", "wrong", f"no such setting: {', '.join(unknown)}")] if unknown else []


def _instrumen(read: Settings) -> Finding:
    instrumen = shipped_instrumen(read.instrumen)
    twice = ", each asked for its harapan too" if read.harapan else ""
    return Finding("instrumen", "ok", f"{instrumen.id}, {len(instrumen.unsur)} unsur{twice}")


async def _database(read: Settings) -> list[Finding]:
    try:
        async with reading(read) as tx:
            units, depth = len(await tx.directory.units()), await tx.outbox.depth()
    except StorageNotFound as error:
        return [Finding("database", "missing", str(error))]
    except StorageError as error:
        return [Finding("database", "wrong", str(error))]
    counted = Finding(
        "units", "ok" if units else "missing", f"{units}" if units else "none; add: ikm units import FILE.csv"
    )
    return [Finding("database", "ok", f"{read.database_url.split('@')[-1]}, {depth} messages waiting"), counted]


async def _letterheads(read: Settings) -> list[Finding]:
    if read.dokumen is None:
        return []
    try:
        berkas = read_identitas(read.dokumen, read.pemda)
    except DokumenError as error:
        return [Finding("letterheads", "wrong", "; ".join(str(error).splitlines()))]
    try:
        async with reading(read) as tx:
            units, kelompok = await tx.directory.units(), await tx.directory.kelompok()
    except StorageError:
        return [Finding("letterheads", "ok", str(read.dokumen))]
    strange = list(unknown_codes(berkas, [one.kode for one in units], [one.kode for one in kelompok]))
    if strange:
        return [Finding("letterheads", "wrong", f"{read.dokumen}: {'; '.join(strange)}")]
    return [Finding("letterheads", "ok", str(read.dokumen))]


async def _secret(read: Settings) -> Finding:
    path = read.folder / "secret"
    if read.secret is None:
        if not path.exists():
            return _no_secret(read, path)
        if path.stat().st_mode & 0o077:
            return Finding("secret", "wrong", f"{path} can be read by others; chmod 600 {path}")
    try:
        sandi = Sandi(ensure_secret(read, read.folder))
        async with opened(read) as store:
            if await fingerprint.match_of(store, sandi) == "other":
                return Finding("secret", "wrong", OTHER_SECRET)
    except SettingsError as error:
        return Finding("secret", "wrong", str(error))
    except StorageError:
        pass  # told already
    return Finding("secret", "ok", str(path) if read.secret is None else "from IKM_SECRET")


def _no_secret(read: Settings, path: Path) -> Finding:
    if sqlite_file(read.database_url) is None:
        return Finding("secret", "wrong", "IKM_SECRET is not set; all processes on one PostgreSQL need the same")
    return Finding("secret", "missing", f"will be made in {path} on the first run")


async def _telegram(read: Settings) -> Finding:
    try:
        name = await bot_username(read)
    except NoBotName as error:
        return Finding("telegram", "wrong", str(error))
    if not name:
        return Finding("telegram", "missing", "off; set IKM_TELEGRAM_TOKEN to switch it on")
    return Finding("telegram", "ok", f"@{name}, {'webhook' if read.public_url else 'long polling'}")


async def _whatsapp(read: Settings) -> Finding:
    if read.whatsapp_token is None:
        return Finding("whatsapp", "missing", "off; set IKM_WHATSAPP_TOKEN to switch it on")
    try:
        number = await platform_number(read)
    except NoBotName as error:
        return Finding("whatsapp", "wrong", str(error))
    if read.public_url is None or not read.public_url.startswith("https://"):
        return Finding("whatsapp", "wrong", f"+{number}; Meta delivers to an HTTPS address only, set IKM_PUBLIC_URL")
    return Finding("whatsapp", "ok", f"+{number}, webhook at {read.public_url}/whatsapp/webhook")


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
    folder = read.folder.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1024 // 1024
    return Finding("disk", "ok" if free >= ROOM_MB else "wrong", f"{free} MB free")
