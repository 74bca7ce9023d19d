"""A sheet of any file as rows of text, and the doors to each kind of file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.imports.faults import ImportRejected, Said
from bot.imports.table import BERKAS_PALING, too_large

BARIS_PALING: Final = 100_000
KOLOM_PALING: Final = 300
"""More than any questionnaire has; what lies beyond is a slip of the mouse or an attack."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: for each row that holds something its number, from 1, and its cells, stripped.

    A date is its ISO text, a whole number has no decimals. `ragged`: each row has the cells its own line had, so a
    missing one shows; otherwise a row ends with its last filled cell. `notes` tells what was decided on the way.
    """

    name: str
    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    ragged: bool = False
    notes: tuple[Said, ...] = ()


def read_file(path: Path, most: int = BERKAS_PALING) -> bytes:
    """All of a file. Raises ImportRejected where it cannot be read or is larger than `most` bytes."""
    try:
        if path.stat().st_size > most:
            raise ImportRejected(too_large(path.name, most))
        return path.read_bytes()
    except OSError as error:
        raise ImportRejected(Said(f"{path}: {error.strerror}", f"{path.name} tidak dapat dibaca.")) from error


def letter(index: int) -> str:
    """The name a spreadsheet gives to a column, counted from 0: `letter(27)` -> "AB"."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
