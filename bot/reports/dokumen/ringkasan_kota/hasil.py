"""The result of the whole: both figures, the target, every unsur, the trend."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka
from bot.reports.dokumen.bagian import TITIK_TREN, tabel_kategori, tabel_tren, tabel_unsur
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.blok import Bab, Blok, GambarBlok, Kolom, Paragraf, Potongan, Sorot, Subbab, TabelBlok
from bot.reports.dokumen.cetak import desimal, huruf_kinerja
from bot.reports.dokumen.gambar import gambar_tren, gambar_unsur
from bot.reports.dokumen.ringkasan_kota.narasi import himpunan_of, target_said, two_figures, unsur_said
from scoring.mutu import mutu_of


def result_of(bahan: BahanKota) -> Iterator[Blok]:
    laporan = bahan.laporan
    yield Bab("Hasil Survei")
    yield Subbab("Indeks Kepuasan Masyarakat")
    yield Paragraf(two_figures(bahan))
    if laporan.hasil.ikm is None or laporan.hasil.mutu is None:
        return
    rata = himpunan_of(laporan).rata_rata
    yield Sorot((
        (desimal(laporan.hasil.ikm), "IKM gabungan responden"), (desimal(rata.ikm), "IKM rata-rata unit"),
        (laporan.hasil.mutu.huruf, f"Mutu ({laporan.hasil.mutu.kinerja})"), (angka(laporan.hasil.n), "Responden"),
    ))  # fmt: skip
    yield _figures(bahan)
    yield tabel_kategori(laporan.instrumen)
    if laporan.rinci:
        yield Subbab("Nilai Tiap Unsur")
        yield Paragraf(f"{unsur_said(laporan)} Nilai dihitung dari gabungan responden seluruh unit.")
        yield tabel_unsur(laporan.hasil)
        svg, alt = gambar_unsur(laporan.hasil, laporan.instrumen.mutu)
        yield GambarBlok("Nilai Rata-Rata (NRR) Tiap Unsur", svg, alt, label="grafik-unsur")
    yield from _trend(bahan)


def _figures(bahan: BahanKota) -> TabelBlok:
    hasil, rata = bahan.laporan.hasil, himpunan_of(bahan.laporan).rata_rata
    mean = mutu_of(rata.ikm, bahan.laporan.instrumen) if rata.ikm is not None else None
    return TabelBlok(
        "Indeks Kepuasan Masyarakat dalam Dua Bentuk",
        (
            Kolom("Bentuk", lebar=2), Kolom("Dihitung dari", lebar=2), Kolom("IKM", "kanan"),
            Kolom("Mutu", "tengah", 0.8), Kolom("Kinerja", lebar=1.4),
        ),
        (
            (
                "Gabungan responden", f"{angka(hasil.n)} responden", desimal(hasil.ikm),
                *huruf_kinerja(hasil.mutu),
            ),
            (
                "Rata-rata unit", f"{angka(rata.banyak)} unit", desimal(rata.ikm),
                *huruf_kinerja(mean),
            ),
        ),
        catatan=f"Bobot tiap unsur {hasil.bobot.teks}. Nilai keseluruhan bukan salah satu unit, sehingga tidak ikut "
        "dalam rata-rata maupun peringkat.",
        label="dua-bentuk",
    )  # fmt: skip


def _trend(bahan: BahanKota) -> Iterator[Blok]:
    laporan = bahan.laporan
    yield Subbab("Target dan Capaian")
    yield Paragraf(target_said(bahan) or "Target IKM untuk tahun ini belum ditetapkan.")
    if sum(one.titik.ikm is not None for one in bahan.tren) < TITIK_TREN:
        yield Paragraf("Belum ada hasil periode sebelumnya yang dapat dibandingkan.")
        return
    yield Paragraf((
        Potongan("Perjalanan nilai dari periode ke periode (gabungan responden) disajikan dalam "),
        Potongan(rujuk="tren"), Potongan(" dan "), Potongan(rujuk="grafik-tren"), Potongan("."),
    ))  # fmt: skip
    yield tabel_tren(bahan.tren, laporan.hasil.bobot.teks)
    svg, alt = gambar_tren(bahan.tren, laporan.instrumen.mutu, sementara=laporan.sementara)
    yield GambarBlok("Tren Indeks Kepuasan Masyarakat", svg, alt, label="grafik-tren")
