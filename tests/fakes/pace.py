"""How soon what a webhook refused comes again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Pace:
    """The pause after a refusal, doubled each time up to `longest`; `timeout` is how long an answer may take."""

    backoff: float = 0.05
    longest: float = 1.0
    attempts: int = 100
    timeout: float = 10.0
