"""How much each unsur matters to who answered, against how it was found."""

from __future__ import annotations

from bot.reports.berlaku import read_anggota
from bot.reports.laporan import Laporan
from bot.reports.simpanan import read_simpanan
from bot.reports.ukuran import MINIMAL_RINCI
from scoring.harapan import HasilHarapan, compute_harapan
from scoring.model import Rekap
from scoring.peringkat import gabungan
from storage.store import Transaction


async def read_harapan(tx: Transaction, laporan: Laporan) -> HasilHarapan | None:
    """Beside a report: of the same responses, from the counters or, of a closed periode, as it was kept."""
    sasaran, periode = laporan.sasaran, laporan.periode
    _, kode = await read_anggota(tx, sasaran)
    if laporan.ditutup:
        kept = await tx.periods.results(periode.kode, kode)
        counted = [read_simpanan(row.isi).harapan for row in kept.values()]
    else:
        found = await tx.facts.rekap_harapan(laporan.instrumen.id, periode.mulai, periode.selesai, kode)
        counted = list(found.values())
    return compose_harapan(laporan, gabungan(counted))


def compose_harapan(laporan: Laporan, harapan: Rekap) -> HasilHarapan | None:
    """`harapan` are the counts of the second answers. None where not every unsur was asked about, and where fewer
    than MINIMAL_RINCI told: it is broken down per unsur."""
    asked = all(any(harapan.sebaran.get(unsur.key, ())) for unsur in laporan.instrumen.unsur)
    if not asked or harapan.n < MINIMAL_RINCI:
        return None
    return compute_harapan(laporan.rekap, harapan, laporan.instrumen, laporan.hasil.bobot)
