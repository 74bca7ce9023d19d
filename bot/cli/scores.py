"""`ikm score`: index, letter and unsur of a unit, a group or all."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.app import instrumen_of
from bot.cli.frame import WRONG_CALL, Json, fail, run, settings, show
from bot.engine.tanggal import angka
from bot.reports.skor import aggregate_score, unit_score
from bot.settings import Settings
from scoring.errors import ScoringError
from scoring.instrumen import parse_bobot
from scoring.model import Rekap
from scoring.periode import parse_periode
from storage.connect import open_store


def score(
    periode: Annotated[str, typer.Option(help="2024, 2024-S2, 2024-T3, 2024-07 or 2024-W27.")],
    unit: Annotated[str, typer.Option(help="A unit's code.")] = "",
    group: Annotated[str, typer.Option(help="A group's code.")] = "",
    every: Annotated[bool, typer.Option("--all", help="All units.")] = False,
    bobot: Annotated[str, typer.Option(help="Weight convention: 1/9 (exact) or a rounding such as 0.111.")] = "",
    as_json: Json = False,
) -> None:
    """Score one unit, or a group or all units in both forms (pooled, and mean of units).

    Example: ikm score --unit kel-bandar-kidul --periode 2026-S2 --json
    """
    if sum((bool(unit), bool(group), every)) != 1:
        fail("name one of --unit CODE, --group CODE and --all", WRONG_CALL)
    data = run(_score(settings(), periode, unit, group, bobot))
    show(data, _text(data), as_json=as_json)


async def _score(read: Settings, periode_kode: str, unit_kode: str, group: str, bobot_teks: str) -> dict[str, Any]:
    instrumen = instrumen_of(read)
    try:
        periode = parse_periode(periode_kode)
        bobot = parse_bobot(bobot_teks, len(instrumen.unsur)) if bobot_teks else instrumen.bobot
    except ScoringError as error:
        fail(str(error), WRONG_CALL)
    store = await open_store(read.database_url)
    try:
        async with store.reading() as tx:
            groups = {g.kode: g for g in await tx.directory.kelompok()}
            known = await tx.directory.units()
            if group and group not in groups:
                fail(f"there is no group '{group}'; there are {', '.join(sorted(groups))}", WRONG_CALL)
            chosen = [
                u
                for u in known
                if (u.kode.casefold() == unit_kode.casefold() if unit_kode else not group or u.kelompok == group)
            ]
            if unit_kode and not chosen:
                fail(f"there is no unit '{unit_kode}'; `ikm units list` shows them", WRONG_CALL)
            codes = [u.kode for u in chosen]
            rekaps = await tx.facts.rekap(instrumen.id, periode.mulai, periode.selesai, codes)
    finally:
        await store.close()
    if unit_kode:
        return unit_score(chosen[0], periode, instrumen, bobot, rekaps.get(chosen[0].kode, Rekap()))
    label = {"kelompok": group, "nama": groups[group].nama} if group else {"kelompok": None, "nama": "Semua unit"}
    return aggregate_score(label, chosen, periode, instrumen, bobot, rekaps)


def _text(data: dict[str, Any]) -> str:
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
    count = f"n={angka(data['n'])}" if "n" in data else f"{data['n_unit']} units"
    return f"{label}: {_number(data['ikm'])} ({data['mutu'] or '-'}, {data['kinerja'] or '-'}), {count}"


def _number(text: str | None) -> str:
    return "-" if text is None else text.replace(".", ",")
