"""The outbox's sustained rate, over a channel that takes no time: what the durable walk of a push costs.

Beside it, in the same run, the plain way: take the oldest row, send it, delete it, commit, and so on. And at the rate
a platform permits: how evenly pushes go out, and how long a citizen's reply takes among thousands of them.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from itertools import pairwise

from sqlalchemy import delete, select

from bot.engine.codec import dump_screen
from bot.engine.messages import Screen
from bot.ports import Outgoing, SendError
from bot.service.delivery import Delivery
from bot.service.limits import Limits
from bot.service.order import LEASE_MS
from storage.records import OutboxRow, new_id
from storage.store import Store
from storage.tables import outbox
from tests.bench.digests import fresh_store

PUSHES, PLAIN, WAITING = 5_000, 500, 8_000
PERMITTED = 30.0
_SECONDS = 6.0
_PAYLOAD = dump_screen(Screen("Ringkasan mingguan", fresh=True))


class Instant:
    """A channel that takes everything at once, and remembers when."""

    name = "uji"

    def __init__(self) -> None:
        self.at: dict[str, float] = {}

    async def send(self, outgoing: Outgoing) -> str | None:
        self.at[outgoing.address] = time.perf_counter()
        return "m"

    async def fetch(self, ref: str) -> bytes:
        raise SendError("ditolak", f"nobody sends files here: {ref}")


async def lines() -> list[str]:
    """The part of the table that is about the outbox."""
    plain, ours = await _plain(), await _ours()
    spread, rate, reply = await _permitted()
    return [
        "\nThe outbox, over a channel that takes no time",
        f"  as fast as it goes        {ours:8,.0f} pushes/s, {ours / plain:.1f} times the plain way ({plain:,.0f}/s)",
        f"  {WAITING:,} waiting, {PERMITTED:.0f}/s permitted {rate:6.1f} pushes/s; gaps of {spread[0]:.0f} to "
        f"{spread[1]:.0f} ms (5th to 95th of 100); a reply among them takes {reply * 1000:.0f} ms (median)",
    ]


async def _plain() -> float:
    """Rows a second, one transaction each."""
    async with fresh_store() as store:
        await _fill(store, PLAIN)
        channel, began = Instant(), time.perf_counter()
        for _ in range(PLAIN):
            async with store.engine.begin() as connection:
                row = (await connection.execute(select(outbox).order_by(outbox.c.id).limit(1))).one()
                await channel.send(Outgoing(row.address, Screen(""), None))
                await connection.execute(delete(outbox).where(outbox.c.id == row.id))
        return PLAIN / (time.perf_counter() - began)


async def _ours() -> float:
    async with fresh_store() as store:
        await _fill(store, PUSHES)
        channel = Instant()
        delivery = Delivery(store, {"uji": channel}, {"uji": Limits(push_per_second=0, chat_per_second=0)})
        began = time.perf_counter()
        running = asyncio.create_task(delivery.run())
        while await _left(store):  # noqa: ASYNC110  nobody tells when the last row is gone
            await asyncio.sleep(0.02)
        taken = time.perf_counter() - began
        running.cancel()
        await delivery.close()
        return PUSHES / taken


async def _permitted() -> tuple[tuple[float, float], float, float]:
    """The gaps between pushes in ms (5th and 95th of 100), pushes a second, seconds until a reply is out."""
    async with fresh_store() as store:
        await _fill(store, WAITING)
        channel = Instant()
        delivery = Delivery(store, {"uji": channel}, {"uji": Limits(push_per_second=PERMITTED)})
        running = asyncio.create_task(delivery.run())
        await asyncio.sleep(1.0)
        replies: list[float] = []
        end = time.perf_counter() + _SECONDS
        while time.perf_counter() < end:
            await asyncio.sleep(0.1)
            address = f"warga-{len(replies)}"
            row = OutboxRow(new_id(), address, "uji", address, _PAYLOAD, None, _now() + LEASE_MS)
            began = time.perf_counter()
            async with store.transaction() as tx:
                await tx.outbox.enqueue([row])
            delivery.submit([row])
            while address not in channel.at:  # noqa: ASYNC110  a finer clock than the channel's
                await asyncio.sleep(0.001)
            replies.append(channel.at[address] - began)
        running.cancel()
        await delivery.close(0.1)
        pushed = sorted(at for address, at in channel.at.items() if not address.startswith("warga"))
        pushed = [at for at in pushed if at >= end - _SECONDS]
        gaps = statistics.quantiles((1000 * (b - a) for a, b in pairwise(pushed)), n=20)
        return (gaps[0], gaps[-1]), len(pushed) / _SECONDS, statistics.median(replies)


async def _fill(store: Store, n: int) -> None:
    async with store.transaction() as tx:
        await tx.outbox.enqueue(
            [
                OutboxRow(new_id(), f"p{i}", "uji", f"a{i}", _PAYLOAD, None, _now(), push=True, detached=True)
                for i in range(n)
            ]
        )


async def _left(store: Store) -> int:
    async with store.reading() as tx:
        return await tx.outbox.depth()


def _now() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    print("\n".join(asyncio.run(lines())))
