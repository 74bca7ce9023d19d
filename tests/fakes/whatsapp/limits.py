"""Lengths and counts, refused in the platform's way. The shape was checked before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.fakes.whatsapp.errors import ApiError, not_valid

TEXT = 4096
CAPTION = 1024
INTERACTIVE_BODY = 1024
HEADER = FOOTER = 60
BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
ROWS_IN_ALL = 10
ROW_TITLE = 24
ROW_DESCRIPTION = 72
ROW_ID = 200
SECTION_TITLE = 24
LIST_BUTTON = 20
OPAQUE = 512


def check_content(kind: str, content: dict[str, Any], opaque: str | None) -> None:
    """Refuse what is too long, too many, empty or twice the same."""
    if opaque is not None:
        _within(opaque, OPAQUE, "biz_opaque_callback_data")
    if kind == "text":
        _within(content["body"], TEXT, "text.body")
    elif kind in {"image", "document"}:
        if "caption" in content:
            _within(content["caption"], CAPTION, f"{kind}.caption", least=0)
        if kind == "image" and "filename" in content:
            raise ApiError(100, 'Unexpected key "filename" on param "image".')
    elif kind == "interactive":
        _check_interactive(content)


def _check_interactive(content: dict[str, Any]) -> None:
    _within(content["body"]["text"], INTERACTIVE_BODY, "Body text")
    header, footer = content.get("header"), content.get("footer")
    if header is not None and header["type"] != "text" and header["type"] not in header:
        raise ApiError(131008, f"The parameter interactive.header.{header['type']} is required.")
    if header is not None and header["type"] == "text":
        _within(header.get("text", ""), HEADER, "Header text")
    if footer is not None:
        _within(footer["text"], FOOTER, "Footer text")
    if content["type"] == "list":
        if header is not None and header["type"] != "text":
            raise not_valid("A list takes a header of text only.")
        _check_list(content["action"])
    else:
        _check_buttons(content["action"]["buttons"])


def _check_buttons(buttons: list[dict[str, Any]]) -> None:
    if not 1 <= len(buttons) <= BUTTONS:
        raise not_valid(f"Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: {BUTTONS}")
    for button in buttons:
        _within(button["reply"]["title"], BUTTON_TITLE, "Button title")
        _within(button["reply"]["id"], BUTTON_ID, "Button id")
        if button["reply"]["id"] != button["reply"]["id"].strip():
            raise not_valid("Button id must have no leading or trailing spaces.")
    _all_different((button["reply"]["id"] for button in buttons), "Button id")
    _all_different((button["reply"]["title"] for button in buttons), "Button title")


def _check_list(action: dict[str, Any]) -> None:
    _within(action["button"], LIST_BUTTON, "Button label")
    sections = action["sections"]
    rows = [row for section in sections for row in section["rows"]]
    if not all(section["rows"] for section in sections) or not sections:
        raise not_valid("Section rows count must be at least 1.")
    if len(rows) > ROWS_IN_ALL:
        raise not_valid(f"Total row count exceed max allowed count: {ROWS_IN_ALL}")
    for section in sections:
        if len(sections) > 1 and not section.get("title"):
            raise ApiError(131008, "Section title is required when there is more than one section.")
        if "title" in section:
            _within(section["title"], SECTION_TITLE, "Section title", least=0)
    for row in rows:
        _within(row["title"], ROW_TITLE, "Row title")
        _within(row["id"], ROW_ID, "Row id")
        if "description" in row:
            _within(row["description"], ROW_DESCRIPTION, "Row description")
    _all_different((row["id"] for row in rows), "Row id")
    for section in sections:
        _all_different((row["title"] for row in section["rows"]), "Row title")


def _within(text: str, most: int, what: str, least: int = 1) -> None:
    # Empty means nothing to read: the platform trims before it looks.
    if len(text.strip()) < least or len(text) > most:
        raise not_valid(f"{what} length invalid. Min length: {least}, Max length: {most}")


def _all_different(values: Iterable[str], what: str) -> None:
    seen = list(values)
    if len(set(seen)) != len(seen):
        raise not_valid(f"Duplicated {what.lower()}.")
