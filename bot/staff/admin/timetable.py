"""When digests go out, as an admin sets it: weekday and hour, a pause, and "now"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.engine.tanggal import angka
from bot.staff.frame import Call, Dialog, Entry, Handler, Page, Refused, Reply, ask, button, cancel, number, say
from bot.staff.hak import SEMUA_WILAYAH
from bot.staff.jadwal import KUNCI, KUNCI_SEKARANG, Jadwal, dump_jadwal, key_of, last_slot, load_jadwal
from scoring.model import UnitLayanan
from storage.records import new_id
from storage.schedule import Slot
from storage.staff import StafRow
from storage.store import Transaction

NAMA_HARI: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_PENERIMA: Final = frozenset({"kepala_unit", "pengawas_kelompok", "admin"})
"""Roles that get digests."""
_JUDUL: Final = "Jadwal ringkasan"
_JAM: Final = re.compile(r"(?:pukul|jam)?\s*(\d{1,2})(?:[.:](\d{2}))?", re.IGNORECASE)
_TANYA_JAM: Final = "Pukul berapa ringkasan dikirim? Tulis misalnya: 08.00. Jamnya menurut zona waktu tiap unit."
_TANYA_UNIT: Final = "Ringkasan unit mana yang dikirim sekarang? Tulis nama unitnya."
_BELUM_DITEMUKAN: Final = "Unit itu belum kami temukan. Coba tulis namanya dengan cara lain."
_LAGI: Final = "Pilihan itu tidak kami kenal. Silakan mulai lagi dengan /jadwal."
_MASIH: Final = "Permintaan sebelumnya masih dikerjakan. Silakan coba sebentar lagi."


def hari_jam(jadwal: Jadwal) -> str:
    """ "Senin pukul 08.00"."""
    return f"{NAMA_HARI[jadwal.hari]} pukul {jadwal.menit // 60:02}.{jadwal.menit % 60:02}"


async def _jadwal(call: Call) -> Reply:
    return Reply((_page(await _now(call)),))


async def _now(call: Call) -> Jadwal:
    call.require("jadwal", SEMUA_WILAYAH)
    return load_jadwal(await call.tx.schedule.setting(KUNCI))


def _page(jadwal: Jadwal, notice: str = "", *, fresh: bool = True) -> Page:
    lines = [f"Ringkasan dikirim setiap {hari_jam(jadwal)} waktu setempat."]
    if jadwal.jeda:
        lines.append("Pengiriman sedang dijeda: tidak ada ringkasan mingguan yang keluar sampai dilanjutkan.")
    rows = (
        (button("Ubah hari", "jah"), button("Ubah jam", "jaj")),
        (button("Lanjutkan", "jap", 0) if jadwal.jeda else button("Jeda", "jap", 1),),
        (button("Kirim sekarang", "jas"),),
    )
    return say("\n".join(lines), *rows, heading=_JUDUL, notice=notice, fresh=fresh)


# Day, hour, pause


async def _ask_day(call: Call) -> Reply:
    jadwal = await _now(call)
    days = [button(nama, "jah", n) for n, nama in enumerate(NAMA_HARI)]
    if not call.args:
        rows = [tuple(days[start : start + 2]) for start in range(0, len(days), 2)]
        return Reply((say("Hari apa ringkasan dikirim?", *rows, (cancel(),), heading=_JUDUL, fresh=False),))
    hari = number(call.args)
    if hari is None or hari >= len(NAMA_HARI):
        raise Refused(_LAGI)
    return _changed(call, jadwal, replace(jadwal, hari=hari), fresh=False)


async def _ask_hour(call: Call) -> Reply:
    await _now(call)
    return Reply((ask(_TANYA_JAM, heading=_JUDUL),), dialog=Dialog("jaj"))


async def _hour(call: Call) -> Reply:
    jadwal = await _now(call)
    found = _JAM.fullmatch(call.args.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        page = ask(f"Jam itu belum kami pahami. {_TANYA_JAM}", heading=_JUDUL)
        return Reply((page,), dialog=Dialog("jaj"))
    return _changed(call, jadwal, replace(jadwal, menit=hour * 60 + minute), fresh=True)


async def _pause(call: Call) -> Reply:
    jadwal = await _now(call)
    return _changed(call, jadwal, replace(jadwal, jeda=call.args == "1"), fresh=False)


def _changed(call: Call, before: Jadwal, after: Jadwal, *, fresh: bool) -> Reply:
    if before == after:
        return Reply((_page(after, fresh=fresh),))

    async def write(tx: Transaction) -> None:
        await tx.schedule.set(KUNCI, dict(dump_jadwal(after)))
        if (before.hari, before.menit) != (after.hari, after.menit):
            await _begin_anew(tx, call, after)

    if before.jeda != after.jeda:
        notice = "Pengiriman dijeda." if after.jeda else "Pengiriman dilanjutkan."
    else:
        notice = f"Mulai sekarang ringkasan dikirim setiap {hari_jam(after)}."
    rincian = {"sebelum": _logged(before), "sesudah": _logged(after)}
    return Reply((_page(after, notice, fresh=fresh),), writes=(write,), audit=(Entry("jadwal", "", rincian),))


async def _begin_anew(tx: Transaction, call: Call, jadwal: Jadwal) -> None:
    """Hold the slots that the new times put into the past for done: nobody meant them to go out at once, nor to be
    told of as missed."""
    people = await tx.staff.all()
    zones = {unit.zona_waktu for unit in call.survey.direktori.unit.values()} | {who.zona_waktu for who in people}
    for zona in sorted(zones):
        kunci = key_of(last_slot(call.now, zona, jadwal), zona)
        if await tx.schedule.slot(kunci) is None:
            await tx.schedule.finish(Slot(kunci, "diubah", 0, call.now))


def _logged(jadwal: Jadwal) -> str:
    return hari_jam(jadwal) + (", dijeda" if jadwal.jeda else "")


# Now


async def _send(call: Call) -> Reply:
    await _now(call)
    readers = [who for who in await call.tx.staff.all() if who.terjangkau]
    match call.args.partition(":"):
        case "", _, _:
            rows = ((button("Ke semua penerima", "jas", "s"),), (button("Satu unit", "jas", "u"),), (cancel(),))
            return Reply((say("Kirim ringkasan kepada siapa?", *rows, heading=_JUDUL, fresh=False),))
        case "s", _, _:
            n = sum(any(right.peran in _PENERIMA for right in who.hak) for who in readers)
            return _confirm(f"Kirim ringkasan sekarang kepada semua penerima? Ada {angka(n)} orang.", "")
        case "u", _, "":
            return Reply((ask(_TANYA_UNIT, heading=_JUDUL),), dialog=Dialog("jas"))
        case "u", _, kode if (unit := call.survey.direktori.find(kode)) is not None:
            return _confirm_unit(unit, readers)
        case _:
            raise Refused(_LAGI)


def _confirm_unit(unit: UnitLayanan, readers: list[StafRow]) -> Reply:
    heads = sum(any((r.peran, r.cakupan) == ("kepala_unit", unit.kode) for r in who.hak) for who in readers)
    if not heads:
        invite = (button("Undang kepala unit", "und", "kepala_unit", unit.kode),)
        text = f"Belum ada kepala {unit.nama} yang dapat menerima ringkasan."
        return Reply((say(text, invite, (cancel(),), heading=_JUDUL, fresh=False),))
    return _confirm(f"Kirim ringkasan {unit.nama} sekarang? Penerimanya {heads} orang.", unit.kode)


def _confirm(text: str, kode: str) -> Reply:
    yes = button("Ya, kirim", "jay", kode, peran="utama")
    return Reply((say(text, (yes,), (cancel("Jangan"),), heading=_JUDUL, fresh=False),))


async def _which_unit(call: Call) -> Reply:
    call.require("jadwal", SEMUA_WILAYAH)
    direktori, wanted = call.survey.direktori, call.args.strip()
    exact = direktori.find(wanted)
    found = [exact] if exact else direktori.search(wanted)
    if not found:
        return Reply((ask(_BELUM_DITEMUKAN, heading=_JUDUL),), dialog=Dialog("jas"))
    rows = [(button(unit.nama, "jas", "u", unit.kode),) for unit in found]
    return Reply((ask("Unit yang mana? Bisa juga tulis nama lain.", *rows, heading=_JUDUL),), dialog=Dialog("jas"))


async def _requested(call: Call) -> Reply:
    """Ask the digest service, which looks every minute, to send now."""
    await _now(call)
    unit = call.survey.direktori.find(call.args) if call.args else None
    if call.args and unit is None:
        raise Refused(_LAGI)
    request = {"id": str(new_id()), "unit": unit.kode if unit else ""}

    async def write(tx: Transaction) -> None:
        earlier = await tx.schedule.setting(KUNCI_SEKARANG)
        if isinstance(earlier, dict) and await tx.schedule.slot(f"digest:sekarang:{earlier.get('id')}") is None:
            raise Refused(_MASIH)
        await tx.schedule.set(KUNCI_SEKARANG, request)

    whose = unit.nama if unit else "semua penerima"
    told = f"Baik, ringkasan untuk {whose} segera dikirim. Pada jam tenang, ringkasan menunggu sampai jam itu lewat."
    entry = Entry("jadwal.sekarang", whose)
    return Reply((say(told, heading=_JUDUL, fresh=False),), writes=(write,), audit=(entry,))


COMMANDS: Final[Mapping[str, Handler]] = {"jadwal": _jadwal}
BUTTONS: Final[Mapping[str, Handler]] = {
    "jah": _ask_day,
    "jaj": _ask_hour,
    "jap": _pause,
    "jas": _send,
    "jay": _requested,
}
ANSWERS: Final[Mapping[str, Handler]] = {"jaj": _hour, "jas": _which_unit}
