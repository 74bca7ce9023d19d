"""Whether a platform answers at all: while it does not, one message at a time asks it, and all others wait.

Pure; `clock` in seconds. A message that fails while others get through is that message's own trouble.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

FAILURES: Final = 5
"""So many sends in a row without an answer are no accident."""
PAUSES: Final = (1.0, 2.0, 4.0, 8.0, 15.0)

Admitted = Literal["kirim", "coba", "tahan"]
"""Send; send as the one that asks; wait."""


class Breaker:
    """One platform's. Each send asks `admit` first, and tells how it went: `answered` or `failed`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._pauses = 0
        self._since: float | None = None
        self._next = 0.0
        self._asking = False

    @property
    def open(self) -> bool:
        """Whether nothing gets through."""
        return self._since is not None

    @property
    def may_ask(self) -> bool:
        """Whether it is time that one message asks."""
        return self.open and not self._asking and self._clock() >= self._next

    @property
    def pause(self) -> float:
        """Seconds until the next message may ask."""
        return max(0.0, self._next - self._clock())

    def admit(self) -> Admitted:
        """Whether a message may go now."""
        if not self.open:
            return "kirim"
        if not self.may_ask:
            return "tahan"
        self._asking = True
        return "coba"

    def answered(self) -> float | None:
        """The platform said something, if only no. Returns for how long it had not, where it is back."""
        self._failures = self._pauses = 0
        self._asking = False
        since, self._since = self._since, None
        return None if since is None else self._clock() - since

    def failed(self, admitted: Admitted) -> bool:
        """A send got no answer. Returns whether that is how it found out."""
        if self.open:
            # What was on its way before says nothing new.
            if admitted == "coba":
                self._asking = False
                self._wait()
            return False
        self._failures += 1
        if self._failures < FAILURES:
            return False
        self._since = self._clock()
        self._wait()
        return True

    def given_up(self, admitted: Admitted) -> None:
        """The send was broken off by ourselves."""
        if admitted == "coba":
            self._asking = False

    def _wait(self) -> None:
        self._next = self._clock() + PAUSES[min(self._pauses, len(PAUSES) - 1)]
        self._pauses += 1
