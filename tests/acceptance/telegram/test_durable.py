"""Fifty citizens, one process, and a power cut in the middle of it."""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
from pathlib import Path

import pytest

from tests.acceptance.telegram.citizens import SELESAI, Content, answer_once, changed, finish, screen
from tests.acceptance.telegram.service import UNIT, Service, running
from tests.fakes.telegram import FakeTelegram, Person, SpecNotAtHandError

CITIZENS = 50
RECEIPT = re.compile(r"/hapus ([A-Z0-9]{5}-[A-Z0-9]{5})")


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_fifty_citizens_finish_though_the_process_is_killed(tmp_path: Path, webhook: bool) -> None:
    """Killed with SIGKILL in the middle of 50 interviews and started again, the program has every finished
    response once, and every draft goes on at its question."""
    luck = random.Random(20241104)
    async with running(tmp_path, webhook=webhook) as (service, api):
        people = [api.person(1000 + n, f"Warga {n}") for n in range(CITIZENS)]
        await asyncio.gather(*(_begin(person, luck, n) for n, person in enumerate(people)))
        going = [asyncio.create_task(finish(person, random.Random(n))) for n, person in enumerate(people)]
        await _some_have_finished(people)
        await service.kill()
        await service.start()
        await asyncio.gather(*going)

        receipts = {found[1] for person in people if (found := RECEIPT.search(person.last.text))}
        assert len(receipts) == CITIZENS
        assert await service.stop() == 0
        _every_answer_is_there_once(service, CITIZENS)
        _calls_are_as_specified(api)


async def test_a_draft_resumes_at_its_question_after_a_kill(tmp_path: Path) -> None:
    """After a kill the button that was on the screen still counts, and leads to the next question."""
    async with running(tmp_path) as (service, api):
        person, luck = api.person(7), Content(7)
        await _begin(person, luck, 8)
        before = person.last.text
        await service.kill()
        await service.start()
        await answer_once(person, luck)
        await changed(person, (person.last.message_id, before))
        number = [int(re.findall(r"(\d)/9", text)[0]) for text in (before, person.last.text)]
        assert number[1] == number[0] + 1


async def test_ctrl_c_ends_within_five_seconds_with_nothing_lost(tmp_path: Path) -> None:
    """SIGINT in the middle of interviews ends the program in time, with exit code 0 and every draft kept."""
    async with running(tmp_path) as (service, api):
        people = [api.person(n) for n in range(1, 11)]
        await asyncio.gather(*(_begin(person, random.Random(person.id), 6) for person in people))
        async with asyncio.timeout(5):
            assert await service.stop() == 0
        await service.start()
        await asyncio.gather(*(finish(person, random.Random(person.id)) for person in people))
        await service.stop()
        _every_answer_is_there_once(service, 10)
        assert "Traceback" not in service.log()


async def _begin(person: Person, luck: random.Random, answers: int) -> None:
    await person.start(UNIT)
    await changed(person, None, 10)
    for _ in range(answers % 12):
        seen = screen(person)
        assert seen is not None
        await answer_once(person, luck)
        await changed(person, (seen.message_id, seen.text))


async def _some_have_finished(people: list[Person]) -> None:
    """Until a few are through and most are not."""

    def enough(_: Person) -> bool:
        return sum(SELESAI in person.last.text for person in people) >= 3

    await people[0].wait_for(enough, 60)


def _every_answer_is_there_once(service: Service, expected: int) -> None:
    with sqlite3.connect(f"file:{service.folder}/ikm.db?mode=ro", uri=True) as database:
        responses, people, receipts = database.execute(
            "SELECT count(*), count(DISTINCT responden), count(DISTINCT tanda_terima) FROM respons"
        ).fetchone()
        counted = database.execute("SELECT sum(n) FROM rekap_responden").fetchone()[0]
        addresses = database.execute("SELECT count(*) FROM sessions").fetchone()[0]
        waiting = database.execute("SELECT count(*) FROM outbox").fetchone()[0]
    database.close()
    assert (responses, people, receipts, counted) == (expected,) * 4
    assert (addresses, waiting) == (0, 0)


def _calls_are_as_specified(api: FakeTelegram) -> None:
    try:
        assert api.check_against_spec() == []
    except SpecNotAtHandError as missing:
        # Said, not skipped: the rest of this test does not need that file.
        print(f"not checked against the specification: {missing}")
    refused = [call for call in api.calls if call.error is not None]
    harmless = ("message is not modified", "query is too old", "message to delete not found")
    assert [call for call in refused if not any(words in str(call.error) for words in harmless)] == []
