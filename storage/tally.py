"""Sums over the counters: how many answered what, in several spans of days at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from itertools import combinations_with_replacement
from typing import Any, Literal

from sqlalchemy import Column, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from scoring.model import Rekap, Sebaran
from storage.tables import rekap_harapan, rekap_responden, rekap_unsur

Rentang = tuple[date, date]
"""Days from the first up to but not including the second, as of a Periode."""
Kunci = Literal["unit", "layanan"]
SEBARAN = ("n1", "n2", "n3", "n4")
RESPONDEN = ("n", "jumlah", "jumlah_kuadrat")
_AWAL, _AKHIR = "potong_awal", "potong_akhir"


async def tally(
    connection: AsyncConnection,
    instrumen: str,
    spans: Sequence[Rentang],
    units: Collection[str] | None,
    by: Kunci = "unit",
    *,
    sebaran: bool = True,
) -> list[dict[str, Rekap]]:
    """For each span the counts by unit or by service; who has no response in it is absent.

    A row of counters is in a span when all its days are. However many spans there are and however they overlap,
    each table is read once: rows are summed between the cuts that the spans make, and those sums added up here.
    Without `sebaran` only `n`, `jumlah` and `jumlah_kuadrat` are read, a tenth of the rows.
    """
    if not spans:
        return []
    cuts = sorted({day for span in spans for day in span})
    within = _within(cuts, spans)
    people: list[dict[str, list[int]]] = [defaultdict(lambda: [0, 0, 0]) for _ in spans]
    answers: list[dict[str, dict[str, Sebaran]]] = [defaultdict(dict) for _ in spans]
    rows = await connection.execute(_query(rekap_responden, (by,), RESPONDEN, instrumen, cuts, units))
    for key, n, jumlah, kuadrat, *piece in rows:
        for span in within[tuple(piece)]:
            sums = people[span][key]
            sums[0] += int(n)
            sums[1] += int(jumlah)
            sums[2] += int(kuadrat)
    if sebaran:
        rows = await connection.execute(_query(rekap_unsur, (by, "unsur"), SEBARAN, instrumen, cuts, units))
        for key, unsur, n1, n2, n3, n4, *piece in rows:
            # What was erased leaves a row of zeros behind, which is as good as none.
            if not (n1 or n2 or n3 or n4):
                continue
            for span in within[tuple(piece)]:
                a, b, c, d = answers[span][key].get(unsur, (0, 0, 0, 0))
                answers[span][key][unsur] = (a + int(n1), b + int(n2), c + int(n3), d + int(n4))
    return [
        {key: Rekap(n, found.get(key, {}), jumlah, kuadrat) for key, (n, jumlah, kuadrat) in sums.items() if n}
        for sums, found in zip(people, answers, strict=True)
    ]


async def tally_harapan(
    connection: AsyncConnection, instrumen: str, span: Rentang, units: Collection[str] | None
) -> dict[str, Rekap]:
    """The counts of harapan by unit, as Facts.rekap_harapan gives them."""
    found: dict[str, dict[str, Sebaran]] = defaultdict(dict)
    rows = await connection.execute(_query(rekap_harapan, ("unit", "unsur"), SEBARAN, instrumen, span, units))
    for unit, unsur, n1, n2, n3, n4 in rows:
        if n1 or n2 or n3 or n4:
            found[unit][unsur] = (int(n1), int(n2), int(n3), int(n4))
    return {unit: Rekap(max(map(sum, sebaran.values())), sebaran) for unit, sebaran in found.items()}


def _query(
    table: Any,
    keys: Sequence[str],
    counts: Sequence[str],
    instrumen: str,
    cuts: Sequence[date],
    units: Collection[str] | None,
) -> Select[Any]:
    columns = [table.c[key] for key in keys]
    between: list[Any] = []
    if len(cuts) > 2:
        between = [_piece(table.c.hari_awal, cuts).label(_AWAL), _piece(table.c.hari_akhir, cuts).label(_AKHIR)]
    query = (
        select(*columns, *(func.sum(table.c[name]).label(name) for name in counts), *between)
        .where(table.c.instrumen == instrumen, table.c.hari_awal >= cuts[0], table.c.hari_akhir < cuts[-1])
        .group_by(*columns, *(one.name for one in between))
    )
    return query if units is None else query.where(table.c.unit.in_(units))


def _piece(day: Column[date], cuts: Sequence[date]) -> Any:
    """Between which two cuts a day lies: 0 for from the first up to the second."""
    return case(*((day < cut, n) for n, cut in enumerate(cuts[1:-1])), else_=len(cuts) - 2)


def _within(cuts: Sequence[date], spans: Sequence[Rentang]) -> dict[tuple[int, ...], list[int]]:
    """Which spans hold the rows that begin in one piece and end in another; the only piece goes unnamed."""
    last = len(cuts) - 1
    found: dict[tuple[int, ...], list[int]] = {}
    for first, end in combinations_with_replacement(range(last), 2):
        piece = (first, end) if last > 1 else ()
        found[piece] = [n for n, span in enumerate(spans) if span[0] <= cuts[first] and cuts[end + 1] <= span[1]]
    return found
