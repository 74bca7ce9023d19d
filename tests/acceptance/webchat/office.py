"""The real web chat, mailbox and outbox over a database, with a desk that says what a test wants it to say."""

from __future__ import annotations

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from bot.channels.webchat.adapter import Webchat
from bot.channels.webchat.inbound import CHANNEL
from bot.ports import Incoming, Outcome
from bot.service.attachments import Attachments
from bot.service.mailbox import StoredMailbox
from bot.service.parcels import Parcel, enqueue
from bot.service.sandi import Sandi
from bot.staff.frame import Enclosure, Page
from bot.web import bound, build_app
from storage.connect import open_store
from storage.store import Store
from tests.factories import MS, SECRET, url_of

Answer = Callable[[Incoming], Page | None]


@dataclass(slots=True)
class Office:
    """Whoever opens the page is an official here. `answer` says what is shown after an event."""

    store: Store
    mailbox: StoredMailbox
    sandi: Sandi
    url: str
    answer: Answer
    came: list[Incoming] = field(default_factory=list)

    async def handle(self, incoming: Incoming) -> Outcome:
        known = {(one.address, one.external_id) for one in self.came}
        self.came.append(incoming)
        page = self.answer(incoming)
        if page is not None and (incoming.address, incoming.external_id) not in known:
            await self.push(page, incoming.address)
        return Outcome()

    async def push(self, page: Page, address: str = "") -> None:
        """Put a message into somebody's mailbox: by default of who was here last."""
        parcel = Parcel(CHANNEL, address or self.came[-1].address, page)
        async with self.store.transaction() as tx:
            rows = await enqueue(tx, self.sandi, [parcel], MS)
        self.mailbox.notify(rows)


@asynccontextmanager
async def opened(database: Path, answer: Answer) -> AsyncIterator[Office]:
    """Up on a free port; down afterwards."""
    store = await open_store(url_of(database), create=True, migrate=True)
    sandi = Sandi(SECRET)

    async def draw(recipe: str) -> bytes:
        width, height = map(int, recipe.split("x"))
        return chart(width, height)

    mailbox = StoredMailbox(store, sandi, Attachments(store, draw))
    office = Office(store, mailbox, sandi, "", answer)
    webchat = Webchat(office.handle, mailbox, sandi.purpose("webchat"), secure=False)

    async def ready() -> dict[str, object]:
        return {}

    sockets = bound("127.0.0.1", 0)
    office.url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    config = uvicorn.Config(
        build_app(webchat.routes(), ready),
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets))
    try:
        yield office
    finally:
        mailbox.close()
        server.should_exit = True
        await serving
        await store.close()


class _Server(uvicorn.Server):
    """Leaves signals to who runs the tests."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def chart(width: int = 800, height: int = 450) -> bytes:
    """A PNG with nine bars."""
    rows = []
    for y in range(height):
        row = bytearray(b"\xff\xff\xff" * width)
        for n in range(9):
            if y > height // 10 + (n * 37) % (height // 2):
                left = (2 * n + 1) * width // 19
                row[3 * left : 3 * (left + width // 19)] = b"\x0b\x5d\x57" * (width // 19)
        rows.append(b"\x00" + row)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(rows))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(alt: str = "IKM 86,11, mutu B", recipe: str = "800x450") -> Enclosure:
    return Enclosure("ikm.png", "image/png", alt, recipe=recipe)
