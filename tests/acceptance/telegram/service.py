"""The real program as a process of its own, pointed at a local Bot API."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.telegram import Call, FakeTelegram, Person, SpecNotAtHandError

UNIT = "kel-bandar-kidul"
COMMAND = str(Path(sys.executable).with_name("ikm"))
STARTED_WITHIN = 20.0
HARMLESS = ("message is not modified", "query is too old", "message to delete not found")
"""Refusals that a bot cannot foresee and that nobody notices."""
_ids = itertools.count(7_310_000_001)


@dataclass(slots=True)
class Service:
    """`ikm run --demo` on a directory of its own. `start`, `kill` and `stop` may be called again and again."""

    folder: Path
    api: FakeTelegram
    webhook: bool
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the program is told, and every other verb of `ikm` beside it."""
        return {
            "PATH": os.environ["PATH"],
            "IKM_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder}/ikm.db",
            "IKM_SECRET": "only-for-tests-0123456789",
            "IKM_PORT": str(self.port),
            "IKM_TELEGRAM_TOKEN": self.api.token,
            "IKM_TELEGRAM_API_URL": self.api.url,
            **({"IKM_PUBLIC_URL": self.url} if self.webhook else {}),
            **self.settings,
        }

    async def start(self, *, reached: bool = True) -> None:
        """Returns once it is healthy and, by webhook, once the platform knows where to deliver; with
        `reached=False` the platform need not be up."""
        self.port = self.port or free_port()
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                COMMAND, "run", "--demo", cwd=self.folder, env=self.environment, stdout=log, stderr=log
            )
        async with asyncio.timeout(STARTED_WITHIN), aiohttp.ClientSession() as client:
            while not (await self._healthy(client) and self._known(reached=reached)):
                if self.process.returncode is not None:
                    raise AssertionError(f"ikm ended with {self.process.returncode}:\n{self.log()}")
                await asyncio.sleep(0.05)

    async def ikm(self, *words: str) -> Any:
        """What another verb of `ikm` says, as JSON, called on the same database while the program runs."""
        process = await asyncio.create_subprocess_exec(
            COMMAND,
            *words,
            "--json",
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        return json.loads(out)

    async def _healthy(self, client: aiohttp.ClientSession) -> bool:
        try:
            async with client.get(f"{self.url}/healthz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    def _known(self, *, reached: bool) -> bool:
        return not (reached and self.webhook) or self.api.webhook is not None

    async def still(self, seconds: float = 15.0) -> None:
        """Returns once all that happened so far was taken, acted on, answered and written down."""

        async def at_rest() -> bool:
            if not self.api.idle:
                return False
            async with client.get(f"{self.url}/readyz") as answer:
                return bool((await answer.json()).get("outbox") == 0)

        async with aiohttp.ClientSession() as client:
            await _until(at_rest, seconds)

    async def until(self, true: Callable[[Service], bool], seconds: float = 20.0) -> None:
        """Returns once this is true of the service, its log or the calls it made."""

        async def looked() -> bool:
            return true(self)

        await _until(looked, seconds)

    async def kill(self) -> None:
        """As a power cut does it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> int:
        """As Ctrl-C does it. The exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGINT)
        code = await asyncio.wait_for(self.process.wait(), 10)
        print(self.log())  # pytest shows it where the test has failed
        return code

    def citizen(self, nama: str = "Warga") -> Person:
        """Somebody who never wrote to the bot before."""
        return self.api.person(next(_ids), nama)

    def calls_to(self, person: Person, *methods: str) -> list[Call]:
        """The calls that named this person's chat, oldest first."""
        calls = self.api.calls_of(*methods) if methods else self.api.calls
        return [call for call in calls if str(call.params.get("chat_id")) == str(person.id)]

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def rows(self, statement: str, *values: object) -> list[Any]:
        """What the database holds, seen from outside the program."""
        with closing(sqlite3.connect(f"file:{self.folder}/ikm.db?mode=ro", uri=True)) as database:
            return database.execute(statement, values).fetchall()

    def traces_of(self, person: Person) -> int:
        """In how many rows the person's address stands."""
        tables = ("sessions", "outbox", "izin_balas")
        found = (self.rows(f"SELECT count(*) FROM {table} WHERE address = ?", str(person.id)) for table in tables)
        return sum(int(rows[0][0]) for rows in found)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The database, held by somebody else: the program can write nothing until the block ends."""
        with closing(sqlite3.connect(self.folder / "ikm.db", isolation_level=None, timeout=10)) as database:
            database.execute("BEGIN EXCLUSIVE")
            yield database
            database.execute("COMMIT")

    def calls_are_as_specified(self, *expected: str) -> None:
        """All recorded calls fit the specification, and none was refused but for these reasons."""
        try:
            wrong = self.api.check_against_spec()
            assert not wrong, wrong
        except SpecNotAtHandError as missing:
            # Said, not skipped: the rest of the test does not need that file.
            print(f"not checked against the specification: {missing}")
        refused = [(call.method, call.error) for call in self.api.calls if call.error is not None]
        allowed = (*HARMLESS, *expected)
        unexpected = [one for one in refused if not any(words in str(one[1]) for words in allowed)]
        assert not unexpected, unexpected

    def log_is_discreet(self, *typed: str) -> None:
        """The log names no text that was typed, no address, and not the token."""
        log = self.log()
        private = [*map(str, self.api.world.chats), self.api.token, self.api.token.split(":")[1], *typed]
        told = [words for words in private if words in log]
        assert not told, told


@asynccontextmanager
async def running(
    folder: Path,
    *,
    webhook: bool = False,
    settings: dict[str, str] | None = None,
    patience: float = 10.0,
) -> AsyncIterator[tuple[Service, FakeTelegram]]:
    """The program and the platform, both up; both down afterwards. `patience` is how long the platform waits for
    a webhook's answer."""
    async with FakeTelegram() as api:
        api.pace.timeout = patience
        service = Service(folder, api, webhook, settings or {})
        try:
            await service.start()
            yield service, api
        finally:
            await service.stop()


async def _until(true: Callable[[], Awaitable[bool]], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110  the other process tells nobody
            await asyncio.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
