"""What is kept of a conversation between two events, and what a step gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.engine.events import Earlier, Isi
from bot.engine.messages import Screen


@dataclass(frozen=True, slots=True)
class Session:
    """An interview in progress, or the way to one.

    `tanda` marks this interview's buttons apart from those of any other; `revisi` counts what was acted on, so
    that a button of an earlier question is known as such. `langkah` is the question or place we are at (see
    `bot.engine.questions` and `bot.engine.places`). `isi` holds the answers by question key. `earlier` is a
    response of the same person found for this unit; with `koreksi` this draft replaces it. `menunggu` is the
    unit of an entry link that came while something else was open, or the group being listed. `temuan` are the
    codes of the units last found. `tertimbun` counts messages of the person that lie below the screen. `bersama`
    marks a conversation on a device that several people may use.
    """

    tanda: str
    langkah: str
    revisi: int = 0
    unit: str = ""
    isi: Isi = field(default_factory=dict)
    persetujuan_versi: str = ""
    persetujuan_pada: datetime | None = None
    earlier: Earlier | None = None
    koreksi: bool = False
    menunggu: str = ""
    temuan: tuple[str, ...] = ()
    halaman: int = 0
    tertimbun: int = 0
    bersama: bool = False


@dataclass(frozen=True, slots=True)
class CheckEarlier:
    """Has this person answered this unit and service within the last `hari` days?"""

    unit: str
    layanan: str
    hari: int


@dataclass(frozen=True, slots=True)
class StoreResponse:
    """Keep this response for good. `koreksi` is the id of the earlier response it replaces."""

    unit: str
    layanan: str
    isi: Isi
    persetujuan_versi: str
    persetujuan_pada: datetime
    koreksi: int | None


@dataclass(frozen=True, slots=True)
class EraseResponse:
    tanda_terima: str


@dataclass(frozen=True, slots=True)
class OfferMove:
    """Make a code by which the interview of that `tanda` can go on in another conversation."""

    tanda: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Let the interview of that code go on here, as typed by somebody who has none open."""

    kode: str


Ask = CheckEarlier | StoreResponse | EraseResponse | OfferMove | TakeOver
"""What a step needs of its host before it can go on. The host answers with one event, in the same transaction."""


@dataclass(frozen=True, slots=True)
class Step:
    """The outcome of one event. `session` None means nothing is left to remember. `toast` is a short word that
    vanishes by itself, for channels that have one. Where `ask` is set, the host's answer decides what is said."""

    session: Session | None
    messages: tuple[Screen, ...] = ()
    toast: str = ""
    ask: Ask | None = None
