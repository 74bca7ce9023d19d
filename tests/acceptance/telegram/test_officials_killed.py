"""A power cut between an official's command and its answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.acceptance.telegram.officials import accept, code_of, first_admin, typed
from tests.acceptance.telegram.service import Service, running
from tests.fakes.telegram import Person


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_command_is_answered_once_though_the_process_is_killed(tmp_path: Path, webhook: bool) -> None:
    """Killed before what was pressed could be stored, and killed after that but before the answer could be sent: each
    time the answer comes after the restart, once, and holds one invitation, which works."""
    async with running(tmp_path, webhook=webhook) as (service, api):
        admin = await first_admin(service)
        seen = await typed(admin, "/undang", "Siapa yang akan Anda undang?")
        with service.writing():
            await admin.tap("Peninjau", seen)
            await asyncio.sleep(0.5)  # by then it was taken; where it was not, nothing can be lost
            await service.kill()
        assert _invitations(service) == 1  # the admin's own
        await service.start()
        await _answered(service, admin, 1)

        seen = await typed(admin, "/undang", "Siapa yang akan Anda undang?")
        for method in ("sendMessage", "editMessageText"):
            api.faults.fail(method, admin.id, code=502, description="Bad Gateway", times=None)
        await admin.tap("Peninjau", seen)
        await service.until(lambda one: _invitations(one) == 3)
        await service.kill()
        api.faults.clear()
        await service.start()
        await _answered(service, admin, 2)
        service.calls_are_as_specified("Bad Gateway", "terminated by other getUpdates")
        service.log_is_discreet("undangan_")
        assert "Traceback" not in service.log()


async def _answered(service: Service, admin: Person, times: int) -> None:
    """Once all is sent, the chat shows so many links, of as many invitations, and the last one works."""
    waiting = "SELECT count(*) FROM outbox WHERE address = ? AND NOT push"
    await admin.wait_for(lambda one: len(_links(one)) >= times, 40)
    await service.until(lambda one: one.api.idle and one.rows(waiting, str(admin.id)) == [(0,)])
    codes = _links(admin)
    assert len({*codes}) == len(codes) == times == _invitations(service) - 1
    assert "terdaftar sebagai Peninjau" in (await accept(service.citizen(), codes[-1])).text


def _links(admin: Person) -> list[str]:
    return [code_of(seen.text) for seen in admin.from_bot if "Kirimkan tautan ini" in seen.text]


def _invitations(service: Service) -> int:
    return int(service.rows("SELECT count(*) FROM undangan")[0][0])
