"""Bodies of the Cloud API's webhook, as far as we use them, and what they mean. Pure.

A body holds entries, an entry changes, a change messages and statuses, up to a thousand in all. Each is read by
itself: what cannot be read is counted and left out, and takes nothing else with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from bot.channels.whatsapp.content import event_of
from bot.channels.whatsapp.records import KNOCK, Arrived, Batch, NamaStatus, Person, PersonChanged, StatusSeen
from bot.channels.whatsapp.typed import Known

_WA_ID: Final = re.compile(r"\+?[0-9]{5,20}")
_USER_ID: Final = re.compile(r"(?=.*[^0-9])[A-Za-z0-9._-]{3,128}")
_Wamid = Annotated[str, Field(pattern=r"^[\x21-\x7e]+$", max_length=512)]
"""Ids are keys of rows, and not every database keeps any letter."""


class Malformed(ValueError):  # noqa: N818  reads as what it is
    """A body that is no delivery at all. Never holds what was in it."""


class _Slim(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Message(_Slim):
    """`group` marks a message to a group, which is none of ours."""

    id: _Wamid
    type: str = Field(default="", max_length=64)
    timestamp: Any = None
    wa_id: str | None = Field(default=None, alias="from")
    user_id: str | None = Field(default=None, alias="from_user_id")
    group: str | None = Field(default=None, alias="group_id")


class _System(_Slim):
    wa_id: str | None = None
    user_id: str | None = None


class _Error(_Slim):
    code: int = Field(ge=0, lt=2**31)


class _Status(_Slim):
    id: _Wamid
    status: NamaStatus
    timestamp: Any = None
    wa_id: str | None = Field(default=None, alias="recipient_id")
    user_id: str | None = Field(default=None, alias="recipient_user_id")
    row: Any = Field(default=None, alias="biz_opaque_callback_data")
    errors: Any = None


class _Contact(_Slim):
    wa_id: str | None = None
    user_id: str | None = None


def read(body: bytes, phone_number_id: str, now: datetime, known: Known) -> Batch:
    """All that a body brings for our number. Raises Malformed where it is no delivery of this platform at all.

    `known` tells whether a unit has that code. `now` stands in for a time that is missing or in the future.
    """
    root = _json(body)
    if not isinstance(root, dict) or not isinstance(root.get("entry"), list):
        raise Malformed("a webhook's body without entries")
    reader = _Reader(now, known)
    for value in _values(root):
        number = _dict(value.get("metadata")).get("phone_number_id")
        if str(number) == phone_number_id:
            reader.take(value)
        else:
            reader.foreign += 1
    return reader.batch()


def _json(body: bytes) -> Any:
    """A letter that is none, like half of an emoji where a text was cut, is replaced. Raises Malformed."""
    try:
        return from_json(body)
    except ValueError:
        pass
    try:
        # Python's own reader takes such letters, and a mark of the byte order, but costs more.
        found = json.loads(body.decode("utf-8-sig", "replace"))
        return from_json(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        raise Malformed("a webhook's body without JSON") from None


def _values(root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What each change of the messages' field holds; other fields (templates, quality) are none of ours."""
    for entry in _dicts(root.get("entry")):
        for change in _dicts(entry.get("changes")):
            if change.get("field") == "messages":
                yield _dict(change.get("value"))


class _Reader:
    """Gathers what the changes of one body hold."""

    def __init__(self, now: datetime, known: Known) -> None:
        self._now = now
        self._known = known
        self._arrived: list[Arrived] = []
        self._statuses: list[StatusSeen] = []
        self._changed: list[PersonChanged] = []
        self._unread = 0
        self.foreign = 0

    def batch(self) -> Batch:
        return Batch(tuple(self._arrived), tuple(self._statuses), tuple(self._changed), self._unread, self.foreign)

    def take(self, value: dict[str, Any]) -> None:
        contacts = [_contact(one) for one in _list(value.get("contacts"))]
        for raw in _list(value.get("messages")):
            try:
                self._message(_Message.model_validate(raw), raw, contacts)
            except ValidationError:
                self._unread += 1
        for raw in _list(value.get("statuses")):
            try:
                self._status(_Status.model_validate(raw))
            except ValidationError:
                self._unread += 1

    def _message(self, message: _Message, raw: dict[str, Any], contacts: Sequence[Person | None]) -> None:
        if message.group:
            return
        person = _joined(_person(message.user_id, message.wa_id), [one for one in contacts if one])
        if person is None:
            self._unread += 1
            return
        if message.type == "system":
            self._system(message, _System.model_validate(raw.get("system") or {}), person)
            return
        event = event_of(message.type, raw.get(message.type), self._known)
        if event is not None:
            self._arrived.append(Arrived(message.id, person, event, self._at(message.timestamp)))

    def _system(self, message: _Message, system: _System, before: Person) -> None:
        """Another number or id; other notices mean nothing to us."""
        after = _person(system.user_id or before.user_id, system.wa_id or before.wa_id)
        if after is not None and after != before:
            self._changed.append(PersonChanged(message.id, before, after, self._at(message.timestamp)))

    def _status(self, status: _Status) -> None:
        named = re.fullmatch(rf"([0-9]{{1,19}})({KNOCK})?", str(status.row))
        number = int(named[1]) if named else None
        row, announced = (None, number) if named and named[2] else (number, None)
        person = _person(status.user_id, status.wa_id)
        code = next((_code(error) for error in _list(status.errors)), None)
        at = self._at(status.timestamp)
        self._statuses.append(StatusSeen(status.id, status.status, at, row, code, person, announced))

    def _at(self, timestamp: Any) -> datetime:
        """A clock that is ahead of ours would hold a window open that has closed."""
        if not re.fullmatch(r"[0-9]{1,11}", str(timestamp)):
            return self._now
        return min(datetime.fromtimestamp(int(timestamp), UTC), self._now)


def _person(user_id: str | None, wa_id: str | None) -> Person | None:
    """None where neither can be an id. Where the platform hides a number, the id may stand in its place."""
    user_id = user_id or wa_id
    user = user_id if user_id and _USER_ID.fullmatch(user_id) else None
    number = wa_id.removeprefix("+") if wa_id and _WA_ID.fullmatch(wa_id) else None
    return Person(user, number) if user or number else None


def _contact(raw: Any) -> Person | None:
    try:
        contact = _Contact.model_validate(raw)
    except ValidationError:
        return None
    return _person(contact.user_id, contact.wa_id)


def _joined(named: Person | None, contacts: Sequence[Person]) -> Person | None:
    """Who sent it, with what the contacts know of the same person. Without a name in the message it is the one
    contact there is."""
    if named is None:
        return contacts[0] if len(contacts) == 1 else None
    for one in contacts:
        same_user = named.user_id is not None and one.user_id == named.user_id
        same_number = named.wa_id is not None and one.wa_id == named.wa_id
        unlike = (named.user_id and one.user_id and not same_user) or (named.wa_id and one.wa_id and not same_number)
        if (same_user or same_number) and not unlike:
            return Person(named.user_id or one.user_id, named.wa_id or one.wa_id)
    return named


def _code(error: Any) -> int | None:
    try:
        return _Error.model_validate(error).code
    except ValidationError:
        return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (one for one in _list(value) if isinstance(one, dict))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
