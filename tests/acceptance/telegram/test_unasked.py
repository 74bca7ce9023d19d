"""What a question does not take gets a helpful answer, and the question stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import Content, at, walk
from tests.acceptance.telegram.service import Service
from tests.fakes.telegram import Person

pytestmark = pytest.mark.asyncio(loop_scope="package")

LONG = "Loketnya ramai sekali. " * 178 + "Ya"
"""4,096 characters, the most that a message holds."""
THINGS: dict[str, tuple[Callable[[Person], Awaitable[object]], str]] = {
    "sticker": (Person.send_sticker, w.KIRIMAN["stiker"].split("!")[0]),
    "photo": (Person.send_photo, w.KIRIMAN["foto"]),
    "photo with words": (lambda person: person.send_photo("Sangat mudah"), w.KIRIMAN["foto"]),
    "voice": (Person.send_voice, w.KIRIMAN["suara"]),
    "document": (Person.send_document, w.KIRIMAN["berkas"]),
    "location": (Person.send_location, w.KIRIMAN["lokasi"]),
    "contact": (Person.send_contact, w.KIRIMAN["kontak"]),
    "poll": (Person.send_poll, w.KIRIMAN["polling"]),
    "5": (lambda person: person.send_text("5"), "belum kami pahami"),
    "0": (lambda person: person.send_text("0"), "belum kami pahami"),
    "chatter": (lambda person: person.send_text("Loketnya ramai sekali"), "belum kami pahami"),
    "4,096 characters": (lambda person: person.send_text(LONG), "belum kami pahami"),
    "markup": (lambda person: person.send_text("<b>4</i> & *_`"), "belum kami pahami"),
}


async def test_whatever_is_sent_the_question_stays_with_a_word_of_help(service: Service) -> None:
    """Sticker, photo, voice, document, place, contact, poll, wrong numbers, chatter and the longest text: each is
    answered, the question stays open, and the chat keeps one message of the bot, near its end."""
    person = await at(service, "Pertanyaan 2/9")
    for name, (send, helped) in THINGS.items():
        await send(person)
        await service.still()
        assert helped in person.last.text, name
        assert "Pertanyaan 2/9" in person.last.text, name
        assert len(person.from_bot) == 1, name
        below = [message for message in person.messages if message.message_id > person.last.message_id]
        assert len(below) < 3, name
    await person.tap("Kurang mudah")
    await person.wait_for_text("Apa yang kurang?")


@pytest.mark.parametrize("words", ["sangat mudah", "Sangat mudah.", "4", "empat", "SANGAT  MUDAH", "sangat muda"])
async def test_a_label_or_its_number_typed_is_the_answer(service: Service, words: str) -> None:
    """The label typed in words, nearly right, or its number in digits or words counts like the tap."""
    person = await at(service, "Pertanyaan 2/9")
    await person.send_text(words)
    await person.wait_for_text("Pertanyaan 3/9")
    await person.tap("◀")
    await person.wait_for_text("Pertanyaan 2/9")
    assert "✓ Sangat mudah" in person.last.labels


async def test_an_edited_message_changes_no_answer(service: Service) -> None:
    """Who edits the age they typed is told how answers are changed; the question after it stays."""
    person = await at(service, "Apa pendidikan terakhir Anda?")
    age = [message for message in person.messages if not message.from_bot][-1]
    await person.edit(age, "99")
    await service.still()
    assert w.KIRIMAN["pesan_diubah"] in person.last.text
    assert "Apa pendidikan terakhir Anda?" in person.last.text
    await walk(person, Content(), w.TINJAU)
    assert "99 tahun" not in person.last.text


async def test_an_age_is_read_kindly_and_checked(service: Service) -> None:
    """Words, years of birth and impossible ages are each answered in their own way; an age in words is taken."""
    person = await at(service, "Berapa usia")
    for typed, answered in (("lima ratus meter", w.USIA_TAK_DIBACA), ("7", w.USIA_DI_LUAR), ("1990", "tahun lahir")):
        await person.send_text(typed)
        await service.still()
        assert answered in person.last.text
    await person.send_text("empat puluh lima")
    await person.wait_for_text("pendidikan terakhir")


async def test_a_suggestion_has_room_and_an_end(service: Service) -> None:
    """A suggestion of 4,096 characters is too long and is said to be; one of 4,000 with markup is taken."""
    person = await at(service, "Terakhir: ada saran")
    await person.send_text(LONG)
    await service.still()
    assert "terlalu panjang" in person.last.text
    await person.send_text("<b>&\U0001f600" * 800)
    await person.wait_for_text(w.BALAS.format(sapaan="Anda"))
    await person.tap(w.BALAS_TIDAK)
    await person.wait_for_text(w.TINJAU)
    assert "<b>&\U0001f600<b>" in person.last.text
