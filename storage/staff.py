"""Heads and admins: who they are, what they may, what they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.changed import changed
from storage.tables import audit, dialog, hak, outbox, staf, terkirim, undangan
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class HakRow:
    """A right: `peran` over `cakupan`, a unit's or group's code, or "" for everything."""

    id: int
    peran: str
    cakupan: str


@dataclass(frozen=True, slots=True)
class StafRow:
    """Somebody who holds at least one right. `nama` is the post as the inviter called it. `frekuensi` is
    "mingguan", "bulanan" or "mati"; quiet hours are minutes of the day in `zona_waktu`. `terjangkau` is false once
    the person has blocked us."""

    id: int
    percakapan: str
    channel: str
    address: str
    nama: str
    frekuensi: str
    tenang_mulai: int
    tenang_selesai: int
    zona_waktu: str
    terjangkau: bool
    dibuat_pada: datetime
    hak: tuple[HakRow, ...] = ()


@dataclass(frozen=True, slots=True)
class UndanganRow:
    """An invitation. `token` is a keyed hash of what the link holds."""

    token: str
    peran: str
    cakupan: str
    nama: str
    dibuat_oleh: int | None
    dibuat_pada: datetime
    kedaluwarsa_pada: datetime
    dipakai_pada: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who (`oleh`, None for the command line or the program itself) did what to what, when, from where."""

    id: int
    pada: datetime
    oleh: int | None
    nama: str
    channel: str
    tindakan: str
    sasaran: str
    rincian: Mapping[str, Any] = field(default_factory=dict)


SASARAN_PALING = 120
"""Letters of what an audit entry is about; the rest of a longer name is left out."""

_FEW = 200
"""People whose rights are looked up; with more of them it is quicker to read all rights there are."""
_STAF = tuple(c.name for c in staf.columns)
_CHANGED = tuple(name for name in _STAF if name not in {"id", "percakapan", "dibuat_pada"})


