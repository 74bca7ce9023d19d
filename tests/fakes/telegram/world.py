"""Chats and messages as the platform keeps them, and as a person sees them."""

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.changes import Changes
from tests.fakes.telegram.errors import bad_request, blocked
from tests.fakes.telegram.files import Upload, about

Json = dict[str, Any]
EDITABLE_FIELDS = ("text", "entities", "caption", "caption_entities", "reply_markup")


@dataclass(frozen=True, slots=True)
class Button:
    """One button of an inline keyboard."""

    text: str
    data: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Toast:
    """What answering a callback query showed; `text` is empty where it only stopped the spinner."""

    query_id: str
    text: str
    alert: bool


@dataclass(slots=True)
class Stored:
    """A message with what the API does not tell of it."""

    json: Json
    from_bot: bool
    edits: int = 0
    editable: bool = True
    upload: Upload | None = None

    def keyboard(self) -> list[list[Button]]:
        """The inline keyboard's rows."""
        return [
            [Button(button["text"], button.get("callback_data"), button.get("url")) for button in row]
            for row in self.json.get("reply_markup", {}).get("inline_keyboard", [])
        ]

    def buttons(self) -> list[Button]:
        """The inline keyboard's buttons in reading order."""
        return [button for row in self.keyboard() for button in row]


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the person sees it now; taken anew on each look."""

    message_id: int
    from_bot: bool
    text: str
    entities: list[Json]
    keyboard: list[list[Button]]
    edits: int
    upload: Upload | None

    @property
    def buttons(self) -> list[Button]:
        """All buttons in reading order."""
        return [button for row in self.keyboard for button in row]

    @property
    def labels(self) -> list[str]:
        """All button labels in reading order."""
        return [button.text for button in self.buttons]


@dataclass(slots=True)
class Chat:
    """The private chat of one person with the bot."""

    user: Json
    known: bool = False
    blocked: bool = False
    typing: int = 0
    messages: dict[int, Stored] = field(default_factory=dict)
    toasts: list[Toast] = field(default_factory=list)
    reply_keyboard: Json | None = None

    @property
    def id(self) -> int:
        """A private chat has its person's id."""
        return int(self.user["id"])

    @property
    def json(self) -> Json:
        """The `Chat` object."""
        named = ("first_name", "last_name", "username")
        names: Json = {key: self.user[key] for key in named if key in self.user}
        return {"id": self.id, **names, "type": "private"}

    def seen(self) -> list[Seen]:
        """The chat from the first message to the last."""
        return [_seen(stored) for stored in self.messages.values()]


class World(Changes):
    """All chats of one bot, with a way to wait until something in them changes."""

    def __init__(self, bot: Json, clock: Callable[[], float]) -> None:
        super().__init__()
        self.bot = bot
        self.clock = clock
        self.chats: dict[int, Chat] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.description = ""
        self.short_description = ""
        self.queries: dict[str, tuple[int, float]] = {}
        self.files: dict[str, Upload] = {}
        self._ids = itertools.count(1)
        self._file_ids = itertools.count(1)

    def chat_for(self, chat_id: Any) -> Chat:
        """The chat a call names; refuses one the bot never heard from, and one that blocked it."""
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        try:
            chat = self.chats.get(int(chat_id))
        except (TypeError, ValueError):
            chat = None
        if chat is None or not chat.known:
            raise bad_request("chat not found")
        if chat.blocked:
            raise blocked()
        return chat

    def message_for(self, params: Json, purpose: str) -> tuple[Chat, Stored]:
        """The message that a call wants to change; `purpose` is the platform's word for the act."""
        if params.get("chat_id") in (None, ""):
            raise bad_request("chat identifier is not specified")
        if not params.get("message_id"):
            raise bad_request("message identifier is not specified")
        chat = self.chat_for(params["chat_id"])
        stored = chat.messages.get(int(params["message_id"]))
        if stored is None:
            raise bad_request(f"message to {purpose} not found")
        return chat, stored

    def keep(self, upload: Upload) -> Json:
        """Take a file in, and tell of it as the API does."""
        file_id = f"file-{next(self._file_ids)}"
        self.files[file_id] = upload
        return about(file_id, upload)

    def menu_of(self, chat: Chat) -> list[dict[str, str]]:
        """The commands a chat's menu offers: its own, or everybody's."""
        scopes = ({"type": "chat", "chat_id": chat.id}, {"type": "default"})
        found = (self.commands.get((scope_key(scope), "")) for scope in scopes)
        return next((commands for commands in found if commands is not None), [])

    def add(self, chat: Chat, content: Json, *, from_bot: bool, upload: Upload | None = None) -> Stored:
        """Put a new message into the chat."""
        message: Json = {
            "message_id": next(self._ids),
            "from": dict(self.bot if from_bot else chat.user),
            "chat": chat.json,
            "date": int(self.clock()),
            **{key: value for key, value in content.items() if value not in (None, [])},
        }
        stored = Stored(json=message, from_bot=from_bot, upload=upload)
        chat.messages[message["message_id"]] = stored
        self.changed()
        return stored

    def edit(self, stored: Stored, content: Json) -> None:
        """Replace a message's content; refuses one that is not the bot's, is too old, or would not change."""
        if not stored.from_bot or not stored.editable:
            raise bad_request("message can't be edited")
        before = {key: stored.json[key] for key in EDITABLE_FIELDS if key in stored.json}
        after = {key: value for key, value in content.items() if value not in (None, [])}
        if before == after:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message"
            )
        self.rewrite(stored, after)

    def rewrite(self, stored: Stored, content: Json) -> None:
        """Put new content into a message, whoever wrote it."""
        for key in EDITABLE_FIELDS:
            stored.json.pop(key, None)
        stored.json.update(content, edit_date=int(self.clock()))
        stored.edits += 1
        self.changed()

    def delete(self, chat: Chat, stored: Stored) -> None:
        """Take a message out of the chat; the platform allows it within 48 hours."""
        if self.clock() - stored.json["date"] > 48 * 3600:
            raise bad_request("message can't be deleted for everyone")
        del chat.messages[stored.json["message_id"]]
        self.changed()


def scope_key(scope: Json) -> str:
    """A scope as a key: the same however its fields are ordered."""
    return json.dumps(scope, sort_keys=True)


def _seen(stored: Stored) -> Seen:
    message: Json = stored.json
    return Seen(
        message_id=message["message_id"],
        from_bot=stored.from_bot,
        text=str(message.get("text", message.get("caption", ""))),
        entities=message.get("entities") or message.get("caption_entities") or [],
        keyboard=stored.keyboard(),
        edits=stored.edits,
        upload=stored.upload,
    )
