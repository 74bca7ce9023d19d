"""The outbox: messages between the commit that made them and the platform that takes them.

A row is held by one process (`pemilik`) until `due_at`, its lease; what nobody holds is due then. What may be taken
of a conversation, so that its messages stay in order whichever processes send them, is said in `storage.turns`.
Verbs that choose rows of a conversation want its key held (`store.sharing(keys)`), as those that add to it do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Boolean, and_, bindparam, delete, func, insert, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.batch import Batch
from storage.bell import lives
from storage.changed import changed
from storage.parts import parts
from storage.records import OutboxRow, Retry
from storage.tables import outbox, sessions
from storage.turns import choose, has_to_wait

_FIELDS = tuple(field.name for field in fields(OutboxRow))

_ENQUEUE = Batch(lambda _: insert(outbox), _FIELDS)
_SUPERSEDE = Batch(
    lambda _: delete(outbox).where(
        outbox.c.percakapan == bindparam("key"),
        outbox.c.id < bindparam("newer"),
        outbox.c.live,
        # What another process is just sending is waited for, not forgotten; but no reply waits for a push.
        or_(
            outbox.c.push != bindparam("lane"),
            outbox.c.pemilik.in_((literal_column("0"), bindparam("me"))),
            and_(bindparam("seen", type_=Boolean), ~outbox.c.ulang),
        ),
    )
)
_SENT = Batch(lambda _: delete(outbox).where(outbox.c.id == bindparam("id_")))
_LEASE = (
    update(outbox).where(outbox.c.id == bindparam("id_")).values(pemilik=bindparam("me"), due_at=bindparam("until"))
)
_RETRY = (
    update(outbox)
    .where(outbox.c.id == bindparam("id_"))
    .values(pemilik=0, due_at=bindparam("due"), attempts=bindparam("tried"))
)
_SHOWN = update(sessions).where(sessions.c.percakapan == bindparam("key")).values(screen_ref=bindparam("ref"))
# What waits behind the message that this was learnt of was written before it was known.
_SHOWN_NEXT = (
    update(outbox)
    .where(outbox.c.percakapan == bindparam("key"), ~outbox.c.push, ~outbox.c.detached)
    .values(screen_ref=bindparam("ref"))
)
_IS_DUE = (outbox.c.channel == bindparam("channel_"), outbox.c.due_at <= bindparam("now"))
_NEWEST = func.max(outbox.c.id)
_DUE_REPLIES = (
    select(outbox.c.percakapan, _NEWEST, func.min(outbox.c.id), func.count())
    .where(*_IS_DUE, ~outbox.c.push)
    .group_by(outbox.c.percakapan)
    .order_by(_NEWEST.desc())
    .limit(bindparam("most"))
)
_DUE_PUSHES = (
    select(outbox.c.percakapan, outbox.c.id)
    .where(*_IS_DUE, outbox.c.push)
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_OF_ONE = (
    select(outbox)
    .where(outbox.c.percakapan == bindparam("key"), outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
)


@dataclass(frozen=True, slots=True)
class DueLane:
    """A conversation in which something is due: the ids of its newest and oldest such row, and how many there are."""

    percakapan: str
    newest: int
    oldest: int
    rows: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim came to: rows now held, and how many were dropped as their time is over."""

    rows: list[OutboxRow]
    stale: int


