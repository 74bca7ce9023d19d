"""The work of `ikm score`: index, letter and unsur of a unit, a group or all."""

from __future__ import annotations

from typing import Any

from bot.cli.frame import WRONG_CALL, fail, find_group, find_periode, find_unit, reading
from bot.engine.survey import Direktori, Survey
from bot.engine.tanggal import angka
from bot.reports.berlaku import read_counts
from bot.reports.skor import aggregate_score, unit_score
from bot.settings import Settings
from scoring.errors import ScoringError
from scoring.instrumen import parse_bobot, shipped_instrumen
from scoring.model import Rekap


async def compute(
    read: Settings, periode_kode: str, unit_kode: str, kelompok_kode: str, bobot_teks: str
) -> dict[str, Any]:
    """The score of that unit, else of that group, else of all units, by what holds in the periode: its instrumen and,
    unless another is given, its bobot. Of a closed periode it is the one that was kept."""
    survey = Survey(shipped_instrumen(read.instrumen), Direktori.of((), ()), read.aturan())
    periode = find_periode(periode_kode)
    async with reading(read) as tx:
        known = await tx.directory.units()
        unit = find_unit(known, unit_kode) if unit_kode else None
        group = find_group(await tx.directory.kelompok(), kelompok_kode) if kelompok_kode else None
        instrumen, rekaps = await read_counts(tx, survey, periode, [unit.kode] if unit else None)
    try:
        bobot = parse_bobot(bobot_teks, len(instrumen.unsur)) if bobot_teks else instrumen.bobot
    except ScoringError as error:
        fail(str(error), WRONG_CALL)
    if unit is not None:
        return unit_score(unit, periode, instrumen, bobot, rekaps.get(unit.kode, Rekap()))
    chosen = [u for u in known if group is None or u.kelompok == group.kode]
    label = {"kelompok": group.kode, "nama": group.nama} if group else {"kelompok": None, "nama": "Semua unit"}
    return aggregate_score(label, chosen, periode, instrumen, bobot, rekaps)


def text_of(data: dict[str, Any]) -> str:
    name = data["unit"] if isinstance(data["unit"], str) else data["nama"]
    head = f"{name}, {data['periode']}, bobot {data['bobot']}"
    if "gabungan" not in data:
        return f"{head}\n{_line('IKM', data)}\n" + "\n".join(
            f"  {u['kode']}  {_number(u['nrr']):>5}  {_number(u['nik']):>6}  {u['mutu'] or '-'}  {u['key']}"
            for u in data["unsur"]
        )
    lines = [head, _line("gabungan responden", data["gabungan"]), _line("rata-rata unit", data["rata_rata_unit"])]
    ranked = sorted(data["unit"], key=lambda u: (-float(u["ikm"]), u["nama"]))
    lines += [f"  {_number(u['ikm']):>6}  {u['mutu']}  n={u['n']:<6} {u['nama']}" for u in ranked]
    if data["tanpa_responden"]:
        lines.append(f"without respondents: {len(data['tanpa_responden'])}")
    return "\n".join(lines)


def _line(label: str, data: dict[str, Any]) -> str:
    count = f"n={angka(data['n'])}" if "n" in data else f"units: {data['n_unit']}"
    return f"{label}: {_number(data['ikm'])} ({data['mutu'] or '-'}, {data['kinerja'] or '-'}), {count}"


def _number(text: str | None) -> str:
    return "-" if text is None else text.replace(".", ",")
