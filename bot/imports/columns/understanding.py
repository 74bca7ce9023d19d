"""What a file was understood to hold, column by column, and what of it is not certain.

Nothing uncertain is used: each doubt says where it lies and how it is settled, by a mapping or by a clearer heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.engine.understand import words
from bot.imports.columns.codes import BERKODE, is_coded, legend, proposal
from bot.imports.columns.field import ABAIKAN, Field, field_of
from bot.imports.columns.headings import read_heading
from bot.imports.columns.layout import Layout
from bot.imports.columns.mapping import TANGGAL, TEKS_PALING, KodeTabel, Pemetaan
from bot.imports.dates import Order, order_of, read_moment
from bot.imports.faults import ImportRejected, Problem, Said
from bot.imports.sheets.grid import letter
from scoring.instrumen import Instrumen
from scoring.model import UnitLayanan

_JUDUL_PALING = 36
_UMUR = re.compile(r"([0-9]{1,9})(?: *(?:tahun|thn|th)\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its place from 0; `name` is what people find it by; `field` None where it is of no use; `number`
    is the question's, where that alone tells the unsur."""

    index: int
    name: str
    heading: str
    field: Field | None
    number: Field | None = None


@dataclass(slots=True)
class Understanding:
    """`codes` are the tables in force, `proposed` those that somebody has to confirm. No `doubts`: fit to import."""

    layout: Layout
    columns: tuple[Column, ...]
    mapping: Pemetaan
    order: Order | None = None
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    proposed: dict[str, Mapping[str, str]] = field(default_factory=dict)
    doubts: list[Problem] = field(default_factory=list)

    def holding(self, kind: str) -> list[Column]:
        return [column for column in self.columns if column.field is not None and column.field.kind == kind]

    def doubt(self, column: str, value: str, english: str, indonesia: str) -> None:
        self.doubts.append(Problem(self.layout.header_row, column, value, Said(english, indonesia)))

    def as_mapping(self) -> Pemetaan:
        """All of it as a mapping, the proposals too."""
        heads = Counter(column.heading for column in self.columns)
        kolom = {
            column.heading if heads[column.heading] == 1 and len(column.heading) <= TEKS_PALING else
            f"kolom {letter(column.index)}": str(column.number or column.field or ABAIKAN)
            for column in self.columns
            if column.heading
        }  # fmt: skip
        given = {name: dict(table) for name, table in {**self.proposed, **self.codes}.items()}
        tanggal = next((name for name, order in TANGGAL.items() if order == self.order), "")
        return Pemetaan.model_validate({
            "lembar": self.layout.grid.sheet, "baris_judul": self.layout.header_row, "urutan": self.mapping.urutan,
            "tanggal": self.mapping.tanggal or tanggal, "desimal": self.mapping.desimal, "kolom": kolom,
            "kode": KodeTabel.model_validate({**given, "nilai": self.mapping.kode.nilai}),
        })  # fmt: skip


def understand(layout: Layout, instrumen: Instrumen, unit: UnitLayanan, mapping: Pemetaan) -> Understanding:
    """Read the columns. Raises ImportRejected where the mapping does not fit the file."""
    known = Understanding(layout, (), mapping)
    named = _named(layout, mapping)
    columns = [_column(known, n, name, heading, named.get(n), instrumen) for n, (name, heading) in
               enumerate(zip(names_of(layout.headings), layout.headings, strict=True))]  # fmt: skip
    columns = _numbered(known, columns, instrumen)
    columns = _age_classes(layout, columns, named)
    known.columns = tuple(_once(known, columns))
    _dates(known)
    for name in BERKODE:
        _codes(known, name, instrumen, unit)
    return known


def names_of(headings: Sequence[str]) -> list[str]:
    """What people find each column by: its heading, or its letter where that is long, empty or there twice."""
    alike = Counter(heading.casefold() for heading in headings)
    names = []
    for n, heading in enumerate(headings):
        short = " ".join(heading.split())
        if short and len(short) <= _JUDUL_PALING and alike[heading.casefold()] == 1:
            names.append(short)
        else:
            cut = f"{short[: _JUDUL_PALING - 1]}…" if len(short) > _JUDUL_PALING else short
            names.append(f"{letter(n)} ({cut})" if cut else letter(n))
    return names


def _named(layout: Layout, mapping: Pemetaan) -> dict[int, str]:
    """What the mapping says of each place. Raises ImportRejected for a column that is not there, or there twice."""
    named = dict[int, str]()
    for column, text in mapping.kolom.items():
        at = [n for n, heading in enumerate(layout.headings) if heading and words(heading) == words(column)]
        at = [n for n in at if layout.headings[n] == column] or at
        at = at or [n for n in range(len(layout.headings)) if f"kolom {letter(n)}".casefold() == column.casefold()]
        if len(at) != 1:
            why = "is not there" if not at else "is there more than once; name it by its letter, as “kolom F”"
            name = layout.grid.name
            english = f"{name}: column “{column}” of the mapping {why}"
            raise ImportRejected(Said(english, f"{name}: kolom “{column}” dalam pemetaan tidak ditemukan."))
        named[at[0]] = text
    return named


def _column(known: Understanding, n: int, name: str, heading: str, given: str | None, instrumen: Instrumen) -> Column:
    if given is not None:
        found = field_of(given, instrumen)
        return Column(n, name, heading, None if found.kind == ABAIKAN else found)
    read = read_heading(heading, instrumen)
    if read.doubt is not None:
        known.doubts.append(Problem(known.layout.header_row, name, heading, read.doubt))
    return Column(n, name, heading, None if read.field and read.field.kind == ABAIKAN else read.field)


