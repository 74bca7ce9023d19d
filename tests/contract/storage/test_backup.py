"""A backup is a whole database of one moment, or it is not there."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.connect import backup_sqlite, open_store, sqlite_file
from storage.errors import StorageCorrupt, StorageError, StorageNotFound
from storage.store import Store
from tests.contract.storage.hardship import files_at_most, is_clear
from tests.factories import MS, UNITS, respons_row, url_of

LARGE = 6_000_000
"""Bytes of responses; a backup in several steps would be interrupted by a writer between them."""


async def _fill(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.facts.add([respons_row(saran="x" * 4_000) for _ in range(LARGE // 4_000)])


@asynccontextmanager
async def _writing(store: Store) -> AsyncIterator[list[int]]:
    """Somebody who writes a response and an id for it, one transaction after the other. Lists what is committed."""
    committed: list[int] = []

    async def write() -> None:
        while True:
            async with store.transaction() as tx:
                await tx.facts.add([respons_row()])
                await tx.walk.record([("uji", str(len(committed)))], MS)
            committed.append(len(committed))

    task = asyncio.create_task(write())
    try:
        yield committed
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _sound(file: Path) -> tuple[int, int]:
    """Opens, has no damage and true counters. Returns how many responses and ids it holds."""
    store = await open_store(url_of(file))
    async with store.reading() as tx:
        assert await tx.health.pages() == "ok"
        assert len(await tx.directory.units()) == len(UNITS)
        counted = await tx.facts.counted()
        assert counted == await tx.facts.recounted()
        ids = await tx.walk.seen([("uji", str(n)) for n in range(10_000)])
    await store.close()
    return sum(rekap.n for rekap in counted.values()), len(ids)


async def test_backing_up_while_somebody_writes(sqlite_store: Store, database: Path, tmp_path: Path) -> None:
    """It ends though the writing does not, holds all that was committed before, and nothing by halves."""
    await _fill(sqlite_store)
    target = tmp_path / "cadangan.db"
    async with _writing(sqlite_store) as committed:
        async with asyncio.timeout(20):
            while not committed:  # noqa: ASYNC110  who writes tells nobody
                await asyncio.sleep(0.01)
        before = len(committed)
        size = await asyncio.wait_for(asyncio.to_thread(backup_sqlite, database, target), 20)
        after = len(committed)
        await asyncio.sleep(0.02)
    responses, ids = await _sound(target)
    assert before > 0
    assert responses - LARGE // 4_000 == ids
    assert before <= ids <= after + 1
    assert size > LARGE
    assert {path.name for path in tmp_path.iterdir()} >= {"cadangan.db"}
    assert not list(tmp_path.glob("*.part*"))


async def test_what_is_only_in_the_log_is_backed_up(sqlite_store: Store, database: Path, tmp_path: Path) -> None:
    """What was committed a moment ago and is not yet in the main file is in the backup."""
    async with sqlite_store.transaction() as tx:
        await tx.facts.add([respons_row()])
    assert database.with_name("ikm.db-wal").stat().st_size > 0
    backup_sqlite(database, tmp_path / "cadangan.db")
    assert (await _sound(tmp_path / "cadangan.db"))[0] == 1


def _units_in(file: Path) -> object:
    connection = sqlite3.connect(file)
    row = connection.execute("SELECT count(*) FROM unit_layanan").fetchone()
    connection.close()
    return row[0]


def test_names_that_mean_something_in_a_url(database: Path, tmp_path: Path) -> None:
    """A question mark, a percent sign, a hash or a blank in a path is part of its name."""
    odd = tmp_path / "skm 100%20? #1"
    odd.mkdir()
    source = database.rename(odd / "ikm?.db")
    target = odd / "cadangan #1.db"
    backup_sqlite(source, target)
    assert _units_in(target) == len(UNITS)
    assert [path.name for path in tmp_path.iterdir()] == [odd.name]


def test_an_existing_file_is_not_overwritten(database: Path, tmp_path: Path) -> None:
    """Yesterday's backup is not lost to today's."""
    target = tmp_path / "cadangan.db"
    target.write_text("kemarin")
    with pytest.raises(StorageError, match="exists already") as raised:
        backup_sqlite(database, target)
    assert is_clear(raised.value)
    assert target.read_text() == "kemarin"


def test_remains_of_a_broken_off_backup_do_no_harm(database: Path, tmp_path: Path) -> None:
    """A half-written file of a backup that was killed gives way to the next."""
    target = tmp_path / "cadangan.db"
    target.with_name("cadangan.db.part").write_bytes(b"setengah" * 1_000)
    assert backup_sqlite(database, target) == target.stat().st_size
    assert _units_in(target) == len(UNITS)


async def test_a_failing_backup_leaves_no_file(sqlite_store: Store, database: Path, tmp_path: Path) -> None:
    """With room for half of it, there is an error and neither a target nor a part of one."""
    await _fill(sqlite_store)
    target = tmp_path / "cadangan" / "ikm.db"
    target.parent.mkdir()
    with files_at_most(LARGE // 2), pytest.raises(StorageError) as raised:
        backup_sqlite(database, target)
    assert is_clear(raised.value)
    assert list(target.parent.iterdir()) == []
    backup_sqlite(database, target)
    assert await _sound(target) == (LARGE // 4_000, 0)


def test_a_backup_of_what_is_no_database(database: Path, tmp_path: Path) -> None:
    """No source, a source that is a letter, no folder to write into: each its own clear error, and no file."""
    letter, target = tmp_path / "surat.txt", tmp_path / "cadangan.db"
    letter.write_text("Kepada Yth.\n" * 1_000)
    for source, to, expected in (
        (tmp_path / "tidak-ada.db", target, StorageNotFound),
        (letter, target, StorageCorrupt),
        (database, tmp_path / "tidak-ada" / "cadangan.db", StorageNotFound),
    ):
        before = sorted(tmp_path.iterdir())
        with pytest.raises(expected) as raised:
            backup_sqlite(source, to)
        assert "\n" not in str(raised.value)
        assert sorted(tmp_path.iterdir()) == before


def test_the_file_behind_a_url() -> None:
    """Relative and absolute paths are told apart by their slashes; a URL without a file has none."""
    assert sqlite_file("sqlite+aiosqlite:///var/ikm.db") == Path("var/ikm.db")
    assert sqlite_file("sqlite+aiosqlite:////srv/ikm.db") == Path("/srv/ikm.db")
    assert sqlite_file("sqlite+aiosqlite://") is None
