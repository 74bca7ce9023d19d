"""A disk that is full, that fails, or that turns read-only while the service runs."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.connect import open_store
from storage.errors import StorageError, StorageFull, StorageReadOnly, StorageUnavailable
from storage.store import Store
from tests.contract.storage.hardship import files_at_most, is_clear, pragma, small_disk
from tests.factories import MS, outbox_row, respons_row, session_row, url_of


@dataclass
class Tight:
    """A store with little room left, and what gives it room again."""

    store: Store
    relieve: Callable[[], Awaitable[None]]


@pytest.fixture
async def tight(database: Path, tmp_path: Path) -> AsyncIterator[Tight]:
    """On a small disk of its own; where the machine grants none, a database that SQLite keeps from growing."""
    with small_disk(tmp_path / "kecil", megabytes=3) as mounted:
        if mounted:
            file = Path(shutil.copy(database, tmp_path / "kecil" / "ikm.db"))
            ballast = file.with_name("ballast")
            ballast.write_bytes(b"\0" * 2_000_000)
            store = await open_store(url_of(file))

            async def relieve() -> None:
                ballast.unlink()
        else:
            store = await open_store(url_of(database))
            undo = pragma(store, "PRAGMA max_page_count = 60")

            async def relieve() -> None:
                undo()
                await store.close()  # its connections; the store opens new ones

        yield Tight(store, relieve)
        await store.close()


async def _write(store: Store, n: int) -> None:
    """What the last answer of an interview writes, with a long story in it."""
    key = f"{n:032}"
    async with store.transaction() as tx:
        await tx.walk.record([("uji", str(n))], MS)
        await tx.walk.save([session_row(key, state="x" * 5_000)])
        await tx.facts.add([respons_row(saran="y" * 5_000)])
        await tx.outbox.enqueue([outbox_row(key, payload="z" * 5_000)])


async def _whole(store: Store) -> int:
    """How many writes are there, each whole: as many ids, sessions, responses and messages."""
    async with store.reading() as tx:
        keys = [f"{n:032}" for n in range(1_000)]
        counts = {
            len(await tx.walk.seen([("uji", str(n)) for n in range(1_000)])),
            len(await tx.walk.sessions(keys)),
            await tx.outbox.depth(),
            sum(rekap.n for rekap in (await tx.facts.recounted()).values()),
        }
        assert await tx.facts.counted() == await tx.facts.recounted()
        assert await tx.health.pages() == "ok"
    assert len(counts) == 1, f"half-written: {counts}"
    return counts.pop()


async def _until_refused(store: Store) -> tuple[int, StorageError]:
    for n in range(1_000):
        try:
            await _write(store, n)
        except StorageError as error:
            return n, error
    raise AssertionError("there was room for everything")


async def test_a_full_disk(tight: Tight) -> None:
    """The write that finds no room says so and leaves nothing; reading goes on; with room, so does writing."""
    kept, error = await _until_refused(tight.store)
    assert isinstance(error, StorageFull)
    assert is_clear(error)
    assert kept > 5
    assert await _whole(tight.store) == kept
    with pytest.raises(StorageFull):
        await _write(tight.store, kept)
    await tight.relieve()
    await _write(tight.store, kept)
    assert await _whole(tight.store) == kept + 1


async def test_a_disk_that_takes_no_more_bytes(sqlite_store: Store) -> None:
    """A write error of the disk is no traceback either, leaves nothing, and passes with its cause."""
    await _write(sqlite_store, 0)
    with files_at_most(300_000):
        kept, error = 0, StorageError()
        for kept in range(1, 1_000):
            try:
                await _write(sqlite_store, kept)
            except StorageError as refused:
                error = refused
                break
    assert isinstance(error, StorageUnavailable | StorageFull)
    assert is_clear(error)
    assert await _whole(sqlite_store) == kept
    await _write(sqlite_store, kept)
    assert await _whole(sqlite_store) == kept + 1


async def test_a_disk_that_turns_read_only(sqlite_store: Store) -> None:
    """Writers are told, readers go on, and all is well once the disk is."""
    await _write(sqlite_store, 0)
    undo = pragma(sqlite_store, "PRAGMA query_only = ON")
    await sqlite_store.close()  # its connections; the store opens new ones
    with pytest.raises(StorageReadOnly) as raised:
        await _write(sqlite_store, 1)
    assert is_clear(raised.value)
    assert await _whole(sqlite_store) == 1
    undo()
    await sqlite_store.close()
    await _write(sqlite_store, 1)
    assert await _whole(sqlite_store) == 2


async def test_a_database_locked_by_another_program(sqlite_store: Store, database: Path) -> None:
    """Whoever waits for a lock too long is told that another program holds it, and is served once it lets go."""
    undo = pragma(sqlite_store, "PRAGMA busy_timeout = 50")
    await sqlite_store.close()
    other = await open_store(url_of(database))
    async with other.transaction() as tx:
        await tx.walk.record([("lain", "1")], MS)
        with pytest.raises(StorageUnavailable, match="locked by another program") as raised:
            await _write(sqlite_store, 0)
    assert is_clear(raised.value)
    await _write(sqlite_store, 0)
    assert await _whole(sqlite_store) == 1
    undo()
    await other.close()
