"""What a store promises of finished responses: kept whole, found again, counted in the right windows."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import update

from scoring.model import Profil, Rekap, rekap_of
from scoring.periode import parse_periode
from storage.records import ResponsRow
from storage.store import Store
from storage.tables import rekap_harapan
from tests.factories import BANYAK, HARI, INSTRUMEN, NOW, SATU, TANPA, UNSUR, jawaban, respons_row

ID = INSTRUMEN.id


async def _add(store: Store, *rows: ResponsRow) -> None:
    async with store.transaction() as tx:
        await tx.facts.add(rows)


async def _n(store: Store, periode: str) -> dict[str, int]:
    window = parse_periode(periode)
    async with store.reading() as tx:
        rekap = await tx.facts.rekap(ID, window.mulai, window.selesai)
    return {unit: one.n for unit, one in rekap.items()}


async def test_a_response_comes_back_as_it_went_in(store: Store) -> None:
    """Every field survives, unknown ones as None; times come back aware and equal, whatever their zone was."""
    jakarta = timezone(timedelta(hours=7))
    full = respons_row(
        jawaban(2, biaya=4),
        diisi_pada=datetime(2026, 11, 21, 10, 0, 0, 123456, jakarta),
        profil=Profil("L", 70, "65+", "s1", "lainnya"),
        alasan={"biaya": "mahal “sekali” 👎"},
        harapan={"biaya": 1, "waktu": 4},
        saran="baris satu\nbaris dua",
        responden="r" * 32,
        tanda_terima="t" * 32,
        persetujuan_versi="2026-11",
        persetujuan_pada=NOW,
        kunci_impor="k" * 32,
    )
    bare = respons_row(unit=TANPA, layanan="", profil=Profil())
    await _add(store, full, bare)
    async with store.reading() as tx:
        kept = {row.id: row for row in await tx.facts.by_id([full.id, bare.id, 5])}
    assert kept == {full.id: full, bare.id: bare}
    assert kept[full.id].respons.diisi_pada.utcoffset() == timedelta(0)


async def test_windows_are_half_open(store: Store) -> None:
    """The first day of a month is in it, the first day of the next is not; a day is in all that hold it."""
    await _add(store, *(respons_row(hari=hari) for hari in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 31))))
    await _add(store, respons_row(hari=date(2026, 8, 1)))
    counted = {p: (await _n(store, p)).get(SATU, 0) for p in ("2026-06", "2026-07", "2026-08", "2026-S1", "2026-S2")}
    assert counted == {"2026-06": 1, "2026-07": 2, "2026-08": 1, "2026-S1": 1, "2026-S2": 3}
    assert await _n(store, "2026") == {SATU: 4}
    assert await _n(store, "2025") == {}


async def test_a_response_known_only_to_a_semester_is_in_that_semester_and_its_year(store: Store) -> None:
    """It is in no month, week or triwulan of the semester, whichever end they touch, and not in the other."""
    await _add(store, respons_row(hari_awal=date(2024, 7, 1), hari_akhir=date(2024, 12, 31)))
    assert await _n(store, "2024-S2") == await _n(store, "2024") == {SATU: 1}
    for without in ("2024-07", "2024-12", "2024-T3", "2024-T4", "2024-W27", "2024-S1", "2025"):
        assert await _n(store, without) == {}, without


async def test_rekap_sums_services_and_days_and_keeps_units_and_instruments_apart(store: Store) -> None:
    """The counts of a unit are those of its responses, of that instrumen, of the units asked for."""
    rows = [
        respons_row(4, unit=BANYAK, layanan="kk"),
        respons_row(jawaban(1, biaya=2), unit=BANYAK, layanan="ktp", hari=HARI - timedelta(days=1)),
        respons_row(2),
        respons_row(1, instrumen="lain"),
    ]
    await _add(store, *rows)
    async with store.reading() as tx:
        both = await tx.facts.rekap(ID, date(2026, 1, 1), date(2027, 1, 1))
        one = await tx.facts.rekap(ID, date(2026, 1, 1), date(2027, 1, 1), {SATU, TANPA})
        none = await tx.facts.rekap(ID, date(2026, 1, 1), date(2027, 1, 1), set())
    assert both == {
        BANYAK: rekap_of([rows[0].respons.jawaban, rows[1].respons.jawaban]),
        SATU: rekap_of([rows[2].respons.jawaban]),
    }
    assert one == {SATU: both[SATU]}
    assert none == {}


async def test_harapan_is_counted_apart_from_the_answers(store: Store) -> None:
    """Per unit, in the window and of the units asked for; n is of those who told it, and what is erased is gone."""
    told = [
        respons_row(3, harapan=jawaban(4)),
        respons_row(4, harapan=jawaban(4, waktu=2)),
        respons_row(4, unit=BANYAK, layanan="kk", harapan=jawaban(1)),
        respons_row(4, unit=BANYAK, layanan="ktp", harapan={"waktu": 2}),
        respons_row(1, harapan=jawaban(1), hari=HARI - timedelta(days=1)),
        respons_row(1, harapan=jawaban(1), instrumen="lain"),
    ]
    await _add(store, *told, respons_row(2), respons_row(2, unit=TANPA))
    span = (ID, HARI, HARI + timedelta(days=1))
    async with store.reading() as tx:
        everywhere = await tx.facts.rekap_harapan(*span)
        here = await tx.facts.rekap_harapan(*span, [SATU, TANPA])
        persepsi = await tx.facts.rekap(*span)
    assert everywhere.keys() == {SATU, BANYAK}
    assert (everywhere[SATU].n, everywhere[BANYAK].n, persepsi[SATU].n) == (2, 2, 3)
    assert everywhere[SATU].sebaran == rekap_of([jawaban(4), jawaban(4, waktu=2)]).sebaran
    assert everywhere[BANYAK].sebaran["waktu"] == (1, 1, 0, 0)
    assert everywhere[BANYAK].sebaran["biaya"] == (1, 0, 0, 0)
    assert here == {SATU: everywhere[SATU]}
    assert persepsi[SATU] == rekap_of([jawaban(3), jawaban(4), jawaban(2)])
    async with store.transaction() as tx:
        await tx.facts.remove(told[:2])
    async with store.reading() as tx:
        assert (await tx.facts.rekap_harapan(*span)).keys() == {BANYAK}
        assert await tx.facts.counted() == await tx.facts.recounted()


async def test_erasing_takes_a_response_out_of_fact_and_counters(store: Store) -> None:
    """What is left counts as if the erased had never been there; erasing all leaves no unit and no difference."""
    first, second = respons_row(4), respons_row({UNSUR[0]: 1})
    await _add(store, first, second)
    async with store.transaction() as tx:
        await tx.facts.remove([second])
    async with store.reading() as tx:
        assert await tx.facts.by_id([second.id]) == []
        assert await tx.facts.rekap(ID, HARI, HARI + timedelta(days=1)) == {SATU: rekap_of([jawaban(4)])}
    async with store.transaction() as tx:
        await tx.facts.remove([first])
    async with store.reading() as tx:
        assert await tx.facts.rekap(ID, HARI, HARI + timedelta(days=1)) == {}
        assert await tx.facts.counted() == await tx.facts.recounted() == {}


async def test_adding_or_erasing_nothing_is_no_error(store: Store) -> None:
    """A correction whose earlier response was erased meanwhile has nothing to remove."""
    async with store.transaction() as tx:
        await tx.facts.add([])
        await tx.facts.remove([])
        assert await tx.facts.counted() == {}


async def test_what_a_person_answered_before_is_found_newest_first(store: Store) -> None:
    """Only the people asked about, only since then (the moment itself included), the newest first."""
    ani, budi, cici = "a" * 32, "b" * 32, "c" * 32
    times = [NOW - timedelta(days=days) for days in (31, 30, 2, 5)]
    rows = [respons_row(responden=ani, diisi_pada=time) for time in times]
    rows += [respons_row(responden=budi, diisi_pada=NOW), respons_row(responden=cici), respons_row()]
    await _add(store, *rows)
    async with store.reading() as tx:
        found = await tx.facts.earlier({ani, budi}, NOW - timedelta(days=30))
    assert [row.id for row in found] == [rows[4].id, rows[2].id, rows[3].id, rows[1].id]


async def test_receipts_find_their_response(store: Store) -> None:
    """Each known receipt leads to its own response; an unknown one is absent; two responses cannot share one."""
    one, two = respons_row(tanda_terima="1" * 32), respons_row(tanda_terima="2" * 32)
    await _add(store, one, two, respons_row(), respons_row())
    async with store.reading() as tx:
        assert await tx.facts.by_receipt({"1" * 32, "2" * 32, "3" * 32}) == {"1" * 32: one, "2" * 32: two}
    with pytest.raises(Exception, match=r"(?i)unique"):
        await _add(store, respons_row(tanda_terima="1" * 32))
    async with store.reading() as tx:
        assert await tx.facts.counted() == await tx.facts.recounted()


async def test_import_keys_are_known_in_any_number(store: Store) -> None:
    """More keys than a statement takes are asked in parts, and the known among them are found in each part."""
    keys = [f"{n:032}" for n in range(12_001)]
    await _add(store, *(respons_row(kunci_impor=keys[n]) for n in (0, 4_999, 5_000, 12_000)))
    async with store.reading() as tx:
        assert await tx.facts.known_imports(keys) == {keys[0], keys[4_999], keys[5_000], keys[12_000]}
        assert await tx.facts.known_imports([]) == set()


async def test_a_response_of_an_unknown_unit_is_refused_whole(store: Store) -> None:
    """The database refuses a unit it does not have, and the good response beside it is not kept either."""
    with pytest.raises(Exception, match=r"(?i)foreign ?key"):
        await _add(store, respons_row(), respons_row(unit="tidak-ada"))
    async with store.reading() as tx:
        assert await tx.facts.counted() == await tx.facts.recounted() == {}


async def test_damaged_counters_are_told_from_sound_ones(store: Store) -> None:
    """A response that got around the counters shows as a difference between counted and recounted."""
    row = respons_row()
    await _add(store, row)
    async with store.transaction() as tx:
        await tx.facts._count([row], 1)  # what a forgotten increment elsewhere would look like
    async with store.reading() as tx:
        counted, recounted = await tx.facts.counted(), await tx.facts.recounted()
        assert await tx.health.faults() == []
    span = (ID, SATU, HARI, HARI, "ktp")
    assert (counted[span].n, recounted[span].n) == (2, 1)
    assert recounted[span] == rekap_of([jawaban(3)]) != Rekap()


async def test_damaged_counters_of_harapan_are_told_as_well(store: Store) -> None:
    """Only how much an unsur matters was counted wrongly: the difference shows, under that unsur's harapan."""
    await _add(store, respons_row(harapan={"waktu": 4}))
    async with store.engine.begin() as connection:
        await connection.execute(update(rekap_harapan).values(n4=0, n1=1))
    async with store.reading() as tx:
        counted, recounted = await tx.facts.counted(), await tx.facts.recounted()
    span = (ID, SATU, HARI, HARI, "ktp")
    assert (counted[span].n, recounted[span].n) == (1, 1)
    assert counted[span].sebaran["harapan.waktu"] == (1, 0, 0, 0)
    assert recounted[span].sebaran["harapan.waktu"] == (0, 0, 0, 1)


async def test_the_instrumen_of_a_time_are_known(store: Store) -> None:
    """Each by its id, of these units and days alone; one whose responses were erased is not among them."""
    gone = respons_row(instrumen="lama", unit=BANYAK)
    await _add(store, respons_row(), gone, respons_row(instrumen="lama", hari=date(2026, 6, 30)))
    async with store.transaction() as tx:
        await tx.facts.remove([gone])
    year, half = parse_periode("2026"), parse_periode("2026-S2")
    async with store.reading() as tx:
        assert await tx.facts.instrumen(year.mulai, year.selesai) == {ID, "lama"}
        assert await tx.facts.instrumen(half.mulai, half.selesai) == {ID}
        assert await tx.facts.instrumen(year.mulai, year.selesai, [BANYAK]) == set()
