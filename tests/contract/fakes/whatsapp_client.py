"""pywa as a client that knows nothing of the double, and a webhook that reads with pywa."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from aiohttp import web
from pywa.handlers import (
    CallbackButtonHandler,
    CallbackSelectionHandler,
    MessageHandler,
    MessageStatusHandler,
    PhoneNumberChangeHandler,
)
from pywa_async.client import WhatsApp

from tests.fakes.whatsapp import FakeWhatsApp, Person

HANDLERS: tuple[Callable[[Any], Any], ...] = (
    MessageHandler,
    CallbackButtonHandler,
    CallbackSelectionHandler,
    MessageStatusHandler,
    PhoneNumberChangeHandler,
)
VERIFY = "verify-token-of-the-test"


@dataclass
class Desk:
    """The double, and pywa as the business behind it. `got` is what pywa made of the webhooks."""

    api: FakeWhatsApp
    wa: WhatsApp
    client: httpx.AsyncClient
    """With the token, for what pywa would not send."""
    url: str = ""
    got: list[Any] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def knows(self, name: str = "Siti") -> Person:
        """Somebody who has just written, so that the window is open."""
        person = self.api.person(name)
        person.chat.said_at = self.api.now()
        return person

    async def post(self, **body: Any) -> httpx.Response:
        """A message with the body as it is, beside what every message has."""
        base = {"messaging_product": "whatsapp", "recipient_type": "individual"}
        url = f"{self.api.url}/{self.api.phone_number_id}/messages"
        return await self.client.post(url, json=base | body)

    async def until(self, count: int) -> list[Any]:
        """What pywa read, once it is this much."""
        async with asyncio.timeout(10):
            while len(self.got) < count:  # noqa: ASYNC110  pywa tells nobody
                await asyncio.sleep(0.01)
        return self.got


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    """Both, connected: pywa's handlers behind a webhook that hands every body to it."""
    async with (
        FakeWhatsApp() as api,
        httpx.AsyncClient(trust_env=False, verify=False) as session,
        httpx.AsyncClient(trust_env=False, verify=False) as client,
    ):
        client.headers.update({"Authorization": f"Bearer {api.token}", "User-Agent": "test/1.0.0"})
        wa = WhatsApp(
            phone_id=api.phone_number_id,
            token=api.token,
            waba_id=api.account_id,
            session=session,
            verify_token=VERIFY,
            app_secret=api.hook.secret,
        )
        session.base_url = httpx.URL(api.url)
        here = Desk(api, wa, client)
        _listen(here)

        async def update(request: web.Request) -> web.Response:
            body = await request.read()
            here.raw.append(body)
            refused = await wa.webhook_update_validator(body, request.headers.get("X-Hub-Signature-256"))
            if refused:
                return web.Response(status=refused[1])
            if here.statuses:
                return web.Response(status=here.statuses.pop(0))
            await wa.webhook_update_handler(body)
            return web.Response()

        async def challenge(request: web.Request) -> web.Response:
            text, status = await wa.webhook_challenge_handler(
                request.query.get("hub.verify_token"), request.query.get("hub.challenge")
            )
            return web.Response(text=text or "", status=status)

        app = web.Application()
        app.router.add_post("/hook", update)
        app.router.add_get("/hook", challenge)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        here.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        try:
            yield here
        finally:
            await api.hook.stop()
            await runner.cleanup()


def _listen(here: Desk) -> None:
    async def keep(_: WhatsApp, update: Any) -> None:
        here.got.append(update)

    for handler in HANDLERS:
        here.wa.add_handlers(handler(keep))
