"""Sorts what citizens wrote, soon after they wrote it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from bot.saran.klasifikasi import classify
from bot.saran.samaran import mask
from scoring.instrumen import Instrumen
from scoring.model import Jawaban
from storage.store import Store, Transaction
from storage.voices import SARAN, SaranRow, Writing

BATCH: Final = 500
"""Responses sorted and kept together."""
BATCHES_PALING: Final = 40
"""In one call, beyond what an earlier one looked at; what is left is sorted by the next."""
_SAMPAI: Final = "saran.sampai"
"""The setting that holds up to which response all have been looked at."""
_OVERLAP: Final = 3_600_000 << 22
"""An hour, as ids of rows count time (`storage.records.new_id`): several processes write, and what has a lower id
may be committed later."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A response whose words were sorted just now: its scores by unsur, and its texts, masked."""

    respons: int
    unit: str
    hari: date
    jawaban: Jawaban
    texts: tuple[SaranRow, ...]


Hear = Callable[[Transaction, Sequence[Voice]], Awaitable[object]]


async def sort_new(store: Store, instrumen: Instrumen, hear: Hear | None = None) -> list[Voice]:
    """Mask, sort and keep what was written since the last call; returns it, each response once however many
    processes call. Texts that say nothing are left out. `hear` is told within the transaction that keeps them: what
    it does about them is kept with them, or not at all. May be called at any time. Raises StorageError.
    """
    async with store.reading() as tx:
        sampai = int(await tx.schedule.setting(_SAMPAI) or 0)
        newest = await tx.voices.newest()
    found: list[Voice] = []
    looked = sampai - _OVERLAP
    beyond = 0
    while beyond < BATCHES_PALING:
        async with store.reading() as tx:
            writings = await tx.voices.unsorted(looked, BATCH)
        if not writings:
            looked = newest
            break
        looked = writings[-1].respons
        # What says nothing is met again for an hour. Counted, enough of it would hold up all that comes after.
        beyond += looked > sampai
        # The event loop goes on answering people meanwhile.
        rows = await asyncio.to_thread(_sort, writings, {unsur.key for unsur in instrumen.unsur})
        if rows:
            async with store.transaction() as tx:
                voices = list(_voices(writings, await tx.voices.add(rows)))
                if hear is not None:
                    await hear(tx, voices)
            found += voices
    if looked > sampai:
        async with store.transaction() as tx:
            await tx.schedule.set(_SAMPAI, looked)
    return found


def _sort(writings: Sequence[Writing], known: Collection[str]) -> list[SaranRow]:
    return [row for writing in writings for row in _rows(writing, known)]


def _rows(writing: Writing, known: Collection[str]) -> Iterator[SaranRow]:
    texts = dict(writing.alasan) | ({SARAN: writing.saran} if writing.saran else {})
    for bagian, teks in texts.items():
        asked_about = None if bagian == SARAN else bagian
        sorted_as = classify(teks, asked_about)
        if sorted_as.sifat != "kosong":
            # The rules know the unsur of one instrumen; of another's they name those that it has, too.
            unsur = sorted_as.unsur if sorted_as.unsur in known else asked_about
            yield SaranRow(writing.respons, bagian, writing.unit, writing.hari, mask(teks), unsur, sorted_as.sifat)


def _voices(writings: Sequence[Writing], rows: Iterable[SaranRow]) -> Iterator[Voice]:
    by_id = {writing.respons: writing for writing in writings}
    for respons, texts in groupby(rows, key=lambda row: row.respons):
        writing = by_id[respons]
        yield Voice(respons, writing.unit, writing.hari, writing.jawaban, tuple(texts))
