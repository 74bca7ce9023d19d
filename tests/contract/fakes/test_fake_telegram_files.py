"""The double takes and gives files, and keeps menus, as the platform does; python-telegram-bot is the client."""

from __future__ import annotations

import struct

import pytest
from aiohttp import ClientSession
from telegram import Bot, BotCommand, BotCommandScopeChat, Update
from telegram.error import BadRequest, NetworkError

from tests.contract.fakes.conftest import TOKEN, raw
from tests.fakes.telegram import FakeTelegram, Person, SpecNotAtHandError
from tests.fakes.telegram.spec import check_object


def png(width: int, height: int) -> bytes:
    """As much of a PNG as anybody here reads."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


async def test_a_photo_arrives_with_its_caption(bot: Bot, siti: Person) -> None:
    """A PNG is taken and told of with its size; the person sees caption and bytes."""
    message = await bot.send_photo(
        siti.id, png(800, 450), filename="ikm.png", caption="<b>IKM</b>", parse_mode="HTML"
    )
    assert [(size.width, size.height) for size in message.photo] == [(800, 450)]
    assert siti.last.upload is not None
    assert (siti.last.text, siti.last.upload.content) == ("IKM", png(800, 450))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "Image_process_failed"),
        (b"\x89PNG", "Image_process_failed"),
        (png(5001, 5000), "Photo_invalid_dimensions"),
        (png(2100, 100), "Photo_invalid_dimensions"),
        (b"\xff\xd8\xff" + b"a" * (10 << 20), "Request entity too large"),
    ],
)
async def test_what_is_no_photo_is_refused(bot: Bot, siti: Person, content: bytes, words: str) -> None:
    """Other bytes, sides beyond 10,000 in all or 20 to 1, and more than 10 MB are refused, and nothing is shown."""
    with pytest.raises(NetworkError, match=f"(?i){words}"):
        await bot.send_photo(siti.id, content)
    assert siti.from_bot == []


async def test_the_text_of_a_photo_cannot_be_edited(bot: Bot, siti: Person) -> None:
    """A message that is a picture has a caption and no text: editing that is refused in the platform's words."""
    message = await bot.send_photo(siti.id, png(8, 8), caption="IKM")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("IKM", siti.id, message.message_id)


async def test_a_file_of_a_person_can_be_downloaded(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """A document and each size of a photo are had by getFile and the path it tells, by the bot's token alone."""
    await bot.get_updates()
    await siti.send_document("jawaban.csv", b"unit;nilai", "text/csv", "tahun 2025")
    await siti.send_photo("bukti", b"kecil", b"sedang", b"besar")
    document, photo = (update.message for update in (await bot.get_updates())[-2:])
    assert document is not None
    assert document.document is not None
    assert photo is not None
    assert (document.caption, document.document.file_name, document.document.mime_type) == (
        "tahun 2025",
        "jawaban.csv",
        "text/csv",
    )
    file = await bot.get_file(document.document)
    assert bytes(await file.download_as_bytearray()) == b"unit;nilai"
    sizes = [bytes(await (await bot.get_file(size)).download_as_bytearray()) for size in photo.photo]
    assert sizes == [b"kecil", b"sedang", b"besar"]
    assert file.file_path is not None
    path = file.file_path.rpartition("/file/")[2].partition("/")[2]
    async with ClientSession() as http:
        for url, status in (
            (f"/file/bot{TOKEN}/{path}", 200),
            (f"/file/bot{TOKEN}x/{path}", 401),
            (f"/file/bot{TOKEN}/{path}0", 404),
        ):
            async with http.get(api.url + url) as response:
                assert response.status == status


async def test_files_that_are_not_given(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """An unknown id and more than 20 MB are refused in the platform's words; a download can be made to fail."""
    await bot.get_updates()
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("tidak-ada")
    await siti.send_document("besar.csv", b"a" * ((20 << 20) + 1))
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(message.document)
    await siti.send_document("kecil.csv", b"a")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.document is not None
    file = await bot.get_file(message.document)
    api.faults.fail("download", code=502, description="Bad Gateway")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == b"a"


async def test_a_chat_has_a_menu_of_its_own_until_it_is_taken_away(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """What is set for one chat is shown there and nowhere else; without it everybody's menu is."""
    budi = api.person(8, "Budi")
    await budi.start()
    await bot.set_my_commands([BotCommand("mulai", "Isi survei")])
    await bot.set_my_commands([BotCommand("laporan", "Laporan unit")], scope=BotCommandScopeChat(siti.id))
    assert (siti.menu, budi.menu) == ({"laporan": "Laporan unit"}, {"mulai": "Isi survei"})
    assert [one.command for one in await bot.get_my_commands(BotCommandScopeChat(str(siti.id)))] == ["laporan"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(siti.id))
    assert siti.menu == budi.menu
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([BotCommand("laporan", "x")], scope=BotCommandScopeChat(999))


async def test_files_and_menus_are_as_published(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """What is sent and answered about files and menus fits the Bot API's published description."""
    await bot.get_updates()
    await siti.send_document("jawaban.csv", b"unit;nilai", "text/csv", "tahun 2025")
    await siti.send_photo("bukti")
    await bot.send_photo(siti.id, png(8, 8), caption="IKM")
    await bot.send_document(siti.id, b"a;b", filename="ikm.csv")
    await bot.set_my_commands([BotCommand("laporan", "x")], scope=BotCommandScopeChat(siti.id))
    await bot.delete_my_commands(scope=BotCommandScopeChat(siti.id))
    updates = [update.json for update in api.updates.sent.values()]
    assert all(Update.de_json(update, bot) is not None for update in updates)
    file = await raw(bot, "getFile", {"file_id": updates[-2]["message"]["document"]["file_id"]})
    sent = [call.result for call in api.calls_of("sendPhoto", "sendDocument")]
    try:
        problems = [problem for update in updates for problem in check_object("Update", update)]
        problems += [problem for message in sent for problem in check_object("Message", message)]
        problems += check_object("File", file)
        problems += api.check_against_spec()
    except SpecNotAtHandError as absent:
        pytest.skip(str(absent))
    assert problems == []
