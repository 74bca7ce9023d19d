"""What a message of the Cloud API shows, and what the platform would refuse about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.channels.whatsapp.markup import JOINER
from bot.channels.whatsapp.media import Medium
from bot.channels.whatsapp.outbound import messages
from bot.engine.messages import Screen

Message = dict[str, Any]
_KEYS = {"header", "body", "action", "type", "footer"}


def fits(screen: Screen) -> list[Message]:
    """The messages that show a screen with all that comes with it, once it is sure that WhatsApp takes them, no label
    is lost, and an interview's screen is one message."""
    media = {one.id: Medium("image" if one.picture else "document", "901", one.nama) for one in screen.attachments}
    sent = messages(screen, media)
    accepted(sent)
    readable_whole(screen, sent)
    if screen.key != "staf" and not screen.attachments:
        assert len(sent) == 1, "an answer is one message"
    return sent


def shown(text: str) -> str:
    """As a reader sees it: without what has no width or cannot be shown, white space aside."""
    legible = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join(legible.replace(JOINER, "").replace("`", "'").split())


def everything(sent: Sequence[Message]) -> str:
    """All words of some messages, in one line."""
    return shown("\n".join(words for one in sent for words in _words(one)))


def body(message: Message) -> str:
    """The text of a message."""
    match message["type"]:
        case "text":
            return str(message["text"]["body"])
        case "interactive":
            return str(message["interactive"]["body"]["text"])
        case kind:
            return str(message[kind].get("caption", ""))


def rows(message: Message) -> list[dict[str, str]]:
    """What can be tapped, as a list has it."""
    if message["type"] != "interactive":
        return []
    action = message["interactive"]["action"]
    if "buttons" in action:
        return [one["reply"] for one in action["buttons"]]
    return [row for section in action["sections"] for row in section["rows"]]


def readable_whole(screen: Screen, sent: Sequence[Message]) -> None:
    """Each label stands somewhere in full: on a button, as a row's title or text, or as a line of the message."""
    texts = [shown(line) for one in sent for line in body(one).split("\n")]
    for row in screen.choices:
        for choice in row:
            label = shown(choice.label)
            tapped = [one for part in sent for one in rows(part) if one["id"] == choice.token]
            on_rows = any(label in {shown(one["title"]), shown(one.get("description", ""))} for one in tapped)
            in_lines = any(line == label or line.endswith(f". {label}") for line in texts)
            in_words = any(label.strip("◀▶?✓ ") in line for line in texts if line.startswith(("Balas", "Bisa juga")))
            assert on_rows or in_lines or in_words, f"{choice.label!r} is not readable in {sent}"
            assert tapped or in_lines or in_words


def accepted(sent: Sequence[Message]) -> None:
    """Within every length and count of the platform, in UTF-16 units."""
    for one in sent:
        match one["type"]:
            case "text":
                _within(one["text"]["body"], 4096)
            case "image" | "document":
                assert one[one["type"]]["id"]
                assert "caption" not in one[one["type"]] or _within(body(one), 1024)
            case "template":
                pass
            case "interactive":
                _interactive(one["interactive"])
            case kind:
                raise AssertionError(kind)


def _interactive(content: Message) -> None:
    assert set(content) <= _KEYS
    _within(content["body"]["text"], 1024)
    action = content["action"]
    if content["type"] == "button":
        assert 1 <= len(action["buttons"]) <= 3
        replies = [one["reply"] for one in action["buttons"]]
        assert all(_within(one["title"], 20) and _within(one["id"], 256) for one in replies)
        _differ(one["title"] for one in replies)
        _differ(one["id"] for one in replies)
        return
    assert content["type"] == "list"
    assert "header" not in content, "a list takes no picture"
    _within(action["button"], 20)
    assert all(section["rows"] and _within(section["title"], 24) for section in action["sections"])
    found = [row for section in action["sections"] for row in section["rows"]]
    assert len(found) <= 10
    for row in found:
        assert _within(row["title"], 24)
        assert _within(row["id"], 200)
        assert "description" not in row or _within(row["description"], 72)
    _differ(row["title"] for row in found)
    _differ(row["id"] for row in found)


def _differ(values: Any) -> None:
    listed = [value.strip().casefold() for value in values]
    assert len(set(listed)) == len(listed), f"twice the same among {listed}"


def _within(text: str, most: int) -> bool:
    assert text.strip(), "nothing to read"
    assert text == text.strip() or most > 1000
    assert len(text.encode("utf-16-le")) // 2 <= most, f"{len(text)} of {most}"
    return True


def _words(message: Message) -> list[str]:
    found = [body(message)]
    for row in rows(message):
        found += [row["title"], row.get("description", "")]
    return found
