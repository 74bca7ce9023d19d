"""What is wrong with a file or a cell, said to who types commands and to who sends the file in chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.engine.tanggal import angka

MASALAH_PALING: Final = 200
"""A file with more faults than this is the wrong file; listing them all helps nobody."""
WHOLE_ROW: Final = "(all)"
"""In place of a column: the fault is of the whole row."""
_NILAI_TAMPIL = 40


class Said(NamedTuple):
    """One thing in both languages: the command line speaks English, the chat Indonesian."""

    english: str
    indonesia: str


class Unreadable(ValueError):  # noqa: N818  a verdict on a text, not a failure of ours
    """A text is not what was asked for. `said` goes on from the text itself: "is no whole number"."""

    def __init__(self, english: str, indonesia: str) -> None:
        super().__init__(english)
        self.said = Said(english, indonesia)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the row as a spreadsheet counts it (headers are row 1), column, value, what was expected."""

    row: int
    column: str
    value: str
    message: Said

    def __str__(self) -> str:
        value = f" {self.value[:_NILAI_TAMPIL]!r}" if self.value else ""
        return f"row {self.row}, column {self.column}:{value} {self.message.english}"

    @property
    def indonesia(self) -> str:
        value = f" “{self.value[:_NILAI_TAMPIL]}”" if self.value else ""
        where = f"Baris {self.row}" if self.column == WHOLE_ROW else f"Baris {self.row}, kolom {self.column}"
        return f"{where}:{value} {self.message.indonesia}"


class ImportRejected(ValueError):  # noqa: N818  a verdict on a file, not a failure of ours
    """Nothing was imported. `problems` holds every fault found, up to MASALAH_PALING of `n`."""

    def __init__(self, summary: Said, problems: Sequence[Problem] = (), n: int = 0) -> None:
        super().__init__(summary.english)
        self.summary = summary
        self.problems = tuple(problems)
        self.n = n or len(problems)


@dataclass(slots=True)
class Problems:
    """Collects faults while a file is read to its end."""

    found: list[Problem] = field(default_factory=list)
    more: int = 0
    rows: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {problem.row for problem in self.found}

    def add(self, row: int, column: str, value: str, message: Said) -> None:
        self.rows.add(row)
        if len(self.found) < MASALAH_PALING:
            self.found.append(Problem(row, column, value, message))
        else:
            self.more += 1

    @property
    def n(self) -> int:
        return len(self.found) + self.more

    def raise_if_any(self, name: str) -> None:
        if self.found:
            rows = len(self.rows)
            more = f", the first {len(self.found)} listed" if self.more else ""
            summary = Said(
                f"{name}: {counted(self.n, 'bad cell')} in {counted(rows, 'row')}{more}; nothing was imported",
                f"{name}: {angka(self.n)} isian salah di {angka(rows)} baris. Tidak ada yang dimasukkan.",
            )
            raise ImportRejected(summary, sorted(self.found, key=lambda problem: problem.row), self.n)


def counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
