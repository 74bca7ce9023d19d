"""Gives every message of a platform that knows people by two names the one that its person is kept under."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.ports import Handle, Incoming, NotStored, Outcome
from bot.service.faults import told
from bot.service.naming import ALAMAT_PALING, Change, Decision, Known, Message, Who, decide, external_id
from bot.service.sandi import Sandi
from storage.errors import StorageError
from storage.people import Name, NameRow
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

BATCH_PALING: Final = 256
REMEMBERED: Final = 50_000
"""People whose two names this process knows to be settled: they cost no look into the database."""
REMEMBERED_SECONDS: Final = 600
_DAY_MS: Final = 86_400_000


@dataclass(slots=True)
class _Asked:
    user: Name | None
    number: Name
    done: asyncio.Future[Known]


class People:
    """Gives every message the address its person is kept under, and hands it on to `handle`. `joined` is called when
    two names of somebody have become one, who may be an official."""

    def __init__(
        self,
        store: Store,
        sandi: Sandi,
        channel: str,
        handle: Handle,
        joined: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._sandi = sandi
        self._channel = channel
        self._handle = handle
        self._joined = joined
        self._clock = clock
        self._settled: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._waiting: list[_Asked] = []
        self._worker: asyncio.Task[None] | None = None

    async def receive(self, message: Message) -> Outcome:
        """Act on a message. Returns after the commit. Raises NotStored."""
        who = await self._find(message.person)
        if who is None:
            return Outcome()
        id_ = external_id(message.wamid)
        return await self._handle(
            Incoming(self._channel, who.address, id_, message.event, None, message.at, who.responden)
        )

    async def changed(self, change: Change) -> None:
        """Keep a person under the new name, and let the old number stand for nobody. A notice delivered again does
        nothing: by then the old number may be somebody else's. Raises NotStored."""
        old, new = self._names(change.before), self._names(change.after)
        if (after := new[0] or new[1]) is None:
            return
        told_by = [(self._channel, external_id(change.wamid))]
        try:
            # Rare, and more names may be touched than these.
            async with self._store.transaction() as tx:
                if await tx.walk.seen(told_by):
                    return
                await tx.walk.record(told_by, self._now_ms())
                for one in await self._all_of(tx, *old):
                    if one != after:
                        await tx.people.join(self._channel, one, after)
                if old[1] is not None and old[1] != new[1]:
                    await tx.people.unname([old[1].percakapan])
                if new[0] is not None and new[1] is not None:
                    await tx.people.name([_row(new[0], new[1], self._now_ms())])
        except StorageError as error:
            raise NotStored(str(error)) from error
        self._settled.clear()
        await self._joined()

    async def _all_of(self, tx: Transaction, user: Name | None, number: Name | None) -> list[Name]:
        """The names that things of this person may stand under."""
        link = None if number is None else (await tx.people.names([number.percakapan])).get(number.percakapan)
        if number is None or (user is not None and link is not None and link.percakapan != user.percakapan):
            return [] if user is None else [user]  # the number is another's by now
        if user is None and link is not None:
            address = (await tx.people.addresses([link.percakapan])).get(link.percakapan, "")
            user = Name(link.percakapan, link.responden, address)
        return [number] if user is None else [user, number]

    async def _find(self, person: Who) -> Known | None:
        user, number = self._names(person)
        if number is None:
            return None if user is None else Known(user.address)
        if user is not None and self._is_settled(user, number):
            return Known(user.address)
        asked = _Asked(user, number, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await asked.done

    def _names(self, person: Who) -> tuple[Name | None, Name | None]:
        user = person.user_id if person.user_id and len(person.user_id) <= ALAMAT_PALING else None
        return self._name(user), self._name(person.wa_id)

    def _name(self, address: str | None) -> Name | None:
        if not address:
            return None
        responden = self._sandi.responden(self._channel, address)
        return Name(self._sandi.percakapan(self._channel, address), responden, address)

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH_PALING], self._waiting[BATCH_PALING:]
            try:
                found = await self._look_up(batch)
            except Exception as error:
                # Whatever it was: who is not answered would wait for ever.
                reason = str(error) if isinstance(error, StorageError) else told(error)
                log.error("%d people not looked up: %s", len(batch), reason)  # noqa: TRY400  the line says it all
                for asked in batch:
                    if not asked.done.done():
                        failure = NotStored(reason)
                        failure.__cause__ = error
                        asked.done.set_exception(failure)
                continue
            for asked, known in zip(batch, found, strict=True):
                if not asked.done.done():
                    asked.done.set_result(known)

    async def _look_up(self, batch: Sequence[_Asked]) -> list[Known]:
        """One look for all; and one transaction for those of whom something has to be written, once a person."""
        numbers = {asked.number.percakapan for asked in batch}
        both = {(asked.user, asked.number) for asked in batch if asked.user is not None}
        async with self._store.reading() as tx:
            links = await tx.people.names(numbers)
            addresses = await tx.people.addresses({link.percakapan for link in links.values()})
            # Mostly there is nothing under the number, and what it stands for is known: that is not written anew.
            open_ = {
                (user, number)
                for user, number in both
                if not _stands_for(links.get(number.percakapan), user, self._now_ms())
                or await tx.people.known(self._channel, number)
            }
        if open_:
            await self._settle(open_)
        for user, number in both:
            self._settled[number.percakapan] = (user.percakapan, self._clock().timestamp())
        while len(self._settled) > REMEMBERED:
            self._settled.popitem(last=False)
        return [self._known(asked, links, addresses) for asked in batch]

    def _known(self, asked: _Asked, links: Mapping[str, NameRow], addresses: Mapping[str, str]) -> Known:
        if asked.user is not None:
            return Known(asked.user.address)
        # What comes of this message may stand under the number: it is to be looked at again.
        self._settled.pop(asked.number.percakapan, None)
        if (link := links.get(asked.number.percakapan)) is None:
            return Known(asked.number.address)
        # Where the id itself is kept nowhere, the person is reached by the number, and recognised all the same.
        address = addresses.get(link.percakapan)
        return Known(asked.number.address, link.responden) if address is None else Known(address)

    async def _settle(self, people: Collection[tuple[Name, Name]]) -> None:
        """See to it that all of people who were told by both names is under their ids, whoever else is at it."""
        async with self._store.sharing({key for pair in people for key in _keys(*pair)}) as tx:
            links = await tx.people.names({number.percakapan for _, number in people})
            moved = False
            for user, number in sorted(people, key=lambda pair: pair[1].percakapan):
                link = links.get(number.percakapan)
                decision = decide(user.percakapan, number.percakapan, link.percakapan if link else None)
                moved |= await self._move(tx, decision, user, number)
            # Of two people told by one number at one moment, either may be right.
            rows = {number.percakapan: _row(user, number, self._now_ms()) for user, number in people}
            await tx.people.name(list(rows.values()))
        if moved:
            await self._joined()

    async def _move(self, tx: Transaction, decision: Decision, user: Name, number: Name) -> bool:
        """Whether there was anything under the number."""
        if decision.under == "biarkan" or not await tx.people.known(self._channel, number):
            return False
        if decision.under == "gabung":
            await tx.people.join(self._channel, number, user)
        else:
            await tx.people.drop(self._channel, number)
        return True

    def _is_settled(self, user: Name, number: Name) -> bool:
        who, since = self._settled.get(number.percakapan, ("", 0.0))
        return who == user.percakapan and self._clock().timestamp() - since < REMEMBERED_SECONDS

    def _now_ms(self) -> int:
        return int(self._clock().timestamp() * 1000)


class Renamed(StorageError):  # noqa: N818  says what happened, as those of storage do
    """A number came to stand for somebody while a message was on its way: delivered again, it finds the right one."""


async def check_names(tx: Transaction, sandi: Sandi, batch: Sequence[Incoming]) -> None:
    """Within the transaction that acts on these: that numbers which stood for no id still do not. Raises Renamed."""
    alone = {
        sandi.percakapan(one.channel, one.address)
        for one in batch
        if one.written_at is not None and one.address.isdigit() and not one.responden
    }
    if alone and await tx.people.names(alone):
        raise Renamed("somebody's name has just become known")


def _stands_for(link: NameRow | None, user: Name, now: int) -> bool:
    return link is not None and link.percakapan == user.percakapan and now - link.pada < _DAY_MS


def _keys(*names: Name | None) -> set[str]:
    return {name.percakapan for name in names if name is not None}


def _row(user: Name, number: Name, at: int) -> NameRow:
    return NameRow(number.percakapan, user.percakapan, user.responden, at)
