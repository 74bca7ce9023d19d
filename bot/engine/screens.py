"""From a question to the screen that asks it."""

from __future__ import annotations

from bot.engine.messages import Choice, Peran, Screen
from bot.engine.places import asked
from bot.engine.questions import PILIHAN_TAMPAK, Question
from bot.engine.session import Session
from bot.engine.survey import Survey
from bot.engine.understand import Opsi

_PENDEK = 14
_BANYAK = 5
_DIPILIH = "✓ "


def token_of(session: Session, nilai: str) -> str:
    """What a button is sent with: it names the interview, the moment and the meaning. At most 64 bytes."""
    return f"{session.tanda}.{session.revisi}.{nilai}"


def is_of(session: Session, token: str) -> bool:
    """Whether that is a button of the screen the session is at."""
    return token.startswith(f"{session.tanda}.{session.revisi}.")


def render(survey: Survey, session: Session, notice: str = "", *, fresh: bool = False, arti: bool = False) -> Screen:
    """The screen of where this session stands. `arti` adds the definition of the unsur asked about."""
    here = asked(survey, session)
    return Screen(
        text=f"{here.teks}\n\n{here.definisi}" if arti else here.teks,
        heading=here.heading,
        notice=notice,
        choices=_rows(session, here),
        fresh=fresh,
        harap=here.harap,
        key=here.key,
    )


def _rows(session: Session, here: Question) -> tuple[tuple[Choice, ...], ...]:
    chosen = session.isi.get(here.key)
    rows: list[tuple[Choice, ...]] = []
    choices = [
        _choice(session, option, "utama" if here.utama and n == 0 else "jawab", chosen)
        for n, option in enumerate(here.pilihan[:PILIHAN_TAMPAK])
    ]
    # Many short options fit two a row; the four labels of an unsur always stand one below the other, low to high.
    wide = 2 if len(choices) >= _BANYAK and all(len(option.label) <= _PENDEK for option in here.pilihan) else 1
    rows += [tuple(choices[n : n + wide]) for n in range(0, len(choices), wide)]
    if here.navigasi:
        rows.append(tuple(_choice(session, option, "navigasi", None) for option in here.navigasi))
    return tuple(rows)


def _choice(session: Session, option: Opsi, peran: Peran, chosen: str | int | None) -> Choice:
    mark = _DIPILIH if chosen is not None and str(chosen) == option.nilai else ""
    return Choice(mark + option.label, token_of(session, option.nilai), peran)
