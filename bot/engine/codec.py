"""Sessions and screens as JSON, and back. What was written by another version is recognised, not guessed at."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from bot.engine.messages import Screen
from bot.engine.session import Session

VERSI = 1
"""Goes up when a stored session can no longer be read by this code."""


@dataclass(frozen=True, slots=True)
class _Stored:
    versi: int
    instrumen: str
    session: Session


_STORED = TypeAdapter(_Stored)
_SCREEN = TypeAdapter(Screen)


def dump_session(session: Session, instrumen: str) -> str:
    return _STORED.dump_json(_Stored(VERSI, instrumen, session)).decode()


def load_session(text: str, instrumen: str) -> Session | None:
    """The session, or None where it belongs to another codec version or another instrumen: its questions are
    no longer asked, so the person starts anew."""
    try:
        stored = _STORED.validate_json(text)
    except ValidationError:
        return None
    return stored.session if (stored.versi, stored.instrumen) == (VERSI, instrumen) else None


def dump_screen(screen: Screen) -> str:
    return _SCREEN.dump_json(screen, exclude_defaults=True).decode()


def load_screen(text: str) -> Screen:
    """Raises pydantic.ValidationError for anything that `dump_screen` did not write."""
    return _SCREEN.validate_json(text)
