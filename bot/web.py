"""The ASGI application: health, the web chat, and the webhooks of the platforms that are used."""

from __future__ import annotations

import asyncio
import errno
import hmac
import socket
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.whatsapp.webhook import BODY_PALING, SIGNATURE, Webhook
from bot.counts import Counts
from bot.ports import NotStored

TELEGRAM_PATH = "/telegram/webhook"
WHATSAPP_PATH = "/whatsapp/webhook"
_SECRET_HEADER = b"x-telegram-bot-api-secret-token"
_BODY_PALING = 1024 * 1024
WEBHOOK_SECONDS = 5.0
"""For an update to be stored. A database that hangs must not make the platform wait until it gives us up."""


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


def metrics_app(text: Callable[[], Awaitable[bytes]], content_type: str) -> Starlette:
    """What is for those who watch the service, and for nobody else: it listens on a port of its own."""

    async def metrics(_request: Request) -> Response:
        return Response(await text(), headers={"content-type": content_type})

    return Starlette(routes=[Route("/metrics", metrics)])


def with_webhook(app: ASGIApp, webhook: Callable[[bytes], Awaitable[bytes]], secret: str, counts: Counts) -> ASGIApp:
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
            counts.forged["telegram"] += 1
            await _answer(send, HTTPStatus.FORBIDDEN)
        elif (body := await _read(receive)) is None:
            await _answer(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            begun = time.perf_counter()
            # Not broken off: what is not stored in time may be so a moment later, and is known when it comes again.
            acting = asyncio.ensure_future(webhook(body))
            await asyncio.wait([acting], timeout=WEBHOOK_SECONDS)
            if not acting.done():
                acting.add_done_callback(_seen_to)
                await _answer(send, HTTPStatus.SERVICE_UNAVAILABLE)
            elif isinstance(acting.exception(), NotStored):
                await _answer(send, HTTPStatus.SERVICE_UNAVAILABLE)
            else:
                await _answer(send, HTTPStatus.OK, acting.result())
            counts.answered("telegram", time.perf_counter() - begun)

    return entrance


def _seen_to(acting: asyncio.Future[bytes]) -> None:
    """Nobody waits for it any more; an error was told where it happened."""
    if not acting.cancelled():
        acting.exception()


def with_whatsapp(app: ASGIApp, webhook: Webhook, counts: Counts) -> ASGIApp:
    """The application with WhatsApp's webhook in front of it, as Telegram's is: deliveries are taken that the
    platform has signed, and nothing of a body is read before that is known."""

    async def entrance(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != WHATSAPP_PATH:
            await app(scope, receive, send)
        elif scope["method"] == "GET":
            challenge = webhook.handshake(scope["query_string"])
            if challenge is None:
                counts.forged["whatsapp"] += 1
                await _answer(send, HTTPStatus.FORBIDDEN)
            else:
                await _answer(send, HTTPStatus.OK, challenge, b"text/plain; charset=utf-8")
        elif scope["method"] != "POST":
            await _answer(send, HTTPStatus.METHOD_NOT_ALLOWED)
        elif (body := await _read(receive, BODY_PALING)) is None:
            await _answer(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            begun = time.perf_counter()
            status = await webhook.take(body, dict(scope["headers"]).get(SIGNATURE, b""))
            await _answer(send, status)
            if status == HTTPStatus.FORBIDDEN:
                counts.forged["whatsapp"] += 1
            else:
                counts.answered("whatsapp", time.perf_counter() - begun)

    return entrance


async def _read(receive: Receive, most: int = _BODY_PALING) -> bytes | None:
    """The body; None where it is larger than any update."""
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if not message.get("more_body", False):
            return body


async def _answer(
    send: Send, status: HTTPStatus, body: bytes = b"{}", content_type: bytes = b"application/json"
) -> None:
    headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def bound(host: str, port: int, setting: str = "IKM_PORT") -> list[socket.socket]:
    """A socket for each address the host has, taken and not yet listened on. `setting` names the port. Raises
    OSError."""
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
        reason = f"set {setting} to a free port" if error.errno == errno.EADDRINUSE else error.strerror
        raise OSError(f"cannot listen on {host}:{port}; {reason}") from None
    return taken
