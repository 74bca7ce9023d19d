"""Messages that people collect: they stay in the outbox until the next call shows that they have arrived."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from pydantic import ValidationError

from bot.engine.codec import load_screen
from bot.engine.messages import Attachment
from bot.ports import NotStored, Shown
from bot.service.attachments import Attachments
from bot.service.sandi import Sandi
from storage.errors import StorageError
from storage.records import OutboxRow
from storage.store import Store

log = logging.getLogger(__name__)


class StoredMailbox:
    """`bot.ports.Mailbox` over the outbox."""

    def __init__(self, store: Store, sandi: Sandi, attachments: Attachments) -> None:
        self._store = store
        self._attachments = attachments
        self._sandi = sandi
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._closed = False

    def notify(self, rows: Sequence[OutboxRow]) -> None:
        """Wake who waits for one of these."""
        for row in rows:
            for waiting in self._waiting.get(row.percakapan, ()):
                waiting.set()

    def heard(self, keys: Sequence[str]) -> None:
        """Wake who waits in these conversations, for which another process has put something down; with none named,
        whoever waits."""
        for key in keys or list(self._waiting):
            for waiting in self._waiting.get(key, ()):
                waiting.set()

    def close(self) -> None:
        """Let everybody who waits go."""
        self._closed = True
        for events in self._waiting.values():
            for event in events:
                event.set()

    async def collect(self, channel: str, address: str, after: int, *, seconds: float = 0) -> list[Shown]:
        key = self._sandi.percakapan(channel, address)
        try:
            if seconds <= 0 or self._closed:
                return await self._read(key, after)
            return await self._wait(key, after, seconds)
        except StorageError as error:
            raise NotStored(str(error)) from error

    async def attachment(self, id: str) -> tuple[Attachment, bytes] | None:  # noqa: A002  it is one
        try:
            found = await self._attachments.get(id)
        except StorageError as error:
            raise NotStored(str(error)) from error
        if found is None:
            return None
        row, isi = found
        return Attachment(row.id, row.nama, row.mime, ukuran=len(isi)), isi

    async def _wait(self, key: str, after: int, seconds: float) -> list[Shown]:
        # Listening starts before looking, so that nothing slips in between.
        event = asyncio.Event()
        self._waiting.setdefault(key, set()).add(event)
        try:
            async with self._store.reading() as tx:
                arrived = any(row.id <= after for row in await tx.outbox.waiting(key))
            if arrived:
                async with self._store.sharing([key]) as tx:
                    await tx.outbox.collected(key, after)
            found = await self._read(key, after)
            if found:
                return found
            try:
                await asyncio.wait_for(event.wait(), seconds)
            except TimeoutError:
                return []
            return await self._read(key, after)
        finally:
            self._waiting[key].discard(event)
            if not self._waiting[key]:
                del self._waiting[key]

    async def _read(self, key: str, after: int) -> list[Shown]:
        async with self._store.reading() as tx:
            rows = await tx.outbox.waiting(key, after)
        shown = []
        for row in rows:
            try:
                shown.append(Shown(row.id, load_screen(row.payload)))
            except ValidationError:
                log.error("a message written by another version cannot be read; passed over")  # noqa: TRY400
        return shown
