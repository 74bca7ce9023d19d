"""What a store promises of citizens' words: kept once, read in bulk, answered once, gone with their response."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from storage.records import new_id
from storage.store import Store
from storage.voices import SARAN, IzinRow, SaranRow
from tests.factories import BANYAK, HARI, MS, NOW, SATU, outbox_row, respons_row

UNTIL = MS + 1_000
SPAN = (HARI, HARI + timedelta(days=1))


async def _saran(
    store: Store,
    teks: str,
    *,
    unit: str = SATU,
    hari: date = HARI,
    unsur: str | None = "waktu",
    sifat: str = "keluhan",
) -> SaranRow:
    """A response with one sorted text, whose writer may be answered."""
    response = respons_row(unit=unit, hari=hari, saran=teks)
    row = SaranRow(response.id, SARAN, unit, hari, teks, unsur, sifat)
    async with store.transaction() as tx:
        await tx.facts.add([response])
        assert await tx.voices.add([row]) == [row]
        await tx.voices.allow([IzinRow(response.id, "uji", "1001", UNTIL)])
    return row


async def test_a_text_is_kept_once_and_only_beside_its_response(store: Store) -> None:
    """Adding again changes nothing and says so; what belongs to no response is left out, the rest is kept."""
    row = await _saran(store, "Antre lama")
    orphan = SaranRow(new_id(), SARAN, SATU, HARI, "x", None, "lain")
    second = SaranRow(row.respons, "biaya", SATU, HARI, "Mahal", "biaya", "keluhan")
    async with store.transaction() as tx:
        assert await tx.voices.add([row, orphan, second]) == [second]
        assert await tx.voices.add([]) == []
    async with store.reading() as tx:
        assert await tx.voices.of_unit(SATU, *SPAN) == [row, second]


async def test_the_texts_of_many_units_come_from_one_call(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """By unit and unsur, of those days, complaints first and then the newest, no more than asked for."""
    monkeypatch.setattr("storage.parts.A_STATEMENT", 1)
    yesterday, old = HARI - timedelta(days=1), HARI - timedelta(days=8)
    before = await _saran(store, "Antre lama", hari=yesterday)
    newest = await _saran(store, "Antre lama sekali")
    praise = await _saran(store, "Cepat", sifat="pujian")
    await _saran(store, "Dulu pun lama", hari=old)
    await _saran(store, "Begitulah", unsur=None)
    toilet = await _saran(store, "Toilet kotor", unit=BANYAK, unsur="sarana")
    span = (HARI - timedelta(days=6), HARI + timedelta(days=1))
    async with store.reading() as tx:
        found = await tx.voices.top([SATU, BANYAK], None, *span)
        assert found == {(SATU, "waktu"): [newest, before, praise], (BANYAK, "sarana"): [toilet]}
        assert await tx.voices.top([SATU, BANYAK], ["waktu"], *span, most=1) == {(SATU, "waktu"): [newest]}
        assert await tx.voices.top([], None, *span) == {}


async def test_one_answer_is_kept_and_the_address_forgotten(store: Store) -> None:
    """Of several at once one is kept; nothing is left to answer it by."""
    row = await _saran(store, "Antre lama")

    async def answer(teks: str) -> bool:
        async with store.transaction() as tx:
            return await tx.voices.answer(row, teks, 7, NOW)

    done = await asyncio.gather(*(answer(f"Jawaban {n}") for n in range(3)))
    assert sorted(done) == [False, False, True]
    async with store.reading() as tx:
        (kept,) = await tx.voices.of_unit(SATU, *SPAN)
        assert await tx.voices.allowed([row.respons], MS) == {}
        assert await tx.voices.answered([row.respons, 1]) == {row.respons}
    assert (kept.jawaban, kept.dijawab_oleh, kept.dijawab_pada) == (f"Jawaban {done.index(True)}", 7, NOW)


async def test_a_leave_lasts_until_its_time(store: Store) -> None:
    """From that moment on nobody is answered, and pruning removes it and none that still lasts."""
    row = await _saran(store, "Antre lama")
    late = NOW + timedelta(milliseconds=1_000)
    async with store.transaction() as tx:
        assert set(await tx.voices.allowed([row.respons], UNTIL - 1)) == {row.respons}
        assert await tx.voices.allowed([row.respons], UNTIL) == {}
        assert not await tx.voices.answer(row, "Terlambat", 7, late)
        await tx.voices.prune(UNTIL - 1)
        assert set(await tx.voices.allowed([row.respons], MS)) == {row.respons}
        await tx.voices.prune(UNTIL)
        assert await tx.voices.allowed([row.respons], MS) == {}


async def test_words_and_leave_go_with_their_response(store: Store) -> None:
    """Erasing a response leaves nothing of what came of it, and what comes of another stays."""
    gone, stays = await _saran(store, "Antre lama"), await _saran(store, "Toilet kotor")
    async with store.transaction() as tx:
        await tx.facts.remove(await tx.facts.by_id([gone.respons]))
    async with store.reading() as tx:
        assert await tx.voices.of_unit(SATU, *SPAN) == [stays]
        assert set(await tx.voices.allowed([gone.respons, stays.respons], MS)) == {stays.respons}


async def test_a_message_is_recalled_by_its_key_and_no_other(store: Store) -> None:
    """Words that imitate a key, a longer key, and a conversation's own screen of that key stay."""
    payloads = ('{"key":"staf:7"}', '{"text":"\\"key\\":\\"staf:7\\""}', '{"key":"staf:77"}')
    rows = [outbox_row(payload=one, detached=True) for one in payloads] + [outbox_row(payload=payloads[0])]
    async with store.transaction() as tx:
        await tx.outbox.enqueue(rows)
        await tx.outbox.recall("staf:7")
    async with store.reading() as tx:
        assert {row.id for row in await tx.outbox.waiting("p" * 32)} == {row.id for row in rows[1:]}
