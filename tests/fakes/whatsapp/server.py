"""The Cloud API's HTTP side: who may call, what is called, what goes wrong, and a record of all of it."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.fakes.whatsapp import spec, templates
from tests.fakes.whatsapp.errors import ApiError, no_such_object
from tests.fakes.whatsapp.faults import Faults
from tests.fakes.whatsapp.hook import Hook
from tests.fakes.whatsapp.messages import Messages
from tests.fakes.whatsapp.people import Person
from tests.fakes.whatsapp.wire import ACCOUNT, DISPLAY, DOWNLOAD, PHONE, Call, described, named, phone, read_body
from tests.fakes.whatsapp.world import Chat

MISTAKES = {100, 131008, 131009, 131051, 132000, 132001, 132005, 132012, 132018}
"""Refusals that no well-made request meets."""
_VERSION = re.compile(r"v\d+\.\d+")
_numbers = itertools.count(6_280_000_000_001)


class _Dropped(Exception):  # noqa: N818 - not an error of the call
    """The connection is to be closed without an answer."""


class FakeWhatsApp:
    """The Cloud API on 127.0.0.1, for one business number.

    `async with FakeWhatsApp() as api` starts it; `api.url` is what a client takes as the API's address, version
    included. `await api.hook.subscribe(url, verify_token)` tells it where to deliver. People are made with
    `api.person()`; what goes wrong is told to `api.faults`; every call is in `api.calls`. `api.skip(seconds)` moves
    its clock. A request that breaks the description or a limit is refused, and fails the test at the end of the
    block unless it was looked at with `api.forgive()`.
    """

    def __init__(
        self, token: str = "EAAFakeToken-of_the_double", secret: str = "app-secret-of-the-double", *, port: int = 0
    ) -> None:
        self.token = token
        self.port = port
        self.calls: list[Call] = []
        self.faults = Faults()
        self.clock: Callable[[], float] = time.time
        self._ahead = 0.0
        metadata = {"display_phone_number": DISPLAY, "phone_number_id": PHONE}
        self.hook = Hook(ACCOUNT, metadata, secret)
        self.templates = templates.Templates()
        self.messages = Messages(self.now, self.hook, self.templates)
        self.world, self.media = self.messages.world, self.messages.media
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The API's address with its version, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}/v23.0"

    @property
    def phone_number_id(self) -> str:
        """The business number's id."""
        return PHONE

    @property
    def account_id(self) -> str:
        """The id of the account that the number and the templates belong to."""
        return ACCOUNT

    def now(self) -> float:
        """The platform's time, in seconds."""
        return self.clock() + self._ahead

    def skip(self, seconds: float) -> None:
        """Let time pass for the platform: windows close, files and addresses expire."""
        self._ahead += seconds

    def load_templates(self, folder: Path = templates.FOLDER) -> None:
        """Hand in and approve the templates of a folder."""
        self.templates.load(folder)

    def person(self, name: str = "Siti", *, wa_id: str = "", user_id: str = "") -> Person:
        """Someone with the app, known to the business once they write. The same number is the same person."""
        number = wa_id or str(next(_numbers))
        found = next((chat for chat in self.world.chats if chat.wa_id == number), None)
        if found is None:
            found = Chat(name, number, user_id or f"ID.{number[::-1]}")
            self.world.chats.append(found)
        return Person(found, self.world, self.media, self.hook)

    def calls_of(self, *methods: str) -> list[Call]:
        """The recorded calls of these kinds, oldest first: messages, read, upload, media, download, delete, phone,
        templates."""
        return [call for call in self.calls if call.method in methods]

    def sent_to(self, person: Person) -> list[Call]:
        """The messages that named this person, refused ones too."""
        return [call for call in self.calls_of("messages") if call.who is person.chat]

    def problems(self) -> list[str]:
        """What requests got wrong, a line each."""
        return [f"{call.method}: {problem}" for call in self.calls for problem in call.problems]

    def forgive(self) -> list[str]:
        """What requests got wrong so far, which then fails no test."""
        found = self.problems()
        for call in self.calls:
            call.problems.clear()
        return found

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=128 << 20)
        app.router.add_route("*", DOWNLOAD, self._handle)
        app.router.add_route("*", "/{version}/{object}", self._handle)
        app.router.add_route("*", "/{version}/{object}/{edge}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self.port or self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.hook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        if error is None and self.problems():
            raise AssertionError("\n".join(self.problems()))

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        call = Call(self.now(), named(request), dict(request.query))
        self.calls.append(call)
        try:
            answer = await self._answer(request, call)
        except ApiError as refusal:
            call.error = refusal
            if refusal.code in MISTAKES and not refusal.natural and not call.problems:
                call.problems.append(str(refusal))
            return web.json_response(refusal.body(), status=refusal.status)
        except _Dropped:
            call.dropped = True
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return answer

    async def _answer(self, request: web.Request, call: Call) -> web.Response:
        """Read the call, let happen what the test wants, and do what was asked."""
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise ApiError(190)
        path = described(request, call.method)
        if path:
            call.problems += spec.check_call(request.method, path, request.headers, request.query)
        named = request.match_info
        if "version" in named and not _VERSION.fullmatch(named["version"]):
            raise ApiError(2500, message="Unknown path components", status=400)
        await read_body(request, call)
        if call.method == "messages" and isinstance(call.params, dict):
            call.who = self.world.chat_of(call.params)
        late: ApiError | None = None
        try:
            rule = await self.faults.before(call.method, call.who)
        except ApiError as refusal:
            if not refusal.late:
                raise
            rule, late = None, refusal
        if rule is not None and not rule.accepted:
            raise _Dropped
        answer = self._act(request, call, late)
        if rule is not None:
            raise _Dropped
        return answer

    def _act(self, request: web.Request, call: Call, late: ApiError | None) -> web.Response:
        now, named = self.now(), request.match_info
        owner = dict.fromkeys(("messages", "read", "upload", "phone"), PHONE)
        owner |= {"templates": ACCOUNT, "submit": ACCOUNT}
        if call.method == "unknown" or owner.get(call.method, named.get("object")) != named.get("object"):
            raise no_such_object(named.get("object", ""), request.method.lower())
        if call.method == "download":
            found = self.media.at(request.query.get("hash", ""), now)
            if found is None:
                raise web.HTTPNotFound
            return web.Response(body=found.content, content_type=found.mime)
        match call.method:
            case "messages":
                call.result = self.messages.send(call.params, call.problems, late)
            case "read":
                call.result = self.messages.mark_read(call.params, call.problems)
            case "upload":
                if call.params.get("messaging_product") != "whatsapp" or "mime" not in call.params:
                    raise ApiError(100, "The parameters messaging_product and file are required.")
                kind = str(call.params.get("type", call.params["mime"]))
                call.result = {"id": self.media.take(call.params["filename"], kind, call.upload, now)}
            case "media":
                file = self.media.find(named["object"], now)
                if request.query.get("phone_number_id", PHONE if file.ours else None) != (
                    PHONE if file.ours else None
                ):
                    # Of what a person uploaded no number of ours is the owner.
                    raise ApiError(100, message="(#100) Param phone_number_id is not a valid phone number ID")
                call.result = self.media.about(file, f"http://127.0.0.1:{self.port}", now)
            case "delete":
                self.media.delete(named["object"], now)
                call.result = {"success": True}
            case "phone":
                call.result = phone(request.query.get("fields", ""))
            case "submit":
                call.result = self.templates.hand_in(call.params)
            case "templates":
                listed = self.templates.listing(request.query.get("name"))
                call.result = {"data": listed, "paging": {"cursors": {"before": "MAZDZD", "after": "MjQZD"}}}
                if "summary" in request.query:
                    counts = {"total_count": len(listed), "message_template_count": len(self.templates.known)}
                    more = {"message_template_limit": 250, "are_translations_complete": True}
                    call.result["summary"] = counts | more
        return web.json_response(call.result)
