"""The work of `ikm responses list` and `undo`: what came in together, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.cli.frame import find_unit, reading
from bot.cli.people import CHANNEL, PERINTAH
from bot.imports.named import ensure_undoable, undo_import
from bot.settings import Settings
from storage.connect import open_store
from storage.imports import ImporRow
from storage.records import new_id
from storage.staff import SASARAN_PALING, AuditRow


async def listed(read: Settings, unit: str) -> list[dict[str, Any]]:
    """Raises StorageError."""
    async with reading(read) as tx:
        units = [find_unit(await tx.directory.units(), unit).kode] if unit else None
        rows = await tx.imports.recent(units)
        left = await tx.imports.left([row.id for row in rows])
    return [_data(row, left[row.id]) for row in rows]


async def undone(read: Settings, id_: int, *, yes: bool) -> dict[str, Any]:
    """What goes, and with `yes` is gone. Raises ImportRejected, StorageError."""
    now = datetime.now(UTC)
    if not yes:
        async with reading(read) as tx:
            row = await ensure_undoable(tx, id_)
            return _data(row, (await tx.imports.left([id_]))[id_])
    store = await open_store(read.database_url)
    try:
        async with store.transaction() as tx:
            gone = await undo_import(tx, id_, now, PERINTAH)
            after = await tx.imports.get(id_)
            assert after is not None  # noqa: S101  it was undone just now
            rincian = {"impor": id_, "jawaban": gone, "unit": after.unit}
            nama = after.nama[:SASARAN_PALING]
            entry = AuditRow(new_id(), now, None, PERINTAH, CHANNEL, "impor.batal", nama, rincian)
            await tx.staff.write_down([entry])
    finally:
        await store.close()
    return {**_data(after, 0), "gone": gone}


def text_of_all(data: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(_line(one) for one in data) or "nothing was imported yet"


def text_of_undone(data: Mapping[str, Any]) -> str:
    if "gone" in data:
        return f"undone: {data['gone']} responses of “{data['nama']}” erased"
    return f"{_line(data)}\n{data['left']} responses would be erased; nothing was changed; add --yes to do it"


def _line(one: Mapping[str, Any]) -> str:
    state = f"undone {one['dibatalkan_pada']} by {one['dibatalkan_oleh']}" if one["dibatalkan_pada"] else "kept"
    days = one["hari_awal"] if one["hari_awal"] == one["hari_akhir"] else f"{one['hari_awal']} to {one['hari_akhir']}"
    return (
        f"{one['id']}  {one['nama']}\n"
        f"  unit {one['unit']}, {days}; {one['masuk']} came in, {one['left']} left, {one['ditahan']} held back; "
        f"{one['pada']} by {one['oleh']}; {state}"
    )


def _data(row: ImporRow, left: int) -> dict[str, Any]:
    return {
        "id": row.id,
        "nama": row.nama,
        "berkas": row.berkas,
        "unit": row.unit,
        "hari_awal": row.hari_awal.isoformat(),
        "hari_akhir": row.hari_akhir.isoformat(),
        "masuk": row.masuk,
        "left": left,
        "ditahan": row.ditahan,
        "pada": row.pada.isoformat(timespec="seconds"),
        "oleh": row.oleh,
        "lewat_chat": row.lewat_chat,
        "rincian": dict(row.rincian),
        "dibatalkan_pada": row.dibatalkan_pada.isoformat(timespec="seconds") if row.dibatalkan_pada else None,
        "dibatalkan_oleh": row.dibatalkan_oleh,
    }
