"""Which call a request is, what it holds, and what the platform tells of the number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.whatsapp.errors import ApiError
from tests.fakes.whatsapp.world import Chat, Json

PHONE = "106540352242922"
ACCOUNT = "419561257915477"
DISPLAY = "15550783881"
"""The ids of the platform's own examples."""
DOWNLOAD = "/whatsapp_business/attachments/"


@dataclass(slots=True)
class Call:
    """One call that reached the API: what was asked, and what came of it."""

    time: float
    method: str
    params: Json
    who: Chat | None = None
    upload: bytes = b""
    result: Any = None
    error: ApiError | None = None
    dropped: bool = False
    problems: list[str] = field(default_factory=list)


def named(request: web.Request) -> str:
    """Which call this is."""
    if request.path == DOWNLOAD:
        return "download"
    edge = request.match_info.get("edge")
    if edge is None:
        is_phone = request.match_info["object"] == PHONE
        return {"GET": "phone" if is_phone else "media", "DELETE": "delete"}.get(request.method, "unknown")
    table = {
        ("POST", "messages"): "messages",
        ("POST", "media"): "upload",
        ("GET", "message_templates"): "templates",
        ("POST", "message_templates"): "submit",
    }
    return table.get((request.method, edge), "unknown")


def described(request: web.Request, method: str) -> str:
    """The path as the description writes it."""
    return {
        "messages": "/{Version}/{Phone-Number-ID}/messages",
        "upload": "/{Version}/{Phone-Number-ID}/media",
        "phone": "/{Version}/{Phone-Number-ID}",
        "media": "/{Version}/{Media-ID}",
        "delete": "/{Version}/{Media-ID}",
        "download": "/{Version}/{Media-URL}",
        "templates": "/{Version}/{WABA-ID}/message_templates",
        "submit": "/{Version}/{WABA-ID}/message_templates",
    }.get(method, "")


def phone(fields: str) -> Json:
    """The number, with the fields asked for beside its id; of those not kept here nothing is told."""
    about = {
        "display_phone_number": "+1 555-078-3881",
        "verified_name": "Survei Tiruan",
        "quality_rating": "GREEN",
        "code_verification_status": "VERIFIED",
        "name_status": "APPROVED",
        "status": "CONNECTED",
        "platform_type": "CLOUD_API",
        "throughput": {"level": "STANDARD"},
    }
    asked = [name.strip() for name in fields.split(",") if name.strip()]
    wanted = asked or ["display_phone_number", "verified_name", "quality_rating"]
    return {name: about[name] for name in wanted if name in about} | {"id": PHONE}


async def read_body(request: web.Request, call: Call) -> None:
    """Put what the body holds into the call."""
    if call.method in {"messages", "submit"}:
        try:
            call.params = await request.json()
        except ValueError:
            raise ApiError(100, "The body is no JSON.") from None
        if call.method == "messages" and isinstance(call.params, dict) and "status" in call.params:
            call.method = "read"
    elif call.method == "upload":
        form = await request.post()
        call.params = {key: value for key, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        if isinstance(file, web.FileField):
            call.upload = file.file.read()
            call.params |= {"filename": file.filename, "mime": file.content_type}
