"""Who writes beside whom on PostgreSQL: advisory locks, held to the end of the transaction that takes them.

One lock stands for all writing. Who writes alone takes it for itself; who may write beside others shares it, and
takes one for each conversation it acts on. SQLite has one writer anyway, and needs none of this.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b
from random import randrange
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

# Below zero, where no conversation's lock is.
_WRITING: Final = -1
PARTITIONS: Final = -2
"""Making a partition."""

_ALONE = "SELECT pg_advisory_xact_lock($1::bigint)"
SLOTS: Final = 16
_SLOT: Final = -100
"""The first of their locks; the others are below."""

# In the order of the list: whoever takes several takes them in one order, and nobody waits in a ring.
_BESIDE = (
    "SELECT CASE n WHEN 1 THEN pg_advisory_xact_lock_shared(k) ELSE pg_advisory_xact_lock(k) END "
    "FROM unnest($1::bigint[]) WITH ORDINALITY AS given(k, n)"
)
_FREE_SLOT = "SELECT n FROM generate_series(0, $2::int) AS n WHERE pg_try_advisory_xact_lock($1::bigint - n) LIMIT 1"


async def alone(connection: AsyncConnection, lock: int = _WRITING) -> None:
    """Wait until nobody else holds the lock, and keep all others out."""
    await connection.exec_driver_sql(_ALONE, (lock,))


async def beside(connection: AsyncConnection, keys: Collection[str]) -> None:
    """Write beside others, but not beside one who is alone, nor one who has any of these conversations."""
    await connection.exec_driver_sql(_BESIDE, ([_WRITING, *sorted({_number(key) for key in keys})],))


async def slot(connection: AsyncConnection) -> int:
    """A number from 0 to 15 that no other transaction has until this one ends: the lowest that is free."""
    if connection.dialect.name == "sqlite":
        return 0
    taken = (await connection.exec_driver_sql(_FREE_SLOT, (_SLOT, SLOTS - 1))).scalar()
    if taken is not None:
        return int(taken)
    waited_for = randrange(SLOTS)  # noqa: S311  no secret: any will do
    await alone(connection, _SLOT - waited_for)
    return waited_for


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(errors="surrogatepass"), digest_size=8).digest()) >> 1
