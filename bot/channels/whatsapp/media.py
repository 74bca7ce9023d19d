"""Attachments as WhatsApp takes them: which kinds, how large, and as what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.channels.whatsapp.lengths import cut
from bot.engine.messages import Attachment

GAMBAR_PALING: Final = 5 * 1024 * 1024
BERKAS_PALING: Final = 100 * 1024 * 1024
NAMA_PALING: Final = 100
_DOKUMEN: Final = frozenset(
    {
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/plain",
    }
)
"""What is taken as a document; anything else is refused when it is uploaded."""
_TEXTS: Final = frozenset({"application/json", "application/geo+json"})

Kind = Literal["image", "document"]


@dataclass(frozen=True, slots=True)
class Upload:
    """How an attachment is uploaded and shown: `mime` is the type that the platform knows it by."""

    kind: Kind
    mime: str
    nama: str


@dataclass(frozen=True, slots=True)
class Medium:
    """An attachment that is there: uploaded, under the platform's `id`."""

    kind: Kind
    id: str
    nama: str

    def body(self, caption: str = "") -> dict[str, Any]:
        """What stands under the kind's name in a message, or in a header."""
        named = {"filename": self.nama} if self.kind == "document" else {}
        return {"id": self.id, **named, **({"caption": caption} if caption else {})}


def upload_of(attachment: Attachment, size: int) -> Upload | str:
    """How to upload it, or why it cannot be: a sentence to the person. Any kind of text goes as plain text, which
    the platform knows."""
    nama = filename(attachment.nama)
    if size > (GAMBAR_PALING if attachment.picture else BERKAS_PALING):
        kind = "Gambar" if attachment.picture else "Berkas"
        return f"{kind} “{nama}” terlalu besar untuk WhatsApp, jadi tidak disertakan."
    if attachment.picture:
        return Upload("image", attachment.mime, nama)
    if attachment.mime in _DOKUMEN:
        return Upload("document", attachment.mime, nama)
    if attachment.mime.startswith("text/") or attachment.mime in _TEXTS:
        return Upload("document", "text/plain", nama)
    return untaken(attachment)


def untaken(attachment: Attachment) -> str:
    """A sentence for a file that the platform does not take."""
    return f"Berkas “{filename(attachment.nama)}” tidak diterima WhatsApp, jadi tidak disertakan."


def filename(nama: str) -> str:
    """Without what would end the header it stands in, and cut before its ending."""
    name = "".join(c for c in nama if c.isprintable() and c not in '"\\/').encode(errors="ignore").decode().strip()
    stem, dot, ending = (name or "berkas").rpartition(".")
    if stem and len(ending) <= 8:
        return cut(stem, NAMA_PALING) + dot + ending
    return cut(name or "berkas", NAMA_PALING)
