"""Pictures, files and menus over the real delivery and adapter, to and from a Bot API over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.channels.telegram.adapter import FETCH_PALING, Telegram
from bot.engine.events import Sent, Typed, Upload
from bot.engine.messages import Attachment, Choice, MenuItem, Screen
from bot.ports import Incoming, Outcome, Outgoing, SendError
from bot.service.attachments import Attachments
from bot.service.delivery import Delivery
from bot.service.parcels import Parcel, enqueue
from bot.service.sandi import Sandi
from bot.staff.frame import Enclosure, Page, say
from storage.store import Store
from tests.acceptance.webchat.office import chart, picture
from tests.factories import SECRET
from tests.fakes.telegram import FakeTelegram, Person, SpecNotAtHandError

PNG = chart()
GRAFIK = Attachment("g", "ikm.png", "image/png", "IKM 86,11")
ANGKA = Attachment("a", "IKM Désa Satu.csv", "text/csv")
FILES = {"g": PNG, "a": b"unsur;nrr\n"}
YA = ((Choice("Saran", "@s"),),)
MENU = (MenuItem("laporan", "Laporan unit"), MenuItem("tren", "Tren"))


@dataclass
class Bot:
    """The channel and what came in through it."""

    api: FakeTelegram
    telegram: Telegram
    siti: Person
    came: list[Incoming] = field(default_factory=list)

    async def send(self, screen: Screen, ref: str | None = None, files: dict[str, bytes] | None = None) -> str | None:
        files = FILES if files is None else files
        return await self.telegram.send(Outgoing(str(self.siti.id), screen, ref, files))

    def methods(self) -> list[str]:
        """What was called to show something, in order."""
        shown = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText", "deleteMessage")
        return [call.method for call in self.api.calls_of(*shown, "setMyCommands", "deleteMyCommands")]


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    """At the end every call is held against the platform's description."""
    async with FakeTelegram() as api, _channel(api) as one:
        yield one
        try:
            assert api.check_against_spec() == []
        except SpecNotAtHandError as missing:
            print(f"not checked against the specification: {missing}")


@asynccontextmanager
async def _channel(api: FakeTelegram) -> AsyncIterator[Bot]:
    siti = api.person(7, "Siti")
    await siti.start()

    async def handle(incoming: Incoming) -> Outcome:
        one.came.append(incoming)
        return Outcome()

    async def blocked(_address: str) -> None:
        pass

    telegram = Telegram(api.token, api.url, handle, blocked)
    one = Bot(api, telegram, siti)
    polling = asyncio.create_task(telegram.poll())
    try:
        yield one
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await telegram.close()


# Out


async def test_a_picture_comes_with_its_text_and_buttons(bot: Bot) -> None:
    """One message: the picture, below it the text in Telegram's markup, and the buttons, which it is known by."""
    ref = await bot.send(Screen("Baik < naik", "IKM", choices=YA, attachments=(GRAFIK,)))
    seen = bot.siti.last
    assert (str(seen.message_id), seen.text, seen.labels) == (ref, "IKM\n\nBaik < naik", ["Saran"])
    assert seen.entities == [{"type": "bold", "offset": 0, "length": 3}]
    assert seen.upload is not None
    assert (seen.upload.content, seen.upload.content_type) == (PNG, "image/png")
    assert bot.methods() == ["sendPhoto"]


async def test_a_file_keeps_its_name(bot: Bot) -> None:
    """A CSV goes as a document under its own name, accents and spaces and all, with its type."""
    await bot.send(Screen("Angka", attachments=(ANGKA,)))
    upload = bot.siti.last.upload
    assert upload is not None
    assert (upload.filename, upload.content_type, upload.content) == (
        "IKM Désa Satu.csv",
        "text/csv",
        b"unsur;nrr\n",
    )


async def test_a_long_text_and_several_files_end_with_the_buttons(bot: Bot) -> None:
    """Attachments first, whole text and buttons last; the reference is the message with the buttons."""
    ref = await bot.send(Screen("kata " * 300, choices=YA, attachments=(GRAFIK,)))
    assert bot.methods() == ["sendPhoto", "sendMessage"]
    await bot.send(Screen("Laporan", choices=YA, attachments=(GRAFIK, ANGKA)))
    photo, text, *rest = bot.siti.from_bot
    assert (photo.text, photo.labels, str(text.message_id), text.labels) == ("", [], ref, ["Saran"])
    assert text.text == "kata " * 300
    assert [(one.upload is not None, one.labels) for one in rest] == [(True, []), (True, []), (False, ["Saran"])]


