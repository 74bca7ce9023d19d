"""A new unit, asked for step by step: name, group, code, time zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.engine.messages import Choice
from bot.imports.cells import read_kelompok, read_kode, read_nama, read_zona
from bot.imports.faults import Unreadable
from bot.imports.table import free_slug
from bot.staff.admin.unit_pages import JUDUL, asked_again, changed
from bot.staff.frame import Call, Dialog, Entry, Handler, Refused, Reply, ask, button
from bot.staff.hak import SEMUA_WILAYAH
from scoring.model import Kelompok, UnitLayanan
from scoring.periode import ZONA

GROUPS_PALING: Final = 6
"""Groups offered as buttons; any other is named in words."""

_NAMA: Final = "Apa nama unitnya? Tulis misalnya: Kelurahan Pakunden."
_KELOMPOK: Final = "Termasuk kelompok mana? Pilih, atau tulis namanya; nama yang belum ada menjadi kelompok baru."
_KODE: Final = (
    "Kode unit dipakai dalam tautan dan kode QR, dan tidak dapat diganti sesudahnya. Pakai usulan kami, atau tulis "
    "kode lain dari huruf, angka, dan tanda hubung."
)
_ZONA: Final = "Zona waktu unit itu?"
_LAGI: Final = "Silakan mulai lagi dengan /unit."


def named_kelompok(teks: str, known: Iterable[Kelompok]) -> Kelompok:
    """The group of that name among those known, in any case, or a new one. Raises Unreadable."""
    new = read_kelompok(teks)
    return next((one for one in known if one.nama.casefold() == teks.casefold() or one.kode == new.kode), new)


async def _start(call: Call) -> Reply:
    call.require("unit", SEMUA_WILAYAH)
    return Reply((ask(_NAMA, heading=JUDUL),), dialog=Dialog("una"))


async def _typed(call: Call) -> Reply:
    """What answers the step that comes next."""
    call.require("unit", SEMUA_WILAYAH)
    data, teks = call.dialog.data, " ".join(call.args.split())
    if "kode" in data:
        return await _zona_typed(call, teks)
    step, question = (
        (_nama, _NAMA) if "nama" not in data else (_kelompok, _KELOMPOK) if "kelompok" not in data else (_kode, _KODE)
    )
    try:
        return await step(call, teks)
    except Unreadable as error:
        return asked_again(error, teks, question, call.dialog, _offered(data))


async def _nama(call: Call, teks: str) -> Reply:
    nama = read_nama(teks)
    rows = [
        (button(group.nama, "uag", group.kode),) for group in (await call.tx.directory.kelompok())[:GROUPS_PALING]
    ]
    return Reply((ask(_KELOMPOK, *rows, heading=nama),), dialog=Dialog("una", {"nama": nama}))


async def _group_pressed(call: Call) -> Reply:
    group = next((one for one in await call.tx.directory.kelompok() if one.kode == call.args), None)
    if group is None:
        raise Refused(_LAGI)
    return await _grouped(call, group)


async def _kelompok(call: Call, teks: str) -> Reply:
    return await _grouped(call, named_kelompok(teks, await call.tx.directory.kelompok()))


async def _grouped(call: Call, group: Kelompok) -> Reply:
    nama = _data(call, "nama")
    kode = free_slug(nama, {unit.kode.casefold() for unit in await call.tx.directory.units()})
    data = {"nama": nama, "kelompok": group.kode, "nama_kelompok": group.nama, "usulan": kode}
    return Reply((ask(_KODE, *_offered(data), heading=nama),), dialog=Dialog("una", data))


def _offered(data: Mapping[str, str]) -> Sequence[tuple[Choice, ...]]:
    """The button for the code proposed. A name in another alphabet makes none."""
    return [(button(f"Pakai {data['usulan']}", "uak"),)] if data.get("usulan") else []


async def _kode_pressed(call: Call) -> Reply:
    kode = _data(call, "usulan")
    try:
        return await _kode(call, kode)
    except Unreadable as error:
        return asked_again(error, kode, _KODE, call.dialog)


async def _kode(call: Call, teks: str) -> Reply:
    kode = read_kode(teks)
    if kode.casefold() in {unit.kode.casefold() for unit in await call.tx.directory.units()}:
        raise Unreadable("is taken", "sudah dipakai unit lain")
    data = {**call.dialog.data, "kode": kode}
    zones: tuple[Choice, ...] = tuple(button(short, "uaz", short) for short in ZONA)
    return Reply((ask(_ZONA, zones, heading=_data(call, "nama")),), dialog=Dialog("una", data))


async def _zona_typed(call: Call, teks: str) -> Reply:
    if teks.upper() not in ZONA:
        return Reply((ask(f"{_ZONA} Tulis salah satu: {', '.join(ZONA)}.", heading=JUDUL),), dialog=call.dialog)
    return await _added(call, teks.upper())


async def _zona_pressed(call: Call) -> Reply:
    if call.args not in ZONA:
        raise Refused(_LAGI)
    return await _added(call, call.args)


async def _added(call: Call, zona: str) -> Reply:
    call.require("unit", SEMUA_WILAYAH)
    group = Kelompok(_data(call, "kelompok"), _data(call, "nama_kelompok"))
    unit = UnitLayanan(_data(call, "kode"), _data(call, "nama"), group.kode, zona_waktu=read_zona(zona))
    notice = f"{unit.nama} sudah ditambahkan. Lengkapi jenis layanannya, lalu cetak tautan dan kode QR-nya."
    entry = Entry("unit.tambah", unit.nama, {"kode": unit.kode, "kelompok": group.nama, "zona": zona})
    return await changed(call, None, unit, notice, entry, group=group)


def _data(call: Call, key: str) -> str:
    """What was answered before. Raises Refused where that is over, as for an old button."""
    call.require("unit", SEMUA_WILAYAH)
    if call.dialog.verb != "una" or key not in call.dialog.data:
        raise Refused(_LAGI)
    return call.dialog.data[key]


COMMANDS: Final[Mapping[str, Handler]] = {}
BUTTONS: Final[Mapping[str, Handler]] = {
    "una": _start,
    "uag": _group_pressed,
    "uak": _kode_pressed,
    "uaz": _zona_pressed,
}
ANSWERS: Final[Mapping[str, Handler]] = {"una": _typed}
