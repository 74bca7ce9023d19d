"""What came in, acted on in batches: load, advance, save, one transaction; commit; then hand over for sending.

While one batch commits the next gathers, at most one event a conversation, so each person's events stay in order.
Alone, an event is handled at once; under load one commit serves many.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.counts import Counts
from bot.engine.advance import advance
from bot.engine.codec import load_session
from bot.engine.events import Event, Repeated, Stored
from bot.engine.messages import Screen
from bot.engine.moving import farewell
from bot.engine.session import OfferMove, Step, TakeOver
from bot.engine.survey import Survey
from bot.engine.wording import id as w
from bot.ports import Incoming, NotStored, Outcome
from bot.service.asks import Asking, answer_asks
from bot.service.faults import told
from bot.service.moving import Moving, NotHeld, Ways, no_ways
from bot.service.pending import (
    Pending,
    fail,
    has_seen,
    outbox_row,
    outcome_of,
    row_to,
    session_row,
    shown_by,
    still_due,
)
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.service.window import arrived
from storage.errors import StorageError
from storage.records import OutboxRow
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

BATCH_PALING = 256
WAITING_PALING = 20_000
"""Events that may wait; more are refused, to be delivered again, before memory is."""


class _Apart(Exception):  # noqa: N818  not a failure: begin again, one after the other
    """Some of the batch take interviews over from conversations that others of it may be about."""


class Conversation:
    """Acts on what comes in. `committed` is called with the messages of each commit, in order. `ways` says where an
    interview can go on."""

    def __init__(
        self,
        store: Store,
        surveys: Surveys,
        sandi: Sandi,
        committed: Callable[[Sequence[OutboxRow]], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        counts: Counts | None = None,
        ways: Ways = no_ways,
    ) -> None:
        self._store = store
        self._surveys = surveys
        self._sandi = sandi
        self._moving = Moving(sandi, ways)
        self._committed = committed
        self._clock = clock
        self._counts = counts or Counts()
        self._waiting: deque[Pending] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._closed = False

    async def handle(self, incoming: Incoming) -> Outcome:
        """Act on one event. Returns after the commit. Raises NotStored where nothing was kept."""
        if self._closed:
            raise NotStored("shutting down")
        if len(self._waiting) >= WAITING_PALING:
            raise NotStored("more comes in than can be stored")
        key = self._sandi.percakapan(incoming.channel, incoming.address)
        pending = Pending(incoming, key, asyncio.get_running_loop().create_future())
        self._waiting.append(pending)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await pending.done

    async def close(self) -> None:
        """Take nothing more, finish what is waiting."""
        self._closed = True
        if self._worker is not None:
            await self._worker

    async def _work(self) -> None:
        while self._waiting:
            await self._commit(self._take())

    def _take(self) -> list[Pending]:
        taken: dict[str, Pending] = {}
        later: deque[Pending] = deque()
        while self._waiting and len(taken) < BATCH_PALING:
            pending = self._waiting.popleft()
            if pending.key in taken:
                later.append(pending)
            else:
                taken[pending.key] = pending
        self._waiting.extendleft(reversed(later))
        return list(taken.values())

    async def _commit(self, batch: list[Pending], also: frozenset[str] = frozenset()) -> None:
        """`also` are conversations that are changed beside the batch's own."""
        begun = time.perf_counter()
        held = also.union(p.key for p in batch)
        try:
            async with self._store.sharing(held) as tx:
                written = await self._act(tx, batch, held)
        except _Apart:
            movers = [p for p in batch if isinstance(p.step.ask, TakeOver)]
            if others := [p for p in batch if not isinstance(p.step.ask, TakeOver)]:
                await self._commit(others)
            for mover in movers:
                await self._commit([mover])
            return
        except NotHeld as other:
            await self._commit(batch, also | {other.key})
            return
        except StorageError as error:
            log.error("nothing stored of %d events: %s", len(batch), error)  # noqa: TRY400  the line says it all
            self._counts.database_errors += 1
            self._counts.refused_events.update(p.incoming.channel for p in batch)
            fail(batch, error)
            return
        except Exception as error:
            if len(batch) > 1:
                # One of them is the cause. Alone, each shows whether it is the one.
                for pending in batch:
                    await self._commit([pending])
                return
            log.error("an event could not be stored: %s", told(error))  # noqa: TRY400  messages may quote people
            if batch[0].failed:
                fail(batch, error)
                return
            # Delivered again it would fail again, and hold up what comes behind it: an apology takes its place.
            batch[0].failed = True
            await self._commit(batch)
            return
        self._count(batch, time.perf_counter() - begun)
        for pending in batch:
            if not pending.done.done():
                pending.done.set_result(outcome_of(pending))
        self._committed(written)

    def _count(self, batch: list[Pending], seconds: float) -> None:
        counts = self._counts
        counts.batch_size.add(len(batch))
        counts.batch_seconds.add(seconds)
        for pending in batch:
            counts.events[pending.incoming.channel] += 1
            if pending.stored:
                counts.stored[pending.incoming.channel] += 1

    async def _act(self, tx: Transaction, batch: list[Pending], held: frozenset[str]) -> list[OutboxRow]:
        """Returns the messages as they stand in the outbox. Raises _Apart or NotHeld before anything is written."""
        now = self._clock()
        survey = self._surveys.now
        ids = [(p.incoming.channel, p.incoming.external_id) for p in batch if p.incoming.external_id is not None]
        known = await tx.walk.seen(ids) if ids else set()
        rows = await tx.walk.sessions([p.key for p in batch])
        for p in batch:
            p.out.clear()
            p.beside.clear()
            p.row = rows.get(p.key)
            p.session = load_session(p.row.state, survey.instrumen.id) if p.row else None
            repeated = (p.incoming.channel, p.incoming.external_id) in known
            p.stored = False
            # Where messages are not changed in place, a screen shown again would stand there twice.
            p.skipped = not still_due(p, _ms(now)) or (repeated and p.incoming.written_at is not None)
            p.seen = has_seen(p)
            p.step = _advanced(survey, p, Repeated() if repeated else p.incoming.event, now)
        if len(batch) > 1 and any(isinstance(p.step.ask, TakeOver) for p in batch):
            raise _Apart
        for p in batch:
            if isinstance(p.step.ask, OfferMove | TakeOver):
                await self._move(tx, survey, p, p.step.ask, held, now)
        asking = [Asking(p.incoming, p.step.ask) for p in batch if p.step.ask is not None]
        if asking:
            answers = iter(await answer_asks(tx, survey, self._sandi, asking, now))
            for p in batch:
                if p.step.ask is not None:
                    p.session, answer = p.step.session, next(answers)
                    p.stored = isinstance(answer, Stored)
                    p.step = _advanced(survey, p, answer, now)
        fresh = [pair for pair in dict.fromkeys(ids) if pair not in known]
        return await self._save(tx, survey, [p for p in batch if not p.skipped], fresh, now)

    async def _move(
        self,
        tx: Transaction,
        survey: Survey,
        pending: Pending,
        ask: OfferMove | TakeOver,
        held: frozenset[str],
        now: datetime,
    ) -> None:
        event: Event
        if isinstance(ask, OfferMove):
            event = await self._moving.offer(tx, survey, pending.incoming, ask, now)
        else:
            taken = await self._moving.take(
                tx, survey, pending.incoming, ask, now, lambda key: self._store.embedded or key in held
            )
            event = taken.event
            if (left := taken.left) is not None:
                screen = farewell(survey, pending.incoming.channel)
                to = (left.percakapan, left.channel, left.address)
                pending.reminded = left.remind_at is None
                pending.beside.append(row_to(tx, to, screen, left.screen_ref, _ms(now)))
        pending.session = pending.step.session
        # Should this fail, nothing may be kept: the draft has left its conversation already.
        pending.step = advance(survey, pending.session, event, now)

    async def _save(
        self, tx: Transaction, survey: Survey, batch: list[Pending], ids: list[tuple[str, str]], now: datetime
    ) -> list[OutboxRow]:
        at = _ms(now)
        await arrived(tx, self._sandi, [p.incoming for p in batch], at)
        open_rows = [session_row(p, p.step.session, survey, at) for p in batch if p.step.session is not None]
        for p in batch:
            p.out.extend(outbox_row(tx, p, screen, at) for screen in p.step.messages)
        if ids:
            await tx.walk.record(ids, at)
        if open_rows:
            await tx.walk.save(open_rows)
        if learnt := [(p.key, ref) for p in batch if p.row and (ref := shown_by(p)) != p.row.screen_ref]:
            await tx.walk.learn(learnt)
        if ended := [p.key for p in batch if p.step.session is None and p.row is not None]:
            await tx.walk.forget(ended)
        out = [row for p in batch for row in (*p.beside, *p.out)]
        return await tx.outbox.enqueue(out, seen={p.key for p in batch if p.seen}) if out else []


def _advanced(survey: Survey, pending: Pending, event: Event, now: datetime) -> Step:
    if pending.skipped:
        return Step(pending.session)
    if pending.failed:
        return _sorry(pending)
    try:
        return advance(survey, pending.session, event, now)
    except Exception as error:
        # advance() is total; should it fail all the same, one person gets an apology and all others an answer.
        log.error(  # noqa: TRY400  messages may quote people
            "advance failed at %s: %s", getattr(pending.session, "langkah", None), told(error)
        )
        return _sorry(pending)


def _sorry(pending: Pending) -> Step:
    return Step(pending.session, (Screen(w.MAAF_GANGGUAN, fresh=True, harap="apa pun"),))


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
