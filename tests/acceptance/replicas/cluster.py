"""Several `ikm run` on one PostgreSQL behind a proxy, all of them real processes."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from tests import postgres
from tests.acceptance.process import Program
from tests.acceptance.replicas.crowd import Crowd
from tests.fakes.balancer import Balancer
from tests.ports import free_port

TUNED = {"shared_buffers": "256MB"}
SETTINGS = {"IKM_TELEGRAM_CHAT_PER_SECOND": "0"}
"""Citizens here are quicker than people are."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where the platform is, and where it reaches the replicas."""

    api: str
    token: str
    public: str


@dataclass(slots=True, kw_only=True)
class Replica(Program):
    """One of them."""

    way: Way

    def platform(self) -> dict[str, str]:
        return {
            "IKM_TELEGRAM_TOKEN": self.way.token,
            "IKM_TELEGRAM_API_URL": self.way.api,
            "IKM_PUBLIC_URL": self.way.public,
        }

    async def end(self, how: signal.Signals, seconds: float = 15.0) -> int:
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), seconds)


@dataclass
class Cluster:
    """The replicas with what is around them."""

    server: postgres.Server
    database: str
    api: Crowd
    balancer: Balancer
    replicas: list[Replica] = field(default_factory=list)
    restarts: int = 0

    async def rows(self, query: str, *values: object) -> list[Any]:
        """What the database holds, seen from outside."""
        connection = await asyncpg.connect(self.database.replace("+asyncpg", ""))
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def until_empty(self, seconds: float = 60.0) -> None:
        """Returns once nothing waits to be sent any more."""
        async with asyncio.timeout(seconds):
            while (await self.rows("SELECT count(*) FROM outbox"))[0][0]:  # noqa: ASYNC110  another's database
                await asyncio.sleep(0.2)

    def logs(self) -> str:
        return "\n".join(replica.log() for replica in self.replicas)


@asynccontextmanager
async def running(folder: Path, n: int, **settings: str) -> AsyncIterator[Cluster]:
    """That many replicas, healthy, on an empty database of the demo city."""
    ports = [free_port() for _ in range(n)]
    with postgres.running(fsync=True, settings=TUNED) as server:
        async with Crowd() as api, Balancer(ports) as balancer:
            cluster = Cluster(server, await server.create(), api, balancer)
            own = {"IKM_DATABASE_URL": cluster.database, **SETTINGS, **settings}
            for number, port in enumerate(ports):
                place = folder / f"replica-{number}"
                place.mkdir()
                way = Way(api.url, api.token, balancer.url)
                one = Replica(folder=place, port=port, settings=own, way=way)
                cluster.replicas.append(one)
            try:
                # The first one makes the tables.
                await cluster.replicas[0].start()
                await asyncio.gather(*(replica.start() for replica in cluster.replicas[1:]))
                await api.reached()
                yield cluster
            finally:
                for replica in cluster.replicas:
                    if replica.process is not None and replica.process.returncode is None:
                        await replica.end(signal.SIGKILL)
