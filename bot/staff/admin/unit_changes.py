"""What an admin changes of a unit: name, service users, group, time zone, labels. See also unit_services."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import angka
from bot.imports.cells import PEMISAH, Label, read_label, read_nama, read_populasi
from bot.imports.faults import Unreadable
from bot.staff.admin.unit_adding import GROUPS_PALING, named_kelompok
from bot.staff.admin.unit_pages import asked_again, back_to, changed, entry_of, short_zona, unit_of
from bot.staff.frame import Call, Dialog, Handler, Refused, Reply, ask, button, say
from scoring.model import Kelompok, UnitLayanan, Unsur
from scoring.periode import ZONA

_NAMA: Final = "Apa nama barunya? Kode, tautan, dan kode QR-nya tetap."
_POPULASI: Final = (
    "Berapa orang memakai layanan unit ini dalam satu periode? Tulis bilangan bulat, misalnya 1.200, "
    "atau tulis - untuk mengosongkannya."
)
_KELOMPOK: Final = "Pindah ke kelompok mana? Pilih, atau tulis namanya; nama yang belum ada menjadi kelompok baru."
_LABEL: Final = "Tulis empat label untuk nilai 1 sampai 4, dipisah dengan |. Sekarang:\n{label}"
_LAGI: Final = "Pilihan itu sudah tidak berlaku. Silakan mulai lagi dengan /unit."

Change = Callable[[Call, UnitLayanan, str], Awaitable[Reply]]
"""What a typed text changes of a unit. Raises Unreadable."""


def _asked(call: Call, unit: UnitLayanan, hal: str, *rows: tuple[Choice, ...]) -> Reply:
    page = ask(_question(call, unit, hal), *rows, heading=unit.nama)
    return Reply((page,), dialog=Dialog("une", {"unit": unit.kode, "hal": hal}))


def _question(call: Call, unit: UnitLayanan, hal: str) -> str:
    known = {"nama": _NAMA, "populasi": _POPULASI, "kelompok": _KELOMPOK}
    return known.get(hal) or _LABEL.format(label=_written(_label_now(unit, _unsur(call, hal))))


async def _typed(call: Call) -> Reply:
    data, teks = call.dialog.data, " ".join(call.args.split())
    unit, hal = await unit_of(call, data.get("unit", "")), data.get("hal", "")
    try:
        return await _CHANGES.get(hal, _label)(call, unit, teks)
    except Unreadable as error:
        return asked_again(error, teks, _question(call, unit, hal), call.dialog)


# Name and service users


async def _ask(call: Call) -> Reply:
    hal, _, kode = call.args.partition(":")
    unit = await unit_of(call, kode)
    if hal not in {"nama", "populasi"}:
        raise Refused(_LAGI)
    return _asked(call, unit, hal)


async def _nama(call: Call, unit: UnitLayanan, teks: str) -> Reply:
    after = replace(unit, nama=read_nama(teks))
    entry = entry_of(unit, "nama", unit.nama, after.nama)
    return await changed(call, unit, after, f"Namanya sekarang {after.nama}.", entry)


async def _populasi(call: Call, unit: UnitLayanan, teks: str) -> Reply:
    after = replace(unit, populasi=read_populasi("" if teks in {"-", "–"} else teks))
    notice = "Jumlah pengguna layanan dikosongkan."
    if after.populasi is not None:
        notice = f"Pengguna layanan sekarang {angka(after.populasi)} orang dalam satu periode."
    return await changed(call, unit, after, notice, entry_of(unit, "populasi", unit.populasi, after.populasi))


# Group and time zone


async def _groups(call: Call) -> Reply:
    unit = await unit_of(call, call.args)
    mark = call.mark(unit.kode)
    others = [group for group in await call.tx.directory.kelompok() if group.kode != unit.kelompok]
    return _asked(call, unit, "kelompok", *((button(g.nama, "ugk", g.kode, mark),) for g in others[:GROUPS_PALING]))


async def _group_pressed(call: Call) -> Reply:
    data, (kode, mark) = call.dialog.data, (*call.parts, "")[:2]
    unit = await unit_of(call, data.get("unit", ""))
    group = next((one for one in await call.tx.directory.kelompok() if one.kode == kode), None)
    if group is None or data.get("hal") != "kelompok" or mark != call.mark(unit.kode):
        raise Refused(_LAGI)
    return await _moved(call, unit, group)


async def _kelompok(call: Call, unit: UnitLayanan, teks: str) -> Reply:
    return await _moved(call, unit, named_kelompok(teks, await call.tx.directory.kelompok()))


async def _moved(call: Call, unit: UnitLayanan, group: Kelompok) -> Reply:
    before = next((one.nama for one in await call.tx.directory.kelompok() if one.kode == unit.kelompok), "-")
    after, entry = replace(unit, kelompok=group.kode), entry_of(unit, "kelompok", before, group.nama)
    return await changed(call, unit, after, f"Sekarang termasuk {group.nama}.", entry, group=group)


async def _zona(call: Call) -> Reply:
    kode, _, short = call.args.partition(":")
    unit = await unit_of(call, kode)
    if not short:
        zones = tuple(button(one, "unz", unit.kode, one) for one in ZONA)
        text = f"Sekarang {short_zona(unit.zona_waktu)}. Hari dan jam ringkasan dihitung menurut zona waktu unit."
        return Reply((say(text, zones, (back_to(unit),), heading=unit.nama, fresh=False),))
    if short not in ZONA:
        raise Refused(_LAGI)
    after = replace(unit, zona_waktu=ZONA[short])
    entry = entry_of(unit, "zona waktu", short_zona(unit.zona_waktu), short)
    return await changed(call, unit, after, f"Zona waktunya sekarang {short}.", entry, fresh=False)


# Labels


async def _labels(call: Call) -> Reply:
    unit = await unit_of(call, call.args)
    unsur = call.survey.instrumen.unsur
    own = [f"{one.kode} {one.nama}: {_written(unit.label[one.key])}" for one in unsur if one.key in unit.label]
    text = "Pilih unsur yang label jawabannya berbeda di unit ini.\n\n" + (
        "\n".join(own) or "Semua memakai label baku."
    )
    buttons = [button(one.kode, "unt", unit.kode, one.kode) for one in unsur]
    rows = [tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3)]
    return Reply((say(text, *rows, (back_to(unit),), heading=unit.nama, fresh=False),))


async def _ask_label(call: Call) -> Reply:
    kode, _, hal = call.args.partition(":")
    unit = await unit_of(call, kode)
    unsur = _unsur(call, hal)
    usual = button("Pakai label baku", "unr", unit.kode, unsur.kode)
    return _asked(call, unit, unsur.kode, *([(usual,)] if unsur.key in unit.label else []))


async def _label(call: Call, unit: UnitLayanan, teks: str) -> Reply:
    unsur, label = _unsur(call, call.dialog.data.get("hal", "")), read_label(teks)
    if label is None:
        raise Unreadable("is empty", "masih kosong")
    return await _labelled(call, unit, unsur, {**unit.label, unsur.key: label})


async def _usual_label(call: Call) -> Reply:
    kode, _, hal = call.args.partition(":")
    unit, unsur = await unit_of(call, kode), _unsur(call, hal)
    return await _labelled(call, unit, unsur, {key: label for key, label in unit.label.items() if key != unsur.key})


async def _labelled(call: Call, unit: UnitLayanan, unsur: Unsur, labels: Mapping[str, Label]) -> Reply:
    after = replace(unit, label=labels)
    now = _written(_label_now(after, unsur))
    entry = entry_of(unit, f"label {unsur.kode}", _written(_label_now(unit, unsur)), now)
    return await changed(call, unit, after, f"Label {unsur.nama} sekarang: {now}", entry)


def _unsur(call: Call, kode: str) -> Unsur:
    """Of a button, which may be forged. Raises Refused."""
    found = next((one for one in call.survey.instrumen.unsur if one.kode == kode), None)
    if found is None:
        raise Refused(_LAGI)
    return found


def _label_now(unit: UnitLayanan, unsur: Unsur) -> Label:
    return unit.label.get(unsur.key, unsur.label)


def _written(label: Label) -> str:
    return f" {PEMISAH} ".join(label)


_CHANGES: Final[Mapping[str, Change]] = {"nama": _nama, "populasi": _populasi, "kelompok": _kelompok}

COMMANDS: Final[Mapping[str, Handler]] = {}
BUTTONS: Final[Mapping[str, Handler]] = {
    "une": _ask,
    "ung": _groups,
    "ugk": _group_pressed,
    "unz": _zona,
    "unb": _labels,
    "unt": _ask_label,
    "unr": _usual_label,
}
ANSWERS: Final[Mapping[str, Handler]] = {"une": _typed}
