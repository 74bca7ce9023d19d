"""The ASGI application: health, the web chat, and Telegram's webhook where one is used."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.ports import NotStored

TELEGRAM_PATH = "/telegram/webhook"
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  the header's name
_BODY_PALING = 1024 * 1024


def build_app(routes: list[BaseRoute], ready: Callable[[], Awaitable[dict[str, object]]]) -> Starlette:
    """`ready` says what works; it is ready when all of its values but texts are true."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_request: Request) -> Response:
        state = await ready()
        good = all(value for value in state.values() if isinstance(value, bool))
        return JSONResponse(state, status_code=200 if good else 503)

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), *routes])


def telegram_route(webhook: Callable[[bytes], Awaitable[bytes]], secret: str) -> Route:
    """Takes updates from who knows the secret. 503 asks the platform to deliver again."""

    async def endpoint(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(_SECRET_HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        body = await request.body()
        if len(body) > _BODY_PALING:
            return Response(status_code=413)
        try:
            answer = await webhook(body)
        except NotStored:
            return Response(status_code=503)
        return Response(answer, media_type="application/json")

    return Route(TELEGRAM_PATH, endpoint, methods=["POST"])
