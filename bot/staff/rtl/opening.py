"""Opening a follow-up plan: which unsur, what is to be done, in which triwulan, by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from bot.engine.messages import Choice
from bot.reports.ukuran import MINIMAL_RINCI
from bot.staff.frame import Call, Dialog, Entry, Handler, Refused, Reply, ask, button, cancel, number, say
from bot.staff.rtl.pages import (
    BUKA,
    CALON,
    KEY_PALING,
    PER_HALAMAN,
    list_page,
    nama_unsur,
    nilai_text,
    periode_from,
    triwulan_text,
    unit_of,
)
from bot.staff.rtl.unsur import candidates, choice_page, hasil_of, heading_of, nilai_of, openable
from scoring.ikm import HasilIkm
from scoring.model import UnitLayanan, Unsur
from scoring.periode import local_day
from scoring.rtl import TRIWULAN, triwulan_of, urut_prioritas
from storage.plans import RtlRow
from storage.records import new_id
from storage.store import Transaction

PROGRAM: Final = (3, 500)
PENANGGUNG_JAWAB: Final = (3, 200)

_PROGRAM, _WAKTU, _SIAPA, _SIMPAN = "rtp", "rtq", "rtj", "rts"
_LANJUT: Final = "ok"

_BERAKHIR: Final = "Isian rencana ini sudah berakhir. Silakan mulai lagi dengan /rtl."
_TANYA_PROGRAM: Final = (
    "Apa program atau kegiatannya? Tulis satu atau dua kalimat, misalnya: Menambah petugas loket pada jam sibuk."
)
_TANYA_SIAPA: Final = (
    "Siapa penanggung jawabnya? Tulis jabatannya. Jika lebih dari satu, pisahkan dengan koma, misalnya: "
    "Sekretaris Lurah, Kasi Pelayanan."
)
_PILIH: Final = "Pilih paling sedikit satu triwulan."


async def opened(call: Call) -> Reply:
    """The first question of a new plan: `call.args` is what `rtl_button` carries. Raises Refused."""
    kode, key, periode = (*call.parts, "", "")[:3]
    unit = unit_of(call, kode, "rtl.tulis")
    chosen = openable(call, unit, periode_from(periode))
    if not key:
        return Reply((await choice_page(call, unit, chosen, False, fresh=True),))
    hasil = await hasil_of(call, unit, chosen)
    unsur = _known(hasil, key)
    text = f"{unsur.nama}, {nilai_text(nilai_of(hasil, unsur.key))} pada {chosen.nama}.\n\n{_TANYA_PROGRAM}"
    data = {"unit": unit.kode, "periode": chosen.kode, "unsur": unsur.key}
    return Reply((ask(text, heading=heading_of(unit)),), dialog=Dialog(_PROGRAM, data))


# One question after another


async def _program(call: Call) -> Reply:
    unit, data = _draft(call, _PROGRAM)
    program = " ".join(call.args.split())
    if (wrong := _length(program, *PROGRAM)) is not None:
        return Reply((ask(f"{wrong}\n\n{_TANYA_PROGRAM}", heading=heading_of(unit)),), dialog=call.dialog)
    return _when(call, unit, {**data, "program": program, "tahun": f"{_today(call, unit).year}", "tw": ""})


async def _toggled(call: Call) -> Reply:
    unit, data = _draft(call, _WAKTU, _SIAPA, _SIMPAN)  # pressed late, it leads back
    hari, pressed = _today(call, unit), number(call.args)
    if call.args == _LANJUT:
        if not data["tw"]:
            return replace(_when(call, unit, data, fresh=False), toast=_PILIH)
        return Reply((ask(_TANYA_SIAPA, heading=heading_of(unit)),), dialog=Dialog(_SIAPA, data))
    if pressed in (hari.year, hari.year + 1):
        left = [one for one in data["tw"] if int(one) in _offered(pressed, hari)]
        data = {**data, "tahun": f"{pressed}", "tw": "".join(left)}
    elif pressed in _offered(int(data["tahun"]), hari):
        data = {**data, "tw": "".join(sorted({*data["tw"]} ^ {f"{pressed}"}))}
    return _when(call, unit, data, fresh=False)


async def _shown_again(call: Call) -> Reply:
    unit, data = _draft(call, _WAKTU)
    return _when(call, unit, data)


async def _responsible(call: Call) -> Reply:
    unit, data = _draft(call, _SIAPA)
    siapa = " ".join(call.args.split())
    if (wrong := _length(siapa, *PENANGGUNG_JAWAB)) is not None:
        return Reply((ask(f"{wrong}\n\n{_TANYA_SIAPA}", heading=heading_of(unit)),), dialog=call.dialog)
    return _summary(call, unit, {**data, "siapa": siapa})


async def _summary_again(call: Call) -> Reply:
    unit, data = _draft(call, _SIMPAN)
    return _summary(call, unit, data)


async def _saved(call: Call) -> Reply:
    unit, data = _draft(call, _SIMPAN)
    if call.args != _mark(call, data):
        return _summary(call, unit, data)
    periode, key = periode_from(data["periode"]), data["unsur"]
    hasil, rows = await hasil_of(call, unit, periode), await call.tx.plans.of(unit.kode)
    order = [one.unsur.key for one in urut_prioritas(hasil)] if hasil.n >= MINIMAL_RINCI else []
    mine = [row for row in rows if row.periode == periode.kode]
    row = RtlRow(
        new_id(),
        unit.kode,
        periode.kode,
        key,
        order.index(key) + 1 if key in order else len(mine) + 1,
        nilai_of(hasil, key),
        data["program"],
        _triwulan(data),
        int(data["tahun"]),
        data["siapa"],
        call.who.id,
        call.now,
    )

    async def write(tx: Transaction) -> None:
        await tx.plans.add(row)

    everything = sorted([*rows, row], key=lambda one: (one.periode, one.prioritas, one.id))
    place = sorted([*mine, row], key=lambda one: (one.prioritas, one.id)).index(row)
    page = await list_page(call, unit, periode, place // PER_HALAMAN, rows=everything, notice="Rencana disimpan.")
    rincian = {"unsur": nama_unsur(call.survey.instrumen, key), "periode": periode.kode, "program": row.program}
    return Reply((page,), writes=(write,), audit=(Entry("rtl.buat", unit.nama, rincian),))


def _when(call: Call, unit: UnitLayanan, data: Mapping[str, str], *, fresh: bool = True) -> Reply:
    hari, tahun = _today(call, unit), int(data["tahun"])
    quarters = tuple(_ticked(f"TW {TRIWULAN[one - 1]}", one, f"{one}" in data["tw"]) for one in _offered(tahun, hari))
    years = tuple(_ticked(f"{one}", one, one == tahun) for one in (hari.year, hari.year + 1))
    text = "Kapan dikerjakan? Pilih tahunnya dan satu triwulan (TW) atau lebih, lalu tekan Lanjut."
    onward = (button("Lanjut", _WAKTU, _LANJUT, peran="utama"),)
    page = say(text, years, quarters, onward, (cancel(),), heading=heading_of(unit), fresh=fresh)
    return Reply((page,), dialog=Dialog(_WAKTU, data))


def _summary(call: Call, unit: UnitLayanan, data: Mapping[str, str]) -> Reply:
    text = (
        f"Unsur: {nama_unsur(call.survey.instrumen, data['unsur'])}, {periode_from(data['periode']).nama}\n"
        f"Program: {data['program']}\n"
        f"Waktu: {triwulan_text(_triwulan(data), int(data['tahun']))}\n"
        f"Penanggung jawab: {data['siapa']}\n\n"
        "Simpan rencana ini?"
    )
    rows = ((button("Simpan", _SIMPAN, _mark(call, data), peran="utama"),), (cancel(),))
    return Reply((say(text, *rows, heading=heading_of(unit)),), dialog=Dialog(_SIMPAN, data))


# What the questions share


def _draft(call: Call, *verbs: str) -> tuple[UnitLayanan, Mapping[str, str]]:
    """What has been said so far. Raises Refused where something else is being asked by now, or the right is gone."""
    if call.dialog.verb not in verbs:
        raise Refused(_BERAKHIR)
    return unit_of(call, call.dialog.data["unit"], "rtl.tulis"), call.dialog.data


def _mark(call: Call, data: Mapping[str, str]) -> str:
    return call.mark(*(f"{key} {value}" for key, value in sorted(data.items())))


def _known(hasil: HasilIkm, key: str) -> Unsur:
    """The unsur that a button means, of the questionnaire that periode has. Raises Refused."""
    found = next((one.unsur for one in hasil.unsur if one.unsur.key[:KEY_PALING] == key[:KEY_PALING]), None)
    if found is None:
        raise Refused("Unsur itu tidak kami kenal. Silakan mulai lagi dengan /rtl.")
    return found


def _offered(tahun: int, hari: date) -> range:
    """The triwulan of that year that are not over."""
    return range(triwulan_of(hari) if tahun == hari.year else 1, len(TRIWULAN) + 1)


def _triwulan(data: Mapping[str, str]) -> tuple[int, ...]:
    return tuple(int(one) for one in data["tw"])


def _ticked(label: str, value: int, ticked: bool) -> Choice:
    return button(f"✓ {label}" if ticked else label, _WAKTU, value)


def _today(call: Call, unit: UnitLayanan) -> date:
    return local_day(call.now, unit.zona_waktu)


def _length(teks: str, fewest: int, most: int) -> str | None:
    """What is wrong with the length of a text, as a sentence."""
    if len(teks) < fewest:
        return "Jawaban Anda terlalu pendek."
    return f"Jawaban Anda terlalu panjang, paling panjang {most} huruf." if len(teks) > most else None


BUTTONS: Final[Mapping[str, Handler]] = {CALON: candidates, BUKA: opened, _WAKTU: _toggled, _SIMPAN: _saved}
ANSWERS: Final[Mapping[str, Handler]] = {
    _PROGRAM: _program,
    _WAKTU: _shown_again,
    _SIAPA: _responsible,
    _SIMPAN: _summary_again,
}
