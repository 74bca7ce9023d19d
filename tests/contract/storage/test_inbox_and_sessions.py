"""What a store promises of the first half of the walk: ids seen, and conversations in progress."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.store import Store
from tests.factories import MS, session_row

A, B, C = "a" * 32, "b" * 32, "c" * 32


async def test_ids_are_seen_by_channel_and_id_together(store: Store) -> None:
    """Of a batch, exactly the recorded (channel, id) pairs are seen; neither half alone is enough."""
    async with store.transaction() as tx:
        await tx.walk.record([("telegram", "1"), ("webchat", "2")], MS)
    async with store.reading() as tx:
        asked = [("telegram", "1"), ("telegram", "2"), ("webchat", "1"), ("webchat", "2"), ("webchat", "3")]
        assert await tx.walk.seen(asked) == {("telegram", "1"), ("webchat", "2")}


async def test_an_id_cannot_be_recorded_twice(store: Store) -> None:
    """The database itself refuses to act on one delivery twice, should the question before be forgotten."""
    async with store.transaction() as tx:
        await tx.walk.record([("telegram", "1")], MS)
    with pytest.raises(Exception, match=r"(?i)unique"):
        async with store.transaction() as tx:
            await tx.walk.record([("telegram", "2"), ("telegram", "1")], MS)
    async with store.reading() as tx:
        assert await tx.walk.seen([("telegram", "2")]) == set()


async def test_sessions_come_back_as_they_went_in(store: Store) -> None:
    """Every field of every session of a batch survives, text in any script included; unknown keys are absent."""
    rows = [
        session_row(A, state='{"teks": "“Ramah” — ꦲꦏ꧀ꦱꦫ 👍"}', screen_ref="77", remind_at=None),
        session_row(B, channel="webchat", address="x" * 128),
    ]
    async with store.transaction() as tx:
        await tx.walk.save(rows)
    async with store.reading() as tx:
        assert await tx.walk.sessions([A, B, C]) == {A: rows[0], B: rows[1]}
        assert await tx.walk.sessions([]) == {}


async def test_saving_again_keeps_the_screen_that_delivery_has_learnt(store: Store) -> None:
    """A save changes state and times, and leaves a screen_ref that was settled after the session was read."""
    async with store.transaction() as tx:
        await tx.walk.save([session_row(A), session_row(B)])
    async with store.transaction() as tx:
        await tx.outbox.settle([], [], [(A, "501")])
    changed = session_row(A, state='{"n": 2}', screen_ref=None, remind_at=None, expires_at=MS + 9_000)
    async with store.transaction() as tx:
        await tx.walk.save([changed])
    async with store.reading() as tx:
        assert await tx.walk.sessions([A, B]) == {A: replace(changed, screen_ref="501"), B: session_row(B)}


async def test_forgetting_takes_the_named_sessions_only(store: Store) -> None:
    """Two of three sessions are forgotten in one batch; forgetting one that is gone is no error."""
    async with store.transaction() as tx:
        await tx.walk.save([session_row(A), session_row(B), session_row(C)])
        await tx.walk.forget([A, C, "d" * 32])
    async with store.reading() as tx:
        assert set(await tx.walk.sessions([A, B, C])) == {B}


async def test_due_reminders_and_expiries_are_those_whose_time_has_come(store: Store) -> None:
    """The time itself counts as come; reminded sessions are never due again; no more than asked for are given."""
    async with store.transaction() as tx:
        await tx.walk.save(
            [
                session_row(A, remind_at=MS, expires_at=MS + 10),
                session_row(B, remind_at=MS + 1, expires_at=MS),
                session_row(C, remind_at=None, expires_at=MS - 5),
            ]
        )
    async with store.reading() as tx:
        assert {row.percakapan for row in await tx.walk.due_reminders(MS, 10)} == {A}
        assert {row.percakapan for row in await tx.walk.due_reminders(MS + 1, 10)} == {A, B}
        assert {row.percakapan for row in await tx.walk.due_expiries(MS, 10)} == {B, C}
        assert len(await tx.walk.due_expiries(MS, 1)) == 1
        assert await tx.walk.due_expiries(MS - 6, 10) == []


async def test_pruning_drops_old_ids_only(store: Store) -> None:
    """An id is forgotten once it is older than any platform delivers again, and not a moment sooner."""
    async with store.transaction() as tx:
        await tx.walk.record([("telegram", "old")], MS - 1)
        await tx.walk.record([("telegram", "young")], MS)
        await tx.walk.prune(MS, 0, 0)
    async with store.reading() as tx:
        assert await tx.walk.seen([("telegram", "old"), ("telegram", "young")]) == {("telegram", "young")}
