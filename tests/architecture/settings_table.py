"""The table of settings in README.md, made from the class that reads them. Run as a module, it writes the table."""

from __future__ import annotations

import sys
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import PREFIX, Settings
from tests.architecture.repository import ROOT

README = ROOT / "README.md"
BEGIN, END = "<!-- settings -->", "<!-- /settings -->"


def table() -> str:
    """A row a setting: its variable, its default, what it means."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        assert field.description, f"{name} has no description"
        rows.append(f"| `{PREFIX}{name.upper()}` | {_default(field)} | {_meaning(field)} |")
    return "\n".join(rows)


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value in (None, "") or SecretStr in (field.annotation, *get_args(field.annotation)):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _meaning(field: FieldInfo) -> str:
    meaning = str(field.description)
    if get_origin(field.annotation) is Literal:
        meaning += ": " + ", ".join(f"`{value}`" for value in get_args(field.annotation))
    return meaning.replace("|", "\\|")


def with_table(text: str) -> str:
    """The text with the table between its two marks. Raises ValueError where these are not there once each."""
    head, begin, rest = text.partition(BEGIN)
    _old, end, tail = rest.partition(END)
    if not (begin and end) or BEGIN in tail or END in tail:
        raise ValueError(f"{README.name} must hold {BEGIN} and {END} once each")
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


def main() -> None:
    text = README.read_text(encoding="utf-8")
    try:
        written = with_table(text)
    except ValueError as error:
        sys.exit(str(error))
    if written != text:
        README.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
