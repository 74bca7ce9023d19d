"""The officials' side of a conversation: what is theirs is answered here, everything else goes on to the interview.

An event is acted on in two steps: the handlers read and decide, then everything is written in one transaction: what
the handlers want changed, the audit log, the messages, the mark that the event was acted on. Who the person is, and
what they may, is read again in that transaction: a right taken away meanwhile ends the matter.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from weakref import WeakValueDictionary

from pydantic import TypeAdapter, ValidationError

from bot.engine.events import Commanded, Sent, Started, Tapped, Typed, Upload
from bot.ports import Channel, Handle, Incoming, NotStored, Outcome, SendError
from bot.service.deciding import GANGGUAN, decide
from bot.service.faults import told
from bot.service.parcels import Parcel, enqueue, ms
from bot.service.sandi import Sandi
from bot.service.surveys import Surveys
from bot.service.window import BUKA, arrived
from bot.staff.frame import TANDA, Call, Dialog, Place, Push, Received, Refused, Reply, refused, say
from bot.staff.menu import SURVEI
from bot.staff.people import invitations
from bot.staff.people.admission import newcomer
from storage.errors import StorageError
from storage.records import OutboxRow, new_id
from storage.staff import AuditRow, StafRow
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

CHANGED: Final = "staf"
"""Rung for other processes: officials have changed, and perhaps units."""
DIALOG_MS: Final = 3_600_000
"""For how long a question waits for its answer."""
_TERBUKA: Final = "Tidak ada pesan lain yang menunggu dibuka. Pesan yang tidak dibuka kami simpan selama 7 hari."
_TRIES: Final = 3
_DIALOG: Final = TypeAdapter(Dialog)


class _Changed(Exception):  # noqa: N818  not a failure: look again
    """The person's rights are no longer those that were decided upon."""


