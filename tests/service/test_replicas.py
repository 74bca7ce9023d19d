"""Several processes on one PostgreSQL: what one sends no other sends, in order; what is due is done once."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from bot.channels.telegram.adapter import POLL_PATIENCE_SECONDS
from bot.engine.codec import load_screen
from bot.ports import Outgoing
from bot.service import delivery as sending
from bot.service import looking, neighbours
from bot.service.expiry import prune
from bot.service.limits import Limits
from bot.service.mailbox import StoredMailbox
from bot.service.neighbours import DUTY_MS, Neighbours
from bot.service.routine import Routine
from bot.staff.ringkasan.compose import compose
from storage.connect import open_store
from storage.records import OutboxRow
from storage.store import Store
from tests.factories import SATU, jawaban, respons_row, rtl_row
from tests.service.dispatch import FAST, Dispatch, now_ms, row, taken, texts, until
from tests.service.officials import office_over
from tests.service.rig import rig_over

SENIN = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
"""Monday 08:00 in Jakarta, and the first working day of a triwulan."""


@pytest.fixture
async def stores(postgres_url: str) -> AsyncIterator[list[Store]]:
    """Two processes' stores."""
    opened = [await open_store(postgres_url) for _ in range(2)]
    yield opened
    for store in opened:
        await store.close()


@pytest.fixture(autouse=True)
async def bells(stores: list[Store]) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Each process is known to live for as long as its bell runs."""
    running = [asyncio.create_task(store.bell.run()) for store in stores]
    await asyncio.gather(*(store.bell.up() for store in stores))
    yield running
    await _ended(*running)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "SCAN_SECONDS", 0.2)
    monkeypatch.setattr(sending, "SETTLE_SECONDS", 0.01)


async def _ended(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _says(dispatch: Dispatch, *rows: OutboxRow) -> list[OutboxRow]:
    """What a conversation does at that process: a commit, then handing over."""
    async with dispatch.store.sharing(sorted({row.percakapan for row in rows})) as tx:
        held = [replace(row, pemilik=tx.outbox.holder(push=row.push)) for row in rows]
        held = [row if row.pemilik else replace(row, due_at=now_ms()) for row in held]
        written = await tx.outbox.enqueue(held)
    dispatch.delivery.submit(written)
    return written


@asynccontextmanager
async def _two(stores: list[Store], limits: Limits = FAST) -> AsyncIterator[list[Dispatch]]:
    """Two processes that send over one channel, which remembers what it was sent."""
    both = [Dispatch(store, limits) for store in stores]
    both[1].channel.sent, both[1].channel.tried = both[0].channel.sent, both[0].channel.tried
    for one in both:
        one.start()
    yield both
    for one in both:
        await one.stop()


@pytest.mark.usefixtures("quick")
async def test_a_conversation_keeps_its_order_wherever_it_is_handled(stores: list[Store]) -> None:
    """Thirty messages to each of eight people, committed by two processes in turn while sending takes its time:
    everybody gets theirs in order, and each once."""

    async def slow(outgoing: Outgoing) -> None:
        await asyncio.sleep(0.004 * (len(outgoing.screen.text) % 4))

    async with _two(stores) as both:
        for one in both:
            one.channel.meanwhile = slow
        for n in range(30):
            await asyncio.gather(
                *(_says(both[(n + k) % 2], row(key, f"{key}{n}")) for k, key in enumerate("abcdefgh"))
            )
        await both[0].settled(seconds=20)
        sent = both[0].channel.sent
        for key in "abcdefgh":
            assert texts(sent, key) == [f"{key}{n}" for n in range(30)]


@pytest.mark.usefixtures("quick")
async def test_what_another_process_is_sending_is_waited_for(stores: list[Store]) -> None:
    """The second message is nobody's until the first has gone, and then goes within a moment."""
    gate = asyncio.Event()

    async def hang(_: Outgoing) -> None:
        await gate.wait()

    async with _two(stores) as (one, other):
        one.channel.meanwhile = hang
        await _says(one, row("a", "satu", live=True))
        (left,) = await _says(other, row("a", "dua", live=True))
        assert left.pemilik == 0
        await asyncio.sleep(0.5)
        assert one.channel.sent == []
        gate.set()
        began = now_ms()
        await other.settled()
        assert now_ms() - began < 5_000
        assert texts(one.channel.sent) == ["satu", "dua"]


