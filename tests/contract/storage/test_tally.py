"""What a store promises of several spans read at once: each as if it had been read alone."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.model import Profil, Rekap, rekap_of
from scoring.periode import periode_of
from storage.records import ResponsRow
from storage.store import Store
from tests.factories import BANYAK, INSTRUMEN, SATU, TANPA, jawaban, respons_row

ID = INSTRUMEN.id
MULAI = date(2026, 6, 1)
HARI = st.integers(0, 60).map(lambda n: MULAI + timedelta(days=n))
JENIS = st.sampled_from(["tahun", "semester", "triwulan", "bulan", "minggu"])
"""Overlapping, nested, apart, repeated, and empty ones."""
RENTANG = st.lists(
    st.tuples(HARI, HARI).map(lambda days: (min(days), max(days)))
    | st.builds(periode_of, HARI, JENIS).map(lambda periode: (periode.mulai, periode.selesai)),
    max_size=6,
)


@st.composite
def _responses(draw: st.DrawFn) -> ResponsRow:
    days = sorted(draw(st.tuples(HARI, HARI)))
    unit = draw(st.sampled_from([BANYAK, SATU, TANPA]))
    awal, akhir = days if draw(st.booleans()) else (days[0], days[0])
    return respons_row(draw(st.integers(1, 4)), unit=unit, hari_awal=awal, hari_akhir=akhir)


class _UndoError(Exception):
    pass


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_responses(), max_size=8), spans=RENTANG)
async def test_each_of_several_spans_counts_the_responses_whose_days_all_lie_in_it(
    store: Store, rows: list[ResponsRow], spans: list[tuple[date, date]]
) -> None:
    """However the spans overlap and however long an import's days are, the sums are those of a recount."""
    with contextlib.suppress(_UndoError):
        async with store.transaction() as tx:
            await tx.facts.add(rows)
            found = await tx.facts.rekap_rentang(ID, spans)
            people = await tx.facts.rekap_rentang(ID, spans, sebaran=False)
            for (mulai, selesai), counted, bare in zip(spans, found, people, strict=True):
                inside = [row for row in rows if mulai <= row.hari_awal and row.hari_akhir < selesai]
                assert counted == {
                    unit: rekap_of(row.respons.jawaban for row in inside if row.unit == unit)
                    for unit in {row.unit for row in inside}
                }
                assert bare == {
                    kode: Rekap(one.n, {}, one.jumlah, one.jumlah_kuadrat) for kode, one in counted.items()
                }
            raise _UndoError


async def test_services_are_counted_over_the_units_asked_for(store: Store) -> None:
    """A service that two units offer is one line, a response without a service is counted under ""."""
    rows = [
        respons_row(4, unit=BANYAK, layanan="kk"),
        respons_row(3, unit=BANYAK, layanan="ktp"),
        respons_row(2, unit=SATU, layanan="ktp"),
        respons_row(1, unit=TANPA, layanan=""),
    ]
    async with store.transaction() as tx:
        await tx.facts.add(rows)
        year = (ID, date(2026, 1, 1), date(2027, 1, 1))
        assert await tx.facts.rekap_layanan(*year, [BANYAK, SATU]) == {
            "kk": rekap_of([jawaban(4)]),
            "ktp": rekap_of([jawaban(3), jawaban(2)]),
        }
        assert (await tx.facts.rekap_layanan(*year))[""] == rekap_of([jawaban(1)])
        assert await tx.facts.rekap_layanan(*year, []) == {}


async def test_who_answered_is_read_with_what_they_answered(store: Store) -> None:
    """The responses of the units and days asked for, each with its own person, and no others."""
    her = Profil("P", 34, None, "sma", "pns")
    him = Profil("L", None, "31-40", None, None)
    rows = [
        respons_row(4, profil=her),
        respons_row(2, profil=him, unit=BANYAK, layanan="kk"),
        respons_row(1, hari=date(2025, 12, 31)),
        respons_row(1, instrumen="lain"),
    ]
    async with store.transaction() as tx:
        await tx.facts.add(rows)
        year = (ID, date(2026, 1, 1), date(2027, 1, 1))
        alone = [one async for one in tx.facts.profil(*year, [BANYAK])]
        everyone = [one async for one in tx.facts.profil(*year)]
    assert alone == [(him, jawaban(2))]
    assert sorted(everyone, key=lambda one: one[0].jenis_kelamin or "") == [(him, jawaban(2)), (her, jawaban(4))]
