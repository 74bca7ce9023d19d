"""Screens as the page takes them, and files as a browser does. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from bot.engine.messages import Attachment, Screen
from bot.ports import Shown


def answer(shown: Sequence[Shown], link: Callable[[str], str], toast: str = "") -> dict[str, Any]:
    """Ids are text: a browser's numbers end at 53 bits. `link` gives the address of an attachment, by its id."""
    return {"pesan": [{"id": str(one.id), "layar": _screen(one.screen, link)} for one in shown], "toast": toast}


def file_headers(attachment: Attachment) -> dict[str, str]:
    """How a browser is to take a file: a picture is shown, all else is saved under its name (RFC 6266). Nothing in
    it may run, and no cache that others use may keep it."""
    kind = "inline" if attachment.picture else "attachment"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in attachment.nama)
    return {
        "Content-Type": attachment.mime,
        "Content-Disposition": f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(attachment.nama, safe='')}",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Cache-Control": "private, max-age=600",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def _screen(screen: Screen, link: Callable[[str], str]) -> dict[str, Any]:
    attached = [
        {"nama": one.nama, "alt": one.alt, "ukuran": one.ukuran, "gambar": one.picture, "url": link(one.id)}
        for one in screen.attachments
    ]
    shown = asdict(screen) | {"attachments": attached, "key": screen.key.partition(":")[0]}
    # What follows a colon in the key is ours alone, and a page is always open.
    del shown["perihal"]
    return shown
