"""The WhatsApp channel between a webhook and the stand-in for the platform, with nothing behind it but a notebook."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.channels.whatsapp.adapter import WhatsApp
from bot.channels.whatsapp.records import Arrived, PersonChanged, StatusSeen
from bot.channels.whatsapp.signature import HEADER, verify
from bot.engine.messages import Screen
from bot.ports import NotStored, Outcome, Outgoing
from tests.fakes.whatsapp import FakeWhatsApp, Person

VERIFY = "verify-token-of-the-test"


@dataclass
class Notebook:
    """Writes down what the channel hands on. `refuse` says which messages are not to be stored."""

    arrived: list[Arrived] = field(default_factory=list)
    statuses: list[StatusSeen] = field(default_factory=list)
    changed: list[PersonChanged] = field(default_factory=list)
    refuse: Callable[[Arrived], bool] = lambda _: False
    outcome: Outcome = field(default_factory=Outcome)

    async def receive(self, arrived: Arrived) -> Outcome:
        if self.refuse(arrived):
            raise NotStored("not now")
        self.arrived.append(arrived)
        return self.outcome

    async def seen(self, statuses: Sequence[StatusSeen]) -> None:
        self.statuses += statuses

    async def change(self, changed: PersonChanged) -> None:
        self.changed.append(changed)


@dataclass
class Bot:
    """The double, the channel, and what it handed on."""

    api: FakeWhatsApp
    channel: WhatsApp
    notes: Notebook
    rows: int = 0

    def knows(self, name: str = "Siti") -> Person:
        """Somebody who has just written, so that the window is open."""
        person = self.api.person(name)
        person.chat.said_at = self.api.now()
        return person

    async def show(self, person: Person, screen: Screen, files: dict[str, bytes] | None = None, row: int = 0) -> str:
        """Send a screen to somebody by their number. Returns the wamid."""
        self.rows += 1
        sent = await self.channel.send(Outgoing(person.wa_id, screen, None, files or {}, row or self.rows))
        assert sent is not None
        return sent


@asynccontextmanager
async def bot(token: str = "") -> AsyncIterator[Bot]:
    """All of it, the webhook subscribed. With another `token` the platform knows none of the calls."""
    notes = Notebook()
    async with FakeWhatsApp() as api:
        channel = WhatsApp(
            token or api.token,
            api.phone_number_id,
            api.url,
            notes.receive,
            notes.seen,
            notes.change,
            lambda kode: kode == "kel-dermo",
        )

        async def hook(request: web.Request) -> web.Response:
            if request.method == "GET":
                return web.Response(text=request.query["hub.challenge"])
            body = await request.read()
            if not verify(body, request.headers.get(HEADER, ""), api.hook.secret):
                return web.Response(status=401)
            try:
                await channel.act(body)
            except NotStored:
                return web.Response(status=503)
            return web.Response()

        app = web.Application()
        app.router.add_route("*", "/whatsapp/webhook", hook)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/whatsapp/webhook"
        assert await api.hook.subscribe(url, VERIFY)
        try:
            yield Bot(api, channel, notes)
        finally:
            await api.hook.stop()
            await channel.close()
            await runner.cleanup()
