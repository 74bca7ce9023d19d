"""A proxy before several replicas, as a small nginx: round robin, and to the next where one takes no connection.

What a replica had taken when it died is not asked anew elsewhere: that is 502, and whoever sent it sends it again.

    python -m tests.fakes.balancer 18080 18081 18082

listens on the first port of this machine and passes on to the others.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

_GATEWAY: Final = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
_DOWN_SECONDS: Final = 0.3
"""For so long who took no connection is not asked."""
_LONGEST: Final = 1 << 20

Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Replica:
    """One place to pass requests on to. `taken` counts those it answered."""

    port: int
    up: bool = True
    taken: int = 0
    down_until: float = 0.0
    idle: list[Pipe] = field(default_factory=list)


class Balancer:
    """`async with Balancer(ports) as one` listens on `one.port`. `failures` counts answers of 502."""

    def __init__(self, ports: Sequence[int], port: int = 0) -> None:
        self.replicas = [Replica(one) for one in ports]
        self.port = port
        self.failures = 0
        self._turn = 0
        self._clients: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=_LONGEST)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for client in list(self._clients):
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        for replica in self.replicas:
            for _reader, writer in replica.idle:
                writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while True:
                    request = await _message(reader)
                    writer.write(await self._pass_on(request))
                    await writer.drain()
        finally:
            self._clients.discard(task)
            writer.close()

    async def _pass_on(self, request: bytes) -> bytes:
        for replica in self._order():
            if (pipe := await self._pipe(replica)) is None:
                continue
            return await self._ask(replica, pipe, request)
        self.failures += 1
        return _GATEWAY

    def _order(self) -> list[Replica]:
        self._turn += 1
        turn = self._turn % len(self.replicas)
        now = time.monotonic()
        return [one for one in self.replicas[turn:] + self.replicas[:turn] if one.up and one.down_until <= now]

    async def _pipe(self, replica: Replica) -> Pipe | None:
        while replica.idle:
            pipe = replica.idle.pop()
            if not pipe[0].at_eof() and not pipe[1].is_closing():
                return pipe
            pipe[1].close()
        try:
            return await asyncio.open_connection("127.0.0.1", replica.port, limit=_LONGEST)
        except OSError:
            replica.down_until = time.monotonic() + _DOWN_SECONDS
            return None

    async def _ask(self, replica: Replica, pipe: Pipe, request: bytes) -> bytes:
        reader, writer = pipe
        try:
            writer.write(request)
            await writer.drain()
            answer = await _message(reader)
        except (OSError, asyncio.IncompleteReadError):
            # It had the request, and may have acted on it: nobody can tell.
            writer.close()
            self.failures += 1
            return _GATEWAY
        replica.taken += 1
        if b"connection: close" in answer[:512].lower():
            writer.close()
        else:
            replica.idle.append(pipe)
        return answer


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One request or answer, with its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return head + await reader.readexactly(int(value))
    return head


async def main(port: int, ports: Sequence[int]) -> None:
    async with Balancer(ports, port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(int(sys.argv[1]), [int(port) for port in sys.argv[2:]]))
