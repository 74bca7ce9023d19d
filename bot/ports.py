"""What the middle of the program and its channels say to each other. Channels know nothing else of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from bot.engine.events import Event
from bot.engine.messages import Attachment, Screen


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that happened in a conversation, as a channel understood it.

    `address` is where to answer. `external_id` is the platform's id of the delivery, by which repeats are known;
    None for what comes from ourselves. `screen_ref` is the message whose button was pressed. `written_at` is when
    the person wrote it, told by channels on which that opens a window for our messages; `responden` the hash by which
    a second answer is known, where that is not the address's.
    """

    channel: str
    address: str
    external_id: str | None
    event: Event
    screen_ref: str | None = None
    written_at: datetime | None = None
    responden: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A screen on its way out. `screen_ref` is the message that shows the conversation's screen now, if known.
    `files` holds the bytes of its attachments, by id; those no longer kept are absent. `id` is its row in the outbox,
    `attempts` how often it was tried before, `push` whether nobody is waiting for it."""

    address: str
    screen: Screen
    screen_ref: str | None
    files: Mapping[str, bytes] = field(default_factory=dict)
    id: int = 0
    attempts: int = 0
    push: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A message a person has or can have on the screen, by its row in the outbox."""

    id: int
    screen: Screen


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an `Incoming`, once it is stored for good."""

    messages: tuple[Shown, ...] = ()
    toast: str = ""


Handle = Callable[[Incoming], Awaitable[Outcome]]
"""Act on something that came in. Returns after the commit; raises NotStored where nothing was kept."""


class NotStored(Exception):  # noqa: N818  says what the caller has to do: have it delivered again
    """The event was not acted on. Whoever delivered it should do so again."""


Sebab = Literal["sementara", "terbatas", "diblokir", "ditolak", "tertutup"]
Wilayah = Literal["pesan", "orang", "semua"]
"""What has to wait with a message: nothing else, all to that person, or everything on the channel."""


class SendError(Exception):
    """A message did not go out.

    `sebab`: "sementara" try again; "terbatas" the platform asks to wait `retry_after` seconds; "diblokir" the
    person does not want to hear from us; "ditolak" it will never be taken as it is; "tertutup" the person has to
    write first: until then only what the channel can `knock` with gets through. `wilayah` says what else waits.
    """

    def __init__(
        self, sebab: Sebab, reason: str, retry_after: float | None = None, *, wilayah: Wilayah = "semua"
    ) -> None:
        super().__init__(reason)
        self.sebab = sebab
        self.retry_after = retry_after
        self.wilayah = wilayah

    @property
    def retryable(self) -> bool:
        return self.sebab in {"sementara", "terbatas"}


class Channel(Protocol):
    """Carries screens to people. One implementation a platform."""

    @property
    def name(self) -> str: ...

    async def send(self, outgoing: Outgoing) -> str | None:
        """Show the screen. Returns the reference of the message now showing it where that is a new one.
        A repeat must do no harm. Raises SendError."""
        ...

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a file that a person sent (`Upload.ref`). Raises SendError."""
        ...


@runtime_checkable
class Knocking(Channel, Protocol):
    """A channel whose platform lets us write only for a while after a person has."""

    async def knock(self, outgoing: Outgoing) -> str | None:
        """Announce the screen by its `perihal`, in words that the platform knows beforehand. What it says follows
        when the person answers. Raises SendError."""
        ...


class Mailbox(Protocol):
    """Where messages wait for people whose channel collects them instead of being sent to."""

    async def collect(self, channel: str, address: str, after: int, *, seconds: float = 0) -> list[Shown]:
        """Messages later than `after`, oldest first; waits up to `seconds` for one. Those up to `after` have
        arrived and are forgotten. Raises NotStored where the database does not answer."""
        ...

    async def attachment(self, id: str) -> tuple[Attachment, bytes] | None:  # noqa: A002  it is one
        """An attachment with its bytes; None where it is not or no longer kept. Who may ask is the channel's to
        know. Raises NotStored."""
        ...
