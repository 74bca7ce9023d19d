"""Who a person is whom a platform knows by two names, an id and a number, of which either may be missing. Pure.

Everything of a person stands under one name: the id where it is known, else the number. Numbers are given to others
after a while; an id never is. So a number stands for an id until a message brings it with another one, and for nobody
once no message has brought both for long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final, Literal, Protocol

from bot.engine.events import Event

ALAMAT_PALING: Final = 128
"""Letters of an id that storage keeps as an address, or by which a delivery is known."""

Under = Literal["biarkan", "gabung", "lupakan"]


class Who(Protocol):
    """A person as the platform names one; either may be unknown, never both."""

    @property
    def user_id(self) -> str | None: ...
    @property
    def wa_id(self) -> str | None: ...


class Message(Protocol):
    """A message as the channel understood it."""

    @property
    def wamid(self) -> str: ...
    @property
    def person(self) -> Who: ...
    @property
    def event(self) -> Event: ...
    @property
    def at(self) -> datetime: ...


class Change(Protocol):
    """The platform's word that one person is another from now on."""

    @property
    def wamid(self) -> str: ...
    @property
    def before(self) -> Who: ...
    @property
    def after(self) -> Who: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """Under which name a person is kept. `link`: the number stands for the id from now on. `under` says what becomes
    of what is kept under the number: it is the same person's, another's, or nothing is to be done."""

    name: Literal["user", "number", "linked"]
    link: bool = False
    under: Under = "biarkan"


def decide(user: str | None, number: str | None, linked: str | None) -> Decision:
    """`user` and `number` are the hashes of what a message brought; `linked` is what the number stands for so far."""
    if user is None:
        return Decision("number" if linked is None else "linked")
    if number is None:
        return Decision("user")
    if linked is None or linked == user:
        # What is there under the number was written while the id was not told.
        return Decision("user", link=linked is None, under="gabung")
    # The number was somebody else's: the new one must not be shown what that person was in the middle of.
    return Decision("user", link=True, under="lupakan")


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the rest of the program knows one. `responden` is given where it is not the address's."""

    address: str
    responden: str = ""


def external_id(wamid: str) -> str:
    """By which a delivery is known; of a longer one than storage keeps, its hash."""
    if len(wamid) <= ALAMAT_PALING:
        return wamid
    return blake2b(wamid.encode(errors="surrogatepass"), digest_size=32).hexdigest()
