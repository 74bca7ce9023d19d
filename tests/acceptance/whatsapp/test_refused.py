"""What the platform refuses, each by its meaning: wait, wait longer, send again, or write no more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.telegram.citizens import Content
from tests.acceptance.whatsapp.citizens import answer_once, at, enter, walk
from tests.acceptance.whatsapp.service import Service, running

WAITING = "SELECT count(*) FROM outbox"


async def test_what_passes_by_itself_is_sent_again(tmp_path: Path) -> None:
    """A server that fails, a connection closed before the message was taken, a service that is away: the answer gets
    its question all the same, once."""
    async with running(tmp_path) as service:
        person = await at(service, "Pertanyaan 1/9")
        faults = service.api.faults
        ways: list[Callable[[], None]] = [
            lambda: faults.broken(500),
            lambda: faults.broken(503),
            lambda: faults.drop(accepted=False),
            lambda: faults.fail(131016),
            lambda: faults.fail(2),
        ]
        for n, go_wrong in enumerate(ways, start=2):
            go_wrong()
            answer_once(person, Content())
            await person.wait_for_text(f"Pertanyaan {n}/9", 60)
            await service.still(60)
            assert len([seen for seen in person.from_bot if f"Pertanyaan {n}/9" in seen.text]) == 1


async def test_one_person_too_fast_waits_alone(tmp_path: Path) -> None:
    """131056: that person's messages wait four seconds, then sixteen; another's go out meanwhile."""
    async with running(tmp_path) as service:
        hasty, other = await at(service, "Pertanyaan 2/9"), await at(service, "Pertanyaan 2/9")
        service.api.faults.fail(131056, who=hasty, times=2)
        answer_once(hasty, Content())
        await service.wait_until(lambda: len(_refused(service)) == 1)
        answer_once(other, Content())
        await other.wait_for_text("Pertanyaan 3/9")
        assert "Pertanyaan 2/9" in hasty.last.text
        await hasty.wait_for_text("Pertanyaan 3/9", 60)
        first, second, third = [call.time for call in service.api.sent_to(hasty)[-3:]]
        assert second - first >= 4
        assert third - second >= 16


async def test_the_whole_number_too_fast_rests_for_all(tmp_path: Path) -> None:
    """130429: nothing at all is sent for some seconds; then everything, and nobody has to write again."""
    async with running(tmp_path) as service:
        one, two = await at(service, "Pertanyaan 2/9"), await at(service, "Pertanyaan 2/9")
        service.api.faults.fail(130429)
        answer_once(one, Content())
        await service.wait_until(lambda: len(_refused(service)) == 1)
        refused = _refused(service)[0]
        answer_once(two, Content())
        await asyncio.gather(*(person.wait_for_text("Pertanyaan 3/9", 60) for person in (one, two)))
        after = [call.time for call in service.api.calls_of("messages") if call.time > refused]
        assert min(after) - refused >= 4.9


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (80007, ""),
        (131048, "WhatsApp Manager"),
        (190, "set a valid IKM_WHATSAPP_TOKEN"),
        (131031, "WhatsApp Manager"),
    ],
)
async def test_the_account_rests_and_loses_nothing(tmp_path: Path, code: int, advice: str) -> None:
    """The account is limited, blocked or unknown: the platform is asked no more for a while, what is due waits in
    the outbox, the log says what helps, and after a restart the next try brings it."""
    async with running(tmp_path) as service:
        one, two = await at(service, "Pertanyaan 2/9"), await at(service, "Pertanyaan 2/9")
        service.api.faults.fail(code, times=None)
        answer_once(one, Content())
        await service.wait_until(lambda: len(_refused(service)) == 1)
        answer_once(two, Content())
        await service.wait_until(lambda: service.rows(WAITING) == [(2,)])
        await asyncio.sleep(1)
        assert len(_refused(service)) == 1
        assert advice in service.log()
        service.api.faults.clear()
        assert await service.stop() == 0
        with service.writing() as database:
            database.execute("UPDATE outbox SET due_at = 0")
        await service.start()
        await asyncio.gather(*(person.wait_for_text("Pertanyaan 3/9", 60) for person in (one, two)))


@pytest.mark.parametrize("late", [False, True], ids=["at once", "late"])
async def test_who_cannot_be_reached_is_written_to_no_more(tmp_path: Path, late: bool) -> None:
    """131026, at once or by a late status: no second try, and when they write again they are answered."""
    async with running(tmp_path) as service:
        person = await at(service, "Pertanyaan 2/9")
        service.api.faults.fail(131026, who=person, late=late)
        answer_once(person, Content())
        calls = len(service.api.sent_to(person)) + 1
        await service.wait_until(lambda: len(service.api.sent_to(person)) == calls)
        await service.still()
        await asyncio.sleep(1)
        assert len(service.api.sent_to(person)) == calls
        enter(person)
        await person.wait_for(lambda one: "Pertanyaan" in one.last.text or "bersedia" in one.last.text)


async def test_held_back_by_the_platform_waits_a_day(tmp_path: Path) -> None:
    """131049: that message waits, and is not sent again and again."""
    async with running(tmp_path) as service:
        person = await at(service, "Pertanyaan 2/9")
        service.api.faults.fail(131049, who=person, times=None)
        answer_once(person, Content())
        await service.wait_until(lambda: len(_refused(service)) == 1)
        await asyncio.sleep(2)
        assert len(_refused(service)) == 1
        due = service.rows("SELECT due_at FROM outbox")
        assert len(due) == 1
        assert due[0][0] / 1000 - time.time() > 3600 * 12


async def test_the_own_rate_stays_within_the_pair_rate(tmp_path: Path) -> None:
    """Sixty messages of one person as fast as they come: the platform never has to refuse one."""
    async with running(tmp_path) as service:
        person = service.citizen()
        enter(person)
        await person.wait_for_text("bersedia ikut?")
        await walk(person, Content(), "Pertanyaan 2/9")
        for _ in range(60):
            person.say("/bantuan")
        await person.wait_for(lambda one: len(one.from_bot) >= 30, 60)
        await asyncio.sleep(3)
        assert _refused(service) == []
        assert len(service.api.sent_to(person)) <= 45 + 30


def _refused(service: Service) -> list[float]:
    """When messages were refused."""
    return [call.time for call in service.api.calls_of("messages") if call.error is not None]
