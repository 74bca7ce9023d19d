"""One program by long polling and one by webhook, for all tests that do not stop it; and as many for officials, with
a year of answers."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.telegram import officials
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
OFFICE = {"IKM_LOG_LEVEL": "DEBUG", "IKM_TELEGRAM_CHAT_PER_SECOND": "0"}
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


@pytest_asyncio.fixture(scope="package", loop_scope="package", params=["polling", "webhook"])
async def office(
    request: pytest.FixtureRequest, kediri: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[officials.Office]:
    """The program over such a database; at the end its log and its calls are looked through."""
    folder = tmp_path_factory.mktemp(f"office-{request.param}")
    officials.at_noon(Path(shutil.copy(kediri, folder / "ikm.db")))
    async with running(folder, webhook=request.param == "webhook", settings=OFFICE) as (service, _):
        admin = await officials.first_admin(service)
        yield officials.Office(service, admin, *await officials.five_answer(service))
    service.log_is_discreet(*officials.WRITTEN)
    service.calls_are_as_specified("there is no text in the message to edit")  # it is a picture: a new one is sent
    assert "Traceback" not in service.log()
