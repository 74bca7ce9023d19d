"""How people come in: the menu and its commands, links, the search for a unit, groups."""

from __future__ import annotations

import re

import aiohttp
import pytest

from bot.engine.wording import id as w
from tests.acceptance.telegram.citizens import Content, at, finish
from tests.acceptance.telegram.service import UNIT, Service

pytestmark = pytest.mark.asyncio(loop_scope="package")

GREETING = "Apakah Anda bersedia ikut?"


async def test_the_menu_of_commands_is_set(service: Service) -> None:
    """The platform shows the commands of the bot with what each does."""
    commands = f"{service.api.url}/bot{service.api.token}/getMyCommands"
    async with aiohttp.ClientSession() as client, client.get(commands) as answer:
        shown = (await answer.json())["result"]
    assert {command["command"]: command["description"] for command in shown} == w.PERINTAH


@pytest.mark.parametrize("command", ["/start", "/help", *(f"/{name}" for name in w.PERINTAH)])
async def test_every_command_answers_whoever_sends_it(service: Service, command: str) -> None:
    """A command is answered at the end of the chat, before any interview and in the middle of one."""
    stranger, answering = service.citizen(), await at(service, "Pertanyaan 2/9")
    for person in (stranger, answering):
        before = person.messages[-1].message_id if person.messages else 0
        await person.send_text(command)
        await service.still()
        assert person.last.message_id > before
        assert person.messages[-1].from_bot
        assert len(person.from_bot) == 1


async def test_reading_help_leaves_the_question_open(service: Service) -> None:
    """After /bantuan and /privasi the open question is there again and is answered by its button."""
    person = await at(service, "Pertanyaan 2/9")
    for command in ("/bantuan", "/privasi"):
        await person.send_text(command)
        await service.still()
        assert "Pertanyaan 2/9" in person.last.text
    await person.tap("Mudah")
    await person.wait_for_text("Pertanyaan 3/9")


async def test_a_sent_answer_is_erased_by_its_receipt(service: Service) -> None:
    """/hapus with the receipt takes the response out of the database; a second time it is not found."""
    person = service.citizen()
    await finish(person, Content())
    receipt = re.findall(r"/hapus (\S+)", person.last.text)[0]
    count = service.rows("SELECT count(*) FROM respons")[0][0]
    await person.send_text(f"/hapus {receipt}")
    await person.wait_for_text("sudah dihapus dan tidak dihitung lagi")
    assert service.rows("SELECT count(*) FROM respons")[0][0] == count - 1
    await person.send_text(f"/hapus {receipt}")
    await person.wait_for_text(w.HAPUS_TIDAK_ADA)


async def test_a_link_leads_to_its_unit(service: Service) -> None:
    """/start CODE, as the sticker's link sends it, greets in the name of that unit, in any case of letters."""
    for code in (UNIT, UNIT.upper()):
        person = service.citizen()
        await person.start(code)
        greeting = await person.wait_for_text(GREETING)
        assert "Salam dari Kelurahan Bandar Kidul" in greeting.text


async def test_a_link_wins_over_an_open_question(service: Service) -> None:
    """Who follows another unit's link in the middle of an interview chooses which to go on with."""
    for choice, shown in ((w.LANJUTKAN, "Pertanyaan 3/9"), (w.MULAI_BARU, "Salam dari Kelurahan Banjaran")):
        person = await at(service, "Pertanyaan 3/9")
        await person.start("kel-banjaran")
        await person.wait_for_text("Lanjutkan yang tadi, atau mulai yang baru untuk Kelurahan Banjaran?")
        await person.tap(choice)
        await person.wait_for_text(shown)


async def test_an_unknown_code_leads_to_the_search(service: Service) -> None:
    """A link whose unit is not known says so and asks for the name; a name with typing errors finds the unit."""
    person = service.citizen()
    await person.start("tidak-ada-99")
    await person.wait_for_text("tidak-ada-99")
    await person.send_text("Keluraan Bandr Kidl")
    await person.wait_for_text(w.CARI_HASIL.format(sapaan="Anda"))
    await person.tap("Kelurahan Bandar Kidul")
    greeting = await person.wait_for_text(GREETING)
    assert "Salam dari Kelurahan Bandar Kidul" in greeting.text


async def test_a_name_that_is_nowhere_is_said_so(service: Service) -> None:
    """What resembles no unit is answered, with the list as the way out."""
    person = service.citizen()
    await person.start()
    await service.still()
    await person.send_text("Warung sebelah qxz")
    await person.wait_for_text(w.CARI_NIHIL.format(teks="Warung sebelah qxz"))
    assert w.DAFTAR in person.last.labels


async def test_a_unit_is_found_by_its_group(service: Service) -> None:
    """Without a code: list, group, next page, unit, greeting; all in one message."""
    person = service.citizen()
    await person.start()
    await service.still()
    for label in (w.DAFTAR, "Kecamatan Pesantren", w.BERIKUT):
        await person.tap(label)
        await service.still()
    unit = person.last.labels[0]
    await person.tap(unit)
    greeting = await person.wait_for_text(GREETING)
    assert f"Salam dari {unit}" in greeting.text
    assert len(person.from_bot) == 1


async def test_in_groups_the_bot_says_nothing(service: Service) -> None:
    """Messages, commands and taps in a group, and being added to and thrown out of it, are answered by nothing."""
    group = {"id": -7_310_000_099, "type": "group", "title": "Warga RW 5"}
    sender = {"id": 7_310_099_001, "is_bot": False, "first_name": "Budi"}
    message = {"message_id": 5, "date": 1, "chat": group, "from": sender}
    bot = service.api.world.bot
    for text in ("/start", f"/start@{bot['username']} {UNIT}", "halo", "4"):
        service.api.inject({"message": {**message, "text": text}})
    service.api.inject({"edited_message": {**message, "edit_date": 2, "text": "halo lagi"}})
    query = {"id": "77", "from": sender, "message": {**message, "from": bot}, "chat_instance": "1", "data": "x.1.ya"}
    service.api.inject({"callback_query": query})
    for status in ("member", "kicked"):
        member = {"chat": group, "from": sender, "date": 1, "old_chat_member": {"user": bot, "status": "left"}}
        member["new_chat_member"] = {"user": bot, "status": status}
        service.api.inject({"my_chat_member": member})
    await service.still()
    ids = {group["id"], sender["id"]}
    assert [call for call in service.api.calls if call.params.get("chat_id") in ids] == []
