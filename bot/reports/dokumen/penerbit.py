"""Prints documents in processes of their own: setting pages takes a second of work, and people wait for replies."""

from __future__ import annotations

import pickle
import sys

from bot.reports.dokumen.errors import BelumTercetak, DokumenError
from bot.reports.dokumen.pesanan import Pesanan
from bot.reports.proses import Ditolak, Proses, ProsesError

TIMEOUT = 180.0
"""Seconds for one document; the longest, a city's, takes some seconds."""


class Penerbit:
    """At most `workers` processes that print. Belongs to the event loop it is first used in. To be closed."""

    def __init__(self, workers: int = 1, timeout: float = TIMEOUT) -> None:
        self._proses = Proses((sys.executable, "-P", "-m", "bot.reports.dokumen.pencetak"), workers, timeout)

    async def cetak(self, pesanan: Pesanan) -> bytes:
        """The finished file. Raises DokumenError where it cannot be set; BelumTercetak: not within the time, the
        process died, or closed."""
        try:
            return await self._proses.ask(pickle.dumps(pesanan))
        except Ditolak as error:
            raise DokumenError(str(error)) from None
        except ProsesError as error:
            raise BelumTercetak(str(error)) from None

    @property
    def closed(self) -> bool:
        return self._proses.closed

    async def close(self) -> None:
        """What is being printed is finished. No process is left."""
        await self._proses.close()
