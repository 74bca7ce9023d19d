"""The directory of units: found, listed, shown, closed and reopened, and who heads them. See unit_adding,
unit_changes and unit_services for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.engine.messages import Choice
from bot.engine.survey import Direktori
from bot.engine.tanggal import angka, tanggal
from bot.staff.admin.unit_pages import JUDUL, back_to, changed, entry_of, heads_of, unit_of, unit_page
from bot.staff.browsing import turns
from bot.staff.frame import Call, Dialog, Handler, Reply, ask, button, number, say
from bot.staff.hak import SEMUA_WILAYAH
from scoring.model import UnitLayanan
from scoring.periode import local_day

PER_HALAMAN: Final = 7

_BELUM_DITEMUKAN: Final = "Unit itu belum kami temukan. Coba tulis namanya dengan cara lain."
_TUTUP: Final = (
    "Tutup {nama}?\n\nTautan dan kode QR-nya tidak lagi membuka survei, dan ringkasannya tidak dikirim lagi. Semua "
    "jawaban yang sudah masuk tetap tersimpan dan tetap dihitung dalam laporan. Unit dapat dibuka lagi kapan saja."
)


async def _unit(call: Call) -> Reply:
    if call.args:
        return await _found(call)
    return _menu(await call.tx.directory.units())


def _menu(units: list[UnitLayanan]) -> Reply:
    closed = sum(not unit.aktif for unit in units)
    counted = f"Ada {angka(len(units))} unit" + (f", {angka(closed)} di antaranya ditutup." if closed else ".")
    text = f"{counted} Tulis nama unit yang dicari, atau pilih di bawah ini."
    rows = [(button("Semua unit", "unl", 0),)] if units else []
    page = ask(text, *rows, (button("Tambah unit", "una"),), heading=JUDUL)
    return Reply((page,), dialog=Dialog("uni"))


async def _found(call: Call) -> Reply:
    """By its code or a name typed with errors, among all units."""
    call.require("unit", SEMUA_WILAYAH)
    units = {unit.kode.casefold(): unit for unit in await call.tx.directory.units()}
    wanted = call.args.strip()
    # Looked up as citizens do, but closed ones too.
    every = Direktori.of((), (replace(unit, aktif=True) for unit in units.values()))
    exact = every.find(wanted)
    found = [units[one.kode.casefold()] for one in ([exact] if exact else every.search(wanted))]
    if not found:
        return Reply((ask(_BELUM_DITEMUKAN, heading=JUDUL),), dialog=Dialog("uni"))
    if len(found) == 1:
        return Reply((await unit_page(call, found[0], fresh=True),))
    page = ask("Unit yang mana? Bisa juga tulis nama lain.", *(_row(unit) for unit in found), heading=JUDUL)
    return Reply((page,), dialog=Dialog("uni"))


def _row(unit: UnitLayanan) -> tuple[Choice]:
    return (button(unit.nama if unit.aktif else f"{unit.nama} (ditutup)", "uni", unit.kode),)


async def _list(call: Call) -> Reply:
    call.require("unit", SEMUA_WILAYAH)
    units = await call.tx.directory.units()
    last = max(0, (len(units) - 1) // PER_HALAMAN)
    page = max(0, min(number(call.args) or 0, last))
    rows = [_row(unit) for unit in units[page * PER_HALAMAN : (page + 1) * PER_HALAMAN]]
    around = tuple(button(label, "unl", to, peran="navigasi") for label, to in turns(page, last))
    text = f"Pilih unit. Halaman {page + 1} dari {last + 1}."
    return Reply((say(text, *rows, *((around,) if around else ()), heading=JUDUL, fresh=False),))


async def _show(call: Call) -> Reply:
    return Reply((await unit_page(call, await unit_of(call, call.args)),))


# Closing and reopening


async def _close(call: Call) -> Reply:
    unit = await unit_of(call, call.args)
    yes = button("Ya, tutup", "uny", unit.kode, peran="utama")
    return Reply((say(_TUTUP.format(nama=unit.nama), (yes, back_to(unit, "Jangan")), heading=JUDUL, fresh=False),))


async def _closed(call: Call) -> Reply:
    unit = await unit_of(call, call.args)
    notice = f"{unit.nama} sudah ditutup. Jawaban yang sudah masuk tetap tersimpan."
    return await _opened_or_closed(call, unit, notice, aktif=False)


async def _reopened(call: Call) -> Reply:
    unit = await unit_of(call, call.args)
    notice = f"{unit.nama} dibuka lagi. Tautan dan kode QR yang lama berlaku kembali."
    return await _opened_or_closed(call, unit, notice, aktif=True)


async def _opened_or_closed(call: Call, unit: UnitLayanan, notice: str, *, aktif: bool) -> Reply:
    if unit.aktif == aktif:
        return Reply((await unit_page(call, unit),))
    state = {True: "buka", False: "tutup"}
    entry = entry_of(unit, "keadaan", state[unit.aktif], state[aktif])
    return await changed(call, unit, replace(unit, aktif=aktif), notice, entry, fresh=False)


# The head


async def _head(call: Call) -> Reply:
    unit = await unit_of(call, call.args)
    lines = []
    for who in heads_of(await call.tx.staff.all(), unit):
        since = tanggal(local_day(who.dibuat_pada, call.who.zona_waktu))
        away = "" if who.terjangkau else ", memblokir kami"
        lines.append(f"{who.nama} ({who.channel}, sejak {since}{away})")
    text = "\n".join(lines) or f"Belum ada yang terhubung sebagai kepala {unit.nama}."
    rows: list[tuple[Choice, ...]] = []
    if unit.aktif:
        rows.append((button("Undang kepala unit", "und", "kepala_unit", unit.kode, peran="utama"),))
        text += "\n\nHak seseorang dapat dicabut dengan /cabut."
    return Reply((say(text, *rows, (back_to(unit),), heading=f"Kepala {unit.nama}", fresh=False),))


COMMANDS: Final[Mapping[str, Handler]] = {"unit": _unit}
BUTTONS: Final[Mapping[str, Handler]] = {
    "uni": _show,
    "unl": _list,
    "unc": _close,
    "uny": _closed,
    "uno": _reopened,
    "unk": _head,
}
ANSWERS: Final[Mapping[str, Handler]] = {"uni": _found}