@pytest.mark.usefixtures("quick")
async def test_a_screen_known_to_have_arrived_is_not_waited_for(stores: list[Store]) -> None:
    """Whoever presses a button of it has it, though the process that sent it has not written that down yet."""
    async with _two(stores) as (one, other):
        one.channel.meanwhile = lambda _: asyncio.sleep(0.3)
        await _says(one, row("a", "satu", live=True))
        new = row("a", "dua", live=True, pemilik=other.store.pemilik)
        async with other.store.sharing([new.percakapan]) as tx:
            (written,) = await tx.outbox.enqueue([new], seen={new.percakapan})
        assert written == new
        other.delivery.submit([written])
        await one.settled()


@pytest.mark.usefixtures("quick")
async def test_a_question_shown_again_is_waited_for_though_its_button_is_pressed(stores: list[Store]) -> None:
    """The button is that of the message before it. Sent after the next question, it would hide that."""
    gate = asyncio.Event()

    async def hang(_: Outgoing) -> None:
        await gate.wait()

    async with _two(stores) as (one, other):
        one.channel.meanwhile = hang
        await _says(one, replace(row("a", "satu lagi", live=True), ulang=True))
        new = row("a", "dua", live=True, pemilik=other.store.pemilik)
        async with other.store.sharing([new.percakapan]) as tx:
            (left,) = await tx.outbox.enqueue([new], seen={new.percakapan})
        assert left.pemilik == 0
        other.delivery.submit([left])
        await asyncio.sleep(0.5)
        assert other.channel.sent == []
        gate.set()
        await one.settled()
        assert texts(one.channel.sent) == ["satu lagi", "dua"]


async def test_a_question_shown_again_is_known_as_that(stores: list[Store]) -> None:
    """Whatever it is shown again for: a button of an earlier question, or a word that answers nothing."""
    rig = await rig_over(stores[0])
    citizen = rig.citizen()
    await citizen.start(SATU)
    await citizen.until("prosedur")
    earlier = citizen.answer()
    await citizen.send(earlier)
    await citizen.send(earlier)
    await citizen.type("entahlah")
    assert [row.ulang for batch in rig.commits[-4:] for row in batch] == [False, False, True, True]


async def test_what_a_dead_process_was_sending_is_sent_within_seconds(
    stores: list[Store], bells: list[asyncio.Task[None]]
) -> None:
    """Not at the end of its lease, and not while it lives."""
    held = row("a", "titipan", pemilik=stores[0].pemilik)
    async with stores[0].sharing([held.percakapan]) as tx:
        await tx.outbox.enqueue([held])
    dispatch = Dispatch(stores[1])
    dispatch.start()
    await asyncio.sleep(4)
    assert dispatch.channel.sent == [], "it is alive"
    await _ended(bells[0])
    await dispatch.channel.until(1, 8)
    await dispatch.stop()


@pytest.mark.usefixtures("quick")
async def test_a_process_that_stops_leaves_nothing_behind(stores: list[Store]) -> None:
    """What it could not send any more is sent by the other at once, and so is what only one may send."""
    async with _two(stores) as (one, other):
        one.channel.meanwhile = lambda _: asyncio.sleep(60)
        await _says(one, *(row(key, key) for key in "abc"))
        await asyncio.sleep(0.1)
        await one.stop()
        began = now_ms()
        await _says(other, row("d", "dorongan", push=True))
        await other.channel.until(4, 10)
        assert now_ms() - began < 10_000


@pytest.mark.usefixtures("quick")
async def test_the_rate_of_pushes_holds_for_all_together(stores: list[Store]) -> None:
    """Two processes, 20 a second permitted: sixty pushes take three seconds, each goes once, one process sends."""
    async with _two(stores, Limits(push_per_second=20, chat_per_second=0)) as both:
        pushes = [replace(row("p", f"{n}", push=True), percakapan=f"{n:032}") for n in range(60)]
        await _says(both[0], *pushes)
        began = now_ms()
        await both[0].settled(seconds=10)
        assert 2_300 < now_ms() - began < 6_000
        assert sorted(texts(both[0].channel.sent), key=int) == [str(n) for n in range(60)]


async def test_who_leads_and_dies_is_replaced_within_seconds(
    stores: list[Store], bells: list[asyncio.Task[None]]
) -> None:
    """Whoever holds a duty is the only one; dead, it is followed at once, and stopped, too."""
    one, other = stores

    async def hold(store: Store) -> bool:
        async with store.sharing() as tx:
            return await tx.schedule.hold("tugas", store.pemilik, now_ms(), now_ms() + 60_000)

    assert [await hold(one), await hold(other), await hold(one)] == [True, False, True]
    async with one.transaction() as tx:
        await tx.schedule.let_go(one.pemilik)
    assert [await hold(other), await hold(one)] == [True, False]
    await _ended(bells[1])

    async def follows() -> bool:
        return await hold(one)

    await until(follows)


