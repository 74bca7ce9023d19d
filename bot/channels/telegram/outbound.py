"""Screens as calls of the Bot API. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from bot.engine.messages import Attachment, MenuItem, Screen

TEXT_PALING = 4096
"""UTF-16 units, after entities are parsed."""
CAPTION_PALING = 1024
"""Likewise, under a picture or a file."""
TOAST_PALING = 200
NAMA_PALING = 60
KETERANGAN_PALING = 256
PERINTAH_PALING = 100
_PERINTAH = re.compile(r"[a-z0-9_]{1,32}")


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way: `parameter` is the call's name for it, and `nama` holds no control characters."""

    parameter: str
    nama: str
    mime: str
    isi: bytes


@dataclass(frozen=True, slots=True)
class Sending:
    """One call that puts a message into a chat."""

    method: str
    parameters: dict[str, Any]
    file: File | None = None


def message(address: str, screen: Screen) -> dict[str, Any]:
    """The parameters that sendMessage and editMessageText share."""
    return {
        "chat_id": int(address),
        "text": _html(screen, TEXT_PALING),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": _keyboard(screen),
    }


def sendings(address: str, screen: Screen, files: Mapping[str, bytes]) -> list[Sending]:
    """The messages that show a screen, the one with its buttons last: attachments go before the text, and a single
    one carries it as its caption where that holds it whole. An attachment without bytes is left out."""
    there = [one for one in screen.attachments if files.get(one.id)]
    if len(there) == 1 and _length(screen) <= CAPTION_PALING:
        caption = {"caption": _html(screen, CAPTION_PALING), "parse_mode": "HTML", "reply_markup": _keyboard(screen)}
        return [_attached(address, there[0], files, caption)]
    text = Sending("sendMessage", message(address, screen))
    return [*(_attached(address, one, files, {}) for one in there), text]


def menu(address: str, items: Sequence[MenuItem]) -> Sending:
    """The call that makes this chat's menu offer these commands, or again what it offers to everybody. What no
    menu can hold is left out or cut."""
    scope = {"type": "chat", "chat_id": int(address)}
    commands = [
        {"command": item.nama, "description": _cut(item.keterangan, KETERANGAN_PALING)}
        for item in items
        if _PERINTAH.fullmatch(item.nama) and item.keterangan.strip()
    ]
    if not commands:
        return Sending("deleteMyCommands", {"scope": scope})
    return Sending("setMyCommands", {"commands": commands[:PERINTAH_PALING], "scope": scope})


def callback_answer(query_id: str, toast: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"callback_query_id": query_id}
    if toast:
        answer["text"] = toast[:TOAST_PALING]
    return answer


def _attached(address: str, one: Attachment, files: Mapping[str, bytes], caption: dict[str, Any]) -> Sending:
    method, parameter = ("sendPhoto", "photo") if one.picture else ("sendDocument", "document")
    file = File(parameter, _filename(one.nama), one.mime, files[one.id])
    return Sending(method, {"chat_id": int(address), **caption}, file)


def _filename(nama: str) -> str:
    """Without what would end the header it stands in, and cut before its ending."""
    name = "".join(c for c in nama if c.isprintable()).encode(errors="ignore").decode() or "berkas"
    stem, dot, ending = name.rpartition(".")
    return _cut(stem, NAMA_PALING) + dot + ending if stem and len(ending) <= 8 else _cut(name, NAMA_PALING)


def _keyboard(screen: Screen) -> dict[str, Any]:
    rows = [[{"text": choice.label, "callback_data": choice.token} for choice in row] for row in screen.choices]
    return {"inline_keyboard": rows}


def _html(screen: Screen, most: int) -> str:
    notice, heading, text = screen.notice, screen.heading, screen.text
    if 2 * (len(notice) + len(heading) + len(text) + 2) > most:
        notice, heading, text = _fitted(screen, most)
    parts = (escape(notice, quote=False), f"<b>{escape(heading, quote=False)}</b>" if heading else "")
    return "\n\n".join(part for part in (*parts, escape(text, quote=False)) if part)


def _fitted(screen: Screen, most: int) -> tuple[str, str, str]:
    """Notice, heading and text, cut where together they would be longer than `most`."""
    notice, heading = _cut(screen.notice, most // 2), _cut(screen.heading, most // 4)
    room = most - sum(_units(part) + 2 for part in (heading, notice) if part)
    return notice, heading, _cut(screen.text, room)


def _length(screen: Screen) -> int:
    """Units that the whole screen takes."""
    parts = [_units(part) for part in (screen.notice, screen.heading, screen.text) if part]
    return sum(parts) + 2 * max(len(parts) - 1, 0)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, most: int) -> str:
    if _units(text) <= most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: (most - 1) * 2].decode("utf-16-le", errors="ignore") + "…"
