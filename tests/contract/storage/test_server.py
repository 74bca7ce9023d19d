"""A PostgreSQL server that is away, refuses, is silent or comes back, and values it does not take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from storage import postgres as engine
from storage.connect import open_store
from storage.errors import (
    SchemaNewer,
    SchemaOlder,
    StorageCorrupt,
    StorageError,
    StorageFull,
    StorageNotFound,
    StorageReadOnly,
    StorageUnavailable,
    translated,
)
from storage.store import Store, Transaction
from tests.contract.storage.hardship import is_clear
from tests.factories import MS, respons_row, session_row
from tests.ports import free_port
from tests.postgres import Server, running

RAHASIA = "kata-kata warga yang tidak boleh terbaca"


async def _refusal(url: str, *, create: bool = False) -> StorageError:
    with pytest.raises(StorageError) as raised:
        await open_store(url, create=create, migrate=create)
    assert is_clear(raised.value)
    return raised.value


async def _names(store: Store) -> int:
    async with store.reading() as tx:
        return len(await tx.directory.units())


async def test_a_server_that_is_not_there(postgres: Server) -> None:
    """Nobody listens, or the name is unknown: said at once, with what to look at."""
    nobody = postgres.url("uji").replace(str(postgres.port), str(free_port()))
    assert isinstance(error := await _refusal(nobody), StorageUnavailable)
    assert "cannot be reached" in str(error)
    assert isinstance(await _refusal("postgresql+asyncpg://u@tidak-ada.invalid/uji"), StorageUnavailable)


async def test_a_database_that_is_not_there(postgres: Server) -> None:
    """It is not made, whatever leave is given: who may make databases is the server's to say."""
    assert isinstance(error := await _refusal(postgres.url("tidak_ada"), create=True), StorageNotFound)
    assert "createdb" in str(error)


async def test_a_password_that_is_wrong(postgres: Server) -> None:
    """The text names neither it nor the user."""
    await postgres.run("CREATE ROLE tamu LOGIN PASSWORD 'benar'")
    hba = postgres.data / "pg_hba.conf"
    before = hba.read_text()
    hba.write_text("host all tamu 127.0.0.1/32 scram-sha-256\n" + before)
    await postgres.run("SELECT pg_reload_conf()")
    try:
        url = postgres.url("migrated").replace("postgres@", "tamu:salah-sekali@")
        assert isinstance(error := await _refusal(url), StorageNotFound)
        assert "password" in str(error)
        assert "salah-sekali" not in str(error)
    finally:
        hba.write_text(before)
        await postgres.run("SELECT pg_reload_conf()")


async def test_an_empty_database_is_made_once_by_many(postgres: Server) -> None:
    """Without leave it is refused and stays empty; with leave three programs at once make it, and all go on."""
    url = await postgres.create()
    assert isinstance(await _refusal(url), SchemaOlder)
    stores = await asyncio.gather(*(open_store(url, create=True, migrate=True) for _ in range(3)))
    for store in stores:
        assert await _names(store) == 0
        await store.close()
    await postgres.drop(url)


async def test_a_database_of_another_version_or_program(postgres: Server, postgres_url: str) -> None:
    """Newer tables are left alone, and so are another program's."""
    name = postgres_url.rpartition("/")[2]
    await postgres.run("UPDATE alembic_version SET version_num = '9999'", name)
    assert isinstance(await _refusal(postgres_url, create=True), SchemaNewer)
    await postgres.run("DROP TABLE alembic_version", name)
    assert isinstance(error := await _refusal(postgres_url, create=True), StorageCorrupt)
    assert "another program" in str(error)


