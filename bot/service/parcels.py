"""Messages that stand alone, with their pictures and files, put into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.engine.codec import dump_screen
from bot.engine.messages import Attachment
from bot.service.order import LEASE_MS
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
    """Put them into the outbox. Returns the rows that may be sent at once; what has to wait is left to the database,
    and so is all of a `bulk`, which is claimed as fast as it may be sent."""
    rows: list[OutboxRow] = []
    going: set[int] = set()
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
        at_once = not bulk and due == at
        pemilik = tx.outbox.holder(push=parcel.push) if at_once else 0
        rows.append(
            OutboxRow(
                new_id(),
                sandi.percakapan(parcel.channel, parcel.address),
                parcel.channel,
                parcel.address,
                dump_screen(screen),
                None if screen.fresh else parcel.screen_ref,
                at + LEASE_MS if pemilik else due,
                parcel.push,
                detached=True,
                pemilik=pemilik,
            )
        )
        if at_once:
            going.add(rows[-1].id)
    await tx.files.put(kept)
    return [row for row in await tx.outbox.enqueue(rows) if row.id in going]


def ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def _file(enclosure: Enclosure, at: int) -> FileRow:
    until = None if enclosure.kept else at + enclosure.days * _DAY_MS
    return file_row(enclosure.nama, enclosure.mime, isi=enclosure.isi, recipe=enclosure.recipe, kept_until=until)
