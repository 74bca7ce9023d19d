"""What the service does without being asked, and how often it looks whether there is anything to do."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.service.alerting import Alerting
from bot.service.digest import Compose, Digests
from bot.service.quarter import remind_quarter
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.service.voices import sort_new
from storage.errors import StorageError
from storage.records import OutboxRow
from storage.store import Store

log = logging.getLogger(__name__)

DIGEST_SECONDS: Final = 20
PROMPT_SECONDS: Final = 5
"""Where somebody waits for it: an admin for a digest sent now, a head for what is grave. Each look is one short
reading."""
ALERT_SECONDS: Final = 300
QUARTER_SECONDS: Final = 900


class Routine:
    """Digests, saran sorted, alerts, reminders of plans. Each may be called at any time, by any number of processes,
    and by a clock that runs as it likes: the database says what is still to be done."""

    def __init__(
        self,
        store: Store,
        surveys: Surveys,
        sandi: Sandi,
        compose: Compose,
        committed: Callable[[Sequence[OutboxRow]], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._surveys = surveys
        self._sandi = sandi
        self._committed = committed
        self._clock = clock
        self.digests = Digests(store, surveys, sandi, compose, clock)
        self.alerting = Alerting(store, surveys, sandi, committed, clock)

    def jobs(self) -> Mapping[str, tuple[float, Callable[[], Awaitable[object]]]]:
        """By name: seconds between two looks, and the look."""
        return {
            "digest": (DIGEST_SECONDS, self.digests.tick),
            "requested": (PROMPT_SECONDS, self.digests.requested),
            "voices": (PROMPT_SECONDS, self.voices),
            "alerts": (ALERT_SECONDS, self.alerting.tick),
            "quarter": (QUARTER_SECONDS, self.quarter),
        }

    async def voices(self) -> int:
        """Sort what citizens wrote, and tell of what is grave. Returns how many responses had something to say."""
        try:
            heard = await sort_new(self._store, self._surveys.now.instrumen, self.alerting.hear)
        except StorageError as error:
            log.error("saran not sorted, to be tried again: %s", error)  # noqa: TRY400  the line says it all
            return 0
        return len(heard)

    async def quarter(self) -> int:
        """Remind of plans at the start of a triwulan. Returns how many messages that were."""
        try:
            rows = await remind_quarter(self._store, self._surveys, self._sandi, self._clock())
        except StorageError as error:
            log.error("plans not reminded of, to be tried again: %s", error)  # noqa: TRY400
            return 0
        self._committed(rows)
        return len(rows)
