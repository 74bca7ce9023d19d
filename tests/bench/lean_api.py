"""A lean Bot API and the citizens behind it: no records, no checks, as little work a call as can be.

A reply time is what a person waits: from the press or message until the bot's next screen reached the platform.
"""

import asyncio
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.bench.http11 import ClientPool, ServerConnection
from tests.bench.policy import Tap, Write, choose

TRUE = b'{"ok":true,"result":true}'
UNTOUCHED = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
REMEMBERED_SCREENS = 20_000


@dataclass(slots=True)
class Citizen:
    """One person in one interview."""

    id: int
    user: bytes
    asked_at: float = 0.0
    answers: int = 0
    finished: asyncio.Event = field(default_factory=asyncio.Event)
    last_text: str = ""


@dataclass
class Swarm:
    """The platform and its people."""

    token: str
    code: str
    mark: str
    latency: float = 0.0
    most_interviews: int = 1 << 30
    replicas: int = 1
    """So many have to say where they want their updates before it begins."""
    told: int = 0
    reply_times: list[float] = field(default_factory=list)
    interviews: int = 0
    answers: int = 0

    def __post_init__(self) -> None:
        self.citizens: dict[int, Citizen] = {}
        self.ready = asyncio.Event()
        self.done = asyncio.Event()
        self.keep_on = False
        self._loop = asyncio.get_running_loop()
        self._ids = itertools.count(1)
        self._people = itertools.count(10_000_001)
        self._bot = int(self.token.split(":")[0])
        self._updates: dict[int, bytes] = {}
        self._next_update = itertools.count(1)
        self._poll: tuple[ServerConnection, int] | None = None
        self._poll_ends: asyncio.TimerHandle | None = None
        self._answering_soon = False
        self.pool: ClientPool | None = None
        self._webhook = ""
        self._screens: dict[tuple[str, tuple[str, ...], int], Tap | Write | None] = {}

    def add_citizen(self) -> Citizen:
        """A new person opens the bot's link."""
        number = next(self._people)
        user = b'{"id":%d,"is_bot":false,"first_name":"Warga","language_code":"id"}' % number
        citizen = self.citizens[number] = Citizen(number, user)
        self._write(citizen, f"/start {self.code}".rstrip())
        return citizen

    def handle(self, connection: ServerConnection, path: bytes, body: bytes) -> None:
        """One call to the API, answered after the latency."""
        method = path.rsplit(b"/", 1)[1].lower()
        if method == b"getupdates":
            self._get_updates(connection, body)
        elif self.latency:
            self._loop.call_later(self.latency, self._answer, connection, method, body)
        else:
            connection.respond(self._call(method, read(body)))

    def _answer(self, connection: ServerConnection, method: bytes, body: bytes) -> None:
        connection.respond(self._call(method, read(body)))

    def _call(self, method: bytes, params: dict[str, Any]) -> bytes:
        if method in (b"sendmessage", b"editmessagetext"):
            return self._show(params)
        if method == b"getme":
            about = {"id": self._bot, "is_bot": True, "first_name": "Survei", "username": "survei_bot"}
            return json.dumps({"ok": True, "result": about}).encode()
        if method == b"getwebhookinfo":
            return json.dumps({"ok": True, "result": UNTOUCHED}).encode()
        if method == b"setwebhook" and params.get("url"):
            self._set_webhook(params)
        return TRUE

    def _set_webhook(self, params: dict[str, Any]) -> None:
        url = urlsplit(str(params["url"]))
        secret = str(params.get("secret_token", ""))
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        most = min(int(params.get("max_connections") or 40), 100)
        self.told += 1
        if self.pool is not None and self._webhook == params["url"]:
            if self.told >= self.replicas:
                self.ready.set()
            return
        self._webhook = params["url"]
        if self.pool is not None:
            self.pool.close()
        self.pool = ClientPool(
            url.hostname or "127.0.0.1", url.port or 80, url.path or "/", headers, most, self._webhook_answered
        )
        if self.told >= self.replicas:
            self.ready.set()

    def _webhook_answered(self, body: bytes) -> None:
        """Execute a method in a webhook's answer."""
        if body.startswith(b"{") and b'"method"' in body:
            params = json.loads(body)
            method = str(params.pop("method", "")).lower().encode()
            if self.latency:
                self._loop.call_later(self.latency, self._call, method, params)
            else:
                self._call(method, params)

    def _get_updates(self, connection: ServerConnection, body: bytes) -> None:
        params = read(body)
        offset = int(params.get("offset") or 0)
        for confirmed in [number for number in self._updates if number < offset]:
            del self._updates[confirmed]
        if self._poll_ends is not None:
            self._poll_ends.cancel()
        self._poll = connection, int(params.get("limit") or 100)
        self.ready.set()
        wait = float(params.get("timeout") or 0)
        if self._updates or not wait:
            self._answer_poll()
        else:
            self._poll_ends = self._loop.call_later(wait, self._answer_poll)

    def _answer_poll(self) -> None:
        self._answering_soon = False
        if self._poll is None:
            return
        connection, limit = self._poll
        self._poll = None
        batch = itertools.islice(self._updates.values(), limit)
        connection.respond(b'{"ok":true,"result":[' + b",".join(batch) + b"]}")

    def _show(self, params: dict[str, Any]) -> bytes:
        """A message reaches a person: answer the call, then let the person act."""
        chat_id, text = int(params["chat_id"]), str(params["text"])
        markup = params.get("reply_markup") or {}
        if isinstance(markup, str):
            raw, markup = markup.encode(), json.loads(markup)
        else:
            raw = json.dumps(markup).encode()
        message_id = int(params.get("message_id") or next(self._ids))
        buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
        message = (
            b'{"message_id":%d,"from":{"id":%d,"is_bot":true,"first_name":"Survei","username":"survei_bot"},'
            b'"chat":{"id":%d,"first_name":"Warga","type":"private"},"date":%d,"text":%b%b}'
        ) % (
            message_id,
            self._bot,
            chat_id,
            int(time.time()),
            json.dumps(text).encode(),
            b',"reply_markup":' + raw if buttons else b"",
        )
        citizen = self.citizens.get(chat_id)
        if citizen is not None:
            self._see(citizen, text, buttons, message)
        return b'{"ok":true,"result":' + message + b"}"

    def _see(self, citizen: Citizen, text: str, buttons: list[dict[str, str]], message: bytes) -> None:
        citizen.last_text = text
        over = self.mark in text
        act = None if over else self._act_for(text, buttons, citizen.id + citizen.answers)
        if not citizen.asked_at or (act is None and not over):
            return
        self.answers += 1
        citizen.answers += 1
        self.reply_times.append(time.perf_counter() - citizen.asked_at)
        citizen.asked_at = 0.0
        if isinstance(act, Tap):
            self._tap(citizen, buttons[act.place].get("callback_data", ""), message)
        elif isinstance(act, Write):
            self._write(citizen, act.text)
        else:
            self._finish(citizen)

    def _finish(self, citizen: Citizen) -> None:
        self.interviews += 1
        citizen.finished.set()
        del self.citizens[citizen.id]
        if self.interviews >= self.most_interviews:
            self.done.set()
        elif self.keep_on:
            self.add_citizen()

    def _act_for(self, text: str, buttons: list[dict[str, str]], taste: int) -> Tap | Write | None:
        """The citizen's choice; screens come again and again, so choices are remembered."""
        key = text, tuple([button["text"] for button in buttons]), taste % 2
        if key not in self._screens:
            if len(self._screens) > REMEMBERED_SCREENS:
                self._screens.clear()
            self._screens[key] = choose(*key)
        return self._screens[key]

    def _tap(self, citizen: Citizen, data: str, message: bytes) -> None:
        number = next(self._next_update)
        query = b'"callback_query":{"id":"%d","from":%b,"message":%b,"chat_instance":"-%d","data":%b}'
        body = query % (number + (7 << 40), citizen.user, message, citizen.id, json.dumps(data).encode())
        self._submit(citizen, number, body)

    def _write(self, citizen: Citizen, text: str) -> None:
        number = next(self._next_update)
        command = len(text.split(" ", maxsplit=1)[0]) if text.startswith("/") else 0
        marked = b',"entities":[{"type":"bot_command","offset":0,"length":%d}]' % command if command else b""
        body = (
            b'"message":{"message_id":%d,"from":%b,"chat":{"id":%d,"first_name":"Warga","type":"private"},'
            b'"date":%d,"text":%b%b}'
        ) % (next(self._ids), citizen.user, citizen.id, int(time.time()), json.dumps(text).encode(), marked)
        self._submit(citizen, number, body)

    def _submit(self, citizen: Citizen, number: int, body: bytes) -> None:
        citizen.asked_at = time.perf_counter()
        update = b'{"update_id":%d,' % number + body + b"}"
        if self.pool is not None:
            self.pool.submit(update)
            return
        self._updates[number] = update
        if self._poll is not None and not self._answering_soon:
            # What else arrives in this turn of the loop goes into the same answer.
            self._answering_soon = True
            self._loop.call_soon(self._answer_poll)


def read(body: bytes) -> dict[str, Any]:
    """A call's parameters from JSON or from a form."""
    if body.startswith(b"{"):
        params: dict[str, Any] = json.loads(body)
        return params
    return dict(parse_qsl(body.decode())) if body else {}
