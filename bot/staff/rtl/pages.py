"""What follow-up plans look like in a chat: the list of a periode, one plan, and the buttons that lead there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from textwrap import shorten
from typing import Final

from bot.engine.messages import Choice
from bot.engine.tanggal import angka, capital, tanggal
from bot.reports.berlaku import read_counts
from bot.staff.browsing import turns
from bot.staff.frame import Call, Page, Refused, button, number, say
from bot.staff.hak import Tindakan, boleh_atas, wilayah_of
from scoring.errors import InstrumenError, PeriodeError
from scoring.instrumen import Instrumen
from scoring.model import UnitLayanan
from scoring.periode import Periode, local_day, parse_periode, periode_of
from scoring.rtl import TRIWULAN, keadaan_of, terlaksana_of
from storage.plans import RtlRow

DAFTAR, BUKA, CALON, RENCANA, LAPOR, HAPUS, BUKTI = "rtl", "rn", "rtc", "rtv", "rtr", "rtz", "rte"
"""Verbs of buttons: a list, a new plan, the unsur to choose from, one plan, its realisation, removal, evidence."""
PER_HALAMAN: Final = 3
KEY_PALING: Final = 11
"""Letters of an unsur's key in a button, beside a unit's longest code: in no instrumen do two keys begin alike."""
PROGRAM_PALING: Final = 70
"""Letters of a program shown in a list."""

_TIDAK_ADA: Final = "Rencana itu sudah tidak ada. Daftar terbaru: /rtl"
_UNIT: Final = "Unit itu tidak kami kenal, atau sudah ditutup."
_PERIODE: Final = "Periode itu tidak kami kenal. Silakan mulai lagi dengan /rtl."


# Buttons


def rtl_button(kode_unit: str, unsur_key: str, periode_kode: str, label: str = "Buat RTL") -> Choice:
    """Opens a plan for that unsur, or with an empty key the choice of the lowest ones. For a periode of another kind
    than the installation's results, such as a week, it is the one that holds it."""
    return button(label, BUKA, kode_unit, unsur_key[:KEY_PALING], periode_kode.replace("-", ""))


def list_button(label: str, kode_unit: str, periode_kode: str = "", page: int = 0) -> Choice:
    """The list of a unit's plans, of that periode or of the one that matters now."""
    return button(label, DAFTAR, kode_unit, periode_kode, page, peran="navigasi")


def plan_button(label: str, id_: int, *, fresh: bool = False) -> Choice:
    """One plan, in place of the message or as a new one."""
    return button(label, RENCANA, id_, *(["baru"] if fresh else []))


# Where a call acts, and whether it may


def unit_of(call: Call, kode: str, tindakan: Tindakan) -> UnitLayanan:
    """Raises Refused where the person may not do this to that unit, and for a unit that is not open."""
    call.require(tindakan, wilayah_of(call.survey.direktori, kode))
    unit = call.survey.direktori.find(kode)
    if unit is None:
        raise Refused(_UNIT)
    return unit


async def plan_of(call: Call, id_: str, tindakan: Tindakan) -> tuple[UnitLayanan, RtlRow]:
    """A plan that a button or an answer names. Raises Refused as `unit_of`, and where it is gone."""
    known = number(id_)
    row = None if known is None else await call.tx.plans.get(known)
    if row is None:
        raise Refused(_TIDAK_ADA)
    return unit_of(call, row.unit, tindakan), row


def periode_from(teks: str) -> Periode:
    """Of a button, with or without its hyphen. Raises Refused."""
    try:
        return parse_periode(teks if "-" in teks or len(teks) == 4 else f"{teks[:4]}-{teks[4:]}")
    except PeriodeError as error:
        raise Refused(_PERIODE) from error


def running_periode(call: Call, unit: UnitLayanan) -> Periode:
    """The periode of the installation's kind that is running where the unit is."""
    return periode_of(local_day(call.now, unit.zona_waktu), call.survey.aturan.jenis_periode)


# Words


def nama_unsur(instrumen: Instrumen, key: str) -> str:
    """As the instrumen calls it; by its key where it is another instrumen's."""
    try:
        return instrumen.unsur_of(key).nama
    except InstrumenError:
        return capital(key.replace("_", " "))


def nilai_text(nilai: str) -> str:
    """ "nilai 3,12 dari 4", or that it is not known. `nilai` is what a plan keeps."""
    return f"nilai {angka(Decimal(nilai))} dari 4" if nilai else "nilai belum dapat dirinci"


def triwulan_text(triwulan: Sequence[int], tahun: int) -> str:
    """ "TW I, III 2027"."""
    return f"TW {', '.join(TRIWULAN[one - 1] for one in triwulan)} {tahun}"


# Pages


