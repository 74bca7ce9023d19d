"""The bytes of what goes with messages. Pictures are drawn when somebody first looks at them, not before."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.reports.pelukis import LukisError
from storage.files import FileRow
from storage.store import Store

log = logging.getLogger(__name__)

DRAWN_KEPT: Final = 64
"""Pictures kept in memory: one digest often goes to several people."""

Draw = Callable[[str], Awaitable[bytes]]
"""A picture from its recipe. Raises LukisError."""


class Attachments:
    """Files and pictures by id. `draw` works beside the event loop, and no transaction is open meanwhile."""

    def __init__(self, store: Store, draw: Draw) -> None:
        self._store = store
        self._draw = draw
        self._drawn: OrderedDict[str, bytes] = OrderedDict()

    async def load(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The bytes of those that are still kept. Raises StorageError."""
        async with self._store.reading() as tx:
            rows = await tx.files.many(ids)
        found = {id_: await self._bytes(row) for id_, row in rows.items()}
        return {id_: isi for id_, isi in found.items() if isi is not None}

    async def get(self, id_: str) -> tuple[FileRow, bytes] | None:
        """One with its name. Raises StorageError."""
        async with self._store.reading() as tx:
            row = await tx.files.get(id_)
        isi = None if row is None else await self._bytes(row)
        return None if row is None or isi is None else (row, isi)

    async def _bytes(self, row: FileRow) -> bytes | None:
        if row.isi is not None or row.recipe is None:
            return row.isi
        drawn = self._drawn.get(row.id)
        if drawn is None:
            try:
                drawn = await self._draw(row.recipe)
            except LukisError as error:
                log.error("a picture was not drawn: %s", error)  # noqa: TRY400  the message goes without it
                return None
            self._drawn[row.id] = drawn
            while len(self._drawn) > DRAWN_KEPT:
                self._drawn.popitem(last=False)
        return drawn
