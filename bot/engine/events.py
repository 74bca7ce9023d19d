"""Everything that can happen to a conversation, whatever channel it came from.

The first group comes from people, the second from the clock, the third answers what a step asked of its host
(see `bot.engine.session.Ask`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from scoring.model import Rekap

if TYPE_CHECKING:
    from bot.engine.session import Session

Isi = Mapping[str, str | int | None]
"""Question key -> what was answered; None where the person chose to skip."""

NamaPerintah = Literal["mulai", "bantuan", "batal", "ulang", "privasi", "hapus", "lanjut"]

JenisKiriman = Literal[
    "stiker", "foto", "suara", "video", "berkas", "lokasi", "kontak", "polling", "pesan_diubah", "lainnya"
]


@dataclass(frozen=True, slots=True)
class Started:
    """An entry: a deep link or QR sticker with a unit's code, or /start without one (`kode` empty)."""

    kode: str = ""


@dataclass(frozen=True, slots=True)
class Commanded:
    nama: NamaPerintah
    argumen: str = ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button. `token` is what the button was sent with; it may be old, foreign or forged."""

    token: str


@dataclass(frozen=True, slots=True)
class Typed:
    teks: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file or photo that a person sent. `isi` are its bytes where the channel has them already; otherwise
    `ref` is what the channel fetches them by. `nama` and `mime` are what the sender claims."""

    nama: str
    mime: str
    ukuran: int
    ref: str = ""
    isi: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that is not text: no question takes it, but it deserves an answer. `teks` was written under it."""

    jenis: JenisKiriman
    upload: Upload | None = None
    teks: str = ""


@dataclass(frozen=True, slots=True)
class Repeated:
    """The platform delivered again what was already acted on."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The person came back and wants to see where they are (a page reloaded, a window reopened)."""


@dataclass(frozen=True, slots=True)
class TimedOut:
    """Silence for long enough to remind, once."""


@dataclass(frozen=True, slots=True)
class Expired:
    """Silence for so long that the draft is given up."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A response of the same person to the same unit and service, not long ago.

    `bersama`: it came from a device that several people may use, so it may be another's: `isi` is empty then.
    """

    id: int
    diisi_pada: datetime
    isi: Isi
    bersama: bool = False


@dataclass(frozen=True, slots=True)
class EarlierChecked:
    """`bersama`: this conversation is on a device that several people may use."""

    earlier: Earlier | None
    bersama: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """The response is kept. `rekap` counts the unit's running period, this response included."""

    tanda_terima: str
    rekap: Rekap
    nama_periode: str


@dataclass(frozen=True, slots=True)
class Erased:
    """`nama_unit` is empty where no response has that receipt."""

    nama_unit: str


@dataclass(frozen=True, slots=True)
class MoveOffered:
    """The code by which this interview goes on elsewhere, and where it may: (name of a channel, address to open)."""

    kode: str
    tautan: tuple[tuple[str, str], ...] = ()


SebabTakPindah = Literal["asing", "terpakai", "berakhir", "dibatasi"]


@dataclass(frozen=True, slots=True)
class Moved:
    """The interview that a code continues has left its conversation and goes on in this one; or, where `draft` is
    None, why none does. `earlier` and `bersama` are as in EarlierChecked, asked of this conversation."""

    draft: Session | None
    sebab: SebabTakPindah = "asing"
    earlier: Earlier | None = None
    bersama: bool = False


Event = (
    Started
    | Commanded
    | Tapped
    | Typed
    | Sent
    | Repeated
    | Shown
    | TimedOut
    | Expired
    | EarlierChecked
    | Stored
    | Erased
    | MoveOffered
    | Moved
)
