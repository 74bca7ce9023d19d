"""The Bot API's HTTP side: reads calls in every encoding, applies faults, records, answers."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.pace import Pace
from tests.fakes.telegram import spec
from tests.fakes.telegram.errors import ApiError, bad_request
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.files import path_of
from tests.fakes.telegram.limits import check_secret
from tests.fakes.telegram.methods import Files, Methods
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.updates import CONFLICT_SET_WEBHOOK, UpdateQueue
from tests.fakes.telegram.webhook import Pusher, Webhook
from tests.fakes.telegram.wire import chat_id_of, decode, read_call, respond
from tests.fakes.telegram.world import Chat, Json, World

DELIVERY = ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")


@dataclass(slots=True)
class Call:
    """One call that reached the API: what was asked, in which encoding, and what came of it."""

    time: float
    method: str
    params: Json
    encoding: str
    files: Files = field(default_factory=dict)
    result: Any = None
    error: str | None = None
    dropped: bool = False


class _Dropped(Exception):  # noqa: N818 - not an error of the call
    """The connection is to be closed without an answer."""


class FakeTelegram:
    """The Bot API on 127.0.0.1, for one bot.

    `async with FakeTelegram(token="1:a") as api` starts it on a free port (or `port`); `api.url` is what a
    bot takes as the API's address. People are made with `api.person(7)`; what goes wrong is told to
    `api.faults`; every call is in `api.calls`. `api.pace` sets how soon a webhook is tried again. `api.clock`
    gives the time in seconds and may be replaced at any time to make messages old.
    """

    def __init__(
        self, token: str = "4200000001:fake", *, port: int = 0, clock: Callable[[], float] = time.time
    ) -> None:
        self.token = token
        self.port = port
        self.calls: list[Call] = []
        self.faults = Faults()
        self.pace = Pace()
        self.world = World(_bot(token), lambda: self.clock())  # noqa: PLW0108 - it may be replaced
        self.clock = clock
        self.updates = UpdateQueue()
        self.webhook: Webhook | None = None
        self.methods = Methods(self.world)
        self._pusher: Pusher | None = None
        self._runner: web.AppRunner | None = None
        names = (*self.methods.table, *DELIVERY)
        self._names = {name.lower(): name for name in names}

    @property
    def url(self) -> str:
        """The API's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        if not self.port:
            self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._set_pusher(None)
        self.updates.interrupt()
        if self._runner is not None:
            await self._runner.cleanup()

    def person(self, user_id: int, first_name: str = "Siti", *, language_code: str = "id") -> Person:
        """Someone with the app open; the bot knows them once they wrote. The same id is the same person."""
        chat = self.world.chats.get(user_id)
        if chat is None:
            user = {"id": user_id, "is_bot": False, "first_name": first_name, "language_code": language_code}
            chat = self.world.chats[user_id] = Chat(user)
        return Person(chat, self.world, self.updates)

    @property
    def idle(self) -> bool:
        """Whether the bot has taken all there was: nothing is queued, nothing is on its way to it."""
        return self.updates.idle and (self._pusher is None or self._pusher.idle)

    def calls_of(self, *methods: str) -> list[Call]:
        """The recorded calls of these methods, oldest first."""
        return [call for call in self.calls if call.method in methods]

    def inject(self, body: Json) -> int:
        """Queue an update's body as it is, however malformed; the id it got."""
        return self.updates.inject(body).id

    def redeliver(self, update_id: int) -> None:
        """Deliver an update once more, though the bot has confirmed it."""
        self.updates.repeat(update_id)

    def check_against_spec(self, path: Path | None = None) -> list[str]:
        """What the recorded calls got wrong, a line each, by the Bot API's specification.

        Raises SpecNotAtHandError where its file is neither at `path` nor beside the repository.
        """
        return spec.check_calls([(call.method, call.params, call.files) for call in self.calls], path)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return respond(ApiError(401, "Unauthorized"))
        try:
            encoding, params, files = await read_call(request)
            result = await self._call(request.match_info["method"], params, files, encoding)
        except ApiError as error:
            return respond(error)
        except _Dropped:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return web.json_response({"ok": True, "result": result})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A file by the path that getFile told. Faults of the method "download" apply; no call is recorded."""
        if request.match_info["token"] != self.token:
            return respond(ApiError(401, "Unauthorized"))
        try:
            if await self.faults.before("download", None) is not None and request.transport is not None:
                request.transport.abort()
        except ApiError as error:
            return respond(error)
        found = [file for file_id, file in self.world.files.items() if path_of(file_id) == request.match_info["path"]]
        if not found:
            return respond(ApiError(404, "Not Found"))
        return web.Response(body=found[0].content, content_type="application/octet-stream")

    async def _call(self, named: str, params: Json, files: Files, encoding: str) -> Any:
        """Run one call and record it, refusals too."""
        method = self._names.get(named.lower(), named)
        call = Call(self.clock(), method, params, encoding, files)
        self.calls.append(call)
        try:
            fault = await self.faults.before(method, chat_id_of(params), waits=method == "getUpdates")
            call.dropped = fault is not None
            if fault is None or fault.accepted:
                call.result = await self._run(method, params, files)
        except ApiError as error:
            call.error = error.description
            raise
        if call.dropped:
            raise _Dropped
        return call.result

    async def _run(self, method: str, params: Json, files: Files) -> Any:
        if method in self.methods.table:
            # A copy, since messages go on changing after the call was answered.
            return json.loads(json.dumps(self.methods.table[method](params, files)))
        if method == "getUpdates":
            return await self.updates.get(params)
        if method == "getWebhookInfo":
            return self._webhook_info()
        if method in {"setWebhook", "deleteWebhook"}:
            return await self._set_webhook(params, str(params.get("url", "")) if method == "setWebhook" else "")
        raise ApiError(404, "Not Found: method not found")

    async def _set_webhook(self, params: Json, url: str) -> bool:
        if url and not url.startswith(("http://127.0.0.1", "http://localhost", "https://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = check_secret(str(params.get("secret_token", "")))
        if params.get("drop_pending_updates") in {True, "true", "True"}:
            self.updates.confirm(list(self.updates.pending))
        self.updates.webhook_active = bool(url)
        self.updates.remember_allowed(params.get("allowed_updates"))
        if not url:
            await self._set_pusher(None)
            return True
        self.updates.interrupt(CONFLICT_SET_WEBHOOK)
        most = min(max(int(params.get("max_connections") or 40), 1), 100)
        known = self.webhook
        if known is not None and (known.url, known.secret, known.max_connections) == (url, secret, most):
            return True  # what is on its way there goes on
        await self._set_pusher(Webhook(url, secret, most))
        return True

    async def _set_pusher(self, webhook: Webhook | None) -> None:
        if self._pusher is not None:
            await self._pusher.stop()
            self._pusher = None
        self.webhook = webhook
        if webhook is not None:
            self._pusher = Pusher(webhook, self.updates, self._answered, self.clock, self.pace)
            self._pusher.start()

    async def _answered(self, method: str, params: Json) -> None:
        """Run the call a webhook's answer asks for; nobody is told what came of it."""
        try:
            await self._call(method, decode(params), {}, "webhook answer")
        except (ApiError, _Dropped):
            return

    def _webhook_info(self) -> Json:
        info: Json = {
            "url": "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates.pending),
        }
        if self.webhook is not None:
            info |= {"url": self.webhook.url, "max_connections": self.webhook.max_connections}
            info |= {"ip_address": "127.0.0.1"}
            if self.webhook.last_error_date is not None:
                info["last_error_date"] = self.webhook.last_error_date
                info["last_error_message"] = self.webhook.last_error_message
        if self.updates.allowed:
            info["allowed_updates"] = self.updates.allowed
        return info


def _bot(token: str) -> Json:
    return {
        "id": int(token.split(":", maxsplit=1)[0]),
        "is_bot": True,
        "first_name": "Survei",
        "username": "survei_tiruan_bot",
    }
