"""Templates at Meta: what is approved of those the program announces messages with, and handing the others in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.channels.whatsapp.api import Api
from bot.channels.whatsapp.errors import ApiError, Unreachable
from bot.channels.whatsapp.templates import BAHASA, TEMPLATES
from bot.cli.frame import WRONG_CALL, fail
from bot.settings import Settings

FOLDER: Final = Path(__file__).resolve().parents[2] / "deploy" / "whatsapp" / "templates"
APPROVED, MISSING = "APPROVED", "MISSING"


@dataclass(frozen=True, slots=True)
class Template:
    """One by its name, and how it stands at Meta: APPROVED, PENDING, REJECTED, PAUSED, DISABLED, or MISSING."""

    name: str
    state: str
    category: str = ""

    @property
    def usable(self) -> bool:
        return self.state == APPROVED


async def examine_templates(read: Settings, folder: Path, *, submit: bool) -> list[Template]:
    """How each stands; where asked to, those that are missing are handed in before. Ends the program where Meta is
    not reached or does not let us."""
    if read.whatsapp_token is None or read.whatsapp_phone_number_id is None or read.whatsapp_account_id is None:
        fail("IKM_WHATSAPP_TOKEN and IKM_WHATSAPP_ACCOUNT_ID must be set", WRONG_CALL)
    api = Api(read.whatsapp_token.get_secret_value(), read.whatsapp_phone_number_id, read.whatsapp_api_url)
    try:
        found = _standing(await api.templates(read.whatsapp_account_id))
        if submit:
            for one in [one for one in found if one.state == MISSING]:
                await api.submit(read.whatsapp_account_id, read_template(folder, one.name))
            found = _standing(await api.templates(read.whatsapp_account_id))
    except ApiError as error:
        fail(f"Meta refused: error {error}; the token needs whatsapp_business_management")
    except Unreachable as error:
        fail(f"{read.whatsapp_api_url} does not answer: {error}")
    finally:
        await api.close()
    return found


def read_template(folder: Path, name: str) -> bytes:
    """What is handed in. Ends the program for a file that is not there or not as it should be."""
    path = folder / f"{name}.json"
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"{path} cannot be read: {error}")
    if not isinstance(content, dict) or content.get("name") != name or content.get("language") != BAHASA:
        fail(f"{path} is not the template {name} in the language {BAHASA}")
    return json.dumps(content, ensure_ascii=False).encode()


def text_of(templates: Iterable[Template]) -> str:
    return "\n".join(
        f"{'✓' if one.usable else '✗'} {one.name:<16} {one.state.lower()}"
        f"{f', {one.category.lower()}' if one.category else ''}"
        for one in templates
    )


def _standing(listed: Iterable[dict[str, Any]]) -> list[Template]:
    ours = {str(one.get("name")): one for one in listed if one.get("language") == BAHASA}
    return [
        Template(name, str(ours[name].get("status", "")), str(ours[name].get("category", "")))
        if name in ours
        else Template(name, MISSING)
        for name in sorted(template.nama for template in TEMPLATES.values())
    ]
