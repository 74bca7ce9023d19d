"""Sends what was committed, and after a restart whatever is due. At least once: a repeat must do no harm.

Each conversation has a lane for replies and one for pushes, so its messages go in order and no reply waits for a
push; lanes go side by side. A row is this process's until its lease ends (`due_at`); what cannot go now is given back
to the database with the time to try again.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence

from pydantic import ValidationError

from bot.engine.codec import load_screen
from bot.ports import Channel, Outgoing, SendError
from bot.service.faults import told
from bot.service.limits import Limits, Pacer
from bot.service.order import GivenBack, Lane, lane_of
from storage.errors import StorageError
from storage.records import OutboxRow, Retry
from storage.store import Store

log = logging.getLogger(__name__)

LEASE_MS = 20_000
"""How long a message just committed, or claimed, is left to one process before another may take it."""
SCAN_SECONDS = 1.0
SETTLE_SECONDS = 0.05
CLAIM_PALING = 200
PUSH_SECONDS = 2.0
"""For so long ahead pushes are taken from the database at the rate they may be sent at: thousands that are due at one
moment stay there, evenly spaced on their way out, and in nobody's way."""
HOLD_SECONDS = 3.0
"""Longer than this no message waits in memory: the database keeps it."""
ATTEMPTS_PALING = 12
BACKOFF_MS = (1_000, 2_000, 5_000, 15_000, 60_000, 300_000)


Files = Callable[[Sequence[str]], Awaitable[Mapping[str, bytes]]]


async def _no_files(_ids: Sequence[str]) -> Mapping[str, bytes]:
    return {}


