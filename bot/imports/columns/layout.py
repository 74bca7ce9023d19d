"""Where in a sheet the table stands: its headings, the respondents, the totals below, what belongs to none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.engine.understand import words
from bot.imports.columns.headings import read_heading
from bot.imports.sheets.grid import Grid
from scoring.instrumen import Instrumen

_CARI_BARIS: Final = 60
"""Headings stand at the top; below so many rows of title there are none."""
_BOBOT_KOLOM: Final = {"unsur": 3, "harapan": 3, "soal": 2, "harapan soal": 2}

TotalKind = str
Line = tuple[int, tuple[str, ...]]
_TOTALS: Final[tuple[tuple[TotalKind, re.Pattern[str]], ...]] = (
    ("ikm", re.compile(r"^(?:nilai )?(?:ikm|indeks|skm)\b|\bikm unit\b")),
    ("tertimbang", re.compile(r"\btertimbang\b|\btertbg\b|\bterbobot\b")),
    ("ikm", re.compile(r"\bikm\b|\bindeks\b|\bskm\b|\bkonversi\b")),
    ("mutu", re.compile(r"\bmutu\b|\bkinerja\b")),
    ("nrr", re.compile(r"\bnrr\b|\brata rata\b|\brerata\b|\brata2\b")),
    ("jumlah", re.compile(r"^(?:jumlah|total|jml|σ|σnilai|nilai per unsur|sigma)\b|^σ")),
)


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """A row that adds up others: `kind` is jumlah, nrr, tertimbang, ikm or mutu."""

    row: int
    kind: TotalKind
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """`headings` by column from 0, "" where there is none. `body` are the respondents, `totals` stand below them,
    `below` are rows that look like respondents but stand under the totals; `around` is what people wrote above,
    beside and below: legends are found there. `numbered` are rows with nothing but a printed number."""

    grid: Grid
    header_row: int
    headings: tuple[str, ...]
    body: tuple[Line, ...]
    totals: tuple[TotalsRow, ...]
    below: tuple[Line, ...]
    around: tuple[str, ...]
    numbered: int
    points: int


def lay_out(grid: Grid, instrumen: Instrumen, header_row: int | None = None) -> Layout:
    """Find the table; `header_row` where it is known. A sheet without headings has its first row for them."""
    at, points = _header(grid, instrumen, header_row)
    headings = _headings(grid, at, instrumen)
    row = grid.rows[at][0] if grid.rows else 1
    kinds = [read_heading(heading, instrumen).field for heading in headings]
    scored = [n for n, kind in enumerate(kinds) if kind is not None and kind.kind in _BOBOT_KOLOM]
    number = next((n for n, kind in enumerate(kinds) if kind is not None and kind.kind == "no"), None)
    rest = list(grid.rows[at + 1 :])
    if rest and _counts_columns(rest[0][1]):
        rest.pop(0)
    around = [cell for _, line in grid.rows[:at] for cell in line if cell]
    rest, notes = _without_signature(rest, number, scored)
    body, totals, below, numbered, ended = list[Line](), list[TotalsRow](), list[Line](), 0, False
    for n, (place, cells) in enumerate(rest):
        filled = [column for column, cell in enumerate(cells) if cell]
        kind = _totals_kind(cells, number, scored)
        if kind is None and n == len(rest) - 1 and not totals and _sums(cells, scored, body):
            kind = "jumlah"
        if kind is not None:
            totals.append(TotalsRow(place, kind, cells))
            ended = bool(body)
        elif filled == [number]:
            numbered += 1
        elif not ended:
            body.append((place, cells))
        elif len(filled) > 2 or _answers(cells, scored):
            below.append((place, cells))
        else:
            notes += [cell for cell in cells if cell]
    around += notes
    return Layout(
        grid, row, tuple(headings), tuple(body), tuple(totals), tuple(below), tuple(around), numbered, points
    )


def _header(grid: Grid, instrumen: Instrumen, header_row: int | None) -> tuple[int, int]:
    """The place among the rows, and how much it looks like headings."""
    found = (0, 0)
    for at, (row, cells) in enumerate(grid.rows[:_CARI_BARIS] if header_row is None else grid.rows):
        if header_row is not None and row != header_row:
            continue
        fields = {read_heading(cell, instrumen).field for cell in cells if cell}
        points = sum(_BOBOT_KOLOM.get(field.kind, 1) for field in fields if field is not None)
        if header_row is not None:
            return at, points
        if points > found[1]:
            found = (at, points)
    return found


def _headings(grid: Grid, at: int, instrumen: Instrumen) -> list[str]:
    """The row's own; where a cell is empty, because one above reaches down to it, that one."""
    if not grid.rows:
        return []
    row, cells = grid.rows[at]
    near = [line for place, line in reversed(grid.rows[max(0, at - 2) : at]) if row - place <= 2]
    above = [line for line in near if sum(map(bool, line)) > 1]  # a title fills one cell
    headings = list(cells)
    width = max(len(headings), *(len(line) for line in above), 0) if above else len(headings)
    headings += [""] * (width - len(headings))
    for line in above:
        for n, cell in enumerate(line):
            if cell and not headings[n] and read_heading(cell, instrumen).field is not None:
                headings[n] = cell
    while headings and not headings[-1]:
        headings.pop()
    return headings


