"""The web server, from its first request to its last: two servers in one process, and how they end.

A signal ends the service in this order: `/readyz` says 503, so that a proxy sends people elsewhere; after the time to
drain, nothing new is taken; then whoever is inside is finished. A second signal does not wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

FINISH_SECONDS: Final = 2


class Ending:
    """Whether the service is ending. `drain_seconds` lie between saying so and doing it."""

    def __init__(self, drain_seconds: float = 0.0) -> None:
        self.begun = False
        self._stopped = False
        self._drain_seconds = drain_seconds
        self._listeners: list[Callable[[], None]] = []

    def listen(self, stop: Callable[[], None]) -> None:
        """Have this called when nothing new is to be taken any more; at once where that is so already."""
        self._listeners.append(stop)
        if self._stopped:
            stop()

    def on_signals(self) -> None:
        """Let SIGINT and SIGTERM begin it."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.begin)

    def begin(self, *, at_once: bool = False) -> None:
        """Begin it; `at_once`, or the second time, without the time to drain."""
        if self.begun or at_once or not self._drain_seconds:
            self.begun = True
            self._stop()
            return
        self.begun = True
        log.info("ending: not ready from now on, taking nothing new in %g s", self._drain_seconds)
        asyncio.get_running_loop().call_later(self._drain_seconds, self._stop)

    def _stop(self) -> None:
        self._stopped = True
        for stop in self._listeners:
            stop()


async def serve_http(
    app: ASGIApp, sockets: Sequence[socket.socket], ending: Ending, announce: Callable[[], None] = lambda: None
) -> None:
    """Answer on these sockets until the end. `announce` is called once it listens."""
    config = uvicorn.Config(
        _cut_off(app),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,  # nothing here depends on who asks
        timeout_graceful_shutdown=FINISH_SECONDS,
        lifespan="off",
    )
    server = _Server(config)
    server.announce = announce

    def stop() -> None:
        server.should_exit = True

    ending.listen(stop)
    await server.serve(list(sockets))


def _cut_off(app: ASGIApp) -> ASGIApp:
    """The app. Who is still inside when the time to finish is over is told to come again; that is no error."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await app(scope, receive, noted)
        except asyncio.CancelledError:
            if begun:
                raise
            await Response(status_code=503)(scope, receive, send)

    return answering


class _Server(uvicorn.Server):
    """Says when it listens. Signals are ours: the whole service stops, not the web server alone."""

    announce: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.announce()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
