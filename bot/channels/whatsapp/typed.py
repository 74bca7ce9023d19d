"""What a person typed, as an event: commands, and the texts that links put into the chat for them. Pure.

WhatsApp has no commands and no start parameter: a link can do no more than write a text, which the person then sends,
and may change before. So such a text is read kindly, but never where it could as well be an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, get_args

from bot.engine.events import Commanded, Event, NamaPerintah, Started, Typed
from bot.engine.moving import code_in

Known = Callable[[str], bool]
"""Whether there is a unit of that code."""

UNDANGAN: Final = "undangan_"
"""Begins an invitation's code, as `bot.staff.people.invitations` makes it."""
_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]+)(?:\s+(.*))?", re.DOTALL)
_PERINTAH: Final = {"start": "mulai", "help": "bantuan", **{name: name for name in get_args(NamaPerintah)}}
_KATA: Final = {"menu": "bantuan", "bantuan": "bantuan", "help": "bantuan"}
"""Single words that no question takes for an answer."""
_ENTRY: Final = re.compile(r"\bsurvei\b[\s:=\"'“”‘’*_()\[\]-]*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_INVITED: Final = re.compile(
    r"\b(?i:undangan)(?:_([A-Za-z0-9_-]{16,64})"
    r"|[\s:\"'“”‘’*]+(?:-\s+)?(?=[A-Za-z0-9_-]*(?:[0-9]|[a-z][A-Z]))([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-]))"
)
"""A code may begin with a hyphen or an underscore. Without what begins an invitation's it is of full length and looks
drawn by lot: "mempertanggungjawabkan" has 22 letters, too."""
_CODE_LIKE: Final = re.compile(r"(?=.*[0-9_-])[A-Za-z0-9_-]{2,40}")
_AROUND: Final = " \t\n.,!\"'“”‘’*_()[]"
_WORDS_PALING: Final = 8
"""Words of a text that still is the one of a link, with what a person wrote around it."""


def text_event(text: str, known: Known) -> Event:
    """A command, an entry by link, or an answer in words."""
    said = text.strip()
    if (command := _COMMAND.fullmatch(said)) is not None:
        return _command(command[1].casefold(), (command[2] or "").strip(), text, known)
    if (word := _KATA.get(said.casefold().strip(" .!?"))) is not None:
        return _commanded(word, "")
    if len(said.split()) > _WORDS_PALING:
        return Typed(text)
    return _invited(said) or _entered(said, known) or _moved(said) or Typed(text)


def _command(name: str, argument: str, text: str, known: Known) -> Event:
    if name == "start":
        return Started(argument.split(maxsplit=1)[0] if argument else "")
    if name == "survei" and argument and (entered := _entered(f"survei {argument}", known)) is not None:
        return entered
    # An unknown command is a text that no question takes: it gets a helpful answer, or an official's.
    return _commanded(name, argument) if name in _PERINTAH else Typed(text)


def _commanded(name: str, argument: str) -> Commanded:
    known: Any = _PERINTAH[name]
    return Commanded(known, argument)


def _invited(said: str) -> Started | None:
    found = _INVITED.search(said)
    return None if found is None else Started(UNDANGAN + (found[1] or found[2]))


def _entered(said: str, known: Known) -> Started | None:
    """The unit of an entry's text: between other words only where it looks like a code, and one that is not known,
    which was mistyped, only where nothing else stands there."""
    for found in _ENTRY.finditer(said):
        code = found[1].rstrip("-_")
        alone = not (said[: found.start()] + said[found.end() :]).strip(_AROUND)
        likely = _CODE_LIKE.fullmatch(code) is not None
        if (alone and likely) or ((alone or likely) and known(code)):
            return Started(code)
    return None


def _moved(said: str) -> Commanded | None:
    """An interview that goes on here, begun elsewhere."""
    code = code_in(" ".join(word.strip(_AROUND) for word in said.split()))
    return _commanded("lanjut", code) if code else None
