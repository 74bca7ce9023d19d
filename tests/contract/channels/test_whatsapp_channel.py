"""The WhatsApp channel against the stand-in for the platform, over real HTTP: what is sent arrives, what people do is
handed on, and each refusal has its meaning."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

import pytest

from bot.channels.whatsapp.records import Arrived
from bot.engine.events import Sent, Started, Tapped, Typed, Upload
from bot.engine.messages import Attachment, Choice, Perihal, Screen
from bot.ports import Outcome, Outgoing, SendError
from tests.contract.channels.whatsapp_bot import Bot, bot
from tests.fakes.whatsapp.people import JPEG, Person

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
GRAFIK = Attachment("grafik-1", "ikm.png", "image/png", "IKM 86,11")
PDF = Attachment("laporan-1", "Laporan.pdf", "application/pdf")
CSV = Attachment("angka-1", "angka.csv", "text/csv")
ZIP = Attachment("paket-1", "paket.zip", "application/zip")
FILES = {"grafik-1": PNG, "laporan-1": b"%PDF-1.7", "angka-1": b"a;b", "paket-1": b"PK"}
YA = ((Choice("Ya", "t.1.ya"), Choice("Tidak", "t.1.tidak")),)
LIMA = tuple((Choice(f"Pilihan {n}", f"@u:{n}"),) for n in range(1, 6))


@pytest.fixture
async def at() -> AsyncIterator[Bot]:
    async with bot() as made:
        yield made


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not done():  # noqa: ASYNC110  the notebook tells nobody
            await asyncio.sleep(0.01)


async def refused(at: Bot, person: Person, screen: Screen, files: dict[str, bytes] | None = None) -> SendError:
    with pytest.raises(SendError) as raised:
        await at.show(person, screen, files)
    return raised.value


# Out


async def test_a_screen_arrives_and_its_choice_comes_back(at: Bot) -> None:
    """Text, buttons and a list as the person sees them; a tap is the token, a word what was typed."""
    siti = at.knows()
    wamid = await at.show(siti, Screen("Bersedia?", "Salam", choices=YA))
    assert (siti.last.id, siti.last.text, siti.last.labels) == (wamid, "*Salam*\n\nBersedia?", ["Ya", "Tidak"])
    siti.tap("Tidak")
    await at.show(siti, Screen("Yang mana?", choices=LIMA))
    siti.tap("Pilihan 4")
    siti.say("Survei kel-dermo")
    await until(lambda: len(at.notes.arrived) == 3)
    assert [one.event for one in at.notes.arrived] == [Tapped("t.1.tidak"), Tapped("@u:4"), Started("kel-dermo")]
    assert at.notes.arrived[0].person.wa_id == siti.wa_id
    assert at.notes.arrived[0].person.user_id == siti.user_id


async def test_who_shows_no_number_is_written_to_by_the_id(at: Bot) -> None:
    """And the answer comes from the same id."""
    siti = at.knows()
    siti.shows(wa_id=False)
    await at.channel.send(Outgoing(siti.user_id, Screen("Hai"), None, {}, 7))
    assert siti.last.text == "Hai"
    assert at.api.calls[-1].params["recipient"] == siti.user_id
    siti.say("34")
    await until(lambda: bool(at.notes.arrived))
    assert at.notes.arrived[0].person.wa_id is None


async def test_what_comes_of_a_screen_names_its_row(at: Bot) -> None:
    """The statuses of its last message, in whatever order."""
    siti = at.knows()
    wamid = await at.show(siti, Screen("Alinea.\n\n" * 200, choices=LIMA, attachments=(GRAFIK,)), FILES, row=77)
    assert [seen.kind for seen in siti.from_bot] == ["image", "text", "interactive"]
    await until(lambda: len(at.notes.statuses) == 6)
    siti.read()
    await until(lambda: len(at.notes.statuses) == 9)
    last = [one for one in at.notes.statuses if one.wamid == wamid]
    assert {one.row for one in last} == {77}
    assert {one.status for one in last} == {"sent", "delivered", "read"}


async def test_a_picture_is_uploaded_once_for_all(at: Bot) -> None:
    """However many people it goes to, at whatever moment."""
    people = [at.knows(f"Orang {n}") for n in range(5)]
    screen = Screen("IKM naik.", choices=YA, attachments=(GRAFIK,))
    await asyncio.gather(*(at.show(person, screen, FILES) for person in people))
    assert len(at.api.calls_of("upload")) == 1
    assert all(person.last.file is not None and person.last.file.content == PNG for person in people)


async def test_a_file_the_platform_forgot_is_uploaded_again(at: Bot) -> None:
    """The message arrives with it, and nobody notices."""
    siti = at.knows()
    screen = Screen("IKM naik.", choices=YA, attachments=(GRAFIK,))
    await at.show(siti, screen, FILES)
    at.api.media.files.clear()
    await at.show(siti, screen, FILES)
    at.api.forgive()
    assert len(at.api.calls_of("upload")) == 2
    assert len(siti.from_bot) == 2
    assert siti.last.file is not None


async def test_a_file_that_is_not_taken_is_told_of(at: Bot) -> None:
    """The message goes without it: of a kind not taken, refused when it is uploaded, or when it is sent."""
    siti = at.knows()
    await at.show(siti, Screen("Paket.", choices=YA, attachments=(ZIP,)), FILES)
    assert "“paket.zip” tidak diterima WhatsApp" in siti.last.text
    await at.show(siti, Screen("Gambar.", choices=YA, attachments=(GRAFIK,)), {"grafik-1": b"bukan gambar"})
    assert "“ikm.png” tidak diterima WhatsApp" in siti.last.text
    at.api.faults.fail(131053, times=2)
    await at.show(siti, Screen("Laporan.", choices=YA, attachments=(PDF,)), FILES)
    assert "“Laporan.pdf” tidak diterima WhatsApp" in siti.last.text
    assert siti.last.labels == ["Ya", "Tidak"]


async def test_text_of_any_kind_arrives_as_a_file(at: Bot) -> None:
    """Under its own name."""
    siti = at.knows()
    await at.show(siti, Screen("Angka.", attachments=(CSV,)), FILES)
    assert siti.last.file is not None
    assert (siti.last.file.mime, siti.last.file.content, siti.last.text) == ("text/plain", b"a;b", "Angka.")


async def test_outside_the_window_a_template_knocks(at: Bot) -> None:
    """The screen is refused as closed; the template goes, and its button comes back."""
    at.api.templates.approve(UTILITY)
    siti = at.api.person()
    screen = Screen("Isi ringkasan", perihal=Perihal("ringkasan", ("Kelurahan Dermo", "16–22 November 2026")))
    assert (await refused(at, siti, screen)).sebab == "tertutup"
    await at.channel.knock(Outgoing(siti.wa_id, screen, None, {}, 5))
    assert siti.last.template == "ikm_ringkasan"
    assert "Kelurahan Dermo" in siti.last.text
    siti.tap("Lihat")
    await until(lambda: bool(at.notes.arrived))
    assert at.notes.arrived[0].event == Tapped("@buka")
    with pytest.raises(SendError) as raised:
        await at.channel.knock(Outgoing(siti.wa_id, Screen("Tanpa perihal"), None, {}, 6))
    assert raised.value.sebab == "ditolak"


async def test_what_became_of_an_announcement_names_what_it_announced(at: Bot) -> None:
    """Accepted, and failed a moment later, as most that is wrong with a template is told."""
    at.api.templates.approve(UTILITY)
    siti = at.api.person()
    about = Perihal("ringkasan", ("Kelurahan Dermo", "16–22 November 2026"))
    at.api.faults.fail(131049, late=True)
    await at.channel.knock(Outgoing(siti.wa_id, Screen("Isi", perihal=about), None, {}, 5))
    await until(lambda: bool(at.notes.statuses))
    told = at.notes.statuses[-1]
    assert (told.status, told.code, told.row, told.announced) == ("failed", 131049, None, 5)


UTILITY = {
    "name": "ikm_ringkasan",
    "language": "id",
    "category": "UTILITY",
    "components": [
        {
            "type": "BODY",
            "text": "Ringkasan survei untuk {{1}}, masa {{2}}, sudah tersedia. Tekan tombol untuk membacanya.",
            "example": {"body_text": [["Kelurahan Contoh", "1–7 Juni 2026"]]},
        },
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Lihat"}]},
    ],
}


# Refusals


@pytest.mark.parametrize(
    ("code", "sebab"),
    [
        (131047, "tertutup"), (131026, "diblokir"), (130429, "terbatas"), (131048, "terbatas"), (131049, "terbatas"),
        (80007, "terbatas"), (131056, "terbatas"), (190, "sementara"), (131000, "sementara"), (131016, "sementara"),
        (131051, "ditolak"),
    ],
)  # fmt: skip
async def test_each_refusal_has_its_meaning(at: Bot, code: int, sebab: str) -> None:
    """Over HTTP as in the table, and no word of the platform's is kept."""
    siti = at.knows()
    at.api.faults.fail(code, details=f"to {siti.wa_id}")
    failure = await refused(at, siti, Screen("Hai"))
    assert failure.sebab == sebab
    assert siti.wa_id not in str(failure)
    assert str(code) in str(failure)


