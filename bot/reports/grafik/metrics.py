"""How wide a text will be, and where to break it.

The pictures are set in Liberation Sans, which the renderer carries with it. Advance widths in thousandths of the
size, read off its rendering. A text with letters that the table does not know (Arabic) is drawn as a whole with
whatever font the machine has for it, which may be a wider one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

FONT = "Liberation Sans"

_REGULAR = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r“”·²",
    334: "{}",
    350: "•",
    355: '"',
    389: "*",
    400: "°",
    469: "^",
    500: "Jcksvxyz",
    549: "±≥≤",
    556: "#$0123456789?L_abdeghnopqu–",
    584: "+<=>~×−",
    611: "FTZß",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…",
    1015: "@",
}
_BOLD = {
    238: "'",
    278: " ,./I\\ijl‘’",
    280: "|",
    333: "!()-:;[]`ft·²",
    350: "•",
    389: "*r{}",
    400: "°",
    474: '"',
    500: "z“”",
    549: "±≥≤",
    556: "#$0123456789J_aceksvxy–",
    584: "+<=>^~×−",
    611: "?FLTZbdghnopquß",
    667: "EPSVXY",
    722: "&ABCDHKNRU",
    778: "GOQw",
    833: "M",
    889: "%m",
    944: "W",
    975: "@",
    1000: "—…",
}


def _by_letter(widths: Mapping[int, str]) -> Mapping[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_WIDTHS = {False: _by_letter(_REGULAR), True: _by_letter(_BOLD)}
_UNKNOWN = 1000
_OTHER_FONT = 1.25
"""How much wider than Liberation Sans a font may be."""
_UNFIT = re.compile(
    "[^\t\n\r -~\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
    "|[\u200d\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]"
)
"""What XML cannot hold, the marks by which a name could turn around the text beside it, and emoji, for which no font
is carried."""


def clean(text: str) -> str:
    """One line that an SVG may hold, single spaces between words."""
    return " ".join(_UNFIT.sub("", text).split())


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """In px at `size` px, without kerning: never less than what is drawn."""
    widths = _WIDTHS[bold]
    known = [_letter_width(one, widths) for one in text]
    wider = _OTHER_FONT if None in known else 1
    return sum(_UNKNOWN if one is None else one for one in known) * size / 1000 * wider


def _letter_width(letter: str, widths: Mapping[str, int]) -> int | None:
    """A letter with a mark is as wide as without; a mark by itself takes no room."""
    if letter in widths:
        return widths[letter]
    return 0 if unicodedata.combining(letter) else widths.get(unicodedata.normalize("NFD", letter)[0])


def wrap(text: str, width: float, size: int, *, bold: bool = False, most: int | None = None) -> tuple[str, ...]:
    """The text in lines no wider than `width` px, broken between words, inside one only where it has to be.
    Of more than `most` lines the last ends in "…"."""
    lines: list[str] = []
    line = ""
    for word in clean(text).split():
        for part in _parts(word, width, size, bold):
            longer = f"{line} {part}".strip()
            if line and text_width(longer, size, bold=bold) > width:
                lines.append(line)
                line = part
            else:
                line = longer
    lines += [line] if line else []
    if most is None or len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and text_width(f"{last}…", size, bold=bold) > width:
        last = last[:-1].rstrip()
    return (*lines[: most - 1], f"{last.rstrip(' ,')}…")


def _parts(word: str, width: float, size: int, bold: bool) -> list[str]:
    """The word, in pieces where it is wider than a line."""
    parts = [""]
    for letter in word:
        if parts[-1] and text_width(parts[-1] + letter, size, bold=bold) > width:
            parts.append("")
        parts[-1] += letter
    return parts
