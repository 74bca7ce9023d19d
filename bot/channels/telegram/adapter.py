"""Telegram's I/O: takes updates by long polling or webhook; `sender` shows screens.

An update is confirmed only after what it caused is committed: the polling offset is raised, or the webhook
answered, after `handle` has returned. So nothing is lost when the process dies; it is delivered again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
from pydantic_core import to_json
from telegram import Bot, BotCommand
from telegram.error import RetryAfter, TelegramError

from bot.channels.telegram import inbound, outbound
from bot.channels.telegram.api import AiohttpRequest, Api, ApiError, Unreachable, send_error
from bot.channels.telegram.sender import Sender
from bot.ports import Handle, Incoming, NotStored, Outcome, Outgoing

log = logging.getLogger(__name__)

POLL_SECONDS = 25
POLL_PATIENCE_SECONDS = POLL_SECONDS + 10
"""Shorter than a turn of the duty to poll (`bot.service.neighbours`): Telegram gives updates to one process only."""
_POLL_TIMEOUT = aiohttp.ClientTimeout(total=POLL_PATIENCE_SECONDS)
RETRY_SECONDS = (1, 2, 5, 15, 30)
WEBHOOK_CONNECTIONS = 100
GIVEN_PALING = 5
"""An update that fails so often in a way nobody foresaw is set aside: the platform gives it again and again, and the
later ones of everybody only after it."""
FETCH_PALING = 10 * 1024 * 1024
"""Bytes of a file that is fetched; the platform gives up to 20 MB."""


Alone = Callable[[], Awaitable[None]]
"""Returns once this process may take updates, and no other does."""


class Telegram:
    """The channel. `blocked` is told the address of a person who blocked the bot."""

    name = inbound.CHANNEL

    def __init__(self, token: str, base_url: str, handle: Handle, blocked: Callable[[str], Awaitable[None]]) -> None:
        self._api = Api(token, base_url)
        self._sender = Sender(self._api)
        request = AiohttpRequest(self._api)
        self.bot = Bot(token, base_url=f"{base_url.rstrip('/')}/bot", request=request, get_updates_request=request)
        # Empty until the platform has told it.
        self.bot_name = ""
        self._handle = handle
        self._blocked = blocked
        self._toasts: set[asyncio.Task[None]] = set()
        # How often an update has failed in a way nobody foresaw, by its number.
        self._failures: Counter[int] = Counter()

    async def send(self, outgoing: Outgoing) -> str | None:
        return await self._sender.send(outgoing)

    async def fetch(self, ref: str) -> bytes:
        try:
            file = await self._api.call("getFile", {"file_id": ref})
            return await self._api.download(file.get("file_path") or "", FETCH_PALING)
        except (ApiError, Unreachable) as error:
            raise send_error(error) from error

    # In

    async def act(self, update: inbound.Update) -> Outcome:
        """Hand one update on. Raises NotStored where it must be delivered again."""
        if (address := inbound.blocked(update)) is not None:
            await self._blocked(address)
        happened: Incoming | None = inbound.incoming(update)
        return Outcome() if happened is None else await self._handle(happened)

    async def webhook(self, body: bytes) -> bytes:
        """Act on the update in a webhook's body; returns the body to answer with, which may carry one call.

        Raises NotStored, on which the platform must be told to deliver again. An unreadable update is set aside.
        """
        try:
            update = inbound.parse(body)
        except inbound.Malformed as error:
            log.error("set aside: %s", error)  # noqa: TRY400  the line says it all
            return b"{}"
        outcome = await self.act(update)
        if update.callback_query is None:
            return b"{}"
        answer = outbound.callback_answer(update.callback_query.id, outcome.toast)
        return to_json({"method": "answerCallbackQuery", **answer})

    async def receive(
        self, commands: dict[str, str], webhook: str | None, secret: str, alone: Alone | None = None
    ) -> None:
        """Tell the platform our commands and where updates go, as often as it takes. Without a webhook, take them
        by long polling until cancelled, whenever `alone` has returned: the platform gives them to one process only.
        With one, others call `webhook`."""
        failures = 0
        while True:
            try:
                await self.prepare(commands, webhook, secret)
                break
            except TelegramError as error:
                wait = _pause(failures, error)
                failures += 1
                log.error("Telegram is not reached, next try in %d s: %s", wait, error)  # noqa: TRY400
                await asyncio.sleep(wait)
        log.info("Telegram: %s", f"webhook at {webhook}" if webhook else "long polling")
        if webhook is None:
            await self.poll(alone)

    async def poll(self, alone: Alone | None = None) -> None:
        """Take updates by long polling until cancelled."""
        offset, failures = 0, 0
        while True:
            if alone is not None:
                await alone()
            try:
                raw = await self._api.call(
                    "getUpdates",
                    {
                        "offset": offset,
                        "timeout": POLL_SECONDS,
                        "limit": 100,
                        "allowed_updates": inbound.ALLOWED_UPDATES,
                    },
                    _POLL_TIMEOUT,
                )
                offset = await self._take(raw, offset)
                failures = 0
            except Exception as error:
                wait = _pause(failures, error)
                failures += 1
                if isinstance(error, ApiError | Unreachable | NotStored):
                    log.warning("no updates taken, next try in %d s: %s", wait, error)
                else:
                    # Whatever it was, who stops polling is deaf for good.
                    log.exception("taking updates failed in a way nobody foresaw, next try in %d s", wait)
                await asyncio.sleep(wait)

    async def _take(self, raw: list[dict[str, Any]], offset: int) -> int:
        """Act on a batch side by side; each conversation's updates stay in order. Returns the next offset.

        Raises where any was not stored: the batch comes again, and what was stored is known by its id.
        """
        acting = []
        for one in raw:
            number = one.get("update_id")
            offset = max(offset, number + 1) if isinstance(number, int) else offset
            try:
                acting.append(asyncio.create_task(self._act_and_answer(inbound.parse(one))))
            except inbound.Malformed as error:
                log.error("set aside: %s", error)  # noqa: TRY400
        for result in await asyncio.gather(*acting, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
        return offset

    async def _act_and_answer(self, update: inbound.Update) -> None:
        try:
            outcome = await self.act(update)
        except NotStored:
            raise
        except Exception:
            self._failures[update.update_id] += 1
            if self._failures[update.update_id] < GIVEN_PALING:
                raise
            log.exception("set aside: update %d, which failed %d times", update.update_id, GIVEN_PALING)
            outcome = Outcome()
        self._failures.pop(update.update_id, None)
        if update.callback_query is not None:
            answer = outbound.callback_answer(update.callback_query.id, outcome.toast)
            task = asyncio.create_task(self._toast(answer))
            self._toasts.add(task)
            task.add_done_callback(self._toasts.discard)

    async def _toast(self, answer: dict[str, Any]) -> None:
        """Stops the spinner on a button. Nothing is lost where it comes too late."""
        try:
            await self._api.call("answerCallbackQuery", answer)
        except (ApiError, Unreachable) as error:
            log.debug("a tap was not acknowledged: %s", error)

    # Rare calls

    async def username(self) -> str:
        """The bot's name. Raises TelegramError."""
        return (await self.bot.get_me()).username or ""

    async def prepare(self, commands: dict[str, str], webhook: str | None, secret: str) -> None:
        """Learn the bot's name; tell the platform our commands, and where updates go. Raises TelegramError."""
        self.bot_name = await self.username()
        await self.bot.set_my_commands([BotCommand(name, text) for name, text in commands.items()])
        if webhook is None:
            await self.bot.delete_webhook()
        else:
            await self.bot.set_webhook(
                webhook,
                secret_token=secret,
                allowed_updates=list(inbound.ALLOWED_UPDATES),
                max_connections=WEBHOOK_CONNECTIONS,
            )

    async def close(self) -> None:
        if self._toasts:
            await asyncio.wait(self._toasts, timeout=1)
        await self._api.close()


def _pause(failures: int, error: Exception) -> float:
    """Seconds until the next try: more each time, and never fewer than the platform asked for."""
    asked = error.retry_after if isinstance(error, ApiError | RetryAfter) else None
    seconds = asked.total_seconds() if isinstance(asked, timedelta) else asked or 0
    return max(seconds, RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])


__all__ = ["Telegram", "TelegramError"]
