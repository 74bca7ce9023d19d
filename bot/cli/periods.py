"""The work of `ikm periode`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.cli.frame import WRONG_CALL, fail, find_periode, reading
from bot.cli.people import CHANNEL, PERINTAH
from bot.engine.survey import Direktori, Survey
from bot.reports.berlaku import ketentuan_of
from bot.reports.penutupan import (
    PenutupanDitolak,
    Tinjauan,
    close_periode,
    read_tinjauan,
    reopen_periode,
    set_periode,
)
from bot.settings import Settings
from scoring.instrumen import shipped_instrumen
from scoring.periode import Periode, parse_periode
from storage.connect import open_store
from storage.records import new_id
from storage.staff import AuditRow
from storage.store import Transaction


async def listed(read: Settings) -> list[dict[str, Any]]:
    now, survey = datetime.now(UTC), _survey(read)
    async with reading(read) as tx:
        rows = await tx.periods.all()
        return [_data(survey, await read_tinjauan(tx, survey, parse_periode(row.kode), now)) for row in rows]


async def shown(read: Settings, kode: str) -> dict[str, Any]:
    periode, survey = find_periode(kode), _survey(read)
    async with reading(read) as tx:
        return await _seen(tx, survey, periode)


async def agree(
    read: Settings, kode: str, changes: Mapping[str, Any], order: str | None, usia: str | None
) -> dict[str, Any]:
    """`order` is "list" or "form", `usia` ages parted by commas. Raises InstrumenError, StorageError."""
    periode, survey = find_periode(kode), _survey(read)
    wanted = dict(changes)
    if usia is not None:
        wanted["usia_kelas"] = _ages(usia)
    async with _writing(read) as tx:
        if order is not None:
            asked = (await read_tinjauan(tx, survey, periode, datetime.now(UTC))).berlaku.instrumen
            if "instrumen" in wanted:
                asked = shipped_instrumen(wanted["instrumen"])
            wanted["urutan"] = tuple(unsur.key for unsur in asked.unsur) if order == "list" else ()
        before, after = await set_periode(tx, survey, periode, wanted)
        rincian = {"sebelum": before.to_json(), "sesudah": after.to_json()}
        await _write_down(tx, "periode.atur", periode, rincian)
        return await _seen(tx, survey, periode)


async def close(read: Settings, kode: str) -> dict[str, Any]:
    periode, survey = find_periode(kode), _survey(read)
    async with _writing(read) as tx:
        now = datetime.now(UTC)
        before = await close_periode(tx, survey, periode, now, PERINTAH)
        await _write_down(tx, "periode.tutup", periode, {"jawaban": before.n, "unit": before.unit})
        return await _seen(tx, survey, periode)


async def reopen(read: Settings, kode: str, reason: str) -> dict[str, Any]:
    periode, survey = find_periode(kode), _survey(read)
    async with _writing(read) as tx:
        row = await reopen_periode(tx, periode, datetime.now(UTC), reason)
        rincian = {"alasan": " ".join(reason.split()), "ditutup oleh": row.ditutup_oleh}
        await _write_down(tx, "periode.buka", periode, rincian)
        return await _seen(tx, survey, periode)


def text_of(data: Mapping[str, Any]) -> str:
    closed = f"closed {data['ditutup_pada']} by {data['ditutup_oleh']}" if data["ditutup"] else "open"
    lines = [
        f"{data['periode']}: {closed}, n={data['n']}, {data['unit']} of {data['semua_unit']} units",
        f"  instrumen {data['instrumen']}, bobot {data['bobot']}, thresholds of {data['mutu']}",
        f"  order {', '.join(data['urutan'])}",
        f"  classes of age from {', '.join(map(str, data['usia_kelas']))}; harapan {_yes(data['harapan'])}",
    ]
    if data["dibuka_lagi_pada"]:
        lines.append(f"  opened again {data['dibuka_lagi_pada']}: {data['alasan']}")
    lines += [f"  not counted: {n} responses to {kode}" for kode, n in data["instrumen_lain"].items()]
    return "\n".join(lines)


def text_of_all(data: list[dict[str, Any]]) -> str:
    lines = [
        f"{one['periode']:<10} {'closed' if one['ditutup'] else 'open':<7} bobot {one['bobot']:<7} n={one['n']}"
        for one in data
    ]
    return "\n".join(lines) or "nothing was agreed for any period yet; all are open"


def _yes(asked: bool) -> str:
    return "asked" if asked else "not asked"


async def _seen(tx: Transaction, survey: Survey, periode: Periode) -> dict[str, Any]:
    return _data(survey, await read_tinjauan(tx, survey, periode, datetime.now(UTC)))


def _data(survey: Survey, tinjauan: Tinjauan) -> dict[str, Any]:
    row, instrumen = tinjauan.row, tinjauan.berlaku.instrumen
    ketentuan = ketentuan_of(survey, tinjauan.berlaku)
    return {
        "periode": tinjauan.periode.kode,
        "ditutup": tinjauan.ditutup,
        "ditutup_pada": _moment(row.ditutup_pada if row else None),
        "ditutup_oleh": row.ditutup_oleh if row else "",
        "dibuka_lagi_pada": _moment(row.dibuka_lagi_pada if row else None),
        "alasan": row.alasan if row else "",
        "n": tinjauan.n,
        "unit": tinjauan.unit,
        "semua_unit": tinjauan.semua,
        "instrumen": instrumen.id,
        "bobot": instrumen.bobot.teks.replace(",", "."),
        "mutu": ketentuan.mutu or instrumen.id,
        "urutan": list(instrumen.urutan),
        "usia_kelas": list(instrumen.usia_kelas),
        "harapan": ketentuan.harapan,
        "instrumen_lain": tinjauan.lain,
    }


def _moment(pada: datetime | None) -> str | None:
    return None if pada is None else pada.isoformat(timespec="seconds")


def _survey(read: Settings) -> Survey:
    return Survey(shipped_instrumen(read.instrumen), Direktori.of((), ()), read.aturan())


def _ages(teks: str) -> tuple[int, ...]:
    parts = [part.strip() for part in teks.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() for part in parts):
        fail(f"--usia takes ages parted by commas, such as 20,35,50,66, not '{teks}'", WRONG_CALL)
    return tuple(int(part) for part in parts)


@asynccontextmanager
async def _writing(read: Settings) -> AsyncIterator[Transaction]:
    """All of it is kept, or none; what is refused ends with the reason."""
    store = await open_store(read.database_url)
    try:
        async with store.transaction() as tx:
            yield tx
    except PenutupanDitolak as error:
        fail(str(error))
    finally:
        await store.close()


async def _write_down(tx: Transaction, tindakan: str, periode: Periode, rincian: Mapping[str, Any]) -> None:
    row = AuditRow(new_id(), datetime.now(UTC), None, PERINTAH, CHANNEL, tindakan, periode.kode, dict(rincian))
    await tx.staff.write_down([row])
