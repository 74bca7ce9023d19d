"""The double, and python-telegram-bot's Bot as a client that knows nothing of it."""

import asyncio
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.fakes.telegram import FakeTelegram, Person

TOKEN = "4200000001:AAFake_token-of_the_double"


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    """A running double."""
    async with FakeTelegram(token=TOKEN) as running:
        yield running


@pytest.fixture
async def bot(api: FakeTelegram) -> AsyncIterator[Bot]:
    """An independent client of the Bot API, over real HTTP."""
    kwargs: dict[str, Any] = {"trust_env": False}
    async with Bot(
        TOKEN,
        base_url=f"{api.url}/bot",
        base_file_url=f"{api.url}/file/bot",
        request=HTTPXRequest(httpx_kwargs=kwargs),
        get_updates_request=HTTPXRequest(read_timeout=20, httpx_kwargs=kwargs),
    ) as client:
        yield client


@pytest.fixture
async def siti(api: FakeTelegram) -> Person:
    """Someone who has pressed Start, so that the bot may write to them."""
    person = api.person(7, "Siti")
    await person.start("KEL-01")
    return person


async def raw(bot: Bot, method: str, params: dict[str, Any] | None = None) -> Any:
    """One call with the parameters as they are; the client warns that it has methods of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return await bot.do_api_request(method, params)


@dataclass
class Hook:
    """A bot's webhook: `statuses` are answered in turn, then 200 with `answer` as the body."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    before: Callable[[dict[str, Any]], Awaitable[None]] | None = None
    got: list[tuple[dict[str, Any], dict[str, str]]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.Response:
        """Take one delivery."""
        update = await request.json()
        self.got.append((update, dict(request.headers)))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.before is not None:
            await self.before(update)
        self.at_once -= 1
        async with self.changed:
            self.changed.notify_all()
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        return web.json_response(self.answer) if self.answer is not None else web.Response()

    async def wait_for(self, deliveries: int) -> None:
        """Return once this many deliveries were handled."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: len(self.got) - self.at_once >= deliveries)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """A running webhook."""
    here = Hook()
    app = web.Application()
    app.router.add_post("/hook", here.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    here.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield here
    await runner.cleanup()
