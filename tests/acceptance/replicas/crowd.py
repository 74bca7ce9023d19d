"""A thousand citizens at once over the Telegram double, each woken by what comes into their own chat alone."""

from __future__ import annotations

import asyncio
import itertools
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.acceptance.telegram.citizens import SELESAI, Content, answer_once, screen
from tests.acceptance.telegram.service import UNIT
from tests.fakes.telegram import FakeTelegram, Person, Seen
from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.methods import Files

SHOWING = {"sendMessage", "editMessageText"}
HABITS = {3: "ganda", 7: "cepat"}
RECEIPT = re.compile(r"/hapus ([A-Z0-9]{5}-[A-Z0-9]{5})")
QUESTION = re.compile(r"Pertanyaan (\d+)/\d+")


class Crowd(FakeTelegram):
    """The platform, with an ear for each chat."""

    def __init__(self) -> None:
        super().__init__()
        self.woken: dict[int, asyncio.Event] = {}
        self.shown: dict[int, list[tuple[str, int]]] = {}
        """By chat: text and message id of all that was shown there, in the order in which it came."""
        self.again = 0
        """Calls that changed nothing: what was asked for was there already."""

    async def reached(self, seconds: float = 20.0) -> None:
        """Returns once it knows where to deliver."""
        async with asyncio.timeout(seconds):
            while self.webhook is None:  # noqa: ASYNC110  nobody tells
                await asyncio.sleep(0.05)

    async def _run(self, method: str, params: dict[str, Any], files: Files) -> Any:
        try:
            result = await super()._run(method, params, files)
        except ApiError as error:
            self.again += "not modified" in error.description
            raise
        if method in SHOWING:
            chat = int(params["chat_id"])
            self.shown.setdefault(chat, []).append((str(params.get("text", "")), int(result["message_id"])))
            if (event := self.woken.get(chat)) is not None:
                event.set()
        return result


@dataclass
class Told:
    """What the citizens of one run have seen."""

    receipts: Counter[str] = field(default_factory=Counter)
    """By code: in how many chats it stands."""
    several: int = 0
    """Chats in which stands more than one, or none."""
    doubled: int = 0
    """Messages that came twice in a row."""
    backwards: list[str] = field(default_factory=list)
    """Chats in which an earlier question came after a later one."""


@dataclass
class Citizen:
    """One of them. `habit`: "tenang" answers once, "ganda" taps twice, "cepat" types ahead without looking."""

    person: Person
    crowd: Crowd
    habit: str
    luck: random.Random

    async def finish(self) -> None:
        """The whole survey. Nobody tries again who gets no reply: it comes, or the test waits in vain."""
        woken = self.crowd.woken.setdefault(self.person.id, asyncio.Event())
        await self.person.start(UNIT)
        before: tuple[int, str] | None = None
        while True:
            seen = await self._next(woken, before)
            if SELESAI in seen.text:
                return
            before = (seen.message_id, seen.text)
            await answer_once(self.person, self.luck)
            if self.habit == "ganda" and "Berapa usia" not in seen.text:
                await self._once_more(seen)
            if self.habit == "cepat" and QUESTION.search(seen.text):
                await self.person.send_text(str(self.luck.randint(1, 4)))

    async def _once_more(self, seen: Seen) -> None:
        """Press the last button of the same screen again, though it may be gone."""
        data = [button.data for button in seen.buttons if button.data]
        if data:
            await self.person.press(seen.message_id, data[-1])

    async def _next(self, woken: asyncio.Event, before: tuple[int, str] | None) -> Seen:
        """The screen once it is another one."""
        while (seen := screen(self.person)) is None or (seen.message_id, seen.text) == before:
            woken.clear()
            await woken.wait()
        return seen


def citizens(crowd: Crowd, n: int, first: int = 70_001) -> list[Citizen]:
    """Most answer as people do; some double-tap, some type ahead."""
    people = [crowd.person(first + k, f"Warga {k}") for k in range(n)]
    return [Citizen(one, crowd, HABITS.get(k % 10, "tenang"), Content(k)) for k, one in enumerate(people)]


def told(crowd: Crowd, people: list[Citizen]) -> Told:
    """What they have seen, chat by chat."""
    result = Told()
    for citizen in people:
        shown = crowd.shown.get(citizen.person.id, [])
        codes = {found[1] for text, _ in shown if (found := RECEIPT.search(text))}
        result.receipts.update(codes)
        result.several += len(codes) != 1
        result.doubled += sum(a[0] == b[0] for a, b in itertools.pairwise(shown))
        numbers = [int(found[1]) for text, _ in shown if (found := QUESTION.search(text))]
        if numbers != sorted(numbers):
            result.backwards.append(f"{citizen.habit}: {numbers}")
    return result
