"""What the engine says, in no channel's terms. Channels render it within their own limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Peran = Literal["jawab", "navigasi", "utama"]
Harap = Literal["pilihan", "angka", "teks", "apa pun"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `token` is at most 64 bytes, so that every platform can carry it. `peran` says what it is for:
    an answer, a way around, or the one step the screen is about."""

    label: str
    token: str
    peran: Peran = "jawab"


@dataclass(frozen=True, slots=True)
class Screen:
    """The one message of a conversation, changed in place as it goes on.

    `notice` says what just happened or what was not understood; `heading` where we are; `text` asks.
    All are plain text with line breaks, to be escaped by the channel. `fresh` asks for a new message at the end
    of the chat instead of a change in place. `harap` tells which input suits. `key` names the question.
    """

    text: str
    heading: str = ""
    notice: str = ""
    choices: tuple[tuple[Choice, ...], ...] = ()
    fresh: bool = False
    harap: Harap = "pilihan"
    key: str = ""
