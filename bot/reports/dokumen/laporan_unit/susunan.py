"""The outline: cover, preface, lists, five chapters, annexes."""

from __future__ import annotations

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Dokumen
from bot.reports.dokumen.laporan_unit.analisis import analysis_of
from bot.reports.dokumen.laporan_unit.awal import opening_of
from bot.reports.dokumen.laporan_unit.hasil import results_of
from bot.reports.dokumen.laporan_unit.lampiran import annexes_of
from bot.reports.dokumen.laporan_unit.pendahuluan import introduction_of
from bot.reports.dokumen.laporan_unit.pengumpulan import collection_of
from bot.reports.dokumen.laporan_unit.penutup import closing_of
from bot.reports.dokumen.periksa import check_bahan
from bot.reports.dokumen.periksa_dokumen import check_dokumen

JUDUL = "Laporan Survei Kepuasan Masyarakat"


def compose_laporan_unit(bahan: Bahan) -> Dokumen:
    """The report of `bahan`. Of fewer than MINIMAL_RINCI responses nothing is broken down; without any, the report
    says so.

    Raises TidakKonsisten where figures contradict one another, before anything is composed; and where the pages print
    anything else than the figures.
    """
    check_bahan(bahan)
    parts = (opening_of, introduction_of, collection_of, results_of, analysis_of, closing_of, annexes_of)
    dokumen = Dokumen(
        JUDUL,
        f"{bahan.unit.nama}, {bahan.laporan.periode.nama}",
        bahan.identitas,
        bahan.laporan.hari,
        tuple(blok for part in parts for blok in part(bahan)),
        kop=True,
    )
    check_dokumen(dokumen, bahan)
    return dokumen