class Outbox:
    """The verbs of the outbox, within one transaction. `pemilik` is the process that works in it."""

    def __init__(self, connection: AsyncConnection, pemilik: int) -> None:
        self._c = connection
        self._pemilik = pemilik

    def holder(self, *, push: bool) -> int:
        """Who is to send a new message: this process; nobody yet where it is a push and there are several processes,
        for then one of them sends all that nobody waits for."""
        return 0 if push and self._c.dialect.name != "sqlite" else self._pemilik

    async def enqueue(self, rows: Sequence[OutboxRow], *, seen: Collection[str] = ()) -> list[OutboxRow]:
        """Add messages, and remove the live screens they come after: sent late, those would hide what is newer.
        `seen` are conversations of which the present screen is known to have arrived.

        Returns them as written: where an earlier message of its lane is not in the hands of the same process, a row
        is left to whoever sends that one, and is nobody's yet.
        """
        if self._c.dialect.name != "sqlite":
            rows = await self._in_turn(rows, seen)
        await _SUPERSEDE.run(
            self._c,
            [
                {
                    "key": row.percakapan,
                    "newer": row.id,
                    "lane": row.push,
                    "me": row.pemilik,
                    "seen": row.percakapan in seen,
                }
                for row in rows
                if not row.detached
            ],
        )
        await _ENQUEUE.run(self._c, [_values(row) for row in rows])
        return list(rows)

    async def _in_turn(self, rows: Sequence[OutboxRow], seen: Collection[str]) -> list[OutboxRow]:
        """The rows, those left alone that have to wait."""
        before: dict[str, list[OutboxRow]] = {}
        for row in await self._of({row.percakapan for row in rows if row.pemilik}):
            before.setdefault(row.percakapan, []).append(row)
        due = [
            has_to_wait(row, before.get(row.percakapan, ()), seen=row.percakapan in seen) if row.pemilik else None
            for row in rows
        ]
        return [row if at is None else replace(row, pemilik=0, due_at=at) for row, at in zip(rows, due, strict=True)]

    async def due_replies(self, channel: str, now: int, most: int) -> list[DueLane]:
        """The conversations in which replies are due, that with the newest first. Asked without a writer's lock."""
        found = await self._c.execute(_DUE_REPLIES, {"channel_": channel, "now": now, "most": most})
        return [DueLane(*row) for row in found]

    async def due_pushes(self, channel: str, now: int, most: int) -> list[DueLane]:
        """The pushes that are due, oldest first. Asked without a writer's lock."""
        found = await self._c.execute(_DUE_PUSHES, {"channel_": channel, "now": now, "most": most})
        return [DueLane(key, row_id, row_id, 1) for key, row_id in found]

    async def claim(
        self,
        keys: Sequence[str],
        now: int,
        lease_until: int,
        *,
        replies_from: int = 0,
        pushes_from: int = 0,
        pushes: bool = True,
    ) -> Claimed:
        """Hold what may be sent of these conversations until `lease_until`, in their order; drop what newer messages
        have taken the place of, and what is older than those ids. Without `pushes` those are left alone."""
        rank = {key: n for n, key in enumerate(keys)}
        found = sorted(await self._of(rank), key=lambda row: (rank[row.percakapan], row.id))
        choice = choose(found, self._pemilik, now, replies_from=replies_from, pushes_from=pushes_from)
        take = [row for row in choice.take if pushes or not row.push]
        if take:
            values = [{"id_": row.id, "me": self._pemilik, "until": lease_until} for row in take]
            await self._c.execute(_LEASE, values)
        await _SENT.run(self._c, [{"id_": row_id} for row_id in (*choice.superseded, *choice.stale)])
        return Claimed([replace(row, pemilik=self._pemilik) for row in take], len(choice.stale))

    async def drop_stale(self, channel: str, now: int, replies_from: int, pushes_from: int) -> tuple[int, int]:
        """Remove what is due and older than those ids. Returns how many replies and pushes that were."""
        replies = delete(outbox).where(outbox.c.id < replies_from, ~outbox.c.push)
        pushes = delete(outbox).where(outbox.c.id < pushes_from, outbox.c.push)
        mine = (outbox.c.channel == channel, outbox.c.due_at <= now)
        return await changed(self._c, replies.where(*mine)), await changed(self._c, pushes.where(*mine))

    async def settle(
        self, sent: Sequence[int], retries: Sequence[Retry], screens: Sequence[tuple[str, str | None]]
    ) -> None:
        """Write down how sending went: rows done with, rows to try again, (percakapan, screen_ref) learnt."""
        await _SENT.run(self._c, [{"id_": row_id} for row_id in sent])
        if retries:
            await self._c.execute(_RETRY, [{"id_": r.id, "due": r.due_at, "tried": r.attempts} for r in retries])
        if screens:
            shown = [{"key": key, "ref": ref} for key, ref in screens]
            await self._c.execute(_SHOWN, shown)
            await self._c.execute(_SHOWN_NEXT, shown)

    async def renew(self, ids: Sequence[int], until: int) -> None:
        """Hold these rows for longer, those that are still this process's."""
        for part in parts(ids):
            mine = update(outbox).where(outbox.c.id.in_(part), outbox.c.pemilik == self._pemilik)
            await self._c.execute(mine.values(due_at=until))

    async def release(self, channel: str, now: int, until: int) -> None:
        """Make due what is held until then at the latest: for who knows that no other process sends. What waits
        longer was asked to wait by the platform, and does."""
        theirs = (outbox.c.channel == channel, outbox.c.due_at <= until)
        await self._c.execute(update(outbox).where(*theirs).values(pemilik=0, due_at=now))

    async def holders(self, channel: str, now: int, until: int) -> set[int]:
        """The other processes that hold rows until then at the latest."""
        query = (
            select(outbox.c.pemilik)
            .distinct()
            .where(outbox.c.channel == channel, outbox.c.due_at > now, outbox.c.due_at <= until)
        )
        return set((await self._c.execute(query)).scalars()) - {0, self._pemilik}

    async def lives(self, pemilik: int) -> bool:
        """Whether that process is there."""
        return await lives(self._c, pemilik)

    async def let_go(self, now: int, pemilik: int | None = None) -> None:
        """Make due what this process holds, which stops; or that one, which is known to be dead."""
        theirs = outbox.c.pemilik == (self._pemilik if pemilik is None else pemilik)
        await self._c.execute(update(outbox).where(theirs).values(pemilik=0, due_at=now))

    async def waiting(self, key: str, after: int = 0) -> list[OutboxRow]:
        """What waits for one conversation, for channels that people collect from."""
        return [_row(row) for row in await self._c.execute(_OF_ONE, {"key": key, "after": after})]

    async def collected(self, key: str, up_to: int) -> None:
        """Remove what a person has collected."""
        await self._c.execute(delete(outbox).where(outbox.c.percakapan == key, outbox.c.id <= up_to))

    async def recall(self, kunci: str) -> None:
        """Remove what stands alone under that key of its screen and has not gone out yet."""
        # In a payload, which is JSON, words of people hold no bare quotation marks.
        holding = outbox.c.payload.contains(f'"key":"{kunci}"', autoescape=True)
        await self._c.execute(delete(outbox).where(outbox.c.detached, holding))

    async def depth(self) -> int:
        """How many rows there are."""
        return int((await self._c.execute(select(func.count()).select_from(outbox))).scalar_one())

    async def _of(self, keys: Collection[str]) -> list[OutboxRow]:
        """All rows of these conversations, in order."""
        found: list[OutboxRow] = []
        for part in parts(sorted(keys)):
            query = select(outbox).where(outbox.c.percakapan.in_(part)).order_by(outbox.c.percakapan, outbox.c.id)
            found += [_row(row) for row in await self._c.execute(query)]
        return found


# Not dataclasses.asdict, which copies every value: these are on every answer's way.


def _values(row: OutboxRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in _FIELDS}


def _row(row: Any) -> OutboxRow:
    return OutboxRow(**row._mapping)
