"""What webhooks tell: one event each, and how several become the body of one delivery."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tests.fakes.whatsapp.errors import ApiError
from tests.fakes.whatsapp.world import Chat, Json

Field = Literal["messages", "statuses"]


@dataclass(frozen=True, slots=True)
class Event:
    """One message or one status, and whom it is about. Those with the same `lane` are delivered in order."""

    field: Field
    item: Json
    contact: Json | None
    lane: object


def message(chat: Chat, message_id: str, kind: str, content: Json, now: float, **more: Json | list[Json]) -> Event:
    """Something a person sent."""
    sender = {**({"from": chat.wa_id} if chat.shows_wa_id else {})}
    sender |= {"from_user_id": chat.user_id} if chat.shows_user_id else {}
    item = {**more, **sender, "id": message_id, "timestamp": str(int(now)), "type": kind, kind: content}
    return Event("messages", item, chat.contact(), chat)


def status(chat: Chat, message_id: str, name: str, now: float, opaque: str, error: ApiError | None = None) -> Event:
    """What became of a message of the business. A failed one tells no contact."""
    recipient = {"recipient_id": chat.wa_id} if chat.shows_wa_id else {}
    recipient |= {"recipient_user_id": chat.user_id} if chat.shows_user_id else {}
    item: Json = {"id": message_id, "status": name, "timestamp": str(int(now)), **recipient}
    if opaque:
        item["biz_opaque_callback_data"] = opaque
    if error is not None:
        return Event("statuses", item | {"errors": [error.told()]}, None, ("statuses", chat))
    if name != "read":
        item["pricing"] = {"billable": False, "pricing_model": "PMP", "category": "service"}
    return Event("statuses", item, chat.contact(), ("statuses", chat))


def pack(
    events: Sequence[Event], account: str, metadata: Json, *, per_change: int = 1000, per_entry: int = 1000
) -> Json:
    """One delivery: consecutive events of a field share a change, up to `per_change`; changes share an entry."""
    changes = []
    for group in _runs(events, per_change):
        contacts: list[Json] = []
        for event in group:
            if event.contact is not None and event.contact not in contacts:
                contacts.append(event.contact)
        value: Json = {"messaging_product": "whatsapp", "metadata": metadata}
        value |= {"contacts": contacts} if contacts else {}
        value[group[0].field] = [event.item for event in group]
        changes.append({"value": value, "field": "messages"})
    entries = [
        {"id": account, "changes": changes[start : start + per_entry]} for start in range(0, len(changes), per_entry)
    ]
    return {"object": "whatsapp_business_account", "entry": entries}


def written(body: Json) -> bytes:
    """As the platform writes JSON: all beyond ASCII as \\uXXXX, slashes escaped, so that parsing it and writing it
    again gives other bytes."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/").encode()


def _runs(events: Sequence[Event], most: int) -> Iterator[list[Event]]:
    run: list[Event] = []
    for event in events:
        if run and (len(run) >= most or run[0].field != event.field):
            yield run
            run = []
        run.append(event)
    if run:
        yield run
