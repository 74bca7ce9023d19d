"""Everything a report says of a unit, a group or the city in one periode, assembled once, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bot.engine.survey import Survey
from bot.reports.berlaku import read_anggota, read_berlaku, read_kept_units, read_rekaps
from bot.reports.sasaran import Sasaran
from bot.reports.ukuran import MINIMAL_RINCI, Keyakinan, Sampel, compare_yakin, keyakinan_of, sampel_of
from scoring.ikm import HasilIkm, HasilUnsur, compute_ikm
from scoring.instrumen import Bobot, Instrumen
from scoring.model import Rekap, UnitLayanan
from scoring.mutu import Mutu
from scoring.peringkat import HasilUnit, Peringkat, RataRataUnit, count_mutu, gabungan, rank_units, rata_rata_unit
from scoring.periode import Periode
from scoring.selisih import SelisihIkm
from scoring.tren import (
    Capaian,
    Perubahan,
    Sorotan,
    Target,
    below_mean,
    compare_target,
    compute_perubahan,
    highlight_unsur,
)
from storage.store import Transaction

TREN_PALING = 6
"""How many periode of one jenis a tren holds."""


@dataclass(frozen=True, slots=True)
class TitikTren:
    """One periode of a tren: `ikm` of the pooled responses, and of a group or the city `rata_rata` of its units.
    Both are None without responses. `instrumen_lain` is the name of the instrumen that was asked where it is another
    than the report's: the periode is not compared with, and has neither responses nor figures here."""

    periode: Periode
    n: int
    ikm: Fraction | None
    mutu: Mutu | None
    rata_rata: Fraction | None = None
    instrumen_lain: str = ""


@dataclass(frozen=True, slots=True)
class Himpunan:
    """What is said of several units together: both figures are `Laporan.hasil` (pooled) and `rata_rata` (simple
    mean). `peringkat` also lists the units without responses; `sebaran_mutu` counts units per mutu, best first."""

    rata_rata: RataRataUnit
    peringkat: Peringkat
    sebaran_mutu: tuple[tuple[Mutu, int], ...]


@dataclass(frozen=True, slots=True)
class Laporan:
    """A report of `sasaran` in `periode`, as of `hari`.

    `hasil` is of the pooled responses. `sementara`: the periode is not over on that day, or is a week, which is never
    official. `ditutup`: it is closed, these are the figures kept. Of fewer than MINIMAL_RINCI responses nothing is
    broken down: `rinci` is False, `sorotan` and `di_bawah_rata` are empty, and nobody may show `hasil.unsur`.
    `sampel` is None where the periode is not of the kind that populasi is counted in. `tren` ends with this periode
    and starts with the first that has responses; all of it is scored by `instrumen`, as it holds in this periode.
    `perubahan` is against the periode before, and `beda` says whether it is more than chance (None where too few
    answered to tell); where that one asked another instrumen, `instrumen_lalu` names it and nothing is compared.
    `himpunan` is None for a unit.
    """

    sasaran: Sasaran
    periode: Periode
    hari: date
    instrumen: Instrumen
    rekap: Rekap
    hasil: HasilIkm
    sementara: bool
    keyakinan: Keyakinan
    sampel: Sampel | None
    perubahan: Perubahan | None
    beda: SelisihIkm | None
    capaian: Capaian | None
    sorotan: Sorotan
    di_bawah_rata: tuple[HasilUnsur, ...]
    tren: tuple[TitikTren, ...]
    himpunan: Himpunan | None
    ditutup: bool = False
    instrumen_lalu: str = ""

    @property
    def rinci(self) -> bool:
        return self.hasil.n >= MINIMAL_RINCI

    @property
    def sebelumnya(self) -> TitikTren | None:
        """The periode before, None where the tren does not reach back to it."""
        return self.tren[-2] if len(self.tren) > 1 else None