async def test_a_text_over_a_picture_is_sent_anew(bot: Bot) -> None:
    """A picture's text cannot be edited: the next screen is a new message, and then it is edited again. Nothing that
    stands there is deleted, unless a fresh screen asks for it."""
    first = await bot.send(Screen("IKM", choices=YA, attachments=(GRAFIK,)))
    second = await bot.send(Screen("Rincian", choices=YA), first)
    assert second is not None
    assert await bot.send(Screen("Rincian lagi"), second) is None
    third = await bot.send(Screen("IKM", attachments=(GRAFIK,)), second)
    assert [seen.text for seen in bot.siti.from_bot] == ["IKM", "Rincian lagi", "IKM"]
    await bot.send(Screen("Baru", fresh=True), third)
    assert [seen.text for seen in bot.siti.from_bot] == ["IKM", "Rincian lagi", "Baru"]


async def test_what_is_no_longer_kept_leaves_the_text(bot: Bot) -> None:
    """Without any bytes, or without some, the text and its buttons come all the same."""
    await bot.send(Screen("Laporan", choices=YA, attachments=(GRAFIK, ANGKA)), files={})
    await bot.send(Screen("Laporan", choices=YA, attachments=(GRAFIK, ANGKA)), files={"a": b"x"})
    first, second = bot.siti.from_bot
    assert (first.upload, first.text, first.labels) == (None, "Laporan", ["Saran"])
    assert second.upload is not None
    assert (second.text, second.labels) == ("Laporan", ["Saran"])


@pytest.mark.parametrize("attached", [(GRAFIK,), (GRAFIK, ANGKA)])
async def test_a_picture_that_telegram_will_never_take_does_not_hold_up_the_text(
    bot: Bot, attached: tuple[Attachment, ...]
) -> None:
    """Refused for good, the picture is left out; text, buttons and the other files are shown."""
    ref = await bot.send(Screen("IKM", choices=YA, attachments=attached), files={**FILES, "g": b"bukan gambar"})
    last = bot.siti.last
    assert (last.text, last.labels, str(last.message_id)) == ("IKM", ["Saran"], ref)
    assert len(bot.siti.from_bot) == len(attached)


@pytest.mark.parametrize("fault", ["fail", "retry_after", "drop"])
async def test_a_text_that_failed_after_its_picture_is_tried_again_whole(bot: Bot, fault: str) -> None:
    """The sender is told to try again; then the picture stands there twice, the text once."""
    screen = Screen("kata " * 300, attachments=(GRAFIK,))
    match fault:
        case "fail":
            bot.api.faults.fail("sendMessage", code=502, description="Bad Gateway")
        case "retry_after":
            bot.api.faults.retry_after(3, "sendMessage")
        case _:
            bot.api.faults.drop("sendMessage", accepted=False)
    with pytest.raises(SendError) as failure:
        await bot.send(screen)
    assert failure.value.retryable
    await bot.send(screen)
    assert bot.methods() == ["sendPhoto", "sendMessage"] * 2
    assert [seen.upload is not None for seen in bot.siti.from_bot] == [True, True, False]


async def test_who_blocked_the_bot_is_left_alone(bot: Bot) -> None:
    """A picture to somebody who blocked the bot tells so, and is not sent as a text."""
    await bot.siti.block()
    with pytest.raises(SendError) as failure:
        await bot.send(Screen("IKM", attachments=(GRAFIK,), menu=MENU))
    assert failure.value.sebab == "diblokir"


# The menu


async def test_a_screen_brings_the_chats_menu(bot: Bot) -> None:
    """The commands stand in this chat's menu from then on; an empty menu takes them away; none changes nothing."""
    await bot.send(Screen("Selamat datang", menu=MENU))
    assert bot.siti.menu == {"laporan": "Laporan unit", "tren": "Tren"}
    await bot.send(Screen("Lain"))
    assert bot.siti.menu == {"laporan": "Laporan unit", "tren": "Tren"}
    assert bot.api.person(8, "Budi").menu == {}
    await bot.send(Screen("Hak Anda dicabut", menu=()))
    assert bot.siti.menu == {}


async def test_a_menu_that_cannot_be_set_now_is_tried_again_and_nothing_shown_twice(bot: Bot) -> None:
    """While the platform is away nothing is shown and the sender is told to try again: then both come, once."""
    for tell in (bot.api.faults.fail, bot.api.faults.drop):
        tell("setMyCommands")
        with pytest.raises(SendError) as failure:
            await bot.send(Screen("Selamat datang", menu=MENU))
        assert failure.value.retryable
        assert bot.siti.from_bot == []
    await bot.send(Screen("Selamat datang", menu=MENU))
    assert [seen.text for seen in bot.siti.from_bot] == ["Selamat datang"]
    assert list(bot.siti.menu) == ["laporan", "tren"]


async def test_a_menu_that_is_refused_does_not_hold_up_the_screen(bot: Bot) -> None:
    """What the platform will never take is logged and passed over."""
    bot.api.faults.fail("setMyCommands", code=400, description="Bad Request: BOT_COMMAND_INVALID")
    await bot.send(Screen("Selamat datang", menu=MENU))
    assert bot.siti.last.text == "Selamat datang"


