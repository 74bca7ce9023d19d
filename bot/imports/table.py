"""A CSV file as rows of named cells, and the list of what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BERKAS_PALING = 64 * 1024 * 1024
MASALAH_PALING = 200
"""A file with more faults than this is the wrong file; listing them all helps nobody."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the line as a spreadsheet counts it (headers are line 1), column, value, what was expected."""

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
            more = f", and {self.more} more" if self.more else ""
            raise ImportRejected(
                f"{name}: {len(self.found)} bad cells in {rows} rows{more}; nothing was imported", self.found
            )


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` as printed, and for each row its line number and its cells, stripped."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        for line, cells in self.rows:
            yield line, dict(zip(self.columns, cells, strict=True))


def read_table(path: Path) -> Table:
    """Read UTF-8 CSV parted by comma or semicolon. Raises ImportRejected for a file that is no such table."""
    try:
        if path.stat().st_size > BERKAS_PALING:
            raise ImportRejected(f"{path.name}: larger than {BERKAS_PALING // 1024 // 1024} MB; split it")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportRejected(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ImportRejected(f"{path.name}: not UTF-8 (byte {error.start + 1}); save it as “CSV UTF-8”") from error
    return parse_table(text, path.name)


def parse_table(text: str, name: str) -> Table:
    """As `read_table`, from text."""
    head = text.split("\n", 1)[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    problems, rows = Problems(), []
    try:
        columns = tuple(cell.strip() for cell in next(reader, []))
        if not any(columns):
            raise ImportRejected(f"{name}: the file is empty; its first line must hold the column names")
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) != len(columns) and any(cells):
                problems.add(line, "(all)", "", f"has {len(cells)} cells where the first line has {len(columns)}")
            elif any(cell.strip() for cell in cells):
                rows.append((line, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportRejected(f"{name}: line {reader.line_num} cannot be read as CSV: {error}") from error
    doubled = sorted({c for c in columns if c and [x.casefold() for x in columns].count(c.casefold()) > 1})
    if doubled:
        raise ImportRejected(f"{name}: column {', '.join(doubled)} stands there more than once")
    problems.raise_if_any(name)
    return Table(name, columns, tuple(rows))


def slug(text: str, most: int = 40) -> str:
    """A code made of a name: `slug("Surat Keterangan Usaha (SKU)")` -> "surat-keterangan-usaha-sku"."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold()))[:most].strip("-")
