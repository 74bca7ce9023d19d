"""A backup comes back whole into an empty place, or nothing does; on both databases, by their own programs."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.backup import backup, restore
from storage.connect import open_store
from storage.errors import SchemaNewer, StorageCorrupt, StorageError, StorageNotFound
from storage.store import Store
from tests.contract.storage.whole import contents, fill
from tests.factories import respons_row, url_of
from tests.postgres import Server

Place = Callable[[], Awaitable[str]]


@pytest.fixture
async def place(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Gives URLs of the same kind where there is nothing yet."""
    made: list[str] = []

    async def give() -> str:
        server: Server | None = request.getfixturevalue("postgres") if kind == "postgres" else None
        made.append(await server.create() if server else url_of(tmp_path / f"tempat-{len(made)}" / "ikm.db"))
        return made[-1]

    yield give
    if kind == "postgres":
        for url in made:
            await request.getfixturevalue("postgres").drop(url)


async def _held(url: str) -> dict[str, list[dict[str, object]]]:
    store = await open_store(url)
    try:
        return await contents(store)
    finally:
        await store.close()


async def test_all_of_it_comes_back(store: Store, url: str, place: Place, tmp_path: Path) -> None:
    """Every row of every table, as often as it is restored."""
    await fill(store, 5)
    file = tmp_path / "cadangan"
    assert await backup(url, file) == file.stat().st_size
    assert file.stat().st_mode & 0o077 == 0
    for _ in range(2):
        empty = await place()
        await restore(empty, file)
        assert await _held(empty) == await contents(store)


async def test_a_backup_of_one_moment_while_somebody_writes(
    store: Store, url: str, place: Place, tmp_path: Path
) -> None:
    """Everything committed before is in it, nothing by halves: counters and responses agree."""
    committed = 0

    async def write() -> None:
        nonlocal committed
        while True:
            async with store.transaction() as tx:
                await tx.facts.add([respons_row()])
            committed += 1

    writing = asyncio.create_task(write())
    try:
        async with asyncio.timeout(30):
            while not committed:  # noqa: ASYNC110  nobody tells
                await asyncio.sleep(0.01)
        before = committed
        await backup(url, tmp_path / "cadangan")
        after = committed
    finally:
        writing.cancel()
        await asyncio.wait([writing])
    empty = await place()
    await restore(empty, tmp_path / "cadangan")
    restored = await open_store(empty)
    async with restored.reading() as tx:
        counted = await tx.facts.counted()
        assert counted == await tx.facts.recounted()
        assert 0 < before <= sum(rekap.n for rekap in counted.values()) <= after + 1
    await restored.close()


async def test_what_is_there_is_not_overwritten(store: Store, url: str, tmp_path: Path) -> None:
    """Neither a file by a backup, nor a database by a restored one."""
    file = tmp_path / "cadangan"
    await backup(url, file)
    whole, before = file.read_bytes(), await contents(store)
    with pytest.raises(StorageError, match="exists already"):
        await backup(url, file)
    with pytest.raises(StorageError, match="already"):
        await restore(url, file)
    assert file.read_bytes() == whole
    assert await contents(store) == before


@pytest.mark.parametrize("keep", [0.97, 0.5, 0.02])
async def test_a_file_cut_short_is_refused_whole(
    store: Store, url: str, place: Place, tmp_path: Path, keep: float
) -> None:
    await fill(store, 6, rows=60)
    file = tmp_path / "cadangan"
    size = await backup(url, file)
    os.truncate(file, int(size * keep))
    empty = await place()
    with pytest.raises(StorageCorrupt, match="damaged or not whole"):
        await restore(empty, file)
    await _nothing_at(empty)


