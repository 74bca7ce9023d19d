"""Pictures and files that come with messages, or came in with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import files
from storage.upsert import insert_new

_BY_ID = select(files).where(files.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file, or the `recipe` by which a picture is drawn once somebody looks at it. `id` follows from what it holds,
    so the same file is kept once. `kept_until` is in milliseconds since 1970; None for what is kept for good, as
    evidence is."""

    id: str
    nama: str
    mime: str
    isi: bytes | None = None
    recipe: str | None = None
    kept_until: int | None = None


def file_row(
    nama: str, mime: str, *, isi: bytes | None = None, recipe: str | None = None, kept_until: int | None = None
) -> FileRow:
    """A file with the id that follows from its name and content."""
    parts = (nama.encode(), mime.encode(), isi or b"", (recipe or "").encode())
    return FileRow(blake2b(b"\n".join(parts), digest_size=16).hexdigest(), nama, mime, isi, recipe, kept_until)


class Files:
    """The verbs of files, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    async def put(self, rows: Sequence[FileRow]) -> None:
        """Keep files. One kept already stays, for as long as the later of the two."""
        for row in rows:
            await self._c.execute(insert_new(self._c, files, ("id",)).values(asdict(row)))
            for_now: list[ColumnElement[bool]] = [files.c.kept_until.is_not(None)]
            if row.kept_until is not None:
                for_now.append(files.c.kept_until < row.kept_until)
            await self._c.execute(
                update(files).where(files.c.id == row.id, *for_now).values(kept_until=row.kept_until)
            )

    async def get(self, id_: str) -> FileRow | None:
        return (await self.many([id_])).get(id_)

    async def many(self, ids: Collection[str]) -> dict[str, FileRow]:
        """Those of these files that are kept, by id."""
        rows = await self._c.execute(_BY_ID, {"ids": list(ids)})
        return {row.id: FileRow(**row._mapping) for row in rows}

    async def release(self, id_: str, until: int) -> None:
        """Keep a file until then and no longer, also one kept for good."""
        await self._c.execute(update(files).where(files.c.id == id_).values(kept_until=until))

    async def prune(self, now: int) -> None:
        """Drop what is not kept any longer."""
        await self._c.execute(delete(files).where(files.c.kept_until < now))
