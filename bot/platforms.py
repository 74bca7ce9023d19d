"""The platforms' channels put together, each where it is set."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from bot.channels.telegram.adapter import Telegram
from bot.channels.whatsapp.adapter import WhatsApp
from bot.channels.whatsapp.errors import late_failure
from bot.channels.whatsapp.webhook import Webhook
from bot.core import Core
from bot.ports import NotStored, SendError
from bot.service.people import People
from bot.service.receipts import Receipts
from bot.service.window import Windowed
from bot.web import WHATSAPP_PATH
from storage.errors import StorageError

log = logging.getLogger(__name__)

_RETRY_SECONDS: Final = (1, 5, 30, 300)


@dataclass(frozen=True, slots=True)
class WhatsAppParts:
    """WhatsApp: the channel, who its people are, their windows, and what becomes of messages. `channel` is what
    delivery sends through."""

    channel: Windowed
    webhook: Webhook
    receipts: Receipts
    adapter: WhatsApp

    async def learn_number(self) -> None:
        """Ask for our number as often as it takes: links lead to it."""
        failures = 0
        while not self.channel.number:
            try:
                self.channel.number = await self.adapter.phone()
            except SendError as error:
                wait = _RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)]
                failures += 1
                log.error("WhatsApp is not reached, next try in %d s: %s", wait, error)  # noqa: TRY400
                await asyncio.sleep(wait)
        log.info("WhatsApp: webhook at %s", WHATSAPP_PATH)

    async def close(self) -> None:
        await self.receipts.close()
        await self.adapter.close()


def whatsapp_of(core: Core) -> WhatsAppParts | None:
    """None where no token is set."""
    settings, store, sandi = core.settings, core.store, core.sandi
    token, secret, verify = settings.whatsapp_token, settings.whatsapp_app_secret, settings.whatsapp_verify_token
    number = settings.whatsapp_phone_number_id
    if token is None or secret is None or verify is None or number is None:
        return None
    people = People(store, sandi, WhatsApp.name, core.desk.handle, core.desk.refresh)
    receipts = Receipts(store, sandi, WhatsApp.name, late_failure, core.committed)
    adapter = WhatsApp(
        token.get_secret_value(),
        number,
        settings.whatsapp_api_url,
        people.receive,
        receipts.seen,
        people.changed,
        lambda kode: core.surveys.now.direktori.find(kode) is not None,
    )
    channel = Windowed(adapter, store, sandi, settings.whatsapp_per_second)
    webhook = Webhook(adapter.act, secret.get_secret_value(), verify.get_secret_value())
    return WhatsAppParts(channel, webhook, receipts, adapter)


def telegram_of(core: Core) -> Telegram | None:
    """None where no token is set."""
    settings = core.settings
    if settings.telegram_token is None:
        return None

    async def blocked(address: str) -> None:
        try:
            async with core.store.transaction() as tx:
                await tx.walk.drop_address(core.sandi.percakapan(Telegram.name, address))
        except StorageError as error:
            raise NotStored(str(error)) from error

    return Telegram(settings.telegram_token.get_secret_value(), settings.telegram_api_url, core.desk.handle, blocked)
