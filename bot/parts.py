"""What runs beside the web server for as long as the service does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:  # the command line asks for PartError at every verb, and needs no web server for it
    from bot.listening import Ending

log = logging.getLogger(__name__)

END_SECONDS: Final = 2.0


class PartError(Exception):
    """A part of the service ended that never should, and so did the service."""


class Parts:
    """Runs coroutines until `stack` is left. One that fails ends the service: a process that takes answers and sends
    none looks well and is not, and whoever started it (systemd, a container) starts it anew."""

    def __init__(self, stack: AsyncExitStack, ending: Ending) -> None:
        self._stack = stack
        self._ending = ending
        self._failed = ""

    def run(self, name: str, work: Coroutine[Any, Any, object]) -> None:
        """Begin it now; it is cancelled when the stack is left, and its transaction with it."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._ended)
        self._stack.push_async_callback(_cancel, task)

    def check(self) -> None:
        """Raise PartError where one has failed."""
        if self._failed:
            raise PartError(f"{self._failed} failed, so the service ended; the log says why")

    def _ended(self, task: asyncio.Task[object]) -> None:
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.critical("%s failed; the service ends", task.get_name(), exc_info=error)
        self._failed = self._failed or task.get_name()
        self._ending.begin(at_once=True)


async def _cancel(task: asyncio.Task[object]) -> None:
    task.cancel()
    # The database is closed next: what is in a transaction leaves it first.
    await asyncio.wait([task], timeout=END_SECONDS)
