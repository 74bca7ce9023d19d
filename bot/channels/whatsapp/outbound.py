"""Screens as messages of the Cloud API. Pure.

A screen is one message wherever the platform has room for it: an interview sends nothing else, since one person may
be sent no more than a message every six seconds for long. What officials read can be longer, and goes in several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.channels.whatsapp.choices import Numbered, Offer, answer_lines, buttons, listing, numbered, typed
from bot.channels.whatsapp.lengths import BODY_PALING, CAPTION_PALING, ROWS_PALING, divide, units
from bot.channels.whatsapp.markup import bold, plain
from bot.channels.whatsapp.media import Medium
from bot.engine.messages import MenuItem, Screen

PENGELOLA: Final = "@"
"""Begins the tokens of officials' buttons, which cannot be typed as numbers (see `bot.staff.frame`)."""
_SILAKAN: Final = "Silakan pilih."
_LANJUTAN: Final = "Pilihan lainnya:"
_ATAU: Final = "Atau:"


def messages(
    screen: Screen, media: Mapping[str, Medium] | None = None, remarks: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The messages that show a screen, the one with its choices last. `media` are its attachments by id, as far as
    they are there; `remarks` are sentences about those that are not."""
    there = [media[one.id] for one in screen.attachments if one.id in media] if media else []
    text = _text(screen, remarks)
    choices = numbered([choice for row in screen.choices for choice in row])
    menu = _menu(screen, choices)
    if screen.menu and not menu:
        text = _with(text, _commands(screen.menu, text))
    if not choices and not menu:
        return _without_choices(text, there)
    shown = _in_one(text, choices, menu)
    if shown is None and _typable(choices):
        shown = _as_text(text, choices)
    if shown is None:
        shown = _in_several(text, choices, menu)
    return _illustrated(shown, there)


def envelope(address: str, content: Mapping[str, Any], row: int, beside: str = "") -> dict[str, Any]:
    """A whole request. An address of digits is a number, any other a person's id towards this business; `row` comes
    back with every status of the message. `beside` marks what is not all of that row: its statuses say nothing of
    it."""
    digits = address.isascii() and address.isdigit()
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to" if digits else "recipient": address,
        **content,
        "biz_opaque_callback_data": f"{row}{beside}",
    }


def text_message(text: str) -> dict[str, Any]:
    return {"type": "text", "text": {"preview_url": False, "body": text}}


# What stands above the choices


def _text(screen: Screen, remarks: Sequence[str]) -> str:
    parts = (plain(screen.notice), bold(screen.heading), plain(screen.text), *(plain(one) for one in remarks))
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _with(text: str, lines: Sequence[str]) -> str:
    return "\n\n".join(part for part in (text, "\n".join(lines)) if part)


def _menu(screen: Screen, choices: Sequence[Numbered]) -> tuple[MenuItem, ...]:
    """The commands that go into the list, where all of them do."""
    items = screen.menu or ()
    return items if len(choices) + len(items) <= ROWS_PALING else ()


def _commands(menu: Sequence[MenuItem], text: str) -> list[str]:
    """Commands as lines, those that the text does not name itself."""
    lines = text.split("\n")
    missing = [item for item in menu if not any(_names(line, item) for line in lines)]
    return [plain(f"/{item.nama} – {item.keterangan}") for item in missing]


def _names(line: str, item: MenuItem) -> bool:
    return line == f"/{item.nama}" or line.startswith(f"/{item.nama} ")


# The ways to show choices


def _in_one(text: str, choices: Sequence[Numbered], menu: Sequence[MenuItem]) -> list[dict[str, Any]] | None:
    """One interactive message; None where text or choices are too much for it. The answers of an interview stand
    above their list, too, where there is room: who types a number need not open it."""
    offer = (None if menu else buttons(choices)) or listing(choices, menu)
    if offer is None and _typable(choices):
        offer = _partly(choices)
    if offer is None:
        return None
    bodies = [_with(text, offer.lines) or _SILAKAN]
    if offer.type == "list" and _typable(choices):
        answers = answer_lines(choices)
        bodies.insert(0, _with(text, [*answers, *(line for line in offer.lines if line not in answers)]))
    return next(([_interactive(body, offer)] for body in bodies if units(body) <= BODY_PALING), None)


def _partly(choices: Sequence[Numbered]) -> Offer | None:
    """More choices than rows, of which some can be typed: the ways around in words, or else the answers by number."""
    answers, around = [c for c in choices if c.number], [c for c in choices if not c.number]
    if (offer := listing(answers)) is not None:
        return Offer(offer.type, offer.action, (*offer.lines, *typed(around)))
    if (offer := buttons(around)) is not None:
        return Offer(offer.type, offer.action, tuple(typed(answers)))
    return None


def _as_text(text: str, choices: Sequence[Numbered]) -> list[dict[str, Any]]:
    """Numbered lines below the text."""
    return [text_message(one) for one in divide(_with(text, typed(choices)))]


def _in_several(text: str, choices: Sequence[Numbered], menu: Sequence[MenuItem]) -> list[dict[str, Any]]:
    """The text in as many messages as it takes, then the choices in as many lists."""
    if len(choices) <= ROWS_PALING:
        offer = (None if menu else buttons(choices)) or listing(choices, menu)
        return _ending(text, offer) if offer else []
    parts = [choices[n : n + ROWS_PALING] for n in range(0, len(choices), ROWS_PALING)]
    return [
        message
        for n, part in enumerate(parts)
        if (offer := (buttons(part) if n else None) or listing(part))
        for message in _ending(_further(part) if n else text, offer)
    ]


def _further(choices: Sequence[Numbered]) -> str:
    return _LANJUTAN if any(one.number for one in choices) else _ATAU


def _ending(text: str, offer: Offer) -> list[dict[str, Any]]:
    """The text, its last part with the choices."""
    *before, last = divide(_with(text, offer.lines) or _SILAKAN, last=BODY_PALING)
    return [*(text_message(one) for one in before), _interactive(last, offer)]


def _typable(choices: Sequence[Numbered]) -> bool:
    """Interviews take a typed number or word for the choice it names."""
    return bool(choices) and not any(one.choice.token.startswith(PENGELOLA) for one in choices)


def _interactive(body: str, offer: Offer) -> dict[str, Any]:
    return {
        "type": "interactive",
        "interactive": {"type": offer.type, "body": {"text": body}, "action": offer.action},
    }


# Pictures and files


def _without_choices(text: str, media: Sequence[Medium]) -> list[dict[str, Any]]:
    if len(media) == 1 and text and units(text) <= CAPTION_PALING:
        return [_medium(media[0], text)]
    return [*(_medium(one) for one in media), *(text_message(one) for one in divide(text) if one)]


def _illustrated(shown: list[dict[str, Any]], media: Sequence[Medium]) -> list[dict[str, Any]]:
    """With the attachments: a single one stands above the buttons of a single message, others go before."""
    interactive = shown[0].get("interactive", {})
    if len(media) == len(shown) == 1 and interactive.get("type") == "button":
        header = {"type": media[0].kind, media[0].kind: media[0].body()}
        return [{**shown[0], "interactive": {**interactive, "header": header}}]
    return [*(_medium(one) for one in media), *shown]


def _medium(medium: Medium, caption: str = "") -> dict[str, Any]:
    return {"type": medium.kind, medium.kind: medium.body(caption)}
