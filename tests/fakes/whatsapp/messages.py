"""What becomes of a message the business sends: checked, counted, shown to its person, told of in statuses."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.whatsapp import events, limits, spec
from tests.fakes.whatsapp.errors import ApiError, closed, undeliverable
from tests.fakes.whatsapp.hook import Hook
from tests.fakes.whatsapp.media import File, MediaStore
from tests.fakes.whatsapp.rates import Rates
from tests.fakes.whatsapp.templates import Filled, Templates
from tests.fakes.whatsapp.world import Chat, Json, World, seen_from

REPORTS = ("sent", "delivered")


class Messages:
    """The messages of one number.

    `late` holds codes that are told by a `failed` status instead of at once (131047 and 131026 come either way on
    the platform); `reports` are the statuses each message gets by itself, in the order they are told.
    """

    def __init__(self, clock: Callable[[], float], hook: Hook, templates: Templates) -> None:
        self.world = World(clock)
        self.media = MediaStore()
        self.rates = Rates()
        self.late: set[int] = set()
        self.reports: tuple[str, ...] = REPORTS
        self._clock = clock
        self._hook = hook
        self._templates = templates

    def send(self, body: Json, problems: list[str], fault: ApiError | None = None) -> Json:
        """Take a message, or refuse it. `fault` is what the test wants to come of it later."""
        now = self._clock()
        shape, lengths = spec.check_message(body)
        problems += shape + lengths
        if shape:
            raise ApiError(131008 if "required property" in shape[0] else 100, shape[0])
        kind, opaque = body["type"], body.get("biz_opaque_callback_data", "")
        limits.check_content(kind, body[kind], body.get("biz_opaque_callback_data"))
        chat = self.world.chat_of(body)
        self.rates.spend(chat or body.get("to", body.get("recipient")), now)
        filled, file = self._attached(kind, body[kind], now)
        refusal = fault
        if chat is None:
            refusal = refusal or undeliverable()
        elif kind != "template" and not chat.open(now):
            refusal = refusal or closed()
        if refusal is not None and not refusal.late and refusal.code not in self.late:
            raise refusal
        message_id = self.world.message_id(ours=True)
        if refusal is None and chat is not None:
            self._show(chat, message_id, body, filled, file)
        elif refusal is not None:
            told = chat or Chat("", body.get("to", ""), body.get("recipient", ""))
            self._hook.add(events.status(told, message_id, "failed", now, opaque, refusal))
        return _accepted(body, chat, message_id)

    def mark_read(self, body: Json, problems: list[str]) -> Json:
        """A read receipt, with or without the sign of typing."""
        shape, _ = spec.check_message(body)
        problems += shape
        if shape:
            raise ApiError(100, shape[0])
        chat = self.world.writer_of(body["message_id"])
        if chat is None:
            raise ApiError(131009, f"message_id {body['message_id']} is not known")
        chat.read_by_bot.add(body["message_id"])
        chat.typing += "typing_indicator" in body
        self.world.changed()
        return {"success": True}

    def _attached(self, kind: str, content: Json, now: float) -> tuple[Filled | None, File | None]:
        """The template filled in, and the file that goes along."""
        if kind == "template":
            filled = self._templates.fill(content)
            return filled, self.media.attached(*filled.media, now) if filled.media else None
        header = content.get("header", {}) if kind == "interactive" else {}
        named = content if kind in {"image", "document"} else header.get(header.get("type"), {})
        named_as = kind if kind in {"image", "document"} else header.get("type", "")
        if not isinstance(named, dict) or not named:
            return None, None
        if "id" not in named:
            raise ApiError(131053, "This double fetches nothing from a link.")
        return None, self.media.attached(named_as, named["id"], now)

    def _show(self, chat: Chat, message_id: str, body: Json, filled: Filled | None, file: File | None) -> None:
        if body["type"] == "reaction":
            chat.reactions[body["reaction"]["message_id"]] = body["reaction"]["emoji"]
            self.world.changed()
        else:
            self.world.show(chat, seen_from(message_id, body, filled, file))
        for name in self.reports if chat.online else self.reports[:1]:
            opaque = body.get("biz_opaque_callback_data", "")
            self._hook.add(events.status(chat, message_id, name, self._clock(), opaque))


def _accepted(body: Json, chat: Chat | None, message_id: str) -> Json:
    told = {"id": message_id, **({"message_status": "accepted"} if body["type"] == "template" else {})}
    if "to" in body:
        contact = {"input": body["to"], "wa_id": chat.wa_id if chat else body["to"].lstrip("+")}
    else:
        contact = {"input": body["recipient"], "user_id": body["recipient"]}
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [told]}
