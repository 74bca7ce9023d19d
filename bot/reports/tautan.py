"""Where a citizen gets in: a unit's links, and the QR codes that lead there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import segno

from bot.reports.dokumen.errors import TanpaTautan
from scoring.model import UnitLayanan

MODULE_PX = 12


@dataclass(frozen=True, slots=True)
class Tautan:
    """A unit's links; `telegram` is empty where the bot's name is not known."""

    unit: UnitLayanan
    web: str
    telegram: str


def links_of(unit: UnitLayanan, base_url: str, bot_username: str) -> Tautan:
    telegram = f"https://t.me/{bot_username}?start={unit.kode}" if bot_username else ""
    return Tautan(unit, f"{base_url}/s/{unit.kode}", telegram)


def is_local(url: str) -> bool:
    """Whether it leads to the machine it is opened on: nobody's phone gets anywhere by it."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def public_links(tautan: Tautan) -> Tautan:
    """Those that lead there from anywhere, the others left empty. Raises TanpaTautan for none."""
    web, telegram = ("" if not url or is_local(url) else url for url in (tautan.web, tautan.telegram))
    if not web and not telegram:
        raise TanpaTautan(
            f"{tautan.unit.kode}: nobody's phone can reach {tautan.web}; set IKM_PUBLIC_URL to the address people "
            "reach, or IKM_TELEGRAM_TOKEN"
        )
    return replace(tautan, web=web, telegram=telegram)


def write_qr(url: str, path: Path) -> None:
    """Write a QR code as SVG or PNG, by the ending of `path`. Level Q: still read with a quarter of it worn off."""
    kind = path.suffix.lstrip(".")
    options = {"svg": {"xmldecl": True, "svgns": True}, "png": {}}[kind]
    segno.make_qr(url, error="q").save(str(path), kind=kind, scale=MODULE_PX, border=4, **options)
