"""Taking a right away, and what was done by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.engine.tanggal import angka, tanggal
from bot.staff.browsing import turns
from bot.staff.frame import Call, Entry, Handler, Push, Refused, Reply, button, cancel, number, say
from bot.staff.hak import SEMUA_WILAYAH
from bot.staff.menu import menu_of
from bot.staff.people.invitations import role_name
from scoring.periode import local_day
from storage.staff import AuditRow, HakRow, StafRow
from storage.store import Transaction

PER_HALAMAN: Final = 8
HURUF_PALING: Final = 3500
"""Letters of a page of the audit log: a message that a platform cut would hide entries."""

_SATU_ADMIN: Final = "Ini satu-satunya admin. Undang admin lain dahulu, baru hak ini dapat dicabut."
_SUDAH: Final = "Hak itu sudah tidak ada. Daftar terbaru: /cabut"


async def _cabut(call: Call) -> Reply:
    return await _list(call.with_args("0"), fresh=True)


async def _page(call: Call) -> Reply:
    call.require("cabut", SEMUA_WILAYAH)
    return await _list(call, fresh=False)


async def _list(call: Call, *, fresh: bool) -> Reply:
    held = [(person, right) for person in await call.tx.staff.all() for right in person.hak]
    held.sort(key=lambda one: (role_name(call.survey, one[1].peran, one[1].cakupan), one[0].id))
    last = max(0, (len(held) - 1) // PER_HALAMAN)
    page = max(0, min(number(call.args) or 0, last))
    shown = held[page * PER_HALAMAN : (page + 1) * PER_HALAMAN]
    rows = [(button(_named(call, person, right), "cab", right.id),) for person, right in shown]
    around = tuple(button(label, "cah", to, peran="navigasi") for label, to in turns(page, last))
    text = f"Ada {angka(len(held))} hak. Pilih yang akan dicabut."
    if last:
        text = f"{text} Halaman {page + 1} dari {last + 1}."
    return Reply((say(text, *rows, *([around] if around else []), (cancel(),), heading="Mencabut hak", fresh=fresh),))


async def _confirm(call: Call) -> Reply:
    call.require("cabut", SEMUA_WILAYAH)
    person, right = await _held(call)
    text = f"Cabut hak {_named(call, person, right)}? Berlaku seketika, dan orangnya diberi tahu."
    yes = button("Ya, cabut", "cay", right.id, peran="utama")
    return Reply((say(text, (yes,), (cancel("Jangan"),), heading="Mencabut hak", fresh=False),))


async def _revoke(call: Call) -> Reply:
    call.require("cabut", SEMUA_WILAYAH)
    person, right = await _held(call)
    nama = role_name(call.survey, right.peran, right.cakupan)

    async def write(tx: Transaction) -> None:
        if right.peran == "admin":
            admins = [one for other in await tx.staff.all() for one in other.hak if one.peran == "admin"]
            if [one.id for one in admins] == [right.id]:
                raise Refused(_SATU_ADMIN)
        await tx.staff.revoke([right.id], call.now)

    left = replace(person, hak=tuple(one for one in person.hak if one.id != right.id))
    told = say(f"Hak Anda sebagai {nama} telah dicabut oleh admin.", menu=menu_of(left))
    return Reply(
        (say(f"Hak {_named(call, person, right)} sudah dicabut.", fresh=False),),
        writes=(write,),
        audit=(Entry("cabut", nama, {"staf": person.id}),),
        pushes=(Push(person.channel, person.address, told, f"cabut:{right.id}"),),
    )


async def _held(call: Call) -> tuple[StafRow, HakRow]:
    for person in await call.tx.staff.all():
        for right in person.hak:
            if str(right.id) == call.args:
                return person, right
    raise Refused(_SUDAH)


def _named(call: Call, person: StafRow, right: HakRow) -> str:
    nama = role_name(call.survey, right.peran, right.cakupan)
    since = tanggal(local_day(person.dibuat_pada, call.who.zona_waktu))
    return f"{nama} ({person.channel}, sejak {since})"


# The audit log


async def _audit(call: Call) -> Reply:
    return await _log(call, None, fresh=True)


async def _earlier(call: Call) -> Reply:
    call.require("audit", SEMUA_WILAYAH)
    return await _log(call, number(call.args), fresh=False)


async def _log(call: Call, before: int | None, *, fresh: bool) -> Reply:
    rows = await call.tx.staff.audit(PER_HALAMAN + 1, before)
    shown: list[str] = []
    for line in (_line(call, row) for row in rows[:PER_HALAMAN]):
        if shown and sum(map(len, (*shown, line))) > HURUF_PALING:
            break
        shown.append(line)
    last = rows[len(shown) - 1].id if len(rows) > len(shown) else None
    more = [(button("Sebelumnya", "aud", last, peran="navigasi"),)] if last is not None else []
    text = "\n\n".join(shown) or "Belum ada catatan."
    return Reply((say(text, *more, heading="Catatan audit", fresh=fresh),))


def _line(call: Call, row: AuditRow) -> str:
    details = ", ".join(f"{key} {value}" for key, value in row.rincian.items())
    what = " – ".join(part for part in (row.tindakan, row.sasaran, details) if part)
    return f"{call.moment(row.pada)}, {row.nama} ({row.channel})\n{what}"


COMMANDS: Final[Mapping[str, Handler]] = {"cabut": _cabut, "audit": _audit}
BUTTONS: Final[Mapping[str, Handler]] = {"cah": _page, "cab": _confirm, "cay": _revoke, "aud": _earlier}
ANSWERS: Final[Mapping[str, Handler]] = {}
