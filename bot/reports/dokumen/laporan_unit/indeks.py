"""The index: what it is counted from, each unsur, and the result."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka
from bot.reports.dokumen.bagian import tabel_kategori, tabel_unsur
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Blok, GambarBlok, Paragraf, Potongan, Sorot, Subbab
from bot.reports.dokumen.cetak import desimal
from bot.reports.dokumen.gambar import gambar_unsur
from bot.reports.dokumen.narasi import result_text
from scoring.ikm import SKALA


def index_of(bahan: Bahan) -> Iterator[Blok]:
    laporan = bahan.laporan
    yield Subbab("Cara Penghitungan")
    yield _counting(bahan)
    yield tabel_kategori(laporan.instrumen)
    if laporan.rinci:
        yield Subbab("Nilai Tiap Unsur")
        yield Paragraf((
            Potongan("Nilai tiap unsur disajikan dalam "), Potongan(rujuk="unsur"), Potongan(" dan "),
            Potongan(rujuk="grafik-unsur"), Potongan("."),
        ))  # fmt: skip
        yield tabel_unsur(laporan.hasil)
        svg, alt = gambar_unsur(laporan.hasil, laporan.instrumen.mutu)
        yield GambarBlok("Nilai Rata-Rata (NRR) Tiap Unsur", svg, alt, label="grafik-unsur")
    yield Subbab("Indeks Kepuasan Masyarakat")
    yield from _result(bahan)


def _counting(bahan: Bahan) -> Paragraf:
    return Paragraf((
        Potongan(
            "Nilai rata-rata (NRR) tiap unsur adalah jumlah nilai unsur itu dibagi banyaknya jawaban. NRR tertimbang "
            f"adalah NRR dikalikan bobot, yaitu {bahan.laporan.hasil.bobot.teks} untuk tiap unsur. IKM adalah jumlah "
            f"seluruh NRR tertimbang dikalikan {SKALA}. Pembulatan dilakukan satu kali, pada hasil akhir. Mutu dan "
            "kinerja ditentukan dari nilai yang sudah dibulatkan, menurut "
        ),
        Potongan(rujuk="kategori"),
        Potongan("."),
    ))  # fmt: skip


def _result(bahan: Bahan) -> Iterator[Blok]:
    hasil = bahan.laporan.hasil
    yield Paragraf(result_text(bahan))
    if hasil.ikm is None or hasil.mutu is None:
        return
    yield Sorot((
        (desimal(hasil.ikm), "IKM"), (hasil.mutu.huruf, "Mutu"), (hasil.mutu.kinerja, "Kinerja"),
        (angka(hasil.n), "Responden"),
    ))  # fmt: skip
