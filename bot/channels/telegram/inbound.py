"""Updates of the Bot API, as far as we use them, and what they mean. Pure."""

from __future__ import annotations

import re
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.engine.events import Commanded, Event, JenisKiriman, NamaPerintah, Sent, Started, Tapped, Typed, Upload
from bot.engine.uploads import UKURAN_PALING, claimed
from bot.ports import Incoming

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_PERINTAH = {"start": "mulai", "help": "bantuan", **{name: name for name in get_args(NamaPerintah)}}
_KIRIMAN: dict[str, JenisKiriman] = {
    "sticker": "stiker",
    "photo": "foto",
    "voice": "suara",
    "audio": "suara",
    "video": "video",
    "video_note": "video",
    "animation": "stiker",
    "document": "berkas",
    "location": "lokasi",
    "venue": "lokasi",
    "contact": "kontak",
    "poll": "polling",
}


class _Slim(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Chat(_Slim):
    id: int
    type: str


class Document(_Slim):
    file_id: str
    file_name: str = ""
    mime_type: str = ""
    file_size: int = 0


class PhotoSize(_Slim):
    file_id: str
    width: int = 0
    height: int = 0
    file_size: int = 0


class Message(BaseModel):
    """Kinds of content we do not read are told apart by the mere name of their field."""

    model_config = ConfigDict(extra="allow", frozen=True)

    message_id: int
    chat: Chat
    text: str | None = None
    caption: str | None = None
    document: Document | None = None
    photo: tuple[PhotoSize, ...] | None = None


class Pressed(_Slim):
    """The message under a button; for an old one the platform tells its id and chat only."""

    message_id: int
    chat: Chat


class CallbackQuery(_Slim):
    id: str
    message: Pressed | None = None
    data: str = ""


class Member(_Slim):
    status: str


class ChatMember(_Slim):
    chat: Chat
    new_chat_member: Member


class Update(_Slim):
    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: ChatMember | None = Field(default=None)


class Malformed(ValueError):  # noqa: N818  reads as what it is
    """An update that cannot be read. Never holds what was in it."""


def parse(raw: bytes | str | dict[str, Any]) -> Update:
    """Raises Malformed for anything that is no update."""
    try:
        return Update.model_validate(raw) if isinstance(raw, dict) else Update.model_validate_json(raw)
    except ValidationError as error:
        places = sorted({".".join(map(str, problem["loc"][:3])) for problem in error.errors()})
        raise Malformed(f"update without a readable {', '.join(places) or 'body'}") from None


def incoming(update: Update) -> Incoming | None:
    """What the update means for a conversation; None where it means nothing, as in groups."""
    external_id = str(update.update_id)
    if (query := update.callback_query) is not None:
        if query.message is None or query.message.chat.type != "private":
            return None
        chat = str(query.message.chat.id)
        return Incoming(CHANNEL, chat, external_id, Tapped(query.data), str(query.message.message_id))
    message, event = update.message, None
    if message is not None:
        event = _event(message)
    elif (message := update.edited_message) is not None:
        # A live location "edits" itself every few seconds; only what a person rewrote deserves an answer.
        rewritten = message.text is not None or message.caption is not None
        event = Sent("pesan_diubah") if rewritten else None
    if message is None or event is None or message.chat.type != "private":
        return None
    return Incoming(CHANNEL, str(message.chat.id), external_id, event)


def blocked(update: Update) -> str | None:
    """The chat of a person who has just blocked the bot."""
    change = update.my_chat_member
    if change is None or change.chat.type != "private" or change.new_chat_member.status != "kicked":
        return None
    return str(change.chat.id)


def _event(message: Message) -> Event | None:
    if message.text is not None:
        return _text(message.text)
    present = message.model_fields_set
    for field, jenis in _KIRIMAN.items():
        if field in present:
            upload = _upload(message) if field in {"photo", "document"} else None
            return Sent(jenis, upload, (message.caption or "") if upload else "")
    # Service messages (pinned, joined) are nobody's answer.
    return Sent("lainnya") if present & {"story", "dice", "game", "invoice", "paid_media", "checklist"} else None


def _upload(message: Message) -> Upload | None:
    """The file of a message; of a photo the largest size that may be fetched, which the platform makes a JPEG."""
    if (file := message.document) is not None:
        return claimed(file.file_name, file.mime_type, file.file_size, ref=file.file_id)
    sizes = [size for size in message.photo or () if size.file_size <= UKURAN_PALING]
    if not sizes:
        return None
    best = max(sizes, key=lambda size: size.width * size.height)
    return claimed("foto.jpg", "image/jpeg", best.file_size, ref=best.file_id)


def _text(text: str) -> Event:
    command = _COMMAND.fullmatch(text.strip())
    if command is None:
        return Typed(text)
    name, argument = command[1].casefold(), (command[2] or "").strip()
    if name == "start":
        return Started(argument.split()[0] if argument else "")
    known: Any = _PERINTAH.get(name)
    # An unknown command is a text that no question takes: it gets the same helpful answer.
    return Commanded(known, argument) if known else Typed(text)
