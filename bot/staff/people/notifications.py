"""What an official wants to be sent, and when not: weekly, monthly or nothing; quiet hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.staff.frame import Call, Dialog, Entry, Handler, Page, Refused, Reply, ask, button, say
from bot.staff.hak import SEMUA_WILAYAH
from bot.staff.menu import menu_of
from storage.staff import StafRow
from storage.store import Transaction

FREKUENSI: Final[Mapping[str, str]] = {
    "mingguan": "setiap minggu",
    "bulanan": "sebulan sekali",
    "mati": "tidak dikirim",
}
_MATI: Final = "Ringkasan dan peringatan tidak dikirim."
_JAM: Final = re.compile(r"\s*(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|—|sampai|s\.?d\.?)\s*(\d{1,2})(?:[.:](\d{2}))?\s*")


async def _notifikasi(call: Call) -> Reply:
    return Reply((_page(call.who),))


async def _berhenti(call: Call) -> Reply:
    return _changed(call, replace(call.who, frekuensi="mati"), "Baik, ringkasan dan peringatan kami hentikan.")


async def _mulai(call: Call) -> Reply:
    who = call.who if call.who.frekuensi != "mati" else replace(call.who, frekuensi="mingguan")
    return _changed(call, who, _often(who))


async def _how_often(call: Call) -> Reply:
    call.require("notifikasi", SEMUA_WILAYAH)
    if call.args not in FREKUENSI:
        raise Refused("Pilihan itu tidak kami kenal. Silakan mulai lagi dengan /notifikasi.")
    who = replace(call.who, frekuensi=call.args)
    return _changed(call, who, _often(who), fresh=False)


async def _ask_quiet(call: Call) -> Reply:
    call.require("notifikasi", SEMUA_WILAYAH)
    text = "Jam berapa sampai jam berapa Anda tidak ingin diganggu? Tulis misalnya: 20.00-07.00."
    return Reply((ask(text, heading="Jam tenang"),), dialog=Dialog("not"))


async def _quiet(call: Call) -> Reply:
    call.require("notifikasi", SEMUA_WILAYAH)
    found = _JAM.fullmatch(call.args)
    minutes = _minutes(found) if found else None
    if minutes is None:
        text = "Jam itu belum kami pahami. Tulis dua jam, misalnya: 20.00-07.00."
        return Reply((ask(text, heading="Jam tenang"),), dialog=Dialog("not"))
    who = replace(call.who, tenang_mulai=minutes[0], tenang_selesai=minutes[1])
    return _changed(call, who, f"Jam tenang Anda sekarang {_hours(who)}.")


def _changed(call: Call, who: StafRow, notice: str, *, fresh: bool = True) -> Reply:
    async def write(tx: Transaction) -> None:
        await tx.staff.put(who)

    rincian = {"frekuensi": who.frekuensi, "tenang": _hours(who)}
    return Reply((_page(who, notice, fresh=fresh),), writes=(write,), audit=(Entry("notifikasi", who.nama, rincian),))


def _page(who: StafRow, notice: str = "", *, fresh: bool = True) -> Page:
    text = f"{_often(who)}\nJam tenang: {_hours(who)}."
    if who.frekuensi != "mati":
        text += " Pada jam itu hanya peringatan genting yang dikirim."
    choices = [
        (button(f"Kirim {words}" if key != "mati" else "Jangan kirim", "not", key),)
        for key, words in FREKUENSI.items()
        if key != who.frekuensi
    ]
    quiet = (button("Ubah jam tenang", "noq"),)
    return say(text, *choices, quiet, heading="Notifikasi Anda", notice=notice, fresh=fresh, menu=menu_of(who))


def _often(who: StafRow) -> str:
    return _MATI if who.frekuensi == "mati" else f"Ringkasan dikirim {FREKUENSI[who.frekuensi]}."


def _minutes(found: re.Match[str]) -> tuple[int, int] | None:
    values = [int(group or 0) for group in found.groups()]
    begin, end = values[0] * 60 + values[1], values[2] * 60 + values[3]
    fits = begin <= 1440 and end <= 1440 and all(minute < 60 for minute in values[1::2])
    # A whole day would be kept as none: the same time twice means no quiet hours.
    return (begin % 1440, end % 1440) if fits and abs(end - begin) < 1440 else None


def _hours(who: StafRow) -> str:
    if who.tenang_mulai == who.tenang_selesai:
        return "tidak ada"
    begin, end = ((f"{minute // 60:02}.{minute % 60:02}") for minute in (who.tenang_mulai, who.tenang_selesai))
    return f"pukul {begin} sampai {end}"


COMMANDS: Final[Mapping[str, Handler]] = {"notifikasi": _notifikasi, "berhenti": _berhenti, "mulai": _mulai}
BUTTONS: Final[Mapping[str, Handler]] = {"not": _how_often, "noq": _ask_quiet}
ANSWERS: Final[Mapping[str, Handler]] = {"not": _quiet}
