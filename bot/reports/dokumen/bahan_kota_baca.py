"""Reads the figures behind the documents of a group or of all units, in one consistent look."""

from __future__ import annotations

from datetime import date

from bot.engine.survey import Survey
from bot.reports.berlaku import read_anggota, read_berlaku, read_terinci
from bot.reports.dokumen.bahan_baca import read_tren
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.profil_tabel import profil_of
from bot.reports.laporan import Laporan, read_laporan
from bot.reports.sasaran import Sasaran, sasaran_kelompok
from scoring.periode import Periode
from storage.store import Transaction


async def read_bahan_kota(
    tx: Transaction, survey: Survey, sasaran: Sasaran, periode: Periode, identitas: Identitas, hari: date
) -> BahanKota:
    """All figures of `sasaran`, a group or all units, in `periode` as of `hari`. `tx` is one reading transaction, so
    that they belong together. Raises as read_laporan does."""
    target = await tx.targets.of(sasaran.jenis, sasaran.kode, int(periode.kode[:4]))
    laporan = await read_laporan(tx, survey, sasaran, periode, hari, target=target)
    (berlaku,) = await read_berlaku(tx, survey, [periode])
    _, kode = await read_anggota(tx, sasaran)
    terinci = await read_terinci(tx, berlaku, kode)
    return BahanKota(
        laporan,
        identitas,
        profil_of(terinci.kelas, laporan.instrumen) if laporan.rinci else {},
        await _groups(tx, survey, periode, hari) if sasaran.jenis == "kota" else (),
        await read_tren(tx, laporan),
        berlaku.ditutup,
    )


async def _groups(tx: Transaction, survey: Survey, periode: Periode, hari: date) -> tuple[Laporan, ...]:
    """Those with open units or with respondents, so that all of them add up to the whole."""
    found = []
    for one in sorted(await tx.directory.kelompok(), key=lambda one: one.nama):
        whose = sasaran_kelompok(one, survey.direktori)
        laporan = await read_laporan(tx, survey, whose, periode, hari, banyak=1)
        if whose.units or laporan.hasil.n:
            found.append(laporan)
    return tuple(found)
