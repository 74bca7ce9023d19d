"""Inbox and sessions: the rows an answer passes on its way. Every verb takes a batch, one statement each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields

from sqlalchemy import Select, Text, bindparam, delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.batch import Batch, listed
from storage.records import SessionRow
from storage.tables import inbox, outbox, sessions, staf
from storage.upsert import upsert

_SESSION_FIELDS = tuple(field.name for field in fields(SessionRow))


def _seen(connection: AsyncConnection) -> Select[tuple[str, str]]:
    pairs = select(*listed(connection, Text(), Text()))
    return select(inbox.c.channel, inbox.c.external_id).where(tuple_(inbox.c.channel, inbox.c.external_id).in_(pairs))


_SEEN = Batch(_seen)
_RECORD = Batch(lambda _: insert(inbox), ("channel", "external_id", "received_at"))
_SESSIONS = Batch(lambda c: select(sessions).where(sessions.c.percakapan.in_(select(*listed(c)))))
_SAVE = Batch(lambda c: upsert(c, sessions, ("percakapan",), ("state", "remind_at", "expires_at")), _SESSION_FIELDS)
_FORGET = delete(sessions).where(sessions.c.percakapan == bindparam("key"))
_DUE_REMINDERS = select(sessions).where(sessions.c.remind_at <= bindparam("now")).limit(bindparam("most"))
_DUE_EXPIRIES = select(sessions).where(sessions.c.expires_at <= bindparam("now")).limit(bindparam("most"))
_SCREEN_REF = update(sessions).where(sessions.c.percakapan == bindparam("key")).values(screen_ref=bindparam("ref"))


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

    async def learn(self, screens: Sequence[tuple[str, str | None]]) -> None:
        """Write down (percakapan, screen_ref): the messages that show these conversations' screens."""
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


# Not dataclasses.asdict, which copies every value: these are on every answer's way.


def _session_values(row: SessionRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in _SESSION_FIELDS}
