"""The real program as a process of its own, whatever platform it is pointed at."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.ports import free_port

COMMAND = str(Path(sys.executable).with_name("ikm"))
STARTED_WITHIN = 60.0


@dataclass(slots=True, kw_only=True)
class Program:
    """`ikm run --demo` on a directory of its own. `start`, `kill` and `stop` may be called again and again."""

    folder: Path
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
            **self.platform(),
            **self.settings,
        }

    def platform(self) -> dict[str, str]:
        """The part of the environment that names the platform."""
        return {}

    async def connected(self) -> bool:
        """Whether the platform knows the program, once it is healthy."""
        return True

    def taken(self) -> bool:
        """Whether the program has taken all that the platform had for it."""
        return True

    async def start(self, *, reached: bool = True) -> None:
        """Returns once it is healthy and the platform knows it; with `reached=False` the platform need not be up."""
        self.port = self.port or free_port()
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                COMMAND, "run", "--demo", cwd=self.folder, env=self.environment, stdout=log, stderr=log
            )
        async with asyncio.timeout(STARTED_WITHIN), aiohttp.ClientSession() as client:
            while not (await self._healthy(client) and (not reached or await self.connected())):
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

    async def still(self, seconds: float = 15.0) -> None:
        """Returns once all that happened so far was taken, acted on, answered and written down."""

        async def at_rest() -> bool:
            if not self.taken():
                return False
            async with client.get(f"{self.url}/readyz") as answer:
                return bool((await answer.json()).get("outbox") == 0)

        async with aiohttp.ClientSession() as client:
            await _until(at_rest, seconds)

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

    async def wait_until(self, true: Callable[[], object], seconds: float = 20.0) -> None:
        """Returns once this is true."""

        async def looked() -> bool:
            return bool(true())

        await _until(looked, seconds)

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def rows(self, statement: str, *values: object) -> list[Any]:
        """What the database holds, seen from outside the program."""
        with closing(sqlite3.connect(f"file:{self.folder}/ikm.db?mode=ro", uri=True)) as database:
            return database.execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The database, held by somebody else: the program can write nothing until the block ends."""
        with closing(sqlite3.connect(self.folder / "ikm.db", isolation_level=None, timeout=10)) as database:
            database.execute("BEGIN EXCLUSIVE")
            yield database
            database.execute("COMMIT")

    def traces(self, address: str) -> int:
        """In how many rows this address stands."""
        tables = ("sessions", "outbox", "izin_balas")
        found = (self.rows(f"SELECT count(*) FROM {table} WHERE address = ?", address) for table in tables)
        return sum(int(rows[0][0]) for rows in found)


async def _until(true: Callable[[], Awaitable[bool]], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110  the other process tells nobody
            await asyncio.sleep(0.02)
