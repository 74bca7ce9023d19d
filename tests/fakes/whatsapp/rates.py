"""How much may be sent: to one person, and in all."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from tests.fakes.whatsapp.errors import ApiError

PAIR_SECONDS = 6.0
PAIR_BURST = 45
PER_SECOND = 80


@dataclass(slots=True)
class Rates:
    """Counts what was sent. One message to a person each 6 s, 45 of them borrowed ahead; 80 a second in all."""

    pair_seconds: float = PAIR_SECONDS
    burst: int = PAIR_BURST
    per_second: int = PER_SECOND
    _due: dict[object, float] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def spend(self, person: object, now: float) -> None:
        """Count a message to this person, or refuse it; what is refused costs nothing."""
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= self.per_second:
            raise ApiError(130429, "Cloud API message throughput has been reached.")
        due = max(self._due.get(person, 0.0), now)
        if due - now > self.pair_seconds * (self.burst - 1) + 1e-6:
            raise ApiError(
                131056,
                "Message failed to send because there were too many messages sent from this phone number to the same "
                "phone number in a short period of time.",
            )
        self._due[person] = due + self.pair_seconds
        self._recent.append(now)
