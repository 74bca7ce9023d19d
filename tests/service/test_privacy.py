"""Addresses live with the draft, the outbox and a leave to answer only; names nowhere; logs quote neither."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.telegram import inbound as telegram
from bot.channels.webchat import inbound as webchat
from bot.engine.events import Expired, Tapped, Typed
from bot.engine.survey import Direktori
from bot.engine.wording import id as w
from bot.ports import NotStored, Outgoing, SendError
from bot.service import delivery as sending
from bot.service.attachments import Attachments
from bot.service.mailbox import StoredMailbox
from bot.service.voices import sort_new
from tests.contract.storage.hardship import read_only
from tests.factories import HARI, INSTRUMEN, KELOMPOK, KTP, MS, SATU, UNITS, unit
from tests.service.dispatch import deliver
from tests.service.doubles import Citizen, RecordingChannel, no_drawing
from tests.service.rig import Rig
from tests.service.traces import holding

ADDRESS = "6281234567890"
SARAN = "Petugas loket dua kurang sabar"


async def _deliver(rig: Rig, channel: RecordingChannel | None = None) -> RecordingChannel:
    """Send all that was committed, and write down that it was."""
    channel = channel or RecordingChannel()
    await deliver(rig.store, channel, rig.commits, rig.clock.ms())
    return channel


async def _midway(rig: Rig) -> Citizen:
    citizen = rig.citizen(ADDRESS)
    await citizen.start(SATU)
    await citizen.until("saran", 2)
    await citizen.type(SARAN)
    await _deliver(rig)
    return citizen


async def test_an_open_draft_holds_the_address_in_one_place(rig: Rig) -> None:
    """Between two messages the address is in the session and nowhere else."""
    await _midway(rig)
    assert await holding(rig.store, ADDRESS) == {"sessions"}


async def test_no_table_holds_the_address_once_the_interview_was_sent(rig: Rig) -> None:
    """While the thanks are on their way only the outbox has it; then nothing has, and the answers are kept."""
    citizen = await _midway(rig)
    await citizen.tap(w.BALAS_TIDAK)
    await _deliver(rig)
    await citizen.tap(w.KIRIM)
    assert await holding(rig.store, ADDRESS) == {"outbox"}
    channel = await _deliver(rig)
    assert [one.address for one in channel.sent] == [ADDRESS]
    assert await holding(rig.store, ADDRESS) == set()
    assert await holding(rig.store, SARAN) == {"respons"}
    assert await holding(rig.store, citizen.receipt()) == set()


async def _allowing(rig: Rig) -> Citizen:
    """Somebody whose saran may be answered, all that was sent so far delivered."""
    citizen = await _midway(rig)
    await citizen.tap(w.BALAS_YA)
    await citizen.tap(w.KIRIM)
    await _deliver(rig)
    await sort_new(rig.store, INSTRUMEN)
    return citizen


async def test_the_address_of_who_may_be_answered_is_in_one_place(rig: Rig) -> None:
    """It stands beside the leave given for one response, with the day until when, and nowhere else."""
    await _allowing(rig)
    assert await holding(rig.store, ADDRESS) == {"izin_balas"}
    assert await holding(rig.store, SARAN) == {"respons", "saran"}
    async with rig.store.reading() as tx:
        (writing,) = await tx.voices.of_unit(SATU, HARI, HARI + timedelta(days=1))
        izin = (await tx.voices.allowed([writing.respons], MS))[writing.respons]
    # The semester ends with the year; thirty days later it is 31 January in Jakarta.
    assert izin.until == int(datetime(2027, 1, 30, 17, 0, tzinfo=UTC).timestamp() * 1000)


async def test_the_leave_to_answer_runs_out(rig: Rig) -> None:
    """Once its day has come the address is removed, though nobody ever answered."""
    await _allowing(rig)
    rig.clock.move(days=70)
    async with rig.store.reading() as tx:
        (writing,) = await tx.voices.of_unit(SATU, HARI, HARI + timedelta(days=1))
        assert await tx.voices.allowed([writing.respons], rig.clock.ms()) != {}
    rig.clock.move(days=1)
    async with rig.store.transaction() as tx:
        assert await tx.voices.allowed([writing.respons], rig.clock.ms()) == {}
        await tx.voices.prune(rig.clock.ms())
    assert await holding(rig.store, ADDRESS) == set()


@pytest.mark.parametrize(("month", "days"), [(1, 180), (3, 152), (6, 60)])
async def test_no_leave_lasts_longer_than_told(rig: Rig, month: int, days: int) -> None:
    """Of a semester that begins, 180 days; of one that ends, until 30 days after its end."""
    rig.clock.now = rig.clock.now.replace(month=month, day=1)
    await _allowing(rig)
    async with rig.store.reading() as tx:
        (row,) = (await tx.voices.allowed([await tx.voices.newest()], rig.clock.ms())).values()
    assert (row.until - rig.clock.ms()) // 86_400_000 in {days, days - 1}


@pytest.mark.parametrize("end", ["hapus", "perbaiki"])
async def test_erasing_and_correcting_take_the_leave_and_the_sorted_words_along(rig: Rig, end: str) -> None:
    """With the response go its words, wherever they were copied to, and the address."""
    citizen = await _allowing(rig)
    if end == "hapus":
        await citizen.command("hapus", citizen.receipt())
        await _deliver(rig)
        assert await holding(rig.store, ADDRESS) == await holding(rig.store, SARAN) == set()
        return
    await citizen.start(SATU)
    await citizen.until("ganda")
    await citizen.tap(w.GANDA_PERBAIKI)
    assert f"{w.NAMA_ISIAN['balas']}: {w.BALAS_YA}" in citizen.screen.text
    await citizen.tap(w.UBAH)
    # Not by its label, with which "Sarana" begins too.
    await citizen.send(Tapped(next(c.token for row in citizen.screen.choices for c in row if c.label == "Saran")))
    await citizen.tap(w.LEWATI)
    await citizen.tap(w.KIRIM)
    await _deliver(rig)
    assert await holding(rig.store, ADDRESS) == await holding(rig.store, SARAN) == set()


async def test_a_browser_is_told_where_the_answer_shows_and_a_terminal_keeps_no_address(rig: Rig) -> None:
    """On a shared device the question says so; at a keyboard, to which nobody comes back, the leave is not kept."""
    for channel, kept in (("webchat", {"izin_balas", "outbox"}), ("terminal", {"outbox"})):
        citizen = rig.citizen(f"alamat-{channel}", channel)
        await citizen.start(SATU)
        await citizen.until("saran")
        await citizen.type(SARAN)
        assert w.BALAS_BERSAMA in citizen.screen.text
        await citizen.tap(w.BALAS_YA)
        await citizen.tap(w.KIRIM)
        assert await holding(rig.store, citizen.address) == kept


@pytest.mark.parametrize("end", ["batal", "tidak", "diam", "diblokir"])
async def test_no_table_holds_the_address_however_the_interview_ends(rig: Rig, end: str) -> None:
    """Cancelled, declined, expired or blocked: the address goes, and so does what was said."""
    citizen = await _midway(rig)
    channel = RecordingChannel()
    match end:
        case "batal":
            await citizen.command("batal")
        case "tidak":
            await citizen.command("ulang")
            await citizen.tap(w.TIDAK_SEDIA)
        case "diam":
            rig.clock.move(days=2)
            await rig.conversation.handle(citizen.incoming(Expired()))
        case _:
            await citizen.type("halo")

            async def blocked(outgoing: Outgoing) -> None:
                raise SendError("diblokir", "Forbidden: bot was blocked by the user")

            channel.meanwhile = blocked
    await _deliver(rig, channel)
    assert await holding(rig.store, ADDRESS) == set()
    assert await holding(rig.store, SARAN) == set()
    assert await rig.n() == 0


async def test_a_person_who_collects_leaves_no_address_either(rig: Rig) -> None:
    """After the page has shown the thanks and said so, its address is in no table, ids included."""
    citizen = Citizen(rig.conversation.handle, "web-address-of-a-page", "webchat")
    mailbox = StoredMailbox(rig.store, rig.sandi, Attachments(rig.store, no_drawing))
    number = 0

    async def post(happened: str) -> None:
        nonlocal number
        number += 1
        body = f'{{"id": "kiriman-{number:04}", "kejadian": {happened}}}'
        await citizen.deliver(webchat.incoming(webchat.parse(body.encode()), citizen.address))

    await post(f'{{"jenis": "mulai", "kode": "{SATU}"}}')
    await post(f'{{"jenis": "tekan", "token": "{citizen.button(w.SEDIA).token}"}}')
    await citizen.until("selesai")
    assert await holding(rig.store, citizen.address) == {"outbox"}
    shown = await mailbox.collect("webchat", citizen.address, 0)
    await mailbox.collect("webchat", citizen.address, shown[-1].id, seconds=0.01)
    assert await holding(rig.store, citizen.address) == set()


async def test_a_name_that_comes_with_an_update_is_not_kept(rig: Rig) -> None:
    """First name, last name, username, title and phone number of a Telegram update reach no table."""
    marks = ("Sulastri", "Wulandari", "@sulas_kediri", "sulas_kediri", "Bu Lastri", "+62811999")
    sender = {
        "id": 99,
        "is_bot": False,
        "first_name": marks[0],
        "last_name": marks[1],
        "username": marks[3],
        "language_code": "id",
    }
    chat = {"id": 99, "type": "private", "first_name": marks[0], "username": marks[3], "title": marks[4]}
    contact = {"phone_number": marks[5], "first_name": marks[0]}
    contents: list[dict[str, Any]] = [
        {"text": f"/start {SATU}"},
        {"contact": contact},
        {"text": "ya"},
        {"text": "Perempuan"},
        {"text": "34"},
    ]
    for n, content in enumerate(contents):
        message = {"message_id": n, "date": 1, "chat": chat, "from": sender, **content}
        incoming = telegram.incoming(telegram.parse({"update_id": 700 + n, "message": message}))
        assert incoming is not None
        await rig.conversation.handle(incoming)
    assert [await holding(rig.store, mark) for mark in marks] == [set()] * len(marks)
    assert "sessions" in await holding(rig.store, '"usia":34')


async def test_logs_quote_neither_addresses_nor_words(
    rig: Rig, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the most talkative level, through a whole interview and every kind of failure; failures are logged."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(sending, "BACKOFF_MS", (1,))
    hantu = unit("kel-hantu", KTP)
    citizen = await _midway(rig)

    undo = read_only(rig.store)
    await rig.store.close()
    with pytest.raises(NotStored) as refused:
        await citizen.send(Typed(SARAN))
    undo()
    await rig.store.close()

    rig.surveys.now = type(rig.surveys.now)(
        rig.surveys.now.instrumen, Direktori.of(KELOMPOK, (*UNITS, hantu)), rig.surveys.now.aturan
    )
    lost = rig.citizen(ADDRESS, "lain")
    await lost.start(hantu.kode)
    await lost.until("saran", 2)
    await lost.type(SARAN)
    await lost.tap(w.BALAS_YA)
    await lost.tap(w.KIRIM)  # a unit that the database does not have: the insert is refused with all its values

    channel = RecordingChannel()
    failures = iter(
        [
            SendError("sementara", "connection reset"),
            SendError("ditolak", "Bad Request: can't parse entities"),
            ValueError(f"invalid literal for int() with base 10: '{ADDRESS}'"),
        ]
    )

    async def fail(outgoing: Outgoing) -> None:
        if (error := next(failures, None)) is not None:
            raise error

    channel.meanwhile = fail
    for _ in range(4):
        await citizen.type("bukan jawaban")
        await _deliver(rig, channel)
    await citizen.tap(w.BALAS_YA)
    await citizen.tap(w.KIRIM)
    await _deliver(rig, channel)

    for secret in (ADDRESS, SARAN, "loket dua", "bukan jawaban", citizen.receipt()):
        assert secret not in caplog.text
        assert secret not in str(refused.value)
    for event in ("nothing stored of 1", "could not be stored", "nobody foresaw", "not taken", "to be tried again"):
        assert event in caplog.text
