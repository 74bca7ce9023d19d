"""What platforms call us: asked of them, which also shows that token and address are good."""

from __future__ import annotations

from bot.ports import Incoming, Outcome
from bot.settings import Settings


class NoBotName(Exception):  # noqa: N818  not known, for the reason given
    """The platform does not know the token, or is not reached."""


async def bot_username(read: Settings) -> str:
    """The Telegram bot's name; "" where there is no token. Raises NoBotName."""
    if read.telegram_token is None:
        return ""
    # Only now, since it takes longer to load than everything else a verb does.
    from bot.channels.telegram.adapter import Telegram, TelegramError

    try:
        telegram = Telegram(read.telegram_token.get_secret_value(), read.telegram_api_url, _nothing, _nobody)
        try:
            return await telegram.username()
        finally:
            await telegram.close()
    except TelegramError as error:
        raise NoBotName(f"{read.telegram_api_url} does not answer for this token: {error}") from None


async def whatsapp_number(read: Settings) -> str:
    """The digits of our number in WhatsApp: as set, else as the platform says; "" where neither is known. Raises
    NoBotName."""
    return read.whatsapp_number or await platform_number(read)


async def platform_number(read: Settings) -> str:
    """The digits of our number in WhatsApp as the platform says, which also shows that token and id are good; ""
    without a token. Raises NoBotName."""
    if read.whatsapp_token is None or read.whatsapp_phone_number_id is None:
        return ""
    from bot.channels.whatsapp.api import Api
    from bot.channels.whatsapp.errors import ApiError, Unreachable

    api = Api(read.whatsapp_token.get_secret_value(), read.whatsapp_phone_number_id, read.whatsapp_api_url)
    try:
        shown = str((await api.number()).get("display_phone_number") or "")
    except (ApiError, Unreachable) as error:
        raise NoBotName(f"{read.whatsapp_api_url} does not answer for this token: {error}") from None
    finally:
        await api.close()
    return "".join(c for c in shown if c.isascii() and c.isdigit())


async def _nothing(_incoming: Incoming) -> Outcome:
    return Outcome()


async def _nobody(_address: str) -> None:
    return None
