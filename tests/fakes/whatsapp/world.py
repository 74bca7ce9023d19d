"""People and messages as the platform keeps them, and as a person sees them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.changes import Changes
from tests.fakes.whatsapp.media import File
from tests.fakes.whatsapp.templates import Filled

Json = dict[str, Any]
WINDOW = 86_400.0


@dataclass(frozen=True, slots=True)
class Button:
    """A reply button, a row of a list, or a template's quick reply."""

    text: str
    id: str
    description: str = ""
    kind: str = "button_reply"


@dataclass(frozen=True, slots=True)
class Seen:
    """One message in a person's chat. `opaque` is what the business had sent along to recognise it by."""

    id: str
    from_bot: bool
    kind: str
    text: str
    buttons: tuple[Button, ...] = ()
    header: str = ""
    footer: str = ""
    file: File | None = None
    template: str = ""
    opaque: str = ""

    @property
    def labels(self) -> list[str]:
        """What can be tapped, in reading order."""
        return [button.text for button in self.buttons]


@dataclass(slots=True, eq=False)
class Chat:
    """One person's chat with the business. `shows_wa_id` and `shows_user_id` say what webhooks tell of them."""

    name: str
    wa_id: str
    user_id: str
    shows_wa_id: bool = True
    shows_user_id: bool = True
    online: bool = True
    said_at: float | None = None
    messages: list[Seen] = field(default_factory=list)
    reactions: dict[str, str] = field(default_factory=dict)
    read_by_bot: set[str] = field(default_factory=set)
    typing: int = 0

    def contact(self) -> Json:
        """The entry of a webhook's `contacts`."""
        ids: Json = {"wa_id": self.wa_id} if self.shows_wa_id else {}
        return {"profile": {"name": self.name}, **ids, **({"user_id": self.user_id} if self.shows_user_id else {})}

    def open(self, now: float) -> bool:
        """Whether free-form may be sent: the person wrote within 24 hours."""
        return self.said_at is not None and now - self.said_at < WINDOW

    def find(self, message_id: str) -> Seen | None:
        """A message in the chat."""
        return next((seen for seen in self.messages if seen.id == message_id), None)


class World(Changes):
    """All people who have the app."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.clock = clock
        self.chats: list[Chat] = []
        self._ids = itertools.count(1)

    def chat_of(self, body: Json) -> Chat | None:
        """Whom a message is for: `to` before `recipient`, as on the platform."""
        number = str(body.get("to", "")).lstrip("+")
        named = (
            chat for chat in self.chats if (chat.wa_id == number if number else chat.user_id == body["recipient"])
        )
        return next(named, None) if number or "recipient" in body else None

    def message_id(self, *, ours: bool) -> str:
        """A new wamid."""
        return f"wamid.HBgN{'B' if ours else 'A'}{next(self._ids):032d}AA=="

    def show(self, chat: Chat, seen: Seen) -> None:
        """Put a message into a chat."""
        chat.messages.append(seen)
        self.changed()

    def writer_of(self, message_id: str) -> Chat | None:
        """The person who wrote this message."""
        return next((chat for chat in self.chats if (seen := chat.find(message_id)) and not seen.from_bot), None)


def seen_from(message_id: str, body: Json, filled: Filled | None, file: File | None) -> Seen:
    """A message of the business as the person sees it."""
    kind, opaque = body["type"], body.get("biz_opaque_callback_data", "")
    content = body[kind]
    if filled is not None:
        replies = tuple(Button(text, payload, kind="button") for text, payload in filled.buttons)
        header, footer = filled.header, filled.footer
        return Seen(message_id, True, kind, filled.text, replies, header, footer, file, content["name"], opaque)
    if kind == "interactive":
        header = content.get("header", {}).get("text", "")
        footer = content.get("footer", {}).get("text", "")
        text = content["body"]["text"]
        return Seen(message_id, True, kind, text, _buttons(content), header, footer, file, opaque=opaque)
    text = content.get("body", content.get("caption", ""))
    return Seen(message_id, True, kind, text, file=file, opaque=opaque)


def _buttons(content: Json) -> tuple[Button, ...]:
    action = content["action"]
    if content["type"] == "button":
        return tuple(Button(one["reply"]["title"], one["reply"]["id"]) for one in action["buttons"])
    rows = (row for section in action["sections"] for row in section["rows"])
    return tuple(Button(row["title"], row["id"], row.get("description", ""), "list_reply") for row in rows)