class Staff:
    """The verbs of heads and admins, within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._c = connection

    # People and rights

    async def all(self) -> list[StafRow]:
        """Everybody who holds a right now, oldest first."""
        return await self._found(select(staf).order_by(staf.c.id))

    async def find(self, percakapan: str) -> StafRow | None:
        """The person of a conversation; None for somebody without any right."""
        found = await self._found(select(staf).where(staf.c.percakapan == percakapan))
        return found[0] if found else None

    async def known(self, percakapan: str) -> StafRow | None:
        """The person of a conversation, also one who holds no right any more."""
        found = await self._found(select(staf).where(staf.c.percakapan == percakapan), everybody=True)
        return found[0] if found else None

    async def some(self, ids: Collection[int]) -> list[StafRow]:
        """Those of these people who hold a right now."""
        return await self._found(select(staf).where(staf.c.id.in_(ids)))

    async def put(self, row: StafRow) -> None:
        """Add a person or change what is known of one; rights stay as they are."""
        values = {name: getattr(row, name) for name in _STAF}
        await self._c.execute(upsert(self._c, staf, ("id",), _CHANGED), values)

    async def grant(self, staf_id: int, right: HakRow, pada: datetime, oleh: int | None) -> None:
        values = {"id": right.id, "staf": staf_id, "peran": right.peran, "cakupan": right.cakupan}
        await self._c.execute(insert(hak), {**values, "diberi_pada": pada, "diberi_oleh": oleh})

    async def revoke(self, rights: Collection[int], pada: datetime) -> None:
        """Take these rights away, from now on. Of who holds none any more the address is forgotten, and with it what
        was held back for them, as digests and alerts are in quiet hours."""
        still = hak.c.dicabut_pada.is_(None)
        await self._c.execute(update(hak).where(hak.c.id.in_(rights), still).values(dicabut_pada=pada))
        lost, held = select(hak.c.staf).where(hak.c.id.in_(rights)), select(hak.c.staf).where(still)
        gone = (staf.c.id.in_(lost), staf.c.id.not_in(held))
        theirs = outbox.c.percakapan.in_(select(staf.c.percakapan).where(*gone))
        await self._c.execute(delete(outbox).where(outbox.c.push, outbox.c.detached, theirs))
        sent = (terkirim.c.detached, terkirim.c.percakapan.in_(select(staf.c.percakapan).where(*gone)))
        await self._c.execute(update(terkirim).where(*sent).values(address="", payload=""))
        await self._c.execute(update(staf).where(*gone).values(address=""))

    async def _found(self, query: Any, *, everybody: bool = False) -> list[StafRow]:
        people = list(await self._c.execute(query))
        rights: dict[int, list[HakRow]] = defaultdict(list)
        wanted = select(hak).where(hak.c.dicabut_pada.is_(None)).order_by(hak.c.id)
        if len(people) <= _FEW:
            wanted = wanted.where(hak.c.staf.in_([person.id for person in people]))
        for row in await self._c.execute(wanted) if people else ():
            rights[row.staf].append(HakRow(row.id, row.peran, row.cakupan))
        return [StafRow(**row._mapping, hak=tuple(rights[row.id])) for row in people if everybody or row.id in rights]

    # Invitations

    async def invite(self, row: UndanganRow) -> None:
        await self._c.execute(
            insert(undangan),
            {
                "token": row.token,
                "peran": row.peran,
                "cakupan": row.cakupan,
                "nama": row.nama,
                "dibuat_oleh": row.dibuat_oleh,
                "dibuat_pada": row.dibuat_pada,
                "kedaluwarsa_pada": row.kedaluwarsa_pada,
            },
        )

    async def invitation(self, token: str) -> UndanganRow | None:
        row = (await self._c.execute(select(undangan).where(undangan.c.token == token))).one_or_none()
        if row is None:
            return None
        return UndanganRow(
            row.token,
            row.peran,
            row.cakupan,
            row.nama,
            row.dibuat_oleh,
            row.dibuat_pada,
            row.kedaluwarsa_pada,
            row.dipakai_pada,
        )

    async def redeem(self, token: str, staf_id: int, pada: datetime) -> bool:
        """Use an invitation up. False where somebody was faster, or it has expired."""
        unused = (undangan.c.token == token, undangan.c.dipakai_pada.is_(None), undangan.c.kedaluwarsa_pada > pada)
        statement = update(undangan).where(*unused).values(dipakai_pada=pada, dipakai_oleh=staf_id)
        return await changed(self._c, statement) == 1

    # What a person is in the middle of

    async def dialog(self, percakapan: str, now: int) -> str | None:
        query = select(dialog.c.state).where(dialog.c.percakapan == percakapan, dialog.c.expires_at > now)
        return (await self._c.execute(query)).scalar()

    async def save_dialog(self, percakapan: str, state: str, expires_at: int) -> None:
        statement = upsert(self._c, dialog, ("percakapan",), ("state", "expires_at"))
        await self._c.execute(statement, {"percakapan": percakapan, "state": state, "expires_at": expires_at})

    async def end_dialog(self, percakapan: str) -> None:
        await self._c.execute(delete(dialog).where(dialog.c.percakapan == percakapan))

    # What was done

    async def write_down(self, rows: Sequence[AuditRow]) -> None:
        """Add to the audit log, which nobody can change."""
        if rows:
            names = tuple(c.name for c in audit.columns)
            values = [{name: getattr(row, name) for name in names} for row in rows]
            for one in values:
                one["rincian"] = dict(one["rincian"])
                one["sasaran"] = one["sasaran"][:SASARAN_PALING]
            await self._c.execute(insert(audit), values)

    async def audit(self, most: int, before: int | None = None) -> list[AuditRow]:
        """The latest entries, newest first, from before the entry `before`."""
        query = select(audit).order_by(audit.c.id.desc()).limit(most)
        if before is not None:
            query = query.where(audit.c.id < before)
        return [AuditRow(*row) for row in await self._c.execute(query)]