async def test_who_polls_is_the_only_one_until_the_poll_is_over(
    stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever a poll begins, and though it lasts until its time-out; who hangs in one is followed after it."""
    one, other = stores
    now = began = now_ms()
    monkeypatch.setattr(neighbours, "time", SimpleNamespace(time_ns=lambda: now * 1_000_000))
    office = await office_over(one)
    mailbox = StoredMailbox(one, office.rig.sandi, None)  # type: ignore[arg-type]  # nobody asks for a file
    polling = Neighbours(one, office.desk, mailbox, {"uji"})

    async def follows(at: int) -> bool:
        async with other.sharing() as tx:
            return await tx.schedule.hold("tugas", other.pemilik, at, at + DUTY_MS)

    for now in range(began, began + 2 * DUTY_MS, 1_000):
        await polling.alone("tugas")
        assert not await follows(now + POLL_PATIENCE_SECONDS * 1_000), f"{now - began} ms after the first"
    assert await follows(now + DUTY_MS)
    await office.rig.conversation.close()


async def test_routine_of_two_processes_at_one_moment_is_done_once(stores: list[Store]) -> None:
    """Digests, alerts, reminders of plans and saran, looked for by both at the very same moment, again and again:
    each message lies in the outbox once."""
    office = await office_over(stores[0])
    heads = [await office.official("kepala_unit", SATU) for _ in range(3)]
    async with stores[0].transaction() as tx:
        await tx.plans.add(rtl_row(unsur="biaya"))
        await tx.facts.add([respons_row(jawaban(4), hari=date(2026, 8, 4)) for _ in range(40)])
        await tx.facts.add(
            [respons_row(jawaban(1), hari=SENIN.date(), saran=f"Ada pungli di loket {n}") for n in range(5)]
        )
    office.clock.now = SENIN
    rig = office.rig
    routines = [Routine(store, rig.surveys, rig.sandi, compose, lambda _: None, office.clock) for store in stores]
    for _ in range(3):
        ticks = [look for routine in routines for _, look in routine.jobs().values()]
        async with stores[1].transaction():  # all of them gather behind this door
            going = [asyncio.ensure_future(look()) for look in itertools.chain(ticks, ticks)]
            await asyncio.sleep(0.3)
        await asyncio.gather(*going)
    await asyncio.gather(*(prune(store, office.clock.ms()) for store in stores for _ in range(3)))
    rows = [row for row in await taken(stores[0], "uji", 1 << 62, 1 << 62) if row.push]
    for head in heads:
        screens = [load_screen(row.payload) for row in rows if row.address == head.address]
        told = [(screen.heading, screen.notice, screen.text) for screen in screens]
        assert told
        assert len(told) == len(set(told)), told
        assert sum(screen.key == "ringkasan" for screen in screens) == 1
    async with stores[0].reading() as tx:
        assert await tx.facts.counted() == await tx.facts.recounted()
    await rig.conversation.close()


async def test_rights_given_at_one_process_are_soon_known_at_another(stores: list[Store]) -> None:
    """A new admin's first command may come to any process."""
    here, there = [await office_over(store) for store in stores]
    mailbox = StoredMailbox(stores[1], there.rig.sandi, None)  # type: ignore[arg-type]  # nobody asks for a file
    running = asyncio.create_task(Neighbours(stores[1], there.desk, mailbox, {"uji"}).run())
    admin = await here.official("admin")
    again = replace(admin, office=there)

    async def known() -> bool:
        await again.type("/status")
        return "basis data" in again.text.casefold()

    await until(known)
    await _ended(running)
    for one in (here, there):
        await one.rig.conversation.close()


async def test_who_waits_at_one_process_gets_at_once_what_another_has_put_down(stores: list[Store]) -> None:
    """A page that hangs on one process is woken by a commit of the other."""
    rig, office = await rig_over(stores[0]), await office_over(stores[1])
    here = StoredMailbox(stores[0], rig.sandi, None)  # type: ignore[arg-type]  # nobody asks for a file
    Neighbours(stores[0], office.desk, here, {"uji"})
    there = Neighbours(stores[1], office.desk, here, {"uji"})
    key = rig.sandi.percakapan("webchat", "halaman")
    waiting = asyncio.create_task(here.collect("webchat", "halaman", 0, seconds=10))
    await asyncio.sleep(0.3)
    made = replace(row("a", "ringkasan", push=True, detached=True), percakapan=key, channel="webchat")
    async with stores[1].sharing([key]) as tx:
        written = await tx.outbox.enqueue([replace(made, due_at=now_ms())])
    there.committed(written)
    async with asyncio.timeout(8):
        shown = await waiting
    assert [one.screen.text for one in shown] == ["ringkasan"]
    for one in (rig, office.rig):
        await one.conversation.close()
