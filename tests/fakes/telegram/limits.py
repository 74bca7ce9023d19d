"""What the platform accepts: texts, keyboards, commands, secrets. Each check raises its own refusal."""

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.telegram.errors import ApiError, bad_request
from tests.fakes.telegram.html import parse_html, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
BUTTON_DATA_BYTES = 64
BUTTONS_IN_ALL = 100
BUTTONS_IN_A_ROW = 8
ANSWER_TEXT_LIMIT = 200

_COMMAND = re.compile(r"[a-z0-9_]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_BOT_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{5,32})?")


def check_text(params: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of a `text` parameter."""
    source = str(params.get("text", ""))
    if not source:
        raise bad_request("message text is empty")
    text, entities = _formatted(source, params, "entities")
    if not text.strip():
        raise bad_request("text must be non-empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities or bot_commands(text)


def check_caption(params: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of a `caption` parameter, which may be empty."""
    text, entities = _formatted(str(params.get("caption", "")), params, "caption_entities")
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return text, entities


def _formatted(source: str, params: Mapping[str, Any], given: str) -> tuple[str, list[dict[str, Any]]]:
    if len(source.encode()) > 1 << 15:
        raise bad_request("text is too long")
    mode = str(params.get("parse_mode", "")).lower()
    if not source or mode in {"", "none"}:
        return source, list(params.get(given) or [])
    if mode == "html":
        return parse_html(source)
    if mode in {"markdown", "markdownv2"}:
        raise ApiError(501, f"Not Implemented: this double does not read {mode}")
    raise bad_request("unsupported parse_mode")


def bot_commands(text: str) -> list[dict[str, Any]]:
    """The entities that the platform itself finds: `/command` at the start of a word."""
    return [
        {
            "type": "bot_command",
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in _BOT_COMMAND.finditer(text)
    ]


def check_markup(markup: Any) -> dict[str, Any] | None:
    """A checked `reply_markup`, or None where there is none.

    Stricter than the platform in one place: the platform cuts a row of more than 8 buttons (12 in its
    source, 8 in its apps) in silence; here it is refused, since nobody wants a button cut off.
    """
    if markup is None or markup == "":
        return None
    if isinstance(markup, str):
        raise bad_request("can't parse reply keyboard markup JSON object")
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for kind in ("inline_keyboard", "keyboard"):
        if kind not in markup:
            continue
        rows = markup[kind]
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            of = " of the InlineKeyboardMarkup" if kind == "inline_keyboard" else ""
            raise bad_request(f'field "{kind}"{of} must be an Array of Arrays')
        if sum(map(len, rows)) > BUTTONS_IN_ALL or any(len(row) > BUTTONS_IN_A_ROW for row in rows):
            raise bad_request("reply markup is too long")
        if kind == "inline_keyboard":
            for button in (button for row in rows for button in row):
                _check_button(button)
    return markup


def _check_button(button: Any) -> None:
    where = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{where}InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(f'{where}Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(f'{where}Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    data = button.get("callback_data")
    if data is not None and not isinstance(data, str):
        raise bad_request(f'{where}Field "callback_data" must be of type String')
    if not data and len(button) == 1 + ("callback_data" in button):
        raise bad_request(f"{where}Text buttons are unallowed in the inline keyboard")
    if data and len(data.encode()) > BUTTON_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def check_commands(commands: Any) -> list[dict[str, str]]:
    """A checked list of bot commands: the name without its slash, and the description."""
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_check_command(command) for command in commands]


def _check_command(command: Any) -> dict[str, str]:
    where = "can't parse BotCommand: "
    if not isinstance(command, dict):
        raise bad_request(f"{where}expected an Object")
    for field in ("command", "description"):
        if field not in command:
            raise bad_request(f'{where}Can\'t find field "{field}"')
    name = str(command["command"]).strip().removeprefix("/")
    description = str(command["description"]).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def check_secret(secret: str) -> str:
    """A webhook's secret: at most 256 of `A-Za-z0-9_-`."""
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret
