"""What goes wrong on demand, on any platform: refusals, lost answers, slow answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass


@dataclass(slots=True)
class Rule:
    """Which calls, how many of them, and what happens to them."""

    method: str | None
    who: object | None
    times: int | None
    error: Exception | None = None
    drop: bool = False
    accepted: bool = False
    delay: float = 0.0

    def fits(self, method: str, who: object | None) -> bool:
        """Whether the rule is about this call; None in the rule means any."""
        return self.times != 0 and self.method in {None, method} and (self.who is None or self.who == who)

    def use(self) -> None:
        """Count a call it was applied to."""
        if self.times is not None:
            self.times -= 1


class Rules:
    """Rules for the calls to come. Of several that fit a call the oldest is used, except delays, which all count.
    Without a rule nothing goes wrong."""

    def __init__(self) -> None:
        self.latency = 0.0
        self._rules: list[Rule] = []

    def clear(self) -> None:
        """Forget all rules and the latency."""
        self.latency = 0.0
        self._rules.clear()

    def add(self, rule: Rule) -> None:
        """From now on."""
        self._rules.append(rule)

    async def before(self, method: str, who: object | None, *, waits: bool = False) -> Rule | None:
        """Wait as told, then raise the refusal there is, or return the rule that closes the connection. A call that
        `waits` by nature takes no latency."""
        pause = 0.0 if waits else self.latency
        chosen: Rule | None = None
        for rule in self._rules:
            if not rule.fits(method, who):
                continue
            if rule.delay:
                rule.use()
                pause += rule.delay
            elif chosen is None:
                rule.use()
                chosen = rule
        if pause:
            await asyncio.sleep(pause)
        if chosen is not None and chosen.error is not None:
            raise chosen.error
        return chosen
