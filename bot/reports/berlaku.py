"""What holds in a periode, and its counts: those that were kept where it is closed, else those of the counters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.engine.survey import Survey
from bot.reports.sasaran import Sasaran
from bot.reports.simpanan import Simpanan, add_simpanan, count_kelas, read_simpanan
from scoring.instrumen import Instrumen
from scoring.ketentuan import Ketentuan
from scoring.model import Rekap, UnitLayanan
from scoring.naskah import read_naskah
from scoring.periode import JenisPeriode, Periode, periode_of
from storage.store import Transaction


@dataclass(frozen=True, slots=True)
class Berlaku:
    """`instrumen` as it holds in `periode`, with its bobot, bands, order and classes of age. `ditutup`: its figures
    are final, and kept. `ketentuan` is None where nothing was agreed."""

    periode: Periode
    instrumen: Instrumen
    ditutup: bool
    ketentuan: Ketentuan | None = None


async def read_berlaku(tx: Transaction, survey: Survey, daftar: Sequence[Periode]) -> list[Berlaku]:
    """Of each periode. Raises InstrumenError where what was agreed does not fit this program's instrumen."""
    own = [_resmi(one, survey.aturan.jenis_periode) for one in daftar]
    rows = await tx.periods.some({kode for one, resmi in zip(daftar, own, strict=True) for kode in (one.kode, resmi)})
    found = []
    for one, resmi in zip(daftar, own, strict=True):
        row = rows.get(one.kode) or rows.get(resmi)
        if row is None:
            instrumen = (survey.lazim or survey).instrumen
        elif row.instrumen_isi is not None:
            instrumen = read_naskah(row.instrumen_isi)
        else:
            instrumen = row.ketentuan.terapkan()
        ditutup = row is not None and row.ditutup and row.kode == one.kode
        found.append(Berlaku(one, instrumen, ditutup, row.ketentuan if row else None))
    return found


def ketentuan_of(survey: Survey, berlaku: Berlaku) -> Ketentuan:
    """What holds in a periode, from which another agreement starts."""
    lazim = survey.lazim or survey
    return berlaku.ketentuan or Ketentuan(lazim.instrumen.id, harapan=lazim.aturan.harapan)


def _resmi(periode: Periode, jenis: JenisPeriode) -> str:
    """The periode of the installation's kind whose conventions hold: the one that its last day is in."""
    return periode_of(periode.selesai - timedelta(days=1), jenis).kode


async def read_rekaps(
    tx: Transaction, berlaku: Sequence[Berlaku], instrumen: str, units: Collection[str] | None
) -> list[dict[str, Rekap]]:
    """The counts by unit of each periode, units without responses left out. A periode that asks another instrumen
    than `instrumen` has none: its answers are answers to other questions."""
    same = [one for one in berlaku if one.instrumen.id == instrumen]
    spans = [(one.periode.mulai, one.periode.selesai) for one in same if not one.ditutup]
    counted = iter(await tx.facts.rekap_rentang(instrumen, spans, units))
    found = list[dict[str, Rekap]]()
    for one in berlaku:
        if one not in same:
            found.append({})
        elif one.ditutup:
            kept = await tx.periods.results(one.periode.kode, units)
            found.append({kode: read_simpanan(row.isi).rekap for kode, row in kept.items() if row.n})
        else:
            found.append(next(counted))
    return found


async def read_counts(
    tx: Transaction, survey: Survey, periode: Periode, units: Collection[str] | None
) -> tuple[Instrumen, dict[str, Rekap]]:
    """The instrumen that holds in one periode, and the counts by unit."""
    berlaku = await read_berlaku(tx, survey, [periode])
    instrumen = berlaku[0].instrumen
    return instrumen, (await read_rekaps(tx, berlaku, instrumen.id, units))[0]


async def read_anggota(tx: Transaction, sasaran: Sasaran) -> tuple[tuple[UnitLayanan, ...], list[str] | None]:
    """The units that ever belonged to `sasaran`, and their codes as the counts are asked for: None for all units."""
    units = sasaran.units if sasaran.jenis == "unit" else sasaran.members(await tx.directory.units())
    return units, None if sasaran.jenis == "kota" else [unit.kode for unit in units]


async def read_kept_units(tx: Transaction, periode: Periode, units: Sequence[UnitLayanan]) -> tuple[UnitLayanan, ...]:
    """The units as they were when a closed periode was closed: their service users, and whether they were open. One
    that was not there yet was not open."""
    rows = await tx.periods.results(periode.kode, [unit.kode for unit in units])
    kept = {kode: read_simpanan(row.isi) for kode, row in rows.items()}
    return tuple(
        replace(unit, populasi=one.populasi, aktif=one.aktif)
        if (one := kept.get(unit.kode))
        else replace(unit, aktif=False)
        for unit in units
    )


async def read_terinci(tx: Transaction, berlaku: Berlaku, units: Collection[str] | None) -> Simpanan:
    """All counts of these units together, per service and per class too. Of an open periode this reads every
    response, since counters know nothing of people: on request only."""
    periode, instrumen = berlaku.periode, berlaku.instrumen
    if berlaku.ditutup:
        kept = await tx.periods.results(periode.kode, units)
        return add_simpanan(read_simpanan(row.isi) for row in kept.values())
    span = (instrumen.id, periode.mulai, periode.selesai, units)
    harapan = await tx.facts.rekap_harapan(*span)
    layanan = await tx.facts.rekap_layanan(*span)
    kelas = count_kelas([one async for one in tx.facts.profil(*span)], instrumen)
    return Simpanan(sum(layanan.values(), Rekap()), sum(harapan.values(), Rekap()), layanan, kelas)
