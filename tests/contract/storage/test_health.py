"""What a store says of itself."""

from __future__ import annotations

import secrets

from storage.health import Queue
from storage.records import made_at, new_id
from storage.store import Store
from tests.factories import MS, outbox_row


async def test_what_waits_is_counted_channel_by_channel(store: Store) -> None:
    """What is due is told from what is held back, and how long the oldest of the due has waited from its id."""
    first, second = new_id(), new_id()
    rows = [
        outbox_row("a" * 32, id=second, due_at=MS),
        outbox_row("b" * 32, id=first, due_at=MS - 5, detached=True),
        outbox_row("c" * 32, due_at=MS + 60_001),
        outbox_row("d" * 32, channel="lain", due_at=MS + 60_001),
    ]
    async with store.transaction() as tx:
        await tx.outbox.enqueue(rows)
    async with store.reading() as tx:
        found = await tx.health.queues(MS + 60_000)
    assert found == [Queue("lain", 0, None, 1), Queue("uji", 2, made_at(first), 1)]


async def test_the_size_grows_with_what_is_kept(store: Store) -> None:
    """A megabyte more of messages is nearly a megabyte more of database: pages there were free are used first."""
    async with store.reading() as tx:
        before = await tx.health.size()
    async with store.transaction() as tx:
        await tx.outbox.enqueue([outbox_row(payload=secrets.token_hex(500_000))])
    async with store.reading() as tx:
        assert await tx.health.size() >= before + 900_000
