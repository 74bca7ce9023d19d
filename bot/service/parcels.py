"""Messages that stand alone, with their pictures and files, put into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.engine.codec import dump_screen
from bot.engine.messages import Attachment
from bot.service.delivery import LEASE_MS
from bot.service.sandi import Sandi
from bot.staff.frame import Enclosure, Page
from storage.files import FileRow, file_row
from storage.records import OutboxRow, new_id
from storage.store import Transaction

_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """A page for somebody. `screen_ref` is the message whose button was pressed: a page that is not `fresh` takes its
    place. `push` marks what nobody waits for."""

    channel: str
    address: str
    page: Page
    screen_ref: str | None = None
    push: bool = False
    not_before: datetime | None = None


async def enqueue(
    tx: Transaction, sandi: Sandi, parcels: Sequence[Parcel], at: int, *, bulk: bool = False
) -> list[OutboxRow]:
    """Put them into the outbox. Returns the rows that this process may send at once; what has to wait is left to the
    database, and so is all of a `bulk`, which is claimed as fast as it may be sent."""
    rows: list[OutboxRow] = []
    mine_now: list[OutboxRow] = []
    kept: list[FileRow] = []
    for parcel in parcels:
        stored = [_file(enclosure, at) for enclosure in parcel.page.enclosures]
        kept += stored
        attachments = tuple(
            Attachment(row.id, row.nama, row.mime, enclosure.alt, len(row.isi or b""))
            for row, enclosure in zip(stored, parcel.page.enclosures, strict=True)
        )
        screen = replace(parcel.page.screen, attachments=attachments)
        due = max(at, ms(parcel.not_before)) if parcel.not_before is not None else at
        mine = not bulk and due == at
        rows.append(
            OutboxRow(
                new_id(),
                sandi.percakapan(parcel.channel, parcel.address),
                parcel.channel,
                parcel.address,
                dump_screen(screen),
                None if screen.fresh else parcel.screen_ref,
                at + LEASE_MS if mine else due,
                parcel.push,
                detached=True,
            )
        )
        if mine:
            mine_now.append(rows[-1])
    await tx.files.put(kept)
    await tx.walk.enqueue(rows)
    return mine_now


def ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def _file(enclosure: Enclosure, at: int) -> FileRow:
    until = None if enclosure.kept else at + enclosure.days * _DAY_MS
    return file_row(enclosure.nama, enclosure.mime, isi=enclosure.isi, recipe=enclosure.recipe, kept_until=until)
