"""A sheet of any file as rows of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.imports.faults import Said

BARIS_PALING: Final = 100_000
KOLOM_PALING: Final = 300
"""More than any questionnaire has; what lies beyond is a slip of the mouse or an attack."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: for each row that holds something its number, from 1, and its cells, stripped.

    A date is its ISO text, a whole number has no decimals. `ragged`: each row has the cells its own line had, so a
    missing one shows; otherwise a row ends with its last filled cell. `merged` are the blocks of cells made one, of
    which only the first has a value: top and bottom row from 1, left and right column from 0. `notes` tells what was
    decided on the way.
    """

    name: str
    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    ragged: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notes: tuple[Said, ...] = ()


def letter(index: int) -> str:
    """The name a spreadsheet gives to a column, counted from 0: `letter(27)` -> "AB"."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
