"""Shows screens on WhatsApp: uploads what comes with them, sends, and knocks where the window is closed."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from bot.channels.whatsapp import outbound
from bot.channels.whatsapp.api import SECONDS, Api
from bot.channels.whatsapp.errors import MEDIA, PAIR, TEMPLATE, ApiError, Unreachable, meaning_of, send_error
from bot.channels.whatsapp.media import Kind, Medium, untaken, upload_of
from bot.channels.whatsapp.records import KNOCK, PART
from bot.channels.whatsapp.templates import template_message
from bot.channels.whatsapp.uploads import Uploads
from bot.ports import Outgoing, Sebab, SendError, Wilayah

log = logging.getLogger(__name__)

_KNOWN_PALING: Final = 10_000


class _Rest:
    """Until when the platform takes nothing of a kind, and why: asking on would only prolong it."""

    def __init__(self, clock: Callable[[], float], wilayah: Wilayah) -> None:
        self._clock = clock
        self._wilayah: Wilayah = wilayah
        self._until = 0.0
        self._sebab: Sebab = "terbatas"

    def begin(self, sebab: Sebab, seconds: float) -> None:
        self._until = max(self._until, self._clock() + seconds)
        self._sebab = sebab

    def check(self) -> None:
        """Raises SendError while it lasts."""
        left = self._until - self._clock()
        if left > 0:
            raise SendError(self._sebab, "nothing is taken for a while", left, wilayah=self._wilayah)


@dataclass(slots=True)
class _Gone:
    """What went out already of a screen that goes in several messages: files by id, and how many others."""

    files: set[str] = field(default_factory=set)
    others: int = 0


class Sender:
    """Shows screens through an `Api` that others may use as well."""

    def __init__(self, api: Api, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._clock = clock
        self.uploads = Uploads(api, clock)
        self._rest = _Rest(clock, "semua")
        self._rest_of_knocks = _Rest(clock, "pesan")
        # By address: how often in a row it was too fast. By row: what an earlier try has sent of it.
        self._hasty: OrderedDict[str, int] = OrderedDict()
        self._begun: OrderedDict[int, _Gone] = OrderedDict()

    async def send(self, outgoing: Outgoing) -> str | None:
        """Send the messages that show a screen; what was sent of them by an earlier try is not sent again. Returns
        the id of the last, the one with the choices; None where there was nothing to show. Raises SendError."""
        self._rest.check()
        try:
            # All of it within the time of one call, or the lease of the message might end meanwhile.
            async with asyncio.timeout(SECONDS):
                return await self._show(outgoing)
        except TimeoutError:
            raise SendError("sementara", "messages: TimeoutError") from None
        except (ApiError, Unreachable) as error:
            raise self._told(outgoing.address, error) from error

    async def knock(self, outgoing: Outgoing) -> str:
        """Send the template that announces a screen. Raises SendError; what only templates are refused for keeps
        nothing else waiting."""
        self._rest.check()
        self._rest_of_knocks.check()
        if outgoing.screen.perihal is None:
            raise SendError("ditolak", "nothing announces this message")
        try:
            return await self._put(outgoing, template_message(outgoing.screen.perihal), KNOCK)
        except (ApiError, Unreachable) as error:
            raise self._told(outgoing.address, error, knocking=True) from error

    async def say(self, address: str, text: str) -> None:
        """A short word that stands in no outbox. Raises SendError."""
        self._rest.check()
        try:
            await self._api.send(outbound.envelope(address, outbound.text_message(text), 0))
        except (ApiError, Unreachable) as error:
            raise self._told(address, error) from error

    async def close(self) -> None:
        await self.uploads.close()

    async def _show(self, outgoing: Outgoing) -> str | None:
        gone = self._begun.get(outgoing.id) or _Gone()
        try:
            sent = await self._with_files(outgoing, gone)
        except BaseException:
            if outgoing.id and (gone.files or gone.others):
                self._begun[outgoing.id] = gone
                while len(self._begun) > _KNOWN_PALING:
                    self._begun.popitem(last=False)
            raise
        self._begun.pop(outgoing.id, None)
        return sent

    async def _with_files(self, outgoing: Outgoing, gone: _Gone) -> str | None:
        media, remarks = await self._media(outgoing, gone)
        try:
            return await self._all(outgoing, media, remarks, gone)
        except ApiError as error:
            if error.code not in MEDIA or not media.keys() - gone.files:
                raise
        # Perhaps the platform no longer knows a file: once more with new ones, and then without any.
        for attachment in media:
            self.uploads.forget(attachment)
        media, remarks = await self._media(outgoing, gone)
        try:
            return await self._all(outgoing, media, remarks, gone)
        except ApiError as error:
            if error.code not in MEDIA or not media.keys() - gone.files:
                raise
            log.error("files were not taken, their message goes without them: %s", error)  # noqa: TRY400
        left = (one for one in outgoing.screen.attachments if one.id in outgoing.files and one.id not in gone.files)
        return await self._all(outgoing, {}, [untaken(one) for one in left], gone)

    async def _all(
        self, outgoing: Outgoing, media: Mapping[str, Medium], remarks: Sequence[str], gone: _Gone
    ) -> str | None:
        """Send what has not gone out yet, and note in `gone` what has. The last goes in any case."""
        contents = outbound.messages(outgoing.screen, media, remarks)
        files = [one.id for one in outgoing.screen.attachments if one.id in media]
        skip = gone.others
        sent: str | None = None
        for n, content in enumerate(contents, start=1):
            last, is_file = n == len(contents), content["type"] in get_args(Kind)
            if skip and not last and not is_file:
                skip -= 1
                continue
            sent = await self._put(outgoing, content, "" if last else PART)
            if is_file:
                gone.files.add(files.pop(0))
            else:
                gone.others += 1
        return sent

    async def _put(self, outgoing: Outgoing, content: dict[str, Any], beside: str) -> str:
        sent = await self._api.send(outbound.envelope(outgoing.address, content, outgoing.id, beside))
        self._hasty.pop(outgoing.address, None)
        return sent

    async def _media(self, outgoing: Outgoing, gone: _Gone) -> tuple[dict[str, Medium], list[str]]:
        """The attachments by id that have not gone out yet, as far as the platform has them, and a sentence for each
        that it does not take."""
        there: dict[str, Medium] = {}
        remarks: list[str] = []
        for one in outgoing.screen.attachments:
            content = outgoing.files.get(one.id)
            if not content or one.id in gone.files:
                continue
            upload = upload_of(one, len(content))
            if isinstance(upload, str):
                remarks.append(upload)
                continue
            try:
                media_id = await self.uploads.id_of(one.id, upload, content)
            except ApiError as error:
                if send_error(error).sebab != "ditolak":
                    raise
                log.error("a file was not taken, its message goes without it: %s", error)  # noqa: TRY400
                remarks.append(untaken(one))
                continue
            there[one.id] = Medium(upload.kind, media_id, upload.nama)
        return there, remarks

    def _told(self, address: str, error: ApiError | Unreachable, *, knocking: bool = False) -> SendError:
        """What a failed call means, remembered where it means more than this one message."""
        failure = send_error(error, self._hasty.get(address, 0))
        if isinstance(error, Unreachable):
            return failure
        meaning = meaning_of(error.code, error.status)
        if error.code == PAIR:
            self._hasty[address] = self._hasty.get(address, 0) + 1
            while len(self._hasty) > _KNOWN_PALING:
                self._hasty.popitem(last=False)
        if meaning.advice:
            log.error("WhatsApp: %s; %s", failure, meaning.advice)
        of_template = knocking and error.code in TEMPLATE
        if meaning.wilayah == "semua" and meaning.seconds is not None:
            rest = self._rest_of_knocks if of_template else self._rest
            rest.begin("terbatas" if of_template else meaning.sebab, meaning.seconds)
        # Not "sementara", by which a platform is taken to be down.
        return SendError("terbatas", str(failure), failure.retry_after, wilayah="pesan") if of_template else failure
