"""The rows of a table whose columns are understood, read one by one: each a response, or held back with why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.questions import SARAN_PALING
from bot.imports.columns.field import KOLOM, Field
from bot.imports.columns.understanding import Column, Understanding
from bot.imports.faults import WHOLE_ROW, Said, Unreadable, counted
from bot.imports.keys import content_of, import_keys
from bot.imports.rows import Cell, Reading, at, check_unit, read_profil, read_service, read_when
from bot.imports.scores import Answers, answers_of, labels_of
from bot.imports.sheets.grid import letter
from bot.imports.totals import check_row
from scoring.model import Respons
from storage.records import ResponsRow, new_id

SUMBER = "impor"
_TERGABUNG = Said(
    "is part of a merged cell; unmerge it and fill in each row",
    "digabung dengan sel di atasnya; pisahkan selnya, lalu isi setiap baris",
)
_PALING_PANJANG = {"usia_kelompok": 32, "pendidikan": 40, "pekerjaan": 40, "saran": SARAN_PALING}


def read_rows(reading: Reading) -> list[ResponsRow]:
    """Every row that is wholly a response; of the others `reading.problems` says what is wrong."""
    known = reading.known
    answers = {
        column.index: _answers(reading, column, column.field)
        for column in known.columns
        if column.field is not None and column.field.kind in {"unsur", "harapan"}
    }
    strays, hidden = _strays(known), _hidden(known)
    seen = dict[str, int]()
    rows = []
    for row, cells in known.layout.body:
        before, torn = reading.problems.n, _torn(reading, row, cells)
        scores = dict.fromkeys(answers) if torn else _scores(reading, row, cells, answers)
        for index, skor in scores.items():
            reading.scores.setdefault(index, []).append(skor)
        if torn:
            continue
        _stray(reading, row, cells, strays)
        for column in hidden.get(row, ()):
            reading.problems.add(row, column.name, "", _TERGABUNG)
        _number(reading, row, cells, seen)
        check_row(reading, row, cells, {index: skor for index, skor in scores.items() if skor is not None})
        response = _response(reading, row, cells, scores)
        if reading.problems.n == before:
            rows.append(response)
            _remember(reading, response, cells)
    for row, _cells in known.layout.below:
        message = Said(
            "stands below the totals, which do not count it", "ada di bawah baris jumlah dan tidak terhitung"
        )
        reading.problems.add(row, WHOLE_ROW, "", message)
    return [replace(row, kunci_impor=key) for row, key in
            zip(rows, import_keys(reading.contents, reading.dateless), strict=True)]  # fmt: skip


def missing_numbers(known: Understanding) -> list[int]:
    """Respondents' numbers that the count leaves out: rows may have been lost."""
    column = next(iter(known.holding("no")), None)
    if column is None:
        return []
    texts = [at(cells, column) for _, cells in known.layout.body]
    numbers = {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 8}
    if not numbers or max(numbers) - min(numbers) > 2 * len(numbers):
        return []
    return sorted(set(range(min(numbers), max(numbers))) - numbers)


def _answers(reading: Reading, column: Column, field: Field) -> Answers:
    labels = labels_of(field.kind, field.key, reading.instrumen, reading.unit)
    cells = [at(line, column) for _, line in reading.known.layout.body]
    mapping = reading.known.mapping
    return answers_of(cells, labels, mapping.kode.nilai, mapping.desimal)


def _torn(reading: Reading, row: int, cells: Sequence[str]) -> bool:
    """Whether a line of text has more or fewer cells than the headings: then none of them is sure of its column."""
    layout = reading.known.layout
    found, wanted = len(cells), len(layout.headings)
    if not layout.grid.ragged or (found >= wanted and not any(cells[wanted:])):
        return False
    english = f"has {counted(found, 'cell')} where row {layout.header_row} has {wanted}"
    said = Said(english, f"berisi {found} sel, padahal baris {layout.header_row} berisi {wanted}")
    reading.problems.add(row, WHOLE_ROW, "", said)
    return True


