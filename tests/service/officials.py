"""Officials at the desk, over a real database: invited as people are, seeing what the outbox holds for them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC

from bot.engine.codec import load_screen
from bot.engine.events import Event, Sent, Started, Tapped, Typed, Upload
from bot.engine.messages import Choice, Screen
from bot.ports import Incoming, Outcome
from bot.service.desk import Desk
from bot.staff.frame import Place
from bot.staff.hak import Peran
from bot.staff.people.invitations import new_undangan, role_name
from storage.records import OutboxRow
from storage.store import Store
from tests.factories import Clock
from tests.service.doubles import RecordingChannel
from tests.service.rig import Rig, rig_over
from tests.unit.channels import whatsapp

_DELIVERIES = itertools.count(1)
_ADDRESSES = itertools.count(9_000_001)


@dataclass
class Official:
    """Somebody at the desk. `screens` are all messages put into the outbox for the address, oldest first."""

    office: Office
    address: str
    channel: str = "uji"

    @property
    def screens(self) -> list[Screen]:
        mine = (row for rows in self.office.rig.commits for row in rows)
        return [load_screen(r.payload) for r in mine if (r.channel, r.address) == (self.channel, self.address)]

    @property
    def screen(self) -> Screen:
        """The latest message."""
        assert self.screens, "nothing was sent to this official yet"
        return self.screens[-1]

    @property
    def text(self) -> str:
        """All words of the latest message."""
        return "\n".join(part for part in (self.screen.notice, self.screen.heading, self.screen.text) if part)

    @property
    def labels(self) -> list[str]:
        return [choice.label for choice in self._choices()]

    async def send(self, event: Event, ref: str | None = None) -> Outcome:
        incoming = Incoming(self.channel, self.address, f"o{next(_DELIVERIES)}", event, ref)
        before, outcome = len(self.screens), await self.office.desk.handle(incoming)
        for screen in self.screens[before:]:
            whatsapp.fits(screen)
        return outcome

    async def type(self, teks: str) -> Outcome:
        """Also how a command such as "/laporan" comes in."""
        return await self.send(Typed(teks))

    async def upload(self, nama: str, isi: bytes, mime: str = "text/csv", teks: str = "") -> Outcome:
        return await self.send(Sent("berkas", Upload(nama, mime, len(isi), isi=isi), teks))

    async def open(self, kode: str) -> Outcome:
        return await self.send(Started(kode))

    async def press(self, token: str) -> Outcome:
        return await self.send(Tapped(token), "m1")

    async def tap(self, label: str) -> Outcome:
        return await self.press(self.token(label))

    def token(self, label: str) -> str:
        """Of the button of the latest message whose label begins so: to be pressed when it is an old one, or by
        somebody else."""
        for choice in self._choices():
            if choice.label.startswith(label):
                return choice.token
        raise AssertionError(f"no button '{label}' among {self.labels}")

    def _choices(self) -> list[Choice]:
        return [choice for row in self.screen.choices for choice in row]


@dataclass
class Office:
    """The desk in front of an interview, and the clock both go by."""

    rig: Rig
    desk: Desk
    channel: RecordingChannel = field(default_factory=RecordingChannel)

    @property
    def store(self) -> Store:
        return self.rig.store

    @property
    def clock(self) -> Clock:
        return self.rig.clock

    def stranger(self) -> Official:
        """Somebody without any right."""
        return Official(self, str(next(_ADDRESSES)))

    async def official(self, peran: Peran, cakupan: str = "", channel: str = "uji") -> Official:
        """Somebody who was invited and has accepted."""
        someone = Official(self, str(next(_ADDRESSES)), channel)
        await self.grant(someone, peran, cakupan)
        return someone

    async def grant(self, someone: Official, peran: Peran, cakupan: str = "") -> None:
        kode = await self.invitation(peran, cakupan)
        await someone.open(kode)
        await someone.tap("Terima")

    async def invitation(self, peran: Peran, cakupan: str = "") -> str:
        """The code of a new invitation's link."""
        nama = role_name(self.rig.surveys.now, peran, cakupan)
        kode, row = new_undangan(self.rig.sandi.undangan, peran, cakupan, nama, None, self.clock.now.astimezone(UTC))
        async with self.store.transaction() as tx:
            await tx.staff.invite(row)
        return kode


async def office_over(store: Store, clock: Clock | None = None) -> Office:
    """As a process that starts: nothing is known but what the database holds."""
    rig = await rig_over(store, clock)
    channel = RecordingChannel()

    def committed(rows: Sequence[OutboxRow]) -> None:
        rig.commits.append(list(rows))

    def place() -> Place:
        return Place("https://survei.example.go.id", "ikm_uji_bot", whatsapp="6281234567890")

    desk = Desk(
        store, rig.surveys, rig.sandi, rig.conversation.handle, committed, place, {channel.name: channel}, rig.clock
    )
    await desk.reload()
    return Office(rig, desk, channel)
