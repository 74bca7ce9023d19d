"""What Telegram calls our bot: asked of the platform itself, which also shows that token and address are good."""

from __future__ import annotations

from bot.ports import Incoming, Outcome
from bot.settings import Settings


class NoBotName(Exception):  # noqa: N818  not known, for the reason given
    """Telegram does not know the token, or is not reached."""


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


async def _nothing(_incoming: Incoming) -> Outcome:
    return Outcome()


async def _nobody(_address: str) -> None:
    return None
