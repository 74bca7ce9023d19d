"""Citizens who answer a whole survey on WhatsApp, as the message in front of them asks."""

from __future__ import annotations

import asyncio
import random
import re

from tests.acceptance.telegram.citizens import SELESAI, Content
from tests.acceptance.whatsapp.service import UNIT, Service
from tests.fakes.whatsapp import Person, Seen

AROUND = ("◀", "?", "Privasi", "Bukan", "Ubah", "Tidak jadi")
_NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


def enter(person: Person, unit: str = UNIT) -> None:
    """Open the link of a unit and send the text it prepared."""
    person.say(f"Survei {unit}")


def answer_once(person: Person, luck: random.Random) -> None:
    """Do what the message asks for: tap an answer, type its number, or type an age."""
    seen = person.last
    if "Berapa usia" in seen.text:
        person.say(str(luck.randint(18, 79)))
        return
    answers = [button for button in seen.buttons if not button.text.startswith(AROUND)]
    if "Apakah Anda bersedia ikut?" in seen.text:
        answers = [button for button in answers if button.text.startswith("Ya")]
    if answers:
        person.tap(luck.choice(answers).id, seen)
        return
    numbers = [number for number, _ in _NUMBERED.findall(seen.text)]
    assert numbers, f"nothing to answer with:\n{person.transcript()}"
    person.say(luck.choice(numbers))


async def walk(person: Person, luck: random.Random, to: str, seconds: float = 60.0) -> int:
    """Go on until the message in front of the person holds these words. Returns how many answers that took.

    Who gets no reply for a while tries once more, as people do.
    """
    answers = 0
    async with asyncio.timeout(seconds):
        while not person.from_bot or to not in person.last.text:
            before = len(person.from_bot)
            if not before:
                enter(person)
            else:
                answer_once(person, luck)
                answers += 1
            await replied(person, before)
    return answers


async def finish(person: Person, luck: random.Random, seconds: float = 60.0) -> int:
    """Go on from where the chat stands until the survey is sent."""
    return await walk(person, luck, SELESAI, seconds)


async def at(service: Service, words: str) -> Person:
    """Somebody new whose last message holds these words, such as "Pertanyaan 2/9"."""
    person = service.citizen()
    await walk(person, Content(), words)
    await service.still()
    return person


async def replied(person: Person, before: int, patience: float = 15.0) -> Seen | None:
    """The next message after the first so many, or None where patience runs out."""
    try:
        return await person.wait_for(lambda one: one.from_bot[-1] if len(one.from_bot) > before else None, patience)
    except TimeoutError:
        return None
