"""Shows screens in Telegram: edits, sends, deletes, and sets the menu."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from bot.channels.telegram import outbound
from bot.channels.telegram.api import SECONDS, Api, ApiError, Unreachable, send_error
from bot.ports import Outgoing

log = logging.getLogger(__name__)

_UNCHANGED = "message is not modified"
_LOST = (
    "message to edit not found",
    "message can't be edited",
    "MESSAGE_ID_INVALID",
    "there is no text in the message to edit",  # it is a picture or a file
)


class Sender:
    """Shows screens through an `Api` that others may use as well."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def send(self, outgoing: Outgoing) -> str | None:
        """Edit the message that shows this conversation's screen, or send a new one where that is asked for, where
        attachments come with it, or where the old one is gone or shows a picture.

        The menu is set first: should the platform not be reached, nothing was shown yet and all is tried again.
        Of attachments followed by a text, the attachments come again where only the text failed: better twice
        than never. Raises SendError.
        """
        screen, shown = outgoing.screen, outgoing.screen_ref
        try:
            if screen.menu is not None:
                await self._offer(outbound.menu(outgoing.address, screen.menu))
            if screen.attachments:
                sent = await self._attached(outgoing)
            else:
                parameters = outbound.message(outgoing.address, screen)
                if shown is not None and not screen.fresh and await self._edit(int(shown), parameters):
                    return None
                sent = await self._api.call("sendMessage", parameters)
        except (ApiError, Unreachable) as error:
            raise send_error(error) from error
        if shown is not None and screen.fresh:
            await self._remove(int(outgoing.address), int(shown))
        return str(sent["message_id"])

    async def _attached(self, outgoing: Outgoing) -> dict[str, Any]:
        """Send a screen with its attachments, without those that the platform refuses for good. Returns the message
        that holds the buttons."""
        address, screen, sent = outgoing.address, outgoing.screen, None
        try:
            # All of it within the time of one call, or the lease of the message might end meanwhile.
            async with asyncio.timeout(SECONDS):
                for sending in outbound.sendings(address, screen, outgoing.files):
                    sent = await self._put(sending)
                if sent is None:
                    # The text was to stand below that file.
                    sent = await self._api.call("sendMessage", outbound.message(address, screen))
        except TimeoutError:
            raise Unreachable("attachments: TimeoutError") from None
        return sent  # type: ignore[no-any-return]  # a message, in JSON

    async def _put(self, sending: outbound.Sending) -> Any:
        """The message sent; None where it is a file that the platform will not take."""
        if sending.file is None:
            return await self._api.call(sending.method, sending.parameters)
        try:
            return await self._api.upload(sending.method, sending.parameters, sending.file)
        except ApiError as error:
            if send_error(error).sebab != "ditolak":
                raise
            log.error("a file was not taken, its message goes without it: %s", error)  # noqa: TRY400
            return None

    async def _offer(self, menu: outbound.Sending) -> None:
        """Set a chat's menu. One that the platform refuses for good must not keep the screen from being shown."""
        try:
            await self._api.call(menu.method, menu.parameters)
        except ApiError as error:
            if send_error(error).retryable:
                raise
            log.error("a menu was not taken: %s", error)  # noqa: TRY400  the line says it all

    async def _edit(self, message_id: int, parameters: dict[str, Any]) -> bool:
        """False where that message can no longer be edited."""
        try:
            await self._api.call("editMessageText", {**parameters, "message_id": message_id})
        except ApiError as error:
            if _UNCHANGED in error.description:
                return True
            if any(lost in error.description for lost in _LOST):
                return False
            raise
        return True

    async def _remove(self, chat_id: int, message_id: int) -> None:
        """The old screen, of no more use. Too old or gone is as good; its buttons change nothing any more."""
        try:
            await self._api.call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})
        except (ApiError, Unreachable) as error:
            log.debug("an old screen stays: %s", error)
