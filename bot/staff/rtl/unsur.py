"""Which unsur to plan for: the lowest of a periode, and what they were worth then."""

from __future__ import annotations

from typing import Final

from bot.engine.tanggal import angka, capital
from bot.reports.berlaku import read_counts
from bot.reports.ukuran import MINIMAL_RINCI
from bot.staff.frame import Call, Page, Refused, Reply, button, say
from bot.staff.rtl.pages import (
    CALON,
    list_button,
    nilai_text,
    periode_from,
    rtl_button,
    running_periode,
    unit_of,
)
from scoring.ikm import HasilIkm, compute_ikm
from scoring.model import Rekap, UnitLayanan
from scoring.pembulatan import round_half_up
from scoring.periode import Periode, periode_of
from scoring.rtl import urut_prioritas
from scoring.tren import below_mean

TERENDAH: Final = 3
"""Unsur that get a plan after each periode."""

_LAMPAU: Final = "Rencana baru dibuat untuk periode yang berjalan atau yang baru selesai."


async def candidates(call: Call) -> Reply:
    """The button of a list: unit, periode, and "1" for more than the lowest."""
    kode, periode, more = (*call.parts, "", "")[:3]
    unit = unit_of(call, kode, "rtl.tulis")
    chosen = openable(call, unit, periode_from(periode))
    return Reply((await choice_page(call, unit, chosen, more == "1", fresh=False),))


async def choice_page(call: Call, unit: UnitLayanan, periode: Periode, more: bool, *, fresh: bool) -> Page:
    """The lowest unsur, each with a button; with `more` also the others below the unit's mean."""
    hasil = await hasil_of(call, unit, periode)
    back = (list_button("Daftar rencana", unit.kode, periode.kode),)
    nama = capital(periode.nama)
    if hasil.n < MINIMAL_RINCI:
        text = f"{nama} baru memiliki {hasil.n} jawaban. Nilai per unsur dirinci mulai dari {MINIMAL_RINCI} jawaban."
        return say(text, back, heading=heading_of(unit), fresh=fresh)
    below, order = below_mean(hasil), urut_prioritas(hasil)
    shown = [one for n, one in enumerate(order) if n < TERENDAH or (more and one in below)]
    planned = {row.unsur for row in await call.tx.plans.of(unit.kode, periode.kode)}
    lines, rows = [], []
    for n, one in enumerate(shown, start=1):
        has = ", sudah ada rencana" if one.unsur.key in planned else ""
        lines.append(f"{n}. {one.unsur.nama}: {nilai_text(nilai_of(hasil, one.unsur.key))}{has}")
        rows.append((rtl_button(unit.kode, one.unsur.key, periode.kode, f"Buat rencana: {one.unsur.nama}"),))
    if not more and any(one in below for one in order[TERENDAH:]):
        rows.append((button("Unsur lain di bawah rata-rata", CALON, unit.kode, periode.kode, 1, peran="navigasi"),))
    note = " (sementara)" if periode == running_periode(call, unit) else ""
    text = f"Unsur terendah {periode.nama}{note}, dari {angka(hasil.n)} jawaban:\n\n" + "\n".join(lines)
    return say(text, *rows, back, heading=heading_of(unit), fresh=fresh)


def openable(call: Call, unit: UnitLayanan, periode: Periode) -> Periode:
    """The periode of the installation's kind that holds it. Raises Refused unless it runs or was the last."""
    running = running_periode(call, unit)
    chosen = periode if periode.jenis == running.jenis else periode_of(periode.mulai, running.jenis)
    if chosen not in (running, running.sebelumnya()):
        raise Refused(_LAMPAU)
    return chosen


async def hasil_of(call: Call, unit: UnitLayanan, periode: Periode) -> HasilIkm:
    instrumen, rekap = await read_counts(call.tx, call.survey, periode, [unit.kode])
    return compute_ikm(rekap.get(unit.kode, Rekap()), instrumen)


def nilai_of(hasil: HasilIkm, key: str) -> str:
    """The printed nrr of an unsur, with a point; empty where the answers are too few to be broken down."""
    nrr = next((one.nrr for one in hasil.unsur if one.unsur.key == key), None)
    return "" if nrr is None or hasil.n < MINIMAL_RINCI else str(round_half_up(nrr))


def heading_of(unit: UnitLayanan) -> str:
    return f"Rencana baru {unit.nama}"
