"""The real program as a process of its own, pointed at a local Cloud API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.process import Program
from tests.fakes.whatsapp import Call, FakeWhatsApp, Person

UNIT = "kel-bandar-kidul"
VERIFY = "a-word-of-these-tests"
ANSWERED_WITHIN = 1.0
"""Seconds. A webhook is answered by then, whatever the database does."""


@dataclass(slots=True, kw_only=True)
class Service(Program):
    """The program on WhatsApp."""

    api: FakeWhatsApp

    def platform(self) -> dict[str, str]:
        return {
            "IKM_WHATSAPP_TOKEN": self.api.token,
            "IKM_WHATSAPP_PHONE_NUMBER_ID": self.api.phone_number_id,
            "IKM_WHATSAPP_APP_SECRET": self.api.hook.secret,
            "IKM_WHATSAPP_VERIFY_TOKEN": VERIFY,
            "IKM_WHATSAPP_ACCOUNT_ID": self.api.account_id,
            "IKM_WHATSAPP_API_URL": self.api.url,
        }

    @property
    def hook_url(self) -> str:
        return f"{self.url}/whatsapp/webhook"

    async def connected(self) -> bool:
        """The number's owner gives the platform the address once; the handshake follows."""
        return self.api.hook.url == self.hook_url or await self.api.hook.subscribe(self.hook_url, VERIFY)

    def taken(self) -> bool:
        return self.api.hook.idle

    def citizen(self, nama: str = "Warga") -> Person:
        """Somebody who never wrote to the number before."""
        return self.api.person(nama)

    def traces_of(self, person: Person) -> int:
        """In how many rows an address of the person stands."""
        return self.traces(person.wa_id) + self.traces(person.user_id)

    def sent(self, person: Person) -> list[Call]:
        """The messages for this person that were taken, oldest first."""
        return [call for call in self.api.sent_to(person) if call.error is None]

    def fates(self) -> list[Any]:
        """What is known of messages sent: their state and, where they failed, the code."""
        return self.rows("SELECT keadaan, kode FROM terkirim ORDER BY id")

    def log_is_discreet(self, *typed: str) -> None:
        """The log names no text that was typed, no number and no id of a person, and no secret."""
        log = self.log()
        people = [name for chat in self.api.world.chats for name in (chat.wa_id, chat.user_id)]
        told = [words for words in (*people, self.api.token, self.api.hook.secret, VERIFY, *typed) if words in log]
        assert not told, told

    def answered_in_time(self) -> None:
        """Webhooks are answered by then, three of four: on a machine full of tests any process is kept waiting
        itself. That all are, with the database locked, is a test of its own."""
        waited = sorted(one.seconds for one in self.api.hook.deliveries if one.status is not None)
        assert waited[len(waited) * 3 // 4] < ANSWERED_WITHIN, waited[-10:]


@asynccontextmanager
async def running(folder: Path, *, settings: dict[str, str] | None = None) -> AsyncIterator[Service]:
    """The program and the platform, both up, the project's templates approved; both down afterwards."""
    async with FakeWhatsApp() as api:
        api.load_templates()
        service = Service(folder=folder, api=api, settings=settings or {})
        try:
            await service.start()
            yield service
        finally:
            await service.stop()
