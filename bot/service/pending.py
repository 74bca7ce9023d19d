"""One event between its arrival and its commit, and the rows that come of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.engine.codec import dump_screen, dump_session
from bot.engine.events import Expired, Tapped, TimedOut
from bot.engine.messages import Screen
from bot.engine.screens import is_of, token_of
from bot.engine.session import Session, Step
from bot.engine.survey import Survey
from bot.ports import Incoming, NotStored, Outcome, Shown
from bot.service.order import LEASE_MS
from storage.errors import StorageError
from storage.records import OutboxRow, SessionRow, new_id
from storage.store import Transaction


@dataclass(slots=True)
class Pending:
    """`out` are the messages to who acted, `beside` those to another conversation that was left by it. `reminded`:
    the interview was reminded of before it came here. `seen`: what happened shows that the person has the present
    screen before them."""

    incoming: Incoming
    key: str
    done: asyncio.Future[Outcome]
    row: SessionRow | None = None
    session: Session | None = None
    step: Step = field(default_factory=lambda: Step(None))
    out: list[OutboxRow] = field(default_factory=list)
    beside: list[OutboxRow] = field(default_factory=list)
    reminded: bool = False
    seen: bool = False
    stored: bool = False
    skipped: bool = False
    failed: bool = False


def still_due(pending: Pending, now: int) -> bool:
    """Silence is over the moment the person says something, also between the clock's look and this commit."""
    match pending.incoming.event:
        case TimedOut():
            return pending.row is not None and pending.row.remind_at is not None and pending.row.remind_at <= now
        case Expired():
            return pending.row is not None and pending.row.expires_at <= now
        case _:
            return True


def has_seen(pending: Pending) -> bool:
    """Whoever presses a button of the present screen sees it, whatever we know of its sending."""
    event, session = pending.incoming.event, pending.session
    return isinstance(event, Tapped) and session is not None and is_of(session, event.token)


def session_row(pending: Pending, session: Session, survey: Survey, now: int) -> SessionRow:
    incoming, row = pending.incoming, pending.row
    timed_out = isinstance(incoming.event, TimedOut)
    # One reminder an interview, however often silence falls.
    same = pending.session is not None and pending.session.tanda == session.tanda
    reminded = timed_out or pending.reminded or (same and row is not None and row.remind_at is None)
    remind_at = None if reminded else now + survey.aturan.ingatkan_menit * 60_000
    expires_at = row.expires_at if timed_out and row else now + survey.aturan.kedaluwarsa_jam * 3_600_000
    state = dump_session(session, survey.instrumen.id)
    return SessionRow(
        pending.key, incoming.channel, incoming.address, state, shown_by(pending), remind_at, expires_at
    )


def shown_by(pending: Pending) -> str | None:
    """The message that shows this conversation's screen. A button pressed on a later one than we know of: that one
    was sent, and we never heard that it was. Ids of messages rise."""
    known = pending.row.screen_ref if pending.row else None
    pressed = pending.incoming.screen_ref
    if known is None or pressed is None:
        return known or pressed
    return max(known, pressed, key=lambda ref: (len(ref), ref))


def outbox_row(tx: Transaction, pending: Pending, screen: Screen, now: int) -> OutboxRow:
    """A message to who acted."""
    incoming = pending.incoming
    push = isinstance(incoming.event, TimedOut | Expired)
    to = (pending.key, incoming.channel, incoming.address)
    row = row_to(tx, to, screen, shown_by(pending), now, push=push)
    return replace(row, ulang=_at_the_same(pending.session, pending.step.session))


def _at_the_same(before: Session | None, after: Session | None) -> bool:
    """Whether both are at one screen, whose buttons are the same."""
    return before is not None and after is not None and is_of(before, token_of(after, ""))


def row_to(
    tx: Transaction, to: tuple[str, str, str], screen: Screen, shown: str | None, now: int, *, push: bool = False
) -> OutboxRow:
    """A message to that conversation, channel and address, in the place of the one that is `shown`."""
    pemilik = tx.outbox.holder(push=push)
    due = now + LEASE_MS if pemilik else now
    return OutboxRow(new_id(), *to, dump_screen(screen), shown, due, push, live=bool(screen.choices), pemilik=pemilik)


def outcome_of(pending: Pending) -> Outcome:
    shown = zip(pending.out, pending.step.messages, strict=True)
    return Outcome(tuple(Shown(row.id, screen) for row, screen in shown), pending.step.toast)


def fail(batch: Sequence[Pending], error: Exception) -> None:
    """Tell who waits that nothing was kept."""
    reason = str(error) if isinstance(error, StorageError) else type(error).__name__
    for pending in batch:
        if not pending.done.done():
            failure = NotStored(reason)
            failure.__cause__ = error
            pending.done.set_exception(failure)
