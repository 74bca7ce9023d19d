"""The figures behind a unit's documents, read from one consistent state of the storage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten

from bot.engine.survey import Survey
from bot.reports.berlaku import read_berlaku, read_kept_units, read_terinci
from bot.reports.dokumen.bahan import Bahan, Baris, Pelaksanaan, TitikTahun
from bot.reports.dokumen.identitas import Identitas
from bot.reports.dokumen.profil_tabel import own_labels, profil_of, tidy_kelas
from bot.reports.harapan import compose_harapan
from bot.reports.laporan import Laporan, read_laporan
from bot.reports.rincian import Kelas, compose_rincian
from bot.reports.sasaran import sasaran_unit
from scoring.ikm import HasilIkm
from scoring.instrumen import Instrumen
from scoring.model import Jawaban, UnitLayanan
from scoring.periode import Periode
from storage.sheets import SheetRow
from storage.store import Transaction
from storage.voices import SaranRow

SARAN_PALING = 12
"""Suggestions shown in a report."""
_SARAN_UNSUR, _SARAN_PANJANG = 2, 200
_SIFAT = ("keluhan", "usul")


async def read_bahan(
    tx: Transaction, survey: Survey, unit: UnitLayanan, periode: Periode, identitas: Identitas, hari: date
) -> Bahan:
    """All figures of `unit` in `periode` as of `hari`. `tx` is one reading transaction, so that they belong together.

    Of fewer than MINIMAL_RINCI responses nothing is broken down: profil, kelas, layanan, sebaran, matriks, harapan
    and saran are empty. Raises as read_laporan does.
    """
    sasaran = sasaran_unit(unit)
    target = await tx.targets.of("unit", unit.kode, int(periode.kode[:4]))
    laporan = await read_laporan(tx, survey, sasaran, periode, hari, target=target)
    instrumen = laporan.instrumen
    (berlaku,) = await read_berlaku(tx, survey, [periode])
    sheets = _Sheets()
    async for row in tx.sheets.of_unit(unit.kode, instrumen.id, periode.mulai, periode.selesai):
        sheets.add(row)
    terinci = await read_terinci(tx, berlaku, [unit.kode])
    rincian = compose_rincian(instrumen, [unit], terinci.layanan, terinci.kelas, laporan.hasil.bobot)
    if berlaku.ditutup:
        (unit,) = await read_kept_units(tx, periode, [unit])
    texts = await tx.voices.of_unit(unit.kode, periode.mulai, periode.selesai)
    return Bahan(
        laporan=laporan,
        unit=unit,
        identitas=identitas,
        profil=profil_of(terinci.kelas, instrumen) if laporan.rinci else {},
        kelas={key: tidy_kelas(kelas, own_labels(instrumen)[key], _shown) for key, kelas in rincian.profil.items()},
        layanan=rincian.layanan,
        sebaran=rincian.sebaran,
        matriks=sheets.matriks(instrumen) if laporan.rinci else (),
        harapan=compose_harapan(laporan, terinci.harapan),
        pelaksanaan=sheets.pelaksanaan(unit, laporan),
        tren=await read_tren(tx, laporan),
        rtl=tuple(await tx.plans.of(unit.kode, periode.kode)),
        rtl_lalu=tuple(await tx.plans.of(unit.kode, periode.sebelumnya().kode)),
        saran=choose_saran(texts) if laporan.rinci else (),
        ditutup=berlaku.ditutup,
        hasil_lalu=await _before(tx, survey, unit, laporan, hari),
    )


@dataclass(slots=True)
class _Sheets:
    """What is told of questionnaires one by one, gathered as they stream in."""

    baris: list[tuple[Jawaban, Jawaban]] = field(default_factory=list)
    sumber: Counter[str] = field(default_factory=Counter)
    awal: date | None = None
    akhir: date | None = None

    def add(self, row: SheetRow) -> None:
        self.baris.append((row.jawaban, row.harapan))
        self.sumber[row.sumber] += 1
        self.awal = min(self.awal or row.hari_awal, row.hari_awal)
        self.akhir = max(self.akhir or row.hari_akhir, row.hari_akhir)

    def matriks(self, instrumen: Instrumen) -> tuple[Baris, ...]:
        """Sorted by the answers themselves: the place of a row tells neither time nor person."""
        keys = [unsur.key for unsur in instrumen.unsur]
        ordered = sorted(self.baris, key=lambda two: [answers.get(key, 0) for answers in two for key in keys])
        return tuple(Baris(nomor, *two) for nomor, two in enumerate(ordered, start=1))

    def pelaksanaan(self, unit: UnitLayanan, laporan: Laporan) -> Pelaksanaan:
        target = laporan.sampel.target if laporan.sampel else None
        return Pelaksanaan(dict(self.sumber), self.awal, self.akhir, unit.populasi, target)


async def read_tren(tx: Transaction, laporan: Laporan) -> tuple[TitikTahun, ...]:
    """Each point with the target of its year."""
    sasaran, years = laporan.sasaran, {one.periode.kode[:4] for one in laporan.tren}
    target = {year: await tx.targets.of(sasaran.jenis, sasaran.kode, int(year)) for year in years}
    found = ((one, target[one.periode.kode[:4]]) for one in laporan.tren)
    return tuple(TitikTahun(one, value.ikm if value else None) for one, value in found)


async def _before(
    tx: Transaction, survey: Survey, unit: UnitLayanan, laporan: Laporan, hari: date
) -> HasilIkm | None:
    """The result of the periode before, where it asked the same and may be broken down."""
    if not laporan.rinci or laporan.sebelumnya is None:
        return None
    lalu = await read_laporan(tx, survey, sasaran_unit(unit), laporan.periode.sebelumnya(), hari, banyak=1)
    return lalu.hasil if lalu.rinci and lalu.instrumen.id == laporan.instrumen.id else None


def choose_saran(rows: Iterable[SaranRow]) -> tuple[str, ...]:
    """A few complaints and wishes about every unsur, those that say most, in the order of their words: neither time
    nor person is in it. `rows` hold texts as they are stored, masked."""
    per_unsur: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.unsur and row.sifat in _SIFAT:
            per_unsur[row.unsur].append(shorten(row.teks, _SARAN_PANJANG, placeholder=" …"))
    found = [
        teks
        for texts in per_unsur.values()
        for teks in sorted(set(texts), key=lambda teks: (-len(teks), teks))[:_SARAN_UNSUR]
    ]
    return tuple(sorted(set(found), key=str.casefold)[:SARAN_PALING])


def _shown(one: Kelas) -> bool:
    return one.tersembunyi or bool(one.n)
