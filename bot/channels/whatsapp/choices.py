"""Choices of a screen as what WhatsApp can show: reply buttons, a list, or numbered lines. Pure.

A label is never cut: one too long for its place stands whole below a short title, or in the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.channels.whatsapp.lengths import (
    BUTTON_ID_PALING,
    BUTTON_PALING,
    BUTTONS_PALING,
    ROW_ID_PALING,
    ROW_TEXT_PALING,
    ROW_TITLE_PALING,
    ROWS_PALING,
    cut,
    units,
)
from bot.channels.whatsapp.markup import one_line, plain
from bot.engine.messages import Choice, MenuItem

_JAWABAN: Final = "Pilihan"
_LAINNYA: Final = "Lainnya"
_MENU: Final = "Menu"
_BUKA: Final = "Lihat pilihan"
"""On what opens a list."""
_NOMOR: Final = "Balas dengan nomornya."


@dataclass(frozen=True, slots=True)
class Offer:
    """The lower part of an interactive message: its type and action, and the lines its text needs beside it."""

    type: str
    action: dict[str, Any]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A choice and the number by which it may be typed; 0 for a way around, which is typed in words. `place` is the
    number by which its row is told from others: ways around come after the answers."""

    choice: Choice
    number: int
    place: int

    @property
    def label(self) -> str:
        return one_line(self.choice.label) or "–"

    @property
    def line(self) -> str:
        return plain(f"{self.number}. {self.label}" if self.number else self.label)


def numbered(choices: Sequence[Choice]) -> list[Numbered]:
    """Answers are numbered in their order, as the engine counts them. A token that comes twice is the same choice."""
    unique = list({choice.token: choice for choice in reversed(choices)}.values())[::-1]
    ordered = sorted(unique, key=lambda choice: choice.peran == "navigasi")
    places = {choice.token: n for n, choice in enumerate(ordered, start=1)}
    return [
        Numbered(choice, 0 if choice.peran == "navigasi" else places[choice.token], places[choice.token])
        for choice in unique
    ]


def buttons(choices: Sequence[Numbered]) -> Offer | None:
    """Up to three reply buttons; None where they cannot hold these choices."""
    labels = [one.label for one in choices]
    if not 1 <= len(choices) <= BUTTONS_PALING or len({label.casefold() for label in labels}) < len(labels):
        return None
    if any(units(label) > BUTTON_PALING for label in labels):
        return None
    if any(units(one.choice.token) > BUTTON_ID_PALING for one in choices):
        return None
    replies = [
        {"type": "reply", "reply": {"id": one.choice.token, "title": label}}
        for one, label in zip(choices, labels, strict=True)
    ]
    return Offer("button", {"buttons": replies})


def listing(choices: Sequence[Numbered], menu: Sequence[MenuItem] = ()) -> Offer | None:
    """A list of up to ten rows, ways around and commands in sections of their own; None where it cannot hold these
    choices. Labels that are longer than a row's text come as lines."""
    if not 1 <= len(choices) + len(menu) <= ROWS_PALING:
        return None
    if any(units(one.choice.token) > ROW_ID_PALING for one in choices):
        return None
    named = [(one.label, one.place) for one in choices]
    titles = _titles(named + [(f"/{item.nama}", place) for place, item in enumerate(menu, start=len(choices) + 1)])
    sections: dict[str, list[dict[str, str]]] = {_JAWABAN: [], _LAINNYA: [], _MENU: []}
    for one, title in zip(choices, titles, strict=False):
        sections[_JAWABAN if one.number else _LAINNYA].append(_row(one.choice.token, title, one.label))
    for item, title in zip(menu, titles[len(choices) :], strict=True):
        nama = f"/{item.nama}"
        sections[_MENU].append(_row(nama, title, one_line(item.keterangan) or nama))
    lines = [plain(f"{one.place}. {one.label}") for one in choices if units(one.label) > ROW_TEXT_PALING]
    filled = [{"title": title, "rows": found} for title, found in sections.items() if found]
    return Offer("list", {"button": _BUKA, "sections": filled}, tuple(lines))


def _row(token: str, title: str, text: str) -> dict[str, str]:
    return {"id": token, "title": title, **({} if text == title else {"description": cut(text, ROW_TEXT_PALING)})}


def _titles(named: Sequence[tuple[str, int]]) -> list[str]:
    """A short title for each row, all different, as the platform wants them: the label, or as much of its beginning
    as fits; with its place where several begin alike, and the place alone where even the row's text is too short
    for the label."""
    short = [cut(label, ROW_TITLE_PALING) for label, _ in named]
    alike = Counter(title.casefold() for title in short)
    titles: dict[str, str] = {}
    for title, (label, place) in zip(short, named, strict=True):
        wanted = title if alike[title.casefold()] == 1 else cut(f"{place}. {label}", ROW_TITLE_PALING)
        if units(label) > ROW_TEXT_PALING or wanted.casefold() in titles:
            wanted = f"Pilihan {place}"
        while wanted.casefold() in titles:
            wanted += "."
        titles[wanted.casefold()] = wanted
    return list(titles.values())


def answer_lines(choices: Sequence[Numbered]) -> list[str]:
    """The answers, each with its number."""
    return [one.line for one in choices if one.number]


def typed(choices: Sequence[Numbered]) -> list[str]:
    """Lines that say what to type for each choice."""
    lines = answer_lines(choices)
    around = [f"“{bare(one.label)}”" for one in choices if not one.number]
    if lines:
        lines.append(f"\nBalas dengan nomornya, atau ketik {_either(around)}." if around else f"\n{_NOMOR}")
    elif around:
        lines.append(f"\nBisa juga ketik {_either(around)}.")
    return lines


def bare(label: str) -> str:
    """The words of a label, without signs around them."""
    words = label.strip("◀▶?✓ ")
    return plain(words or label)


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} atau {words[-1]}"
