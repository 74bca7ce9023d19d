"""Updates on their way to the bot: kept until confirmed, fetched by long polling."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.world import Json

# Kinds that the platform leaves out unless they are asked for by name.
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
CONFLICT_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
CONFLICT_OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
CONFLICT_SET_WEBHOOK = "Conflict: terminated by setWebhook request"


@dataclass(frozen=True, slots=True)
class Update:
    """One update. Those with the same `lane` reach a webhook one after the other, others side by side."""

    id: int
    lane: tuple[str, int]
    json: Json


class UpdateQueue:
    """What the bot has yet to confirm, in order, and the one long poll that may wait for it."""

    def __init__(self, first_id: int = 100_000_001) -> None:
        self.allowed: list[str] | None = None
        self.sent: dict[int, Update] = {}
        self.pending: dict[int, Update] = {}
        self.webhook_active = False
        self._next_id = first_id
        self._again: list[Update] = []
        self._twice = 0
        self._arrived = asyncio.Event()
        self._poll: asyncio.Future[str] | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is left to take, and, by polling, the bot is back and waits for more."""
        return not (self.pending or self._again) and (self.webhook_active or self._poll is not None)

    def add(self, kind: str, payload: Any, lane: tuple[str, int]) -> int | None:
        """Queue an update of this kind and return its id; None where the bot does not want the kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return None
        return self.inject({kind: payload}, lane).id

    def inject(self, body: Json, lane: tuple[str, int] = ("injected", 0)) -> Update:
        """Queue a body as it is, wanted or not, well formed or not, under a new update_id."""
        update = Update(self._next_id, lane, {"update_id": self._next_id, **body})
        self._next_id += 1
        self.sent[update.id] = self.pending[update.id] = update
        if self._twice:
            self._twice -= 1
            self._again.append(update)
        self._arrived.set()
        return update

    def skip_ids(self, count: int) -> None:
        """Leave a gap: update_id may jump."""
        self._next_id += count

    def repeat(self, update_id: int) -> None:
        """Deliver an update once more, confirmed or not."""
        self._again.append(self.sent[update_id])
        self._arrived.set()

    def repeat_next(self, count: int) -> None:
        """Deliver each of the next `count` updates twice."""
        self._twice += count

    def confirm(self, ids: Iterable[int]) -> None:
        """Forget updates that the bot has taken."""
        for update_id in ids:
            self.pending.pop(update_id, None)

    def remember_allowed(self, allowed: Any) -> None:
        """Keep the kinds asked for: left out, the earlier choice stays; an empty list is the default."""
        if isinstance(allowed, list):
            self.allowed = [str(kind) for kind in allowed]

    async def get(self, params: Json) -> list[Json]:
        """One getUpdates: confirm what lies below `offset`, then wait up to `timeout` for more."""
        if self.webhook_active:
            raise ApiError(409, CONFLICT_WEBHOOK)
        self.interrupt(CONFLICT_OTHER)
        self.remember_allowed(params.get("allowed_updates"))
        offset = int(params.get("offset") or 0)
        limit = min(max(int(params.get("limit") or 100), 1), 100)
        timeout = min(max(float(params.get("timeout") or 0), 0.0), 50.0)
        if offset < 0:
            # A negative offset counts from the end, and forgets everything before.
            self.confirm(list(self.pending)[:offset])
        else:
            self.confirm([update_id for update_id in self.pending if update_id < offset])
        if not self.pending and not self._again and timeout:
            await self._wait(timeout)
        batch, self._again = self._again[:limit], self._again[limit:]
        batch += list(self.pending.values())[: limit - len(batch)]
        return [update.json for update in sorted(batch, key=lambda update: update.id)]

    async def _wait(self, seconds: float) -> None:
        stop: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._poll = stop
        self._arrived.clear()
        arrived = asyncio.ensure_future(self._arrived.wait())
        both: set[asyncio.Future[Any]] = {stop, arrived}
        try:
            await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if stop.done() and stop.result():
                raise ApiError(409, stop.result())
        finally:
            arrived.cancel()
            stop.cancel()
            if self._poll is stop:
                self._poll = None

    def interrupt(self, why: str = "") -> None:
        """End the long poll that waits: with a conflict, or, without a reason, with an empty answer."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(why)

    async def arrival(self) -> None:
        """Return when something was queued since the last look."""
        await self._arrived.wait()
        self._arrived.clear()

    def take_repeats(self) -> list[Update]:
        """What is to be delivered once more, taken off the list."""
        repeats, self._again = self._again, []
        return repeats
