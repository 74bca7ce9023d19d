"""What came in on WhatsApp, as the adapter hands it on. No one here has an address yet: who a person is to us is
decided by who keeps their ids."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from bot.engine.events import Event
from bot.ports import Outcome

CHANNEL: Final = "whatsapp"
PART, KNOCK = ":bagian", ":ketuk"
"""Behind a row's id, what goes out of it before its last message, and the template that announces it."""

NamaStatus = Literal["sent", "delivered", "read", "played", "failed"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is about: a person's id towards this business, and the number. Either may be unknown, never both."""

    user_id: str | None
    wa_id: str | None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message of a person. `wamid` is the same however often it is delivered; `at` is when it was sent."""

    wamid: str
    person: Person
    event: Event
    at: datetime


@dataclass(frozen=True, slots=True)
class StatusSeen:
    """What became of a message of ours. `row` is its row in the outbox, as it was sent along, and `announced` that of
    the message which a template announces; `code` says why a message failed. The order of arrival says nothing: a
    "read" may come before its "sent"."""

    wamid: str
    status: NamaStatus
    at: datetime
    row: int | None = None
    code: int | None = None
    person: Person | None = None
    announced: int | None = None


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """A person took another number or got another id: who was `before` is `after` from now on."""

    wamid: str
    before: Person
    after: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """All of a body, in its order. `unread` counts what was no message or status, `foreign` what was meant for
    another number."""

    arrived: tuple[Arrived, ...] = ()
    statuses: tuple[StatusSeen, ...] = ()
    changed: tuple[PersonChanged, ...] = ()
    unread: int = 0
    foreign: int = 0


Receive = Callable[[Arrived], Awaitable[Outcome]]
"""Act on a message. Returns after the commit; raises NotStored where nothing was kept."""
Seen = Callable[[Sequence[StatusSeen]], Awaitable[None]]
"""Write statuses down, all of a body at once. Raises NotStored."""
Changed = Callable[[PersonChanged], Awaitable[None]]
"""Take note of another number or id. Raises NotStored."""