async def test_who_is_sent_too_much_waits_longer_each_time(at: Bot) -> None:
    """The platform takes 45 at once; then four seconds, sixteen, and after a message that went, four again."""
    siti = at.knows()
    for _ in range(45):
        await at.show(siti, Screen("Hai"))
    waits = [(await refused(at, siti, Screen("Hai"))).retry_after for _ in range(2)]
    at.api.skip(6)
    await at.show(siti, Screen("Hai"))
    waits.append((await refused(at, siti, Screen("Hai"))).retry_after)
    assert waits == [4, 16, 4]


async def test_a_limit_of_all_is_asked_nothing_more(at: Bot) -> None:
    """While the platform wants rest, other messages wait without asking."""
    siti, budi = at.knows(), at.knows("Budi")
    at.api.faults.fail(80007)
    await refused(at, siti, Screen("Hai"))
    calls = len(at.api.calls)
    failure = await refused(at, budi, Screen("Hai"))
    assert (failure.sebab, len(at.api.calls)) == ("terbatas", calls)
    assert 0 < (failure.retry_after or 0) <= 300


async def test_a_token_that_is_refused_is_told_loudly(caplog: pytest.LogCaptureFixture) -> None:
    """What to do stands in the log, and the token does not; nothing is dropped for it."""
    async with bot(token="EAAWrong") as at:
        failure = await refused(at, at.knows(), Screen("Hai"))
        at.api.forgive()
    assert (failure.sebab, failure.retry_after) == ("sementara", 60)
    assert "IKM_WHATSAPP_TOKEN" in caplog.text
    assert "EAAWrong" not in caplog.text


