"""WhatsApp's I/O: hands on what the webhook brings; `sender` shows screens.

The webhook is answered after everything in its body is stored. What is not is delivered again by the platform, for
days, and what was stored meanwhile is known by its id.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.channels.whatsapp import inbound
from bot.channels.whatsapp.api import Api
from bot.channels.whatsapp.errors import ApiError, Unreachable, send_error
from bot.channels.whatsapp.records import CHANNEL, Arrived, Changed, Receive, Seen, StatusSeen
from bot.channels.whatsapp.sender import Sender
from bot.channels.whatsapp.typed import Known
from bot.ports import Outgoing, SendError

log = logging.getLogger(__name__)

FETCH_PALING: Final = 10 * 1024 * 1024
"""Bytes of a file that is fetched; the platform gives up to 100 MB."""


class WhatsApp:
    """The channel. `receive` acts on a message, `seen` writes statuses down, `changed` takes note of another number
    or id; each raises NotStored where it is to come again. `known` tells whether a unit has that code."""

    name = CHANNEL

    def __init__(
        self,
        token: str,
        phone_number_id: str,
        base_url: str,
        receive: Receive,
        seen: Seen,
        changed: Changed,
        known: Known,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = Api(token, phone_number_id, base_url)
        self._sender = Sender(self._api)
        self._number = phone_number_id
        self._receive = receive
        self._seen = seen
        self._changed = changed
        self._known = known
        self._clock = clock
        self._words: set[asyncio.Task[None]] = set()

    # Out

    async def send(self, outgoing: Outgoing) -> str | None:
        """Show the screen. Returns the wamid of its last message. Raises SendError."""
        return await self._sender.send(outgoing)

    async def knock(self, outgoing: Outgoing) -> str:
        """Announce the screen by a template. Returns its wamid. Raises SendError."""
        return await self._sender.knock(outgoing)

    async def fetch(self, ref: str) -> bytes:
        try:
            medium = await self._api.medium(ref)
            size = medium.get("file_size")
            if str(size).isdigit() and int(str(size)) > FETCH_PALING:
                raise SendError("ditolak", "the file is too big")
            return await self._api.download(str(medium.get("url") or ""), FETCH_PALING)
        except (ApiError, Unreachable) as error:
            raise send_error(error) from error

    async def phone(self) -> str:
        """Our number as digits, for wa.me links. Raises SendError."""
        try:
            shown = str((await self._api.number()).get("display_phone_number") or "")
        except (ApiError, Unreachable) as error:
            raise send_error(error) from error
        return "".join(c for c in shown if c.isascii() and c.isdigit())

    # In

    async def act(self, body: bytes) -> None:
        """Hand on everything in a webhook's body, whose signature was checked. Each person's messages stay in order;
        people go side by side. Raises NotStored where any of it must be delivered again; then everything else was
        acted on all the same. A body that cannot be read is set aside."""
        try:
            batch = inbound.read(body, self._number, self._clock(), self._known)
        except inbound.Malformed as error:
            log.error("set aside: %s", error)  # noqa: TRY400  the line says it all
            return
        if batch.unread:
            log.error("set aside: %d messages or statuses that cannot be read", batch.unread)
        if batch.foreign:
            log.warning("not for our number: %d changes", batch.foreign)
        failures = [failure for change in batch.changed if (failure := await _failure(self._changed(change)))]
        acting = [self._lane(lane) for lane in lanes(batch.arrived)]
        if batch.statuses:
            acting.append(self._noted(batch.statuses))
        failures += [one for one in await asyncio.gather(*map(_failure, acting)) if one]
        if failures:
            raise failures[0]

    async def _noted(self, statuses: Sequence[StatusSeen]) -> None:
        await self._seen(statuses)

    async def _lane(self, lane: Sequence[Arrived]) -> None:
        for one in lane:
            outcome = await self._receive(one)
            if outcome.toast and not outcome.messages:
                # A word that elsewhere vanishes by itself: here nothing else would answer the tap.
                task = asyncio.create_task(self._word(one, outcome.toast))
                self._words.add(task)
                task.add_done_callback(self._words.discard)

    async def _word(self, arrived: Arrived, text: str) -> None:
        """Nothing is lost where it does not arrive."""
        address = arrived.person.user_id or arrived.person.wa_id or ""
        try:
            await self._sender.say(address, text)
        except SendError as error:
            log.debug("a tap was not acknowledged: %s", error)

    async def close(self) -> None:
        if self._words:
            await asyncio.wait(self._words, timeout=1)
        await self._sender.close()
        await self._api.close()


async def _failure(acting: Awaitable[None]) -> Exception | None:
    """What went wrong, so that it keeps nothing else from being acted on."""
    try:
        await acting
    except Exception as error:
        return error
    return None


def lanes(arrived: Sequence[Arrived]) -> list[list[Arrived]]:
    """Each person's messages, in order. Who is named by the id here and by the number there is known by a message
    that names both."""
    same: dict[str, str] = {}

    def first(name: str) -> str:
        while (other := same.setdefault(name, name)) != name:
            name = other
        return name

    for one in arrived:
        if one.person.user_id and one.person.wa_id:
            same[first(one.person.wa_id)] = first(one.person.user_id)
    found: dict[str, list[Arrived]] = {}
    for one in arrived:
        found.setdefault(first(one.person.user_id or one.person.wa_id or ""), []).append(one)
    return list(found.values())
