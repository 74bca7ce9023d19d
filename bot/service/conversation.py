"""What came in, acted on in batches: load, advance, save, one transaction; commit; then hand over for sending.

While one batch commits the next gathers, at most one event a conversation, so each person's events stay in order.
Alone, an event is handled at once; under load one commit serves many.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.engine.advance import advance
from bot.engine.codec import dump_screen, dump_session, load_session
from bot.engine.events import Event, Expired, Repeated, TimedOut
from bot.engine.messages import Screen
from bot.engine.session import Session, Step
from bot.engine.survey import Survey
from bot.engine.wording import id as w
from bot.ports import Incoming, NotStored, Outcome, Shown
from bot.service.asks import Asking, answer_asks
from bot.service.delivery import LEASE_MS
from bot.service.faults import told
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from storage.errors import StorageError
from storage.records import OutboxRow, SessionRow, new_id
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

BATCH_PALING = 256
WAITING_PALING = 20_000
"""Events that may wait; more are refused, to be delivered again, before memory is."""


@dataclass(slots=True)
class _Pending:
    """One event between its arrival and its commit."""

    incoming: Incoming
    key: str
    done: asyncio.Future[Outcome]
    row: SessionRow | None = None
    session: Session | None = None
    step: Step = field(default_factory=lambda: Step(None))
    out: list[OutboxRow] = field(default_factory=list)
    skipped: bool = False
    failed: bool = False


class Conversation:
    """Acts on what comes in. `committed` is called with the messages of each commit, in order."""

    def __init__(
        self,
        store: Store,
        surveys: Surveys,
        sandi: Sandi,
        committed: Callable[[Sequence[OutboxRow]], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._surveys = surveys
        self._sandi = sandi
        self._committed = committed
        self._clock = clock
        self._waiting: deque[_Pending] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._closed = False

    async def handle(self, incoming: Incoming) -> Outcome:
        """Act on one event. Returns after the commit. Raises NotStored where nothing was kept."""
        if self._closed:
            raise NotStored("shutting down")
        if len(self._waiting) >= WAITING_PALING:
            raise NotStored("more comes in than can be stored")
        key = self._sandi.percakapan(incoming.channel, incoming.address)
        pending = _Pending(incoming, key, asyncio.get_running_loop().create_future())
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

    def _take(self) -> list[_Pending]:
        taken: dict[str, _Pending] = {}
        later: deque[_Pending] = deque()
        while self._waiting and len(taken) < BATCH_PALING:
            pending = self._waiting.popleft()
            if pending.key in taken:
                later.append(pending)
            else:
                taken[pending.key] = pending
        self._waiting.extendleft(reversed(later))
        return list(taken.values())

    async def _commit(self, batch: list[_Pending]) -> None:
        try:
            async with self._store.transaction() as tx:
                await self._act(tx, batch)
        except StorageError as error:
            log.error("nothing stored of %d events: %s", len(batch), error)  # noqa: TRY400  the line says it all
            _fail(batch, error)
            return
        except Exception as error:
            if len(batch) > 1:
                # One of them is the cause. Alone, each shows whether it is the one.
                for pending in batch:
                    await self._commit([pending])
                return
            log.error("an event could not be stored: %s", told(error))  # noqa: TRY400  messages may quote people
            if batch[0].failed:
                _fail(batch, error)
                return
            # Delivered again it would fail again, and hold up what comes behind it: an apology takes its place.
            batch[0].failed = True
            await self._commit(batch)
            return
        for pending in batch:
            if not pending.done.done():
                pending.done.set_result(_outcome(pending))
        self._committed([row for pending in batch for row in pending.out])

    async def _act(self, tx: Transaction, batch: list[_Pending]) -> None:
        now = self._clock()
        survey = self._surveys.now
        ids = [(p.incoming.channel, p.incoming.external_id) for p in batch if p.incoming.external_id is not None]
        known = await tx.walk.seen(ids) if ids else set()
        rows = await tx.walk.sessions([p.key for p in batch])
        for p in batch:
            p.out.clear()
            p.row = rows.get(p.key)
            p.session = load_session(p.row.state, survey.instrumen.id) if p.row else None
            repeated = (p.incoming.channel, p.incoming.external_id) in known
            p.skipped = not _still_due(p, _ms(now))
            p.step = _advanced(survey, p, Repeated() if repeated else p.incoming.event, now)
        asking = [Asking(p.incoming, p.step.ask) for p in batch if p.step.ask is not None]
        if asking:
            answers = iter(await answer_asks(tx, survey, self._sandi, asking, now))
            for p in batch:
                if p.step.ask is not None:
                    p.session = p.step.session
                    p.step = _advanced(survey, p, next(answers), now)
        fresh = [pair for pair in dict.fromkeys(ids) if pair not in known]
        await self._save(tx, survey, [p for p in batch if not p.skipped], fresh, now)

    async def _save(
        self, tx: Transaction, survey: Survey, batch: list[_Pending], ids: list[tuple[str, str]], now: datetime
    ) -> None:
        at = _ms(now)
        open_rows = [_session_row(p, p.step.session, survey, at) for p in batch if p.step.session is not None]
        for p in batch:
            p.out.extend(_outbox_row(p, screen, at) for screen in p.step.messages)
        if ids:
            await tx.walk.record(ids, at)
        if open_rows:
            await tx.walk.save(open_rows)
        if learnt := [(p.key, ref) for p in batch if p.row and (ref := _shown_by(p)) != p.row.screen_ref]:
            await tx.walk.settle((), (), learnt)
        if ended := [p.key for p in batch if p.step.session is None and p.row is not None]:
            await tx.walk.forget(ended)
        if out := [row for p in batch for row in p.out]:
            await tx.walk.enqueue(out)


def _advanced(survey: Survey, pending: _Pending, event: Event, now: datetime) -> Step:
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


def _sorry(pending: _Pending) -> Step:
    return Step(pending.session, (Screen(w.MAAF_GANGGUAN, fresh=True, harap="apa pun"),))


def _still_due(pending: _Pending, now: int) -> bool:
    """Silence is over the moment the person says something, also between the clock's look and this commit."""
    match pending.incoming.event:
        case TimedOut():
            return pending.row is not None and pending.row.remind_at is not None and pending.row.remind_at <= now
        case Expired():
            return pending.row is not None and pending.row.expires_at <= now
        case _:
            return True


