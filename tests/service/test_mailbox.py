"""Messages that people collect stay until they have arrived, and whoever waits is woken by the commit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.engine.codec import dump_screen
from bot.ports import NotStored
from bot.service.attachments import Attachments
from bot.service.mailbox import StoredMailbox
from storage.records import OutboxRow
from tests.contract.storage.hardship import read_only
from tests.factories import SATU, outbox_row, screen
from tests.service.doubles import no_drawing
from tests.service.rig import Rig

CHANNEL, ADDRESS = "webchat", "page-1"


class Post:
    """A mailbox, and somebody who puts lasting messages into it."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.mailbox = StoredMailbox(rig.store, rig.sandi, Attachments(rig.store, no_drawing))

    async def put(self, *texts: str, address: str = ADDRESS, notify: bool = True) -> list[int]:
        key = self.rig.sandi.percakapan(CHANNEL, address)
        rows = [
            outbox_row(key, channel=CHANNEL, address=address, payload=dump_screen(screen(text))) for text in texts
        ]
        await self.put_rows(rows, notify=notify)
        return [row.id for row in rows]

    async def put_rows(self, rows: list[OutboxRow], *, notify: bool = True) -> None:
        async with self.rig.store.transaction() as tx:
            await tx.outbox.enqueue(rows)
        if notify:
            self.mailbox.notify(rows)

    async def collect(self, after: int = 0, seconds: float = 0, address: str = ADDRESS) -> list[str]:
        shown = await self.mailbox.collect(CHANNEL, address, after, seconds=seconds)
        return [one.screen.text for one in shown]


@pytest.fixture
async def post(rig: Rig) -> AsyncIterator[Post]:
    made = Post(rig)
    yield made
    made.mailbox.close()


async def test_messages_are_collected_oldest_first_and_only_ones_own(post: Post) -> None:
    """All that wait, in order, each time they are asked for; a stranger's box is another."""
    await post.put("satu", "dua")
    await post.put("rahasia", address="page-2")
    assert await post.collect() == ["satu", "dua"]
    assert await post.collect() == ["satu", "dua"]
    assert await post.collect(address="page-2") == ["rahasia"]
    assert await post.collect(address="page-3") == []


async def test_what_has_arrived_is_forgotten_and_nothing_else(post: Post) -> None:
    """Naming the last message seen removes it and those before it, in waiting calls, for that person alone."""
    first, second = await post.put("satu", "dua")
    await post.put("lain", address="page-2")
    assert await post.collect(first) == ["dua"]
    assert await post.collect(first, seconds=0.05) == ["dua"]
    assert await post.collect() == ["dua"]
    assert await post.collect(second, seconds=0.01) == []
    assert await post.collect() == []
    assert await post.collect(address="page-2") == ["lain"]


async def test_a_message_that_is_there_is_not_waited_for(post: Post) -> None:
    """A long wait returns at once with what there is."""
    await post.put("ada", notify=False)
    async with asyncio.timeout(10):
        assert await post.collect(seconds=60) == ["ada"]


async def test_who_waits_is_woken_by_the_commit(post: Post) -> None:
    """All windows of a person see the message long before their wait is over; other people's go on waiting."""
    waiting = [asyncio.create_task(post.collect(seconds=30)) for _ in range(2)]
    other = asyncio.create_task(post.collect(seconds=30, address="page-2"))
    await asyncio.sleep(0.05)
    await post.put("baru")
    async with asyncio.timeout(10):
        assert await asyncio.gather(*waiting) == [["baru"], ["baru"]]
    assert not other.done()
    post.mailbox.close()
    assert await other == []


async def test_a_conversation_wakes_its_page(rig: Rig) -> None:
    """From an event of the person to the page that waits, over the real conversation."""
    post = Post(rig)
    citizen = rig.citizen(ADDRESS, CHANNEL)
    waiting = asyncio.create_task(post.mailbox.collect(CHANNEL, ADDRESS, 0, seconds=30))
    await asyncio.sleep(0.05)
    outcome = await citizen.start(SATU)
    post.mailbox.notify(rig.commits[-1])
    async with asyncio.timeout(10):
        assert tuple(await waiting) == outcome.messages


async def test_nothing_comes_and_the_wait_ends(post: Post) -> None:
    """A wait in vain ends empty, about when it was asked to."""
    began = time.monotonic()
    assert await post.collect(seconds=0.1) == []
    assert 0.09 < time.monotonic() - began < 5


async def test_closing_lets_go_and_takes_no_new_waits(post: Post) -> None:
    """Who waits is let go at once; later calls still get what there is, without waiting."""
    waiting = asyncio.create_task(post.collect(seconds=60))
    await asyncio.sleep(0.05)
    post.mailbox.close()
    async with asyncio.timeout(10):
        assert await waiting == []
        await post.put("masih ada", notify=False)
        assert await post.collect(seconds=60) == ["masih ada"]
        assert await post.collect(2**63 - 1, seconds=60) == []


async def test_who_left_is_not_remembered(post: Post) -> None:
    """A wait that was cancelled or that ended leaves nothing behind."""
    waiting = asyncio.create_task(post.collect(seconds=60))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await post.collect(seconds=0.01)
    assert post.mailbox._waiting == {}


async def test_a_message_of_another_version_does_not_block_the_box(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    """It is passed over and logged; the others come."""
    key = post.rig.sandi.percakapan(CHANNEL, ADDRESS)
    await post.put("satu")
    await post.put_rows([outbox_row(key, channel=CHANNEL, payload='{"teks": 1}')])
    await post.put("tiga")
    assert await post.collect() == ["satu", "tiga"]
    assert "another version" in caplog.text


async def test_a_database_that_fails_is_said_so(post: Post) -> None:
    """The page is told to try again, and what it had not collected is still there."""
    (first,) = await post.put("satu")
    undo = read_only(post.rig.store)
    await post.rig.store.close()
    with pytest.raises(NotStored):
        await post.collect(first, seconds=1)
    undo()
    await post.rig.store.close()
    assert await post.collect() == ["satu"]
