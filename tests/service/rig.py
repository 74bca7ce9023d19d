"""A conversation over a real database, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.service.conversation import Conversation
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from storage.records import OutboxRow, SessionRow
from storage.store import Store
from tests.factories import ATURAN, INSTRUMEN, SECRET, Clock
from tests.service.doubles import Citizen


@dataclass
class Rig:
    """Everything between a channel and the database, and questions a test asks of both."""

    store: Store
    surveys: Surveys
    sandi: Sandi
    clock: Clock
    conversation: Conversation
    commits: list[list[OutboxRow]] = field(default_factory=list)

    def citizen(self, address: str = "628123456789", channel: str = "uji") -> Citizen:
        return Citizen(self.conversation.handle, address, channel)

    async def n(self) -> int:
        """How many responses there are, in fact and in the counters, which must agree."""
        async with self.store.reading() as tx:
            counted = await tx.facts.counted()
            assert counted == await tx.facts.recounted()
        return sum(rekap.n for rekap in counted.values())

    async def session(self, citizen: Citizen) -> SessionRow | None:
        key = self.sandi.percakapan(citizen.channel, citizen.address)
        async with self.store.reading() as tx:
            return (await tx.walk.sessions([key])).get(key)

    async def outbox(self, citizen: Citizen) -> list[OutboxRow]:
        async with self.store.reading() as tx:
            return await tx.outbox.waiting(self.sandi.percakapan(citizen.channel, citizen.address))


async def rig_over(store: Store, clock: Clock | None = None) -> Rig:
    """As a process that starts: nothing is known but what the database holds."""
    clock, commits = clock or Clock(), list[list[OutboxRow]]()
    surveys = Surveys(store, INSTRUMEN, ATURAN, clock)
    await surveys.reload()
    sandi = Sandi(SECRET)

    def committed(rows: Sequence[OutboxRow]) -> None:
        commits.append(list(rows))

    return Rig(store, surveys, sandi, clock, Conversation(store, surveys, sandi, committed, clock), commits)
