"""A CSV file as rows of named cells, and the list of what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from pathlib import Path

from bot.imports.berkas import BERKAS_PALING, BUKAN_CSV, SIMPAN, csv_lines, read_file, too_large
from bot.imports.faults import WHOLE_ROW, ImportRejected, Problem, Problems, Said, counted

KODE_PALING = 40


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
    return table_of(read_file(path), path.name, expected)


def table_of(isi: bytes, name: str, expected: Iterable[str] = (), *, most: int = BERKAS_PALING) -> Table:
    """As `read_table`, from the bytes of a file, of which there may be at most so many."""
    if len(isi) > most:
        raise ImportRejected(too_large(name, most))
    for begin, (english, indonesia) in BUKAN_CSV.items():
        if isi.startswith(begin):
            raise ImportRejected(
                Said(f"{name}: is {english}; save it as “CSV UTF-8”", f"{name} adalah {indonesia}. {SIMPAN}")
            )
    try:
        text = isi.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRejected(
            Said(
                f"{name}: not UTF-8 (byte {error.start + 1}); save it as “CSV UTF-8”",
                f"{name} tidak memakai UTF-8, jadi huruf di dalamnya dapat salah terbaca. {SIMPAN}",
            )
        ) from error
    return parse_table(text, name, expected)


def parse_table(text: str, name: str, expected: Iterable[str] = ()) -> Table:
    """As `read_table`, from text. `expected` columns are found in any case."""
    lines = csv_lines(text, name, _delimiter(text))
    head = [cell.strip() for cell in lines[0]] if lines else []
    while head and not head[-1]:
        head.pop()  # spreadsheets leave empty columns behind
    if not head:
        raise ImportRejected(
            Said(
                f"{name}: the file is empty; its first line must hold the column names",
                f"{name} kosong. Baris pertamanya harus berisi nama kolom.",
            )
        )
    columns = _named(head, name, expected)
    faults, rows = Problems(), []
    for row, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line]
        extra = any(cells[len(columns) :])
        if not any(cells):
            continue
        if extra or len(cells) < len(columns):
            found, wanted = len(cells), len(columns)
            english = f"has {counted(found, 'cell')} where the first row has {wanted}"
            faults.add(row, WHOLE_ROW, "", Said(english, f"berisi {found} sel, padahal baris pertama {wanted}"))
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
        listed = ", ".join(nameless)
        english = f"{name}: column {listed} has no name in the first row"
        raise ImportRejected(Said(english, f"{name}: kolom ke-{listed} tidak bernama di baris pertama."))
    folded = Counter(column.casefold() for column in columns)
    doubled = sorted({column for column in columns if folded[column.casefold()] > 1})
    if doubled:
        listed = ", ".join(doubled)
        english = f"{name}: column {listed} stands there more than once"
        raise ImportRejected(Said(english, f"{name}: kolom {listed} ada lebih dari satu kali."))
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


def free_slug(text: str, taken: Collection[str]) -> str:
    """A code made of a name that is not among those taken (in small letters): the slug, or one with a number."""
    kode = slug(text)
    if kode not in taken:
        return kode
    return next(one for n in count(2) if (one := f"{slug(text, KODE_PALING - len(str(n)) - 1)}-{n}") not in taken)
