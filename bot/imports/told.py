"""What was understood of a file, told to people before and after it is imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.engine.tanggal import angka
from bot.imports.columns.understanding import Understanding
from bot.imports.faults import Said, counted
from bot.imports.reading import missing_numbers
from bot.imports.rows import Reading
from bot.imports.sheets.grid import letter
from bot.imports.totals import Checked

_SEBUTAN = {
    "diisi_pada": "tanggal", "layanan": "layanan", "jenis_kelamin": "jenis kelamin", "usia": "usia",
    "usia_kelompok": "kelompok usia", "pendidikan": "pendidikan", "pekerjaan": "pekerjaan", "saran": "saran",
    "unit": "unit layanan", "no": "nomor responden", "jumlah": "jumlah per baris", "rata-rata": "rata-rata per baris",
}  # fmt: skip
_TAMPIL = 12


def understood_of(known: Understanding) -> tuple[Said, ...]:
    """Where the table stands and what its columns hold, in a few lines."""
    layout = known.layout
    where = f"sheet “{layout.grid.sheet}”, " if layout.grid.sheet else ""
    di = f"Lembar “{layout.grid.sheet}”, judul" if layout.grid.sheet else "Judul"
    n = len(layout.body) + len(layout.below)
    span = f" in rows {layout.body[0][0]} to {layout.body[-1][0]}" if layout.body else ""
    lines = [
        Said(
            f"{where}headings in row {layout.header_row}, {counted(n, 'respondent')}{span}",
            f"{di} kolom di baris {layout.header_row}; {angka(n)} baris responden.",
        )
    ]
    held = [column.field.kind for column in known.columns if column.field]
    unsur, harapan = held.count("unsur"), held.count("harapan")
    names = [f"{unsur} unsur", *([f"harapan {harapan} unsur"] if harapan else [])]
    names += [name for kind, name in _SEBUTAN.items() if kind in held]
    english = [f"{unsur} unsur", *([f"harapan of {harapan} unsur"] if harapan else [])]
    english += [kind for kind in _SEBUTAN if kind in held]
    lines.append(Said(f"read: {', '.join(english)}", f"Yang dibaca: {', '.join(names)}."))
    return (*lines, *_codes(known))


def columns_of(known: Understanding) -> Iterator[str]:
    """A line a column: its letter, its heading, what it is taken for."""
    unsure = {doubt.column for doubt in known.doubts}
    kept = {"pribadi": "never read, since it may name a person", "": "not used"}
    for column in known.columns:
        if not column.heading:
            continue
        field = column.field
        heading = " ".join(column.heading.split())
        shown = heading if len(heading) <= 60 else f"{heading[:59]}…"
        doubted = column.name in unsure
        meaning = kept.get(field.kind if field else "") or str((doubted and column.number) or field)
        meaning += " (to settle)" if doubted else ""
        yield f"{letter(column.index):>3}  {shown}  ->  {meaning}"


def totals_of(known: Understanding) -> Iterator[Said]:
    """The rows of totals below the respondents."""
    if known.layout.totals:
        listed = ", ".join(f"{totals.kind} (row {totals.row})" for totals in known.layout.totals)
        daftar = ", ".join(f"{totals.kind} (baris {totals.row})" for totals in known.layout.totals)
        yield Said(f"totals, checked and not counted: {listed}", f"Baris jumlah, hanya diperiksa: {daftar}.")


def notes_of(reading: Reading, checked: Checked) -> Iterator[Said]:
    """What to know beside."""
    known = reading.known
    yield from known.layout.grid.notes
    unused = [column.name for column in known.columns if column.field is None and column.heading]
    if unused:
        yield _listed("columns not used", "Kolom yang tidak dipakai", unused)
    if private := [column.name for column in known.holding("pribadi")]:
        yield _listed("columns never read, since they name people", "Kolom data pribadi, tidak dibaca", private)
    if agreed := checked.agreed:
        yield _listed("printed figures that agree with the cells", "Angka tercetak yang cocok dengan isinya", agreed)
    if checked.bobot and "1/9" not in checked.bobot and known.layout.totals:
        yield Said(
            f"the printed IKM was computed with the bobot {' or '.join(checked.bobot)}",
            f"IKM yang tercetak dihitung dengan bobot {' atau '.join(checked.bobot)}.",
        )
    if lost := missing_numbers(known):
        yield _listed("respondents' numbers left out", "Nomor responden yang terlewat", [str(n) for n in lost])
    if known.layout.numbered:
        n = known.layout.numbered
        yield Said(
            f"{counted(n, 'row')} with a number only, passed over",
            f"{angka(n)} baris hanya berisi nomor, jadi dilewati.",
        )
    if n := len(reading.dateless):
        yield Said(
            f"{counted(n, 'row')} without a date, known again in this same file only",
            f"{angka(n)} baris tanpa tanggal. Jika nanti ada di berkas lain, baris itu terhitung jawaban baru.",
        )
    for column, values in reading.outside.items():
        listed = ", ".join(f"{value} ({n})" for value, n in sorted(values.items()))
        yield Said(
            f"{column} outside the instrumen's options, kept as printed: {listed}",
            f"Isian {column} di luar pilihan kuesioner, disimpan apa adanya: {listed}.",
        )


def _codes(known: Understanding) -> Iterator[Said]:
    for name, table in known.codes.items():
        listed = ", ".join(f"{code} = {meaning}" for code, meaning in table.items())
        yield Said(f"codes of {name}: {listed}", f"Kode {_SEBUTAN[name]}: {listed}.")


def _listed(english: str, indonesia: str, what: Sequence[str]) -> Said:
    rest = len(what) - _TAMPIL
    shown = ", ".join(what[:_TAMPIL])
    more, lagi = (f" and {rest} more", f", dan {rest} lainnya") if rest > 0 else ("", "")
    return Said(f"{english}: {shown}{more}", f"{indonesia}: {shown}{lagi}.")
