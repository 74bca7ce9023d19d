"""Power cuts and silence: nothing is lost, nothing doubled, and one reminder."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

from tests.acceptance.telegram.citizens import SELESAI, Content
from tests.acceptance.whatsapp.citizens import answer_once, at, enter, finish, walk
from tests.acceptance.whatsapp.service import Service, running
from tests.fakes.whatsapp import Person

CITIZENS = 20
RECEIPT = re.compile(r"/hapus ([A-Z0-9]{5}-[A-Z0-9]{5})")


async def test_citizens_finish_though_the_process_is_killed(tmp_path: Path) -> None:
    """Killed with SIGKILL in the middle of interviews and started again, the program stores every response once and
    gives each its receipt; what was delivered meanwhile comes again, by the platform."""
    async with running(tmp_path) as service:
        people = [service.citizen() for _ in range(CITIZENS)]
        await asyncio.gather(
            *(walk(one, Content(n), f"Pertanyaan {1 + n % 9}/9", 120) for n, one in enumerate(people))
        )
        going = [asyncio.create_task(_finish(one)) for one in people]
        for _ in range(2):
            await asyncio.sleep(1)
            await service.kill()
            await asyncio.sleep(0.5)
            await service.start()
        await asyncio.gather(*going)
        await service.still(60)
        receipts = {found[1] for one in people for seen in one.from_bot if (found := RECEIPT.search(seen.text))}
        assert len(receipts) == CITIZENS
        stored = service.rows("SELECT count(*), count(DISTINCT responden), count(DISTINCT tanda_terima) FROM respons")
        assert stored == [(CITIZENS,) * 3]
        assert service.rows("SELECT sum(n) FROM rekap_responden") == [(CITIZENS,)]
        assert sum(service.traces_of(one) for one in people) == 0
        assert "Traceback" not in service.log()
        service.log_is_discreet()


async def test_a_draft_goes_on_at_its_question_after_a_kill(tmp_path: Path) -> None:
    """The list that was on the screen before the power cut still counts, and leads to the next question."""
    async with running(tmp_path) as service:
        person = await at(service, "Pertanyaan 6/9")
        await service.kill()
        answer_once(person, Content())  # the platform keeps it until the program is back
        await asyncio.sleep(0.5)
        await service.start()
        await person.wait_for_text("Pertanyaan 7/9")
        await finish(person, Content())


async def test_who_falls_silent_is_reminded_once_and_then_let_go(tmp_path: Path) -> None:
    """The times for the reminder and for the end pass while the program is down: it reminds once, inside the window
    and without a template, and a draft given up leaves no address behind."""
    async with running(tmp_path) as service:
        silent, lost = await at(service, "Pertanyaan 4/9"), await at(service, "Pertanyaan 4/9")
        assert await service.stop() == 0
        _let_pass(service, silent, "remind_at")
        _let_pass(service, lost, "expires_at")
        await service.start()
        reminded = await silent.wait_for_text("belum selesai. Tinggal", 60)
        assert not reminded.template
        await service.still()
        await service.wait_until(lambda: service.traces_of(lost) == 0)
        assert len([seen for seen in silent.from_bot if "belum selesai" in seen.text]) == 1
        await finish(silent, Content())
        enter(lost)
        await lost.wait_for_text("Apakah Anda bersedia ikut?")


async def _finish(person: Person) -> None:
    """Answer each question once, when it comes: nobody tries a second time, so that what is lost is missed."""
    async with asyncio.timeout(120):
        while SELESAI not in person.last.text:
            before = len(person.from_bot)
            answer_once(person, Content())
            await person.wait_for(lambda one, n=before: len(one.from_bot) > n, 100)  # type: ignore[misc]


def _let_pass(service: Service, person: Person, column: str) -> None:
    past = int(time.time() * 1000) - 1
    with service.writing() as database:
        done = database.execute(
            f"UPDATE sessions SET {column} = ? WHERE address IN (?, ?)", (past, person.wa_id, person.user_id)
        )
        assert done.rowcount == 1