def _session_row(pending: _Pending, session: Session, survey: Survey, now: int) -> SessionRow:
    incoming, row = pending.incoming, pending.row
    timed_out = isinstance(incoming.event, TimedOut)
    # One reminder an interview, however often silence falls.
    same = pending.session is not None and pending.session.tanda == session.tanda
    reminded = timed_out or (same and row is not None and row.remind_at is None)
    remind_at = None if reminded else now + survey.aturan.ingatkan_menit * 60_000
    expires_at = row.expires_at if timed_out and row else now + survey.aturan.kedaluwarsa_jam * 3_600_000
    state = dump_session(session, survey.instrumen.id)
    shown_by = _shown_by(pending)
    return SessionRow(pending.key, incoming.channel, incoming.address, state, shown_by, remind_at, expires_at)


def _shown_by(pending: _Pending) -> str | None:
    """The message that shows this conversation's screen. A button pressed on a later one than we know of: that one
    was sent, and we never heard that it was. Ids of messages rise."""
    known = pending.row.screen_ref if pending.row else None
    pressed = pending.incoming.screen_ref
    if known is None or pressed is None:
        return known or pressed
    return max(known, pressed, key=lambda ref: (len(ref), ref))


def _outbox_row(pending: _Pending, screen: Screen, now: int) -> OutboxRow:
    incoming = pending.incoming
    push = isinstance(incoming.event, TimedOut | Expired)
    return OutboxRow(
        new_id(),
        pending.key,
        incoming.channel,
        incoming.address,
        dump_screen(screen),
        _shown_by(pending),
        now + LEASE_MS,
        push,
        live=bool(screen.choices),
    )


def _outcome(pending: _Pending) -> Outcome:
    shown = zip(pending.out, pending.step.messages, strict=True)
    return Outcome(tuple(Shown(row.id, screen) for row, screen in shown), pending.step.toast)


def _fail(batch: list[_Pending], error: Exception) -> None:
    reason = str(error) if isinstance(error, StorageError) else type(error).__name__
    for pending in batch:
        if not pending.done.done():
            failure = NotStored(reason)
            failure.__cause__ = error
            pending.done.set_exception(failure)


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
