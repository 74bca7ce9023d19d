"""`deploy/.env.example`, made from the class that reads the settings. Run as a module, it writes the file."""

from __future__ import annotations

import textwrap
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from bot.settings import PREFIX, Settings
from tests.architecture.repository import ROOT

FILE = ROOT / "deploy" / ".env.example"
HEAD = """\
# Every setting, with its default. Copy it to `.env` in the folder that `ikm run` starts in or beside compose.yaml, or
# to /etc/ikm/ikm.env for the systemd units, and take away the # of what you set. Secrets may stand in files of their
# own instead, named like the variable in small letters: /run/secrets/ikm_telegram_token, or systemd's LoadCredential.
"""
TAIL = """
# For compose.yaml alone: the name that people reach, for which the proxy gets a certificate, and the image to run.
#DOMAIN=survei.example.go.id
#VERSION=latest
"""


def text() -> str:
    """A paragraph a setting."""
    return HEAD + "".join(_paragraph(name, field) for name, field in Settings.model_fields.items()) + TAIL


def _paragraph(name: str, field: FieldInfo) -> str:
    meaning = str(field.description)
    if get_origin(field.annotation) is Literal:
        meaning += ": " + ", ".join(get_args(field.annotation))
    value: Any = field.default
    shown = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    comment = textwrap.fill(meaning[0].upper() + meaning[1:], 118, initial_indent="# ", subsequent_indent="# ")
    return f"\n{comment}\n#{PREFIX}{name.upper()}={shown}\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
