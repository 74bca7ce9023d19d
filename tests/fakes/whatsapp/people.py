"""People who chat with the business: what they do becomes webhooks, what they see is the chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tests.fakes.whatsapp import events
from tests.fakes.whatsapp.errors import ApiError
from tests.fakes.whatsapp.hook import Hook
from tests.fakes.whatsapp.media import File, MediaStore
from tests.fakes.whatsapp.world import Button, Chat, Json, Seen, World

T = TypeVar("T")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
"""The beginning of a picture, which is all that anybody here looks at."""


class Person:
    """One person in their chat with the business. What they do returns the message's id."""

    def __init__(self, chat: Chat, world: World, media: MediaStore, hook: Hook) -> None:
        self.chat = chat
        self._world = world
        self._media = media
        self._hook = hook

    @property
    def wa_id(self) -> str:
        """The phone number, in digits."""
        return self.chat.wa_id

    @property
    def user_id(self) -> str:
        """The id that holds where the number is not shown."""
        return self.chat.user_id

    @property
    def messages(self) -> list[Seen]:
        """The chat from the first message to the last."""
        return list(self.chat.messages)

    @property
    def from_bot(self) -> list[Seen]:
        """What the business wrote."""
        return [seen for seen in self.chat.messages if seen.from_bot]

    @property
    def last(self) -> Seen:
        """The business' latest message; LookupError where it wrote nothing yet."""
        if not self.from_bot:
            raise LookupError("the business has written nothing yet")
        return self.from_bot[-1]

    def shows(self, *, wa_id: bool = True, user_id: bool = True) -> None:
        """From now on webhooks tell these ids of the person."""
        self.chat.shows_wa_id, self.chat.shows_user_id = wa_id, user_id

    def say(self, text: str) -> str:
        """Write a message."""
        return self._send("text", {"body": text}, text)

    def tap(self, wanted: str, seen: Seen | None = None) -> str:
        """Tap a button or a row: of the last message, or of `seen`. Found by its whole text, its id, or a part of its
        text that only one has."""
        target = seen or self.last
        button = find_button(target.buttons, wanted)
        context: Json = {"from": self._hook.metadata["display_phone_number"], "id": target.id}
        if button.kind == "button":
            return self._send("button", {"payload": button.id, "text": button.text}, button.text, context=context)
        reply = {"id": button.id, "title": button.text}
        if button.description:
            reply["description"] = button.description
        return self._send("interactive", {"type": button.kind, button.kind: reply}, button.text, context=context)

    def send_photo(self, caption: str = "", content: bytes = JPEG) -> str:
        """Send a picture."""
        file = self._media.receive("", "image/jpeg", content, self._world.clock())
        return self._send("image", self._about(file, caption), caption, file)

    def send_document(
        self,
        filename: str = "berkas.pdf",
        content: bytes = b"%PDF-1.7",
        mime: str = "application/pdf",
        caption: str = "",
    ) -> str:
        """Send a file."""
        file = self._media.receive(filename, mime, content, self._world.clock())
        return self._send("document", {"filename": filename, **self._about(file, caption)}, caption, file)

    def send_voice(self) -> str:
        """Send a voice message."""
        file = self._media.receive("", "audio/ogg", b"OggS", self._world.clock())
        return self._send("audio", {**self._about(file, ""), "voice": True}, "", file)

    def send_location(self, latitude: float = -7.8166, longitude: float = 112.0114) -> str:
        """Share a place."""
        return self._send("location", {"latitude": latitude, "longitude": longitude}, "")

    def send_unsupported(self) -> str:
        """Send something the platform has no words for, such as a poll."""
        told: Json = {"code": 131051, "title": "Message type unknown", "message": "Message type unknown"}
        told["error_data"] = {"details": "Message type is currently not supported."}
        return self._emit("unsupported", {"type": "unknown"}, errors=[told])

    def react(self, emoji: str, seen: Seen | None = None) -> str:
        """Put an emoji on a message; an empty one takes it away."""
        return self._emit("reaction", {"message_id": (seen or self.last).id, "emoji": emoji})

    def change_number(self, wa_id: str, user_id: str) -> str:
        """Move to another number: the platform tells of it, and a new user id comes with it."""
        old, now = self.chat.wa_id, self._world.clock()
        message_id = self._world.message_id(ours=False)
        body = f"User {self.chat.name} changed from {old} to {wa_id}"
        system = {"body": body, "wa_id": wa_id, "user_id": user_id, "type": "user_changed_number"}
        item = {"from": old, "id": message_id, "timestamp": str(int(now)), "type": "system", "system": system}
        self.chat.wa_id, self.chat.user_id = wa_id, user_id
        self._hook.add(events.Event("messages", item, None, self.chat))
        return message_id

    def read(self) -> None:
        """Look at the chat: the business learns that its messages were read."""
        for seen in self.from_bot:
            self.tell("read", seen)

    def tell(self, name: str, seen: Seen, error: ApiError | None = None) -> None:
        """Have the platform tell a status of a message, whenever and as often as the test likes."""
        self._hook.add(events.status(self.chat, seen.id, name, self._world.clock(), seen.opaque, error))

    async def wait_for(
        self,
        predicate: Callable[[Person], T | None],
        timeout: float = 30.0,  # noqa: ASYNC109 - the error tells what the chat shows
    ) -> T:
        """The first true value of `predicate(self)`, looked at after every change in any chat."""
        return await self._world.until(lambda: predicate(self), timeout, self.transcript)

    async def wait_for_text(self, part: str, timeout: float = 30.0) -> Seen:  # noqa: ASYNC109 - as above
        """The business' latest message, once it contains `part`."""
        return await self.wait_for(
            lambda person: next((seen for seen in person.from_bot[-1:] if part in seen.text), None), timeout
        )

    def transcript(self) -> str:
        """The chat in plain text, for people who read a failing test."""
        return "\n".join(
            f"{'bot' if seen.from_bot else 'me '} | {f'<{seen.kind}> ' if seen.file else ''}{seen.text}"
            + "".join(f"\n      [{button.text}] {button.description}".rstrip() for button in seen.buttons)
            for seen in self.messages
        )

    def _send(self, kind: str, content: Json, text: str, file: File | None = None, **more: Json) -> str:
        """Say something that stays in the chat and opens the window."""
        message_id = self._emit(kind, content, **more)
        self.chat.said_at = self._world.clock()
        self._world.show(self.chat, Seen(message_id, False, kind, text, file=file))
        return message_id

    def _emit(self, kind: str, content: Json, **more: Json | list[Json]) -> str:
        message_id = self._world.message_id(ours=False)
        self._hook.add(events.message(self.chat, message_id, kind, content, self._world.clock(), **more))
        return message_id

    def _about(self, file: File, caption: str) -> Json:
        about = self._media.about(file, "", self._world.clock())
        told = {"mime_type": file.mime, "sha256": about["sha256"], "id": file.media_id}
        return told | ({"caption": caption} if caption else {})


def find_button(buttons: tuple[Button, ...], wanted: str) -> Button:
    """The button with this text or id, or the only one whose text, or else description, contains it."""
    for button in buttons:
        if wanted in {button.text, button.id}:
            return button
    for told in ("text", "description"):
        containing = [button for button in buttons if wanted in getattr(button, told)]
        if len(containing) == 1:
            return containing[0]
    raise LookupError(f"no one button for {wanted!r} among {[button.text for button in buttons]}")
