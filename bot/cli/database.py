"""The work of `ikm db`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.cli.frame import reading
from bot.settings import Settings
from storage import schema
from storage.connect import backup_sqlite, open_store, sqlite_file
from storage.errors import StorageError


async def bring_up_to_date(read: Settings) -> str | None:
    store = await open_store(read.database_url, create=True, migrate=True)
    try:
        return await schema.current(store.engine)
    finally:
        await store.close()


async def compare(read: Settings) -> dict[str, Any]:
    """Counters against responses, span by span, and the state of the file."""
    async with reading(read) as tx:
        integrity = await tx.facts.integrity()
        counted, recounted = await tx.facts.counted(), await tx.facts.recounted()
    spans = sorted(counted.keys() | recounted.keys())
    differences = [
        {"span": " ".join(map(str, s)).rstrip(), "counters": str(counted.get(s)), "responses": str(recounted.get(s))}
        for s in spans
        if counted.get(s) != recounted.get(s)
    ]
    responses = sum(rekap.n for rekap in recounted.values())
    return {"responses": responses, "spans": len(spans), "integrity": integrity, "differences": differences}


def in_order(data: dict[str, Any]) -> bool:
    return not data["differences"] and data["integrity"] == "ok"


def text_of(data: dict[str, Any]) -> str:
    lines = [f"{data['responses']} responses in {data['spans']} counted spans; file: {data['integrity']}"]
    lines += [
        f"differs: {d['span']}: counters say {d['counters']}, responses say {d['responses']}"
        for d in data["differences"]
    ]
    lines.append("counters and responses agree" if in_order(data) else "NOT in order")
    return "\n".join(lines)


async def copy(read: Settings, file: Path) -> int:
    """Write a copy of the database. Returns its size in bytes."""
    source = sqlite_file(read.database_url)
    if source is None:
        raise StorageError("this verb copies SQLite databases; use pg_dump for PostgreSQL")
    if not file.parent.is_dir():
        raise StorageError(f"there is no folder {file.parent}; make it first")
    return await asyncio.to_thread(backup_sqlite, source, file)
