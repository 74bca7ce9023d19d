"""What others may see of a running service: whether it is ready, and its figures for Prometheus."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Final

from bot.core import Core
from bot.counts import Standing
from bot.metrics import About, Metrics, Seen
from bot.service.order import LEASE_MS
from bot.settings import replica_of
from storage import schema
from storage.errors import StorageError

READY_SECONDS = 2.0
HEAD: Final = schema.head()


async def ready(core: Core, *, going: bool) -> dict[str, object]:
    """Says so in time, whatever the database does."""
    state = {"going": going}
    if core.store.lost is not None:
        return {**state, "database": False, "reason": core.store.lost}
    looking = asyncio.ensure_future(_state(core))
    await asyncio.wait([looking], timeout=READY_SECONDS)
    if not looking.done():
        return {**state, "database": False, "reason": f"the database has said nothing for {READY_SECONDS:g} s"}
    return {**state, **looking.result()}


async def _state(core: Core) -> dict[str, object]:
    try:
        async with core.store.reading() as tx:
            # Tables newer than this program are those of its successor, in the middle of an upgrade.
            migrated = await tx.health.schema() >= HEAD
            return {"database": True, "migrated": migrated, "outbox": await tx.outbox.depth()}
    except StorageError as error:
        return {"database": False, "reason": str(error)}


async def _seen(core: Core) -> Seen:
    async with core.store.reading() as tx:
        last = await tx.schedule.last_slots("digest:", 1)
        return Seen(
            await tx.health.queues(time.time_ns() // 1_000_000 + LEASE_MS),
            await tx.health.documents(),
            last[0].pada if last else None,
            await tx.health.size(),
            await tx.health.schema(),
        )


def metrics_of(core: Core, going: Callable[[], bool], standing: Callable[[], Mapping[str, Standing]]) -> Metrics:
    """The figures of this process and of the database; to be closed at the end."""
    about = About(version("ikm-bot"), replica_of(core.settings), going, standing)
    return Metrics(core.counts, lambda: _seen(core), about)
