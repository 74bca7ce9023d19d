"""Silence: one reminder, then the draft's end; both are caught up with after the program was down."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import Content, at, finish
from tests.acceptance.telegram.service import Service, running
from tests.fakes.telegram import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_who_falls_silent_is_reminded_once_and_then_let_go(tmp_path: Path) -> None:
    """The times for the reminder and for the end pass while the program is down. Started again it reminds once,
    the draft goes on at its question, and a draft given up leaves no address behind."""
    async with running(tmp_path) as (service, _):
        silent, lost, fresh = [await at(service, "Pertanyaan 4/9") for _ in range(3)]
        assert await service.stop() == 0
        _let_pass(service, silent, "remind_at")
        _let_pass(service, lost, "expires_at")
        await service.start()

        reminded = await silent.wait_for_text("belum selesai. Tinggal 7 pertanyaan lagi", 20)
        await lost.wait_for_text("ditutup karena lama tidak dilanjutkan", 20)
        await service.still()
        assert silent.from_bot == [reminded]
        assert "Pertanyaan 4/9" in fresh.last.text
        assert service.traces_of(lost) == 0
        assert service.rows("SELECT count(*) FROM sessions WHERE remind_at IS NULL") == [(1,)]

        await finish(silent, Content())
        await lost.press(lost.last, "a.1.4")
        await lost.wait_for(lambda person: person.toasts[-1].text == w.SUDAH_SELESAI)
        service.calls_are_as_specified("terminated by other getUpdates")
        service.log_is_discreet()


def _let_pass(service: Service, person: Person, column: str) -> None:
    past = int(time.time() * 1000) - 1
    with service.writing() as database:
        done = database.execute(f"UPDATE sessions SET {column} = ? WHERE address = ?", (past, str(person.id)))
        assert done.rowcount == 1
