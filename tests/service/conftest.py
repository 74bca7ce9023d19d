"""A conversation, and a desk of officials before it, over a real database.

Over SQLite; what is most of a database's doing over PostgreSQL as well. `IKM_TEST_DATABASE=postgres` runs over that
whatever asks for `rig` or `office`.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.service import looking
from storage.store import Store
from tests.factories import Clock
from tests.service.knocking import Platform, platform_over
from tests.service.officials import Office, office_over
from tests.service.printing import PUBLIC, Make, Printing, printing_at
from tests.service.rig import Rig, rig_over

_BOTH = {
    f"test_{one}"
    for one in (
        "batches",
        "desk",
        "finishing",
        "mailbox",
        "order",
        "people",
        "privacy",
        "query_plans",
        "receipts",
        "repeats",
        "saran_answer",
        "window",
    )
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        module = metafunc.module.__name__.rpartition(".")[2]
        asked = os.environ.get("IKM_TEST_DATABASE")
        metafunc.parametrize("kind", [asked] if asked else ["sqlite", "postgres"] if module in _BOTH else ["sqlite"])


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest) -> Store:
    """A migrated database with the factories' units in it, and nothing else."""
    made: Store = request.getfixturevalue(f"{kind}_store")
    return made


@pytest.fixture
async def rig(store: Store) -> AsyncIterator[Rig]:
    made = await rig_over(store)
    yield made
    await made.conversation.close()


@pytest.fixture
async def office(store: Store) -> AsyncIterator[Office]:
    made = await office_over(store)
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


@pytest.fixture
async def platform(store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Platform]:
    """A platform with windows, over the store; it looks for what is due more often than one in use."""
    monkeypatch.setattr(looking, "SCAN_SECONDS", 0.05)
    monkeypatch.setattr("bot.service.delivery.SETTLE_SECONDS", 0.01)
    made = await platform_over(store, Clock(datetime.now(UTC)))
    made.start()
    yield made
    await made.stop()
