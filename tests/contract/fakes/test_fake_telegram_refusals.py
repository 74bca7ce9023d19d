"""The double refuses what the platform refuses, in the platform's words."""

import time
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.contract.fakes.conftest import raw
from tests.fakes.telegram import FakeTelegram, Person

LONG = "🙂" * 2048
NO_TEXT_BUTTONS = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
ROWS_WANTED = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'


def rows_of(*widths: int, data: str = "x") -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "a", "callback_data": data}] * width for width in widths]}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "  \n"}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": LONG + "!"}, "message is too long"),
        ({"text": "a", "parse_mode": "Marker"}, "unsupported parse_mode"),
        (
            {"text": "<b>a", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "a < b", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "" at byte offset 2',
        ),
        (
            {"text": "é<br>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "br" at byte offset 2',
        ),
        (
            {"text": "<b>a</i>", "parse_mode": "HTML"},
            'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
        ),
        (
            {"text": "a</b>", "parse_mode": "HTML"},
            "can't parse entities: Unexpected end tag at byte offset 1",
        ),
        ({"text": "a", "chat_id": 999}, "chat not found"),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
        ({"text": "a", "reply_markup": rows_of(1, data="é" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "reply_markup": rows_of(1, data="")},
            NO_TEXT_BUTTONS,
        ),
        ({"text": "a", "reply_markup": rows_of(9)}, "reply markup is too long"),
        ({"text": "a", "reply_markup": rows_of(*[8] * 12, 5)}, "reply markup is too long"),
        (
            {"text": "a", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
            ROWS_WANTED,
        ),
        ({"text": "a", "reply_parameters": {"message_id": 9999}}, "message to be replied not found"),
    ],
)
async def test_sending_is_refused(
    api: FakeTelegram, bot: Bot, siti: Person, params: dict[str, Any], words: str
) -> None:
    """A message beyond the platform's limits is refused in its words and nothing reaches the person."""
    with pytest.raises(BadRequest):
        await raw(bot, "sendMessage", {"chat_id": siti.id, **params})
    assert (api.calls[-1].error or "").startswith(f"Bad Request: {words}")
    assert siti.from_bot == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a<b", "Unclosed start tag at byte offset 1"),
    ],
)
async def test_html_that_does_not_parse_is_refused(
    api: FakeTelegram, bot: Bot, siti: Person, text: str, words: str
) -> None:
    """Text that is no HTML of the platform's kind is refused with the place, counted in bytes."""
    with pytest.raises(BadRequest):
        await bot.send_message(siti.id, text, "HTML")
    assert api.calls[-1].error == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    "params",
    [
        {"text": LONG},
        {"text": f"<b>{LONG}</b>", "parse_mode": "html"},
        {"text": "a", "reply_markup": rows_of(*[8] * 12, 4)},
        {"text": "a", "reply_markup": rows_of(1, data="é" * 32)},
    ],
)
async def test_the_limit_itself_is_accepted(bot: Bot, siti: Person, params: dict[str, Any]) -> None:
    """Exactly 4096 units after parsing, 100 buttons, and 64 bytes of data all pass."""
    await raw(bot, "sendMessage", {"chat_id": siti.id, **params})
    assert len(siti.from_bot) == 1


async def test_html_becomes_text_and_entities(bot: Bot, siti: Person) -> None:
    """Marked-up text is stored plain, with entities counted in UTF-16 units."""
    message = await bot.send_message(
        siti.id, '🙂 <b>Survei &amp; <i>saran</i></b> <a href="https://a.id">x</a>', "HTML"
    )
    assert message.text == "🙂 Survei & saran x"
    found = [(entity.type, entity.offset, entity.length) for entity in message.entities]
    assert found == [("bold", 3, 14), ("italic", 12, 5), ("text_link", 18, 1)]


async def test_captions_and_files_have_limits(bot: Bot, siti: Person) -> None:
    """A caption over 1024, an empty file and a photo that is none are refused."""
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(siti.id, b"x", caption="a" * 1025)
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(siti.id, b"")
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(siti.id, b"bukan gambar")


async def test_edits_are_refused(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """An edit is refused of a message that is missing, unchanged, too old, or not the bot's."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    message = await bot.send_message(siti.id, "Satu", reply_markup=markup)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Dua", siti.id, 9999)
    with pytest.raises(BadRequest, match="exactly the same as a current content and reply markup"):
        await bot.edit_message_text("Satu", siti.id, message.message_id, reply_markup=markup)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(siti.id, message.message_id, reply_markup=markup)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Dua", siti.id, siti.messages[0].message_id)
    siti.freeze(message.message_id)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Dua", siti.id, message.message_id)
    assert siti.last.text == "Satu"


async def test_deleting_is_possible_for_two_days(api: FakeTelegram, bot: Bot, siti: Person) -> None:
    """A message can be deleted once, and not after 48 hours."""
    first = await bot.send_message(siti.id, "Satu")
    await bot.delete_message(siti.id, first.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(siti.id, first.message_id)
    second = await bot.send_message(siti.id, "Dua")
    api.clock = lambda: time.time() + 49 * 3600
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(siti.id, second.message_id)


async def test_callback_answers_are_refused(bot: Bot, siti: Person) -> None:
    """An answer over 200 characters, to an unknown query or to an expired one is refused."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    await bot.send_message(siti.id, "Satu", reply_markup=markup)
    query_id = await siti.tap("A")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query_id, "a" * 201)
    with pytest.raises(BadRequest, match="response timeout expired or query id is invalid"):
        await bot.answer_callback_query("17")
    siti.expire_queries()
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query_id)


@pytest.mark.parametrize(
    ("command", "description", "words"),
    [
        ("Mulai", "x", "Bot_command_invalid"),
        ("isi-survei", "x", "Bot_command_invalid"),
        ("a" * 33, "x", "must not exceed 32"),
        ("mulai", "x" * 257, "must not exceed 256"),
        ("mulai", " ", "description must be non-empty"),
    ],
)
async def test_commands_have_a_format(bot: Bot, command: str, description: str, words: str) -> None:
    """The menu takes 1-32 lower-case letters, digits and underscores, with 1-256 of description."""
    with pytest.raises(BadRequest, match=words):
        await raw(bot, "setMyCommands", {"commands": [{"command": command, "description": description}]})
