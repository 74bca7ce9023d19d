"""Whether a process has the secret its database was made with: with another, nobody and no receipt is recognised.

Kept in the database is a keyed hash of nothing but a name: it tells whether two secrets are the same, and neither.
"""

from __future__ import annotations

import hmac
from typing import Final, Literal

from bot.service.sandi import Sandi
from storage.store import Store

_KUNCI: Final = "sidik_rahasia"

Match = Literal["same", "new", "other"]


async def match_of(store: Store, sandi: Sandi) -> Match:
    """ "new" where the database knows no secret yet. Raises StorageError."""
    async with store.reading() as tx:
        known = await tx.schedule.setting(_KUNCI)
    return _match(known, sandi)


async def settle(store: Store, sandi: Sandi) -> Match:
    """Likewise; a database that knows none yet knows this one from now on."""
    found = await match_of(store, sandi)
    if found != "new":
        return found
    async with store.transaction() as tx:
        # Another process may have been first.
        found = _match(await tx.schedule.setting(_KUNCI), sandi)
        if found == "new":
            await tx.schedule.set(_KUNCI, _fingerprint(sandi))
    return found


async def accept(store: Store, sandi: Sandi) -> None:
    """Have the database know this secret in place of the one it knew, which is lost."""
    async with store.transaction() as tx:
        await tx.schedule.set(_KUNCI, _fingerprint(sandi))


def _match(known: object, sandi: Sandi) -> Match:
    if known is None:
        return "new"
    return "same" if hmac.compare_digest(str(known), _fingerprint(sandi)) else "other"


def _fingerprint(sandi: Sandi) -> str:
    return sandi.purpose("sidik")[:32]
