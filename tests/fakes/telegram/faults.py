"""Faults on demand: refusals, lost answers, slow answers."""

import asyncio
from dataclasses import dataclass

from tests.fakes.telegram.errors import ApiError, blocked, too_many_requests


@dataclass(slots=True)
class _Rule:
    method: str | None
    chat_id: int | None
    times: int | None
    error: ApiError | None = None
    drop: bool = False
    accepted: bool = False
    delay: float = 0.0

    def fits(self, method: str, chat_id: int | None) -> bool:
        return (
            self.times != 0
            and (self.method is None or self.method == method)
            and (self.chat_id is None or self.chat_id == chat_id)
        )

    def use(self) -> None:
        if self.times is not None:
            self.times -= 1


class Faults:
    """Rules for the calls to come: each says which calls, how many of them, and what happens to them.

    `method` or `chat_id` left out means any; `times=None` means until `clear()`. Of several rules that fit a
    call the oldest is used, except delays, which all count. Without a rule nothing goes wrong.
    """

    def __init__(self) -> None:
        self.latency = 0.0
        self._rules: list[_Rule] = []

    def clear(self) -> None:
        """Forget all rules and the latency."""
        self.latency = 0.0
        self._rules.clear()

    def fail(
        self,
        method: str | None = None,
        chat_id: int | None = None,
        *,
        code: int = 500,
        description: str = "Internal Server Error",
        times: int | None = 1,
    ) -> None:
        """Refuse calls, with no effect, with this code."""
        self._rules.append(_Rule(method, chat_id, times, ApiError(code, description)))

    def retry_after(
        self, seconds: int, method: str | None = None, chat_id: int | None = None, *, times: int | None = 1
    ) -> None:
        """Refuse calls with 429 and `parameters.retry_after`."""
        self._rules.append(_Rule(method, chat_id, times, too_many_requests(seconds)))

    def block(self, chat_id: int, *, times: int | None = None) -> None:
        """Refuse calls to a chat as if its person blocked the bot, without the update that tells of it."""
        self._rules.append(_Rule(None, chat_id, times, blocked()))

    def drop(
        self,
        method: str | None = None,
        chat_id: int | None = None,
        *,
        accepted: bool = True,
        times: int | None = 1,
    ) -> None:
        """Close the connection unanswered: after doing what was asked, or before (`accepted=False`)."""
        self._rules.append(_Rule(method, chat_id, times, drop=True, accepted=accepted))

    def delay(
        self,
        seconds: float,
        method: str | None = None,
        chat_id: int | None = None,
        *,
        times: int | None = None,
    ) -> None:
        """Answer calls this much later, on top of `latency`, which every call takes."""
        self._rules.append(_Rule(method, chat_id, times, delay=seconds))

    async def before(self, method: str, chat_id: int | None) -> _Rule | None:
        """Wait as told, then raise the refusal there is, or return the rule that closes the connection."""
        pause = 0.0 if method == "getUpdates" else self.latency
        chosen: _Rule | None = None
        for rule in self._rules:
            if not rule.fits(method, chat_id):
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
