"""One program for all tests that do not stop it, and one for officials with a year of answers."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.acceptance.telegram.officials import at_noon
from tests.acceptance.whatsapp import officials
from tests.acceptance.whatsapp.service import Service, running

TYPED = ("Loketnya ramai sekali", "Kursi di ruang tunggu kurang")
"""Words that citizens type in these tests; no log may hold them."""


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def program(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """The program, up; at the end its log, its answers and its calls are looked through."""
    async with running(tmp_path_factory.mktemp("whatsapp"), settings={"IKM_LOG_LEVEL": "DEBUG"}) as service:
        yield service
        await service.still()
    service.log_is_discreet(*TYPED)
    service.answered_in_time()
    # On a machine full of tests a second's calls may arrive as if in one moment; that they are spaced when they leave
    # is a test of its own.
    refused = [str(call.error) for call in service.api.calls if call.error is not None]
    assert [one for one in refused if not one.startswith("130429")] == []
    assert "Traceback" not in service.log()


@pytest.fixture
def service(program: Service) -> Service:
    """The program, with nothing going wrong yet."""
    program.api.faults.clear()
    return program


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def office(kediri: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[officials.Office]:
    """The program over such a database; at the end its log and its calls are looked through."""
    folder = tmp_path_factory.mktemp("whatsapp-office")
    at_noon(Path(shutil.copy(kediri, folder / "ikm.db")))
    async with running(folder, settings={"IKM_LOG_LEVEL": "DEBUG"}) as service:
        yield officials.Office(service, await officials.first_admin(service))
        await service.still()
    service.log_is_discreet("undangan_", *officials.WRITTEN)
    service.answered_in_time()
    assert "Traceback" not in service.log()