async def test_a_database_in_another_encoding(postgres: Server) -> None:
    """Text would be lost in it."""
    await postgres.run("CREATE DATABASE lama TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    assert "LATIN1" in str(await _refusal(postgres.url("lama"), create=True))
    await postgres.run("DROP DATABASE lama")


async def test_a_server_that_is_started_again() -> None:
    """While it is away everybody is told so; once it is back, the same store goes on, and what was kept is there."""
    with running(fsync=True) as server:
        await server.migrate()
        store = await open_store(server.url("migrated"))
        async with store.transaction() as tx:
            await tx.facts.add([respons_row()])
        server.stop()
        for _ in range(2):
            with pytest.raises(StorageUnavailable) as raised:
                await _names(store)
            assert is_clear(raised.value)
        server.start()
        assert await _names(store) > 0
        async with store.sharing(["a"]) as tx:
            await tx.walk.save([session_row("a")])
        await store.close()


@asynccontextmanager
async def _silent(port: int) -> AsyncIterator[tuple[int, asyncio.Event]]:
    """A way to the server that carries nothing any more once the event is cleared. Gives its port."""
    carrying, tasks = asyncio.Event(), set[asyncio.Task[None]]()
    carrying.set()

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                await carrying.wait()
                target.write(data)
                await target.drain()
        target.close()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await asyncio.open_connection("127.0.0.1", port)
        tasks.update(asyncio.create_task(carry(*pair)) for pair in ((reader, ours), (theirs, writer)))

    way = await asyncio.start_server(met, "127.0.0.1", 0)
    try:
        yield way.sockets[0].getsockname()[1], carrying
    finally:
        way.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_server_that_says_nothing(
    postgres: Server, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement, and a new connection, are given up after a while; when it speaks again, so does the store."""
    monkeypatch.setattr(engine, "COMMAND_SECONDS", 2.0)
    monkeypatch.setattr(engine, "CONNECT_SECONDS", 2.0)
    async with _silent(postgres.port) as (port, carrying):
        store = await open_store(postgres_url.replace(str(postgres.port), str(port)))
        assert await _names(store) > 0
        carrying.clear()
        for _ in range(2):
            began = time.monotonic()
            with pytest.raises(StorageUnavailable) as raised:
                await _names(store)
            assert is_clear(raised.value)
            assert time.monotonic() - began < 15
        carrying.set()
        assert await _names(store) > 0
        await store.close()


@pytest.mark.parametrize("teks", [f"{RAHASIA}\0", f"{RAHASIA}\ud800"], ids=["nul", "half a character"])
async def test_what_cannot_be_kept_is_quoted_nowhere(
    postgres_store: Store, teks: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A value that PostgreSQL refuses is a mistake of ours, not of the database; the error has none of its words."""
    writes: tuple[Callable[[Transaction], Awaitable[None]], ...] = (
        lambda tx: tx.walk.save([session_row("a", state=teks)]),
        lambda tx: tx.facts.add([respons_row(saran=teks)]),
        lambda tx: tx.facts.add([respons_row(unit=teks[:-1])]),
        lambda tx: tx.facts.add([respons_row(tanda_terima=teks[:32]), respons_row(tanda_terima=teks[:32])]),
    )
    for write in writes:
        with pytest.raises(Exception) as raised:
            async with postgres_store.transaction() as tx:
                await write(tx)
        assert not isinstance(raised.value, StorageError)
        chain: BaseException | None = raised.value
        while chain is not None:
            assert "warga" not in f"{chain} {chain!r} {vars(chain)}"
            chain = chain.__cause__ or chain.__context__
    assert "warga" not in caplog.text


class _State(Exception):  # noqa: N818  as the driver's are named
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "expected"),
    [
        ("53100", StorageFull),
        ("53300", StorageUnavailable),
        ("25006", StorageReadOnly),
        ("42501", StorageReadOnly),
        ("57014", StorageUnavailable),
        ("57P01", StorageUnavailable),
        ("08006", StorageUnavailable),
        ("40P01", StorageUnavailable),
        ("XX001", StorageCorrupt),
        ("28000", StorageNotFound),
    ],
)
def test_what_a_code_stands_for(sqlstate: str, expected: type[StorageError]) -> None:
    """Those that are hard to bring about; each in one line of our own."""
    error = translated(_State(sqlstate))
    assert isinstance(error, expected)
    assert is_clear(error)


async def test_nobody_is_left_with_the_writers_lock(postgres_store: Store, postgres_url: str) -> None:
    """Whose connection the server ends in the middle of a transaction has written nothing and locks nobody out."""
    other = await open_store(postgres_url)
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"

    async def ended_in_the_middle() -> None:
        async with postgres_store.transaction() as tx:
            await tx.walk.record([("uji", "1")], MS)
            async with other.engine.connect() as connection:
                await connection.exec_driver_sql(f"{kill} AND datname = current_database()")
            await tx.walk.record([("uji", "2")], MS)

    with pytest.raises(StorageUnavailable):
        await ended_in_the_middle()
    async with asyncio.timeout(5), other.transaction() as tx:
        assert await tx.walk.seen([("uji", "1"), ("uji", "2")]) == set()
    await other.close()
