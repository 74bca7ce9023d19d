"""What this process has counted since it started. Plain numbers, so that counting costs an answer next to nothing;
`bot/metrics.py` says what they mean to whoever reads them.

Nothing here names a person, a unit or a text: the keys are channels and words of our own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
SIZES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)

Fate = Literal["sent", "later", "blocked", "dropped", "closed"]
"""What became of a sending: it went out, is to be tried again, met somebody who blocked us, will never be taken, or
came when the platform's window was closed."""


class Distribution:
    """How often values fell below each bound, and their sum."""

    __slots__ = ("below", "bounds", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.below = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        self.below[bisect_left(self.bounds, value)] += 1
        self.total += value


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one channel, now: whether this process `leads`, sending what nobody waits for; whether sending is `paused`
    because the platform does not answer."""

    leads: bool
    paused: bool


@dataclass(slots=True)
class Counts:
    """`events` taken and committed, by channel; `refused_events` that could not be kept and are delivered again;
    `stored` responses, by channel; `sends` by channel and outcome; `database_errors`
    met while taking events, sending or looking; `forged` webhook calls without a valid signature,
    by channel; `webhook` seconds from a call's first byte read to its answer."""

    events: Counter[str] = field(default_factory=Counter)
    refused_events: Counter[str] = field(default_factory=Counter)
    stored: Counter[str] = field(default_factory=Counter)
    batch_size: Distribution = field(default_factory=lambda: Distribution(SIZES))
    batch_seconds: Distribution = field(default_factory=lambda: Distribution(SECONDS))
    sends: Counter[tuple[str, Fate]] = field(default_factory=Counter)
    database_errors: int = 0
    forged: Counter[str] = field(default_factory=Counter)
    webhook: dict[str, Distribution] = field(default_factory=dict)

    def answered(self, channel: str, seconds: float) -> None:
        """A webhook call of that channel was answered."""
        if (distribution := self.webhook.get(channel)) is None:
            distribution = self.webhook[channel] = Distribution(SECONDS)
        distribution.add(seconds)
