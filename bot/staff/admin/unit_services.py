"""The services a unit offers: added, renamed, closed. A closed one stays for the responses that name it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from bot.imports.cells import read_layanan, read_nama
from bot.imports.faults import Unreadable
from bot.imports.table import free_slug
from bot.staff.admin.unit_pages import asked_again, back_to, changed, entry_of, unit_of
from bot.staff.browsing import turns
from bot.staff.frame import Call, Dialog, Handler, Refused, Reply, ask, button, number, say
from scoring.model import JenisLayanan, UnitLayanan

PER_HALAMAN: Final = 6
_MARK: Final = 8
"""Letters of a service's code in a button: enough to notice that the list has changed meanwhile."""

_TAMBAH: Final = "Apa nama jenis layanannya? Tulis misalnya: Kartu Keluarga."
_GANTI: Final = "Apa nama barunya?"
_BERUBAH: Final = "Daftar layanannya sudah berubah. Silakan lihat lagi dengan /unit."


async def _list(call: Call) -> Reply:
    kode, page_ = (*call.parts, "")[:2]
    unit = await unit_of(call, kode)
    last = max(0, (len(unit.layanan) - 1) // PER_HALAMAN)
    page = max(0, min(number(page_) or 0, last))
    first = page * PER_HALAMAN
    rows = [
        (button(service.nama, "unj", unit.kode, n, service.kode[:_MARK]),)
        for n, service in enumerate(unit.layanan[first : first + PER_HALAMAN], start=first)
    ]
    around = tuple(button(label, "uns", unit.kode, to, peran="navigasi") for label, to in turns(page, last))
    text = "Warga memilih salah satu layanan ini." if unit.layanan else "Belum ada jenis layanan."
    foot = (button("Tambah layanan", "unp", unit.kode), back_to(unit))
    return Reply((say(text, *rows, *([around] if around else []), foot, heading=unit.nama, fresh=False),))


async def _one(call: Call) -> Reply:
    unit, service = await _pressed(call)
    rest = (unit.kode, unit.layanan.index(service), service.kode[:_MARK])
    text = f"{service.nama}\n\nJika ditutup, warga tidak dapat memilihnya lagi; jawaban yang sudah masuk tetap ada."
    rows = ((button("Ganti nama", "unw", *rest), button("Tutup layanan", "unx", *rest)), (back_to(unit),))
    return Reply((say(text, *rows, heading=unit.nama, fresh=False),))


async def _ask_new(call: Call) -> Reply:
    unit = await unit_of(call, call.args)
    return Reply((ask(_TAMBAH, heading=unit.nama),), dialog=Dialog("uns", {"unit": unit.kode}))


async def _ask_name(call: Call) -> Reply:
    unit, service = await _pressed(call)
    page = ask(f"{service.nama}. {_GANTI}", heading=unit.nama)
    return Reply((page,), dialog=Dialog("uns", {"unit": unit.kode, "layanan": service.kode}))


async def _typed(call: Call) -> Reply:
    unit, kode = await unit_of(call, call.dialog.data.get("unit", "")), call.dialog.data.get("layanan", "")
    teks = " ".join(call.args.split())
    try:
        return await (_renamed(call, unit, kode, teks) if kode else _added(call, unit, teks))
    except Unreadable as error:
        return asked_again(error, teks, _GANTI if kode else _TAMBAH, call.dialog)


async def _added(call: Call, unit: UnitLayanan, teks: str) -> Reply:
    nama, closed = read_layanan(teks).nama, await call.tx.directory.closed_services(unit.kode)
    _check_unlike(unit.layanan, teks)
    # One of that name that was closed opens again, with the responses it has.
    again = next((one for one in closed if one.nama.casefold() == teks.casefold()), None)
    kode = again.kode if again else free_slug(nama, {one.kode for one in (*unit.layanan, *closed)})
    after = replace(unit, layanan=(*unit.layanan, JenisLayanan(kode, nama)))
    return await changed(
        call, unit, after, f"Layanan {teks} sudah ditambahkan.", entry_of(unit, "layanan", "-", teks)
    )


async def _renamed(call: Call, unit: UnitLayanan, kode: str, teks: str) -> Reply:
    before = next((one for one in unit.layanan if one.kode == kode), None)
    if before is None:
        raise Refused(_BERUBAH)
    _check_unlike([one for one in unit.layanan if one != before], teks)
    new = JenisLayanan(kode, read_nama(teks))
    after = replace(unit, layanan=tuple(new if one == before else one for one in unit.layanan))
    entry = entry_of(unit, "layanan", before.nama, teks)
    return await changed(call, unit, after, f"Namanya sekarang {teks}.", entry)


async def _closed(call: Call) -> Reply:
    unit, service = await _pressed(call)
    after = replace(unit, layanan=tuple(one for one in unit.layanan if one != service))
    entry = entry_of(unit, "layanan", service.nama, "-")
    return await changed(call, unit, after, f"Layanan {service.nama} sudah ditutup.", entry, fresh=False)


async def _pressed(call: Call) -> tuple[UnitLayanan, JenisLayanan]:
    """The unit and service of a button. Raises Refused where the list is another by now."""
    kode, n, mark = (*call.parts, "", "", "")[:3]
    unit, index = await unit_of(call, kode), number(n)
    if index is None or index >= len(unit.layanan) or unit.layanan[index].kode[:_MARK] != mark:
        raise Refused(_BERUBAH)
    return unit, unit.layanan[index]


def _check_unlike(services: Collection[JenisLayanan], nama: str) -> None:
    if nama.casefold() in {one.nama.casefold() for one in services}:
        raise Unreadable("stands there twice", "sudah ada")


COMMANDS: Final[Mapping[str, Handler]] = {}
BUTTONS: Final[Mapping[str, Handler]] = {
    "uns": _list,
    "unj": _one,
    "unp": _ask_new,
    "unw": _ask_name,
    "unx": _closed,
}
ANSWERS: Final[Mapping[str, Handler]] = {"uns": _typed}
