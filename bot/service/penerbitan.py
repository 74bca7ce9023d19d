"""Documents that officials asked for in chat: read, checked, printed, and sent when they are done.

What was asked for stands in the database until its answer is in the outbox, both in one transaction: whoever dies in
between, another process goes on with it, and nobody is answered twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.reports.dokumen.errors import BelumTercetak, DokumenError, TanpaTautan
from bot.reports.dokumen.penerbit import Penerbit
from bot.reports.dokumen.pesanan import SIFAT, nama_berkas
from bot.reports.dokumen.susun import BelumAdaJawaban, Susunan
from bot.reports.dokumen.temuan import TidakKonsisten
from bot.service.faults import told
from bot.service.kemasan import Kemasan
from bot.service.parcels import Parcel, enqueue, ms
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.staff.documents.answers import (
    batal_cetak,
    belum_ada,
    kemajuan,
    siap,
    siap_semua,
    tanpa_tautan,
    tidak_konsisten,
)
from bot.staff.documents.asked import Diminta, allowed, read_diminta
from bot.staff.frame import Page
from storage.errors import StorageError
from storage.records import OutboxRow, new_id
from storage.requests import RequestRow
from storage.staff import AuditRow, StafRow
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

TICK_SECONDS: Final = 1.0
LANES: Final = 2
"""Requests done side by side, so that one of many documents does not keep one of a single document waiting."""
LEASE_MS: Final = 300_000
"""One document takes seconds; of many, the lease is drawn out with each."""
PERCOBAAN_PALING: Final = 3
TAKEN_PALING: Final = 10
"""What broke off so often, by the database or with the process, is given up. While the database is away nothing can
be taken, so an outage counts once."""
JEDA_MS: Final = 15_000
"""Before a document that was not printed is tried again."""
KEMAJUAN_TIAP: Final = 30
"""Documents between two messages that say how far it is."""


class Penerbitan:
    """Looks for what was asked for; each `tick` does one at a time. `susunan` reads and checks, `penerbit` prints."""

    def __init__(
        self,
        store: Store,
        surveys: Surveys,
        sandi: Sandi,
        committed: Callable[[Sequence[OutboxRow]], None],
        susunan: Callable[[], Susunan],
        penerbit: Penerbit,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._surveys = surveys
        self._sandi = sandi
        self._committed = committed
        self._susunan = susunan
        self._penerbit = penerbit
        self._clock = clock

    async def release(self) -> None:
        """What a process that is gone was doing is due at once. For a database of this one process."""
        async with self._store.transaction() as tx:
            await tx.requests.release(ms(self._clock()))

    async def tick(self) -> int:
        """Do all that is due. Returns how many requests were answered."""
        done = 0
        try:
            while (row := await self._claim()) is not None:
                done += await self._act(row)
        except StorageError as error:
            log.error("a document has to wait: %s", error)  # noqa: TRY400  the line says it all
        return done

    async def _claim(self) -> RequestRow | None:
        now = ms(self._clock())
        async with self._store.reading() as tx:
            if not await tx.requests.has_due(now):
                return None
        async with self._store.transaction() as tx:
            return await tx.requests.claim(now, now + LEASE_MS)

    async def _act(self, row: RequestRow) -> bool:
        holding = _Lease(self._store, row, self._clock)
        async with self._store.reading() as tx:
            who = await tx.staff.known(self._sandi.percakapan(row.channel, row.address))
            asked = read_diminta(row.isi, self._surveys.now.direktori, self._surveys.now.aturan.nama_pemda)
        if who is None or asked is None or not allowed(who, asked, self._surveys.now.direktori):
            return await self._answer(holding, None, None, ())
        if row.percobaan > TAKEN_PALING:
            log.error("a document is given up: it was begun %d times and always broke off", TAKEN_PALING)
            return await self._answer(holding, who, asked, [batal_cetak(asked)])
        try:
            pages = await (self._many(holding, asked) if asked.masing else self._one(asked))
        except StorageError:
            raise
        except _Lost:
            return False
        except Exception as error:
            reason = error if isinstance(error, BelumTercetak) else told(error)  # other messages may quote people
            log.error("a document was not printed: %s", reason)  # noqa: TRY400  the line says it all
            if row.percobaan < PERCOBAAN_PALING:
                await holding.pause()
                return False
            pages = [batal_cetak(asked)]
        return await self._answer(holding, who, asked, pages)

    async def _one(self, asked: Diminta) -> list[Page]:
        try:
            isi = await self._print(asked)
        except TidakKonsisten as error:
            return [tidak_konsisten(asked, error)]
        except BelumAdaJawaban:
            return [belum_ada(asked)]
        except TanpaTautan as error:
            log.warning("%s", error)
            return [tanpa_tautan(asked)]
        except BelumTercetak:
            raise
        except DokumenError as error:
            log.error("a document cannot be printed: %s", told(error))  # noqa: TRY400  messages may quote people
            return [batal_cetak(asked)]
        nama = nama_berkas(asked.bentuk, asked.sasaran.kode, asked.periode.kode)
        return [siap(asked, nama, isi)]

    async def _many(self, holding: _Lease, asked: Diminta) -> list[Page]:
        """Each unit's own, packed together; a unit whose document cannot be had is named instead."""
        kemasan, units = Kemasan(f"{asked.bentuk}-{asked.periode.kode}"), asked.units()
        for n, one in enumerate(units, start=1):
            try:
                isi = await self._print(one)
            except TidakKonsisten as error:
                kemasan.tidak_cocok.append((one.sasaran.nama, error))
            except BelumAdaJawaban:
                kemasan.kosong.append(one.sasaran.nama)
            except TanpaTautan as error:
                log.warning("%s", error)
                return [tanpa_tautan(asked)]  # what is missing is missing for all
            except DokumenError as error:
                if self._penerbit.closed:
                    raise  # the service is ending: what is left is no failure, and is made by the next
                log.error("one of many documents was not printed: %s", told(error))  # noqa: TRY400
                kemasan.gagal.append(one.sasaran.nama)
            else:
                await asyncio.to_thread(kemasan.add, nama_berkas(one.bentuk, one.sasaran.kode, one.periode.kode), isi)
            await holding.extend()
            if n % KEMAJUAN_TIAP == 0 and n < len(units):
                await self._tell(holding, kemajuan(asked, n, len(units)), f"dokumen:{holding.id}:{n}")
        return siap_semua(asked, await asyncio.to_thread(kemasan.close), kemasan)

    async def _print(self, asked: Diminta) -> bytes:
        async with self._store.reading() as tx:
            pesanan = await self._susunan().read(
                tx, self._surveys.now, asked.sasaran, asked.periode, asked.bentuk, self._clock()
            )
        return await self._penerbit.cetak(pesanan)

    async def _tell(self, holding: _Lease, page: Page, key: str) -> None:
        at = ms(self._clock())
        async with self._store.transaction() as tx:
            if not await tx.schedule.claim([key], at):
                return
            rows = await enqueue(tx, self._sandi, [Parcel(holding.channel, holding.address, page, push=True)], at)
        self._committed(rows)

    async def _answer(
        self, holding: _Lease, who: StafRow | None, asked: Diminta | None, pages: Sequence[Page]
    ) -> bool:
        """The answer into the outbox, the request gone, in one transaction; or neither. Who has lost the right while
        it was printed is sent nothing."""
        now = self._clock()
        async with self._store.transaction() as tx:
            if not await tx.requests.finish(holding.id, holding.until):
                return False
            if asked is not None and not await self._still(tx, holding, asked):
                pages = ()
            parcels = [Parcel(holding.channel, holding.address, page) for page in pages]
            rows = await enqueue(tx, self._sandi, parcels, ms(now))
            if who is not None and asked is not None and any(page.enclosures for page in pages):
                rincian = {"periode": asked.periode.kode, "berkas": SIFAT[asked.bentuk].nama}
                named = (who.id, who.nama or "(belum terdaftar)", holding.channel)
                sasaran = asked.sasaran.nama[:120]
                await tx.staff.write_down([AuditRow(new_id(), now, *named, "dokumen.terbit", sasaran, rincian)])
        self._committed(rows)
        return bool(pages)

    async def _still(self, tx: Transaction, holding: _Lease, asked: Diminta) -> bool:
        who = await tx.staff.known(self._sandi.percakapan(holding.channel, holding.address))
        return who is not None and allowed(who, asked, self._surveys.now.direktori)


class _Lost(Exception):  # noqa: N818  another process goes on with it
    """The lease has passed to another process."""


class _Lease:
    """A request held for a while."""

    def __init__(self, store: Store, row: RequestRow, clock: Callable[[], datetime]) -> None:
        self.id, self.channel, self.address, self.until = row.id, row.channel, row.address, row.due_at
        self._store = store
        self._clock = clock

    async def extend(self) -> None:
        """Raises _Lost."""
        until = ms(self._clock()) + LEASE_MS
        if until < self.until + LEASE_MS // 5:
            return
        if not await self._move(until):
            raise _Lost

    async def pause(self) -> None:
        """Let go of it for a short while."""
        await self._move(ms(self._clock()) + JEDA_MS)

    async def _move(self, until: int) -> bool:
        async with self._store.transaction() as tx:
            moved = await tx.requests.extend(self.id, self.until, until)
        if moved:
            self.until = until
        return moved
