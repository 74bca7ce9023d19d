"""What fits into a message of WhatsApp, and how a longer text is divided. Pure.

Lengths are counted in UTF-16 units, which are never fewer than the platform's characters.
"""

from __future__ import annotations

import re
from typing import Final

TEXT_PALING: Final = 4096
BODY_PALING: Final = 1024
"""Of a message with buttons or a list."""
CAPTION_PALING: Final = 1024
BUTTONS_PALING: Final = 3
BUTTON_PALING: Final = 20
BUTTON_ID_PALING: Final = 256
ROWS_PALING: Final = 10
"""Of a list, all its sections together."""
ROW_TITLE_PALING: Final = 24
ROW_TEXT_PALING: Final = 72
ROW_ID_PALING: Final = 200
LIST_BUTTON_PALING: Final = 20
SECTION_PALING: Final = 24

_BORDERS: Final = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…:;])\s"), re.compile(r"\s"))
"""Where a text may be divided, the best first: between paragraphs, lines, sentences, words."""
_ENOUGH: Final = 3
"""A border counts that leaves at least one part in so many of what would fit."""


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis, ended between words where that loses little."""
    if units(text) <= most:
        return text
    head = _head(text, most - 1)
    space = head.rfind(" ")
    return (head[:space] if space > len(head) // 2 else head).rstrip(" ,:;(–-") + "…"


def divide(text: str, last: int = TEXT_PALING, most: int = TEXT_PALING) -> list[str]:
    """The text in as few pieces as go, none longer than `most` and the last one no longer than `last`. Nothing but
    the white space between two pieces is lost."""
    pieces, rest = [], text.strip()
    while units(rest) > last:
        at = _front(rest, most) if units(rest) > most else _back(rest, last)
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*(piece for piece in pieces if piece), *([rest] if rest or not pieces else [])]


def _front(text: str, most: int) -> int:
    """Where to end the first piece: at the best border, as late as it fits."""
    fits = len(_head(text, most))
    for border in _BORDERS:
        found = [one.start() for one in border.finditer(text, 0, fits + 1) if one.start() >= fits // _ENOUGH]
        if found:
            return min(found[-1], fits)
    return fits


def _back(text: str, last: int) -> int:
    """Where to begin the last piece: at the best border, as early as it fits."""
    start = len(text) - len(_tail(text, last))
    for border in _BORDERS:
        for one in border.finditer(text, max(start - 1, 0)):
            if start <= one.end() <= len(text) - (len(text) - start) // _ENOUGH:
                return one.end()
    return start


def _head(text: str, most: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "ignore")


def _tail(text: str, most: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[-most * 2 :].decode("utf-16-le", "ignore")
