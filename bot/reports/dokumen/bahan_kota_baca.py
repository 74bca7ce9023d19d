"""Reads the figures behind the documents of a group or of all units, in one consistent look."""

from __future__ import annotations

from datetime import date

from bot.engine.survey import Survey
from bot.reports.berlaku import read_berlaku, read_terinci
from bot.reports.dokumen.bahan import TitikTahun
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.profil_tabel import tidy_kelas
from bot.reports.laporan import Laporan, read_laporan
from bot.reports.sasaran import Sasaran, sasaran_kelompok
from bot.reports.simpanan import order_kelas
from scoring.periode import Periode
from scoring.profil import Cacah, count_profil
from storage.store import Transaction


async def read_bahan_kota(
    tx: Transaction, survey: Survey, sasaran: Sasaran, periode: Periode, identitas: Identitas, hari: date
) -> BahanKota:
    """All figures of `sasaran`, a group or all units, in `periode` as of `hari`. `tx` is one reading transaction, so
    that they belong together. Raises as read_laporan does."""
    tahun = int(periode.kode[:4])
    target = await tx.targets.of(sasaran.jenis, sasaran.kode, tahun)
    laporan = await read_laporan(tx, survey, sasaran, periode, hari, target=target)
    kelompok: list[Laporan] = []
    if sasaran.jenis == "kota":
        for one in sorted(survey.direktori.kelompok, key=lambda one: one.nama):
            aim = await tx.targets.of("kelompok", one.kode, tahun)
            whose = sasaran_kelompok(one, survey.direktori)
            kelompok.append(await read_laporan(tx, survey, whose, periode, hari, target=aim))
    (berlaku,) = await read_berlaku(tx, survey, [periode])
    kode = None if sasaran.jenis == "kota" else [unit.kode for unit in sasaran.members(await tx.directory.units())]
    terinci = await read_terinci(tx, berlaku, kode)
    instrumen = laporan.instrumen
    baku = {key: {one.label for one in kelas} for key, kelas in count_profil((), instrumen).items()}
    profil = {
        key: tidy_kelas([Cacah(label, rekap.n) for label, rekap in kelas], baku[key], lambda one: one.jumlah > 0)
        for key, kelas in order_kelas(terinci.kelas, instrumen).items()
    }
    return BahanKota(
        laporan,
        identitas,
        profil if laporan.rinci else {},
        tuple(kelompok),
        await _tren(tx, laporan),
        berlaku.ditutup,
    )


async def _tren(tx: Transaction, laporan: Laporan) -> tuple[TitikTahun, ...]:
    """Each point with the target of its year."""
    sasaran, years = laporan.sasaran, {one.periode.kode[:4] for one in laporan.tren}
    target = {year: await tx.targets.of(sasaran.jenis, sasaran.kode, int(year)) for year in years}
    found = ((one, target[one.periode.kode[:4]]) for one in laporan.tren)
    return tuple(TitikTahun(one, value.ikm if value else None) for one, value in found)
