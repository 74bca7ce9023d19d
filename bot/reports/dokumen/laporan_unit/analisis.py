"""Chapter IV: each unsur in words, what people wrote, the plan, the trend."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka
from bot.reports.dokumen.bagian import TITIK_TREN, tabel_tren
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Bab, Blok, Butir, GambarBlok, Kolom, Paragraf, Potongan, Subbab, TabelBlok
from bot.reports.dokumen.cetak import KOSONG, desimal
from bot.reports.dokumen.gambar import gambar_tren
from bot.reports.dokumen.narasi import few_text, highlight_text, trend_text
from bot.reports.dokumen.narasi_unsur import unsur_text
from scoring.rtl import TRIWULAN
from storage.plans import RtlRow


def analysis_of(bahan: Bahan) -> Iterator[Blok]:
    laporan = bahan.laporan
    yield Bab("Analisis")
    yield Subbab("Analisis Unsur Pelayanan")
    if laporan.rinci:
        yield Paragraf(highlight_text(bahan))
        for ke, one in enumerate(laporan.hasil.unsur):
            yield Subbab(f"{one.unsur.nama} ({one.unsur.kode})", 3)
            yield Paragraf(unsur_text(bahan, ke))
    else:
        yield Paragraf(few_text(laporan.hasil.n) if laporan.hasil.n else "Belum ada jawaban yang dapat dianalisis.")
    if bahan.saran:
        yield Subbab("Saran Masyarakat")
        yield Paragraf("Sebagian saran yang disampaikan responden, tanpa keterangan siapa dan kapan menulisnya:")
        yield Butir(tuple(f"“{one}”" for one in bahan.saran))
    yield Subbab("Rencana Tindak Lanjut")
    yield from _plan(bahan)
    yield Subbab("Tren")
    yield from _trend(bahan)


def _plan(bahan: Bahan) -> Iterator[Blok]:
    if not bahan.rtl:
        yield Paragraf("Rencana tindak lanjut untuk periode ini belum disusun.")
        return
    yield Paragraf((
        Potongan("Berdasarkan hasil survei, disusun rencana tindak lanjut (RTL) seperti dalam "),
        Potongan(rujuk="rtl"),
        Potongan(". Unsur dengan nilai terendah didahulukan."),
    ))  # fmt: skip
    yield TabelBlok(
        "Rencana Tindak Lanjut",
        (
            Kolom("No.", "tengah", 0.5), Kolom("Prioritas unsur", lebar=1.6), Kolom("NRR", "kanan", 0.7),
            Kolom("Program/kegiatan", lebar=3), *(Kolom(f"TW {one}", "tengah", 0.5) for one in TRIWULAN),
            Kolom("Tahun", "tengah", 0.8), Kolom("Penanggung jawab", lebar=1.8),
        ),
        tuple(_plan_row(bahan, nomor, one) for nomor, one in enumerate(bahan.rtl, start=1)),
        label="rtl",
    )  # fmt: skip


def _plan_row(bahan: Bahan, nomor: int, one: RtlRow) -> tuple[str, ...]:
    """The nrr is the report's own, whatever it was when the plan was made."""
    hasil = next(unsur for unsur in bahan.laporan.hasil.unsur if unsur.unsur.key == one.unsur)
    return (
        angka(nomor), hasil.unsur.nama, desimal(hasil.nrr) if bahan.laporan.rinci else KOSONG, one.program,
        *("✓" if ke in one.triwulan else "" for ke in range(1, len(TRIWULAN) + 1)),
        f"{one.tahun}", one.penanggung_jawab,
    )  # fmt: skip


def _trend(bahan: Bahan) -> Iterator[Blok]:
    yield from (Paragraf(text) for text in trend_text(bahan))
    if sum(one.titik.ikm is not None for one in bahan.tren) < TITIK_TREN:
        return
    svg, alt = gambar_tren(bahan.tren, bahan.laporan.instrumen.mutu, sementara=bahan.laporan.sementara)
    yield GambarBlok("Tren Indeks Kepuasan Masyarakat", svg, alt, label="grafik-tren")
    yield tabel_tren(bahan.tren, bahan.laporan.hasil.bobot.teks)
