"""Deliver updates to the bot's webhook, as the platform's own server does it.

Each lane (one chat's messages, one person's button presses) is delivered strictly in order, one request at a
time; lanes run side by side, on at most `max_connections` connections. So a message and a button press of the
same person may overtake each other: the platform makes no promise there. A refused update comes again after 2, 4,
8 ... seconds there; here `Pace` says.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import aiohttp

from tests.fakes.pace import Pace
from tests.fakes.telegram.updates import Update, UpdateQueue
from tests.fakes.telegram.world import Json

NOT_IN_AN_ANSWER = ("get", "setwebhook", "deletewebhook", "close", "logout")
Execute = Callable[[str, Json], Awaitable[None]]


@dataclass(slots=True)
class Webhook:
    """What setWebhook set, and what came of it."""

    url: str
    secret: str
    max_connections: int
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass
class Pusher:
    """Sends what is queued to one webhook until stopped."""

    webhook: Webhook
    queue: UpdateQueue
    execute: Execute
    clock: Callable[[], float]
    pace: Pace
    _lanes: dict[tuple[str, int], deque[Update]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self) -> None:
        """Begin; must run inside the event loop."""
        self._free = asyncio.Semaphore(self.webhook.max_connections)
        self._seen: set[int] = set()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=self.pace.timeout)
        )
        self._spawn(self._dispatch())

    @property
    def idle(self) -> bool:
        """Whether all that was taken off the queue has arrived."""
        return not self._lanes

    async def stop(self) -> None:
        """Break off; what was not taken stays queued."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _dispatch(self) -> None:
        while True:
            fresh = [update for update in self.queue.pending.values() if update.id not in self._seen]
            self._seen.update(update.id for update in fresh)
            for update in fresh + self.queue.take_repeats():
                lane = self._lanes.get(update.lane)
                if lane is None:
                    self._lanes[update.lane] = deque([update])
                    self._spawn(self._drain(update.lane))
                else:
                    lane.append(update)
            await self.queue.arrival()

    async def _drain(self, name: tuple[str, int]) -> None:
        lane = self._lanes[name]
        while lane:
            await self._deliver(lane[0])
            self.queue.confirm([lane.popleft().id])
        del self._lanes[name]

    async def _deliver(self, update: Update) -> None:
        pause = self.pace.backoff
        for _ in range(self.pace.attempts):
            async with self._free:
                problem, asked = await self._post(update)
            if problem is None:
                return
            self.webhook.last_error_date = int(self.clock())
            self.webhook.last_error_message = problem
            await asyncio.sleep(pause if asked is None else min(asked, self.pace.longest))
            pause = min(pause * 2, self.pace.longest)

    async def _post(self, update: Update) -> tuple[str | None, float | None]:
        """One attempt: what went wrong, if anything, and how long the bot asked to wait."""
        headers = {"Content-Type": "application/json"}
        if self.webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret
        try:
            async with self._session.post(
                self.webhook.url, data=json.dumps(update.json), headers=headers, allow_redirects=False
            ) as response:
                body = await response.read()
                if not 200 <= response.status <= 299:
                    asked = response.headers.get("Retry-After", "")
                    problem = f"Wrong response from the webhook: {response.status} {response.reason}"
                    return problem, float(asked) if asked.isdigit() else None
                form = "json" not in response.content_type
        except TimeoutError:
            return "Read timeout expired", None
        except aiohttp.ClientError as error:
            return f"Webhook connection failed: {type(error).__name__}", None
        answer = _answer(body, form=form)
        method = str(answer.pop("method", ""))
        if method and not method.lower().startswith(NOT_IN_AN_ANSWER):
            await self.execute(method, answer)
        return None, None


def _answer(body: bytes, *, form: bool) -> Json:
    """The call that a webhook's answer asks for, as parameters with `method` among them."""
    if form:
        return dict(parse_qsl(body.decode(errors="replace")))
    try:
        answer = json.loads(body or b"{}")
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
