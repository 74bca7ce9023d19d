"""The real program as a process of its own, pointed at a local Bot API."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.fakes.telegram import FakeTelegram

UNIT = "kel-bandar-kidul"
STARTED_WITHIN = 20.0


@dataclass(slots=True)
class Service:
    """`ikm run --demo` on a directory of its own. `start`, `kill` and `stop` may be called again and again."""

    folder: Path
    api: FakeTelegram
    webhook: bool
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns once it is healthy and, by webhook, once the platform knows where to deliver."""
        self.port = self.port or _free_port()
        environment = {
            "PATH": os.environ["PATH"],
            "IKM_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder}/ikm.db",
            "IKM_SECRET": "only-for-tests-0123456789",
            "IKM_PORT": str(self.port),
            "IKM_TELEGRAM_TOKEN": self.api.token,
            "IKM_TELEGRAM_API_URL": self.api.url,
            **({"IKM_PUBLIC_URL": f"http://127.0.0.1:{self.port}"} if self.webhook else {}),
            **self.settings,
        }
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                str(Path(sys.executable).with_name("ikm")),
                "run",
                "--demo",
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(STARTED_WITHIN), aiohttp.ClientSession() as client:
            while not await self._healthy(client):
                if self.process.returncode is not None:
                    raise AssertionError(f"ikm ended with {self.process.returncode}:\n{self.log()}")
                await asyncio.sleep(0.05)

    async def _healthy(self, client: aiohttp.ClientSession) -> bool:
        try:
            async with client.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                return answer.status == 200 and (not self.webhook or self.api.webhook is not None)
        except aiohttp.ClientError:
            return False

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
        return await asyncio.wait_for(self.process.wait(), 10)

    def log(self) -> str:
        return (self.folder / "log").read_text()


@asynccontextmanager
async def running(
    folder: Path, *, webhook: bool = False, settings: dict[str, str] | None = None
) -> AsyncIterator[tuple[Service, FakeTelegram]]:
    """The program and the platform, both up; both down afterwards."""
    async with FakeTelegram() as api:
        service = Service(folder, api, webhook, settings or {})
        await service.start()
        try:
            yield service, api
        finally:
            await service.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
