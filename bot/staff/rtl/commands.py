"""Follow-up plans (RTL): whose, which periode, one plan, its evidence, its removal. What is asked one by one
is in opening and realisation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.reports.sebutan import find_periode
from bot.staff.frame import (
    Call,
    Dialog,
    Enclosure,
    Entry,
    Handler,
    Page,
    Refused,
    Reply,
    ask,
    button,
    cancel,
    number,
    say,
)
from bot.staff.rtl import opening, realisation
from bot.staff.rtl.pages import (
    BUKTI,
    DAFTAR,
    HAPUS,
    RENCANA,
    list_button,
    list_page,
    nama_unsur,
    periode_from,
    plan_of,
    plan_page,
    unit_of,
)
from bot.staff.seen import named, visible
from scoring.periode import Periode, parse_periode, periode_of
from storage.store import Transaction

PILIHAN_PALING: Final = 8
"""Units offered as buttons; of more, the name is asked for."""

_JUDUL: Final = "Rencana tindak lanjut"
_BELUM_DITEMUKAN: Final = "Unit itu belum kami temukan. Coba tulis namanya dengan cara lain."
_SUDAH_DILAPORKAN: Final = "Rencana ini tidak dapat dihapus karena pelaksanaannya sudah dilaporkan."
_HILANG: Final = "Bukti itu sudah tidak tersimpan."


async def _rtl(call: Call) -> Reply:
    return await _typed(call, None)


async def _which(call: Call) -> Reply:
    kode = call.dialog.data.get("periode", "")
    return await _typed(call, periode_from(kode) if kode else None)


async def _typed(call: Call, periode: Periode | None) -> Reply:
    """A unit, a periode, both or neither, as people write them; `periode` where none is written."""
    teks = call.args.strip()
    if call.survey.direktori.find(teks) is not None:
        return await _chosen(call, teks, periode)
    sebutan = find_periode(teks, call.today, call.survey.aturan.jenis_periode)
    if sebutan.masalah:
        raise Refused(sebutan.masalah)
    return await _chosen(call, sebutan.sisa, _official(call, sebutan.periode) or periode)


async def _chosen(call: Call, nama: str, periode: Periode | None) -> Reply:
    units = named(call, "rtl", nama) if nama else visible(call, "rtl")
    dialog = Dialog(DAFTAR, {"periode": periode.kode if periode else ""})
    if len(units) == 1:
        return Reply((await list_page(call, units[0], periode, fresh=True),))
    if not units and nama:
        return Reply((ask(_BELUM_DITEMUKAN, heading=_JUDUL),), dialog=dialog)
    if len(units) > PILIHAN_PALING:
        text = "Untuk unit mana? Tulis nama unitnya, misalnya: Kelurahan Pakunden."
        return Reply((ask(text, heading=_JUDUL),), dialog=dialog)
    kode = periode.kode if periode else ""
    rows = [(list_button(unit.nama, unit.kode, kode),) for unit in units]
    return Reply((say("Untuk unit mana?", *rows, (cancel(),), heading=_JUDUL),), dialog=dialog)


def _official(call: Call, periode: Periode | None) -> Periode | None:
    """The periode of the installation's kind that a shorter or longer one ends in."""
    jenis = call.survey.aturan.jenis_periode
    if periode is None or periode.jenis == jenis:
        return periode
    return periode_of(min(periode.selesai - timedelta(days=1), call.today), jenis)


async def _list(call: Call) -> Reply:
    kode, periode, page = (*call.parts, "", "")[:3]
    unit = unit_of(call, kode, "rtl")
    chosen = periode_from(periode) if periode else None
    return Reply((await list_page(call, unit, chosen, number(page) or 0),))


async def _plan(call: Call) -> Reply:
    id_, *fresh = call.parts
    unit, row = await plan_of(call, id_, "rtl")
    return Reply((plan_page(call, unit, row, fresh=bool(fresh)),))


async def _evidence(call: Call) -> Reply:
    unit, row = await plan_of(call, call.args, "rtl")
    kept = await call.tx.files.get(row.bukti) if row.bukti else None
    if kept is None or kept.isi is None:
        raise Refused(_HILANG)
    nama = nama_unsur(call.survey.instrumen, row.unsur)
    shown = Enclosure(kept.nama, kept.mime, f"Bukti pelaksanaan rencana {nama}, {unit.nama}", kept.isi, kept=True)
    back = plan_page(call, unit, row).screen.choices[-1]
    page = say(f"Bukti pelaksanaan rencana {row.prioritas}: {nama}.", back, heading=unit.nama)
    return Reply((Page(page.screen, (shown,)),), audit=(Entry("rtl.bukti", unit.nama, {"rencana": nama}),))


async def _remove(call: Call) -> Reply:
    id_, *sure = call.parts
    unit, row = await plan_of(call, id_, "rtl.tulis")
    if row.sudah is not None:
        raise Refused(_SUDAH_DILAPORKAN)
    nama = nama_unsur(call.survey.instrumen, row.unsur)
    if not sure:
        text = f"Hapus rencana untuk {nama}? Isinya tidak dapat dikembalikan."
        rows = ((button("Ya, hapus", HAPUS, row.id, "ya", peran="utama"),), (cancel("Jangan"),))
        return Reply((say(text, *rows, heading=unit.nama, fresh=False),))

    async def write(tx: Transaction) -> None:
        if not await tx.plans.drop(row.id):
            raise Refused(_SUDAH_DILAPORKAN)

    left = [one for one in await call.tx.plans.of(unit.kode) if one.id != row.id]
    page = await list_page(call, unit, parse_periode(row.periode), rows=left, notice="Rencana dihapus.")
    rincian = {"unsur": nama, "periode": row.periode, "program": row.program}
    return Reply((page,), writes=(write,), audit=(Entry("rtl.hapus", unit.nama, rincian),))


COMMANDS: Final[Mapping[str, Handler]] = {"rtl": _rtl}
BUTTONS: Final[Mapping[str, Handler]] = {
    DAFTAR: _list,
    RENCANA: _plan,
    BUKTI: _evidence,
    HAPUS: _remove,
    **opening.BUTTONS,
    **realisation.BUTTONS,
}
ANSWERS: Final[Mapping[str, Handler]] = {DAFTAR: _which, **opening.ANSWERS, **realisation.ANSWERS}
