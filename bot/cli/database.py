"""The work of `ikm db`: tables made, counters checked. Copies are `bot/cli/copies`."""

from __future__ import annotations

from typing import Any

from bot.cli.frame import opened, reading
from bot.service import fingerprint
from bot.service.sandi import Sandi
from bot.settings import Settings, ensure_secret
from storage import schema
from storage.connect import open_store
from storage.integrity import OK, UNKNOWN
from storage.store import Transaction

_NO_CHECKSUMS = (
    "this PostgreSQL keeps no checksums, so damage on its disk goes unnoticed; "
    "stop it and run `pg_checksums --enable` once"
)


async def bring_up_to_date(read: Settings) -> str | None:
    store = await open_store(read.database_url, create=True, migrate=True)
    try:
        return await schema.current(store.engine)
    finally:
        await store.close()


async def compare(read: Settings) -> dict[str, Any]:
    """Counters against responses, span by span; what is on disk; faults of rows and rules."""
    async with reading(read) as tx:
        return await compared(tx)


async def compared(tx: Transaction) -> dict[str, Any]:
    """Likewise, of an open database."""
    counted, recounted = await tx.facts.counted(), await tx.facts.recounted()
    spans = sorted(counted.keys() | recounted.keys())
    differences = [
        {"span": " ".join(map(str, s)).rstrip(), "counters": str(counted.get(s)), "responses": str(recounted.get(s))}
        for s in spans
        if counted.get(s) != recounted.get(s)
    ]
    responses = sum(rekap.n for rekap in recounted.values())
    return {
        "responses": responses,
        "spans": len(spans),
        # After the counting, which has read most of what there is.
        "integrity": await tx.health.pages(),
        "faults": await tx.health.faults(),
        "differences": differences,
    }


def in_order(data: dict[str, Any]) -> bool:
    return not data["differences"] and not data["faults"] and data["integrity"] in {OK, UNKNOWN}


def text_of(data: dict[str, Any]) -> str:
    lines = [f"{data['responses']} responses in {data['spans']} counted spans; on disk: {data['integrity']}"]
    if data["integrity"] == UNKNOWN:
        lines.append(_NO_CHECKSUMS)
    lines += [f"fault: {fault}" for fault in data["faults"]]
    lines += [
        f"differs: {d['span']}: counters say {d['counters']}, responses say {d['responses']}"
        for d in data["differences"]
    ]
    lines.append("counters and responses agree" if in_order(data) else "NOT in order")
    return "\n".join(lines)


async def secret_match(read: Settings, *, accept: bool) -> fingerprint.Match:
    """Whether the secret set is the one this database was made with; with `accept` it is so from now on.

    Raises SettingsError, StorageError.
    """
    sandi = Sandi(ensure_secret(read, read.folder))
    async with opened(read) as store:
        if accept:
            await fingerprint.accept(store, sandi)
        return await fingerprint.match_of(store, sandi)
