"""Draws pictures: an SVG in, a PNG out, in processes of their own (`bot.reports.proses`)."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.reports.proses import Proses, ProsesError

_PROGRAM = Path(__file__).with_name("kuas.py")


class LukisError(Exception):
    """There is no picture, and why. What it was to accompany can go without it."""


class Pelukis:
    """At most `workers` processes that draw; `timeout` is in seconds for one picture. To be closed."""

    def __init__(self, workers: int = 1, timeout: float = 20.0) -> None:
        # By its path, and without our packages: who draws is small.
        self._proses = Proses((sys.executable, "-P", str(_PROGRAM)), workers, timeout)

    async def png(self, svg: str) -> bytes:
        """The picture. Asked for again while it is being drawn, it is drawn once.

        Raises LukisError: not an SVG, not drawn in time, the process died twice over it, or closed.
        """
        try:
            return await self._proses.ask(svg.encode())
        except ProsesError as error:
            raise LukisError(str(error)) from None

    async def close(self) -> None:
        """Pictures being drawn are finished, those still waiting are given up. No process is left."""
        await self._proses.close()
