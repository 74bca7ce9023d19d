"""Invitations: how a right reaches a person, through a link that works once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.engine.survey import Survey
from bot.engine.tanggal import tanggal
from bot.reports.tautan import telegram_link, whatsapp_link
from bot.staff.frame import Call, Dialog, Entry, Handler, Refused, Reply, ask, button, cancel, say
from bot.staff.hak import KELOMPOK, NAMA_PERAN, PERAN, SEMUA_WILAYAH, Peran, boleh
from bot.staff.menu import overview
from scoring.periode import local_day
from storage.records import new_id
from storage.staff import HakRow, UndanganRow
from storage.store import Transaction

AWALAN: Final = "undangan_"
"""Begins the code of an invitation link, where a survey's link has a unit's code."""
HARI: Final = 7
TERIMA: Final = "acc"
OPEN: Final = frozenset({TERIMA})
"""Buttons for people who hold no right yet."""

_TAK_BERLAKU: Final = (
    "Undangan ini tidak berlaku: sudah dipakai, sudah lewat masanya, alamatnya tidak lengkap, atau pengundangnya "
    "bukan admin lagi. "
    "Silakan minta undangan baru kepada admin."
)
_TAK_DIKENAL: Final = "Peran atau unit itu tidak kami kenal. Silakan mulai lagi dengan /undang."
_SEMUA: Final = "*"
"""What a button calls all units."""
_UNDANGAN: Final = "Anda diundang sebagai {peran}.\n\n{akibat}\n\nUndangan berlaku sampai {sampai}."
_MENGELOLA: Final = (
    "Jika Anda menerima, obrolan ini akan mendapat ringkasan IKM dan peringatan, dan Anda dapat meminta laporan. "
    "Siapa pun yang memegang perangkat ini dapat membacanya, jadi terimalah hanya di perangkat Anda sendiri."
)
_MENGENTRI: Final = (
    "Jika Anda menerima, Anda dapat memasukkan formulir survei dari kertas lewat obrolan ini. Setiap formulir "
    "dicatat sebagai isian yang dibantu petugas, jadi terimalah hanya di perangkat Anda sendiri."
)


def new_undangan(
    hash_token: Callable[[str], str],
    peran: Peran,
    cakupan: str,
    nama: str,
    oleh: int | None,
    now: datetime,
    hari: int = HARI,
) -> tuple[str, UndanganRow]:
    """The code for a link and the row to keep, which holds only its keyed hash. Valid for `hari` days."""
    kode = AWALAN + secrets.token_urlsafe(16)
    return kode, UndanganRow(hash_token(kode), peran, cakupan, nama, oleh, now, now + timedelta(days=hari))


def links_of(base_url: str, telegram: str, kode: str, whatsapp: str = "") -> list[str]:
    """The addresses by which an invitation is opened. `telegram` is the bot's name, `whatsapp` the digits of the
    number, or empty."""
    found = (telegram_link(telegram, kode), whatsapp_link(whatsapp, f"Undangan {kode}"), f"{base_url}/s/{kode}")
    return [url for url in found if url]


def role_name(survey: Survey, peran: str, cakupan: str) -> str:
    """As people say it: "Kepala unit Kelurahan Pakunden", "Admin", "Petugas entri semua unit"."""
    nama = next((name for key, name in NAMA_PERAN.items() if key == peran), peran)
    if peran == "pengawas_kelompok" or cakupan.startswith(KELOMPOK):
        kode = cakupan.removeprefix(KELOMPOK)
        return f"{nama} {next((k.nama for k in survey.direktori.kelompok if k.kode == kode), kode)}"
    if peran in {"kepala_unit", "petugas_entri"} and cakupan:
        unit = survey.direktori.find(cakupan)
        return f"{nama} {unit.nama if unit else cakupan}"
    return f"{nama} semua unit" if peran == "petugas_entri" else nama


# Opening and accepting


async def opened(call: Call) -> Reply | None:
    """The invitation behind a link, to be accepted or not. None where the code is no invitation's."""
    if not call.args.startswith(AWALAN):
        return None
    row = await _valid(call, call.args)
    if row is None:
        return Reply((say(_TAK_BERLAKU),))
    peran = role_name(call.survey, row.peran, row.cakupan)
    akibat = _MENGENTRI if row.peran == "petugas_entri" else _MENGELOLA
    text = _UNDANGAN.format(peran=peran, akibat=akibat, sampai=_until(call, row))
    return Reply((say(text, (button("Terima", TERIMA, call.args, peran="utama"),), heading="Undangan"),))


async def _accepted(call: Call) -> Reply:
    row = await _valid(call, call.args)
    if row is None:
        return Reply((say(_TAK_BERLAKU),))
    right = HakRow(new_id(), row.peran, row.cakupan)
    peran, who = role_name(call.survey, row.peran, row.cakupan), call.who
    if any((one.peran, one.cakupan) == (row.peran, row.cakupan) for one in who.hak):
        # Held twice, it would outlast being taken away once.
        return Reply((overview(who, f"Anda sudah terdaftar sebagai {peran}. Undangan ini belum terpakai."),))
    if not who.hak:
        who = replace(who, nama=row.nama, zona_waktu=_zone(call, row), terjangkau=True)

    async def write(tx: Transaction) -> None:
        if not await tx.staff.redeem(row.token, who.id, call.now):
            raise Refused(_TAK_BERLAKU)
        await tx.staff.put(who)
        await tx.staff.grant(who.id, right, call.now, row.dibuat_oleh)

    now_held = replace(who, hak=(*who.hak, right))
    return Reply(
        (overview(now_held, f"Selamat datang. Anda kini terdaftar sebagai {peran}."),),
        writes=(write,),
        audit=(Entry("undangan.terima", peran),),
    )


