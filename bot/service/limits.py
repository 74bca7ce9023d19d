"""How fast we may send: a bucket for each chat, one for all we push, one for what an outage has held up. Who has only
just written gets their reply first, and waits for neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_SWEEP = 10_000
_FORGOTTEN = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second. `chat_burst` may go to one chat at once: more than an interview has questions, so that a
    quick citizen never waits. `per_second` is what the platform takes of all together: so fast goes what an outage
    has held up. 0 means no limit."""

    push_per_second: float = 30
    chat_per_second: float = 1
    chat_burst: int = 30
    per_second: float = 30


class Pacer:
    """Says how long to wait before a send, and counts that send as made. Single-threaded; `clock` in seconds."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._free_at: dict[str, float] = {}
        self._push_at = 0.0
        self._late_at = 0.0
        self._turns: dict[int, float] = {}
        self._paused_until = 0.0

    def wait(self, key: str, *, push: bool, late: int | None = None) -> float:
        """Seconds until a message to this chat may go. Where that is 0, it is counted as sent. `late` is the id of
        one that was held up: these go in the order in which they first asked."""
        now = self._clock()
        if late is not None and self._turn(late, now) > now:
            return self._turns[late] - now
        rate, burst = self._limits.chat_per_second, self._limits.chat_burst
        ready = self._free_at.get(key, 0.0) - ((burst - 1) / rate if rate else 0.0)
        if push:
            ready = max(ready, self._push_at, self._paused_until)
        if ready > now:
            return ready - now
        if rate:
            self._free_at[key] = max(self._free_at.get(key, 0.0), now) + 1 / rate
            if len(self._free_at) > _SWEEP:
                self._free_at = {k: t for k, t in self._free_at.items() if t > now}
        if push and self._limits.push_per_second:
            self._push_at = max(self._push_at, now) + 1 / self._limits.push_per_second
        if late is not None:
            self._turns.pop(late, None)
        return 0.0

    def _turn(self, late: int, now: float) -> float:
        """When this one may go, kept for it from when it first asked."""
        if (turn := self._turns.get(late)) is None:
            turn = self._turns[late] = max(self._late_at, now)
            self._late_at = turn + (1 / self._limits.per_second if self._limits.per_second else 0.0)
            if len(self._turns) > _SWEEP:
                self._turns = {id_: at for id_, at in self._turns.items() if at > now - _FORGOTTEN}
        return turn

    def pause(self, key: str, seconds: float, *, alone: bool = False) -> None:
        """The platform asked to wait: this chat does, and so does everything nobody is waiting for; `alone`, this
        chat only."""
        now = self._clock()
        rate, burst = self._limits.chat_per_second, self._limits.chat_burst
        full = (burst - 1) / rate if rate else 0.0
        self._free_at[key] = max(self._free_at.get(key, 0.0), now + seconds + full)
        if not alone:
            self._paused_until = max(self._paused_until, now + seconds)
