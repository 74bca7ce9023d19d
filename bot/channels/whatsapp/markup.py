"""Plain text as WhatsApp shows it: its marks for bold, italics and the like have no escape, and people write them
without meaning them. Pure.

Such a mark is taken for one only where a word begins with it. A character without width before it (U+2060) makes it
an ordinary character again, and what is read stays as it was written.
"""

from __future__ import annotations

import re
from typing import Final

JOINER: Final = "\u2060"
_OPENING: Final = {mark: re.compile(rf"(?<![^\W_]){re.escape(mark)}(?=\S)") for mark in "*_~"}
_QUOTE: Final = re.compile(r"^(?=>)", re.MULTILINE)
_LINK: Final = re.compile(r"(https?://\S+)")
_UNSHOWN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no message can hold: control characters, and halves of surrogate pairs."""


def plain(text: str) -> str:
    """The text with nothing in it that would be taken for a mark."""
    shown = _UNSHOWN.sub("", text)
    if shown.count("`") > 1:
        shown = shown.replace("`", "'")
    if ">" in shown:
        shown = _QUOTE.sub(JOINER, shown)
    if not any(shown.count(mark) > 1 for mark in _OPENING):
        return shown
    return "\n".join(_line(line) for line in shown.split("\n"))


def one_line(text: str) -> str:
    """Likewise without line breaks, for labels: those are shown as they are, marks and all."""
    return " ".join(_UNSHOWN.sub("", text).split())


def bold(text: str) -> str:
    """A heading; as plain text where it holds what would end the mark too soon."""
    line = one_line(text)
    return f"*{plain(line)}*" if line and "*" not in line else plain(line)


def _line(line: str) -> str:
    """A mark means something only where there are two of it in a line, and nothing within an address: that is opened
    as it is written, whatever stands in it."""
    parts = _LINK.split(line)
    for mark, opening in _OPENING.items():
        if sum(part.count(mark) for part in parts[::2]) > 1:
            parts[::2] = [opening.sub(JOINER + mark, part) for part in parts[::2]]
    return "".join(parts)
