"""RTL: the plans made for this periode, and what came of those of the periode before."""

from __future__ import annotations

from decimal import Decimal

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.buku_kerja import rumus
from bot.reports.lembar import BARIS_KEPALA, Lembar, Sel
from scoring.rtl import TRIWULAN, terlaksana_of
from storage.plans import RtlRow

_AWAL = BARIS_KEPALA + 2
_KEADAAN = {True: "Sudah", False: "Belum", None: "Belum dilaporkan"}


def lembar_rtl(bahan: Bahan) -> Lembar:
    baris = tuple(
        (
            one.prioritas,
            *_unsur(bahan, one),
            Decimal(one.nilai) if one.nilai else None,
            one.program,
            *("✓" if ke in one.triwulan else None for ke, _ in enumerate(TRIWULAN, start=1)),
            str(one.tahun),
            one.penanggung_jawab,
        )
        for one in bahan.rtl
    )
    triwulan = tuple(f"TW {nama}" for nama in TRIWULAN)
    kolom = ("Prioritas", "Kode", "Unsur", "NRR", "Program/kegiatan", *triwulan, "Tahun", "Penanggung jawab")
    return Lembar("RTL", kolom, baris, lebar=(11, 7, 30, 8, 48, 7, 7, 7, 7, 8, 26))


def lembar_realisasi(bahan: Bahan) -> Lembar:
    """The share done is counted from the lines above it, never typed."""
    baris = tuple(
        (
            one.prioritas,
            *_unsur(bahan, one),
            one.program,
            str(one.tahun),
            one.penanggung_jawab,
            _KEADAAN[one.sudah],
            one.uraian,
            one.hambatan,
        )
        for one in bahan.rtl_lalu
    )
    sudah = terlaksana_of(one.sudah for one in bahan.rtl_lalu)
    rentang = f"G{_AWAL}:G{_AWAL + len(baris) - 1}"
    bagian = rumus.persen(f'COUNTIF({rentang},"{_KEADAAN[True]}")', f"ROWS({rentang})", sudah.sudah, sudah.semua)
    kaki: tuple[Sel, ...] = (None, None, "Terlaksana (%)", None, None, None, bagian, None, None)
    kolom = (
        "Prioritas", "Kode", "Unsur", "Program/kegiatan", "Tahun", "Penanggung jawab",
        "Realisasi", "Uraian", "Hambatan",
    )  # fmt: skip
    return Lembar("Realisasi RTL", kolom, baris, (kaki,), lebar=(11, 7, 28, 40, 8, 22, 17, 34, 34))


def _unsur(bahan: Bahan, one: RtlRow) -> tuple[str, str]:
    """Code and name; of a plan made under another instrumen, the key."""
    nama = {unsur.key: (unsur.kode, unsur.nama) for unsur in bahan.laporan.instrumen.unsur}
    return nama.get(one.unsur, ("", one.unsur))
