"""Faults on demand: refusals, lost answers, slow answers."""

from tests.fakes.faults import Rule, Rules
from tests.fakes.telegram.errors import ApiError, blocked, too_many_requests


class Faults(Rules):
    """Rules for the calls to come: each says which calls, how many of them, and what happens to them.

    `method` or `chat_id` left out means any; `times=None` means until `clear()`.
    """

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
        self.add(Rule(method, chat_id, times, ApiError(code, description)))

    def retry_after(
        self, seconds: int, method: str | None = None, chat_id: int | None = None, *, times: int | None = 1
    ) -> None:
        """Refuse calls with 429 and `parameters.retry_after`."""
        self.add(Rule(method, chat_id, times, too_many_requests(seconds)))

    def block(self, chat_id: int, *, times: int | None = None) -> None:
        """Refuse calls to a chat as if its person blocked the bot, without the update that tells of it."""
        self.add(Rule(None, chat_id, times, blocked()))

    def drop(
        self,
        method: str | None = None,
        chat_id: int | None = None,
        *,
        accepted: bool = True,
        times: int | None = 1,
    ) -> None:
        """Close the connection unanswered: after doing what was asked, or before (`accepted=False`)."""
        self.add(Rule(method, chat_id, times, drop=True, accepted=accepted))

    def delay(
        self,
        seconds: float,
        method: str | None = None,
        chat_id: int | None = None,
        *,
        times: int | None = None,
    ) -> None:
        """Answer calls this much later, on top of `latency`, which every call takes."""
        self.add(Rule(method, chat_id, times, delay=seconds))
