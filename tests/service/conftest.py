"""A conversation, and a desk of officials before it, over a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.store import Store
from tests.service.officials import Office, office_over
from tests.service.printing import PUBLIC, Make, Printing, printing_at
from tests.service.rig import Rig, rig_over


@pytest.fixture
async def rig(sqlite_store: Store) -> AsyncIterator[Rig]:
    made = await rig_over(sqlite_store)
    yield made
    await made.conversation.close()


@pytest.fixture
async def office(sqlite_store: Store) -> AsyncIterator[Office]:
    made = await office_over(sqlite_store)
    yield made
    await made.rig.conversation.close()


@pytest.fixture
async def start(office: Office) -> AsyncIterator[Make]:
    """Starts processes that print; whatever they print with is gone when the test is over."""
    made: list[Printing] = []

    def make(base_url: str = PUBLIC, timeout: float = 60.0) -> Printing:
        made.append(printing_at(office, base_url, timeout))
        return made[-1]

    yield make
    for one in made:
        await one.penerbit.close()
