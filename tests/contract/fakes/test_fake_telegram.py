"""The double delivers updates and shows chats as the platform does."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, EndPointNotFound, InvalidToken

from tests.contract.fakes.conftest import TOKEN, Hook, raw
from tests.fakes.telegram import FakeTelegram, Person, SpecNotAtHandError
from tests.fakes.telegram.spec import check_object

EVERYTHING = ["message", "edited_message", "callback_query", "my_chat_member"]


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in rows]
    )


async def test_getme_names_the_bot(bot: Bot) -> None:
    """An independent client starts against the double and learns the id that its token says."""
    assert (await bot.get_me()).id == int(TOKEN.split(":")[0])


async def test_wrong_token_is_unauthorized(api: FakeTelegram) -> None:
    """A call with another token is refused with 401."""
    bot = Bot("1:wrong", base_url=f"{api.url}/bot")
    with pytest.raises(InvalidToken):
        await bot.initialize()
    await bot.shutdown()


async def test_unknown_method_is_not_found(api: FakeTelegram, bot: Bot) -> None:
    """A method that the platform does not know is refused with 404 and its words."""
    with pytest.raises(EndPointNotFound):
        await raw(bot, "sendNothing")
    assert api.calls[-1].error == "Not Found: method not found"


async def test_updates_come_again_until_a_higher_offset_confirms(bot: Bot, siti: Person) -> None:
    """getUpdates gives an update again and again, and no more once an offset above it was asked for."""
    first = await bot.get_updates()
    again = await bot.get_updates()
    await siti.send_text("34")
    later = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.update_id for update in first] == [update.update_id for update in again]
    assert [update.message.text for update in later if update.message] == ["34"]


async def test_a_long_poll_returns_as_soon_as_something_arrives(bot: Bot, siti: Person) -> None:
    """A waiting getUpdates ends when an update arrives, well before its timeout."""
    first = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=first[-1].update_id + 1, timeout=15))
    while not siti.typing:  # the poll is under way once a later call was answered
        await bot.send_chat_action(siti.id, "typing")
    await siti.send_text("halo")
    async with asyncio.timeout(5):
        (update,) = await poll
    assert update.message is not None
    assert update.message.text == "halo"


async def test_a_long_poll_ends_empty_after_its_timeout(bot: Bot) -> None:
    """With nothing to give, getUpdates answers an empty list when its time is over."""
    assert await bot.get_updates(timeout=1) == ()


async def test_limit_and_negative_offset(bot: Bot, siti: Person) -> None:
    """`limit` bounds a batch, and a negative offset takes from the end and forgets what came before."""
    for number in range(4):
        await siti.send_text(str(number))
    assert len(await bot.get_updates(limit=2)) == 2
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "3"
    assert len(await bot.get_updates()) == 1


async def test_a_second_poller_ends_the_first(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """Two pollers of one bot are told of each other with 409, as when an old instance was left running."""
    await bot.get_updates(offset=(siti.last_update_id or 0) + 1)
    first = asyncio.create_task(bot.get_updates(timeout=15))
    while len(api.calls_of("getUpdates")) < 2:
        await bot.get_me()
    await bot.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await first


async def test_allowed_updates_are_remembered(bot: Bot, siti: Person) -> None:
    """A kind that was not asked for is not delivered, and leaving the choice out keeps the earlier one."""
    seen = await bot.get_updates(allowed_updates=["callback_query"])
    await bot.get_updates(offset=seen[-1].update_id + 1)
    assert await siti.send_text("tidak diminta") is None
    assert await bot.get_updates() == ()


async def test_every_kind_of_update_is_shaped_as_published(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """Each thing a person does becomes an update that fits the Bot API's published types and PTB's parser."""
    await bot.get_updates(allowed_updates=EVERYTHING)
    await bot.send_message(siti.id, "Jenis kelamin?", reply_markup=keyboard([("Laki-laki", "L"), ("Perempuan", "P")]))
    await siti.tap("Perempuan")
    await siti.send_text("tiga puluh")
    await siti.edit(siti.messages[-1], "30")
    for act in (siti.send_sticker, siti.send_photo, siti.send_voice, siti.send_location, siti.send_poll):
        await act()
    for act in (siti.send_document, siti.send_contact, siti.block, siti.unblock):
        await act()
    sent = [update.json for update in api.updates.sent.values()]
    assert len(sent) == 13
    assert all(Update.de_json(update, bot) is not None for update in sent)
    try:
        problems = [problem for update in sent for problem in check_object("Update", update)]
        problems += api.check_against_spec()
    except SpecNotAtHandError as absent:
        pytest.skip(str(absent))
    assert problems == []


async def test_a_command_is_marked_and_carries_its_code(bot: Bot, siti: Person) -> None:
    """A start link arrives as `/start CODE` with a bot_command entity over `/start` alone."""
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start KEL-01"
    assert [(entity.type, entity.offset, entity.length) for entity in update.message.entities] == [
        ("bot_command", 0, 6)
    ]


async def test_a_press_and_its_answer(bot: Bot, siti: Person) -> None:
    """A press arrives with the button's data and message; it is answered once, a second answer is refused."""
    await bot.get_updates()
    message = await bot.send_message(siti.id, "Setuju?", reply_markup=keyboard([("Ya, setuju", "y")]))
    query_id = await siti.tap("Ya")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert (query.id, query.data, query.message and query.message.message_id) == (
        query_id,
        "y",
        message.message_id,
    )
    await query.answer("Dicatat", show_alert=True)
    assert [(toast.text, toast.alert) for toast in siti.toasts] == [("Dicatat", True)]
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()


