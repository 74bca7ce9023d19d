"""One program by long polling and one by webhook, for all tests that do not stop it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.acceptance.telegram.service import Service, running

REFUSED_ON_PURPOSE = (
    "message can't be edited",
    "message to edit not found",
    "Too Many Requests",
    "bot was blocked",
    "Internal Server Error",
    "Bad Gateway",
    "terminated by other getUpdates",
)
SETTINGS = {"IKM_LOG_LEVEL": "DEBUG", "IKM_TELEGRAM_CHAT_BURST": "200"}
"""It logs all it can, and lets citizens be quicker than people are."""
TYPED = ("Loketnya ramai sekali", "lima ratus meter", "Warung sebelah")
"""Words that citizens type in these tests; no log may hold them."""


@pytest_asyncio.fixture(scope="package", loop_scope="package", params=["polling", "webhook"])
async def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """The program, up; at the end its log and its calls are looked through."""
    folder = tmp_path_factory.mktemp(request.param)
    webhook = request.param == "webhook"
    async with running(folder, webhook=webhook, settings=SETTINGS) as (service, _):
        yield service
        await service.still()
    service.log_is_discreet(*TYPED)
    service.calls_are_as_specified(*REFUSED_ON_PURPOSE)
    assert "Traceback" not in service.log()


@pytest.fixture
def service(program: Service) -> Service:
    """The program, with nothing going wrong yet."""
    program.api.faults.clear()
    return program
