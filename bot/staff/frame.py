"""What every command of an official shares: what it is given, what it gives back, its buttons, refusals.

A handler reads (`Call.tx`, one consistent state), decides, and returns a `Reply`. It changes nothing itself: what is
to be written is in `Reply.writes`, and is done in one transaction with the audit log, the messages and the mark that
this event was acted on. A write that finds the world changed meanwhile raises `Refused`; then nothing is kept.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.engine.messages import Choice, MenuItem, Peran, Screen
from bot.engine.survey import Survey
from bot.engine.tanggal import tanggal
from bot.staff.hak import Tindakan, Wilayah, boleh_atas
from storage.staff import StafRow
from storage.store import Transaction

TANDA: Final = "@"
"""Begins the tokens of officials' buttons; those of interviews begin with a letter or digit."""
TOKEN_PALING = 64
MARK_HURUF: Final = 6
BATAL: Final = "x"
"""The verb of a button that ends whatever was being asked."""

Write = Callable[[Transaction], Awaitable[None]]


class Refused(Exception):  # noqa: N818  it is an answer, not a failure
    """It may not or cannot be done; the message says so to the person, in Indonesian."""


TIDAK_BERHAK: Final = "Maaf, itu di luar kewenangan Anda, jadi tidak dapat kami tampilkan."


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture or file to go with a message: `isi` its bytes, or the `recipe` by which a picture is drawn when it is
    first looked at (see bot.reports.grafik). `alt` says in words what a picture shows. It is kept for `days`;
    with `kept` for good."""

    nama: str
    mime: str
    alt: str = ""
    isi: bytes | None = None
    recipe: str | None = None
    kept: bool = False
    days: int = 90


@dataclass(frozen=True, slots=True)
class Page:
    """A message to an official. It changes the pressed message in place unless its screen is `fresh`."""

    screen: Screen
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in, read."""

    nama: str
    mime: str
    isi: bytes


@dataclass(frozen=True, slots=True)
class Dialog:
    """What the next text or file of this person answers: the `verb` of the handler and what it has so far."""

    verb: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Push:
    """A message to somebody else. `key` makes it unique: a second one of the same key is not sent. It goes out at
    once, or not before a time."""

    channel: str
    address: str
    page: Page
    key: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line for the audit log."""

    tindakan: str
    sasaran: str = ""
    rincian: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where this installation is reached, for links that are handed out, and how many days an invitation holds.
    `telegram` is the bot's name, `whatsapp` the number in digits; each empty where it is not known."""

    base_url: str = ""
    telegram: str = ""
    undangan_hari: int = 7
    whatsapp: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler is given. `args` is what follows the command, what a button carries after its verb, or the text
    that answers a dialog. `now` is aware."""

    tx: Transaction
    survey: Survey
    who: StafRow
    now: datetime
    args: str = ""
    dialog: Dialog = field(default_factory=lambda: Dialog(""))
    received: Received | None = None
    place: Place = field(default_factory=Place)
    hash_token: Callable[[str], str] = field(default=lambda text: text)

    @property
    def today(self) -> date:
        """In the person's own time zone."""
        return self.now.astimezone(ZoneInfo(self.who.zona_waktu)).date()

    @property
    def parts(self) -> list[str]:
        """The arguments of a button."""
        return self.args.split(":")

    def mark(self, *shown: str) -> str:
        """By which a button tells what stood beside it; where that is another text by now, it is an old button."""
        return self.hash_token("\n".join(shown))[:MARK_HURUF]

    def moment(self, pada: datetime) -> str:
        """ "21 November 2026 pukul 17.05", in the person's own time zone."""
        local = pada.astimezone(ZoneInfo(self.who.zona_waktu))
        return f"{tanggal(local.date())} pukul {local:%H.%M}"

    def with_args(self, args: str) -> Call:
        return replace(self, args=args)

    def require(self, tindakan: Tindakan, wilayah: Wilayah) -> None:
        """Raises Refused where the person may not do this to that."""
        if not boleh_atas(self.who, tindakan, wilayah):
            raise Refused(TIDAK_BERHAK)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler gives back. Without a `dialog`, whatever was being asked is over. `units` says that the writes
    change what is surveyed."""

    pages: tuple[Page, ...] = ()
    toast: str = ""
    dialog: Dialog | None = None
    writes: tuple[Write, ...] = ()
    audit: tuple[Entry, ...] = ()
    pushes: tuple[Push, ...] = ()
    units: bool = False


Handler = Callable[[Call], Awaitable[Reply]]


def button(label: str, verb: str, *args: object, peran: Peran = "jawab") -> Choice:
    """A button for `verb` of this package. Raises ValueError where it would not fit a platform's button."""
    token = ":".join((TANDA + verb, *map(str, args)))
    if len(token.encode()) > TOKEN_PALING:
        raise ValueError(f"the token of '{label}' is longer than {TOKEN_PALING} bytes: {token}")
    return Choice(label, token, peran)


def number(text: str) -> int | None:
    """A whole number that came with a button, which may be forged; None for anything else, and for one that is no
    id of the database's."""
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    return value if value is not None and value < 2**63 else None


def cancel(label: str = "Batal") -> Choice:
    return button(label, BATAL, peran="navigasi")


def say(
    text: str,
    *rows: tuple[Choice, ...],
    heading: str = "",
    notice: str = "",
    fresh: bool = True,
    menu: tuple[MenuItem, ...] | None = None,
) -> Page:
    """A message of text and buttons. `fresh` makes it a new message; otherwise the pressed one changes."""
    harap: Any = "pilihan" if rows else "apa pun"
    return Page(Screen(text, heading, notice, rows, fresh, harap, key="staf", menu=menu))


def ask(text: str, *rows: tuple[Choice, ...], heading: str = "", notice: str = "", berkas: bool = False) -> Page:
    """A question that is answered in words, or with a file where `berkas`; it can be called off."""
    harap: Any = "berkas" if berkas else "teks"
    return Page(Screen(text, heading, notice, (*rows, (cancel(),)), True, harap, key="staf"))


def refused(reason: str) -> Reply:
    return Reply((say(reason),))
