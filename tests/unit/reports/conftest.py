"""The demo city, generated once into a real database, and the subjects that reports are about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.cli.demo import fill
from bot.demo import SEED, YEAR
from bot.engine.survey import Aturan, Direktori, Survey
from bot.settings import Settings
from storage.connect import open_store
from storage.store import Store, Transaction
from tests.factories import INSTRUMEN, url_of


@pytest.fixture(scope="session")
def city_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of an installation whose database holds the demo. Not to be written to."""
    settings = Settings(database_url=url_of(tmp_path_factory.mktemp("city") / "ikm.db"))
    asyncio.run(fill(settings, YEAR, SEED))
    return settings


@pytest.fixture
async def city_store(city_settings: Settings) -> AsyncIterator[Store]:
    store = await open_store(city_settings.database_url)
    yield store
    await store.close()


@pytest.fixture
async def city(city_store: Store) -> AsyncIterator[Transaction]:
    """One look at the demo city's database."""
    async with city_store.reading() as tx:
        yield tx


@pytest.fixture
async def survey(city: Transaction) -> Survey:
    direktori = Direktori.of(await city.directory.kelompok(), await city.directory.units())
    return Survey(INSTRUMEN, direktori, Aturan(nama_pemda="Pemerintah Kota Kediri"))
