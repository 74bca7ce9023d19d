"""Sends what was committed, and after a restart whatever is due. At least once: a repeat must do no harm.

Each conversation has a lane, so its messages go in order; lanes go side by side. A row is this process's until its
lease ends (`due_at`); what cannot go now is given back to the database with the time to try again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from pydantic import ValidationError

from bot.engine.codec import load_screen
from bot.ports import Channel, Outgoing, SendError
from bot.service.limits import Limits, Pacer
from storage.errors import StorageError
from storage.records import OutboxRow, Retry
from storage.store import Store

log = logging.getLogger(__name__)

LEASE_MS = 20_000
SCAN_SECONDS = 1.0
SETTLE_SECONDS = 0.05
CLAIM_PALING = 200
HOLD_SECONDS = 3.0
"""Longer than this no message waits in memory: the database keeps it."""
ATTEMPTS_PALING = 12
BACKOFF_MS = (1_000, 2_000, 5_000, 15_000, 60_000, 300_000)


class Delivery:
    """Drains the outbox of the channels that push. `limits` is per channel name."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        limits: Mapping[str, Limits],
        parallel: int = 64,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._store = store
        self._channels = channels
        self._pacers = {name: Pacer(limits.get(name, Limits()), time.monotonic) for name in channels}
        self._slots = {name: asyncio.Semaphore(parallel) for name in channels}
        self._now_ms = now_ms
        self._lanes: dict[str, deque[OutboxRow]] = {}
        self._mine: set[int] = set()
        self._refs: dict[str, str] = {}
        self._given_back: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sent: list[int] = []
        self._retries: list[Retry] = []
        self._screens: list[tuple[str, str | None]] = []
        self._blocked: list[str] = []
        self._unsettled = asyncio.Event()
        self._stopping = False

    def submit(self, rows: Sequence[OutboxRow]) -> None:
        """Take rows that this process holds the lease of. Rows of channels that people collect from are left."""
        for row in rows:
            if row.channel not in self._channels or row.id in self._mine or self._stopping:
                continue
            self._mine.add(row.id)
            if (due := self._given_back.get(row.percakapan, 0)) > self._now_ms():
                # An earlier message of this conversation waits in the database; this one must not overtake it.
                self._retries.append(Retry(row.id, due, row.attempts))
                self._unsettled.set()
                continue
            self._given_back.pop(row.percakapan, None)
            lane = self._lanes.get(row.percakapan)
            if lane is not None:
                lane.append(row)
                continue
            self._lanes[row.percakapan] = deque((row,))
            task = asyncio.create_task(self._drain(row.percakapan))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def run(self) -> None:
        """Look for due rows and write down what was sent, until cancelled."""
        if self._store.embedded:
            # Whoever held leases before us is gone: its rows need not wait for them to run out.
            await self._release()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._scan())
            group.create_task(self._settle())

    async def close(self, seconds: float = 2.0) -> None:
        """Let what is being sent finish for a moment, write it down, and leave the rest to the database."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._write_down()

    async def _scan(self) -> None:
        while True:
            for name in self._channels:
                try:
                    await self._claim(name)
                except StorageError as error:
                    log.error("outbox not read: %s", error)  # noqa: TRY400  the line says it all
            await asyncio.sleep(SCAN_SECONDS)

    async def _release(self) -> None:
        try:
            async with self._store.transaction() as tx:
                for name in self._channels:
                    await tx.walk.release(name, self._now_ms())
        except StorageError as error:
            log.error("leases not released: %s", error)  # noqa: TRY400

    async def _claim(self, name: str) -> None:
        now = self._now_ms()
        async with self._store.reading() as tx:
            if not await tx.walk.has_due(name, now):
                return
        async with self._store.transaction() as tx:
            rows = await tx.walk.claim(name, now, now + LEASE_MS, CLAIM_PALING)
        self.submit(rows)

    async def _settle(self) -> None:
        while True:
            await self._unsettled.wait()
            await asyncio.sleep(SETTLE_SECONDS)
            await self._write_down()

    async def _write_down(self) -> None:
        self._unsettled.clear()
        sent, retries, screens, blocked = self._sent, self._retries, self._screens, self._blocked
        if not (sent or retries or screens or blocked):
            return
        self._sent, self._retries, self._screens, self._blocked = [], [], [], []
        try:
            async with self._store.transaction() as tx:
                await tx.walk.settle(sent, retries, screens)
                for key in blocked:
                    await tx.walk.drop_address(key)
        except StorageError as error:
            # The leases run out and the rows are sent again, which does no harm.
            log.error("%d sendings not written down: %s", len(sent), error)  # noqa: TRY400
        except asyncio.CancelledError:
            # Perhaps written, perhaps not; writing it again changes nothing.
            self._sent += sent
            self._retries += retries
            self._screens += screens
            self._blocked += blocked
            raise
        for key, ref in screens:
            if self._refs.get(key) == ref:
                del self._refs[key]
        self._mine.difference_update(sent, (retry.id for retry in retries))

    async def _drain(self, key: str) -> None:
        """Send a lane's rows one after the other; the lane ends with its last row, or when one has to wait."""
        lane = self._lanes[key]
        try:
            while lane:
                row = lane[0]
                wait = self._pacers[row.channel].wait(key, push=row.push)
                if wait > HOLD_SECONDS or (wait and self._stopping):
                    self._give_back(lane, wait, row.attempts)
                    return
                if wait:
                    await asyncio.sleep(wait)
                    continue
                async with self._slots[row.channel]:
                    await self._send(key, lane)
        finally:
            if self._lanes.get(key) is lane:
                del self._lanes[key]
            self._unsettled.set()

    async def _send(self, key: str, lane: deque[OutboxRow]) -> None:
        row = lane[0]
        try:
            screen = load_screen(row.payload)
            ref = await self._channels[row.channel].send(
                Outgoing(row.address, screen, self._refs.get(key, row.screen_ref))
            )
        except SendError as error:
            self._failed(key, lane, error)
            return
        except ValidationError:
            log.error("a message written by another version cannot be read; dropped")  # noqa: TRY400
            ref = None
        except Exception:
            log.exception("sending on %s failed in a way nobody foresaw", row.channel)
            self._give_back(lane, BACKOFF_MS[-1] / 1000, row.attempts + 1)
            return
        lane.popleft()
        self._sent.append(row.id)
        if ref is not None:
            # The next row of this lane may have been written before this reference was known.
            self._refs[key] = ref
            self._screens.append((key, ref))
        self._unsettled.set()

    def _failed(self, key: str, lane: deque[OutboxRow], error: SendError) -> None:
        row = lane[0]
        if error.sebab == "diblokir":
            self._sent.extend(waiting.id for waiting in lane)
            self._blocked.append(key)
            lane.clear()
        elif error.retryable and row.attempts < ATTEMPTS_PALING:
            wait = error.retry_after
            if wait is not None:
                self._pacers[row.channel].pause(key, wait)
            elif error.sebab == "sementara":
                log.warning("sending on %s failed, to be tried again: %s", row.channel, error)
            step = BACKOFF_MS[min(row.attempts, len(BACKOFF_MS) - 1)] / 1000
            # Being asked to wait is no failed attempt.
            self._give_back(lane, step if wait is None else wait, row.attempts + (wait is None))
        else:
            log.error("a message on %s was not taken and is dropped: %s", row.channel, error)
            self._sent.append(lane.popleft().id)

    def _give_back(self, lane: deque[OutboxRow], seconds: float, attempts: int) -> None:
        due = self._now_ms() + int(seconds * 1000) + 1
        self._given_back[lane[0].percakapan] = due
        self._retries.extend(Retry(row.id, due, attempts if n == 0 else row.attempts) for n, row in enumerate(lane))
        lane.clear()
