"""A real database for whoever asks: migrated once, copied for each test. And where all has to run, no skip."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings

from storage.connect import open_store
from storage.store import Store
from tests.factories import KELOMPOK, UNITS, url_of
from tests.postgres import Server, running

# An example may take as long as it takes: on a busy machine any of them takes longer than Hypothesis' 200 ms.
# What a change has to pass is the same for every run of it; by hand new examples are looked for each time.
settings.register_profile("unhurried", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database made by the migrations, with the factories' units in it. Not to be written to."""
    file = tmp_path_factory.mktemp("migrated") / "ikm.db"

    async def make() -> None:
        store = await open_store(url_of(file), create=True)
        async with store.transaction() as tx:
            await tx.directory.put(KELOMPOK, UNITS)
        await store.close()

    asyncio.run(make())
    return file


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Path:
    """A database file of the test's own."""
    return Path(shutil.copy(migrated, tmp_path / "ikm.db"))


@pytest.fixture
async def sqlite_store(database: Path) -> AsyncIterator[Store]:
    store = await open_store(url_of(database))
    yield store
    await store.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of this test process's own, with a migrated database to be cloned."""
    with running() as server:
        # Aside: an async fixture may be the first to ask, and then a loop runs here.
        with ThreadPoolExecutor(1) as aside:
            aside.submit(asyncio.run, server.migrate()).result()
        yield server


@pytest.fixture
async def postgres_url(postgres: Server) -> AsyncIterator[str]:
    """A PostgreSQL database of the test's own, as `database` is one of SQLite."""
    url = await postgres.clone()
    yield url
    await postgres.drop(url)


@pytest.fixture
async def postgres_store(postgres_url: str) -> AsyncIterator[Store]:
    store = await open_store(postgres_url)
    yield store
    await store.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that says what it lacks is skipped, unless everything has to be run."""
    report = yield
    if report.skipped and os.environ.get("IKM_TEST_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} was skipped where everything has to run: {call.excinfo and call.excinfo.value}"
        )
    return report