def _numbered(known: Understanding, columns: list[Column], instrumen: Instrumen) -> list[Column]:
    """Questions known by number take their unsur from the order the mapping states; where list and form are the
    same, there is nothing to state."""
    for kind, numbered in (("unsur", "soal"), ("harapan", "harapan soal")):
        mine = [column for column in columns if column.field and column.field.kind == numbered]
        if not mine:
            continue
        told = {column.field.key for column in columns if column.field and column.field.kind == kind}
        if len(told) == len(instrumen.unsur):
            mine_at = {column.index for column in mine}
            columns = [_as(c, None) if c.index in mine_at else c for c in columns]
            continue
        as_list = [unsur.key for unsur in instrumen.unsur]
        order = list(instrumen.urutan) if known.mapping.urutan == "form" else as_list
        if not known.mapping.urutan:
            differ = [n for n, (a, b) in enumerate(zip(as_list, instrumen.urutan, strict=True), start=1) if a != b]
            unclear = [c for c in mine if c.field and int(c.field.key) in differ]
            for column in unclear:
                number = int(column.field.key) if column.field else 0
                by_list, by_form = as_list[number - 1], instrumen.urutan[number - 1]
                known.doubt(
                    column.name, "" if column.name == column.heading else column.heading,
                    f"is question {number}: {by_list} in the list of unsur, {by_form} in the form; settle it with "
                    "`urutan: list` or `urutan: form` in a mapping, or head it by the unsur's name",
                    f"soal nomor {number} bisa berarti {by_list} (urutan daftar unsur) atau {by_form} (urutan "
                    "formulir); tulis nama unsurnya sebagai judul kolom",
                )  # fmt: skip
        by_place = {c.index: Field(kind, order[int(c.field.key) - 1]) for c in mine if c.field}
        columns = [_as(c, by_place[c.index]) if c.index in by_place else c for c in columns]
    return columns


def _age_classes(layout: Layout, columns: list[Column], named: Mapping[int, str]) -> list[Column]:
    """A column headed by age that holds nothing but classes ("31 - 40") is one of classes."""
    changed = []
    for column in columns:
        if column.field == Field("usia") and column.index not in named and column.heading != "usia":
            values = [value for value in cells_of(layout, column.index) if value]
            if values and not any(years_in(value) for value in values):
                changed.append(_as(column, Field("usia_kelompok")))
                continue
        changed.append(column)
    return changed


def years_in(text: str) -> str:
    """The figures of an age as people type it: "31", "31 tahun", "31 th."; "" where it is none."""
    found = _UMUR.fullmatch(text)
    return found[1] if found else ""


def _once(known: Understanding, columns: list[Column]) -> list[Column]:
    """Two columns of the same meaning are a doubt; a unit's names and printed totals may be several."""
    first = dict[Field, Column]()
    for column in columns:
        if column.field is None or column.field.kind in {"unit", "jumlah", "rata-rata", "pribadi"}:
            continue
        if (other := first.setdefault(column.field, column)) is not column:
            known.doubt(
                column.name, "",
                f"and {other.name} are both {column.field}; say in a mapping which is, and set the other to abaikan",
                f"dan {other.name} sama-sama berisi {column.field}; sisakan satu",
            )  # fmt: skip
    return columns


def _dates(known: Understanding) -> None:
    for column in known.holding("diisi_pada"):
        days = cells_of(known.layout, column.index)
        order = order_of(days)
        if known.mapping.tanggal:
            known.order = "dmy" if TANGGAL[known.mapping.tanggal] == "dmy" else "mdy"
        elif order == "unclear":
            example = next(day for day in days if not read_moment(day, None) and read_moment(day, "dmy"))
            known.doubt(
                column.name, example,
                "may be day/month or month/day; settle it with `tanggal: hari-bulan-tahun` or bulan-hari-tahun in "
                "a mapping",
                "bisa berarti hari/bulan atau bulan/hari; tulis tanggalnya seperti 2024-07-31",
            )  # fmt: skip
        else:
            known.order = order


def _codes(known: Understanding, name: str, instrumen: Instrumen, unit: UnitLayanan) -> None:
    if given := known.mapping.table(name):
        known.codes[name] = given
        return
    held = known.holding(name)
    values = [value for column in held for value in cells_of(known.layout, column.index)]
    if not held or not is_coded(values):
        return
    if name == "layanan" and all(any(value == service.kode for service in unit.layanan) for value in values if value):
        return
    if told := legend(name, known.layout.around):
        known.codes[name] = told
        return
    known.proposed[name] = proposal(name, values, instrumen, unit)
    codes = ", ".join(known.proposed[name])
    known.doubt(
        held[0].name, "",
        f"holds codes ({codes}) whose meaning the file does not tell; settle it with a table under `kode: {name}:` "
        "in a mapping",
        f"berisi kode ({codes}) yang artinya tidak ada di berkas; tulis artinya, misalnya “1 = …, 2 = …”, di bawah "
        "judul tabel",
    )  # fmt: skip


def cells_of(layout: Layout, index: int) -> list[str]:
    """The cells of a column, "" where a row ends before it."""
    return [cells[index] if index < len(cells) else "" for _, cells in layout.body]


def _as(column: Column, field: Field | None) -> Column:
    number = column.field if field and column.field and "soal" in column.field.kind else None
    return Column(column.index, column.name, column.heading, field, number)