# Through the outbox


async def test_a_digest_goes_through_the_outbox_with_its_picture(bot: Bot, sqlite_store: Store) -> None:
    """Picture and file are kept with the message, drawn when it is sent, and arrive once; what nobody may see again
    hides nothing and is hidden by nothing."""
    sandi = Sandi(SECRET)

    async def draw(recipe: str) -> bytes:
        width, height = map(int, recipe.split("x"))
        return chart(width, height)

    delivery = Delivery(sqlite_store, {"telegram": bot.telegram}, {}, files=Attachments(sqlite_store, draw).load)
    running = asyncio.create_task(delivery.run())
    page = say("IKM 86,11 dari 43 jawaban.", *YA, heading="Ringkasan", menu=MENU)
    digest = Page(page.screen, (picture(), Enclosure("ikm.csv", "text/csv", isi=b"a;b")))
    parcels = [Parcel("telegram", str(bot.siti.id), one) for one in (digest, say("Peringatan"))]
    async with sqlite_store.transaction() as tx:
        rows = await enqueue(tx, sandi, parcels, 0)
    try:
        delivery.submit(rows)
        await bot.siti.wait_for_text("Peringatan")
    finally:
        await delivery.close()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    photo, document, text, _ = bot.siti.from_bot
    assert photo.upload is not None
    assert photo.upload.content == PNG
    assert document.upload is not None
    assert (document.upload.filename, document.upload.content) == ("ikm.csv", b"a;b")
    assert text.labels == ["Saran"]
    assert list(bot.siti.menu) == ["laporan", "tren"]


# In


async def test_a_file_comes_in_and_is_fetched(bot: Bot) -> None:
    """A document with its caption is told of; its bytes are had by the reference. A photo too."""
    await bot.siti.send_document("jawaban.csv", b"unit;nilai", "text/csv", "tahun 2025")
    await bot.siti.send_photo("bukti", b"kecil", b"besar")
    await _until(lambda: len(bot.came) == 3)
    first, second = (incoming.event for incoming in bot.came[1:])
    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    assert first.upload is not None
    assert second.upload is not None
    assert first == Sent("berkas", Upload("jawaban.csv", "text/csv", 10, first.upload.ref), "tahun 2025")
    assert (second.jenis, second.teks, second.upload.mime) == ("foto", "bukti", "image/jpeg")
    assert await bot.telegram.fetch(first.upload.ref) == b"unit;nilai"
    assert await bot.telegram.fetch(second.upload.ref) == b"besar"


async def test_a_file_that_cannot_be_fetched_says_why_and_never_the_token(bot: Bot) -> None:
    """Too large, unknown, away or gone: an error that tells whether to try again, without the token in it."""
    await bot.siti.send_document("besar.csv", b"a" * (FETCH_PALING + 1))
    await bot.siti.send_document("pas.csv", b"a" * FETCH_PALING)
    await _until(lambda: len(bot.came) == 3)
    large, fits = (incoming.event.upload.ref for incoming in bot.came[1:])  # type: ignore[union-attr]
    failures: list[SendError] = []

    async def fails(ref: str, *, again: bool) -> None:
        with pytest.raises(SendError) as failure:
            await bot.telegram.fetch(ref)
        assert failure.value.retryable == again
        failures.append(failure.value)

    await fails(large, again=False)
    await fails("tidak-ada", again=False)
    bot.api.faults.fail("download", code=404, description="Not Found")
    await fails(fits, again=False)
    bot.api.faults.fail("download", code=502, description="Bad Gateway")
    await fails(fits, again=True)
    bot.api.faults.drop("download", times=2)  # a lost download is asked for once more at once
    await fails(fits, again=True)
    bot.api.faults.retry_after(2, "getFile")
    await fails(fits, again=True)
    assert len(await bot.telegram.fetch(fits)) == FETCH_PALING
    told = [str(link) for one in failures for link in (one, one.__cause__, one.__context__)]
    assert not [text for text in told if bot.api.token in text or bot.api.token.split(":")[1] in text]


async def test_an_invitation_link_keeps_its_code(bot: Bot) -> None:
    """Capitals, hyphens and underscores of a start parameter arrive as they are; an official's command as text."""
    await bot.siti.start("u_AbC123-_xYz")
    await bot.siti.send_text("/laporan Bandar Kidul")
    await _until(lambda: len(bot.came) == 3)
    assert getattr(bot.came[1].event, "kode", "") == "u_AbC123-_xYz"
    assert bot.came[2].event == Typed("/laporan Bandar Kidul")


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110  the poller tells nobody
            await asyncio.sleep(0.01)
