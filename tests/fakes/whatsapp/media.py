"""Files: what the platform takes, how long it keeps them, and where they are fetched."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from dataclasses import dataclass
from typing import Any

from tests.fakes.whatsapp.errors import ApiError, no_such_object

MB = 1 << 20
DAY = 86_400.0
KEPT_OURS = 30 * DAY
KEPT_THEIRS = 7 * DAY
URL_SECONDS = 300.0
MOST = {"image": 5 * MB, "document": 100 * MB}
"""The page of the platform on media; a sticker, an audio or a video is nothing this project sends."""
IMAGES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
DOCUMENTS = {
    "text/plain",
    "application/pdf",
    "application/vnd.ms-powerpoint",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that the business uploaded or a person sent."""

    media_id: str
    filename: str
    mime: str
    content: bytes
    expires: float
    ours: bool = True

    @property
    def kind(self) -> str:
        """As which kind of message it may be sent."""
        return "image" if self.mime in IMAGES else "document"


class MediaStore:
    """All files there are, by id, and the addresses given out for them."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        self._addresses: dict[str, tuple[str, float]] = {}
        self._ids = itertools.count(4_490_709_327_384_001)

    def take(self, filename: str, mime: str, content: bytes, now: float) -> str:
        """An upload of the business: its id, or the platform's refusal."""
        mime = mime.partition(";")[0].strip().lower()
        if mime not in IMAGES and mime not in DOCUMENTS:
            allowed = ", ".join(sorted({*IMAGES, *DOCUMENTS}))
            raise ApiError(100, f"Param file must be a file with one of the following types: {allowed}. Got: {mime}.")
        if not content:
            raise ApiError(131053, "The file is empty.")
        if len(content) > MOST["image" if mime in IMAGES else "document"]:
            raise ApiError(131053, "The file is larger than the platform takes for its type.")
        if mime in IMAGES and not content.startswith(IMAGES[mime]):
            raise ApiError(131053, f"The content is not of type {mime}.")
        return self._put(filename, mime, content, now + KEPT_OURS, ours=True)

    def receive(self, filename: str, mime: str, content: bytes, now: float) -> File:
        """What a person sends: kept for a shorter time."""
        return self.files[self._put(filename, mime, content, now + KEPT_THEIRS, ours=False)]

    def find(self, media_id: str, now: float, verb: str = "get") -> File:
        """The file, unless it is unknown or too old."""
        file = self.files.get(media_id)
        if file is None or file.expires <= now:
            raise no_such_object(media_id, verb, natural=True)
        return file

    def attached(self, kind: str, media_id: str, now: float) -> File:
        """The file a message names; only one of the business' own, of the message's kind."""
        file = self.files.get(media_id)
        if file is None or file.expires <= now or not file.ours:
            raise ApiError(
                100,
                message=f"(#100) Param {kind}['id'] is not a valid whatsapp business account media attachment ID",
                natural=True,
            )
        if file.kind != kind and kind == "image":
            raise ApiError(131053, f"Media of type {file.mime} cannot be sent as {kind}.")
        return file

    def delete(self, media_id: str, now: float) -> None:
        """Forget a file."""
        del self.files[self.find(media_id, now, "delete").media_id]

    def about(self, file: File, base: str, now: float) -> dict[str, Any]:
        """What the platform tells of a file, with an address that holds for five minutes."""
        key = secrets.token_hex(8)
        self._addresses[key] = (file.media_id, now + URL_SECONDS)
        return {
            "messaging_product": "whatsapp",
            "url": f"{base}/whatsapp_business/attachments/?mid={file.media_id}&ext={int(now)}&hash={key}",
            "mime_type": file.mime,
            "sha256": hashlib.sha256(file.content).hexdigest(),
            "file_size": str(len(file.content)),
            "id": file.media_id,
        }

    def at(self, key: str, now: float) -> File | None:
        """The file behind an address, while the address holds."""
        media_id, until = self._addresses.get(key, ("", 0.0))
        file = self.files.get(media_id)
        return file if file is not None and until > now and file.expires > now else None

    def _put(self, filename: str, mime: str, content: bytes, expires: float, *, ours: bool) -> str:
        media_id = str(next(self._ids))
        self.files[media_id] = File(media_id, filename, mime, content, expires, ours)
        return media_id