async def read_laporan(
    tx: Transaction,
    survey: Survey,
    sasaran: Sasaran,
    periode: Periode,
    hari: date,
    *,
    target: Target | None = None,
    bobot: Bobot | None = None,
    banyak: int = TREN_PALING,
) -> Laporan:
    """Read what was kept of the closed periode and count the others, one query a table, and score them.

    `bobot` is the convention of all periode of the tren, in place of that of `periode`. Raises NilaiError as
    compute_ikm does, InstrumenError as read_berlaku does, StorageError. `banyak` periode make the tren, at least one.
    """
    units, kode = await read_anggota(tx, sasaran)
    berlaku = await read_berlaku(tx, survey, periode_tren(periode, banyak))
    kini = berlaku[-1]
    rekaps = await read_rekaps(tx, berlaku, kini.instrumen.id, kode)
    if kini.ditutup:
        units = await read_kept_units(tx, periode, units)
    return compose_laporan(
        replace(survey, instrumen=kini.instrumen),
        sasaran,
        units,
        [one.periode for one in berlaku],
        rekaps,
        hari,
        target=target,
        bobot=bobot,
        lain={one.periode: one.instrumen.nama for one in berlaku if one.instrumen.id != kini.instrumen.id},
        ditutup=kini.ditutup,
    )


def periode_tren(periode: Periode, banyak: int = TREN_PALING) -> list[Periode]:
    """`periode` and those of its jenis before it, oldest first."""
    daftar = [periode]
    while len(daftar) < banyak:
        daftar.append(daftar[-1].sebelumnya())
    return daftar[::-1]


def compose_laporan(
    survey: Survey,
    sasaran: Sasaran,
    units: Sequence[UnitLayanan],
    daftar: Sequence[Periode],
    rekaps: Sequence[Mapping[str, Rekap]],
    hari: date,
    *,
    target: Target | None = None,
    bobot: Bobot | None = None,
    lain: Mapping[Periode, str] | None = None,
    ditutup: bool = False,
) -> Laporan:
    """The report of the last periode of `daftar`, by the instrumen of `survey`. `units` are all that ever belonged to
    `sasaran`; `rekaps` holds their counts for each periode; `lain` names the instrumen where another was asked."""
    periode, instrumen = daftar[-1], survey.instrumen
    bobot = bobot or instrumen.bobot
    hasil_unit = [hasil_of(units, counted, instrumen, bobot) for counted in rekaps]
    pooled = [gabungan(counted[unit.kode] for unit in units if unit.kode in counted) for counted in rekaps]
    hasil = [compute_ikm(rekap, instrumen, bobot) for rekap in pooled]
    sendiri, rekap, satuan = hasil[-1], pooled[-1], sasaran.jenis == "unit"
    lain = lain or {}
    tren = [
        TitikTren(one, kini.n, kini.ikm, kini.mutu, None if satuan else rata_rata_unit(bagian).ikm, lain.get(one, ""))
        for one, kini, bagian in zip(daftar, hasil, hasil_unit, strict=True)
    ]
    awal = next((n for n, titik in enumerate(tren) if titik.n), len(tren) - 1)
    rinci = sendiri.n >= MINIMAL_RINCI
    return Laporan(
        sasaran,
        periode,
        hari,
        instrumen,
        rekap,
        sendiri,
        sementara=hari < periode.selesai or periode.jenis == "minggu",
        keyakinan=keyakinan_of(rekap, sendiri, instrumen),
        sampel=sampel_of((u for u in units if u.aktif), rekaps[-1])
        if periode.jenis == survey.aturan.jenis_periode
        else None,
        perubahan=compute_perubahan(hasil[-2], sendiri) if len(hasil) > 1 else None,
        beda=compare_yakin(pooled[-2], rekap, instrumen, bobot) if len(pooled) > 1 else None,
        capaian=compare_target(sendiri.ikm, target) if target and sendiri.ikm is not None else None,
        sorotan=highlight_unsur(sendiri) if rinci else Sorotan((), ()),
        di_bawah_rata=below_mean(sendiri) if rinci else (),
        tren=tuple(tren[awal:]),
        himpunan=None if satuan else himpunan_of(hasil_unit[-1], instrumen),
        ditutup=ditutup,
        instrumen_lalu=lain.get(periode.sebelumnya(), ""),
    )


def hasil_of(
    units: Iterable[UnitLayanan], counted: Mapping[str, Rekap], instrumen: Instrumen, bobot: Bobot
) -> list[HasilUnit]:
    """Of each unit that is open or has responses."""
    return [
        HasilUnit(unit.kode, unit.nama, compute_ikm(counted.get(unit.kode, Rekap()), instrumen, bobot))
        for unit in units
        if unit.aktif or unit.kode in counted
    ]


def himpunan_of(units: Sequence[HasilUnit], instrumen: Instrumen) -> Himpunan:
    return Himpunan(rata_rata_unit(units), rank_units(units), count_mutu(units, instrumen))
