"""Where a citizen gets in: a unit's links, and the QR codes that lead there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import segno

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


def write_qr(url: str, path: Path) -> None:
    """Write a QR code as SVG or PNG, by the ending of `path`. Level Q: still read with a quarter of it worn off."""
    kind = path.suffix.lstrip(".")
    options = {"svg": {"xmldecl": True, "svgns": True}, "png": {}}[kind]
    segno.make_qr(url, error="q").save(str(path), kind=kind, scale=MODULE_PX, border=4, **options)