class Desk:
    """Stands in front of the interview's `handle`. `committed` is called with the messages of each commit."""

    def __init__(
        self,
        store: Store,
        surveys: Surveys,
        sandi: Sandi,
        interview: Handle,
        committed: Callable[[Sequence[OutboxRow]], None],
        place: Callable[[], Place],
        channels: Mapping[str, Channel] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._surveys = surveys
        self._sandi = sandi
        self._interview = interview
        self._committed = committed
        self._place = place
        # The very one that was given: channels are added to it later.
        self._channels = {} if channels is None else channels
        self._clock = clock
        self._officials: set[str] = set()
        self._reloading = asyncio.Lock()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def reload(self, *, units: bool = True) -> None:
        """Take over who is an official and, where `units`, what is surveyed, as this process or another has changed
        it. A province's units take a third of a second. Raises StorageError."""
        # One after the other: what was read first must not take the place of what was read later.
        async with self._reloading:
            if units:
                await self._surveys.reload()
            async with self._store.reading() as tx:
                self._officials = {person.percakapan for person in await tx.staff.all()}

    async def refresh(self, *, units: bool = True) -> None:
        """Likewise, by who has no use for the error: it is done again soon."""
        try:
            await self.reload(units=units)
        except StorageError as error:
            log.error("units and officials not read anew: %s", error)  # noqa: TRY400  the line says it all

    async def handle(self, incoming: Incoming) -> Outcome:
        """Act on one event. Returns after the commit. Raises NotStored where nothing was kept."""
        if not self._may_be_ours(incoming):
            return await self._interview(incoming)
        key = self._sandi.percakapan(incoming.channel, incoming.address)
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            try:
                opening = incoming.event == Tapped(BUKA)
                outcome = await (self._open(incoming, key) if opening else self._act(incoming, key))
            except StorageError as error:
                raise NotStored(str(error)) from error
        if outcome is not None:
            return outcome
        if isinstance(incoming.event, Typed) and incoming.event.teks.strip().casefold() == f"/{SURVEI.nama}":
            incoming = replace(incoming, event=Started())
        return await self._interview(incoming)

    def _may_be_ours(self, incoming: Incoming) -> bool:
        """Cheap, and wrong in one direction only: an interview's answers are never looked up."""
        match incoming.event:
            case Tapped(token):
                return token.startswith(TANDA)
            case Started(kode):
                return kode.startswith(invitations.AWALAN)
            case Typed() | Sent() | Commanded():
                return self._sandi.percakapan(incoming.channel, incoming.address) in self._officials
            case _:
                return False

    async def _open(self, incoming: Incoming, key: str) -> Outcome:
        """The button of a message that announced another, which follows."""
        at = ms(self._clock())
        async with self._store.sharing([key]) as tx:
            if await _seen(tx, incoming):
                return Outcome()
            if incoming.external_id is not None:
                await tx.walk.record([(incoming.channel, incoming.external_id)], at)
            followed = await arrived(tx, self._sandi, [incoming], at)
            parcels = [] if followed else [Parcel(incoming.channel, incoming.address, say(_TERBUKA))]
            rows = await enqueue(tx, self._sandi, parcels, at)
        self._committed(rows)
        return Outcome()

    async def _act(self, incoming: Incoming, key: str) -> Outcome | None:
        """What came of it; None where the event is the interview's after all."""
        received = await self._received(incoming)
        for _ in range(_TRIES):
            async with self._store.reading() as tx:
                if await _seen(tx, incoming):
                    return Outcome()
                known = await tx.staff.known(key)
                call = await self._call(tx, incoming, key, known, received)
                reply = await decide(call, incoming.event)
            if reply is None:
                return None
            try:
                return await self._kept(call, incoming, known, reply)
            except _Changed:
                continue
        raise NotStored("the person's rights kept changing")

    async def _received(self, incoming: Incoming) -> Received | None:
        """The file that came along, fetched where the channel has not got it yet; None where it cannot be had."""
        upload: Upload | None = getattr(incoming.event, "upload", None)
        if upload is None:
            return None
        if upload.isi is not None:
            return Received(upload.nama, upload.mime, upload.isi)
        try:
            return Received(upload.nama, upload.mime, await self._channels[incoming.channel].fetch(upload.ref))
        except (KeyError, SendError) as error:
            log.warning("a file on %s could not be fetched: %s", incoming.channel, error)
            return None

    async def _call(
        self, tx: Transaction, incoming: Incoming, key: str, known: StafRow | None, received: Received | None
    ) -> Call:
        now = self._clock()
        who = known or newcomer(key, incoming.channel, incoming.address, now)
        state = await tx.staff.dialog(key, ms(now))
        return Call(
            tx,
            self._surveys.now,
            replace(who, address=incoming.address, terjangkau=True),
            now,
            dialog=_dialog(state),
            received=received,
            place=self._place(),
            hash_token=self._sandi.undangan,
        )

    async def _kept(self, call: Call, incoming: Incoming, known: StafRow | None, reply: Reply) -> Outcome:
        """Keep the reply, or in its place why that cannot be. Raises _Changed."""
        try:
            return await self._keep(call, incoming, known, reply)
        except Refused as refusal:
            reason = str(refusal)
        except (_Changed, StorageError):
            raise
        except Exception as error:
            # Delivered again it would fail again, and hold up what comes behind it: an apology takes its place.
            log.error("an official's request could not be stored: %s", told(error))  # noqa: TRY400
            reason = GANGGUAN
        return await self._keep(call, incoming, known, refused(reason))

    async def _keep(self, call: Call, incoming: Incoming, known: StafRow | None, reply: Reply) -> Outcome:
        """Write everything, or nothing. Raises Refused where a write does, _Changed where the rights did."""
        who, at = call.who, ms(call.now)
        async with self._store.transaction() as tx:
            if await tx.staff.known(who.percakapan) != known:
                raise _Changed
            if await _seen(tx, incoming):
                return Outcome()
            if incoming.external_id is not None:
                await tx.walk.record([(incoming.channel, incoming.external_id)], at)
            await arrived(tx, self._sandi, [incoming], at)
            if known is not None and known.hak and known != who:
                await tx.staff.put(who)
            for write in reply.writes:
                await write(tx)
            named = (who.id, who.nama or "(belum terdaftar)", incoming.channel)
            await tx.staff.write_down(
                [AuditRow(new_id(), call.now, *named, e.tindakan, e.sasaran, e.rincian) for e in reply.audit]
            )
            if reply.dialog is None:
                await tx.staff.end_dialog(who.percakapan)
            else:
                await tx.staff.save_dialog(who.percakapan, _DIALOG.dump_json(reply.dialog).decode(), at + DIALOG_MS)
            parcels = [Parcel(incoming.channel, incoming.address, page, incoming.screen_ref) for page in reply.pages]
            parcels += await _new_pushes(tx, reply.pushes, at)
            rows = await enqueue(tx, self._sandi, parcels, at)
        if reply.writes:
            await self.refresh(units=reply.units)
            self._store.bell.ring(CHANGED, ["units"] if reply.units else ["people"])
        self._committed(rows)
        return Outcome(toast=reply.toast)


async def _seen(tx: Transaction, incoming: Incoming) -> bool:
    if incoming.external_id is None:
        return False
    return bool(await tx.walk.seen([(incoming.channel, incoming.external_id)]))


async def _new_pushes(tx: Transaction, pushes: Sequence[Push], at: int) -> list[Parcel]:
    keyed = await tx.schedule.claim([push.key for push in pushes if push.key], at)
    return [
        Parcel(push.channel, push.address, push.page, push=True, not_before=push.not_before)
        for push in pushes
        if not push.key or push.key in keyed
    ]


def _dialog(state: str | None) -> Dialog:
    try:
        return _DIALOG.validate_json(state) if state else Dialog("")
    except ValidationError:
        return Dialog("")  # of another version: it is asked anew