def _scores(reading: Reading, row: int, cells: Sequence[str], answers: dict[int, Answers]) -> dict[int, int | None]:
    scores = dict[int, int | None]()
    if not any(index < len(cells) and cells[index] for index in answers):
        said = Said("holds no score at all", "tidak berisi nilai sama sekali")
        reading.problems.add(row, WHOLE_ROW, "", said)
        return dict.fromkeys(answers)
    for column in reading.known.columns:
        if column.index not in answers:
            continue
        text = at(cells, column)
        try:
            scores[column.index] = answers[column.index].read(text)
        except Unreadable as error:
            scores[column.index] = None
            reading.problems.add(row, column.name, text, error.said)
    return scores


def _strays(known: Understanding) -> list[int]:
    """Columns without a heading, right of the first with one, that touch the table: a cell there is one too many."""
    headings = known.layout.headings
    width = max((len(cells) for _, cells in known.layout.body), default=0)
    first = next((n for n, heading in enumerate(headings) if heading), 0)
    inside = [n for n in range(first, len(headings)) if not headings[n]]
    beyond = []
    for n in range(len(headings), width):
        if not any(n < len(cells) and cells[n] for _, cells in known.layout.body):
            break
        beyond.append(n)
    return inside + beyond


def _stray(reading: Reading, row: int, cells: Sequence[str], strays: Sequence[int]) -> None:
    if reading.known.layout.grid.ragged and len(cells) > len(reading.known.layout.headings):
        return  # told of the whole row
    for index in strays:
        if index < len(cells) and cells[index]:
            said = Said("is one too many: its column has no heading", "berlebih: kolom itu tidak berjudul")
            reading.problems.add(row, letter(index), cells[index], said)


def _hidden(known: Understanding) -> dict[int, list[Column]]:
    """By row, the columns whose cell is part of a merged one that says something above: whether it says the same of
    this row cannot be told. An empty score is a fault anyway."""
    rows = dict(known.layout.body)
    blocks = sorted(known.layout.grid.merged)
    blocks = [block for block in blocks if any(rows.get(block[0], ())[block[2] : block[3] + 1])]
    last = max(rows, default=0)
    hidden = dict[int, list[Column]]()
    for column in (column for kind in ("unit", *KOLOM) for column in known.holding(kind)):
        reached = 0
        for top, bottom, left, right in blocks:
            if left <= column.index <= right:
                for row in range(max(top, reached) + 1, min(bottom, last) + 1):
                    hidden.setdefault(row, []).append(column)
                reached = max(reached, bottom)
    return hidden


def _number(reading: Reading, row: int, cells: Sequence[str], seen: dict[str, int]) -> None:
    cell = reading.cell(cells, "no")
    if cell.text and (first := seen.setdefault(cell.text, row)) != row:
        reading.problem(row, cell, Said(f"stands in row {first} as well", f"juga ada di baris {first}"))


def _response(reading: Reading, row: int, cells: Sequence[str], scores: dict[int, int | None]) -> ResponsRow:
    """Of no use where a problem was added, here or before."""
    when, service = reading.cell(cells, "diisi_pada"), reading.cell(cells, "layanan")
    awal, akhir, diisi_pada = read_when(reading, row, when)
    for column in reading.known.holding("unit"):
        check_unit(reading, row, Cell(column.name, at(cells, column)))
    layanan = read_service(reading, row, service)
    profil = read_profil(reading, row, cells)
    saran = reading.cell(cells, "saran")
    for kind, most in _PALING_PANJANG.items():
        cell = reading.cell(cells, kind)
        if len(cell.text) > most:
            said = Said(f"is longer than {most} characters", f"lebih panjang dari {most} huruf")
            reading.problem(row, cell, said)
    by_kind = {
        kind: {
            column.field.key: skor
            for column in reading.known.columns
            if column.field and column.field.kind == kind and (skor := scores.get(column.index)) is not None
        }
        for kind in ("unsur", "harapan")
    }
    respons = Respons(layanan, diisi_pada, profil, by_kind["unsur"], {}, saran.text or None, by_kind["harapan"])
    unit, instrumen = reading.unit.kode, reading.instrumen.id
    return ResponsRow(new_id(), unit, instrumen, awal, akhir, SUMBER, respons)


def _remember(reading: Reading, row: ResponsRow, cells: Sequence[str]) -> None:
    if not reading.cell(cells, "diisi_pada").text:
        reading.dateless.add(len(reading.contents))
    layanan = row.respons.layanan if reading.cell(cells, "layanan").text else ""
    content = content_of(row.unit, row.instrumen, row.respons, row.hari_awal, row.hari_akhir, layanan)
    reading.contents.append(content)
