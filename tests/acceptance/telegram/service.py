"""The real program as a process of its own, pointed at a local Bot API."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.process import Program
from tests.fakes.telegram import Call, FakeTelegram, Person, SpecNotAtHandError

UNIT = "kel-bandar-kidul"
HARMLESS = ("message is not modified", "query is too old", "message to delete not found")
"""Refusals that a bot cannot foresee and that nobody notices."""
_ids = itertools.count(7_310_000_001)


@dataclass(slots=True, kw_only=True)
class Service(Program):
    """The program on Telegram, by webhook or by long polling."""

    api: FakeTelegram
    webhook: bool = False

    def platform(self) -> dict[str, str]:
        telegram = {"IKM_TELEGRAM_TOKEN": self.api.token, "IKM_TELEGRAM_API_URL": self.api.url}
        return telegram | ({"IKM_PUBLIC_URL": self.url} if self.webhook else {})

    async def connected(self) -> bool:
        """By webhook, once the platform knows where to deliver."""
        return not self.webhook or self.api.webhook is not None

    def taken(self) -> bool:
        return self.api.idle

    async def until(self, true: Callable[[Service], object], seconds: float = 20.0) -> None:
        """Returns once this is true of the service, its log or the calls it made."""
        await self.wait_until(lambda: true(self), seconds)

    def citizen(self, nama: str = "Warga") -> Person:
        """Somebody who never wrote to the bot before."""
        return self.api.person(next(_ids), nama)

    def calls_to(self, person: Person, *methods: str) -> list[Call]:
        """The calls that named this person's chat, oldest first."""
        calls = self.api.calls_of(*methods) if methods else self.api.calls
        return [call for call in calls if str(call.params.get("chat_id")) == str(person.id)]

    def traces_of(self, person: Person) -> int:
        """In how many rows the person's address stands."""
        return self.traces(str(person.id))

    def calls_are_as_specified(self, *expected: str) -> None:
        """All recorded calls fit the specification, and none was refused but for these reasons."""
        try:
            wrong = self.api.check_against_spec()
            assert not wrong, wrong
        except SpecNotAtHandError as missing:
            # Said, not skipped: the rest of the test does not need that file.
            print(f"not checked against the specification: {missing}")
        refused = [(call.method, call.error) for call in self.api.calls if call.error is not None]
        allowed = (*HARMLESS, *expected)
        unexpected = [one for one in refused if not any(words in str(one[1]) for words in allowed)]
        assert not unexpected, unexpected

    def log_is_discreet(self, *typed: str) -> None:
        """The log names no text that was typed, no address, and not the token."""
        log = self.log()
        private = [*map(str, self.api.world.chats), self.api.token, self.api.token.split(":")[1], *typed]
        told = [words for words in private if words in log]
        assert not told, told


@asynccontextmanager
async def running(
    folder: Path,
    *,
    webhook: bool = False,
    settings: dict[str, str] | None = None,
    patience: float = 10.0,
) -> AsyncIterator[tuple[Service, FakeTelegram]]:
    """The program and the platform, both up; both down afterwards. `patience` is how long the platform waits for
    a webhook's answer."""
    async with FakeTelegram() as api:
        api.pace.timeout = patience
        service = Service(folder=folder, api=api, webhook=webhook, settings=settings or {})
        try:
            await service.start()
            yield service, api
        finally:
            await service.stop()
