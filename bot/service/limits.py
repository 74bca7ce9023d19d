"""How fast we may send: a bucket for each chat and one for all we push. Replies go first and wait for no push."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_SWEEP = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second. `chat_burst` may go to one chat at once: more than an interview has questions, so that a
    quick citizen never waits. 0 means no limit."""

    push_per_second: float = 30
    chat_per_second: float = 1
    chat_burst: int = 30


class Pacer:
    """Says how long to wait before a send, and counts that send as made. Single-threaded; `clock` in seconds."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._free_at: dict[str, float] = {}
        self._push_at = 0.0
        self._paused_until = 0.0

    def wait(self, key: str, *, push: bool) -> float:
        """Seconds until a message to this chat may go. Where that is 0, it is counted as sent."""
        now = self._clock()
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
        return 0.0

    def pause(self, key: str, seconds: float) -> None:
        """The platform asked to wait: this chat does, and so does everything nobody is waiting for."""
        now = self._clock()
        rate, burst = self._limits.chat_per_second, self._limits.chat_burst
        full = (burst - 1) / rate if rate else 0.0
        self._free_at[key] = max(self._free_at.get(key, 0.0), now + seconds + full)
        self._paused_until = max(self._paused_until, now + seconds)
