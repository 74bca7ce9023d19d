"""The way out to one platform: its channel with what is permitted there, and whether it answers at all."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from bot.counts import Fate
from bot.ports import Channel, SendError
from bot.service.breaker import Admitted, Breaker
from bot.service.claims import LATE_MS, Claims, Held
from bot.service.limits import Limits, Pacer
from bot.service.taking import Taking
from bot.service.window import Windowed
from storage.records import OutboxRow, made_at
from storage.store import Store

log = logging.getLogger(__name__)


class Way:
    """`parallel` is how many sends are on their way at once."""

    def __init__(
        self, store: Store, channel: Channel, limits: Limits, parallel: int, now_ms: Callable[[], int]
    ) -> None:
        self.channel: Final = channel
        self.tells: Final = isinstance(channel, Windowed)
        """Whether the platform tells later what became of a message, by the id it gave it; such are not changed in
        place."""
        self.slots: Final = asyncio.Semaphore(parallel)
        self.breaker: Final = Breaker(time.monotonic)
        self.pacer: Final = Pacer(limits, time.monotonic)
        self._claims = Claims(store, channel.name, limits, now_ms)
        self._now_ms = now_ms

    @property
    def closed(self) -> bool:
        """Whether nothing gets through, and it is not yet time to ask again."""
        return self.breaker.open and not self.breaker.may_ask

    @property
    def leads(self) -> bool:
        """Whether this process sends what nobody waits for."""
        return self._claims.leads

    def wait(self, row: OutboxRow) -> float:
        """Seconds until this message may go. Where that is 0, it is counted as sent."""
        late = row.id if not row.push and self._late(row) else None
        return self.pacer.wait(row.percakapan, push=row.push, late=late)

    async def take(self, taking: Taking, waiting: list[OutboxRow]) -> bool:
        """Take what is due and may be sent now; `waiting` are rows that this process holds already. Returns whether
        there may be more. Raises StorageError."""
        await self._claims.lead()
        if self.closed:
            return False
        mine = [row for row in waiting if row.channel == self.channel.name]
        held = Held(sum(not row.push and self._late(row) for row in mine), sum(row.push for row in mine))
        return await self._claims.take(taking, held, one=self.breaker.open)

    def heard(self) -> bool:
        """The platform answered, if only with a no. True where it had not for long."""
        if (seconds := self.breaker.answered()) is None:
            return False
        log.warning("%s answers again after %.0f s; what waited goes out now", self.channel.name, seconds)
        return True

    def unheard(self, admitted: Admitted, error: SendError) -> None:
        """It did not."""
        if self.breaker.failed(admitted):
            log.error("%s does not answer, messages wait in the database until it does: %s", self.channel.name, error)

    def _late(self, row: OutboxRow) -> bool:
        return made_at(row.id) < self._now_ms() - LATE_MS


def fate_of(error: SendError) -> Fate:
    """As what a failed send is counted."""
    match error.sebab:
        case "diblokir":
            return "blocked"
        case "sementara" | "terbatas":
            return "later"
        case "tertutup":
            return "closed"
        case _:
            return "dropped"
