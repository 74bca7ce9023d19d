"""How the database is doing: what waits in it to be sent, and how large it has grown."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import integrity
from storage.records import made_at
from storage.tables import outbox, permintaan


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits on one channel: `due` messages to be sent or collected now, the `oldest` of them put there at that
    time (milliseconds since 1970), and `later` ones that are held back, as in quiet hours."""

    channel: str
    due: int
    oldest: int | None
    later: int


class Health:
    """The verbs of health, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def queues(self, until: int) -> list[Queue]:
        """What waits, channel by channel; held back is what is due later than `until`."""
        due = outbox.c.due_at <= until
        counts = (func.count().filter(due), func.min(outbox.c.id).filter(due), func.count().filter(~due))
        query = select(outbox.c.channel, *counts).group_by(outbox.c.channel).order_by(outbox.c.channel)
        return [
            Queue(channel, due_now, None if first is None else made_at(first), later)
            for channel, due_now, first, later in await self._c.execute(query)
        ]

    async def size(self) -> int:
        """Bytes that the database takes."""
        if self._c.dialect.name != "sqlite":
            return int((await self._c.execute(select(func.pg_database_size(func.current_database())))).scalar_one())
        pages = (await self._c.exec_driver_sql("PRAGMA page_count")).scalar_one()
        return int(pages) * int((await self._c.exec_driver_sql("PRAGMA page_size")).scalar_one())

    async def pages(self) -> str:
        """What the database finds wrong with what it has on disk: `storage.integrity.OK`, UNKNOWN, or words."""
        return await integrity.pages(self._c)

    async def faults(self) -> list[str]:
        """In words what is wrong with rows that belong to others, and with the database's own rules."""
        return await integrity.faults(self._c)

    async def documents(self) -> int:
        """How many documents were asked for and are not made yet."""
        return int((await self._c.execute(select(func.count()).select_from(permintaan))).scalar_one())

    async def schema(self) -> str:
        """The revision of the tables, as migrations number them."""
        return str((await self._c.execute(text("SELECT version_num FROM alembic_version"))).scalar_one())
