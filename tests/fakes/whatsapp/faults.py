"""Faults on demand: the platform's errors, at once or late, lost answers, slow answers."""

from __future__ import annotations

from tests.fakes.faults import Rule, Rules
from tests.fakes.whatsapp.errors import ApiError
from tests.fakes.whatsapp.people import Person


class Faults(Rules):
    """Rules for the calls to come. A call is one of messages, read, upload, media, download, delete, phone,
    templates; left out means any, and so does `who`. `times=None` means until `clear()`."""

    def fail(
        self,
        code: int,
        call: str | None = "messages",
        who: Person | None = None,
        *,
        details: str = "",
        status: int | None = None,
        late: bool = False,
        times: int | None = 1,
    ) -> None:
        """Refuse calls with this code; `late` accepts the message first, and tells of it in a `failed` status."""
        error = ApiError(code, details, status=status, late=late, natural=True)
        self.add(Rule(call, who and who.chat, times, error))

    def broken(self, status: int = 500, call: str | None = None, *, times: int | None = 1) -> None:
        """Answer as a server that fails."""
        self.add(Rule(call, None, times, ApiError(131000, status=status)))

    def drop(
        self,
        call: str | None = "messages",
        who: Person | None = None,
        *,
        accepted: bool = True,
        times: int | None = 1,
    ) -> None:
        """Close the connection unanswered: after doing what was asked, or before (`accepted=False`)."""
        self.add(Rule(call, who and who.chat, times, drop=True, accepted=accepted))

    def delay(
        self, seconds: float, call: str | None = None, who: Person | None = None, *, times: int | None = None
    ) -> None:
        """Act on calls this much later, on top of `latency`, which every call takes."""
        self.add(Rule(call, who and who.chat, times, delay=seconds))
