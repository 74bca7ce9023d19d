"""What goes into and comes out of storage."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime

from scoring.model import Respons


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A conversation in progress. `percakapan` is a keyed hash of channel and address; `state` is the engine's.

    `screen_ref` is the platform's id of the message that shows the current question. Times are in milliseconds
    since 1970; `remind_at` is None once reminded.
    """

    percakapan: str
    channel: str
    address: str
    state: str
    screen_ref: str | None
    remind_at: int | None
    expires_at: int


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message to be sent. It is due at `due_at`; the process that takes it puts its name into `pemilik` and moves
    that into the future, as a lease. 0 is nobody.

    `push` marks what nobody is waiting for: replies go first. `live` marks the screen of a conversation that goes
    on: a later message of that conversation takes its place, sent or not. `detached` marks what stands alone, as an
    official's report does: it takes no place and none is taken from it. `ditahan` marks what waits for the person to
    write first; when it falls due all the same, it has waited for too long. `ulang` marks a screen shown again, where
    a message before it has the same buttons: that one of them is pressed does not say that this one has arrived.
    """

    id: int
    percakapan: str
    channel: str
    address: str
    payload: str
    screen_ref: str | None
    due_at: int
    push: bool = False
    live: bool = False
    attempts: int = 0
    detached: bool = False
    ditahan: bool = False
    pemilik: int = 0
    ulang: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    id: int
    due_at: int
    attempts: int


@dataclass(frozen=True, slots=True)
class ResponsRow:
    """A finished response with what storage needs to know of it.

    `hari_awal` and `hari_akhir` are the same local day, or the span an import knows it to lie in. `responden`
    and `tanda_terima` are keyed hashes; `kunci_impor` is the same for the same row of the same source; `impor` is the
    id of the import that brought it.
    """

    id: int
    unit: str
    instrumen: str
    hari_awal: date
    hari_akhir: date
    sumber: str
    respons: Respons
    responden: str | None = None
    tanda_terima: str | None = None
    persetujuan_versi: str | None = None
    persetujuan_pada: datetime | None = None
    kunci_impor: str | None = None
    impor: int | None = None


_SINCE_MS = 1_577_836_800_000
"""1 January 2020: counted from there, ids fit a database's integers until 2089."""
_PROCESS_BITS, _COUNT_BITS = 16, 6
_process = secrets.randbits(_PROCESS_BITS)
_last = 0


def new_id() -> int:
    """An id for a row: at most 63 bits, always above the last of this process, also where the clock is set back;
    unlike those of other processes without asking the database."""
    global _last  # noqa: PLW0603  the one thing a process has to remember of its ids
    at = (time.time_ns() // 1_000_000 - _SINCE_MS) << (_PROCESS_BITS + _COUNT_BITS) | _process
    _last = max(at, _last + (1 << _PROCESS_BITS))
    return _last


def id_at(ms: int) -> int:
    """Ids made from that time on are not below this one."""
    return max(0, ms - _SINCE_MS) << (_PROCESS_BITS + _COUNT_BITS)


def made_at(id_: int) -> int:
    """When an id was made, in milliseconds since 1970; only as good as the clock of the process that made it."""
    return (id_ >> (_PROCESS_BITS + _COUNT_BITS)) + _SINCE_MS
