"""Just enough HTTP/1.1 for load: keep-alive, bodies with a length, no validation.

A general server would spend more time on a request than the platform's double does, and the load side must
not be the slower one.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import cast

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_CHUNKED = re.compile(rb"(?i)\r\ntransfer-encoding: *chunked")
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


class ServerConnection(asyncio.Protocol):
    """One client's connection: gives each request to `handle(connection, path, body)`."""

    def __init__(self, handle: "Callable[[ServerConnection, bytes, bytes], None]") -> None:
        self._handle = handle
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Cut what came into requests."""
        buffer = self._rest + data if self._rest else data
        while (end := buffer.find(b"\r\n\r\n")) >= 0:
            found = _LENGTH.search(buffer, 0, end)
            if found is None and _CHUNKED.search(buffer, 0, end):
                raise ValueError("chunked requests are not read here")
            until = end + 4 + (int(found[1]) if found else 0)
            if len(buffer) < until:
                break
            path = buffer[: buffer.find(b"\r\n")].split(b" ", 2)[1]
            body = buffer[end + 4 : until]
            buffer = buffer[until:]
            self._handle(self, path, body)
        self._rest = buffer

    def respond(self, body: bytes) -> None:
        """Answer the request."""
        if not self._transport.is_closing():
            self._transport.write(_OK % len(body) + body)


class ClientConnection(asyncio.Protocol):
    """One keep-alive connection for requests one after the other."""

    def __init__(self, pool: "ClientPool") -> None:
        self._pool = pool
        self._rest = b""
        self._body: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready for the first request."""
        self._transport = cast(asyncio.Transport, transport)
        self._pool.free(self)

    def send(self, body: bytes) -> None:
        """Send one request; its answer goes to the pool."""
        self._body = body
        self._transport.write(self._pool.head % len(body) + body)

    def data_received(self, data: bytes) -> None:
        """Collect one answer."""
        buffer = self._rest + data if self._rest else data
        self._rest = buffer
        end = buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        found = _LENGTH.search(buffer, 0, end)
        if found is not None:
            if len(buffer) < end + 4 + int(found[1]):
                return
            body = buffer[end + 4 :]
        elif _CHUNKED.search(buffer, 0, end):
            if not buffer.endswith(b"0\r\n\r\n"):
                return
            body = _unchunk(buffer[end + 4 :])
        else:
            body = b""
        self._rest = b""
        asked, self._body = self._body, None
        assert asked is not None
        self._pool.answered(asked, int(buffer[9:12]), body)
        self._pool.free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give back what was not answered."""
        self._pool.lost(self, self._body)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


class ClientPool:
    """POSTs bodies to one place over at most `limit` connections; what fails is tried again.

    `on_answer(body)` is called with each 2xx answer's body; `failures` counts all other outcomes.
    """

    def __init__(
        self, host: str, port: int, path: str, headers: dict[str, str], limit: int, on_answer: Callable[[bytes], None]
    ) -> None:
        lines = {"Host": f"{host}:{port}", "Content-Type": "application/json", **headers}
        named = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.head = f"POST {path} HTTP/1.1\r\n{named}Content-Length: %d\r\n\r\n".encode()
        self.failures = 0
        self._place = host, port
        self._limit = limit
        self._on_answer = on_answer
        self._waiting: deque[bytes] = deque()
        self._idle: list[ClientConnection] = []
        self._open: set[ClientConnection] = set()
        self._opening = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def submit(self, body: bytes) -> None:
        """Send as soon as a connection is free."""
        if self._idle:
            self._idle.pop().send(body)
            return
        self._waiting.append(body)
        if len(self._open) + self._opening < self._limit:
            self._opening += 1
            task = asyncio.get_running_loop().create_task(self._connect())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: ClientConnection(self), *self._place)
        except OSError:
            self.failures += 1
            await asyncio.sleep(0.1)
            if self._waiting:
                loop.call_soon(self.submit, self._waiting.popleft())
        finally:
            self._opening -= 1

    def free(self, connection: ClientConnection) -> None:
        """Give a connection its next request, if one waits."""
        self._open.add(connection)
        if self._waiting:
            connection.send(self._waiting.popleft())
        else:
            self._idle.append(connection)

    def answered(self, asked: bytes, status: int, body: bytes) -> None:
        """Take an answer, or ask again a little later."""
        if 200 <= status <= 299:
            self._on_answer(body)
        else:
            self._again(asked)

    def lost(self, connection: ClientConnection, asked: bytes | None) -> None:
        """A connection ended; what it carried is sent again."""
        self._open.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        if asked is not None:
            self._again(asked)

    def _again(self, asked: bytes) -> None:
        self.failures += 1
        if not self._closed:
            asyncio.get_running_loop().call_later(0.1, self.submit, asked)

    def close(self) -> None:
        """Hang up everywhere."""
        self._closed = True
        for connection in list(self._open):
            connection.close()


def _unchunk(body: bytes) -> bytes:
    out = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if not length:
            break
        out += rest[:length]
        body = rest[length + 2 :]
    return out
