"""Keeps a conversation's messages in order when some of them wait in the database. Pure; times in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from storage.records import OutboxRow

Lane = tuple[str, bool]
"""A conversation's replies, or its pushes: in order among themselves. A reply waits for no push."""

LEASE_MS = 20_000
"""How long a message just committed, or claimed, is left to one process before another may take it."""
FORGOTTEN_MS = LEASE_MS
"""A message that has not come back by then was removed, or somebody else has sent it."""


def lane_of(row: OutboxRow) -> Lane:
    return row.percakapan, row.push


@dataclass(slots=True)
class _Back:
    due: int = 0
    waiting: dict[int, bool] = field(default_factory=dict)
    """Row id -> whether it is live, so that a later message takes its place."""


class GivenBack:
    """What was given back to the database to be sent later, by lane."""

    def __init__(self) -> None:
        self._back: dict[Lane, _Back] = {}

    def __contains__(self, lane: Lane) -> bool:
        return lane in self._back

    def add(self, rows: Sequence[OutboxRow], due: int) -> None:
        """These rows of one lane are due then."""
        back = self._back.setdefault(lane_of(rows[0]), _Back())
        back.due = max(back.due, due)
        back.waiting.update({row.id: row.live for row in rows})

    def until(self, row: OutboxRow, now: int) -> int | None:
        """When this row is to be looked at again, if an earlier one of its lane is still to come; else None."""
        lane = lane_of(row)
        back = self._back.get(lane)
        if back is None:
            return None
        back.waiting.pop(row.id, None)
        earlier = [id_ for id_, live in back.waiting.items() if id_ < row.id and not live]
        if earlier and now < back.due + FORGOTTEN_MS:
            back.waiting[row.id] = row.live
            return max(back.due, now)
        # What is left behind this one is either later, or live and so replaced by it.
        back.waiting = {id_: live for id_, live in back.waiting.items() if id_ > row.id}
        if not back.waiting:
            del self._back[lane]
        return None

    def forget(self, now: int) -> None:
        """Drop what will not come back."""
        self._back = {lane: back for lane, back in self._back.items() if now < back.due + FORGOTTEN_MS}
