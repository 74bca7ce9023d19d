"""What the engine says, in no channel's terms. Channels render it within their own limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Peran = Literal["jawab", "navigasi", "utama"]
Harap = Literal["pilihan", "angka", "teks", "apa pun", "berkas"]
NamaPerihal = Literal["ringkasan", "peringatan", "pengingat", "balasan", "dokumen"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `token` is at most 64 bytes, so that every platform can carry it. `peran` says what it is for:
    an answer, a way around, or the one step the screen is about."""

    label: str
    token: str
    peran: Peran = "jawab"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture shown with a message, or a file that comes with it. `id` names its bytes in storage; `alt` says in
    words what a picture shows, for who cannot see it; `ukuran` is how many bytes there are, 0 where not said."""

    id: str
    nama: str
    mime: str
    alt: str = ""
    ukuran: int = 0

    @property
    def picture(self) -> bool:
        return self.mime in {"image/png", "image/jpeg"}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A command that a chat's menu offers: `nama` without its slash."""

    nama: str
    keterangan: str


@dataclass(frozen=True, slots=True)
class Perihal:
    """What a message is about that nobody may be waiting for, in neutral words: where a platform lets nothing else
    through, a fixed sentence with these `isi` in it announces it. How many there are goes by the name:

    ringkasan: whose, of which days; peringatan: of which unit, about what; pengingat: what is waiting;
    balasan: of which unit; dokumen: which one, of whom and when.
    """

    nama: NamaPerihal
    isi: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """The one message of a conversation, changed in place as it goes on.

    `notice` says what just happened or what was not understood; `heading` where we are; `text` asks.
    All are plain text with line breaks, to be escaped by the channel. `fresh` asks for a new message at the end
    of the chat instead of a change in place. `harap` tells which input suits. `key` names the question; what
    follows a colon in it is ours alone. `attachments` come with it. `menu` is what this chat's menu offers from now
    on; None leaves it as it is, and an empty one is the citizens' again. `perihal` is what can announce it.
    """

    text: str
    heading: str = ""
    notice: str = ""
    choices: tuple[tuple[Choice, ...], ...] = ()
    fresh: bool = False
    harap: Harap = "pilihan"
    key: str = ""
    attachments: tuple[Attachment, ...] = ()
    menu: tuple[MenuItem, ...] | None = None
    perihal: Perihal | None = None
