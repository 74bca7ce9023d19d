"""`ikm db`: the database's care."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.frame import FAILED, Json, run, settings, show
from bot.settings import Settings
from storage import schema
from storage.connect import backup_sqlite, open_store, sqlite_file
from storage.errors import StorageError

database = typer.Typer(help="Upgrade, check and back up the database.", no_args_is_help=True)


@database.command()
def upgrade(as_json: Json = False) -> None:
    """Make the tables, or bring them up to this version of ikm.

    Example: ikm db upgrade
    """
    revision = run(_upgrade(settings()))
    show({"schema": revision}, f"the tables are at {revision}", as_json=as_json)


async def _upgrade(read: Settings) -> str | None:
    store = await open_store(read.database_url, create=True, migrate=True)
    try:
        return await schema.current(store.engine)
    finally:
        await store.close()


@database.command()
def check(as_json: Json = False) -> None:
    """Count all responses anew and compare with the counters that scores are read from.

    Example: ikm db check
    """
    data = run(_check(settings()))
    good = not data["differences"] and data["integrity"] == "ok"
    lines = [f"{data['responses']} responses in {data['spans']} counted spans; file: {data['integrity']}"]
    lines += [
        f"differs: {d['span']}: counters say {d['counters']}, responses say {d['responses']}"
        for d in data["differences"]
    ]
    lines.append("counters and responses agree" if good else "NOT in order")
    show(data, "\n".join(lines), as_json=as_json)
    if not good:
        raise typer.Exit(FAILED)


async def _check(read: Settings) -> dict[str, Any]:
    store = await open_store(read.database_url)
    try:
        async with store.reading() as tx:
            counted, recounted = await tx.facts.counted(), await tx.facts.recounted()
            integrity = await tx.facts.integrity()
    finally:
        await store.close()
    spans = sorted(counted.keys() | recounted.keys())
    differences = [
        {"span": " ".join(map(str, s)), "counters": str(counted.get(s)), "responses": str(recounted.get(s))}
        for s in spans
        if counted.get(s) != recounted.get(s)
    ]
    responses = sum(rekap.n for rekap in recounted.values())
    return {"responses": responses, "spans": len(spans), "integrity": integrity, "differences": differences}


@database.command()
def backup(file: Annotated[Path, typer.Argument(help="New file to write.")], as_json: Json = False) -> None:
    """Copy the database while it is in use. The copy is whole or not there.

    Example: ikm db backup backup-2026-11-21.db
    """
    size = run(_backup(settings(), file))
    show({"file": str(file), "bytes": size}, f"{file}: {size} bytes", as_json=as_json)


async def _backup(read: Settings, file: Path) -> int:
    source = sqlite_file(read.database_url)
    if source is None:
        raise StorageError("this verb copies SQLite databases; use pg_dump for PostgreSQL")
    return await asyncio.to_thread(backup_sqlite, source, file)
