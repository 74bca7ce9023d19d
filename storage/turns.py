"""Whose turn it is in a conversation, so that its messages keep their order whichever processes send them. Pure.

Replies of a conversation go one after the other; so do its pushes, and neither waits for the other. A process that
holds an earlier message has the turn; who comes later leaves theirs to whoever sends that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from storage.records import OutboxRow, made_at


@dataclass(slots=True)
class Choice:
    """What to do with rows that are due: hold `take`, remove `superseded` and `stale`."""

    take: list[OutboxRow] = field(default_factory=list)
    superseded: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)


def has_to_wait(row: OutboxRow, earlier: Iterable[OutboxRow], *, seen: bool = False) -> int | None:
    """When a new row is due, where an earlier message of its lane is not its process's to send; else None. `seen`:
    the screen that it follows has arrived, whatever the process that sends it has written down."""
    before = [
        one
        for one in earlier
        if one.push == row.push
        and one.id < row.id
        and one.pemilik != row.pemilik
        and not one.ditahan
        # It goes when this one is added.
        and not (one.live and ((seen and not one.ulang) or one.pemilik == 0) and not row.detached)
    ]
    if not before:
        return None
    # Nobody holds it: it was given back, with the time to try again.
    return max([made_at(row.id), *(one.due_at for one in before if one.pemilik == 0)])


def choose(rows: Sequence[OutboxRow], me: int, now: int, *, replies_from: int = 0, pushes_from: int = 0) -> Choice:
    """What this process may take of these conversations' rows, which are in the order of conversation and id, and
    complete. Rows with ids below `replies_from` or `pushes_from` are older than they are of use."""
    choice = Choice()
    for _, found in groupby(rows, key=lambda row: row.percakapan):
        talk = list(found)
        newest = max((row.id for row in talk if not row.detached), default=0)
        for push in (False, True):
            lane = [row for row in talk if row.push == push]
            _choose(lane, me, now, newest, pushes_from if push else replies_from, choice)
    return choice


def _choose(lane: Sequence[OutboxRow], me: int, now: int, newest: int, useful_from: int, choice: Choice) -> None:
    for row in lane:
        held = row.due_at > now and row.pemilik != 0
        if (held and row.pemilik == me) or (row.ditahan and row.due_at > now):
            continue  # on its way already, before what is taken now; or waiting for the person, and for that alone
        if not held and row.live and row.id < newest:
            choice.superseded.append(row.id)
        elif row.due_at <= now and row.id < useful_from:
            choice.stale.append(row.id)
        elif row.due_at <= now:
            choice.take.append(row)
        elif held or not row.push:
            return
