"""What citizens wrote is masked and sorted soon after, once, whoever looks and however often."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.service import voices
from bot.service.voices import Voice, sort_new
from storage.records import ResponsRow
from storage.store import Store
from storage.voices import SARAN, SaranRow
from tests.factories import HARI, INSTRUMEN, SATU, jawaban, respons_row

NOMOR = "081234567890"


async def _add(store: Store, *rows: ResponsRow) -> None:
    async with store.transaction() as tx:
        await tx.facts.add(rows)


async def _kept(store: Store, unit: str = SATU) -> list[SaranRow]:
    async with store.reading() as tx:
        return await tx.voices.of_unit(unit, HARI, HARI + timedelta(days=1))


def _texts(found: list[Voice]) -> list[str]:
    return sorted(row.teks for one in found for row in one.texts)


async def test_saran_and_reasons_are_masked_and_sorted(sqlite_store: Store) -> None:
    """Each text gets a row with its unsur and kind; a reason that names no unsur stays with the one asked about."""
    row = respons_row(
        jawaban(3, waktu=1, perilaku=2),
        saran=f"Kursi ruang tunggu kurang, hubungi {NOMOR}",
        alasan={"waktu": "Antrenya lama sekali", "perilaku": "Begitulah pokoknya"},
    )
    await _add(sqlite_store, row, respons_row(4))
    (found,) = await sort_new(sqlite_store, INSTRUMEN)
    assert (found.respons, found.unit, found.hari, found.jawaban["waktu"]) == (row.id, SATU, HARI, 1)
    kept = {one.bagian: one for one in await _kept(sqlite_store)}
    assert set(kept) == {SARAN, "waktu", "perilaku"} == {one.bagian for one in found.texts}
    assert {bagian: one.unsur for bagian, one in kept.items()} == {
        SARAN: "sarana",
        "waktu": "waktu",
        "perilaku": "perilaku",
    }
    assert {one.sifat for one in kept.values()} == {"keluhan"}
    assert NOMOR not in kept[SARAN].teks
    assert "Kursi ruang tunggu kurang" in kept[SARAN].teks


async def test_what_says_nothing_is_left_out(sqlite_store: Store) -> None:
    """A dash and "tidak ada" are no saran, and looking at them again and again makes them none."""
    await _add(
        sqlite_store, respons_row(saran="-"), respons_row(saran="tidak ada"), respons_row(saran="Petugas ramah")
    )
    assert _texts(await sort_new(sqlite_store, INSTRUMEN)) == ["Petugas ramah"]
    assert await sort_new(sqlite_store, INSTRUMEN) == []
    assert [one.teks for one in await _kept(sqlite_store)] == ["Petugas ramah"]


async def test_each_is_told_of_once_however_many_look(sqlite_store: Store) -> None:
    """Of several that sort at the same moment, each text is new to one; later calls find what came since."""
    await _add(sqlite_store, *(respons_row(saran=f"Loket nomor {n} lama") for n in range(40)))
    several = await asyncio.gather(*(sort_new(sqlite_store, INSTRUMEN) for _ in range(4)))
    assert len([one for found in several for one in found]) == 40
    await _add(sqlite_store, respons_row(saran="Loket baru lama"))
    assert _texts(await sort_new(sqlite_store, INSTRUMEN)) == ["Loket baru lama"]


async def test_more_than_one_batch_is_sorted_and_what_is_left_by_the_next_call(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call does so many batches at most, and the calls together miss none."""
    monkeypatch.setattr(voices, "BATCH", 7)
    monkeypatch.setattr(voices, "BATCHES_PALING", 2)
    await _add(sqlite_store, *(respons_row(saran=f"Loket nomor {n} lama") for n in range(30)))
    counts = [len(await sort_new(sqlite_store, INSTRUMEN)) for _ in range(4)]
    assert counts == [14, 14, 2, 0]


async def test_much_that_says_nothing_does_not_hold_up_what_comes_after(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within the hour that is looked at again there may be more of it than a call does in batches."""
    monkeypatch.setattr(voices, "BATCH", 7)
    monkeypatch.setattr(voices, "BATCHES_PALING", 2)
    await _add(sqlite_store, *(respons_row(saran="tidak ada") for _ in range(30)))
    await _add(sqlite_store, respons_row(saran="Petugas minta uang"))
    found = [_texts(await sort_new(sqlite_store, INSTRUMEN)) for _ in range(4)]
    assert found == [[], [], ["Petugas minta uang"], []]


async def test_one_that_is_committed_late_is_still_found(sqlite_store: Store) -> None:
    """Another process may commit a response whose id is up to an hour older than the last one looked at."""
    late = respons_row(saran="Loket lama")
    newer = respons_row(saran="Toilet kotor", id=late.id + (59 * 60_000 << 22))
    await _add(sqlite_store, newer)
    assert _texts(await sort_new(sqlite_store, INSTRUMEN)) == ["Toilet kotor"]
    await _add(sqlite_store, late)
    assert _texts(await sort_new(sqlite_store, INSTRUMEN)) == ["Loket lama"]


async def test_what_was_long_looked_at_is_not_read_again(sqlite_store: Store) -> None:
    """The search begins an hour before the last response it has seen, with words or without."""
    old = respons_row(saran="Loket lama")
    await _add(sqlite_store, respons_row(id=old.id + (61 * 60_000 << 22)))
    assert await sort_new(sqlite_store, INSTRUMEN) == []
    await _add(sqlite_store, old)
    assert await sort_new(sqlite_store, INSTRUMEN) == []


async def test_one_erased_while_it_is_sorted_does_no_harm(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others of its batch are kept, and nothing of it is."""
    gone, stays = respons_row(saran="Loket lama"), respons_row(saran="Toilet kotor")
    await _add(sqlite_store, gone, stays)
    loop, sort = asyncio.get_running_loop(), voices._sort

    async def erase() -> None:
        async with sqlite_store.transaction() as tx:
            await tx.facts.remove([gone])

    def meanwhile(*given: object) -> list[SaranRow]:
        asyncio.run_coroutine_threadsafe(erase(), loop).result(10)
        return sort(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(voices, "_sort", meanwhile)
    assert _texts(await sort_new(sqlite_store, INSTRUMEN)) == ["Toilet kotor"]
    assert [one.teks for one in await _kept(sqlite_store)] == ["Toilet kotor"]


async def test_a_correction_stays(sqlite_store: Store) -> None:
    """What an official has sorted by hand is never sorted anew, also where the search begins from the first."""
    await _add(sqlite_store, respons_row(saran="Loket lama"))
    await sort_new(sqlite_store, INSTRUMEN)
    (row,) = await _kept(sqlite_store)
    async with sqlite_store.transaction() as tx:
        await tx.voices.correct([(row.respons, row.bagian)], "sarana", "usul", 7)
        await tx.schedule.set("saran.sampai", 0)
        assert await tx.voices.add([row]) == []
    assert await sort_new(sqlite_store, INSTRUMEN) == []
    (after,) = await _kept(sqlite_store)
    assert (after.unsur, after.sifat, after.dikoreksi_oleh) == ("sarana", "usul", 7)
