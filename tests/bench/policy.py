"""What a citizen does with a screen, read from the screen alone, so that it works for any bot of this survey.

These citizens agree, are content and skip what can be skipped: a bot that asks dissatisfied people one question
more is measured over the same interview as one that does not.
"""

import re
from dataclasses import dataclass

AGE = "34"
# Buttons that lead elsewhere than forward.
ASIDE = re.compile(r"[◀▶⬅➡←→?❓ℹ]|\b(ubah|batal|kembali|berhenti|hapus)\b", re.IGNORECASE)
SEND = re.compile(r"\bkirim\b", re.IGNORECASE)
SKIP = re.compile(r"\blewati\b", re.IGNORECASE)
AGREE = re.compile(r"^\W*(ya\b|saya setuju|setuju|bersedia|mulai|lanjut)", re.IGNORECASE)
ASKS_AGE = re.compile(r"\b(umur|usia)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tap:
    """Press the button at this place, counted in reading order."""

    place: int


@dataclass(frozen=True, slots=True)
class Write:
    """Write this text."""

    text: str


def choose(text: str, labels: tuple[str, ...], taste: int = 0) -> Tap | Write | None:
    """The act that brings the interview forward, or None where the screen asks for nothing.

    An even `taste` takes the last answer, an odd one the last but one.
    """
    for place, label in enumerate(labels):
        if SEND.search(label):
            return Tap(place)
    answers = [place for place, label in enumerate(labels) if not ASIDE.search(label) and not SKIP.search(label)]
    if ASKS_AGE.search(text) and not answers:
        return Write(AGE)
    for place in answers:
        if AGREE.search(labels[place]):
            return Tap(place)
    if answers:
        return Tap(answers[-1 - taste % min(2, len(answers))])
    for place, label in enumerate(labels):
        if SKIP.search(label):
            return Tap(place)
    return None
