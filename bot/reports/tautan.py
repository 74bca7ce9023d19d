"""Where a citizen gets in: a unit's links, and the QR codes that lead there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, urlsplit

import segno

from bot.reports.dokumen.errors import TanpaTautan
from scoring.model import UnitLayanan

MODULE_PX = 12


@dataclass(frozen=True, slots=True)
class Tautan:
    """A unit's links; `telegram` is empty where the bot's name is not known, `whatsapp` where the number is not."""

    unit: UnitLayanan
    web: str
    telegram: str
    whatsapp: str = ""


@dataclass(frozen=True, slots=True)
class Pintu:
    """A way into the survey, what it is called where there are several, and what may be typed instead."""

    nama: str
    url: str
    ketik: str = ""

    @property
    def pendek(self) -> str:
        """As it is typed: the address without "https://", where nothing shorter does."""
        return self.ketik or self.url.partition("://")[2]


def links_of(unit: UnitLayanan, base_url: str, bot_username: str, whatsapp: str = "") -> Tautan:
    """`whatsapp` are the digits of the number that people write to, or empty, as is a bot's name not known."""
    return Tautan(
        unit,
        f"{base_url}/s/{unit.kode}",
        telegram_link(bot_username, unit.kode),
        whatsapp_link(whatsapp, f"Survei {unit.kode}"),
    )


def telegram_link(bot_username: str, kode: str) -> str:
    """Opens a chat with the bot, which is told the code; "" without a bot."""
    return f"https://t.me/{bot_username}?start={kode}" if bot_username else ""


def whatsapp_link(number: str, teks: str) -> str:
    """Opens a chat with the number and puts that text into it, to be sent; "" without a number."""
    return f"https://wa.me/{number}?text={quote(teks, safe='')}" if number else ""


def ways_on(kode: str, channel: str, base_url: str, bot_username: str, whatsapp: str) -> tuple[tuple[str, str], ...]:
    """Where an interview goes on with that code: (name of a channel, address). Not where it already is, but for
    the web, which another device has too; an address of this machine alone is for who is at it."""
    web = "" if is_local(base_url) and channel not in {"webchat", "terminal"} else f"{base_url}/l/{kode}"
    found = (
        ("whatsapp", whatsapp_link(whatsapp, f"Lanjut {kode}")),
        ("telegram", telegram_link(bot_username, f"lanjut-{kode}")),
        ("webchat", web),
    )
    return tuple((name, url) for name, url in found if url and (name != channel or name == "webchat"))


def is_local(url: str) -> bool:
    """Whether it leads to the machine it is opened on: nobody's phone gets anywhere by it."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def public_links(tautan: Tautan) -> Tautan:
    """Those that lead there from anywhere, the others left empty. Raises TanpaTautan for none."""
    web = "" if is_local(tautan.web) else tautan.web
    if not (web or tautan.telegram or tautan.whatsapp):
        raise TanpaTautan(
            f"{tautan.unit.kode}: nobody's phone can reach {tautan.web}; set IKM_PUBLIC_URL to the address people "
            "reach, IKM_WHATSAPP_NUMBER or IKM_TELEGRAM_TOKEN"
        )
    return replace(tautan, web=web)


def pintu_of(tautan: Tautan) -> tuple[Pintu, ...]:
    """The ways in that lead there from anywhere. Raises TanpaTautan for none."""
    public = public_links(tautan)
    number = urlsplit(public.whatsapp).path.strip("/")
    pintu = (
        Pintu("Tanpa aplikasi", public.web),
        Pintu("Lewat WhatsApp", public.whatsapp, f"WhatsApp +{number}: Survei {tautan.unit.kode}"),
        Pintu("Lewat Telegram", public.telegram),
    )
    return tuple(one for one in pintu if one.url)


def write_qr(url: str, path: Path) -> None:
    """Write a QR code as SVG or PNG, by the ending of `path`. Level Q: still read with a quarter of it worn off."""
    kind = path.suffix.lstrip(".")
    options = {"svg": {"xmldecl": True, "svgns": True}, "png": {}}[kind]
    segno.make_qr(url, error="q").save(str(path), kind=kind, scale=MODULE_PX, border=4, **options)
