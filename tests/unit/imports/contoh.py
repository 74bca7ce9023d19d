"""Files as offices have them, made for the tests; nobody in them exists."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.imports.columns.mapping import Pemetaan
from bot.imports.responses import ParsedResponses, read_responses
from scoring.instrumen import shipped_instrumen
from scoring.model import JenisLayanan, UnitLayanan
from scoring.periode import parse_periode

INSTRUMEN = shipped_instrumen()
KEYS = [unsur.key for unsur in INSTRUMEN.unsur]
CODES = [unsur.kode for unsur in INSTRUMEN.unsur]
UNIT = UnitLayanan(
    "kel-uji", "Kelurahan Uji", "kec", layanan=(JenisLayanan("ktp", "Pengantar KTP"), JenisLayanan("sku", "SKU"))
)
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
AWAL = 8
"""The row of the recap's first respondent."""
Change = Callable[[Worksheet], None]


def skor(n: int) -> list[int]:
    """Nine scores of the n-th respondent, none alike its neighbours."""
    return [3 + (n * (u + 2) + u) % 7 % 2 for u in range(9)]


def scores_of(parsed: ParsedResponses) -> list[list[int]]:
    return [[row.respons.jawaban[key] for key in KEYS] for row in parsed.rows]


def book(change: Change | None = None, *, n: int = 12, sheet: str = "Rekap") -> bytes:
    """A recap of paper forms: a title, headings over two rows, coded profiles with their legend, printed totals of
    each row and column, who signs."""
    workbook = Workbook()
    page = workbook.active
    assert isinstance(page, Worksheet)
    page.title = sheet
    recap(page, n)
    if change is not None:
        change(page)
    return saved(workbook)


def recap(page: Worksheet, n: int) -> None:
    page["A1"] = "REKAPITULASI HASIL SURVEI KEPUASAN MASYARAKAT KELURAHAN UJI"
    page["A2"] = "SEMESTER II TAHUN 2024"
    page["A3"] = "Jenis kelamin: 1 = Laki-laki, 2 = Perempuan"
    page["A4"] = "Pendidikan: 1 = SD ke bawah, 2 = SMP, 3 = SMA, 4 = S1"
    _line(page, 5, ["No.", "Jenis Kelamin", "Umur", "Pendidikan", "Nilai Unsur Pelayanan", *[None] * 8, "Jumlah"])
    _line(page, 6, [None] * 4 + list(CODES))
    _line(page, 7, [f"({k})" for k in range(1, 15)])
    for left in ("A1:N1", "A2:N2", "E5:M5", "A5:A6", "B5:B6", "C5:C6", "D5:D6", "N5:N6"):
        page.merge_cells(left)
    for k in range(n):
        _line(page, AWAL + k, [k + 1, k % 2 + 1, 21 + 3 * k, k % 4 + 1, *skor(k), sum(skor(k))])
    sums = [sum(skor(k)[u] for k in range(n)) for u in range(9)]
    end = AWAL + n
    _line(page, end, ["ΣNilai per unsur", *[None] * 3, *sums, sum(sums)])
    _line(page, end + 1, ["NRR per unsur", *[None] * 3, *(round(s / n, 3) for s in sums)])
    tertimbang = [round(s / n * 0.111, 3) for s in sums]
    _line(page, end + 2, ["NRR tertimbang per unsur", *[None] * 3, *tertimbang, round(sum(sums) / n * 0.111, 3)])
    _line(page, end + 3, ["IKM Unit Pelayanan", *[None] * 12, round(sum(sums) / n * 0.111 * 25, 2)])
    _line(page, end + 4, ["Mutu Pelayanan", *[None] * 12, "B (Baik)"])
    page.cell(end + 7, 11, "Lurah Uji,")
    page.cell(end + 11, 11, "NIP 000000000000000000")


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sheet_of(rows: Sequence[Sequence[Any]]) -> bytes:
    workbook = Workbook()
    page = workbook.active
    assert isinstance(page, Worksheet)
    for row in rows:
        page.append(list(row))
    return saved(workbook)


def parsed(
    isi: bytes, name: str = "rekap.xlsx", periode: str = "2024-S2", *, unit: UnitLayanan = UNIT,
    mapping: Pemetaan | None = None, skip_bad: bool = False, sheet: str = "",
) -> ParsedResponses:  # fmt: skip
    span = parse_periode(periode) if periode else None
    return read_responses(isi, name, INSTRUMEN, unit, span, NOW, mapping, skip_bad=skip_bad, sheet=sheet)


def _line(page: Worksheet, row: int, values: Sequence[Any]) -> None:
    for column, value in enumerate(values, start=1):
        if value is not None:
            page.cell(row, column, value)
