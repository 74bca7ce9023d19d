"""The units that a person may do something with, all of them or those of a name."""

from __future__ import annotations

from bot.engine.survey import Direktori
from bot.staff.frame import TIDAK_BERHAK, Call, Refused
from bot.staff.hak import KELOMPOK, SEMUA_WILAYAH, Tindakan, boleh_atas, wilayah_of
from scoring.model import UnitLayanan


def visible_units(call: Call, tindakan: Tindakan) -> Direktori:
    """The units the person may see, and their groups. Looks at those only that some right names: a province has
    thousands of others."""
    direktori = call.survey.direktori
    if boleh_atas(call.who, tindakan, SEMUA_WILAYAH):
        return direktori
    named = {right.cakupan.removeprefix(KELOMPOK) for right in call.who.hak}
    units = {unit.kode: unit for kode in named if (unit := direktori.find(kode)) is not None}
    for kelompok in direktori.kelompok:
        if kelompok.kode in named:
            units |= {unit.kode: unit for unit in direktori.in_kelompok(kelompok.kode)}
    seen = [unit for unit in units.values() if boleh_atas(call.who, tindakan, wilayah_of(direktori, unit.kode))]
    return Direktori.of(direktori.kelompok, seen)


def visible(call: Call, tindakan: Tindakan) -> list[UnitLayanan]:
    """By name."""
    return sorted(visible_units(call, tindakan).unit.values(), key=lambda unit: unit.nama)


def named(call: Call, tindakan: Tindakan, nama: str) -> list[UnitLayanan]:
    """Those visible whose code or name this is; else those that resemble it, the likeliest first. Raises Refused
    where only other units are called so or resemble it."""
    direktori, mine = call.survey.direktori, visible_units(call, tindakan)
    exact = direktori.find(nama)
    meant = [exact] if exact else direktori.named(nama) or mine.search(nama) or direktori.search(nama)
    found = [unit for unit in meant if mine.find(unit.kode)]
    if meant and not found:
        raise Refused(TIDAK_BERHAK)
    return found
