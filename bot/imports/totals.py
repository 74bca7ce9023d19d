"""Printed totals held against the cells: of a row, of a column, the means, the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from bot.imports.columns.layout import TotalsRow
from bot.imports.columns.understanding import Column
from bot.imports.faults import WHOLE_ROW, Problem, Said
from bot.imports.rows import Reading, at
from scoring.bobot import parse_bobot
from scoring.errors import InstrumenError
from scoring.pembulatan import DESIMAL_LAPORAN, round_half_up

_PALING_PANJANG: Final = 40
_PECAHAN_PALING: Final = 6
"""A spreadsheet computes with more decimals than it keeps right."""


@dataclass(frozen=True, slots=True)
class Checked:
    """`faults` do not add up; `agreed` names what does; `bobot` are the conventions that the printed index allows."""

    faults: tuple[Problem, ...]
    agreed: tuple[str, ...]
    bobot: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    faults: list[Problem] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)

    def weigh(self, row: int, column: str, text: str, what: str, rights: Iterable[Fraction], said: Said) -> None:
        """Hold one printed number against what it may be."""
        if text.startswith("="):
            return  # a formula that no program has computed yet
        if not fits(text, rights):
            self.faults.append(Problem(row, column, text, said))
        elif what not in self.agreed:
            self.agreed.append(what)


def check_row(reading: Reading, row: int, cells: Sequence[str], found: dict[int, int]) -> None:
    """The printed total and mean of one respondent, whose scores are `found` by column."""
    for column in (*reading.known.holding("jumlah"), *reading.known.holding("rata-rata")):
        text, block = at(cells, column), _block(reading, column)
        if not text or text.startswith("=") or any(index not in found for index in block):
            continue
        total = Fraction(sum(found[index] for index in block))
        mean = total / len(block)
        kind = column.field.kind if column.field else ""
        rights = [total] if kind == "jumlah" else [mean, 25 * mean]
        if not fits(text, rights):
            right = shown(rights[0])
            what = ("the sum", "jumlah") if kind == "jumlah" else ("the mean", "rata-rata")
            message = Said(
                f"should be {right}, {what[0]} of the row's {len(block)} scores",
                f"seharusnya {right.replace('.', ',')}, yaitu {what[1]} {len(block)} nilai di baris itu",
            )
            reading.problems.add(row, column.name, text, message)


def check_totals(reading: Reading) -> Checked:
    """Every row of totals against the columns above. Where a cell of a column could not be read, nothing can be said
    of that column."""
    found, bobot = _Found(), tuple[str, ...]()
    for totals in reading.known.layout.totals:
        if totals.kind in {"jumlah", "nrr", "tertimbang"}:
            for column in _scored(reading):
                _check_column(found, reading, totals, column)
            if totals.kind == "jumlah":
                _check_grand(found, reading, totals)
        elif totals.kind == "ikm":
            bobot = _check_ikm(found, reading, totals) or bobot
    return Checked(tuple(found.faults), tuple(found.agreed), bobot)


def _check_column(found: _Found, reading: Reading, totals: TotalsRow, column: Column) -> None:
    text, scores = at(totals.cells, column), reading.scores.get(column.index, [])
    sure = [score for score in scores if score is not None]
    if not text or not scores or len(sure) < len(scores):
        return
    total, n = Fraction(sum(sure)), len(scores)
    if totals.kind == "jumlah":
        right = shown(total)
        said = Said(f"should be {right}, the sum of {n} cells", f"seharusnya {right}, yaitu jumlah {n} sel")
        found.weigh(totals.row, column.name, text, "jumlah", [total], said)
    elif totals.kind == "nrr":
        right = shown(total / n)
        said = Said(
            f"should be {right}, the mean of {n} cells",
            f"seharusnya {right.replace('.', ',')}, yaitu rata-rata {n} sel",
        )
        found.weigh(totals.row, column.name, text, "NRR", [total / n], said)
    else:
        right = shown(total / n / len(reading.instrumen.unsur), 3)
        said = Said(
            f"should be {right}, the mean of {n} cells weighted",
            f"seharusnya {right.replace('.', ',')}, yaitu rata-rata {n} sel kali bobot",
        )
        rights = [total / n * weight for weight in _weights(reading).values()]
        rights += [Fraction(round_half_up(total / n)) * weight for weight in _weights(reading).values()]
        found.weigh(totals.row, column.name, text, "NRR tertimbang", rights, said)


def _check_grand(found: _Found, reading: Reading, totals: TotalsRow) -> None:
    """The total of the totals."""
    for column in reading.known.holding("jumlah"):
        own = [reading.scores.get(index, []) for index in _block(reading, column)]
        if (text := at(totals.cells, column)) and not any(None in scores for scores in own):
            right = sum(skor or 0 for scores in own for skor in scores)
            said = Said(f"should be {right}, the sum of all scores", f"seharusnya {right}, yaitu jumlah semua nilai")
            found.weigh(totals.row, column.name, text, "jumlah", [Fraction(right)], said)


def _check_ikm(found: _Found, reading: Reading, totals: TotalsRow) -> tuple[str, ...]:
    """The index stands in any one cell of its row."""
    columns = [column for column in _scored(reading) if column.field and column.field.kind == "unsur"]
    scores = [reading.scores.get(column.index, []) for column in columns]
    printed = [(n, cell) for n, cell in enumerate(totals.cells) if re.fullmatch(r"\d{2,3}(?:[.,]\d+)?", cell)]
    if not printed or any(not own or None in own for own in scores):
        return ()
    place, text = printed[0]
    means = [Fraction(sum(s for s in own if s is not None), len(own)) for own in scores]
    rights = {name: 25 * sum(means, Fraction()) * weight for name, weight in _weights(reading).items()}
    printed_means = sum((Fraction(round_half_up(mean)) for mean in means), Fraction())
    rounded = {name: 25 * printed_means * weight for name, weight in _weights(reading).items()}
    right = shown(next(iter(rights.values())))
    said = Said(
        f"should be {right}, the index of {len(scores[0])} responses",
        f"seharusnya {right.replace('.', ',')}, yaitu IKM dari {len(scores[0])} jawaban",
    )
    names = reading.known.columns
    column = names[place].name if place < len(names) else "IKM"
    found.weigh(totals.row, column, text, "IKM", [*rights.values(), *rounded.values()], said)
    return tuple(name for name in rights if fits(text, [rights[name]])) or tuple(
        name for name in rounded if fits(text, [rounded[name]])
    )


def explained(problem: Problem, held: Iterable[Problem], totals: Iterable[str]) -> bool:
    """Whether a row held back can be why a column does not add up: its cell there is at fault, or its total is."""
    return any(one.column in {problem.column, WHOLE_ROW, *totals} for one in held)


def fits(text: str, rights: Iterable[Fraction]) -> bool:
    """Whether a printed number is one of these, rounded or cut to the decimals it is printed with."""
    wanted = list(rights)
    for value, decimals in _numbers(text):
        unit = Fraction(1, 10 ** min(decimals, _PECAHAN_PALING))
        if any(value == right or (decimals > 0 and abs(value - right) < unit) for right in wanted):
            return True
    return False


def shown(value: Fraction, decimals: int = DESIMAL_LAPORAN) -> str:
    """As a person would print it: a whole number without decimals."""
    return str(value.numerator) if value.denominator == 1 else str(round_half_up(value, decimals))


def _numbers(text: str) -> Iterator[tuple[Fraction, int]]:
    """What a printed number may be, with its decimals: comma or point, the other between thousands."""
    if len(text) > _PALING_PANJANG:
        return
    bare = text.replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if re.fullmatch(r"\d+(?:[.,]\d+)?", bare):
        whole, _, part = bare.replace(",", ".").partition(".")
        yield Fraction(f"{whole}.{part or 0}"), len(part)
    for thousands, decimal in ((".", ","), (",", ".")):
        if re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimal}\d+)?", bare):
            whole, _, part = bare.replace(thousands, "").partition(decimal)
            yield Fraction(f"{whole}.{part or 0}"), len(part)


def _weights(reading: Reading) -> dict[str, Fraction]:
    """1/x and what reports print for it, by its text."""
    x = len(reading.instrumen.unsur)
    texts = [f"1/{x}", *(str(round_half_up(Fraction(1, x), decimals)) for decimals in (3, 2, 4))]
    weights = dict[str, Fraction]()
    for text in texts:
        with suppress(InstrumenError):  # rounded so coarsely that nobody can compute with it
            weights[text.replace(".", ",")] = parse_bobot(text, x).nilai
    return weights


def _scored(reading: Reading) -> list[Column]:
    return [column for column in reading.known.columns if column.field and column.field.kind in {"unsur", "harapan"}]


def _block(reading: Reading, column: Column) -> list[int]:
    """The scores that a printed total adds up: those of the kind that stands nearest on its left, or on its right."""
    scored = _scored(reading)
    left = [one for one in scored if one.index < column.index]
    nearest = left[-1] if left else scored[0]
    return [one.index for one in scored if one.field and nearest.field and one.field.kind == nearest.field.kind]
