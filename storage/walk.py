"""Inbox, sessions and outbox: the rows an answer passes on its way. Every verb takes a batch, one statement each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields

from sqlalchemy import Select, bindparam, delete, func, insert, literal_column, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.batch import Batch, listed
from storage.records import OutboxRow, Retry, SessionRow
from storage.tables import inbox, outbox, sessions, staf
from storage.upsert import upsert

_SESSION_FIELDS = tuple(field.name for field in fields(SessionRow))
_OUTBOX_FIELDS = tuple(field.name for field in fields(OutboxRow))


def _seen(_: AsyncConnection) -> Select[tuple[str, str]]:
    given = listed().c.value
    pairs = select(*(func.json_extract(given, literal_column(f"'$[{n}]'")) for n in (0, 1)))
    return select(inbox.c.channel, inbox.c.external_id).where(tuple_(inbox.c.channel, inbox.c.external_id).in_(pairs))


_SEEN = Batch(_seen)
_RECORD = Batch(lambda _: insert(inbox), ("channel", "external_id", "received_at"))
_SESSIONS = Batch(lambda _: select(sessions).where(sessions.c.percakapan.in_(select(listed().c.value))))
_SAVE = Batch(lambda c: upsert(c, sessions, ("percakapan",), ("state", "remind_at", "expires_at")), _SESSION_FIELDS)
_FORGET = delete(sessions).where(sessions.c.percakapan == bindparam("key"))
_DUE_REMINDERS = select(sessions).where(sessions.c.remind_at <= bindparam("now")).limit(bindparam("most"))
_DUE_EXPIRIES = select(sessions).where(sessions.c.expires_at <= bindparam("now")).limit(bindparam("most"))
_SCREEN_REF = update(sessions).where(sessions.c.percakapan == bindparam("key")).values(screen_ref=bindparam("ref"))

_ENQUEUE = Batch(lambda _: insert(outbox), _OUTBOX_FIELDS)
_SUPERSEDE = Batch(
    lambda _: delete(outbox).where(
        outbox.c.percakapan == bindparam("key"), outbox.c.id < bindparam("newer"), outbox.c.live
    )
)
_RELEASE = (
    update(outbox)
    .where(outbox.c.channel == bindparam("channel_"), outbox.c.due_at <= bindparam("until"))
    .values(due_at=bindparam("now"))
)
_IS_DUE = (outbox.c.channel == bindparam("channel_"), outbox.c.due_at <= bindparam("now"))
_DUE_REPLIES = select(outbox).where(*_IS_DUE, ~outbox.c.push).order_by(outbox.c.id).limit(bindparam("most"))
_DUE_PUSHES = select(outbox).where(*_IS_DUE, outbox.c.push).order_by(outbox.c.id).limit(bindparam("most"))
_ANY_DUE = select(outbox.c.id).where(*_IS_DUE).limit(1)
_LEASE = update(outbox).where(outbox.c.id == bindparam("id_")).values(due_at=bindparam("until"))
_SENT = Batch(lambda _: delete(outbox).where(outbox.c.id == bindparam("id_")))
_RETRY = (
    update(outbox).where(outbox.c.id == bindparam("id_")).values(due_at=bindparam("due"), attempts=bindparam("tried"))
)
_WAITING = (
    select(outbox)
    .where(outbox.c.percakapan == bindparam("key"), outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
)


class Walk:
    """The verbs of the walk, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def seen(self, ids: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Which of these (channel, external id) were acted on before."""
        return {(channel, external_id) for channel, external_id in await _SEEN.fetch(self._c, ids)}

    async def record(self, ids: Sequence[tuple[str, str]], now: int) -> None:
        """Mark these as acted on. In the same transaction as the act."""
        await _RECORD.run(self._c, [{"channel": c, "external_id": e, "received_at": now} for c, e in ids])

    async def sessions(self, keys: Collection[str]) -> dict[str, SessionRow]:
        found = [SessionRow(*row) for row in await _SESSIONS.fetch(self._c, list(keys))]
        return {row.percakapan: row for row in found}

    async def save(self, rows: Sequence[SessionRow]) -> None:
        """Write sessions whole. A reference to the screen that delivery has learnt meanwhile is kept."""
        await _SAVE.run(self._c, [_session_values(row) for row in rows])

    async def forget(self, keys: Sequence[str]) -> None:
        """Remove sessions, and with them the addresses they held."""
        await self._c.execute(_FORGET, [{"key": key} for key in keys])

    async def due_reminders(self, now: int, most: int) -> list[SessionRow]:
        return [SessionRow(*row) for row in await self._c.execute(_DUE_REMINDERS, {"now": now, "most": most})]

    async def due_expiries(self, now: int, most: int) -> list[SessionRow]:
        return [SessionRow(*row) for row in await self._c.execute(_DUE_EXPIRIES, {"now": now, "most": most})]

    async def enqueue(self, rows: Sequence[OutboxRow]) -> None:
        """Add messages. The live screens they come after are removed: sent late, they would hide what is newer."""
        screens = [{"key": row.percakapan, "newer": row.id} for row in rows if not row.detached]
        await _SUPERSEDE.run(self._c, screens)
        await _ENQUEUE.run(self._c, [_outbox_values(row) for row in rows])

    async def release(self, channel: str, now: int, until: int) -> None:
        """Make due what is leased until then at the latest: for who knows that no other process sends. What waits
        longer was asked to wait by the platform, and does."""
        await self._c.execute(_RELEASE, {"channel_": channel, "now": now, "until": until})

    async def recall(self, kunci: str) -> None:
        """Remove what stands alone under that key of its screen and has not gone out yet."""
        # In a payload, which is JSON, words of people hold no bare quotation marks.
        holding = outbox.c.payload.contains(f'"key":"{kunci}"', autoescape=True)
        await self._c.execute(delete(outbox).where(outbox.c.detached, holding))

    async def claim(self, channel: str, now: int, lease_until: int, most: int, pushes: int) -> list[OutboxRow]:
        """Take what is due on a channel, replies first, oldest first, and hold it until `lease_until`: at most so
        many rows, and of these so many pushes."""
        found = await self._c.execute(_DUE_REPLIES, {"channel_": channel, "now": now, "most": most})
        rows = [_outbox_row(row) for row in found]
        if (room := min(pushes, most - len(rows))) > 0:
            found = await self._c.execute(_DUE_PUSHES, {"channel_": channel, "now": now, "most": room})
            rows += [_outbox_row(row) for row in found]
        if rows:
            await self._c.execute(_LEASE, [{"id_": row.id, "until": lease_until} for row in rows])
        return rows

    async def has_due(self, channel: str, now: int) -> bool:
        """Whether `claim` would find anything; asked without a writer's lock."""
        return (await self._c.execute(_ANY_DUE, {"channel_": channel, "now": now})).first() is not None

    async def waiting(self, key: str, after: int = 0) -> list[OutboxRow]:
        """What waits for one conversation, for channels that people collect from."""
        return [_outbox_row(row) for row in await self._c.execute(_WAITING, {"key": key, "after": after})]

    async def collected(self, key: str, up_to: int) -> None:
        """Remove what a person has collected."""
        await self._c.execute(delete(outbox).where(outbox.c.percakapan == key, outbox.c.id <= up_to))

    async def settle(
        self, sent: Sequence[int], retries: Sequence[Retry], screens: Sequence[tuple[str, str | None]]
    ) -> None:
        """Write down how sending went: rows done with, rows to try again, (percakapan, screen_ref) learnt."""
        if sent:
            await _SENT.run(self._c, [{"id_": row_id} for row_id in sent])
        if retries:
            await self._c.execute(_RETRY, [{"id_": r.id, "due": r.due_at, "tried": r.attempts} for r in retries])
        if screens:
            await self._c.execute(_SCREEN_REF, [{"key": key, "ref": ref} for key, ref in screens])

    async def drop_address(self, key: str) -> None:
        """Forget everything still meant for a person who does not want to be written to. An official stays one."""
        await self._c.execute(update(staf).where(staf.c.percakapan == key).values(terjangkau=False))
        await self._c.execute(delete(outbox).where(outbox.c.percakapan == key))
        await self._c.execute(delete(sessions).where(sessions.c.percakapan == key))

    async def prune(self, inbox_before: int, outbox_before: int, detached_before: int) -> None:
        """Drop external ids that no platform will deliver again, and messages that nobody collected: screens of an
        interview soon, what stands alone later."""
        await self._c.execute(delete(inbox).where(inbox.c.received_at < inbox_before))
        await self._c.execute(delete(outbox).where(outbox.c.due_at < outbox_before, ~outbox.c.detached))
        await self._c.execute(delete(outbox).where(outbox.c.due_at < detached_before))

    async def queue_depth(self) -> int:
        return int((await self._c.execute(select(func.count()).select_from(outbox))).scalar_one())


# Not dataclasses.asdict, which copies every value: these are on every answer's way.


def _session_values(row: SessionRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in _SESSION_FIELDS}


def _outbox_values(row: OutboxRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in _OUTBOX_FIELDS}


def _outbox_row(row: object) -> OutboxRow:
    return OutboxRow(**row._mapping)  # type: ignore[attr-defined]
