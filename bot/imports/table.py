"""A CSV file as rows of named cells, and the list of what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

BERKAS_PALING = 64 * 1024 * 1024
KODE_PALING = 40
MASALAH_PALING = 200
"""A file with more faults than this is the wrong file; listing them all helps nobody."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the row as a spreadsheet counts it (headers are row 1), column, value, what was expected."""

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        value = f" {self.value[:40]!r}" if self.value else ""
        return f"row {self.row}, column {self.column}:{value} {self.message}"


class ImportRejected(ValueError):  # noqa: N818  a verdict on a file, not a failure of ours
    """Nothing was imported. `problems` holds every fault found."""

    def __init__(self, summary: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(summary)
        self.problems = tuple(problems)


@dataclass(slots=True)
class Problems:
    """Collects faults while a file is read to its end."""

    found: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(self, row: int, column: str, value: str, message: str) -> None:
        if len(self.found) < MASALAH_PALING:
            self.found.append(Problem(row, column, value, message))
        else:
            self.more += 1

    def raise_if_any(self, name: str) -> None:
        if self.found:
            rows = len({problem.row for problem in self.found})
            more = f", the first {len(self.found)} listed" if self.more else ""
            cells = _counted(len(self.found) + self.more, "bad cell")
            raise ImportRejected(
                f"{name}: {cells} in {_counted(rows, 'row')}{more}; nothing was imported",
                sorted(self.found, key=lambda problem: problem.row),
            )


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` as printed but for the case of those expected; for each row its number and its cells, stripped.

    `faults` are rows that are no rows of this table; they belong into the list of what is wrong with the file.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for row, cells in self.rows:
            yield row, dict(zip(self.columns, cells, strict=True))

    def problems(self) -> Problems:
        """A list to go on with."""
        return Problems(list(self.faults))


def read_table(path: Path, expected: Iterable[str] = ()) -> Table:
    """Read UTF-8 CSV parted by comma or semicolon. Raises ImportRejected for a file that is no such table."""
    try:
        if path.stat().st_size > BERKAS_PALING:
            raise ImportRejected(f"{path.name}: larger than {BERKAS_PALING // 1024 // 1024} MB; split it")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportRejected(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ImportRejected(f"{path.name}: not UTF-8 (byte {error.start + 1}); save it as “CSV UTF-8”") from error
    return parse_table(text, path.name, expected)


def parse_table(text: str, name: str, expected: Iterable[str] = ()) -> Table:
    """As `read_table`, from text. `expected` columns are found in any case."""
    if "\0" in text:
        raise ImportRejected(f"{name}: is no text; save it as “CSV UTF-8”")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise ImportRejected(f"{name}: cannot be read as CSV: {error}") from error
    head = [cell.strip() for cell in lines[0]] if lines else []
    while head and not head[-1]:
        head.pop()  # spreadsheets leave empty columns behind
    if not head:
        raise ImportRejected(f"{name}: the file is empty; its first line must hold the column names")
    columns = _named(head, name, expected)
    faults, rows = Problems(), []
    for row, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line]
        extra = any(cells[len(columns) :])
        if not any(cells):
            continue
        if extra or len(cells) < len(columns):
            faults.add(row, "(all)", "", f"has {_counted(len(cells), 'cell')} where the first row has {len(columns)}")
        else:
            rows.append((row, tuple(cells[: len(columns)])))
    return Table(name, columns, tuple(rows), tuple(faults.found))


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return ";" if head.count(";") > head.count(",") else ","


def _named(head: list[str], name: str, expected: Iterable[str]) -> tuple[str, ...]:
    """The columns, in the case expected of them. Raises ImportRejected for one without a name or named twice."""
    spelt = {column.casefold(): column for column in expected}
    columns = tuple(spelt.get(column.casefold(), column) for column in head)
    nameless = [str(n) for n, column in enumerate(columns, start=1) if not column]
    if nameless:
        raise ImportRejected(f"{name}: column {', '.join(nameless)} has no name in the first row")
    folded = Counter(column.casefold() for column in columns)
    doubled = sorted({column for column in columns if folded[column.casefold()] > 1})
    if doubled:
        raise ImportRejected(f"{name}: column {', '.join(doubled)} stands there more than once")
    return columns


def slug(text: str, most: int = KODE_PALING) -> str:
    """A code made of a name: `slug("Surat Keterangan Usaha (SKU)")` -> "surat-keterangan-usaha-sku".

    One that is cut ends in a mark of the whole, so that names alike in their beginning have codes of their own.
    """
    whole = "-".join(re.findall(r"[a-z0-9]+", text.casefold()))
    if len(whole) <= most:
        return whole
    mark = blake2b(whole.encode(), digest_size=3).hexdigest()
    return f"{whole[: most - len(mark) - 1].strip('-')}-{mark}"


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
