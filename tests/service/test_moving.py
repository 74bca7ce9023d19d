"""An interview goes on in another channel by its code: once, whole, and in no place twice."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import pytest

from bot.engine.codec import load_session
from bot.engine.events import Started, TimedOut
from bot.engine.session import Session
from bot.service.moving import SALAH_MS, SALAH_PALING
from storage.connect import open_store
from storage.store import Store
from tests.factories import BANYAK, INSTRUMEN, SATU, Clock
from tests.service.doubles import Citizen
from tests.service.rig import Rig, rig_over

KODE = re.compile(r"Lanjut ([2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5})\b")


async def offered(citizen: Citizen) -> str:
    """The code that somebody in an interview is given."""
    await citizen.command("lanjut")
    found = KODE.search(citizen.screen.notice)
    assert found is not None, citizen.screen
    return found[1]


async def begun(rig: Rig, address: str = "111", until: str = "biaya", kode: str = SATU) -> Citizen:
    citizen = rig.citizen(address)
    await citizen.start(kode)
    await citizen.until(until, 4)
    return citizen


async def draft(rig: Rig, citizen: Citizen) -> Session | None:
    row = await rig.session(citizen)
    return load_session(row.state, INSTRUMEN.id) if row else None


async def test_the_interview_goes_on_with_its_answers_and_ends_as_the_other_channels(rig: Rig) -> None:
    """What was answered here is there; the response is that of the address and channel it was finished on."""
    old, new = await begun(rig), rig.citizen("222", "webchat")
    before = await draft(rig, old)
    await new.type(f"Lanjut {await offered(old)}")
    assert (new.screen.key, "Selamat datang!" in new.screen.notice) == ("biaya", True)
    after = await draft(rig, new)
    assert before is not None
    assert after is not None
    assert after.isi == before.isi
    await new.until("selesai", 3)
    assert await rig.n() == 1
    async with rig.store.reading() as tx:
        (kept,) = (await tx.facts.by_receipt({rig.sandi.tanda_terima(new.receipt())})).values()
    assert kept.sumber == "webchat"
    assert kept.responden == rig.sandi.responden("webchat", "222")
    assert kept.respons.jawaban["persyaratan"] == 4
    assert kept.respons.jawaban["biaya"] == 3
    await old.start(SATU)
    await old.until("jenis_kelamin")  # and not: you have answered this already


async def test_the_old_conversation_is_told_and_forgotten(rig: Rig) -> None:
    """The farewell takes the place of the question, whose buttons are worth nothing any more; no address is left."""
    old, new = await begun(rig), rig.citizen("222", "webchat")
    async with rig.store.transaction() as tx:
        await tx.walk.learn([(rig.sandi.percakapan("uji", "111"), "m7")])
    kode = await offered(old)
    answer = old.answer(2)
    outcome = await new.command("lanjut", kode)
    assert [shown.screen.key for shown in outcome.messages] == ["biaya"]
    assert await rig.session(old) is None
    (bye,) = await rig.outbox(old)
    assert (bye.address, bye.screen_ref, bye.live, bye.push) == ("111", "m7", False, False)
    assert "Survei ini Anda lanjutkan di web." in bye.payload
    assert bye in rig.commits[-1]
    await old.send(answer)
    assert old.toast
    assert await rig.session(old) is None


@pytest.mark.parametrize("write", ["Lanjut {}", "/lanjut {}", "lanjut: {}", "LANJUT {}."])
async def test_a_code_is_read_however_it_is_typed(rig: Rig, write: str) -> None:
    changes: list[Callable[[str], str]] = [
        str,
        str.lower,
        lambda kode: kode.replace("-", ""),
        lambda kode: f" {kode} ",
    ]
    for n, change in enumerate(changes):
        old, new = await begun(rig, f"1{n}"), rig.citizen(f"2{n}")
        kode = change(await offered(old))
        if kode.isalpha() and kode.islower():
            continue  # such a code might be two words
        text = write.format(kode.strip() if "." in write else kode)
        await (new.command("lanjut", text[8:]) if text.startswith("/") else new.type(text))
        assert new.screen.key == "biaya", text


async def test_a_link_and_the_code_alone_lead_there_too(rig: Rig) -> None:
    for n in range(2):
        old, new = await begun(rig, f"1{n}"), rig.citizen(f"2{n}")
        kode = await offered(old)
        if n:
            await new.command("lanjut")
            await new.type(kode)
        else:
            await new.send(Started(f"lanjut-{kode}"))
        assert new.screen.key == "biaya"


async def test_a_code_works_once_and_the_interview_can_move_on(rig: Rig) -> None:
    """Who comes second is told; from where it is now, the interview moves by a code of its own."""
    first, second, third = await begun(rig), rig.citizen("222"), rig.citizen("333")
    kode = await offered(first)
    await second.type(f"Lanjut {kode}")
    await third.type(f"Lanjut {kode}")
    assert "sudah dipakai" in third.screen.text
    await second.type(f"Lanjut {kode}")
    assert "belum selesai" in second.screen.notice
    await third.type(f"Lanjut {await offered(second)}")
    assert third.screen.key == "biaya"
    assert await rig.session(second) is None


async def test_a_newer_code_takes_the_place_of_the_older(rig: Rig) -> None:
    old, new = await begun(rig), rig.citizen("222")
    first, second = await offered(old), await offered(old)
    await new.type(f"Lanjut {first}")
    assert "tidak kami kenal" in new.screen.notice
    await new.type(second)
    assert new.screen.key == "biaya"


@pytest.mark.parametrize("ending", ["batal", "ulang", "kedaluwarsa", "selesai", "ditutup", "hapus"])
async def test_a_code_is_worth_nothing_once_its_interview_is_over(rig: Rig, ending: str) -> None:
    """Nor does it open the next interview of the same conversation."""
    old, new = await begun(rig), rig.citizen("222")
    kode = await offered(old)
    match ending:
        case "kedaluwarsa":
            rig.clock.move(hours=24)
        case "selesai":
            await old.until("selesai")
        case "ditutup":
            async with rig.store.transaction() as tx:
                units = [unit for unit in await tx.directory.units() if unit.kode == SATU]
                await tx.directory.put((), [type(units[0])(units[0].kode, units[0].nama, "opd", aktif=False)])
            await rig.surveys.reload()
        case "ulang":
            rig.clock.move(seconds=1)
            await old.command("ulang")
            await old.until("biaya")
        case "batal" | "hapus":
            await old.command(ending)
    await new.type(f"Lanjut {kode}")
    assert "tidak berlaku lagi" in new.screen.text
    assert await rig.session(new) is None
    assert (await rig.session(old) is not None) is (ending in {"ulang", "hapus", "kedaluwarsa", "ditutup"})


async def test_guessing_is_no_use(rig: Rig) -> None:
    """After some wrong codes not even the right one opens anything, until an hour has passed; others are not held
    up by it."""
    old, thief, friend = await begun(rig), rig.citizen("666"), rig.citizen("222")
    kode = await offered(old)
    for n in range(SALAH_PALING):
        await thief.type(f"Lanjut AAAAA-AAAA{n + 2}")
        assert "tidak kami kenal" in thief.screen.notice
    await thief.type(kode)
    assert "satu jam lagi" in thief.screen.text
    assert await rig.session(thief) is None
    rig.clock.move(seconds=SALAH_MS / 1000)
    await friend.type(f"Lanjut {kode}")
    assert friend.screen.key == "biaya"
    await thief.type(f"Lanjut {kode}")
    assert "sudah dipakai" in thief.screen.text


async def test_an_open_interview_is_kept_and_the_code_stays_good(rig: Rig) -> None:
    old, new = await begun(rig), await begun(rig, "222", kode=BANYAK)
    kode = await offered(old)
    await new.type(f"Lanjut {kode}")
    assert "Kelurahan Melati" in new.screen.notice
    assert (await draft(rig, new) or Session("", "")).unit == BANYAK
    await new.command("batal")
    await new.type(f"Lanjut {kode}")
    assert (await draft(rig, new) or Session("", "")).unit == SATU


async def test_who_has_answered_on_the_new_channel_is_asked_whether_to_correct_that(rig: Rig) -> None:
    """The check is made for the address the interview goes on with."""
    new = rig.citizen("222")
    await new.fill(SATU)
    old = await begun(rig)
    await new.type(f"Lanjut {await offered(old)}")
    assert new.screen.key == "ganda"
    await new.tap("Perbaiki")
    await new.until("selesai")
    assert await rig.n() == 1


async def test_who_was_reminded_is_not_reminded_again_elsewhere(rig: Rig) -> None:
    old, new = await begun(rig), rig.citizen("222")
    kode = await offered(old)
    rig.clock.move(minutes=30)
    await old.send(TimedOut())
    await new.type(f"Lanjut {kode}")
    row = await rig.session(new)
    assert row is not None
    assert row.remind_at is None


async def test_delivered_twice_a_move_is_made_once(rig: Rig) -> None:
    old, new = await begun(rig), rig.citizen("222")
    kode = await offered(old)
    incoming = new.incoming(Started(f"lanjut-{kode}"))
    await new.deliver(incoming)
    await new.deliver(incoming)
    assert new.screen.key == "biaya"
    assert not new.screen.notice
    assert len(await rig.outbox(old)) == 1


async def test_an_answer_at_the_very_moment_of_the_move_comes_along(rig: Rig) -> None:
    """Both arrive in one batch: the answer first, then the move, and everybody else of the batch is served too."""
    old, new, other = await begun(rig), rig.citizen("222"), rig.citizen("333")
    kode = await offered(old)
    await asyncio.gather(new.type(f"Lanjut {kode}"), old.send(old.answer(2)), other.start(BANYAK))
    after = await draft(rig, new)
    assert after is not None
    assert after.isi["biaya"] == 2
    assert await rig.session(old) is None
    assert other.screen.key == "sapa"


@pytest.fixture
async def replicas(postgres_url: str) -> tuple[Store, Store]:
    return await open_store(postgres_url), await open_store(postgres_url)


async def test_between_processes_an_answer_is_before_the_move_or_after_it(replicas: tuple[Store, Store]) -> None:
    """Old conversation in one process, new one in another, at the same moment, again and again: the draft is in one
    place alone, and with the answer exactly if the old place has shown the next question."""
    here, there = [await rig_over(store, Clock()) for store in replicas]
    for n in range(30):
        old, new = await begun(here, f"1{n}"), there.citizen(f"2{n}")
        kode, answer = await offered(old), old.answer(2)

        async def late(event: object, seconds: float, who: Citizen = old) -> object:
            await asyncio.sleep(seconds)
            return await who.send(event)  # type: ignore[arg-type]  # an event, from below

        outcome, _ = await asyncio.gather(late(answer, n % 6 / 1000), new.type(f"Lanjut {kode}"))
        assert await here.session(old) is None
        after = await draft(there, new)
        assert after is not None
        taken = bool(outcome.messages)  # type: ignore[attr-defined]
        assert ("biaya" in after.isi) is taken
    for rig in (here, there):
        await rig.conversation.close()
        await rig.store.close()


async def test_of_two_processes_one_gets_the_interview(replicas: tuple[Store, Store]) -> None:
    here, there = [await rig_over(store, Clock()) for store in replicas]
    for n in range(15):
        old = await begun(here, f"1{n}")
        kode = await offered(old)
        takers = [here.citizen(f"2{n}"), there.citizen(f"3{n}"), there.citizen(f"4{n}")]
        await asyncio.gather(*(taker.type(f"Lanjut {kode}") for taker in takers))
        assert sorted(taker.screen.key for taker in takers) == ["biaya", "selesai", "selesai"]
        assert len(await here.outbox(old)) >= 1
    for rig in (here, there):
        await rig.conversation.close()
        await rig.store.close()