async def test_files_that_are_none_of_ours(place: Place, kind: str, tmp_path: Path) -> None:
    letter = tmp_path / "surat.txt"
    letter.write_text("Kepada Yth.\n" * 100)
    empty = await place()
    with pytest.raises(StorageCorrupt, match="is no backup"):
        await restore(empty, letter)
    with pytest.raises(StorageNotFound, match="cannot be read"):
        await restore(empty, tmp_path / "tidak-ada")
    if kind == "sqlite":
        with closing(sqlite3.connect(tmp_path / "lain.db")) as other, other:
            other.execute("CREATE TABLE rekening (id integer)")
        with pytest.raises(StorageCorrupt, match="another program"):
            await restore(empty, tmp_path / "lain.db")
    await _nothing_at(empty)


async def test_a_newer_programs_backup_is_refused(store: Store, url: str, place: Place, tmp_path: Path) -> None:
    async with store.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    file = tmp_path / "cadangan"
    if store.embedded:
        await backup(url, file)
    else:
        await _dump_as_it_is(url, file)
    empty = await place()
    with pytest.raises(SchemaNewer, match=r"newer version of ikm \(schema 9999"):
        await restore(empty, file)
    await _nothing_at(empty)


async def test_a_backup_of_the_other_database_is_told_from_ours(
    database: Path, postgres_url: str, place: Place, kind: str, tmp_path: Path
) -> None:
    """With the command that brings it over."""
    await backup(url_of(database) if kind == "postgres" else postgres_url, tmp_path / "lain")
    with pytest.raises(StorageError, match="ikm db copy"):
        await restore(await place(), tmp_path / "lain")


async def test_where_to_connect_is_no_argument(
    postgres: Server, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arguments are seen by everybody on the machine: the password goes by the environment."""
    seen, real = tmp_path / "seen", shutil.which("pg_dump")
    script = tmp_path / "bin" / "pg_dump"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\necho "$@" "[$PGPASSWORD]" > {seen}\nexec {real} "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
    await backup(postgres_url.replace("postgres@", "postgres:rahasia@"), tmp_path / "cadangan")
    arguments, _, password = seen.read_text().strip().rpartition(" ")
    assert password == "[rahasia]"
    assert "rahasia" not in arguments
    assert str(postgres.port) not in arguments


async def test_without_pg_dump_or_with_an_old_one(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to install, and leaves no file."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(StorageNotFound, match="pg_dump is not installed; install PostgreSQL's client programs"):
        await backup(postgres_url, tmp_path / "cadangan")
    old = folder / "pg_dump"
    old.write_text(
        "#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\n"
        "echo 'pg_dump: detail: server version: 17.2; pg_dump version: 15.5' >&2\nexit 1\n"
    )
    old.chmod(0o755)
    with pytest.raises(StorageError, match=r"older than the server \(server version: 17.2 pg_dump version: 15.5\)"):
        await backup(postgres_url, tmp_path / "cadangan")
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


async def test_a_copy_made_by_hand_with_its_log(sqlite_store: Store, database: Path, tmp_path: Path) -> None:
    """What was only in the log beside the file comes back too."""
    async with sqlite_store.transaction() as tx:
        await tx.facts.add([respons_row()])
    folder = tmp_path / "salinan"
    folder.mkdir()
    for name in ("ikm.db", "ikm.db-wal"):
        shutil.copy(database.with_name(name), folder / name)
    before = (folder / "ikm.db").read_bytes()
    await restore(url_of(tmp_path / "baru" / "ikm.db"), folder / "ikm.db")
    assert len((await _held(url_of(tmp_path / "baru" / "ikm.db")))["respons"]) == 1
    assert (folder / "ikm.db").read_bytes() == before


async def _nothing_at(url: str) -> None:
    if url.startswith("sqlite"):
        folder = Path(url.partition("///")[2]).parent
        assert not folder.exists() or list(folder.iterdir()) == []
        return
    opened = await open_store(url, create=True)
    held = await contents(opened)
    await opened.close()
    assert not any(held.values())


async def _dump_as_it_is(url: str, file: Path) -> None:
    """As a newer program would have made it: this one refuses to back it up."""
    process = await asyncio.create_subprocess_exec(
        "pg_dump", "--format=custom", f"--file={file}", url.replace("+asyncpg", "")
    )
    assert await process.wait() == 0
