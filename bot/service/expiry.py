"""Silence, made into events: the one reminder, and the end of a draft nobody came back to."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.engine.events import Event, Expired, TimedOut
from bot.ports import Handle, Incoming, NotStored
from storage.errors import StorageError
from storage.records import SessionRow
from storage.store import Store

log = logging.getLogger(__name__)

BATCH_PALING = 200
INBOX_KEPT_MS = 7 * 86_400_000
"""The longest that any platform delivers again (WhatsApp: 7 days)."""
OUTBOX_KEPT_MS = 2 * 86_400_000
DETACHED_KEPT_MS = 60 * 86_400_000
"""A digest waits in the web chat until its reader comes back."""
NAMES_KEPT_MS = 60 * 86_400_000
"""A number that brought no id for so long may be somebody else's."""
SENT_KEPT_MS = 14 * 86_400_000
UNHEARD_KEPT_MS = 2 * 86_400_000
"""What was in a message of which the platform told nothing for so long will not be sent again."""


async def tick(store: Store, handle: Handle, now_ms: int | None = None) -> int:
    """Hand every conversation whose time has come to `handle`. Returns how many there were.

    `handle` looks again within its own transaction: who answers in between is not reminded.
    """
    now = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    try:
        async with store.reading() as tx:
            expired = await tx.walk.due_expiries(now, BATCH_PALING)
            silent = await tx.walk.due_reminders(now, BATCH_PALING)
    except StorageError as error:
        log.error("due conversations not read: %s", error)  # noqa: TRY400  the line says it all
        return 0
    gone = {row.percakapan for row in expired}
    await _each(handle, expired, Expired())
    await _each(handle, [row for row in silent if row.percakapan not in gone], TimedOut())
    return len(expired) + len(silent)


async def prune(store: Store, now_ms: int | None = None) -> None:
    """Drop what no platform will ask about again."""
    now = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    try:
        async with store.transaction() as tx:
            await tx.walk.prune(now - INBOX_KEPT_MS, now - OUTBOX_KEPT_MS, now - DETACHED_KEPT_MS)
            await tx.files.prune(now)
            await tx.schedule.prune(now - DETACHED_KEPT_MS)
            await tx.voices.prune(now)
            await tx.people.prune(now, now - NAMES_KEPT_MS)
            await tx.sent.prune(now - SENT_KEPT_MS, now - UNHEARD_KEPT_MS)
            await tx.moves.prune(now)
            await tx.facts.prepare(datetime.fromtimestamp(now / 1000, UTC).date())
    except StorageError as error:
        log.error("old rows not removed: %s", error)  # noqa: TRY400  the line says it all


async def _each(handle: Handle, rows: Sequence[SessionRow], event: Event) -> None:
    events = (handle(Incoming(row.channel, row.address, None, event)) for row in rows)
    for result in await asyncio.gather(*events, return_exceptions=True):
        if isinstance(result, BaseException) and not isinstance(result, NotStored):
            raise result
