"""A way to wait until something changes in what people see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """Wakes whoever waits at each change."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def changed(self) -> None:
        """Wake whoever waits for a change."""
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)
        self._waiting.clear()

    async def change(self) -> None:
        """Return at the next change."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiting)
        try:
            await waiting
        finally:
            self._waiting.discard(waiting)

    async def until(self, look: Callable[[], T | None], seconds: float, shows: Callable[[], str]) -> T:
        """The first true value of `look`, called after every change. TimeoutError tells what `shows` returns."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if value := look():
                        return value
                    await self.change()
        except TimeoutError:
            raise TimeoutError(f"not within {seconds} s; the chat shows:\n{shows()}") from None
