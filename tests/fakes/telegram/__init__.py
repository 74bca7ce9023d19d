"""A test double of the Telegram Bot API over real HTTP, with the people who chat with the bot.

`FakeTelegram` is the server, `Person` someone with the app open. The error texts, the order of webhook
deliveries and what a method in a webhook's answer may do follow the source of the platform's own
Bot API server; where the double is stricter than the platform, the place says so.
"""

from tests.fakes.telegram.errors import ApiError, SpecNotAtHandError
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Call, FakeTelegram
from tests.fakes.telegram.world import Button, Seen, Toast

__all__ = [
    "ApiError",
    "Button",
    "Call",
    "FakeTelegram",
    "Faults",
    "Person",
    "Seen",
    "SpecNotAtHandError",
    "Toast",
]
