"""One text of a unit's inbox: read whole, and sorted by hand where the rules were wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.engine.messages import Choice
from bot.staff.frame import Call, Entry, Handler, Page, Refused, Reply, button, number, say
from bot.staff.saran.inbox import (
    GONE,
    SIFAT,
    Folded,
    Inbox,
    find_folded,
    may,
    nama_unsur,
    read_inbox,
    tanda_of,
    unsur_keys,
)
from storage.store import Transaction
from storage.voices import SARAN, SaranRow

HURUF_PALING: Final = 3000
"""Letters of one text on its page: the rest of the message is the page's own."""


async def _text(call: Call) -> Reply:
    kode, tanda, saring, page = (*call.parts, "", "", "")[:4]
    inbox = await read_inbox(call, kode)
    one = await find_folded(call, inbox, tanda)
    return Reply((_shown(call, inbox, one, saring, page),), audit=(inbox.read([one.shown]),))


def _shown(call: Call, inbox: Inbox, one: Folded, saring: str = "", page: str = "0", notice: str = "") -> Page:
    row, tanda = one.shown, tanda_of(call, one.shown)
    unit, survey = inbox.unit, call.survey
    teks = row.teks if len(row.teks) <= HURUF_PALING else row.teks[: HURUF_PALING - 1] + "…"
    lines = [f"“{teks}”", ""]
    if row.bagian != SARAN:
        lines.append(f"Ditulis sebagai alasan nilai rendah untuk {nama_unsur(survey, row.bagian)}.")
    by_hand = " (diubah petugas)" if row.dikoreksi_oleh is not None else ""
    lines.append(f"Kelompok: {nama_unsur(survey, row.unsur)}, {SIFAT.get(row.sifat, row.sifat).lower()}{by_hand}.")
    if one.people > 1:
        lines.append(f"{one.people} orang menulis serupa.")
    answerable = next((other for other in (row, *one.members) if inbox.open(other)), None)
    if row.jawaban is not None:
        lines += ["", f"Sudah dibalas: “{row.jawaban}”"]
    elif answerable is None:
        lines.append("Tidak dapat dibalas: penulisnya tidak memberi izin, atau waktunya sudah lewat.")
    choices = []
    if answerable is not None and may(call, "saran.jawab", unit):
        choices.append((button("Balas", "saj", unit.kode, tanda_of(call, answerable), peran="utama"),))
    if may(call, "saran.koreksi", unit):
        choices.append((button("Ubah kelompok", "sau", unit.kode, tanda),))
    back = button("Kembali ke daftar", "sal", unit.kode, saring, number(page) or 0, peran="navigasi")
    heading = f"Saran untuk {unit.nama}"
    return say("\n".join(lines), *choices, (back,), heading=heading, notice=notice, fresh=False)


# Sorting by hand: about what, then of what kind


async def _about(call: Call) -> Reply:
    inbox, one = await _correctable(call)
    keys = unsur_keys(call.survey)
    rows = [
        (button(_marked(nama_unsur(call.survey, key), key == one.shown.unsur), "sas", *_head(call, inbox, one), n),)
        for n, key in (*list(enumerate(keys))[1:], (0, None))
    ]
    return Reply(
        (say("Tulisan ini tentang apa?", *rows, _back(call, inbox, one), heading="Ubah kelompok", fresh=False),)
    )


async def _kind(call: Call) -> Reply:
    inbox, one = await _correctable(call)
    about = number((*call.parts, "", "")[2])
    rows = [
        (button(_marked(nama, key == one.shown.sifat), "sak", *_head(call, inbox, one), about, n),)
        for n, (key, nama) in enumerate(SIFAT.items())
    ]
    return Reply((say("Apa sifatnya?", *rows, _back(call, inbox, one), heading="Ubah kelompok", fresh=False),))


async def _corrected(call: Call) -> Reply:
    inbox, one = await _correctable(call)
    about, kind = (number(part) for part in (*call.parts, "", "")[2:4])
    keys = unsur_keys(call.survey)
    if about is None or kind is None or about >= len(keys) or kind >= len(SIFAT):
        raise Refused(GONE)
    unsur, sifat = keys[about], list(SIFAT)[kind]

    async def write(tx: Transaction) -> None:
        which = [(row.respons, row.bagian) for row in one.members]
        await tx.voices.correct(which, unsur, sifat, call.who.id)

    def now(row: SaranRow) -> SaranRow:
        return replace(row, unsur=unsur, sifat=sifat, dikoreksi_oleh=call.who.id)

    after = Folded(now(one.shown), tuple(now(row) for row in one.members))
    rincian = {"unsur": unsur or "-", "sifat": sifat, "tulisan": len(one.members)}
    return Reply(
        (_shown(call, inbox, after, notice="Kelompoknya sudah diubah dan akan tetap begitu."),),
        writes=(write,),
        audit=(Entry("saran.koreksi", inbox.unit.nama[:120], rincian), inbox.read([one.shown])),
    )


async def _correctable(call: Call) -> tuple[Inbox, Folded]:
    kode, tanda = (*call.parts, "")[:2]
    inbox = await read_inbox(call, kode, "saran.koreksi")
    return inbox, await find_folded(call, inbox, tanda)


def _head(call: Call, inbox: Inbox, one: Folded) -> tuple[str, str]:
    return inbox.unit.kode, tanda_of(call, one.shown)


def _back(call: Call, inbox: Inbox, one: Folded) -> tuple[Choice]:
    return (button("Tidak jadi", "sad", *_head(call, inbox, one), peran="navigasi"),)


def _marked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


COMMANDS: Final[Mapping[str, Handler]] = {}
BUTTONS: Final[Mapping[str, Handler]] = {"sad": _text, "sau": _about, "sas": _kind, "sak": _corrected}
ANSWERS: Final[Mapping[str, Handler]] = {}
