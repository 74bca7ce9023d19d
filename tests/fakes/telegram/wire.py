"""Calls as they come over HTTP, in every encoding the platform reads, and answers as it writes them."""

import asyncio
import json

from aiohttp import web

from tests.fakes.telegram.errors import ApiError, bad_request
from tests.fakes.telegram.files import Upload
from tests.fakes.telegram.methods import Files
from tests.fakes.telegram.world import Json

# Parameters that stay text when they come in a form; all others may be JSON there.
TEXT_PARAMS = {"text", "caption", "parse_mode", "description", "short_description", "language_code", "action"}
TEXT_PARAMS |= {"callback_query_id", "url", "secret_token", "ip_address", "message_effect_id"}
TEXT_PARAMS |= {"photo", "document", "certificate"}
JSON_PARAMS = {"reply_markup", "allowed_updates", "entities", "caption_entities", "commands", "scope"}
JSON_PARAMS |= {"link_preview_options", "reply_parameters"}


def chat_id_of(params: Json) -> int | None:
    try:
        return int(params["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None


def respond(error: ApiError) -> web.Response:
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else None
    return web.json_response(error.body(), status=error.code, headers=headers)


async def read_call(request: web.Request) -> tuple[str, Json, Files]:
    """Encoding, parameters and files of a call; the query string counts in every encoding."""
    params: Json = dict(request.query)
    files: dict[str, Upload] = {}
    encoding = "query"
    if request.content_type == "application/json":
        encoding = "json"
        try:
            body = await request.json()
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("object expected as request")
        params |= body
    elif request.can_read_body:
        form = await request.post()
        encoding = "multipart" if request.content_type.startswith("multipart/") else "form"
        for name, value in form.items():
            if isinstance(value, web.FileField):
                content = await asyncio.to_thread(value.file.read)
                files[name] = Upload(value.filename, value.content_type, content)
            else:
                params[name] = value
    return encoding, decode(params, form=encoding != "json"), files


def decode(params: Json, *, form: bool = False) -> Json:
    """Parameters with the JSON inside strings read, as far as their kind allows it."""
    decoded: Json = {}
    for name, value in params.items():
        decoded[name] = value
        if isinstance(value, str) and (name in JSON_PARAMS or (form and name not in TEXT_PARAMS)):
            try:
                decoded[name] = json.loads(value)
            except ValueError:
                continue
    return decoded
