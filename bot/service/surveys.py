"""The survey as it stands now: instrumen and rules fixed at start, the directory of units read anew."""

from __future__ import annotations

from bot.engine.survey import Aturan, Direktori, Survey
from scoring.instrumen import Instrumen
from storage.store import Store


class Surveys:
    """Holds the current `Survey`. Units are few and change rarely, so all are kept in memory."""

    def __init__(self, store: Store, instrumen: Instrumen, aturan: Aturan) -> None:
        self._store = store
        self.now = Survey(instrumen, Direktori.of((), ()), aturan)

    async def reload(self) -> None:
        """Take over what was changed in the database since, by this process or another."""
        async with self._store.reading() as tx:
            direktori = Direktori.of(await tx.directory.kelompok(), await tx.directory.units())
        self.now = Survey(self.now.instrumen, direktori, self.now.aturan)
