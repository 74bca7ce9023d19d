"""What became of messages, as the platform tells it: written down in batches. What failed for a reason that time or
another way can heal is sent again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from bot.ports import NotStored, SendError
from bot.service.faults import told
from bot.service.naming import Who
from bot.service.sandi import Sandi
from bot.service.window import KETUK_MS, perihal_of
from storage.errors import StorageError
from storage.records import OutboxRow, made_at, new_id
from storage.sent import KeadaanTerkirim, Mark, SentRow
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

BATCH_PALING: Final = 500
WAITING_PALING: Final = 20_000
"""Statuses that may wait; more are refused, to be delivered again, before memory is."""
ATTEMPTS_PALING: Final = 4
AGAIN_MS: Final = (60_000, 300_000, 1_800_000, 3_600_000)
_FORWARD_MS: Final = 86_400_000
"""A row's id may be of a process whose clock is ahead, but not by a day."""
_KEADAAN: Final[Mapping[str, KeadaanTerkirim]] = {
    "sent": "terkirim",
    "delivered": "sampai",
    "read": "dibaca",
    "played": "dibaca",
    "failed": "gagal",
}


class Status(Protocol):
    """What the channel read of one status. `row` is the message's row in the outbox; where it only announced one,
    that is in `announced`."""

    @property
    def wamid(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def row(self) -> int | None: ...
    @property
    def announced(self) -> int | None: ...
    @property
    def code(self) -> int | None: ...
    @property
    def person(self) -> Who | None: ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    marks: Sequence[Mark]
    done: asyncio.Future[None]


class Receipts:
    """Takes statuses in. `failure_of` tells what a code means for a message that failed with it; `committed` is
    called with what is to be sent again."""

    def __init__(
        self,
        store: Store,
        sandi: Sandi,
        channel: str,
        failure_of: Callable[[int | None], SendError],
        committed: Callable[[Sequence[OutboxRow]], None],
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._store = store
        self._sandi = sandi
        self._channel = channel
        self._failure_of = failure_of
        self._committed = committed
        self._now_ms = now_ms
        self._waiting: list[_Waiting] = []
        self._depth = 0
        self._worker: asyncio.Task[None] | None = None

    async def seen(self, statuses: Sequence[Status]) -> None:
        """Write these down. Returns after the commit. Raises NotStored where they are to be delivered again."""
        if self._depth + len(statuses) > WAITING_PALING:
            raise NotStored("more comes in than can be stored")
        marks = [mark for one in statuses if (mark := self._mark(one)) is not None]
        waiting = _Waiting(marks, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._depth += len(marks)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        await waiting.done

    async def close(self) -> None:
        """Finish what is waiting."""
        if self._worker is not None:
            await self._worker

    def _mark(self, status: Status) -> Mark | None:
        keadaan = _KEADAAN.get(status.status)
        named = status.row or status.announced
        if keadaan is None or (named is not None and not 0 < named < 2**63):
            return None
        if named is not None and made_at(named) > self._now_ms() + _FORWARD_MS:
            return None
        who = status.person
        address = "" if who is None else who.user_id or who.wa_id or ""
        key = self._sandi.percakapan(self._channel, address) if address else ""
        at = int(status.at.timestamp() * 1000)
        return Mark(status.row, status.wamid, keadaan, at, status.code, key, status.announced)

    async def _work(self) -> None:
        while self._waiting:
            taken: list[_Waiting] = []
            room = BATCH_PALING
            while self._waiting and (not taken or room >= len(self._waiting[0].marks)):
                taken.append(self._waiting.pop(0))
                room -= len(taken[-1].marks)
            self._depth -= sum(len(one.marks) for one in taken)
            await self._write(taken)

    async def _write(self, taken: Sequence[_Waiting]) -> None:
        failure: Exception | None = None
        try:
            await self._keep([mark for one in taken for mark in one.marks])
        except StorageError as error:
            failure = error
        except Exception as error:
            if len(taken) > 1:
                for one in taken:
                    await self._write([one])
                return
            failure = error if isinstance(error, NotStored) else await self._keep_singly(taken[0].marks)
        if failure is not None:
            log.error("nothing stored of %d statuses: %s", sum(len(one.marks) for one in taken), failure)
        for one in taken:
            if one.done.done():
                continue
            if failure is None:
                one.done.set_result(None)
            else:
                refused = NotStored(str(failure))
                refused.__cause__ = failure
                one.done.set_exception(refused)

    async def _keep_singly(self, marks: Sequence[Mark]) -> Exception | None:
        """Without those that cannot be written, which would fail as often as they came again. Returns why the others
        were not stored, if so."""
        for mark in marks:
            try:
                await self._keep([mark])
            except (StorageError, NotStored) as error:
                return error
            except Exception as error:
                log.error("set aside: a status that cannot be written down: %s", told(error))  # noqa: TRY400
        return None

    async def _keep(self, marks: Sequence[Mark]) -> None:
        again = await self._commit(marks)
        now = self._now_ms()
        if due := [row for row in again if row.due_at <= now]:
            self._committed(due)

    async def _commit(self, marks: Sequence[Mark]) -> list[OutboxRow]:
        knocks = {mark.announced: mark for mark in marks if mark.keadaan == "gagal" and mark.announced is not None}
        async with self._store.sharing({mark.percakapan for mark in marks if mark.percakapan}) as tx:
            marks = await self._named(tx, marks)
            failed = {mark.id: mark for mark in marks if mark.keadaan == "gagal" and mark.id is not None}
            if (failed or knocks) and await tx.sent.under_way({*failed, *knocks}):
                # Sent, and not yet written down as such: it comes again when it is.
                raise NotStored("a status was faster than we are")
            if again := {row: at for row, mark in knocks.items() if (at := self._knock_again(mark)) is not None}:
                await tx.sent.unannounced(again)
            new = await tx.sent.mark(marks)
            rows = []
            for row in await tx.sent.lost(new):
                anew = await self._again(tx, row, failed[row.id])
                rows += [] if anew is None else [anew]
            await tx.sent.empty(new)
            return await tx.outbox.enqueue(rows) if rows else []

    def _knock_again(self, mark: Mark) -> int | None:
        """When what was announced in vain is to be announced anew; None where nobody is there."""
        failure = self._failure_of(mark.kode)
        if failure.sebab == "diblokir":
            return None
        log.error("a message waits unannounced: %s", failure)
        return self._now_ms() + (int(failure.retry_after * 1000) if failure.retry_after else KETUK_MS)

    async def _named(self, tx: Transaction, marks: Sequence[Mark]) -> list[Mark]:
        """With the row of each; those of messages that are in no outbox are left out."""
        found = await tx.sent.find({mark.wamid for mark in marks if mark.id is None})
        named = [replace(mark, id=found.get(mark.wamid)) if mark.id is None else mark for mark in marks]
        for mark in named:
            if mark.id is None and mark.announced is None and mark.keadaan == "gagal":
                log.info("a message that is in no outbox did not arrive: %s", mark.kode)
        return [mark for mark in named if mark.id is not None]

    async def _again(self, tx: Transaction, row: SentRow, mark: Mark) -> OutboxRow | None:
        """The message once more, as a new one; None where that would help nobody."""
        failure = self._failure_of(mark.kode)
        sebab = failure.sebab
        if sebab == "tertutup":
            await tx.people.shut([row.percakapan])
        if sebab == "diblokir":
            log.info("a message did not arrive, and will not: %s", mark.kode)
        if sebab not in {"tertutup", "sementara", "terbatas"} or row.attempts >= ATTEMPTS_PALING:
            return None
        if sebab == "tertutup" and perihal_of(row.payload) is None:
            return None
        if not row.detached and await tx.sent.overtaken(row):
            return None
        now = self._now_ms()
        wait = max(AGAIN_MS[row.attempts], int((failure.retry_after or 0) * 1000))
        due = now if sebab == "tertutup" else now + wait
        # A reply was not asked for just now any more: pushes go at their rate, and through the window.
        return OutboxRow(
            new_id(),
            row.percakapan,
            row.channel,
            row.address,
            row.payload,
            None,
            due,
            push=True,
            attempts=row.attempts + 1,
            detached=row.detached,
        )
