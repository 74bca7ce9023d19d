"""The webhook's two calls: the handshake by which the platform learns that it is ours, and deliveries.

A delivery is answered within a second whatever the database does. What is not stored by then is answered with 503 and
comes again; by then it is known by its ids, for the storing goes on.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from bot.channels.whatsapp.signature import HEADER, verify
from bot.ports import NotStored

log = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 0.8
BODY_PALING: Final = 3 * 1024 * 1024
"""Bytes of one delivery: the platform sends up to 3 MB."""
WAITING_PALING: Final = 64 * 1024 * 1024
"""Bytes of deliveries that are being stored; more are refused, to be delivered again, before memory is."""
SIGNATURE: Final = HEADER.lower().encode()
_CHALLENGE_PALING: Final = 512


class Webhook:
    """`act` stores what a body holds, and raises NotStored where any of it is to be delivered again."""

    def __init__(self, act: Callable[[bytes], Awaitable[None]], app_secret: str, verify_token: str) -> None:
        self._act = act
        self._app_secret = app_secret
        self._verify_token = verify_token.encode()
        self._acting: set[asyncio.Task[None]] = set()
        self._bytes = 0

    def handshake(self, query: bytes) -> bytes | None:
        """What to answer the platform's question with; None for anybody else's."""
        try:
            asked = parse_qs(query.decode("latin-1"), max_num_fields=20)
        except ValueError:
            return None
        token = asked.get("hub.verify_token", [""])[0].encode("utf-8", "replace")
        known = hmac.compare_digest(token, self._verify_token)
        challenge = asked.get("hub.challenge", [""])[0]
        if not known or asked.get("hub.mode") != ["subscribe"] or not 0 < len(challenge) <= _CHALLENGE_PALING:
            return None
        return challenge.encode()

    async def take(self, body: bytes, signature: bytes) -> HTTPStatus:
        """Act on a delivery; returns what to answer."""
        if not verify(body, signature.decode("latin-1"), self._app_secret):
            return HTTPStatus.FORBIDDEN
        if self._bytes + len(body) > WAITING_PALING:
            return HTTPStatus.SERVICE_UNAVAILABLE
        task = asyncio.create_task(self._stored(body))
        self._acting.add(task)
        done, _ = await asyncio.wait([task], timeout=ANSWER_SECONDS)
        if not done:
            log.warning(
                "a delivery is not stored within %.1f s; the platform is asked to deliver it again", ANSWER_SECONDS
            )
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK if task.exception() is None else HTTPStatus.SERVICE_UNAVAILABLE

    async def close(self, seconds: float = 2.0) -> None:
        """Let what is being stored be stored."""
        if self._acting:
            await asyncio.wait(self._acting, timeout=seconds)

    async def _stored(self, body: bytes) -> None:
        self._bytes += len(body)
        try:
            await self._act(body)
        except NotStored:
            raise
        except Exception as error:
            log.error("a delivery failed in a way nobody foresaw: %s", type(error).__name__)  # noqa: TRY400
            raise NotStored(type(error).__name__) from error
        finally:
            self._bytes -= len(body)
            task = asyncio.current_task()
            assert task is not None  # noqa: S101  it is one
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._acting.discard(task)
        if not task.cancelled():
            task.exception()  # seen: the platform was told, or delivers again
