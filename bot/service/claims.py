"""Takes what is due from the database: as much as may be sent, who waits for an answer first, the newest before all.

Any process takes a reply that has only just become due, as one left behind another process's. What is older was held
up by something, most likely by an outage of the platform; that and all pushes are taken by one process alone, so that
the rate the platform permits holds for all processes together.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.service.limits import Limits
from bot.service.order import LEASE_MS
from bot.service.taking import Taking
from storage.errors import StorageError
from storage.outbox import DueLane
from storage.records import id_at
from storage.store import Store

log = logging.getLogger(__name__)

CLAIM_PALING = 200
AHEAD_SECONDS: Final = 2.0
"""For so long ahead rows are taken at the rate they may be sent at: thousands that are due at one moment stay in the
database, evenly spaced on their way out, and in nobody's way."""
LATE_MS: Final = 10_000
"""A reply older than this was held up: it goes at the rate permitted for all."""
REPLY_KEPT_MS: Final = 86_400_000
"""Who waited for an answer for a day has gone."""
PUSH_KEPT_MS: Final = 7 * 86_400_000
"""The next digest is there by then."""
LEAD_MS: Final = 5_000
_STALE_EVERY_MS: Final = 30_000


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of one channel that wait in this process's memory: late replies, and pushes."""

    late: int
    pushes: int


class Claims:
    """One channel's."""

    def __init__(self, store: Store, channel: str, limits: Limits, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._channel = channel
        self._limits = limits
        self._now_ms = now_ms
        self._stale_at = 0
        self._led_until = 0
        self.leads = store.embedded

    async def lead(self) -> None:
        """Be the one process that sends what is late and what nobody waits for, where no other is."""
        now = self._now_ms()
        if self._store.embedded or now < self._led_until - LEAD_MS // 2:
            return
        try:
            async with self._store.sharing() as tx:
                key = f"kirim:{self._channel}"
                self.leads = await tx.schedule.hold(key, self._store.pemilik, now, now + LEAD_MS)
        except StorageError:
            self.leads = False
            raise
        self._led_until = now + LEAD_MS if self.leads else 0

    async def take(self, taking: Taking, held: Held, *, one: bool = False) -> bool:
        """Take what is to be sent next; with `one` a single conversation's, to ask whether the platform answers.
        Returns whether there may be more to take at once."""
        now = self._now_ms()
        await self._drop_stale(now)
        async with self._store.reading() as tx:
            lanes = await tx.outbox.due_replies(self._channel, now, CLAIM_PALING)
        fresh_from = id_at(now - LATE_MS)
        fresh = [lane for lane in lanes if lane.oldest >= fresh_from]
        late = [lane for lane in lanes if lane.oldest < fresh_from] if self.leads else []
        room = _room(self._limits.per_second, held.late)
        replies = (fresh or late)[:1] if one else fresh + _within(late, room)
        taken = await self._claim(taking, replies, now, pushes=False) if replies else 0
        room = min(_room(self._limits.push_per_second, held.pushes), 1 if one else CLAIM_PALING)
        # Who waits for an answer goes first.
        if not self.leads or late or held.late or room <= 0 or (one and replies):
            return taken > 0 and len(lanes) == CLAIM_PALING
        async with self._store.reading() as tx:
            pushes = await tx.outbox.due_pushes(self._channel, now, room)
        if pushes:
            taken += await self._claim(taking, pushes, now, pushes=True)
        unlimited = len(pushes) == room and not self._limits.push_per_second
        return taken > 0 and (unlimited or len(lanes) == CLAIM_PALING)

    async def _claim(self, taking: Taking, lanes: list[DueLane], now: int, *, pushes: bool) -> int:
        keys = list(dict.fromkeys(lane.percakapan for lane in lanes))
        with taking.of(keys) as rows:
            async with self._store.sharing(keys) as tx:
                claimed = await tx.outbox.claim(
                    keys,
                    now,
                    now + LEASE_MS,
                    replies_from=id_at(now - REPLY_KEPT_MS),
                    pushes_from=id_at(now - PUSH_KEPT_MS),
                    pushes=pushes,
                )
            rows.extend(claimed.rows)
        self._tell(claimed.stale, 0)
        return len(claimed.rows)

    async def _drop_stale(self, now: int) -> None:
        if not self.leads or now < self._stale_at + _STALE_EVERY_MS:
            return
        async with self._store.sharing() as tx:
            dropped = await tx.outbox.drop_stale(
                self._channel, now, id_at(now - REPLY_KEPT_MS), id_at(now - PUSH_KEPT_MS)
            )
        self._stale_at = now
        self._tell(*dropped)

    def _tell(self, replies: int, pushes: int) -> None:
        if replies:
            log.warning("%s: %d messages older than a day were dropped", self._channel, replies)
        if pushes:
            log.warning("%s: %d pushes older than a week were dropped", self._channel, pushes)


def _room(rate: float, held: int) -> int:
    """How many more rows may be taken at that rate."""
    ahead = math.ceil(rate * AHEAD_SECONDS) if rate else CLAIM_PALING
    return max(0, min(ahead, CLAIM_PALING) - held)


def _within(lanes: list[DueLane], room: int) -> list[DueLane]:
    """The first lanes, as many as hold so many rows."""
    taken: list[DueLane] = []
    for lane in lanes:
        if room <= 0:
            break
        taken.append(lane)
        room -= lane.rows
    return taken
