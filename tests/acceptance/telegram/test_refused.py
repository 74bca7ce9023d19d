"""What the platform refuses or loses: the interview goes on, and nobody is written to who does not want it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import Content, at, finish
from tests.acceptance.telegram.service import UNIT, Service
from tests.fakes.telegram import Faults, Person

pytestmark = pytest.mark.asyncio(loop_scope="package")

WAIT = 6
"""Seconds that the platform asks to wait."""


@pytest.mark.parametrize("how", ["too old", "deleted"])
async def test_a_message_that_cannot_be_edited_is_followed_by_a_new_one(service: Service, how: str) -> None:
    """Where editing is refused the next question comes in a new message, and the interview goes on with that."""
    person = await at(service, "Pertanyaan 2/9")
    old = person.last
    if how == "deleted":
        person.delete(old)
        await person.send_text("mudah")
    else:
        person.freeze(old)
        await person.tap("Mudah")
    new = await person.wait_for_text("Pertanyaan 3/9")
    assert new.message_id > old.message_id
    await service.still()
    await finish(person, Content())
    assert person.last.message_id == new.message_id


async def test_a_wait_that_the_platform_asks_for_is_kept(service: Service) -> None:
    """After a 429 on an edit or on a new message that chat is not called before retry_after is over, however much
    the person taps; then the screen is right. Others are served meanwhile."""
    edited, sent, other = [await at(service, "Pertanyaan 2/9") for _ in range(3)]
    service.api.faults.retry_after(WAIT, "editMessageText", edited.id)
    service.api.faults.retry_after(WAIT, "sendMessage", sent.id)
    await edited.tap("Mudah")
    await sent.send_text("/bantuan")
    for person in (edited, sent):
        await service.until(_refused(person))
        await person.tap("◀")
    await other.tap("Mudah")
    await other.wait_for_text("Pertanyaan 3/9", WAIT - 1)
    await service.still()

    for person in (edited, sent):
        calls = service.calls_to(person)
        refused = next(n for n, call in enumerate(calls) if call.error and "Too Many Requests" in call.error)
        assert WAIT <= calls[refused + 1].time - calls[refused].time < WAIT + 10
    # The one's answer had counted, so their next tap came too late; the other's tap counted.
    assert "Pertanyaan 3/9" in edited.last.text
    assert "Pertanyaan 1/9" in sent.last.text


def _refused(person: Person) -> Callable[[Service], bool]:
    return lambda service: any(call.error is not None for call in service.calls_to(person))


async def test_who_blocks_the_bot_is_left_alone(service: Service) -> None:
    """Blocked in the middle of an interview, the bot calls that chat at most once more, quietly, and forgets the
    address; after unblocking and /start everything works."""
    person = await at(service, "Pertanyaan 2/9")
    await person.tap("Mudah")
    await person.block()
    await service.still()
    await asyncio.sleep(0.3)
    done = len(service.calls_to(person))
    assert service.traces_of(person) == 0

    await person.unblock()
    await service.still()
    assert len(service.calls_to(person)) == done
    await person.start(UNIT)
    await person.wait_for_text("Apakah Anda bersedia ikut?")
    await finish(person, Content())
    await service.still()
    assert service.traces_of(person) == 0


async def test_a_block_noticed_only_by_its_403_is_the_end_too(service: Service) -> None:
    """Where no update tells of the block, the first 403 ends the sending and the address is gone."""
    person = await at(service, "Pertanyaan 2/9")
    service.api.faults.block(person.id)
    await person.tap("Mudah")
    await service.until(lambda one: any(call.error for call in one.calls_to(person)))
    await service.still()
    done = len(service.calls_to(person))
    assert service.traces_of(person) == 0
    await asyncio.sleep(1.2)
    assert len(service.calls_to(person)) == done
    service.api.faults.clear()
    await person.start(UNIT)
    await person.wait_for_text("Apakah Anda bersedia ikut?")


FAULTS: dict[str, Callable[[Faults, str, int], None]] = {
    "500": lambda faults, method, chat: faults.fail(method, chat),
    "502 page": lambda faults, method, chat: faults.fail(method, chat, code=502, description="Bad Gateway"),
    "lost before": lambda faults, method, chat: faults.drop(method, chat, accepted=False),
    "lost after": lambda faults, method, chat: faults.drop(method, chat, accepted=True),
}


async def test_after_errors_and_lost_connections_the_screen_is_right(service: Service) -> None:
    """A server's error, or a connection lost before or after the call was carried out, on an edit and on a new
    message: the next question is on the screen in the end, once, and it can be answered."""
    cases = [(fault, method) for fault in FAULTS.values() for method in ("editMessageText", "sendMessage")]
    people = [await at(service, "Pertanyaan 2/9") for _ in cases]
    for person, (fault, method) in zip(people, cases, strict=True):
        fault(service.api.faults, method, person.id)
    await asyncio.gather(*(_goes_on(person, method) for person, (_, method) in zip(people, cases, strict=True)))


async def _goes_on(person: Person, method: str) -> None:
    if method == "editMessageText":
        await person.tap("Mudah")
    else:
        await person.send_text("/bantuan")
        await person.wait_for_text(w.BANTUAN.splitlines()[0])
        await person.tap("Mudah", person.last)
    await person.wait_for_text("Pertanyaan 3/9")
    await person.tap("Cepat", person.last)
    await person.wait_for_text("Pertanyaan 4/9")


async def test_an_acknowledgement_that_is_lost_holds_nothing_up(service: Service) -> None:
    """answerCallbackQuery fails and is slow; the next question comes all the same."""
    person = await at(service, "Pertanyaan 2/9")
    service.api.faults.fail("answerCallbackQuery", times=1)
    service.api.faults.drop("answerCallbackQuery", times=1)
    for label, question in (("Mudah", "Pertanyaan 3/9"), ("Cepat", "Pertanyaan 4/9"), ("Gratis", "Pertanyaan 5/9")):
        await person.tap(label)
        await person.wait_for_text(question)
