"""One row of responses read: when, for which service, by whom. What cannot be read becomes a problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.engine.understand import words
from bot.imports.columns.understanding import Column, Understanding, years_in
from bot.imports.dates import read_moment
from bot.imports.faults import Problems, Said
from scoring.instrumen import Instrumen
from scoring.model import Profil, UnitLayanan
from scoring.periode import Periode

TAHUN_PERTAMA: Final = 2000
"""The survey is asked since KepmenPAN 25/2004; a day before this is a slip of the pen."""
_KELAMIN = {"l": "L", "laki": "L", "laki laki": "L", "pria": "L", "p": "P", "perempuan": "P", "wanita": "P"}
_KOSONG = Said("is empty", "masih kosong")
_TANGGAL = Said(
    "is no date; write it as 2024-07-31 or 2024-07-31T09:30",
    "bukan tanggal; tulis seperti 2024-07-31 atau 2024-07-31T09:30",
)
_USIA = Said(
    "must be a whole number of years, 10 to 120; classes go in usia_kelompok",
    "harus bilangan bulat dari 10 sampai 120; kelompok usia ditulis di kolom usia_kelompok",
)
_SINGKATAN = {"kel": "kelurahan", "kec": "kecamatan", "pkm": "puskesmas"}
_WILAYAH = frozenset({"kota", "kabupaten", "kab", "kecamatan", "provinsi"})
_KODE = Said("is a code whose meaning is not told", "adalah kode yang artinya belum diketahui")


class Cell(NamedTuple):
    """A cell with the name of its column; empty where there is no such column."""

    column: str
    text: str


@dataclass(slots=True)
class Reading:
    """One file on its way in. `contents` are the rows kept, `dateless` the places of those without a date."""

    known: Understanding
    instrumen: Instrumen
    unit: UnitLayanan
    periode: Periode | None
    today: date
    problems: Problems
    outside: dict[str, Counter[str]] = field(default_factory=dict)
    contents: list[bytes] = field(default_factory=list)
    dateless: set[int] = field(default_factory=set)
    scores: dict[int, list[int | None]] = field(default_factory=dict)
    places: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {column.field.kind: column for column in reversed(self.known.columns) if column.field}

    def cell(self, cells: Sequence[str], kind: str) -> Cell:
        """The cell of what is held once at most, its code already told in words."""
        column = self.places.get(kind)
        if column is None:
            return Cell(kind, "")
        text = at(cells, column)
        table = self.known.codes.get(kind)
        return Cell(column.name, _meaning(table, text) if table else text)

    def problem(self, row: int, cell: Cell, message: Said) -> None:
        self.problems.add(row, cell.column, cell.text, message)


def at(cells: Sequence[str], column: Column) -> str:
    """The cell of a column, "" where the row ends before it."""
    return cells[column.index] if column.index < len(cells) else ""


def read_when(reading: Reading, row: int, cell: Cell) -> tuple[date, date, datetime]:
    """First and last day it may have been, and the moment; of no use where a problem was added."""
    zone = ZoneInfo(reading.unit.zona_waktu)
    periode = reading.periode
    if not cell.text and periode is not None:
        last = periode.selesai - timedelta(days=1)
        return periode.mulai, last, datetime.combine(periode.mulai, time(), zone)
    try:
        moment = read_moment(cell.text, reading.known.order)
        moment = moment.replace(tzinfo=zone) if moment is not None and moment.tzinfo is None else moment
        day = moment.astimezone(zone).date() if moment is not None else None
    except (ValueError, OverflowError):
        day = None
    if moment is None or day is None:
        reading.problem(row, cell, _TANGGAL if cell.text else _KOSONG)
        return reading.today, reading.today, datetime.combine(reading.today, time(), zone)
    if day > reading.today:
        reading.problem(row, cell, Said("lies in the future", "belum tiba"))
    elif day.year < TAHUN_PERTAMA:
        english = f"lies before {TAHUN_PERTAMA}, when nobody was asked"
        reading.problem(row, cell, Said(english, f"lebih awal dari tahun {TAHUN_PERTAMA}"))
    elif periode is not None and day not in periode:
        reading.problem(row, cell, Said(f"lies outside {periode.kode}", f"berada di luar {periode.nama}"))
    return day, day, moment


def check_unit(reading: Reading, row: int, cell: Cell) -> None:
    """Another unit's answers are not this one's. The name may be shorter than ours ("Pakunden"), or say where it is
    ("Kel. Pakunden, Kota Kediri")."""
    said, unit = words(cell.text), reading.unit
    said = [_SINGKATAN.get(word, word) for word in said]
    place = next((n for n, word in enumerate(said) if n > 1 and word in _WILAYAH), len(said))
    if (
        words(cell.text) == words(unit.kode)
        or {*said[:place]} <= {*words(unit.nama)}
        or {*said} <= {*words(unit.nama)}
    ):
        return
    message = Said(
        f"is not {unit.nama}, for which this is imported; if it is, write it so",
        f"bukan {unit.nama}; kalau unitnya memang itu, tulis namanya sama persis",
    )
    reading.problem(row, cell, message)


def read_service(reading: Reading, row: int, cell: Cell) -> str:
    """The code of the service, "" where it is not known."""
    if not cell.text:
        # Known without being said where there is but one; otherwise not known.
        return reading.unit.layanan[0].kode if len(reading.unit.layanan) == 1 else ""
    said = words(cell.text)
    for service in reading.unit.layanan:
        if said in (words(service.nama), words(service.kode)):
            return service.kode
    nama, offered = reading.unit.nama, ", ".join(service.nama for service in reading.unit.layanan)
    message = Said(
        f"is no service of {nama}; it has {offered or 'none listed'}",
        f"bukan layanan {nama}; yang ada: {offered or 'belum didaftarkan'}",
    )
    reading.problem(row, cell, message)
    return ""


def read_profil(reading: Reading, row: int, cells: Sequence[str]) -> Profil:
    """Who answered, as far as the file says."""
    kelamin, usia = reading.cell(cells, "jenis_kelamin"), reading.cell(cells, "usia")
    sex = " ".join(words(kelamin.text))
    if kelamin.text and sex not in _KELAMIN:
        reading.problem(row, kelamin, Said("must be L or P", "harus L atau P"))
    years = years_in(usia.text)
    if usia.text and not (years and 10 <= int(years) <= 120):
        reading.problem(row, usia, _USIA)
        years = ""
    return Profil(
        jenis_kelamin=_KELAMIN.get(sex),
        usia=int(years) if years else None,
        usia_kelompok=_class(reading, row, reading.cell(cells, "usia_kelompok")),
        pendidikan=_option(reading, row, "pendidikan", reading.cell(cells, "pendidikan")),
        pekerjaan=_option(reading, row, "pekerjaan", reading.cell(cells, "pekerjaan")),
    )


def _class(reading: Reading, row: int, cell: Cell) -> str | None:
    if cell.text.isdigit():
        reading.problem(row, cell, _KODE)
        return None
    return cell.text or None


def _option(reading: Reading, row: int, key: str, cell: Cell) -> str | None:
    """The code of an option; a category of the source's own is kept as printed, since guessing would be worse."""
    if not cell.text:
        return None
    for profil in reading.instrumen.profil:
        if profil.key == key:
            for pilihan in profil.pilihan:
                if words(cell.text) in (words(pilihan.label), words(pilihan.kode)):
                    return pilihan.kode
    if cell.text.isdigit():
        reading.problem(row, cell, _KODE)
        return None
    reading.outside.setdefault(key, Counter())[cell.text] += 1
    return cell.text


def _meaning(table: Mapping[str, str], text: str) -> str:
    """What a code stands for; a text that is no code stays."""
    return table.get(text) or table.get(text.lstrip("0")) or text
