"""A screen as lines of text. Pure."""

from __future__ import annotations

import textwrap

from bot.channels.terminal.inbound import numbered
from bot.engine.messages import Attachment, Screen

LEBAR = 78


def lines_of(screen: Screen, toast: str = "") -> str:
    """Options are numbered as `event_of` reads them."""
    parts = [toast, _wrapped(screen.notice), screen.heading, _wrapped(screen.text)]
    if screen.heading:
        parts[2] = f"{screen.heading}\n{'─' * min(len(screen.heading), LEBAR)}"
    parts.append("\n".join(_attached(one) for one in screen.attachments))
    parts.append("\n".join(f"  {n}. {choice.label}" for n, choice in enumerate(numbered(screen), start=1)))
    around = [choice.label for row in screen.choices for choice in row if choice.peran == "navigasi"]
    parts.append("  ".join(f"[{label}]" for label in around))
    return "\n\n".join(part for part in parts if part) + "\n"


def _attached(one: Attachment) -> str:
    return _wrapped(f"[gambar] {one.alt or one.nama}" if one.picture else f"[berkas] {one.nama}")


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.fill(line, LEBAR) if line else "" for line in text.split("\n"))
