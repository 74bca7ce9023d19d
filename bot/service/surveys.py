"""The survey as it stands now: rules fixed at start, the units and what holds in the running periode read anew."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.engine.survey import Aturan, Direktori, Survey
from bot.reports.berlaku import read_berlaku
from scoring.errors import ScoringError
from scoring.instrumen import Instrumen
from scoring.periode import local_day, periode_of
from storage.store import Store, Transaction

log = logging.getLogger(__name__)


class Surveys:
    """Holds the current `Survey`. Units are few and change rarely, so all are kept in memory.

    `instrumen` and `aturan` hold where nothing was agreed for the running periode.
    """

    def __init__(
        self,
        store: Store,
        instrumen: Instrumen,
        aturan: Aturan,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._instrumen = instrumen
        self._aturan = aturan
        self._clock = clock
        self.now = Survey(instrumen, Direktori.of((), ()), aturan)

    async def reload(self) -> None:
        """Take over what was changed in the database since, by this process or another, and a periode that began."""
        async with self._store.reading() as tx:
            direktori = Direktori.of(await tx.directory.kelompok(), await tx.directory.units())
            self.now = await self._agreed(tx, Survey(self._instrumen, direktori, self._aturan))

    async def _agreed(self, tx: Transaction, survey: Survey) -> Survey:
        hari = local_day(self._clock(), survey.direktori.zona)
        running = periode_of(hari, survey.aturan.jenis_periode)
        try:
            (berlaku,) = await read_berlaku(tx, survey, [running])
        except ScoringError as error:
            # People are asked all the same; an older program may not know what a newer one let be agreed.
            log.error("what was agreed for %s cannot be used: %s", running.kode, error)  # noqa: TRY400
            return survey
        harapan = berlaku.ketentuan.harapan if berlaku.ketentuan else survey.aturan.harapan
        aturan = replace(survey.aturan, harapan=harapan)
        return replace(survey, instrumen=berlaku.instrumen, aturan=aturan, lazim=survey)
