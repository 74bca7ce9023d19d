"""The ASGI application: health, the web chat, and Telegram's webhook where one is used."""

from __future__ import annotations

import errno
import hmac
import socket
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.ports import NotStored

TELEGRAM_PATH = "/telegram/webhook"
_SECRET_HEADER = b"x-telegram-bot-api-secret-token"
_BODY_PALING = 1024 * 1024


def build_app(routes: list[BaseRoute], ready: Callable[[], Awaitable[dict[str, object]]]) -> Starlette:
    """`ready` says how things are; the service is ready when all that is true or false in it is true."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_request: Request) -> Response:
        state = await ready()
        good = all(value for value in state.values() if isinstance(value, bool))
        return JSONResponse(state, status_code=200 if good else 503)

    health: list[BaseRoute] = [Route("/healthz", healthz), Route("/readyz", readyz)]
    # The page goes to cheap phones on slow networks.
    return Starlette(routes=[*health, *routes], middleware=[Middleware(GZipMiddleware, minimum_size=1000)])


def with_webhook(app: ASGIApp, webhook: Callable[[bytes], Awaitable[bytes]], secret: str) -> ASGIApp:
    """The application with Telegram's webhook in front of it: updates are taken from who knows the secret.

    503 asks the platform to deliver again. This is every answer's way in, so it passes no router or middleware:
    they would take as long as all the rest of receiving (docs/decisions/0005).
    """
    expected = secret.encode()

    async def entrance(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != TELEGRAM_PATH:
            await app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(_SECRET_HEADER, b"")
        if scope["method"] != "POST" or not hmac.compare_digest(given, expected):
            await _answer(send, HTTPStatus.FORBIDDEN)
        elif (body := await _read(receive)) is None:
            await _answer(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            try:
                await _answer(send, HTTPStatus.OK, await webhook(body))
            except NotStored:
                await _answer(send, HTTPStatus.SERVICE_UNAVAILABLE)

    return entrance


async def _read(receive: Receive) -> bytes | None:
    """The body; None where it is larger than any update."""
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > _BODY_PALING:
            return None
        if not message.get("more_body", False):
            return body


async def _answer(send: Send, status: HTTPStatus, body: bytes = b"{}") -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def bound(host: str, port: int) -> list[socket.socket]:
    """A socket for each address the host has, taken and not yet listened on. Raises OSError."""
    taken: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            one = socket.socket(family, kind, protocol)
            taken.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
    except OSError as error:
        for one in taken:
            one.close()
        reason = "set IKM_PORT to a free port" if error.errno == errno.EADDRINUSE else error.strerror
        raise OSError(f"cannot listen on {host}:{port}; {reason}") from None
    return taken
