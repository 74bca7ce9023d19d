"""Reporting what became of a follow-up plan: done or not, how, evidence, what stood in the way.

Nothing is kept until the last question is answered; then all of it is, in place of what was reported before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.engine.tanggal import angka
from bot.staff.frame import Call, Dialog, Entry, Handler, Refused, Reply, ask, button, cancel, say
from bot.staff.rtl.evidence import check_evidence
from bot.staff.rtl.pages import LAPOR, nama_unsur, plan_of, plan_page
from scoring.model import UnitLayanan
from storage.files import FileRow, file_row
from storage.plans import RtlRow
from storage.store import Transaction

URAIAN: Final = (3, 1000)
HAMBATAN_PALING: Final = 500
MENUNGGU: Final = timedelta(days=1)
"""For so long evidence is kept whose report is not finished."""
DIGANTI: Final = timedelta(days=90)
"""For so long evidence is kept that other evidence took the place of: messages still show it."""

_SUDAH, _URAIAN, _BUKTI, _HAMBATAN, _LEWATI = "rty", "rtd", "rtb", "rth", "rtk"
_TIDAK_ADA: Final = frozenset(("-", "tidak ada", "tidak ada hambatan", "nihil", "tanpa hambatan"))

_BERAKHIR: Final = "Isian laporan ini sudah berakhir. Silakan mulai lagi dengan /rtl."
_TANYA_SUDAH: Final = "Ceritakan dengan singkat apa yang sudah dilaksanakan."
_TANYA_BELUM: Final = "Ceritakan dengan singkat sampai mana pelaksanaannya."
_TANYA_BUKTI: Final = "Kirim satu foto atau PDF sebagai bukti, paling besar 5 MB, tanpa data pribadi warga."
_TANYA_HAMBATAN: Final = "Apa hambatannya? Jika tidak ada, tulis: tidak ada."
_TETAP: Final = "Jika dilewati, yang sudah tersimpan tetap dipakai."


async def _asked(call: Call) -> Reply:
    unit, row = await plan_of(call, call.args, "rtl.tulis")
    nama = nama_unsur(call.survey.instrumen, row.unsur)
    text = f"{nama}: {row.program}\n\nApakah sudah dilaksanakan?"
    rows = ((button("Sudah", _SUDAH, row.id, 1), button("Belum", _SUDAH, row.id, 0)), (cancel(),))
    return Reply((say(text, *rows, heading=_heading(unit)),))


async def _done_or_not(call: Call) -> Reply:
    id_, sudah = (*call.parts, "")[:2]
    unit, row = await plan_of(call, id_, "rtl.tulis")
    question = _TANYA_SUDAH if sudah == "1" else _TANYA_BELUM
    data = {"id": f"{row.id}", "sudah": "1" if sudah == "1" else "0"}
    return Reply((ask(question, heading=_heading(unit)),), dialog=Dialog(_URAIAN, data))


async def _described(call: Call) -> Reply:
    unit, row, data = await _draft(call, _URAIAN)
    uraian, (fewest, most) = call.args.strip(), URAIAN
    if not fewest <= len(uraian) <= most:
        question = _TANYA_SUDAH if data["sudah"] == "1" else _TANYA_BELUM
        page = ask(f"{question} Panjangnya {fewest} sampai {angka(most)} huruf.", heading=_heading(unit))
        return Reply((page,), dialog=call.dialog)
    return _ask_evidence(unit, row, {**data, "uraian": uraian})


async def _shown(call: Call) -> Reply:
    unit, row, data = await _draft(call, _BUKTI)
    if call.received is None:
        return _ask_evidence(unit, row, data, "Kirim sebagai foto atau berkas PDF, atau tekan Lewati.")
    try:
        kept = check_evidence(call.received.isi)
    except Refused as refusal:
        return _ask_evidence(unit, row, data, str(refusal))
    # Named by us: a sender's name for a file often holds a person's.
    until = int((call.now + MENUNGGU).timestamp() * 1000)
    file = file_row(f"bukti-rtl-{row.id}.{kept.akhiran}", kept.mime, isi=kept.isi, kept_until=until)

    async def write(tx: Transaction) -> None:
        await tx.files.put([file])

    asked = _ask_hambatan(unit, row, {**data, "bukti": file.id}, "Bukti diterima.")
    return replace(asked, writes=(write,))


async def _hindered(call: Call) -> Reply:
    unit, row, data = await _draft(call, _HAMBATAN)
    hambatan = call.args.strip()
    if call.received is not None or not 1 <= len(hambatan) <= HAMBATAN_PALING:
        return _ask_hambatan(unit, row, data, f"Tulis dengan kata-kata, paling panjang {HAMBATAN_PALING} huruf.")
    nothing = hambatan.casefold().rstrip(".") in _TIDAK_ADA
    return await _finished(call, unit, replace(row, hambatan="" if nothing else hambatan), data)


async def _skipped(call: Call) -> Reply:
    """Leaves evidence or hambatan as reported before."""
    unit, row, data = await _draft(call, call.args if call.args in {_BUKTI, _HAMBATAN} else "")
    if call.args == _BUKTI:
        return _ask_hambatan(unit, row, data)
    return await _finished(call, unit, row, data)


async def _finished(call: Call, unit: UnitLayanan, row: RtlRow, data: Mapping[str, str]) -> Reply:
    file = await _file(call, data.get("bukti"))
    reported = replace(
        row,
        sudah=data["sudah"] == "1",
        uraian=data["uraian"],
        bukti=file.id if file else row.bukti,
        dilaporkan_pada=call.now,
    )

    async def write(tx: Transaction) -> None:
        if not await tx.plans.realise(reported):
            raise Refused("Rencana itu baru saja dihapus.")
        if file is not None:
            await tx.files.put([replace(file, kept_until=None)])
            if row.bukti not in {None, file.id}:
                await tx.files.release(str(row.bukti), int((call.now + DIGANTI).timestamp() * 1000))

    rincian = {
        "unsur": nama_unsur(call.survey.instrumen, row.unsur),
        "periode": row.periode,
        "pelaksanaan": "sudah" if reported.sudah else "belum",
        "bukti": "ada" if reported.bukti else "tidak ada",
    }
    tindakan = "rtl.lapor" if row.sudah is None else "rtl.ubah"
    page = plan_page(call, unit, reported, notice="Laporan pelaksanaan disimpan.", fresh=True)
    return Reply((page,), writes=(write,), audit=(Entry(tindakan, unit.nama, rincian),))


async def _file(call: Call, id_: str | None) -> FileRow | None:
    if id_ is None:
        return None
    file = await call.tx.files.get(id_)
    if file is None:
        raise Refused(_BERAKHIR)
    return file


def _ask_evidence(unit: UnitLayanan, row: RtlRow, data: Mapping[str, str], notice: str = "") -> Reply:
    text = f"{_TANYA_BUKTI} {_TETAP}" if row.bukti else _TANYA_BUKTI
    page = ask(text, (button("Lewati", _LEWATI, _BUKTI),), heading=_heading(unit), notice=notice, berkas=True)
    return Reply((page,), dialog=Dialog(_BUKTI, data))


def _ask_hambatan(unit: UnitLayanan, row: RtlRow, data: Mapping[str, str], notice: str = "") -> Reply:
    text = f"{_TANYA_HAMBATAN} {_TETAP}" if row.hambatan else _TANYA_HAMBATAN
    page = ask(text, (button("Lewati", _LEWATI, _HAMBATAN),), heading=_heading(unit), notice=notice)
    return Reply((page,), dialog=Dialog(_HAMBATAN, data))


async def _draft(call: Call, verb: str) -> tuple[UnitLayanan, RtlRow, Mapping[str, str]]:
    """The plan and what has been said so far. Raises Refused where something else is being asked by now, the plan is
    gone or the right is."""
    if not verb or call.dialog.verb != verb:
        raise Refused(_BERAKHIR)
    unit, row = await plan_of(call, call.dialog.data["id"], "rtl.tulis")
    return unit, row, call.dialog.data


def _heading(unit: UnitLayanan) -> str:
    return f"Laporan pelaksanaan {unit.nama}"


BUTTONS: Final[Mapping[str, Handler]] = {LAPOR: _asked, _SUDAH: _done_or_not, _LEWATI: _skipped}
ANSWERS: Final[Mapping[str, Handler]] = {
    _URAIAN: _described,
    _BUKTI: _shown,
    _HAMBATAN: _hindered,
}
