"""Channels whose platform lets us write only for a while after a person has: what is sent, announced or dropped.

A window opens with every message of the person, for whom `arrived` is called in the transaction that acts on it. What
comes while it is closed is announced by a template where it says what it is about, and waits for the person's answer;
all else is dropped: nobody waits for it any more.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, NoReturn

from pydantic import ValidationError

from bot.engine.codec import load_screen
from bot.engine.messages import Perihal
from bot.ports import Incoming, Knocking, Outgoing, SendError
from bot.service.people import check_names
from bot.service.sandi import Sandi
from storage.errors import StorageError
from storage.records import OutboxRow, made_at
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

BUKA: Final = "@buka"
"""What a template's button sends."""
JENDELA: Final = timedelta(hours=24)
SISIHAN: Final = timedelta(minutes=10)
"""Of the platform's time, which ours may differ from; and what is sent in the last minute arrives after it."""
TAHAN_MS: Final = 7 * 86_400_000
"""For so long a message waits for the person it was announced to."""
_SECOND: Final = 1.1
"""Seconds. The platform counts when messages arrive, which is not as evenly as they left."""
KETUK_MS: Final = 86_400_000
"""A person is told of a matter once a day: the answer to the first template brings all that waits. What could not be
announced is tried again as late."""
_JUST_NOW_MS: Final = 60_000
"""By then it is written down that a message waits for the person it was announced to."""
_CLOSED: Final = ""
_REPLY_MS: Final = int((JENDELA - 2 * SISIHAN).total_seconds() * 1000)


class Withheld(Exception):  # noqa: N818  nothing failed: it is not for now
    """The message was not sent. It waits for the person until then; None where it is of no use any more."""

    def __init__(self, until: int | None) -> None:
        super().__init__("held" if until else "dropped")
        self.until = until


class Windowed:
    """A channel with its window minded, that sends no more than so many messages `per_second`; 0 is no limit. `send`
    raises Withheld beside SendError."""

    def __init__(
        self,
        channel: Knocking,
        store: Store,
        sandi: Sandi,
        per_second: float = 0,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self.name = channel.name
        # Ours, by which people find us, once the platform has told it.
        self.number = ""
        self._channel = channel
        self._store = store
        self._sandi = sandi
        self._per_second = per_second
        self._turns: deque[float] = deque()
        # Who was told of what, and when: what comes next in the same lane is not to be announced as well.
        self._just_told: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._now_ms = now_ms

    async def send(self, outgoing: Outgoing) -> str | None:
        key = self._sandi.percakapan(self.name, outgoing.address)
        try:
            if await self._is_open(key, outgoing) and (sent := await self._sent(key, outgoing)) != _CLOSED:
                return sent
            await self._outside(key, outgoing)
        except StorageError as error:
            raise SendError("sementara", str(error)) from error

    async def _sent(self, key: str, outgoing: Outgoing) -> str | None:
        """What the channel returned; `_CLOSED` where the platform says that the window is."""
        await self._turn()
        try:
            return await self._channel.send(outgoing)
        except SendError as error:
            if error.sebab != "tertutup":
                raise
        async with self._store.sharing([key]) as tx:
            await tx.people.shut([key])
        return _CLOSED

    async def fetch(self, ref: str) -> bytes:
        return await self._channel.fetch(ref)

    async def _turn(self) -> None:
        """Wait until this one may go: of any `_SECOND` there are no more than may go in a second."""
        if not self._per_second:
            return
        most = max(math.floor(self._per_second), 1)
        now = time.monotonic()
        turn = max(now, self._turns[-most] + _SECOND * most / self._per_second) if len(self._turns) >= most else now
        self._turns.append(turn)
        while len(self._turns) > most:
            self._turns.popleft()
        if turn > now:
            await asyncio.sleep(turn - now)

    async def _is_open(self, key: str, outgoing: Outgoing) -> bool:
        """A reply made lately answers a message that opened it; that is most of all, and needs no look."""
        now = self._now_ms()
        if not outgoing.push and outgoing.id and made_at(outgoing.id) > now - _REPLY_MS:
            return True
        async with self._store.reading() as tx:
            return await tx.people.open_until(key) > now

    async def _outside(self, key: str, outgoing: Outgoing) -> NoReturn:
        """Announce it and hold it, or drop it. Raises Withheld, and SendError where it is to be tried again."""
        about = outgoing.screen.perihal
        if about is None:
            raise Withheld(None)
        now = self._now_ms()
        async with self._store.reading() as tx:
            held = await tx.sent.held([key])
        if self._is_just_told(key, about, now) or _told_lately(held, about, now):
            raise Withheld(now + TAHAN_MS)
        await self._turn()
        try:
            await self._channel.knock(outgoing)
        except SendError as error:
            if error.sebab == "ditolak":
                wait = KETUK_MS
            elif error.retry_after and error.wilayah == "pesan":
                wait = int(error.retry_after * 1000)
            else:
                raise
            # It may still be read: whoever writes by themselves is shown it.
            log.error("a message waits unannounced: %s", error)  # noqa: TRY400  the line says it all
            raise Withheld(now + wait) from error
        self._just_told[key, about.nama] = now
        raise Withheld(now + TAHAN_MS)

    def _is_just_told(self, key: str, about: Perihal, now: int) -> bool:
        while self._just_told and next(iter(self._just_told.values())) <= now - _JUST_NOW_MS:
            self._just_told.popitem(last=False)
        return (key, about.nama) in self._just_told


async def arrived(tx: Transaction, sandi: Sandi, batch: Sequence[Incoming], now: int) -> int:
    """Within the transaction that acts on these: open the windows of who wrote, and let go what was held for them.
    Returns how many messages that were. Raises `bot.service.people.Renamed`.

    When they wrote counts, not when it was delivered, which may be days later.
    """
    await check_names(tx, sandi, batch)
    until: dict[str, int] = {}
    for one in batch:
        if one.written_at is not None:
            key = sandi.percakapan(one.channel, one.address)
            end = int((one.written_at + JENDELA - SISIHAN).timestamp() * 1000)
            until[key] = max(until.get(key, 0), end)
    still = {key: end for key, end in until.items() if end > now}
    if not still:
        return 0
    await tx.people.open(still)
    if not (held := await tx.sent.held(still)):
        return 0
    stale = superseded(held)
    await tx.sent.drop(stale)
    released = [row.id for row in held if row.id not in stale]
    await tx.sent.release(released, now)
    return len(released)


def superseded(held: Sequence[OutboxRow]) -> set[int]:
    """Of what waits for people, what a later message says anew: of several digests of one subject only the last is
    of any use. Rows in their order."""
    last: dict[tuple[str, str], int] = {}
    stale: set[int] = set()
    for row in held:
        about = perihal_of(row.payload)
        if about is None or about.nama != "ringkasan":
            continue
        subject = (row.percakapan, about.isi[0] if about.isi else "")
        if (earlier := last.get(subject)) is not None:
            stale.add(earlier)
        last[subject] = row.id
    return stale


def _told_lately(held: Sequence[OutboxRow], about: Perihal, now: int) -> bool:
    """Whether the person was told of such a matter within a day, and has not answered."""
    lately = (row for row in held if row.due_at > now + TAHAN_MS - KETUK_MS)
    others = (perihal_of(row.payload) for row in lately)
    return any(other is not None and other.nama == about.nama for other in others)


def perihal_of(payload: str) -> Perihal | None:
    """What a stored screen is about; None where it does not say, or cannot be read."""
    try:
        return load_screen(payload).perihal
    except ValidationError:
        return None  # of another version
