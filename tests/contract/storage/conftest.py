"""The databases the contract holds for. A further one is a further parameter, and a way to open it again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.connect import open_store
from storage.store import Store
from tests.factories import url_of


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest) -> Store:
    """A migrated database with the factories' units in it, and nothing else."""
    made: Store = request.getfixturevalue(f"{request.param}_store")
    return made


@pytest.fixture
async def neighbour(store: Store, database: Path) -> AsyncIterator[Store]:
    """Another program's store over the same database."""
    opened = await open_store(url_of(database))
    yield opened
    await opened.close()