async def list_page(
    call: Call,
    unit: UnitLayanan,
    periode: Periode | None = None,
    page: int = 0,
    *,
    rows: Sequence[RtlRow] | None = None,
    notice: str = "",
    fresh: bool = False,
) -> Page:
    """The plans of one periode with the share done. `rows` are all of the unit's where they are known better than the
    database yet has them."""
    rows = await call.tx.plans.of(unit.kode) if rows is None else rows
    running = running_periode(call, unit)
    chosen = periode or await _periode_now(call, unit, running, rows)
    plans = [row for row in rows if row.periode == chosen.kode]
    last = max(0, (len(plans) - 1) // PER_HALAMAN)
    page = max(0, min(page, last))
    shown = plans[page * PER_HALAMAN : (page + 1) * PER_HALAMAN]
    hari = local_day(call.now, unit.zona_waktu)
    parts = [_summary(chosen, plans, rows, hari), *(_entry(call.survey.instrumen, row, hari) for row in shown)]
    buttons: list[tuple[Choice, ...]] = [
        (plan_button(f"{row.prioritas}. {nama_unsur(call.survey.instrumen, row.unsur)}", row.id),) for row in shown
    ]
    if last:
        buttons.append(tuple(list_button(label, unit.kode, chosen.kode, to) for label, to in turns(page, last)))
    opened = {running, running.sebelumnya()}
    if chosen in opened and boleh_atas(call.who, "rtl.tulis", wilayah_of(call.survey.direktori, unit.kode)):
        buttons.append((button("Buat rencana", CALON, unit.kode, chosen.kode, 0, peran="utama"),))
    around = _around(unit, chosen, {*opened, *(parse_periode(row.periode) for row in rows)})
    return say(
        "\n\n".join(parts),
        *buttons,
        *([around] if around else []),
        heading=f"Rencana tindak lanjut {unit.nama}",
        notice=notice,
        fresh=fresh,
    )


def plan_page(call: Call, unit: UnitLayanan, row: RtlRow, *, notice: str = "", fresh: bool = False) -> Page:
    """Everything of one plan, and what may be done with it."""
    keadaan = keadaan_of(row.sudah, row.tahun, row.triwulan, local_day(call.now, unit.zona_waktu))
    lines = [
        f"{nama_unsur(call.survey.instrumen, row.unsur)}, {nilai_text(row.nilai)} "
        f"pada {parse_periode(row.periode).nama}.",
        f"Program: {row.program}",
        f"Waktu: {triwulan_text(row.triwulan, row.tahun)} ({keadaan})",
        f"Penanggung jawab: {row.penanggung_jawab}",
        "",
        *_realisation(row, unit),
    ]
    rows = []
    if boleh_atas(call.who, "rtl.tulis", wilayah_of(call.survey.direktori, unit.kode)):
        reported = row.sudah is not None
        label = "Ubah laporan pelaksanaan" if reported else "Laporkan pelaksanaan"
        rows.append((button(label, LAPOR, row.id, peran="utama"),))
        if not reported:
            rows.append((button("Hapus rencana", HAPUS, row.id),))
    if row.bukti:
        rows.append((button("Lihat bukti", BUKTI, row.id),))
    rows.append((list_button("Daftar rencana", unit.kode, row.periode),))
    heading = f"Rencana {row.prioritas}, {unit.nama}"
    return say("\n".join(lines), *rows, heading=heading, notice=notice, fresh=fresh)


async def _periode_now(call: Call, unit: UnitLayanan, running: Periode, rows: Sequence[RtlRow]) -> Periode:
    """The latest of the two that can have new plans which has some; else the finished one where it has results."""
    before = running.sebelumnya()
    planned = {row.periode for row in rows}
    for one in (running, before):
        if one.kode in planned:
            return one
    _, counted = await read_counts(call.tx, call.survey, before, [unit.kode])
    return before if counted else running


def _summary(periode: Periode, plans: Sequence[RtlRow], rows: Sequence[RtlRow], hari: date) -> str:
    """The share done, and how many plans of other periode are late."""
    done = terlaksana_of(row.sudah for row in plans)
    text = f"{capital(periode.nama)}: belum ada rencana."
    if done.persen is not None:
        share = f"{done.sudah} dari {done.semua} rencana ({angka(done.persen)}%)"
        text = f"{capital(periode.nama)}: terlaksana {share}."
    others = [row for row in rows if row.periode != periode.kode]
    late = [row for row in others if keadaan_of(row.sudah, row.tahun, row.triwulan, hari) == "terlambat"]
    return f"{text}\nDari periode lain, {len(late)} rencana terlambat." if late else text


def _entry(instrumen: Instrumen, row: RtlRow, hari: date) -> str:
    nilai = f" ({angka(Decimal(row.nilai))})" if row.nilai else ""
    keadaan = keadaan_of(row.sudah, row.tahun, row.triwulan, hari)
    pj = shorten(row.penanggung_jawab, 40, placeholder=" …")
    return (
        f"{row.prioritas}. {nama_unsur(instrumen, row.unsur)}{nilai}: {keadaan}\n"
        f"{shorten(row.program, PROGRAM_PALING, placeholder=' …')}\n"
        f"{triwulan_text(row.triwulan, row.tahun)}, {pj}"
    )


def _realisation(row: RtlRow, unit: UnitLayanan) -> list[str]:
    if row.sudah is None or row.dilaporkan_pada is None:
        return ["Pelaksanaan belum dilaporkan."]
    pada = tanggal(local_day(row.dilaporkan_pada, unit.zona_waktu))
    lines = [f"{'Sudah' if row.sudah else 'Belum'} dilaksanakan, dilaporkan {pada}.", row.uraian]
    return [*lines, f"Hambatan: {row.hambatan}"] if row.hambatan else lines


def _around(unit: UnitLayanan, chosen: Periode, known: set[Periode]) -> tuple[Choice, ...]:
    earlier = max((one for one in known if one.mulai < chosen.mulai), key=lambda one: one.mulai, default=None)
    later = min((one for one in known if one.mulai > chosen.mulai), key=lambda one: one.mulai, default=None)
    return tuple(list_button(capital(one.nama), unit.kode, one.kode) for one in (earlier, later) if one)
