"""Deliver webhooks as the platform does: signed, again and again until they are answered with 200.

What one person does arrives in order, one delivery at a time; what different people do, and statuses, side by side.
Repeats, batches and other orders are for tests to ask for.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.fakes.pace import Pace
from tests.fakes.whatsapp.events import Event, pack, written
from tests.fakes.whatsapp.world import Json


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt: the bytes sent, the answer's status (None where there was none) and how long it took."""

    body: bytes
    status: int | None
    seconds: float


class Hook:
    """The subscription of one app. Until `subscribe` succeeded events wait."""

    def __init__(self, account: str, metadata: Json, secret: str) -> None:
        self.account = account
        self.metadata = metadata
        self.secret = secret
        self.pace = Pace()
        self.url = ""
        self.deliveries: list[Delivery] = []
        self._twice = 0
        self._held: list[Event] | None = []
        self._lanes: dict[object, deque[bytes]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    @property
    def idle(self) -> bool:
        """Whether all there was to deliver has been taken."""
        return not self._lanes and not self._held

    @property
    def slowest(self) -> float:
        """The longest that an answer took, in seconds."""
        return max((one.seconds for one in self.deliveries if one.status is not None), default=0.0)

    def signature(self, body: bytes) -> str:
        """The header's value for these bytes."""
        return "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()

    async def subscribe(self, url: str, verify_token: str) -> bool:
        """The handshake; what waited is delivered once it succeeded."""
        challenge = str(secrets.randbelow(1 << 31))
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
        async with self._client().get(url, params=query) as answer:
            if answer.status != 200 or (await answer.text()) != challenge:
                return False
        self.url = url
        await self.release()
        return True

    def add(self, event: Event) -> None:
        """Deliver an event: now, or with the others where they are held."""
        if self._held is not None:
            self._held.append(event)
        else:
            self._enqueue(event.lane, pack([event], self.account, self.metadata))

    def hold(self) -> None:
        """Keep what happens from now on for one batch."""
        self._held = self._held or []

    async def release(self, *, per_change: int = 1000, per_entry: int = 1000, at_once: bool = False) -> None:
        """Deliver what was held: as one batch where `at_once`, else each by itself. Returns before it is taken."""
        held, self._held = self._held or [], None
        if at_once and held:
            body = pack(held, self.account, self.metadata, per_change=per_change, per_entry=per_entry)
            self._enqueue("batch", body)
        else:
            for event in held:
                self.add(event)

    def take_held(self) -> bytes:
        """The bytes of what was held, which then is not delivered, but by `post`."""
        held, self._held = self._held or [], None
        return written(pack(held, self.account, self.metadata))

    def repeat_next(self, count: int) -> None:
        """Deliver each of the next `count` bodies twice, though they were answered."""
        self._twice += count

    def redeliver(self, body: bytes) -> None:
        """Deliver the same bytes once more."""
        self._append(("again", body), body)

    async def settled(self, seconds: float = 10.0) -> None:
        """Return once all there was to deliver has been taken."""
        async with asyncio.timeout(seconds):
            while not self.idle:  # noqa: ASYNC110  the lanes end in several places
                await asyncio.sleep(0.01)

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> Delivery:
        """One attempt, with a right signature unless the headers say otherwise."""
        signed = {"X-Hub-Signature-256": self.signature(body)} if headers is None else headers
        begun, status = time.monotonic(), None
        with suppress(aiohttp.ClientError, TimeoutError):
            async with self._client().post(
                self.url, data=body, headers={"Content-Type": "application/json", **signed}
            ) as answer:
                await answer.read()
                status = answer.status
        delivery = Delivery(body, status, time.monotonic() - begun)
        self.deliveries.append(delivery)
        return delivery

    async def stop(self) -> None:
        """Break off."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=self.pace.timeout)
            )
        return self._session

    def _enqueue(self, lane: object, payload: Json) -> None:
        body = written(payload)
        self._append(lane, body)
        if self._twice:
            self._twice -= 1
            self._append(lane, body)

    def _append(self, lane: object, body: bytes) -> None:
        if lane in self._lanes:
            self._lanes[lane].append(body)
        else:
            self._lanes[lane] = deque([body])
            self._spawn(self._drain(lane))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, lane: object) -> None:
        waiting = self._lanes[lane]
        while waiting:
            pause = self.pace.backoff
            for _ in range(self.pace.attempts):
                if (await self.post(waiting[0])).status == 200:
                    break
                await asyncio.sleep(pause)
                pause = min(pause * 2, self.pace.longest)
            waiting.popleft()
        del self._lanes[lane]


def bodies(deliveries: Sequence[Delivery]) -> list[bytes]:
    """What was delivered, each body once, in the order of the first attempts."""
    return list(dict.fromkeys(one.body for one in deliveries))
