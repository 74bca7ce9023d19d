"""Whether the database answers, told once and by one, over a real server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
import pytest

from bot.ports import NotStored
from bot.service import pulse
from bot.service.pulse import Pulse, is_news, watch
from storage.connect import open_store
from storage.errors import StorageError, StorageLost, StorageUnavailable
from storage.ping import Ping
from storage.store import Store
from tests.postgres import Server, running


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger=pulse.__name__)
    return caplog


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, Store]]:
    """A server that this test may stop, and a store on it."""
    with running() as made:
        await made.migrate()
        store = await open_store(made.url("migrated"))
        yield made, store
        await store.close()


@asynccontextmanager
async def _watching(store: Store) -> AsyncIterator[None]:
    task = asyncio.create_task(watch(store))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_connection_that_breaks_off_alone_is_one_line(
    postgres: Server, postgres_store: Store, told: pytest.LogCaptureFixture
) -> None:
    """The server ends our connections and is there: whoever was in a transaction is told, the next goes on."""
    async with _watching(postgres_store):
        with pytest.raises(StorageLost, match="lost; try again"):
            await _cut_off(postgres, postgres_store)
        async with asyncio.timeout(10):
            while not told.records:  # noqa: ASYNC110  the watcher tells the log alone
                await asyncio.sleep(0.02)
        async with postgres_store.reading() as tx:
            assert await tx.directory.units()
    assert [record.message.split(":")[0] for record in told.records] == [
        "a connection to the database broke off, another one is good"
    ]


async def _cut_off(server: Server, store: Store) -> None:
    async with store.transaction() as tx:
        await server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ikm'")
        await tx.directory.units()


async def test_nobody_waits_while_it_is_away(server: tuple[Server, Store], told: pytest.LogCaptureFixture) -> None:
    """Known to be away, everybody is refused at once with the reason; back again, let in."""
    made, store = server
    async with _watching(store):
        await asyncio.to_thread(made.stop)
        async with asyncio.timeout(15):
            while store.lost is None:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        for kind in (store.transaction, store.sharing, store.reading):
            async with asyncio.timeout(0.1):
                with pytest.raises(StorageLost):
                    async with kind():
                        raise AssertionError("nobody is let in")
        await asyncio.to_thread(made.start)
        async with asyncio.timeout(15):
            while store.lost is not None:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        async with store.reading() as tx:
            assert await tx.directory.units()
    assert [record.levelname for record in told.records] == ["ERROR", "WARNING"]


async def test_between_the_farewell_and_the_end_of_its_connection(server: tuple[Server, Store]) -> None:
    """A server that stops says so first. Whoever asks before the connection ends, too, finds it gone: here the end
    never comes, as where a proxy in between holds the connection open."""
    made, store = server
    said, ended = asyncio.Event(), asyncio.Event()

    async def between(asked: asyncio.StreamReader, answering: asyncio.StreamWriter) -> None:
        answered, asking = await asyncio.open_connection("127.0.0.1", made.port)

        async def answer() -> None:
            while data := await answered.read(4096):
                answering.write(data)
            said.set()

        telling = asyncio.create_task(answer())
        while data := await asked.read(4096):
            asking.write(data)
        await telling
        for one in (asking, answering):
            one.close()
        ended.set()

    async with await asyncio.start_server(between, "127.0.0.1", 0) as proxy, asyncio.timeout(30):
        ping = Ping(store)
        ping._options["port"] = proxy.sockets[0].getsockname()[1]
        await ping.ask()
        await asyncio.to_thread(made.stop)
        await said.wait()
        await asyncio.sleep(0.1)
        with pytest.raises(StorageLost):
            await ping.ask()
        ping.close()
        await ended.wait()


async def test_too_many_connections_are_no_outage() -> None:
    """Who has a connection goes on: a server that says no is there."""
    with running(settings={"max_connections": "4", "superuser_reserved_connections": "0"}) as small:
        await small.run("CREATE DATABASE ikm")
        store = await open_store(small.url("ikm"), create=True)
        held = [await asyncpg.connect(user="postgres", host="127.0.0.1", port=small.port) for _ in range(4)]
        watcher = Pulse(store, Ping(store))
        await watcher._look()
        assert watcher.reason is None
        for one in held:
            await one.close()
        await store.close()


def _line(*args: object) -> logging.LogRecord:
    return logging.LogRecord("bot.x", logging.ERROR, __file__, 1, "%s", args, None)


def test_what_others_say_of_a_lost_database_is_no_news() -> None:
    """Also where it is said through another error; everything else is."""
    passed_on = NotStored("x")
    passed_on.__cause__ = StorageLost("x")
    assert not is_news(_line(StorageLost("x")))
    assert not is_news(_line(3, passed_on))
    assert is_news(_line(StorageUnavailable("locked")))
    assert is_news(_line(StorageError("full")))
    assert is_news(_line("text"))
    assert is_news(logging.LogRecord("bot.x", logging.ERROR, __file__, 1, "plain", None, None))
