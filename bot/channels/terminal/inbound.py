"""A typed line as an event. Pure."""

from __future__ import annotations

from typing import Any, get_args

from bot.engine.events import Commanded, Event, NamaPerintah, Started, Tapped, Typed
from bot.engine.messages import Choice, Screen

CHANNEL = "terminal"


def event_of(line: str, screen: Screen | None) -> Event:
    """A number takes the answer of that number, where answers are listed; `/` begins a command."""
    text = line.strip()
    if text.startswith("/"):
        name, _, argument = text[1:].partition(" ")
        if name.casefold() == "start":
            return Started(argument.strip())
        known: Any = {"help": "bantuan"}.get(name.casefold(), name.casefold())
        return Commanded(known, argument.strip()) if known in get_args(NamaPerintah) else Typed(text)
    answers = numbered(screen) if screen else []
    if text.isascii() and text.isdigit() and answers and len(text) < 4:
        return Tapped(answers[int(text) - 1].token) if 1 <= int(text) <= len(answers) else Typed(text)
    for row in screen.choices if screen else ():
        for choice in row:
            if text.casefold() == choice.label.casefold():
                return Tapped(choice.token)
    return Typed(line)


def numbered(screen: Screen) -> list[Choice]:
    """The options that have a number: the answers. The ways around are taken by their words."""
    return [choice for row in screen.choices for choice in row if choice.peran != "navigasi"]
