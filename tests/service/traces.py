"""Where in the database a text is found."""

from __future__ import annotations

from sqlalchemy import text as sql

from storage.store import Store

_SQLITE = "SELECT name FROM sqlite_schema WHERE type = 'table'"
# What partitions hold, the table that they are of shows.
_POSTGRES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition "
    "AND relnamespace = current_schema()::regnamespace"
)


async def holding(store: Store, text: str) -> set[str]:
    """The tables in which any cell holds this text, whichever they are."""
    async with store.engine.connect() as connection:
        tables = (await connection.execute(sql(_SQLITE if store.embedded else _POSTGRES))).scalars().all()
        assert {"respons", "sessions", "outbox"} <= set(tables)
        return {
            name
            for name in tables
            for row in await connection.execute(sql(f'SELECT * FROM "{name}"'))
            if text in " ".join(map(str, row))
        }