async def test_an_edit_changes_what_the_person_sees(bot: Bot, siti: Person) -> None:
    """An edit replaces text and keyboard in place, so that an earlier button is gone from the screen."""
    message = await bot.send_message(siti.id, "Satu", reply_markup=keyboard([("A", "a")]))
    await bot.edit_message_text("Dua", siti.id, message.message_id, reply_markup=keyboard([("B", "b"), ("C", "c")]))
    assert (siti.last.text, siti.last.labels, siti.last.edits) == ("Dua", ["B", "C"], 1)
    with pytest.raises(LookupError):
        await siti.tap("A")
    await siti.press(siti.last, "a")
    assert len(siti.from_bot) == 1


async def test_waiting_ends_with_the_change_and_tells_what_is_seen(bot: Bot, siti: Person) -> None:
    """wait_for wakes on the very change it waits for, and a wait in vain shows the chat."""
    waiting = asyncio.create_task(siti.wait_for_text("Terima kasih", timeout=5))
    await bot.send_message(siti.id, "Terima kasih.")
    assert (await waiting).text == "Terima kasih."
    with pytest.raises(TimeoutError, match="Terima kasih"):
        await siti.wait_for(lambda person: len(person.messages) > 5, timeout=0.05)


async def test_files_arrive_with_name_and_content(bot: Bot, siti: Person) -> None:
    """A document sent as multipart keeps its name, caption and bytes."""
    await bot.send_document(siti.id, b"%PDF-1.7", filename="laporan.pdf", caption="Laporan")
    upload = siti.last.upload
    assert upload is not None
    assert (upload.filename, upload.content, siti.last.text) == ("laporan.pdf", b"%PDF-1.7", "Laporan")


async def test_commands_are_kept_per_language(bot: Bot) -> None:
    """The menu that was set for a language is the one that is read back, until it is deleted."""
    await bot.set_my_commands([BotCommand("mulai", "Isi survei")], language_code="id")
    assert [command.command for command in await bot.get_my_commands(language_code="id")] == ["mulai"]
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(language_code="id")
    assert await bot.get_my_commands(language_code="id") == ()


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot, hook: Hook) -> None:
    """getUpdates gives 409 while a webhook is set and works again after deleteWebhook."""
    await bot.set_webhook(hook.url)
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_webhook_is_repeated_until_it_says_200(bot: Bot, hook: Hook, siti: Person) -> None:
    """An update refused twice is delivered a third time, with the secret each time, and then no more."""
    hook.statuses = [500, 404]
    await bot.set_webhook(hook.url, secret_token="rahasia-1")
    await hook.wait_for(3)
    info = await bot.get_webhook_info()
    assert {update["update_id"] for update, _ in hook.got} == {siti.last_update_id}
    assert {headers["X-Telegram-Bot-Api-Secret-Token"] for _, headers in hook.got} == {"rahasia-1"}
    assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"


async def test_one_chat_is_delivered_in_order_and_others_at_its_side(api: FakeTelegram, bot: Bot, hook: Hook) -> None:
    """Messages of one chat wait for one another, even a refused one; chats go side by side, to a limit."""

    async def slowly(_update: dict[str, Any]) -> None:
        await asyncio.sleep(0.02)

    hook.before, hook.statuses = slowly, [500, 500]
    await bot.set_webhook(hook.url, max_connections=3)
    people = [api.person(user_id) for user_id in range(1, 7)]
    for number in range(3):
        for person in people:
            await person.send_text(str(number))
    await hook.wait_for(20)
    for person in people:
        texts = [update["message"]["text"] for update, _ in hook.got if update["message"]["chat"]["id"] == person.id]
        assert sorted(texts) == texts
    assert hook.most_at_once == 3


async def test_a_method_in_the_webhook_answer_is_executed(bot: Bot, hook: Hook, siti: Person) -> None:
    """A webhook that answers with a method gets it executed; one that reads, such as getMe, is ignored."""
    hook.answer = {"method": "sendMessage", "chat_id": siti.id, "text": "Selamat datang"}
    await bot.set_webhook(hook.url)
    assert (await siti.wait_for_text("Selamat")).text == "Selamat datang"


async def test_a_secret_with_other_characters_is_refused(bot: Bot, hook: Hook) -> None:
    """setWebhook takes only `A-Za-z0-9_-` as a secret."""
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook(hook.url, secret_token="kata sandi")


async def test_the_specification_finds_a_wrong_call(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """Recorded calls are held against the published specification, which knows no such parameter."""
    await raw(bot, "sendMessage", {"chat_id": siti.id, "text": "halo", "warna": "merah"})
    try:
        problems = api.check_against_spec()
    except SpecNotAtHandError as absent:
        pytest.skip(str(absent))
    assert problems == ["call 1: sendMessage: no parameter warna"]
