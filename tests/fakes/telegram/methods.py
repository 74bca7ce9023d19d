"""What each method of the API does to the chats: it takes parameters and files, and gives `result`."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.telegram import limits
from tests.fakes.telegram.errors import ApiError, bad_request
from tests.fakes.telegram.files import DOWNLOAD_LIMIT, SIZE_LIMIT, Upload, about, check_photo, image_size, path_of
from tests.fakes.telegram.html import utf16_length
from tests.fakes.telegram.world import Chat, Json, Toast, World, scope_key

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
Files = Mapping[str, Upload]


class Methods:
    """The methods that read or change chats; `table` names them all."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.query_lifetime = 900.0
        self.table: dict[str, Callable[[Json, Files], Any]] = {
            "getMe": self.get_me,
            "sendMessage": self.send_message,
            "editMessageText": self.edit_message_text,
            "editMessageReplyMarkup": self.edit_message_reply_markup,
            "deleteMessage": self.delete_message,
            "answerCallbackQuery": self.answer_callback_query,
            "sendPhoto": lambda params, files: self._send_file("photo", params, files),
            "sendDocument": lambda params, files: self._send_file("document", params, files),
            "getFile": self.get_file,
            "sendChatAction": self.send_chat_action,
            "setMyCommands": self.set_my_commands,
            "getMyCommands": self.get_my_commands,
            "deleteMyCommands": self.delete_my_commands,
            "setMyDescription": self.set_my_description,
            "setMyShortDescription": self.set_my_short_description,
        }

    def get_me(self, _params: Json, _files: Files) -> Json:
        return {
            **self.world.bot,
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }

    def send_message(self, params: Json, _files: Files) -> Json:
        text, entities = limits.check_text(params)
        markup = limits.check_markup(params.get("reply_markup"))
        chat = self.world.chat_for(params.get("chat_id"))
        content = {"text": text, "entities": entities, **_reply(chat, params), **_keyboard(chat, markup)}
        return self.world.add(chat, content, from_bot=True).json

    def edit_message_text(self, params: Json, _files: Files) -> Json:
        text, entities = limits.check_text(params)
        markup = limits.check_markup(params.get("reply_markup"))
        _, stored = self.world.message_for(params, "edit")
        if "text" not in stored.json:
            raise bad_request("there is no text in the message to edit")
        self.world.edit(stored, {"text": text, "entities": entities, "reply_markup": _inline(markup)})
        return stored.json

    def edit_message_reply_markup(self, params: Json, _files: Files) -> Json:
        markup = limits.check_markup(params.get("reply_markup"))
        _, stored = self.world.message_for(params, "edit")
        kept = {key: stored.json.get(key) for key in ("text", "entities", "caption", "caption_entities")}
        self.world.edit(stored, {**kept, "reply_markup": _inline(markup)})
        return stored.json

    def delete_message(self, params: Json, _files: Files) -> bool:
        chat, stored = self.world.message_for(params, "delete")
        self.world.delete(chat, stored)
        return True

    def answer_callback_query(self, params: Json, _files: Files) -> bool:
        """A query is answered once, while it is young; the platform says the same for both."""
        query_id = str(params.get("callback_query_id", ""))
        text = str(params.get("text", ""))
        if utf16_length(text) > limits.ANSWER_TEXT_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        chat_id, asked = self.world.queries.pop(query_id, (0, 0.0))
        if not chat_id or self.world.clock() - asked > self.query_lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        alert = str(params.get("show_alert", "")).lower() in {"true", "yes", "1"}
        self.world.chats[chat_id].toasts.append(Toast(query_id, text, alert))
        self.world.changed()
        return True

    def _send_file(self, kind: str, params: Json, files: Files) -> Json:
        caption, entities = limits.check_caption(params)
        markup = limits.check_markup(params.get("reply_markup"))
        upload = self._upload(kind, params, files)
        chat = self.world.chat_for(params.get("chat_id"))
        file = self.world.keep(upload)
        described: Any
        if kind == "photo":
            width, height = image_size(upload.content)
            described = [{**file, "width": width, "height": height}]
        else:
            described = {**file, "file_name": upload.filename, "mime_type": upload.content_type}
        content = {kind: described, "caption": caption or None, "caption_entities": entities}
        content |= {**_reply(chat, params), **_keyboard(chat, markup)}
        return self.world.add(chat, content, from_bot=True, upload=upload).json

    def _upload(self, kind: str, params: Json, files: Files) -> Upload:
        named = str(params.get(kind, ""))
        attached = named.removeprefix("attach://") if named.startswith("attach://") else kind
        upload = files.get(attached) or self.world.files.get(named)
        if upload is None:
            missing = f"there is no {kind} in the request"
            raise bad_request("wrong file identifier/HTTP URL specified" if named else missing)
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > SIZE_LIMIT[kind]:
            raise ApiError(413, "Request Entity Too Large")
        if kind == "photo":
            check_photo(upload.content)
        return upload

    def get_file(self, params: Json, _files: Files) -> Json:
        """Where a file can be downloaded from, by the path under `/file/bot<token>/`."""
        file_id = str(params.get("file_id", ""))
        upload = self.world.files.get(file_id)
        if upload is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(upload.content) > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return {**about(file_id, upload), "file_path": path_of(file_id)}

    def send_chat_action(self, params: Json, _files: Files) -> bool:
        if params.get("action") not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        self.world.chat_for(params.get("chat_id")).typing += 1
        return True

    def set_my_commands(self, params: Json, _files: Files) -> bool:
        scope = self._scope(params)
        self.world.commands[scope] = limits.check_commands(params.get("commands"))
        self.world.changed()
        return True

    def get_my_commands(self, params: Json, _files: Files) -> list[dict[str, str]]:
        return self.world.commands.get(self._scope(params), [])

    def delete_my_commands(self, params: Json, _files: Files) -> bool:
        self.world.commands.pop(self._scope(params), None)
        self.world.changed()
        return True

    def _scope(self, params: Json) -> tuple[str, str]:
        """Whom a menu is for: everybody, or one chat, which must be there."""
        scope = params.get("scope") or {"type": "default"}
        if not isinstance(scope, dict):
            raise bad_request("can't parse BotCommandScope: expected an Object")
        if scope.get("type") == "chat":
            scope = {"type": "chat", "chat_id": self.world.chat_for(scope.get("chat_id")).id}
        return scope_key(scope), str(params.get("language_code", ""))

    def set_my_description(self, params: Json, _files: Files) -> bool:
        self.world.description = _short(params, "description", 512)
        return True

    def set_my_short_description(self, params: Json, _files: Files) -> bool:
        self.world.short_description = _short(params, "short_description", 120)
        return True


def _inline(markup: Json | None) -> Json | None:
    """The part of a markup that a message keeps: an inline keyboard with at least one button."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    return {"inline_keyboard": rows} if rows else None


def _keyboard(chat: Chat, markup: Json | None) -> Json:
    """What a new message keeps of its markup; a reply keyboard goes to the chat instead."""
    if markup and "keyboard" in markup:
        chat.reply_keyboard = markup
    elif markup and markup.get("remove_keyboard"):
        chat.reply_keyboard = None
    return {"reply_markup": _inline(markup)}


def _reply(chat: Chat, params: Json) -> Json:
    about = params.get("reply_parameters") or {}
    if not about.get("message_id"):
        return {}
    stored = chat.messages.get(int(about["message_id"]))
    if stored is not None:
        without = {key: value for key, value in stored.json.items() if key != "reply_to_message"}
        return {"reply_to_message": without}
    if about.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _short(params: Json, name: str, limit: int) -> str:
    text = str(params.get(name, ""))
    if utf16_length(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    return text