async def test_what_went_of_a_screen_is_not_sent_again(at: Bot) -> None:
    """Where the second of its messages is one too many, the next try goes on with that."""
    siti = at.knows()
    for _ in range(44):
        await at.show(siti, Screen("Hai"))
    screen = Outgoing(siti.wa_id, Screen("Alinea.\n\n" * 200, choices=LIMA), None, {}, 99)
    with pytest.raises(SendError):
        await at.channel.send(screen)
    assert [seen.kind for seen in siti.from_bot[44:]] == ["text"]
    at.api.skip(6)
    await at.channel.send(screen)
    assert [seen.kind for seen in siti.from_bot[44:]] == ["text", "interactive"]


async def test_no_text_is_lost_with_a_file_that_went_before_it(at: Bot) -> None:
    """A picture went and its text did not: at the next try the picture cannot be had any more. Or a second file is
    refused at first: the text comes with it, and the picture not again."""
    siti, budi = at.knows(), at.knows("Budi")
    for _ in range(44):
        await at.show(siti, Screen("Hai"))
    ringkasan = Screen("Ringkasan.", choices=LIMA, attachments=(GRAFIK,))
    with pytest.raises(SendError):
        await at.channel.send(Outgoing(siti.wa_id, ringkasan, None, FILES, 99))
    at.api.skip(600)
    assert await at.channel.send(Outgoing(siti.wa_id, ringkasan, None, {}, 99))
    assert [seen.kind for seen in siti.from_bot[44:]] == ["image", "interactive"]
    await at.show(budi, Screen("Laporan.", attachments=(PDF,)), FILES)
    at.api.media.files.clear()
    paket = Screen("Paket.", attachments=(Attachment("grafik-2", "tren.png", "image/png"), PDF))
    await at.channel.send(Outgoing(budi.wa_id, paket, None, {**FILES, "grafik-2": PNG}, 100))
    at.api.forgive()
    assert [(seen.kind, seen.text) for seen in budi.from_bot[1:]] == [("image", ""), ("document", "Paket.")]


async def test_what_templates_are_refused_for_keeps_no_answer_waiting(at: Bot) -> None:
    """The account's limit of templates, a payment that failed, too many to one person: knocks rest, replies go."""
    at.api.templates.approve(UTILITY)
    siti, budi = at.api.person(), at.knows("Budi")
    about = Perihal("ringkasan", ("Kelurahan Dermo", "16–22 November 2026"))
    knock = Outgoing(siti.wa_id, Screen("Isi", perihal=about), None, {}, 5)
    for code in (131049, 131042):
        at.api.faults.fail(code)
        with pytest.raises(SendError) as raised:
            await at.channel.knock(knock)
        assert (raised.value.sebab, raised.value.wilayah) == ("terbatas", "pesan")
        await at.show(budi, Screen("Hai"))
    calls = len(at.api.calls)
    with pytest.raises(SendError) as resting:
        await at.channel.knock(knock)
    assert (resting.value.wilayah, len(at.api.calls)) == ("pesan", calls)
    assert 0 < (resting.value.retry_after or 0) <= 3600


async def test_a_lost_answer_is_tried_again(at: Bot) -> None:
    """The person may have got the message already: that does no harm."""
    siti = at.knows()
    at.api.faults.drop()
    failure = await refused(at, siti, Screen("Hai"))
    assert failure.sebab == "sementara"
    assert siti.last.text == "Hai"


# In


async def test_what_is_not_stored_comes_again(at: Bot) -> None:
    """The rest of its batch is handed on all the same; the one comes again under the same id."""
    siti, budi = at.knows(), at.knows("Budi")
    at.api.hook.hold()
    first, second = siti.say("satu"), budi.say("dua")
    tries: list[str] = []

    def refuse(arrived: Arrived) -> bool:
        tries.append(arrived.wamid)
        return arrived.wamid == first and tries.count(first) == 1

    at.notes.refuse = refuse
    await at.api.hook.release(at_once=True)
    await until(lambda: first in {one.wamid for one in at.notes.arrived})
    assert at.notes.arrived[0].wamid == second
    await at.api.hook.settled()
    assert tries.count(first) == 2
    assert [one.status for one in at.api.hook.deliveries[-2:]] == [503, 200]


async def test_a_batch_of_a_thousand_is_handed_on_in_each_ones_order(at: Bot) -> None:
    """Over several entries and changes, answered once."""
    people = [at.knows(f"Orang {n}") for n in range(50)]
    at.api.hook.hold()
    said = {person.wa_id: [person.say(f"{n}") for n in range(20)] for person in people}
    await at.api.hook.release(at_once=True, per_change=70, per_entry=3)
    await until(lambda: len(at.notes.arrived) == 1000)
    for person in people:
        assert [a.wamid for a in at.notes.arrived if a.person.wa_id == person.wa_id] == said[person.wa_id]
    await at.api.hook.settled()
    assert len(at.api.hook.deliveries) == 1


async def test_a_file_that_a_person_sends_is_fetched(at: Bot) -> None:
    """Its bytes by its id; one that is too large, or gone, is refused."""
    siti = at.knows()
    siti.send_document("unit.csv", b"kode;nama", "text/csv", caption="ini")
    siti.send_photo()
    await until(lambda: len(at.notes.arrived) == 2)
    document, photo = (one.event for one in at.notes.arrived)
    assert isinstance(document, Sent)
    assert isinstance(photo, Sent)
    assert document.upload is not None
    assert photo.upload is not None
    assert document.upload == Upload("unit.csv", "text/csv", 0, document.upload.ref)
    assert await at.channel.fetch(document.upload.ref) == b"kode;nama"
    assert await at.channel.fetch(photo.upload.ref) == JPEG
    big = siti.send_document("besar.csv", b"x" * (10 * 1024 * 1024 + 1), "text/csv")
    await until(lambda: at.notes.arrived[-1].wamid == big)
    event = at.notes.arrived[-1].event
    assert isinstance(event, Sent)
    assert event.upload is not None
    for ref in (event.upload.ref, "1"):
        with pytest.raises(SendError):
            await at.channel.fetch(ref)
    at.api.forgive()


async def test_a_word_about_a_tap_is_sent_where_nothing_else_is(at: Bot) -> None:
    """An old button of a finished interview changes nothing, but is answered."""
    siti = at.knows()
    await at.show(siti, Screen("Bersedia?", choices=YA))
    at.notes.outcome = Outcome(toast="Survei ini sudah selesai.")
    siti.tap("Ya")
    assert (await siti.wait_for_text("sudah selesai")).kind == "text"


async def test_each_kind_of_thing_people_do_is_handed_on(at: Bot) -> None:
    """A voice message, a place, something without words; a reaction is nobody's answer; another number is told."""
    siti = at.knows()
    await at.show(siti, Screen("Hai"))
    siti.send_voice()
    siti.send_location()
    siti.send_unsupported()
    siti.react("👍")
    siti.say("selesai")
    await until(lambda: len(at.notes.arrived) == 4)
    assert [one.event for one in at.notes.arrived] == [
        Sent("suara"), Sent("lokasi"), Sent("lainnya"), Typed("selesai")
    ]  # fmt: skip
    before = siti.wa_id
    siti.change_number("6289999999999", "ID.baru")
    await until(lambda: bool(at.notes.changed))
    (change,) = at.notes.changed
    assert (change.before.wa_id, change.after.wa_id, change.after.user_id) == (before, "6289999999999", "ID.baru")


async def test_our_number_is_known_for_links(at: Bot) -> None:
    """In digits, as wa.me takes it."""
    assert await at.channel.phone() == "15550783881"


async def test_nothing_of_a_message_stands_in_the_log(at: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever fails: neither number nor text nor token."""
    caplog.set_level(logging.DEBUG)
    siti = at.knows()
    for code in (131026, 131053, 999, 190):
        at.api.faults.fail(code, details=f"{siti.wa_id} rahasia")
        with pytest.raises(SendError):
            await at.show(siti, Screen("rahasia"))
        at.channel._sender._rest._until = 0.0
    at.api.forgive()
    ours = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("bot."))
    assert siti.wa_id not in ours
    assert "rahasia" not in ours
    assert at.api.token not in ours