class Delivery:
    """Drains the outbox of the channels that push. `limits` is per channel name; `files` gives the bytes of
    attachments, by id, of those that are still kept."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        limits: Mapping[str, Limits],
        parallel: int = 64,
        files: Files | None = None,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._store = store
        self._channels = channels
        self._limits = {name: limits.get(name, Limits()) for name in channels}
        self._pacers = {name: Pacer(limit, time.monotonic) for name, limit in self._limits.items()}
        self._slots = {name: asyncio.Semaphore(parallel) for name in channels}
        self._files = files or _no_files
        self._now_ms = now_ms
        self._lanes: dict[Lane, deque[OutboxRow]] = {}
        self._mine: set[int] = set()
        self._sending: set[int] = set()
        # By conversation: the message last shown, and by which row it was.
        self._refs: dict[str, tuple[int, str]] = {}
        self._given_back = GivenBack()
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
            if not row.push:
                self._overtake(row)
            if (due := self._given_back.until(row, self._now_ms())) is not None:
                # An earlier message of this lane waits in the database; this one must not overtake it.
                self._retries.append(Retry(row.id, due, row.attempts))
                self._unsettled.set()
                continue
            lane = self._lanes.get(lane_of(row))
            if lane is not None:
                lane.append(row)
                continue
            self._lanes[lane_of(row)] = deque((row,))
            task = asyncio.create_task(self._drain(lane_of(row)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _overtake(self, reply: OutboxRow) -> None:
        """Who has answered needs no reminder any more: the database has dropped it, and so does its lane."""
        pushes = self._lanes.get((reply.percakapan, True), ())
        for push in [row for row in pushes if row.live and row.id < reply.id and row.id not in self._sending]:
            pushes.remove(push)  # type: ignore[union-attr]  # there is none to remove in ()
            self._sent.append(push.id)

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
            more = False
            for name in self._channels:
                try:
                    more |= await self._claim(name)
                except StorageError as error:
                    log.error("outbox not read: %s", error)  # noqa: TRY400  the line says it all
            await asyncio.sleep(SCAN_SECONDS / 4 if more else SCAN_SECONDS)
            self._unsettled.set()

    async def _release(self) -> None:
        try:
            async with self._store.transaction() as tx:
                for name in self._channels:
                    await tx.walk.release(name, self._now_ms(), self._now_ms() + LEASE_MS)
        except StorageError as error:
            log.error("leases not released: %s", error)  # noqa: TRY400

    async def _claim(self, name: str) -> bool:
        """Take what is due. True where as much was found as was looked for, so that there may be more."""
        now = self._now_ms()
        rate = self._limits[name].push_per_second
        ahead = min(math.ceil(rate * PUSH_SECONDS), CLAIM_PALING) if rate else CLAIM_PALING
        held = sum(len(lane) for (_, push), lane in self._lanes.items() if push and lane and lane[0].channel == name)
        async with self._store.reading() as tx:
            if not await tx.walk.has_due(name, now):
                return False
        async with self._store.transaction() as tx:
            rows = await tx.walk.claim(name, now, now + LEASE_MS, CLAIM_PALING, ahead - held)
        self.submit(rows)
        pushes = sum(row.push for row in rows)
        return len(rows) == CLAIM_PALING or pushes >= ahead - held > 0

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
        except (StorageError, asyncio.CancelledError) as error:
            # Perhaps written, perhaps not; writing it again changes nothing. Should it never be written, the
            # leases run out and the rows are sent again, which does no harm.
            self._sent, self._retries = sent + self._sent, retries + self._retries
            self._screens, self._blocked = screens + self._screens, blocked + self._blocked
            if not isinstance(error, StorageError):
                raise
            log.error("%d sendings not written down yet: %s", len(sent), error)  # noqa: TRY400
            return
        self._mine.difference_update(sent, (retry.id for retry in retries))
        self._given_back.forget(self._now_ms())
        # Rows already in a lane, or given back, do not know yet what is now written down.
        unsettled = {key for key, _ in self._screens}
        self._refs = {key: ref for key, ref in self._refs.items() if key in unsettled or self._has_rows(key)}

    def _has_rows(self, key: str) -> bool:
        return any(lane in self._lanes or lane in self._given_back for lane in ((key, False), (key, True)))

    async def _drain(self, name: Lane) -> None:
        """Send a lane's rows one after the other; the lane ends with its last row, or when one has to wait."""
        lane, key = self._lanes[name], name[0]
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
                    if lane:
                        await self._send(key, lane)
        finally:
            if self._lanes.get(name) is lane:
                del self._lanes[name]
            self._unsettled.set()

    async def _send(self, key: str, lane: deque[OutboxRow]) -> None:
        row = lane[0]
        learnt_by, learnt = self._refs.get(key, (row.id, None))
        shown = learnt if learnt_by < row.id and not row.detached else row.screen_ref
        self._sending.add(row.id)
        try:
            screen = load_screen(row.payload)
            files = await self._files([a.id for a in screen.attachments]) if screen.attachments else {}
            ref = await self._channels[row.channel].send(Outgoing(row.address, screen, shown, files))
        except SendError as error:
            self._failed(key, lane, error)
            return
        except ValidationError:
            log.error("a message written by another version cannot be read; dropped")  # noqa: TRY400
            ref = None
        except Exception as error:
            log.error("sending on %s failed in a way nobody foresaw: %s", row.channel, told(error))  # noqa: TRY400
            self._failed(key, lane, SendError("sementara", type(error).__name__))
            return
        finally:
            self._sending.discard(row.id)
        lane.popleft()
        self._sent.append(row.id)
        if ref is not None and not row.detached:
            # The next row of this lane may have been written before this reference was known.
            self._refs[key] = (row.id, ref)
            self._screens.append((key, ref))
        self._unsettled.set()

    def _failed(self, key: str, lane: deque[OutboxRow], error: SendError) -> None:
        row = lane[0]
        if error.sebab == "diblokir":
            self._sent.extend(waiting.id for waiting in lane)
            self._blocked.append(key)
            lane.clear()
        elif error.retryable and ((wait := error.retry_after) is not None or row.attempts < ATTEMPTS_PALING):
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
        self._given_back.add(lane, due)
        self._retries.extend(Retry(row.id, due, attempts if n == 0 else row.attempts) for n, row in enumerate(lane))
        lane.clear()