def _counts_columns(cells: Sequence[str]) -> bool:
    """Whether this is the line that numbers the columns: (1) (2) (3) ..."""
    numbers = [cell.strip("()[]. ") for cell in cells if cell]
    return len(numbers) > 5 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _without_signature(rest: list[Line], number: int | None, scored: Sequence[int]) -> tuple[list[Line], list[str]]:
    """The rows without the lines of text that end a sheet, and those lines: place and date, who signs."""
    kept, notes = list(rest), list[str]()
    while kept:
        filled = [n for n, cell in enumerate(kept[-1][1]) if cell]
        if len(filled) > 2 or _answers(kept[-1][1], scored) or number in filled:
            break
        notes += [cell for cell in kept.pop()[1] if cell]
    return kept, notes


def _answers(cells: Sequence[str], scored: Sequence[int]) -> bool:
    """Whether a score stands where scores belong: who signs may stand in the same columns."""
    return any(re.fullmatch(r"\d{1,2}(?:[.,]\d+)?", cells[n]) for n in scored if n < len(cells))


def _totals_kind(cells: Sequence[str], number: int | None, scored: Sequence[int]) -> TotalKind | None:
    """By the first words before the scores; a row of whole scores is a respondent, whatever stands before them,
    unless it is where the respondent's number would be."""
    labelled = number is not None and number < len(cells) and cells[number] and not cells[number].isdigit()
    if number is not None and number < len(cells) and cells[number].isdigit():
        return None
    if not labelled and scored and all(n < len(cells) and cells[n] in {"1", "2", "3", "4"} for n in scored):
        return None
    before = (cell for cell in cells[: min(scored, default=0)] if cell)
    label = next((cell for cell in before if not re.fullmatch(r"[\d.,]+", cell)), "")
    said = " ".join(words(label.replace("Σ", "σ ")))
    if not said or len(said) > 60 or not _carries_numbers(cells):
        return None
    return next((kind for kind, pattern in _TOTALS if pattern.search(said)), None)


def _carries_numbers(cells: Sequence[str]) -> bool:
    return any(re.fullmatch(r"[\d.,]+%?|=.*|[ABCD]", cell) or "Baik" in cell for cell in cells)


def _sums(cells: Sequence[str], scored: Sequence[int], body: Sequence[Line]) -> bool:
    """Whether a last row without words holds exactly the sums of the columns."""
    if len(body) < 2 or not scored:
        return False
    for column in scored:
        own = [line[column] for _, line in body if column < len(line)]
        if column >= len(cells) or not all(re.fullmatch("[0-9]{1,9}", cell) for cell in (cells[column], *own)):
            return False
        if int(cells[column]) != sum(map(int, own)):
            return False
    return True