async def _valid(call: Call, kode: str) -> UndanganRow | None:
    row = await call.tx.staff.invitation(call.hash_token(kode))
    if row is None or row.dipakai_pada is not None or row.kedaluwarsa_pada <= call.now:
        return None
    return row if await _still_inviting(call, row.dibuat_oleh) else None


async def _still_inviting(call: Call, oleh: int | None) -> bool:
    """Whether who invited may do so still: nobody brings back by an old link a right that was taken away. The command
    line may always."""
    people = [] if oleh is None else await call.tx.staff.all()
    return oleh is None or any(one.id == oleh and boleh(one, "undang") for one in people)


def _until(call: Call, row: UndanganRow) -> str:
    return tanggal(local_day(row.kedaluwarsa_pada, call.who.zona_waktu))


def _zone(call: Call, row: UndanganRow) -> str:
    """That of the unit, or the one most of the units have that the right reaches."""
    direktori = call.survey.direktori
    of_group = row.peran == "pengawas_kelompok" or row.cakupan.startswith(KELOMPOK)
    units = direktori.in_kelompok(row.cakupan.removeprefix(KELOMPOK)) if of_group else direktori.unit.values()
    unit = direktori.find(row.cakupan)
    zones = [unit.zona_waktu] if unit else [one.zona_waktu for one in units]
    return max(sorted(set(zones)), key=zones.count, default=call.who.zona_waktu)


# Inviting


async def _undang(call: Call) -> Reply:
    rows = [(button(NAMA_PERAN[peran], "und", peran),) for peran in PERAN]
    text = "Siapa yang akan Anda undang? Pilih perannya."
    return Reply((say(text, *rows, (cancel(),), heading="Mengundang"),))


async def _role(call: Call) -> Reply:
    call.require("undang", SEMUA_WILAYAH)
    peran, _, cakupan = call.args.partition(":")
    match peran:
        case "kepala_unit" if not cakupan:
            page = ask("Untuk unit mana? Tulis nama unitnya, misalnya: Kelurahan Pakunden.", heading="Mengundang")
            return Reply((page,), dialog=Dialog("und"))
        case "kepala_unit" if (unit := call.survey.direktori.find(cakupan)) is not None:
            return _invited(call, "kepala_unit", unit.kode)
        case "pengawas_kelompok" if not cakupan:
            rows = [(button(k.nama, "und", peran, k.kode),) for k in call.survey.direktori.kelompok]
            return Reply((say("Untuk kelompok mana?", *rows, (cancel(),), heading="Mengundang"),))
        case "pengawas_kelompok" if cakupan in {k.kode for k in call.survey.direktori.kelompok}:
            return _invited(call, "pengawas_kelompok", cakupan)
        case "admin" | "peninjau":
            return _invited(call, peran, "")
        case "petugas_entri":
            return _clerk(call, cakupan)
        case _:
            raise Refused(_TAK_DIKENAL)


def _clerk(call: Call, cakupan: str) -> Reply:
    """Of a petugas_entri: for one unit, for a group, for all."""
    direktori = call.survey.direktori
    groups = {f"{KELOMPOK}{k.kode}": k.nama for k in direktori.kelompok}
    if cakupan == _SEMUA:
        return _invited(call, "petugas_entri", "")
    if cakupan in groups:
        return _invited(call, "petugas_entri", cakupan)
    if cakupan and (unit := direktori.find(cakupan)) is not None:
        return _invited(call, "petugas_entri", unit.kode)
    if cakupan:
        raise Refused(_TAK_DIKENAL)
    rows = [(button(nama, "und", "petugas_entri", kode),) for kode, nama in groups.items()]
    every = (button("Semua unit", "und", "petugas_entri", _SEMUA),)
    page = ask("Untuk unit mana? Tulis nama unitnya, atau pilih.", *rows, every, heading="Mengundang")
    return Reply((page,), dialog=Dialog("und", {"peran": "petugas_entri"}))


async def _which_unit(call: Call) -> Reply:
    call.require("undang", SEMUA_WILAYAH)
    peran = call.dialog.data.get("peran", "kepala_unit")
    exact = call.survey.direktori.find(call.args.strip())
    found = [exact] if exact else call.survey.direktori.search(call.args)
    if not found:
        page = ask("Unit itu belum kami temukan. Coba tulis namanya dengan cara lain.", heading="Mengundang")
        return Reply((page,), dialog=call.dialog)
    rows = [(button(unit.nama, "und", peran, unit.kode),) for unit in found]
    return Reply((say("Unit yang mana?", *rows, (cancel(),), heading="Mengundang"),), dialog=call.dialog)


def _invited(call: Call, peran: Peran, cakupan: str) -> Reply:
    nama = role_name(call.survey, peran, cakupan)
    kode, row = new_undangan(call.hash_token, peran, cakupan, nama, call.who.id, call.now, call.place.undangan_hari)

    async def write(tx: Transaction) -> None:
        await tx.staff.invite(row)

    addresses = "\n".join(links_of(call.place.base_url, call.place.telegram, kode, call.place.whatsapp))
    text = (
        f"Kirimkan tautan ini kepada {nama}. Tautan hanya dapat dipakai satu kali, oleh orang pertama yang "
        f"menerimanya, sampai {_until(call, row)}.\n\n{addresses}"
    )
    page = say(text, heading=f"Undangan untuk {nama}", fresh=False)
    return Reply((page,), writes=(write,), audit=(Entry("undang", nama),))


COMMANDS: Final[Mapping[str, Handler]] = {"undang": _undang}
BUTTONS: Final[Mapping[str, Handler]] = {"und": _role, TERIMA: _accepted}
ANSWERS: Final[Mapping[str, Handler]] = {"und": _which_unit}
