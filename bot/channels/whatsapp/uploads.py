"""Files at the platform: each is uploaded once and its id used again, for as long as the platform keeps it."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from bot.channels.whatsapp.api import Api
from bot.channels.whatsapp.media import Upload

HARI: Final = 29
"""The platform keeps a file for 30."""
_SECONDS: Final = HARI * 86_400.0
_KNOWN_PALING: Final = 5_000


class Uploads:
    """Remembers in memory what was uploaded: after a restart a file is uploaded again."""

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._clock = clock
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._running: dict[str, asyncio.Task[str]] = {}

    async def id_of(self, attachment: str, upload: Upload, content: bytes) -> str:
        """The platform's id of an attachment's file. Raises ApiError and Unreachable.

        Who waits for the same file waits for one upload, which goes on where the waiting is given up.
        """
        media_id, until = self._known.get(attachment, ("", 0.0))
        if media_id and until > self._clock():
            return media_id
        task = self._running.get(attachment)
        if task is None:
            task = asyncio.create_task(self._upload(attachment, upload, content))
            self._running[attachment] = task
            task.add_done_callback(lambda done: self._ended(attachment, done))
        return await asyncio.shield(task)

    def forget(self, attachment: str) -> None:
        """The platform does not know the id any more."""
        self._known.pop(attachment, None)

    async def close(self) -> None:
        for task in (running := list(self._running.values())):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _upload(self, attachment: str, upload: Upload, content: bytes) -> str:
        media_id = await self._api.upload(upload, content)
        self._known[attachment] = (media_id, self._clock() + _SECONDS)
        while len(self._known) > _KNOWN_PALING:
            self._known.popitem(last=False)
        return media_id

    def _ended(self, attachment: str, task: asyncio.Task[str]) -> None:
        self._running.pop(attachment, None)
        if not task.cancelled():
            # Seen, even where nobody waits for it any more.
            task.exception()
