"""A whole interview, as one person reads it."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import SELESAI, Content, Scoring, at, finish, walk
from tests.acceptance.telegram.service import UNIT, Service

pytestmark = pytest.mark.asyncio(loop_scope="package")

ELSEWHERE = "puskesmas-mrican"
RECEIPT = re.compile(r"/hapus [A-Z0-9]{5}-[A-Z0-9]{5}")


@pytest.mark.parametrize("score", [4, 1])
async def test_it_is_one_message_edited_from_question_to_question(service: Service, score: int) -> None:
    """From the greeting to the receipt the bot sends one message and edits it, answers every tap once, and asks
    for at most 20 taps and one typed number, also of who is dissatisfied with everything."""
    person, before = service.citizen(), len(service.api.calls)
    answers = await finish(person, Scoring(score))
    await service.still()
    await person.wait_for(lambda one: len(one.toasts) == answers - 1)

    done = [call.method for call in service.calls_to(person)]
    assert (done.count("sendMessage"), done.count("editMessageText"), len(done)) == (1, answers, 1 + answers)
    assert [seen.edits for seen in person.from_bot] == [answers]
    answered = [call for call in service.api.calls[before:] if call.method == "answerCallbackQuery"]
    assert len(answered) == len(person.toasts) == answers - 1 <= 20
    assert all(toast.text == "" for toast in person.toasts)
    typed = [message.text for message in person.messages if not message.from_bot]
    assert len(typed) == 2
    assert typed[1].isdigit()
    assert service.traces_of(person) == 0


async def test_the_tenth_citizen_reads_the_index_of_ten(service: Service) -> None:
    """The last screen holds a receipt and, from the unit's tenth response on, its index and how many answered."""
    nine = [service.citizen() for _ in range(9)]
    await asyncio.gather(*(person.start(ELSEWHERE) for person in nine))
    await asyncio.gather(*(person.wait_for_text("Puskesmas Mrican") for person in nine))
    await asyncio.gather(*(finish(person, Content()) for person in nine))
    for person in nine:
        assert RECEIPT.search(person.last.text)
        assert w.BELUM_TAMPIL.format(minimal=10) in person.last.text
        assert "IKM" not in person.last.text

    tenth = service.citizen()
    await tenth.start(ELSEWHERE)
    await tenth.wait_for_text("Puskesmas Mrican")
    await finish(tenth, Scoring(3))
    assert RECEIPT.search(tenth.last.text)
    # Nine times 4 and once 3 is 3.9 of 4.
    assert "IKM 97,50 (A, Sangat Baik) dari 10 responden" in tenth.last.text


async def test_an_answer_is_changed_at_the_end(service: Service) -> None:
    """From the review any answer can be changed, and the person is back at the review with the new one."""
    person = await at(service, w.TINJAU)
    assert "Prosedur: Sangat mudah" in person.last.text
    for label in (w.UBAH, "Prosedur", "Tidak mudah", w.LEWATI):
        await person.tap(label)
        await service.still()
    assert w.TINJAU in person.last.text
    assert "Prosedur: Tidak mudah" in person.last.text
    await person.tap(w.KIRIM)
    await person.wait_for_text(SELESAI)


async def test_who_answers_again_may_correct_the_earlier_answer(service: Service) -> None:
    """Within the days set the same person is told of the earlier answer and corrects it: it counts once."""
    person = service.citizen()
    await finish(person, Content())
    await person.start(UNIT)
    await person.wait_for_text("Apakah Anda bersedia ikut?")
    count = service.rows("SELECT count(*) FROM respons")
    await walk(person, Content(), "sudah mengisi survei ini pada")
    for label in (w.GANDA_PERBAIKI, w.UBAH, "Waktu", "Cepat", w.KIRIM):
        await service.still()
        await person.tap(label)
    await person.wait_for_text("sudah diperbaiki")
    assert service.rows("SELECT count(*) FROM respons") == count


async def test_who_allows_an_answer_leaves_an_address_for_that_alone(service: Service) -> None:
    """After a saran the bot asks whether it may be answered; a yes keeps the chat's address in one place, a no and
    the erasure of the response in none."""
    people = [await at(service, "Terakhir: ada saran") for _ in range(2)]
    for person, leave, traces in zip(people, (w.BALAS_TIDAK, w.BALAS_YA), (0, 1), strict=True):
        await person.send_text("Kursi di ruang tunggu kurang.")
        await person.wait_for_text("Bolehkah petugas membalas saran Anda")
        assert "peramban" not in person.last.text
        for label in (leave, w.KIRIM):
            await service.still()
            await person.tap(label)
        await person.wait_for_text(SELESAI)
        await service.still()
        assert service.traces_of(person) == traces
    receipt = RECEIPT.search(people[1].last.text)
    assert receipt is not None
    await people[1].send_text(receipt[0])
    await people[1].wait_for_text("sudah dihapus")
    await service.still()
    assert service.traces_of(people[1]) == 0
