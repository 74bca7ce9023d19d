"""What a message holds, as an event. Pure.

What is no text deserves an answer, too; what is nobody's answer (a reaction, a message taken back) means nothing.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.whatsapp.typed import Known, text_event
from bot.engine.events import Event, JenisKiriman, Sent, Tapped, Typed
from bot.engine.uploads import claimed

_KIRIMAN: Final[dict[str, JenisKiriman]] = {
    "image": "foto",
    "document": "berkas",
    "audio": "suara",
    "voice": "suara",
    "video": "video",
    "sticker": "stiker",
    "location": "lokasi",
    "contacts": "kontak",
    "poll_creation": "polling",
    "edit": "pesan_diubah",
}
_NOTHING: Final = frozenset({"reaction", "revoke", "system", "request_welcome"})
"""Kinds that are nobody's answer."""
_FOTO: Final = {"image/jpeg": "foto.jpg", "image/png": "foto.png", "image/webp": "foto.webp"}


class _Slim(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Text(_Slim):
    body: str


class _Reply(_Slim):
    id: str = Field(max_length=256)


class _Interactive(_Slim):
    type: str
    button_reply: _Reply | None = None
    list_reply: _Reply | None = None


class _Button(_Slim):
    """A template's quick reply. `payload` is what it was sent with; without one it is the label."""

    payload: str | None = Field(default=None, max_length=256)
    text: str = ""


class _Media(_Slim):
    id: str = Field(min_length=1, max_length=256)
    mime_type: str = ""
    filename: str = ""
    caption: str | None = None


def event_of(kind: str, raw: Any, known: Known) -> Event | None:
    """What a message of that `kind` means, `raw` being what stands under the kind's name; None where it means
    nothing. Content that cannot be read is a message all the same, and is answered."""
    if kind in _NOTHING:
        return None
    try:
        match kind:
            case "text":
                return text_event(_Text.model_validate(raw).body, known)
            case "interactive":
                return _pressed(_Interactive.model_validate(raw), known)
            case "button":
                button = _Button.model_validate(raw)
                return _chosen(button.payload, known) if button.payload else Typed(button.text)
            case "image" | "document":
                return _file(kind, _Media.model_validate(raw))
            case _:
                return Sent(_KIRIMAN.get(kind, "lainnya"))
    except ValidationError:
        return Sent(_KIRIMAN.get(kind, "lainnya"))


def _pressed(interactive: _Interactive, known: Known) -> Event:
    reply = interactive.button_reply or interactive.list_reply
    return Sent("lainnya") if reply is None else _chosen(reply.id, known)


def _chosen(token: str, known: Known) -> Event:
    """A button or row: a choice of a screen, or a command of the menu."""
    return text_event(token, known) if token.startswith("/") else Tapped(token)


def _file(kind: str, media: _Media) -> Sent:
    """How large it is the platform does not say before it is fetched."""
    name = media.filename or _FOTO.get(media.mime_type.partition(";")[0].strip().lower(), kind)
    return Sent(_KIRIMAN[kind], claimed(name, media.mime_type, 0, ref=media.id), media.caption or "")
