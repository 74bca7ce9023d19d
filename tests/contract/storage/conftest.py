"""The databases the contract holds for. A further one is a further parameter, and a way to open it again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.connect import open_store
from storage.store import Store
from tests.factories import url_of


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest) -> str:
    """Where a migrated database is, with the factories' units in it, and nothing else."""
    if kind == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    file: Path = request.getfixturevalue("database")
    return url_of(file)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """That database, opened."""
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture
async def neighbour(url: str) -> AsyncIterator[Store]:
    """Another program's store over the same database."""
    opened = await open_store(url)
    yield opened
    await opened.close()
