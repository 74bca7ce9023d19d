"""A whole interview on WhatsApp, from the link's text to the receipt."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import SELESAI, Content, Scoring
from tests.acceptance.whatsapp.citizens import answer_once, at, enter, finish, replied
from tests.acceptance.whatsapp.service import UNIT, Service
from tests.fakes.whatsapp import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")

RECEIPT = re.compile(r"/hapus [A-Z0-9]{5}-[A-Z0-9]{5}")
BURST = 45


@pytest.mark.parametrize("score", [4, 1])
async def test_each_answer_gets_one_message(service: Service, score: int) -> None:
    """From the link's text to the receipt one message goes out for each that comes in, so that nobody who answers at
    once comes near the platform's rate; nothing of the address is left behind, and every message's fate is known."""
    person = service.citizen()
    answers = await finish(person, Scoring(score))
    await service.still()
    assert RECEIPT.search(person.last.text)
    assert len(service.api.sent_to(person)) == len(person.from_bot) == answers + 1 < BURST
    assert service.traces_of(person) == 0
    wamids = {seen.id for seen in person.from_bot}
    fates = [row for row in service.rows("SELECT wamid, keadaan, payload FROM terkirim") if row[0] in wamids]
    assert len(fates) == len(wamids)
    assert {row[1] for row in fates} == {"sampai"}


async def test_a_person_may_write_around_the_links_text(service: Service) -> None:
    """The code is found in what the person made of the prepared text."""
    person = service.citizen()
    person.say(f"Halo, survei {UNIT} ya pak")
    await person.wait_for_text("Kelurahan Bandar Kidul")
    assert "Apakah Anda bersedia ikut?" in person.last.text


async def test_answers_may_be_typed_by_number_and_by_word(service: Service) -> None:
    """Every question is answered without opening a list: by its number, by its words, and by a way around."""
    person = await at(service, "Pertanyaan 2/9")
    person.say("3")
    await person.wait_for_text("Pertanyaan 3/9")
    person.say("Sangat cepat")
    await person.wait_for_text("Pertanyaan 4/9")
    person.tap("◀")
    await person.wait_for_text("Pertanyaan 3/9")
    assert "✓ Sangat cepat" in person.last.labels


async def test_labels_stand_whole_in_the_message(service: Service) -> None:
    """Where a row is too short for a label, the text or the row's second line has all of it."""
    person = await at(service, "Pertanyaan 9/9")
    for label in ("Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal"):
        assert label in person.last.text
        assert label in [button.description for button in person.last.buttons]


async def test_a_double_tap_counts_once(service: Service) -> None:
    """Two taps on one question: the first is the answer, and the second, which comes from a question that is gone,
    moves nothing."""
    person = await at(service, "Pertanyaan 2/9")
    question = person.last
    person.tap("Mudah", question)
    person.tap("Tidak mudah", question)
    await person.wait_for(lambda one: [seen for seen in one.from_bot if "Pertanyaan 3/9" in seen.text])
    await service.still()
    person.tap("◀", next(seen for seen in person.from_bot if "Pertanyaan 3/9" in seen.text))
    await person.wait_for_text("Pertanyaan 2/9")
    assert "✓ Mudah" in person.last.labels


async def test_the_receipt_arrives_though_sending_is_tapped_twice(service: Service) -> None:
    """A double tap at the end stores one response and shows its receipt."""
    count = service.rows("SELECT count(*) FROM respons")[0][0]
    person = await at(service, w.TINJAU)
    review = person.last
    person.tap(w.KIRIM, review)
    person.tap(w.KIRIM, review)
    await person.wait_for(lambda one: [seen for seen in one.from_bot if SELESAI in seen.text])
    await service.still()
    assert len([seen for seen in person.from_bot if RECEIPT.search(seen.text)]) == 1
    assert service.rows("SELECT count(*) FROM respons")[0][0] == count + 1


async def test_who_allows_an_answer_leaves_an_address_for_that_alone(service: Service) -> None:
    person = await at(service, "Terakhir: ada saran")
    person.say("Kursi di ruang tunggu kurang.")
    await person.wait_for_text("Bolehkah petugas membalas saran Anda")
    for label in (w.BALAS_YA, w.KIRIM):
        before = len(person.from_bot)
        person.tap(label)
        await replied(person, before)
    assert SELESAI in person.last.text
    await service.still()
    assert service.traces_of(person) == 1
    receipt = RECEIPT.search(person.last.text)
    assert receipt is not None
    person.say(receipt[0])
    await person.wait_for_text("sudah dihapus")
    await service.still()
    assert service.traces_of(person) == 0


async def test_what_is_no_text_is_answered_kindly(service: Service) -> None:
    """A picture, a voice message, a place or a poll is no answer: the question stays and says so. A reaction is
    nobody's answer, and gets none."""
    person = await at(service, "Pertanyaan 2/9")
    for send in (person.send_photo, person.send_voice, person.send_location, person.send_unsupported):
        before = len(person.from_bot)
        send()
        seen = await replied(person, before)
        assert seen is not None
        assert "Pertanyaan 2/9" in seen.text
    before = len(person.from_bot)
    person.react("👍")
    await service.still()
    await asyncio.sleep(0.2)
    assert len(person.from_bot) == before


async def test_many_at_once_are_told_apart(service: Service) -> None:
    """Twelve people answer at the same time: each gets their own questions in order, and one response."""
    count = service.rows("SELECT count(*) FROM respons")[0][0]
    people = [service.citizen() for n in range(12)]
    for person in people:
        enter(person)
    await asyncio.gather(*(person.wait_for_text("Apakah Anda bersedia ikut?", 20) for person in people))
    answers = await asyncio.gather(*(finish(person, Content(n), 120) for n, person in enumerate(people)))
    await service.still()
    assert len(set(answers)) == 1
    assert service.rows("SELECT count(*) FROM respons")[0][0] == count + 12
    assert all(_in_order(person) for person in people)


def _in_order(person: Person) -> bool:
    numbers = [found[1] for seen in person.from_bot if (found := re.search(r"Pertanyaan (\d)/9", seen.text))]
    return numbers == [str(n) for n in range(1, 10)]


async def test_a_lost_answer_of_the_platform_repeats_no_question_beyond_that(service: Service) -> None:
    """The platform took a message and the answer got lost: it goes out once more, and the interview goes on."""
    person = await at(service, "Pertanyaan 2/9")
    service.api.faults.drop(who=person)
    answer_once(person, Content())
    await person.wait_for_text("Pertanyaan 3/9")
    answer_once(person, Content())
    await person.wait_for_text("Pertanyaan 4/9", 20)
    assert [call.dropped for call in service.sent(person)].count(True) == 1
