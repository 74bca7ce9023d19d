"""Citizens who answer a whole survey, as the screen in front of them asks."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from tests.acceptance.telegram.service import UNIT, Service
from tests.fakes.telegram import Person, Seen

SELESAI = "Terima kasih!"


def screen(person: Person) -> Seen | None:
    """The message of the bot that is in front of the person now."""
    return person.from_bot[-1] if person.from_bot else None


class Content(random.Random):
    """Always the last answer: very satisfied, so that no question asks what was lacking."""

    def choice(self, seq: Any) -> Any:
        return seq[-1]


class Scoring(Content):
    """The same score throughout; of anything but four labels the last."""

    def __init__(self, score: int) -> None:
        super().__init__(score)
        self.score = score

    def choice(self, seq: Any) -> Any:
        return seq[self.score - 1] if len(seq) == 4 else seq[-1]


async def answer_once(person: Person, luck: random.Random) -> None:
    """Do what the screen asks for: tap an answer, or type an age."""
    seen = screen(person)
    assert seen is not None
    buttons = [button for row in seen.keyboard for button in row]
    if "Berapa usia" in seen.text:
        await person.send_text(str(luck.randint(18, 79)))
        return
    labels = [b.text for b in buttons if not b.text.startswith(("◀", "?", "Privasi", "Bukan", "Ubah", "Tidak jadi"))]
    if "Apakah Anda bersedia ikut?" in seen.text:
        labels = ["Ya, saya bersedia"]
    wanted = luck.choice(labels)
    await person.tap(next(b.data for b in buttons if b.text == wanted and b.data), seen)


async def finish(person: Person, luck: random.Random, seconds: float = 60.0) -> int:
    """Go on from where the screen stands until the survey is sent. Returns how many answers that took.

    Who gets no reply for a while tries once more, as people do: taps again, or types again.
    """
    return await walk(person, luck, SELESAI, seconds)


async def walk(person: Person, luck: random.Random, to: str, seconds: float = 30.0) -> int:
    """Go on until the screen holds these words."""
    answers = 0
    async with asyncio.timeout(seconds):
        while (seen := screen(person)) is None or to not in seen.text:
            before = None if seen is None else (seen.message_id, seen.text)
            if seen is None:
                await person.start(UNIT)
            else:
                await answer_once(person, luck)
                answers += 1
            await changed(person, before)
    return answers


async def at(service: Service, words: str) -> Person:
    """Somebody new whose screen shows these words, such as "Pertanyaan 2/9"."""
    person = service.citizen()
    await walk(person, Content(), words)
    await service.still()
    return person


async def changed(person: Person, before: tuple[int, str] | None, patience: float = 10.0) -> None:
    """Wait until the screen is another one than `before`, or patience runs out."""

    def other(one: Person) -> Seen | None:
        now = screen(one)
        return now if now is not None and (now.message_id, now.text) != before else None

    try:
        await person.wait_for(other, patience)
    except TimeoutError:
        return
