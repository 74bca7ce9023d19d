"""Counters and responses never drift apart, whatever is added and erased in whatever order."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.model import Rekap
from storage.records import ResponsRow
from storage.store import Store
from tests.factories import BANYAK, SATU, TANPA, UNSUR, respons_row

SPANS = (
    (date(2026, 6, 30), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 7, 1)),
    (date(2026, 7, 1), date(2026, 12, 31)),
)
PLACES = ((BANYAK, "kk"), (BANYAK, "ktp"), (SATU, "ktp"), (TANPA, ""))


@st.composite
def _responses(draw: st.DrawFn) -> ResponsRow:
    unit, layanan = draw(st.sampled_from(PLACES))
    awal, akhir = draw(st.sampled_from(SPANS))
    # Few unsur, and not all of them answered: an erased answer may have been the only one to its unsur.
    answers = draw(st.dictionaries(st.sampled_from(UNSUR[:3]), st.integers(1, 4), max_size=3))
    harapan = draw(st.dictionaries(st.sampled_from(UNSUR[:3]), st.integers(1, 4), max_size=3))
    return respons_row(answers, unit=unit, layanan=layanan, hari_awal=awal, hari_akhir=akhir, harapan=harapan)


_ADD = st.tuples(st.just("add"), st.lists(_responses(), max_size=5))
_REMOVE = st.tuples(st.just("remove"), st.lists(st.integers(0, 99), max_size=5))


class _UndoError(Exception):
    pass


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_ADD | _REMOVE, max_size=10))
async def test_counters_follow_every_addition_and_erasure(store: Store, steps: list[tuple[str, list[Any]]]) -> None:
    """After any sequence of batches the counters equal a recount, none is negative, and n is what is left."""
    kept: list[ResponsRow] = []
    with contextlib.suppress(_UndoError):
        async with store.transaction() as tx:
            for step, batch in steps:
                if step == "add":
                    await tx.facts.add(batch)
                    kept += batch
                else:
                    gone = {kept[index % len(kept)].id: kept[index % len(kept)] for index in batch if kept}
                    await tx.facts.remove(list(gone.values()))
                    kept = [row for row in kept if row.id not in gone]
                counted = await tx.facts.counted()
                assert counted == await tx.facts.recounted()
                assert sum(rekap.n for rekap in counted.values()) == len(kept)
                assert all(_not_negative(rekap) for rekap in counted.values())
            raise _UndoError


def _not_negative(rekap: Rekap) -> bool:
    return min(rekap.n, rekap.jumlah, rekap.jumlah_kuadrat, *(n for s in rekap.sebaran.values() for n in s)) >= 0
