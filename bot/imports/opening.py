"""From the bytes of a file to a table whose columns are understood."""

from __future__ import annotations

from collections.abc import Sequence

from bot.imports.berkas import BERKAS_PALING, BUKAN_CSV, SIMPAN, too_large
from bot.imports.columns.layout import Layout, lay_out
from bot.imports.columns.mapping import Pemetaan
from bot.imports.columns.understanding import Understanding, cells_of, understand
from bot.imports.faults import ImportRejected, Said
from bot.imports.sheets.grid import Grid
from bot.imports.sheets.text import text_grid
from scoring.instrumen import Instrumen
from scoring.model import UnitLayanan

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_TAMPIL = 12
_TERKUNCI = "EncryptedPackage".encode("utf-16-le")


def open_table(
    isi: bytes, name: str, instrumen: Instrumen, unit: UnitLayanan, mapping: Pemetaan | None = None, sheet: str = "",
    *, most: int = BERKAS_PALING,
) -> Understanding:  # fmt: skip
    """Find the table that holds the answers, and what its columns mean; doubts and all.

    Raises ImportRejected for a file that is none, or where the sheet or an unsur is missing.
    """
    mapping = mapping or Pemetaan()
    grids = grids_of(isi, name, sheet or mapping.lembar, most=most)
    layouts = [lay_out(grid, instrumen, mapping.baris_judul) for grid in grids]
    layout = _chosen(layouts, name, instrumen)
    known = understand(layout, instrumen, unit, mapping)
    _all_there(known, name, instrumen)
    return known


def grids_of(isi: bytes, name: str, sheet: str = "", *, most: int = BERKAS_PALING) -> list[Grid]:
    """The sheets of a file of any kind that can be read; a text has one. Raises ImportRejected."""
    if len(isi) > most:
        raise ImportRejected(too_large(name, most))
    if isi.startswith(_ZIP):
        # Not before: openpyxl, and numpy behind it, are 19 MB and a fifth of the start, for what few ever send.
        from bot.imports.sheets.workbook import workbook_grids  # noqa: PLC0415

        return workbook_grids(isi, name, sheet)
    if isi.startswith(_OLE) and _TERKUNCI in isi:
        english = f"{name}: is locked with a password; save it without one"
        raise ImportRejected(Said(english, f"{name} dikunci dengan kata sandi. Simpan tanpa kata sandi."))
    for begin, (english, indonesia) in BUKAN_CSV.items():
        if isi.startswith(begin):
            told = f"{name}: is {english}; save it as .xlsx or “CSV UTF-8”"
            raise ImportRejected(Said(told, f"{name} adalah {indonesia}. {SIMPAN}"))
    return [text_grid(isi, name)]


def lacks_dates(known: Understanding) -> bool:
    """Whether there are rows of which only a periode can say when they were answered."""
    columns = known.holding("diisi_pada")
    return not columns or not all(cells_of(known.layout, columns[0].index))


def _chosen(layouts: Sequence[Layout], name: str, instrumen: Instrumen) -> Layout:
    """The one sheet with answers. Raises ImportRejected where none or several have them."""
    if not any(layout.grid.rows for layout in layouts):
        english = f"{name}: the file is empty; its first line must hold the column names"
        raise ImportRejected(Said(english, f"{name} kosong. Baris pertamanya harus berisi nama kolom."))
    enough = 2 * len(instrumen.unsur)
    holding = [layout for layout in layouts if layout.points >= enough and layout.body]
    if len(holding) > 1:
        listed = ", ".join(f"“{layout.grid.sheet}”" for layout in holding)
        english = f"{name}: answers stand in the sheets {listed}; say which with --sheet"
        indonesia = f"{name} berisi jawaban di lembar {listed}. Sisakan satu lembar, lalu kirim lagi."
        raise ImportRejected(Said(english, indonesia))
    return holding[0] if holding else max(layouts, key=lambda layout: layout.points)


def _all_there(known: Understanding, name: str, instrumen: Instrumen) -> None:
    unsur = {column.field.key for column in known.holding("unsur") if column.field}
    harapan = {column.field.key for column in known.holding("harapan") if column.field}
    unread = [column.name for column in known.columns if column.heading and column.field is None]
    listed = ", ".join(f"“{name}”" for name in unread[:_TAMPIL])
    hint = f"; not understood: {listed}; a mapping can say what they are" if unread else ""
    petunjuk = f" Judul yang belum kami kenal: {listed}." if unread else ""
    for held, what, wanted in ((unsur, "", True), (harapan, "harapan ", bool(harapan))):
        missing = ", ".join(f"{what}{u.kode} ({u.key})" for u in instrumen.unsur if u.key not in held)
        if wanted and missing:
            indonesia = f"{name}: belum ada kolom untuk {missing}.{petunjuk}"
            raise ImportRejected(Said(f"{name}: no column for {missing}{hint}", indonesia))
