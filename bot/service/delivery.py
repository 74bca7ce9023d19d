"""Sends what was committed, and after a restart whatever is due. At least once: a repeat must do no harm.

Each conversation has a lane for replies and one for pushes, so its messages go in order and no reply waits for a
push; lanes go side by side. A row is this process's until its lease ends; what cannot go now is given back to the
database with the time to try again. `claims` takes from the database what is due, `settling` writes down how it went,
`breaker` knows when a platform is out: then all is left to the database, for as long as it takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence

from pydantic import ValidationError

from bot.counts import Counts, Standing
from bot.engine.codec import load_screen
from bot.ports import Channel, Outgoing, SendError
from bot.service.breaker import Admitted
from bot.service.faults import told
from bot.service.limits import Limits
from bot.service.looking import Looking
from bot.service.order import LEASE_MS, GivenBack, Lane, lane_of
from bot.service.settling import Settling
from bot.service.taking import Taking
from bot.service.way import Way, fate_of
from bot.service.window import Withheld
from storage.errors import StorageError
from storage.records import OutboxRow
from storage.store import Store

log = logging.getLogger(__name__)

SETTLE_SECONDS = 0.05
OFFER_SECONDS = 1.0
HOLD_SECONDS = 3.0
"""Longer than this no message waits in memory: the database keeps it."""
ATTEMPTS_PALING = 12
"""Of one message that does not go while others do."""
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
        counts: Counts | None = None,
    ) -> None:
        self._store = store
        self._counts = counts or Counts()
        self._ways = {
            name: Way(store, channel, limits.get(name, Limits()), parallel, now_ms)
            for name, channel in channels.items()
        }
        self._files = files or _no_files
        self._now_ms = now_ms
        self._lanes: dict[Lane, deque[OutboxRow]] = {}
        # By id: until when the database leaves the row to us.
        self._mine: dict[int, int] = {}
        self._sending: set[int] = set()
        # By conversation: the message last shown, and by which row it was.
        self._refs: dict[str, tuple[int, str]] = {}
        # Of one process alone; where there are several, the database knows the order (storage.turns).
        self._given_back = GivenBack()
        self._settling = Settling(store, self._written)
        self._taking = Taking(self.submit)
        self._tasks: set[asyncio.Task[None]] = set()
        self._looking = Looking(store, self._ways, self._waiting, self._mine, self._taking, now_ms)
        self._stopping = False

    def submit(self, rows: Sequence[OutboxRow]) -> None:
        """Take rows that this process holds the lease of. Rows of channels that people collect from are left, and
        those that another process has to send something before."""
        now = self._now_ms()
        for row in rows:
            way = self._ways.get(row.channel)
            if way is None or row.id in self._mine or self._stopping:
                continue
            if row.pemilik not in {self._store.pemilik, 0} or (row.pemilik == 0 and not self._store.embedded):
                if row.due_at <= now + LEASE_MS:
                    self._looking.soon()
                continue
            if self._taking.defer(row):
                continue
            self._mine[row.id] = now + LEASE_MS
            if not row.push:
                self._overtake(row)
            if self._store.embedded and (due := self._given_back.until(row, now)) is not None:
                # An earlier message of this lane waits in the database; this one must not overtake it.
                self._settling.again(row, due, row.attempts)
                continue
            lane = self._lanes.get(lane_of(row))
            if lane is not None:
                lane.append(row)
                continue
            self._lanes[lane_of(row)] = deque((row,))
            task = asyncio.create_task(self._drain(lane_of(row), way))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def standing(self) -> dict[str, Standing]:
        """How each channel stands with this process now."""
        return {name: Standing(way.leads, way.breaker.open) for name, way in self._ways.items()}

    def _overtake(self, reply: OutboxRow) -> None:
        """Who has answered needs no reminder any more: the database has dropped it, and so does its lane."""
        pushes = self._lanes.get((reply.percakapan, True), deque[OutboxRow]())
        for push in [row for row in pushes if row.live and row.id < reply.id and row.id not in self._sending]:
            pushes.remove(push)
            self._settling.sent([push])

    async def run(self) -> None:
        """Look for due rows and write down what was sent, until cancelled."""
        if self._store.embedded:
            # Whoever held leases before us is gone: its rows need not wait for them to run out.
            await self._let_go()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._looking.run())
            group.create_task(self._settle())

    async def close(self, seconds: float = 2.0) -> None:
        """Let what is being sent finish for a moment, write it down, and leave the rest to the database, at once for
        other processes to take."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._write_down()
        if not self._store.embedded:
            await self._let_go()

    async def _let_go(self) -> None:
        """Leave what is held to others; where no others are, all that anybody held before us to ourselves."""
        now = self._now_ms()
        try:
            async with self._store.transaction() as tx:
                if self._store.embedded:
                    for name in self._ways:
                        await tx.outbox.release(name, now, now + LEASE_MS)
                else:
                    await tx.outbox.let_go(now)
                    await tx.schedule.let_go(self._store.pemilik)
        except StorageError as error:
            log.error("leases not released: %s", error)  # noqa: TRY400  the line says it all

    def _waiting(self) -> list[OutboxRow]:
        return [row for lane in self._lanes.values() for row in lane]

    async def _settle(self) -> None:
        while True:
            # What the database did not take is offered again.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(OFFER_SECONDS):
                    await self._settling.waiting.wait()
            await asyncio.sleep(SETTLE_SECONDS)
            await self._write_down()

    async def _write_down(self) -> None:
        take_over = not self._stopping and not any(way.breaker.open for way in self._ways.values())
        await self._settling.write(self._now_ms(), self._taking, take_over=take_over)
        self._given_back.forget(self._now_ms())
        # Rows already in a lane, or given back, do not know yet what is now written down.
        unsettled = self._settling.shown_keys
        self._refs = {key: ref for key, ref in self._refs.items() if key in unsettled or self._has_rows(key)}

    def _written(self, ids: Sequence[int]) -> None:
        for row_id in ids:
            self._mine.pop(row_id, None)

    def _has_rows(self, key: str) -> bool:
        return any(lane in self._lanes or lane in self._given_back for lane in ((key, False), (key, True)))

    async def _drain(self, name: Lane, way: Way) -> None:
        """Send a lane's rows one after the other; the lane ends with its last row, or when one has to wait."""
        lane, key = self._lanes[name], name[0]
        try:
            while lane:
                row = lane[0]
                if way.closed:
                    self._give_back(lane, 0, row.attempts)
                    return
                wait = way.wait(row)
                if wait > HOLD_SECONDS or (wait and self._stopping):
                    self._give_back(lane, wait, row.attempts)
                    return
                if wait:
                    await asyncio.sleep(wait)
                    continue
                async with way.slots:
                    if lane and (admitted := way.breaker.admit()) == "tahan":
                        self._give_back(lane, 0, row.attempts)
                    elif lane:
                        await self._send(key, lane, way, admitted)
        finally:
            if self._lanes.get(name) is lane:
                del self._lanes[name]
            self._settling.waiting.set()

    async def _send(self, key: str, lane: deque[OutboxRow], way: Way, admitted: Admitted) -> None:
        row = lane[0]
        learnt_by, learnt = self._refs.get(key, (row.id, None))
        shown = learnt if learnt_by < row.id and not row.detached else row.screen_ref
        self._sending.add(row.id)
        try:
            screen = load_screen(row.payload)
            files = await self._files([a.id for a in screen.attachments]) if screen.attachments else {}
            ref = await way.channel.send(Outgoing(row.address, screen, shown, files, row.id, row.attempts, row.push))
        except SendError as error:
            if error.sebab == "sementara":
                way.unheard(admitted, error)
            else:
                self._heard(way)
            self._failed(key, lane, way, error, asked=admitted == "coba")
            return
        except Withheld as withheld:
            way.breaker.given_up(admitted)
            self._counts.sends[row.channel, "closed"] += 1
            self._settling.withheld(lane.popleft(), withheld.until)
            return
        except ValidationError:
            log.error("a message written by another version cannot be read; dropped")  # noqa: TRY400
            way.breaker.given_up(admitted)
            ref = None
        except Exception as error:
            log.error("sending on %s failed in a way nobody foresaw: %s", row.channel, told(error))  # noqa: TRY400
            way.breaker.given_up(admitted)
            self._failed(key, lane, way, SendError("sementara", type(error).__name__))
            return
        except asyncio.CancelledError:
            way.breaker.given_up(admitted)
            raise
        else:
            self._heard(way)
        finally:
            self._sending.discard(row.id)
        lane.popleft()
        self._settling.sent([row])
        self._counts.sends[row.channel, "sent"] += 1
        if way.tells:
            self._settling.accepted(row, ref, self._now_ms())
        elif ref is not None and not row.detached:
            # The next row of this lane may have been written before this reference was known.
            self._refs[key] = (row.id, ref)
            self._settling.shown(key, ref)

    def _heard(self, way: Way) -> None:
        if way.heard():
            self._looking.now()

    def _failed(self, key: str, lane: deque[OutboxRow], way: Way, error: SendError, *, asked: bool = False) -> None:
        row = lane[0]
        self._counts.sends[row.channel, fate_of(error)] += 1
        if error.sebab == "diblokir":
            self._settling.sent(lane)
            self._settling.blocked(key)
            lane.clear()
        elif way.breaker.open and error.sebab == "sementara":
            # No fault of this message. Who asked for all asks again later than another one will.
            self._give_back(lane, way.breaker.pause + 1 if asked else 0, row.attempts)
        elif error.retryable and ((wait := error.retry_after) is not None or row.attempts < ATTEMPTS_PALING):
            if wait is not None:
                if error.wilayah != "pesan":
                    way.pacer.pause(key, wait, alone=error.wilayah == "orang")
            elif error.sebab == "sementara":
                log.warning("sending on %s failed, to be tried again: %s", row.channel, error)
            step = BACKOFF_MS[min(row.attempts, len(BACKOFF_MS) - 1)] / 1000
            # Being asked to wait is no failed attempt.
            self._give_back(lane, step if wait is None else wait, row.attempts + (wait is None))
        else:
            log.error("a message on %s was not taken and is dropped: %s", row.channel, error)
            self._settling.sent([lane.popleft()])

    def _give_back(self, lane: deque[OutboxRow], seconds: float, attempts: int) -> None:
        due = self._now_ms() + int(seconds * 1000) + 1
        if self._store.embedded:
            self._given_back.add(lane, due)
        for n, row in enumerate(lane):
            self._settling.again(row, due, attempts if n == 0 else row.attempts)
        lane.clear()
