"""People who chat with the bot: what they do becomes updates, what they see is the chat."""

import itertools
from collections.abc import Callable
from typing import Any, TypeVar

from tests.fakes.telegram.files import Upload
from tests.fakes.telegram.limits import bot_commands
from tests.fakes.telegram.updates import UpdateQueue
from tests.fakes.telegram.world import Button, Chat, Json, Seen, Stored, Toast, World

T = TypeVar("T")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
"""The beginning of a picture, which is all that anybody here looks at."""
_query_ids = itertools.count(4_382_000_000_000_000_001)


class Person:
    """One person in their private chat with the bot.

    What they do is queued for the bot at once and returns the update's id, or None where the bot did not ask
    for that kind of update. `last_update_id` keeps the latest.
    """

    def __init__(self, chat: Chat, world: World, updates: UpdateQueue) -> None:
        self._chat = chat
        self._world = world
        self._updates = updates
        self.last_update_id: int | None = None

    @property
    def id(self) -> int:
        """The person's id, which is also the chat's."""
        return self._chat.id

    @property
    def messages(self) -> list[Seen]:
        """The chat as it looks now, from the first message to the last; deleted ones are gone."""
        return self._chat.seen()

    @property
    def from_bot(self) -> list[Seen]:
        """What the bot wrote, as it looks now."""
        return [message for message in self.messages if message.from_bot]

    @property
    def last(self) -> Seen:
        """The bot's latest message; LookupError where it wrote nothing yet."""
        if not self.from_bot:
            raise LookupError("the bot has written nothing yet")
        return self.from_bot[-1]

    @property
    def toasts(self) -> list[Toast]:
        """What answers to button presses showed, oldest first."""
        return list(self._chat.toasts)

    @property
    def typing(self) -> int:
        """How often the bot said that it is typing or uploading."""
        return self._chat.typing

    @property
    def menu(self) -> dict[str, str]:
        """What the menu button offers in this chat: command to description."""
        return {one["command"]: one["description"] for one in self._world.menu_of(self._chat)}

    @property
    def reply_keyboard(self) -> Json | None:
        """The keyboard below the input field, if the bot put one there."""
        return self._chat.reply_keyboard

    async def send_text(self, text: str) -> int | None:
        """Write a message; a `/command` in it is marked as the platform marks it."""
        return self._say({"text": text, "entities": bot_commands(text)})

    async def start(self, code: str = "") -> int | None:
        """Open the bot by its link and press Start, with the link's code."""
        return await self.send_text(f"/start {code}".rstrip())

    async def send_sticker(self) -> int | None:
        """Send a sticker."""
        sticker = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._say({"sticker": {**_file("sticker"), **sticker, "emoji": "👍"}})

    async def send_photo(self, caption: str = "", *sizes: bytes) -> int | None:
        """Send a picture, in the two sizes the platform makes of it, or in those given, smallest first."""
        made = [
            {**self._world.keep(Upload("photo.jpg", "image/jpeg", content)), "width": side, "height": side}
            for side, content in zip((90, 800, 1280, 2560), sizes or (JPEG, JPEG * 2), strict=False)
        ]
        return self._say({"photo": made, "caption": caption or None})

    async def send_voice(self) -> int | None:
        """Send a voice message."""
        return self._say({"voice": {**_file("voice"), "duration": 3, "mime_type": "audio/ogg"}})

    async def send_document(
        self,
        filename: str = "berkas.pdf",
        content: bytes = b"%PDF-1.7",
        mime: str = "application/pdf",
        caption: str = "",
    ) -> int | None:
        """Send a file."""
        file = self._world.keep(Upload(filename, mime, content))
        return self._say({"document": {**file, "file_name": filename, "mime_type": mime}, "caption": caption or None})

    async def send_location(self, latitude: float = -7.8166, longitude: float = 112.0114) -> int | None:
        """Share a place."""
        return self._say({"location": {"latitude": latitude, "longitude": longitude}})

    async def send_contact(self, phone: str = "+620000000000") -> int | None:
        """Share one's own phone number."""
        contact = {"phone_number": phone, "first_name": self._chat.user["first_name"], "user_id": self.id}
        return self._say({"contact": contact})

    async def send_poll(self, question: str = "Setuju?", *options: str) -> int | None:
        """Send a poll."""
        made = [
            {"persistent_id": str(place), "text": option, "voter_count": 0}
            for place, option in enumerate(options or ("Ya", "Tidak"))
        ]
        flags = {"is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
        flags |= {"allows_revoting": True, "members_only": False}
        poll = {"id": "1", "question": question, "options": made, "total_voter_count": 0, "type": "regular"}
        return self._say({"poll": {**poll, **flags}})

    async def edit(self, message: Seen | int, text: str) -> int | None:
        """Change the text of a message this person wrote."""
        stored = self._stored(message)
        if stored.from_bot:
            raise LookupError("a person can edit only what they wrote")
        entities = bot_commands(text)
        self._world.rewrite(stored, {"text": text, **({"entities": entities} if entities else {})})
        return self._queue("edited_message", dict(stored.json), ("message", self.id))

    def delete(self, message: Seen | int) -> None:
        """Delete a message for both sides, the bot's too; nobody is told."""
        self._world.delete(self._chat, self._stored(message))

    async def tap(self, label_or_data: str, message: Seen | int | None = None) -> str:
        """Press a button: of `message`, or of the latest message that has buttons. The callback query's id.

        The button is found by its whole label, its data, or a part of the label that only one button has.
        """
        stored = self._stored(message) if message is not None else self._latest_keyboard()
        button = find_button(stored.buttons(), label_or_data)
        if button.data is None:
            raise LookupError(f"{button.text!r} opens a link, it sends nothing to the bot")
        return await self.press(stored.json["message_id"], button.data)

    async def press(self, message: Seen | int, data: str) -> str:
        """Press a button that carries `data`, even one that the message lost: screens can be stale."""
        stored = self._stored(message)
        query_id = str(next(_query_ids))
        self._world.queries[query_id] = (self.id, self._world.clock())
        query = {
            "id": query_id,
            "from": dict(self._chat.user),
            "message": dict(stored.json),
            "chat_instance": str(-self.id * 7919),
            "data": data,
        }
        self._queue("callback_query", query, ("callback_query", self.id))
        return query_id

    async def block(self) -> int | None:
        """Stop the bot: it learns of it, and calls to this chat are refused from now on."""
        return self._member("member", "kicked", blocked=True)

    async def unblock(self) -> int | None:
        """Let the bot write again."""
        return self._member("kicked", "member", blocked=False)

    async def wait_for(
        self,
        predicate: "Callable[[Person], T | None]",
        timeout: float = 10.0,  # noqa: ASYNC109 - the error tells what the chat shows
    ) -> T:
        """The first true value of `predicate(self)`, looked at after every change in any chat.

        TimeoutError shows the chat as it then is.
        """
        return await self._world.until(lambda: predicate(self), timeout, self.transcript)

    async def wait_for_text(self, part: str, timeout: float = 10.0) -> Seen:  # noqa: ASYNC109 - as above
        """The bot's latest message, once it contains `part`."""
        return await self.wait_for(
            lambda person: next((seen for seen in person.from_bot[-1:] if part in seen.text), None), timeout
        )

    def transcript(self) -> str:
        """The chat in plain text, for people who read a failing test."""
        return "\n".join(
            f"{'bot' if message.from_bot else 'me '} | {message.text}"
            + "".join(f"\n      {' '.join(f'[{button.text}]' for button in row)}" for row in message.keyboard)
            for message in self.messages
        )

    def expire_queries(self) -> None:
        """Make all callback queries of this person too old to be answered."""
        for query_id in [key for key, (chat_id, _) in self._world.queries.items() if chat_id == self.id]:
            del self._world.queries[query_id]

    def freeze(self, message: Seen | int) -> None:
        """Make a message of the bot uneditable, as the platform does with ones too old."""
        self._stored(message).editable = False

    def _say(self, content: Json) -> int | None:
        self._chat.known = True
        stored = self._world.add(self._chat, content, from_bot=False)
        return self._queue("message", dict(stored.json), ("message", self.id))

    def _member(self, old: str, new: str, *, blocked: bool) -> int | None:
        self._chat.blocked = blocked
        change = {
            "chat": self._chat.json,
            "from": dict(self._chat.user),
            "date": int(self._world.clock()),
            "old_chat_member": _member(self._world.bot, old),
            "new_chat_member": _member(self._world.bot, new),
        }
        return self._queue("my_chat_member", change, ("my_chat_member", self.id))

    def _queue(self, kind: str, payload: Any, lane: tuple[str, int]) -> int | None:
        self.last_update_id = self._updates.add(kind, payload, lane)
        return self.last_update_id

    def _stored(self, message: Seen | int) -> Stored:
        message_id = message if isinstance(message, int) else message.message_id
        if message_id not in self._chat.messages:
            raise LookupError(f"no message {message_id} in this chat")
        return self._chat.messages[message_id]

    def _latest_keyboard(self) -> Stored:
        for stored in reversed(self._chat.messages.values()):
            if stored.buttons():
                return stored
        raise LookupError(f"no message has buttons; the chat shows:\n{self.transcript()}")


def find_button(buttons: list[Button], wanted: str) -> Button:
    """The button with this label or data, or the only one whose label contains it."""
    for button in buttons:
        if wanted in {button.text, button.data}:
            return button
    containing = [button for button in buttons if wanted in button.text]
    if len(containing) == 1:
        return containing[0]
    raise LookupError(f"{len(containing)} buttons for {wanted!r} among {[button.text for button in buttons]}")


def _file(name: str) -> Json:
    return {"file_id": f"theirs-{name}", "file_unique_id": f"theirs-unique-{name}", "file_size": 1024}


def _member(user: Json, status: str) -> Json:
    return {"user": dict(user), "status": status, **({"until_date": 0} if status == "kicked" else {})}
