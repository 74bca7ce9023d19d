"""Screens as calls of the Bot API. Pure."""

from __future__ import annotations

from html import escape
from typing import Any

from bot.engine.messages import Screen

TEXT_PALING = 4096
"""UTF-16 units, after entities are parsed."""
TOAST_PALING = 200


def message(address: str, screen: Screen) -> dict[str, Any]:
    """The parameters that sendMessage and editMessageText share."""
    keyboard = [[{"text": choice.label, "callback_data": choice.token} for choice in row] for row in screen.choices]
    return {
        "chat_id": int(address),
        "text": _html(screen),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": keyboard},
    }


def callback_answer(query_id: str, toast: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"callback_query_id": query_id}
    if toast:
        answer["text"] = toast[:TOAST_PALING]
    return answer


def _html(screen: Screen) -> str:
    notice, heading, text = screen.notice, screen.heading, screen.text
    if 2 * (len(notice) + len(heading) + len(text) + 2) > TEXT_PALING:
        notice, heading, text = _fitted(screen)
    parts = (escape(notice, quote=False), f"<b>{escape(heading, quote=False)}</b>" if heading else "")
    return "\n\n".join(part for part in (*parts, escape(text, quote=False)) if part)


def _fitted(screen: Screen) -> tuple[str, str, str]:
    """Notice, heading and text, cut where together they would be too long."""
    notice, heading = _cut(screen.notice, TEXT_PALING // 2), _cut(screen.heading, TEXT_PALING // 4)
    room = TEXT_PALING - sum(_units(part) + 2 for part in (heading, notice) if part)
    return notice, heading, _cut(screen.text, room)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, most: int) -> str:
    if _units(text) <= most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: (most - 1) * 2].decode("utf-16-le", errors="ignore") + "…"
