"""An interview on its way from one conversation to another, within the batch's transaction.

Two addresses are never joined by a name or number: what ties them is a code that one of them was given. Who takes a
draft over holds both conversations: an answer given in the old one at that moment either came before the move, or
finds nothing open any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.engine.codec import load_session
from bot.engine.events import EarlierChecked, Moved, MoveOffered
from bot.engine.moving import check_of
from bot.engine.session import OfferMove, Session, TakeOver
from bot.engine.survey import Survey
from bot.ports import Incoming
from bot.service.asks import BERSAMA, Asking, answer_asks
from bot.service.sandi import Sandi, new_receipt
from storage.moves import MoveRow
from storage.records import SessionRow
from storage.store import Transaction

SALAH_PALING: Final = 5
SALAH_MS: Final = 3_600_000
"""So many wrong codes in an hour, and a conversation gets none right until it is over."""

Ways = Callable[[str, str], Sequence[tuple[str, str]]]
"""By the name of the channel one comes from and a code: (name of a channel, address) where it can be used."""


class NotHeld(Exception):  # noqa: N818  not a failure: begin again with the lock of that conversation too
    """The code leads to a conversation whose lock this transaction does not hold."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Taken:
    """What the engine is told, and the session that has left its conversation, if one has."""

    event: Moved
    left: SessionRow | None = None


def no_ways(_channel: str, _kode: str) -> Sequence[tuple[str, str]]:
    return ()


class Moving:
    """Gives out codes and takes them. `ways` says where a code can be used."""

    def __init__(self, sandi: Sandi, ways: Ways) -> None:
        self._sandi = sandi
        self._ways = ways

    async def offer(
        self, tx: Transaction, survey: Survey, incoming: Incoming, ask: OfferMove, now: datetime
    ) -> MoveOffered:
        """A code for the interview that is open here; an earlier one counts no more."""
        kode, key = new_receipt(), self._sandi.percakapan(incoming.channel, incoming.address)
        until = _ms(now) + survey.aturan.kedaluwarsa_jam * 3_600_000
        await tx.moves.offer(MoveRow(self._sandi.pindahan(kode), key, ask.tanda, until))
        return MoveOffered(kode, tuple(self._ways(incoming.channel, kode)))

    async def take(
        self,
        tx: Transaction,
        survey: Survey,
        incoming: Incoming,
        ask: TakeOver,
        now: datetime,
        holds: Callable[[str], bool],
    ) -> Taken:
        """Let the interview of that code leave its conversation. `holds` tells whether this transaction has a
        conversation to itself. Raises NotHeld, before anything was changed."""
        key = self._sandi.percakapan(incoming.channel, incoming.address)
        wrong = await tx.moves.tried(key, _ms(now))
        if wrong >= SALAH_PALING:
            return Taken(Moved(None, "dibatasi"))
        row = await tx.moves.find(self._sandi.pindahan(ask.kode))
        if row is None:
            await tx.moves.count(key, wrong + 1, _ms(now) + SALAH_MS)
            return Taken(Moved(None, "asing"))
        if row.terpakai:
            return Taken(Moved(None, "terpakai"))
        if not holds(row.percakapan):
            raise NotHeld(row.percakapan)
        draft = await _draft(tx, survey, row, now)
        if draft is None or row.percakapan == key:
            return Taken(Moved(None, "berakhir"))
        if not await tx.moves.use(row.kode):
            return Taken(Moved(None, "terpakai"))
        left = await tx.moves.leave(row.percakapan)
        return Taken(await self._arriving(tx, survey, incoming, draft, now), left)

    async def _arriving(
        self, tx: Transaction, survey: Survey, incoming: Incoming, draft: Session, now: datetime
    ) -> Moved:
        earlier = None
        if (check := check_of(survey, draft)) is not None:
            (found,) = await answer_asks(tx, survey, self._sandi, [Asking(incoming, check)], now)
            assert isinstance(found, EarlierChecked)  # noqa: S101  as that is what was asked
            earlier = found.earlier
        return Moved(draft, earlier=earlier, bersama=incoming.channel in BERSAMA)


async def _draft(tx: Transaction, survey: Survey, row: MoveRow, now: datetime) -> Session | None:
    """The very interview that the code was made for, if it is still open."""
    kept = (await tx.walk.sessions([row.percakapan])).get(row.percakapan)
    if kept is None or kept.expires_at <= _ms(now):
        return None
    draft = load_session(kept.state, survey.instrumen.id)
    if draft is None or draft.tanda != row.tanda or survey.direktori.find(draft.unit) is None:
        return None
    return draft


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
