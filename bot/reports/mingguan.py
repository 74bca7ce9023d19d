"""The figures of a weekly digest, for many subjects at once: the periode so far, and the weeks that are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.engine.survey import Survey
from bot.reports.berlaku import read_berlaku, read_rekaps
from bot.reports.laporan import Himpunan, TitikTren, hasil_of, himpunan_of, periode_tren
from bot.reports.sasaran import Sasaran
from bot.reports.ukuran import Keyakinan, Sampel, compare_yakin, keyakinan_of, sampel_of
from scoring.ikm import HasilIkm, compute_ikm
from scoring.instrumen import Bobot, Instrumen
from scoring.model import Rekap, UnitLayanan
from scoring.peringkat import gabungan
from scoring.periode import Periode, periode_of
from scoring.selisih import SelisihIkm
from scoring.tren import Perubahan, compute_perubahan
from storage.store import Transaction

MINGGU = 8
"""How many weeks a digest looks back."""


@dataclass(frozen=True, slots=True)
class Jangka:
    """The spans a digest of `hari` is about: the running periode, the one before, and `minggu`, the weeks that are
    over, oldest first. `berjalan` is the periode in which the week just over began: so the first digest after a
    periode's end tells the result of that one, and no result is left untold."""

    hari: date
    berjalan: Periode
    sebelumnya: Periode
    minggu: tuple[Periode, ...]

    @property
    def final(self) -> bool:
        """Whether the periode is over."""
        return self.berjalan.selesai <= self.hari

    @property
    def semua(self) -> tuple[Periode, ...]:
        return (self.berjalan, self.sebelumnya, *self.minggu)


@dataclass(frozen=True, slots=True)
class Mingguan:
    """A week's figures of one subject, provisional but for those of the periode where `jangka.final`. Pooled
    responses, but for `himpunan` (None for a unit).

    `rekap`, `hasil` and `sampel` are of the running periode, `sebelumnya` is the one before; `minggu` are the last
    MINGGU weeks, the one just over last. Each `perubahan` has its `beda`: whether it is more than chance, None
    where too few answered to tell. Breaking down `hasil` takes MINIMAL_RINCI responses.
    """

    sasaran: Sasaran
    jangka: Jangka
    rekap: Rekap
    hasil: HasilIkm
    keyakinan: Keyakinan
    sampel: Sampel
    sebelumnya: TitikTren
    perubahan: Perubahan | None
    beda: SelisihIkm | None
    minggu: tuple[TitikTren, ...]
    perubahan_minggu: Perubahan | None
    beda_minggu: SelisihIkm | None
    himpunan: Himpunan | None


def jangka_of(hari: date, survey: Survey) -> Jangka:
    minggu = periode_tren(periode_of(hari, "minggu").sebelumnya(), MINGGU)
    berjalan = periode_of(minggu[-1].mulai, survey.aturan.jenis_periode)
    return Jangka(hari, berjalan, berjalan.sebelumnya(), tuple(minggu))


async def read_mingguan(
    tx: Transaction, survey: Survey, sasaran: Sequence[Sasaran], hari: date, *, bobot: Bobot | None = None
) -> list[Mingguan]:
    """The figures of each, in the order given, from one query a table for all of them, scored by what holds in the
    running periode.

    The work grows with the units: give a country's by the hundred, so that others get their turn in between.
    """
    jangka = jangka_of(hari, survey)
    known = await tx.directory.units() if any(one.jenis != "unit" for one in sasaran) else []
    anggota = [one.members(known) for one in sasaran]
    kode = None if any(one.jenis == "kota" for one in sasaran) else {unit.kode for units in anggota for unit in units}
    berlaku = await read_berlaku(tx, survey, jangka.semua)
    instrumen = berlaku[0].instrumen
    rekaps = await read_rekaps(tx, berlaku, instrumen.id, kode)
    return [
        compose_mingguan(instrumen, one, units, jangka, rekaps, bobot)
        for one, units in zip(sasaran, anggota, strict=True)
    ]


def compose_mingguan(
    instrumen: Instrumen,
    sasaran: Sasaran,
    units: Sequence[UnitLayanan],
    jangka: Jangka,
    rekaps: Sequence[Mapping[str, Rekap]],
    bobot: Bobot | None = None,
) -> Mingguan:
    """`rekaps` holds the counts by unit for each periode of `jangka.semua`; `units` are those of `sasaran`."""
    bobot = bobot or instrumen.bobot
    pooled = [_pooled(units, counted) for counted in rekaps]
    hasil = [compute_ikm(rekap, instrumen, bobot) for rekap in pooled]
    titik = [TitikTren(one, kini.n, kini.ikm, kini.mutu) for one, kini in zip(jangka.semua, hasil, strict=True)]
    return Mingguan(
        sasaran,
        jangka,
        pooled[0],
        hasil[0],
        keyakinan_of(pooled[0], hasil[0], instrumen),
        sampel_of((unit for unit in units if unit.aktif), rekaps[0]),
        titik[1],
        compute_perubahan(hasil[1], hasil[0]),
        compare_yakin(pooled[1], pooled[0], instrumen, bobot),
        tuple(titik[2:]),
        compute_perubahan(hasil[-2], hasil[-1]),
        compare_yakin(pooled[-2], pooled[-1], instrumen, bobot),
        None if sasaran.jenis == "unit" else himpunan_of(hasil_of(units, rekaps[0], instrumen, bobot), instrumen),
    )


def _pooled(units: Sequence[UnitLayanan], counted: Mapping[str, Rekap]) -> Rekap:
    if len(units) == 1:
        return counted.get(units[0].kode, Rekap())
    return gabungan(counted[unit.kode] for unit in units if unit.kode in counted)
