"""Writes down how sending went, many messages in one transaction; and takes over what waited behind them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence

from bot.service.order import LEASE_MS
from bot.service.taking import Taking
from storage.errors import StorageError
from storage.records import OutboxRow, Retry
from storage.sent import SentRow
from storage.store import Store

log = logging.getLogger(__name__)


class Settling:
    """What is still to be written down; `written` is told the ids that then are. Writing it twice changes nothing;
    should it never be written, the leases run out and the rows are sent again, which does no harm."""

    def __init__(self, store: Store, written: Callable[[Sequence[int]], None]) -> None:
        self._store = store
        self._written = written
        self._sent: dict[int, str] = {}
        self._retries: list[tuple[str, Retry]] = []
        self._shown: list[tuple[str, str | None]] = []
        self._blocked: list[str] = []
        self._accepted: dict[int, SentRow] = {}
        self._held: dict[int, tuple[str, int]] = {}
        self.waiting = asyncio.Event()

    def sent(self, rows: Iterable[OutboxRow]) -> None:
        """These are done with."""
        self._sent.update((row.id, row.percakapan) for row in rows)
        self.waiting.set()

    def accepted(self, row: OutboxRow, wamid: str | None, at: int) -> None:
        """This one is done with, and the platform will tell by that id what becomes of it."""
        if wamid is not None:
            told = (row.percakapan, row.channel, wamid, row.address, row.payload, row.push, row.detached)
            self._accepted[row.id] = SentRow(row.id, *told, row.attempts, at)
            self.waiting.set()

    def withheld(self, row: OutboxRow, until: int | None) -> None:
        """This one waits until its person writes, until then at most; or is of no use any more."""
        if until is None:
            self.sent([row])
        else:
            self._held[row.id] = (row.percakapan, until)
            self.waiting.set()

    def again(self, row: OutboxRow, due: int, attempts: int) -> None:
        """This one is the database's until then."""
        self._retries.append((row.percakapan, Retry(row.id, due, attempts)))
        self.waiting.set()

    def shown(self, key: str, ref: str) -> None:
        """That message shows this conversation's screen now."""
        self._shown.append((key, ref))
        self.waiting.set()

    def blocked(self, key: str) -> None:
        """This person does not want to be written to."""
        self._blocked.append(key)
        self.waiting.set()

    @property
    def shown_keys(self) -> set[str]:
        """Conversations whose screen the database does not know yet."""
        return {key for key, _ in self._shown}

    async def write(self, now: int, taking: Taking, *, take_over: bool) -> None:
        """Write everything; and take over what other processes have left to us of the same conversations."""
        self.waiting.clear()
        sent, retries, shown, blocked = self._sent, self._retries, self._shown, self._blocked
        accepted, held = self._accepted, self._held
        if not (sent or retries or shown or blocked or held):
            return
        self._sent, self._retries, self._shown, self._blocked = {}, [], [], []
        self._accepted, self._held = {}, {}
        talked = sorted(set(sent.values()))
        keys = {*talked, *(key for key, _ in retries), *(key for key, _ in shown), *(key for key, _ in held.values())}
        # With several processes, those left what they had to us that came after ours.
        left = talked if take_over and not self._store.embedded else []
        try:
            with taking.of(left) as rows:
                async with self._store.transaction() if blocked else self._store.sharing(keys) as tx:
                    await tx.sent.accepted(list(accepted.values()))
                    await tx.sent.hold({row_id: until for row_id, (_, until) in held.items()}, now)
                    await tx.outbox.settle(list(sent), [retry for _, retry in retries], shown)
                    for key in blocked:
                        await tx.walk.drop_address(key)
                    found = (await tx.outbox.claim(left, now, now + LEASE_MS, pushes=False)).rows if left else []
                self._written([*sent, *held, *(retry.id for _, retry in retries)])
                rows.extend(found)
        except (StorageError, asyncio.CancelledError) as error:
            # Perhaps written, perhaps not.
            self._sent, self._retries = sent | self._sent, retries + self._retries
            self._shown, self._blocked = shown + self._shown, blocked + self._blocked
            self._accepted, self._held = accepted | self._accepted, held | self._held
            if not isinstance(error, StorageError):
                raise
            log.error("%d sendings not written down yet: %s", len(sent), error)  # noqa: TRY400
