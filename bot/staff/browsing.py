"""Choosing a unit, a group or the whole by buttons, among what that person may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.engine.messages import Choice
from bot.reports.sasaran import Sasaran, sasaran_kota, sasaran_unit
from bot.staff.frame import Call, Page, Refused, Reply, cancel, number, say
from bot.staff.hak import SEMUA_WILAYAH, Tindakan, Wilayah, boleh_atas
from bot.staff.seen import visible
from bot.staff.subjects import UNKNOWN, Asked, only_subject, sasaran_from, visible_groups

PER_HALAMAN: Final = 6

Link = Callable[[str, Sasaran], Choice]
"""A button with that label that leads to what was asked for, about that subject."""


@dataclass(frozen=True, slots=True)
class Browsing:
    """Choosing a subject for `tindakan` by buttons. `browse` makes a button of the choice itself: a label, the group
    whose units are listed ("" for the top), the page. Without `with_units` there are only the whole and groups."""

    tindakan: Tindakan
    link: Link
    browse: Callable[[str, str, int], Choice]
    heading: str
    with_units: bool = True


def choose(call: Call, asked: Asked, browsing: Browsing) -> Sasaran | Page:
    """The subject, where it is certain; otherwise the buttons to choose from."""
    if asked.calon:
        return candidates_page(asked.calon, browsing.link, browsing.heading)
    return asked.sasaran or only_subject(call, browsing.tindakan) or browse_page(call, browsing, fresh=True)


def candidates_page(calon: tuple[Sasaran, ...], link: Link, heading: str) -> Page:
    """Who may have been meant, the likeliest first."""
    rows = [(link(_called(one, calon), one),) for one in calon]
    return say("Yang mana yang Anda maksud?", *rows, (cancel(),), heading=heading)


def _called(one: Sasaran, calon: tuple[Sasaran, ...]) -> str:
    """Its name; of a group and a unit of one name, which of them it is."""
    same = [other for other in calon if other.nama == one.nama]
    if len(same) == 1:
        return one.nama
    return f"{one.nama} (semua unit)" if one.jenis == "kelompok" else f"{one.nama} (unit ini saja)"


def browse_page(call: Call, browsing: Browsing, kelompok: str = "", page: int = 0, *, fresh: bool = False) -> Page:
    """The subjects the person may see: the whole, the groups, under each group its units. Raises Refused where
    there is none, as for a group the person may not see."""
    groups = visible_groups(call, browsing.tindakan)
    if not kelompok and browsing.with_units and len(groups) == 1 and not _alone(call, browsing.tindakan, groups):
        kelompok = next(iter(groups))
    entries = _within(call, browsing, kelompok) if kelompok else _top(call, browsing, groups)
    if not entries:
        raise Refused(UNKNOWN)
    last = (len(entries) - 1) // PER_HALAMAN
    page = max(0, min(page, last))
    rows = [(one,) for one in entries[page * PER_HALAMAN : (page + 1) * PER_HALAMAN]]
    around = [browsing.browse(label, kelompok, to) for label, to in turns(page, last)]
    if kelompok and (len(groups) > 1 or boleh_atas(call.who, browsing.tindakan, SEMUA_WILAYAH)):
        around.append(browsing.browse("Kelompok lain", "", 0))
    text = "Pilih salah satu." if groups and not kelompok else "Unit yang mana?"
    if last:
        name = f"/{browsing.tindakan} lalu namanya"
        text = f"{text} Halaman {page + 1} dari {last + 1}. Lebih cepat: tulis {name}."
    return say(text, *rows, *([tuple(around)] if around else []), heading=browsing.heading, fresh=fresh)


def browsed(call: Call, browsing: Browsing, kelompok: str, page: str) -> Reply:
    """The answer to one of `browse`'s buttons, which may be forged."""
    if kelompok:
        call.require(browsing.tindakan, Wilayah(kelompok=kelompok))
    return Reply((browse_page(call, browsing, kelompok, number(page) or 0),))


def turns(page: int, last: int) -> list[tuple[str, int]]:
    """Labels and pages of the buttons that turn to the page before and the next one."""
    back = [("Sebelumnya", page - 1)] if page else []
    return [*back, ("Berikutnya", page + 1)] if page < last else back


def _alone(call: Call, tindakan: Tindakan, groups: dict[str, str]) -> list[Sasaran]:
    """What the person may see outside these groups."""
    if boleh_atas(call.who, tindakan, SEMUA_WILAYAH):
        return [sasaran_kota(call.survey.direktori, call.survey.aturan.nama_pemda)]
    units = visible(call, tindakan)
    return [sasaran_unit(unit) for unit in units if unit.kelompok not in groups]


def _top(call: Call, browsing: Browsing, groups: dict[str, str]) -> list[Choice]:
    alone = _alone(call, browsing.tindakan, groups)
    inside = [
        browsing.browse(nama, kode, 0)
        if browsing.with_units
        else browsing.link(nama, sasaran_from(call, browsing.tindakan, "k", kode))
        for kode, nama in groups.items()
    ]
    whole = [browsing.link("Semua unit", one) for one in alone if one.jenis == "kota"]
    units = [browsing.link(one.nama, one) for one in alone if one.jenis == "unit" and browsing.with_units]
    return [*whole, *inside, *units]


def _within(call: Call, browsing: Browsing, kode: str) -> list[Choice]:
    kelompok = sasaran_from(call, browsing.tindakan, "k", kode)
    units = [browsing.link(unit.nama, sasaran_unit(unit)) for unit in kelompok.units]
    return [browsing.link(f"Seluruh {kelompok.nama}", kelompok), *units]
