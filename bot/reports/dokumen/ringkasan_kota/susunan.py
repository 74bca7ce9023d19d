"""The outline: cover, preface, how it was done, the result, the units, a part for each group, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka, capital
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.blok import Bab, Blok, DaftarIsi, Dokumen, Paragraf, Sampul, TandaTangan
from bot.reports.dokumen.periksa_kota import check_kota
from bot.reports.dokumen.ringkasan_kota.hasil import result_of
from bot.reports.dokumen.ringkasan_kota.kelompok import groups_of
from bot.reports.dokumen.ringkasan_kota.narasi import advice, method, summary
from bot.reports.dokumen.ringkasan_kota.responden import respondents_of
from bot.reports.dokumen.ringkasan_kota.unit import units_of

JUDUL = "Ringkasan Eksekutif Survei Kepuasan Masyarakat"


def compose_ringkasan(bahan: BahanKota) -> Dokumen:
    """The summary of `bahan`, whose report has a himpunan. Raises TidakKonsisten where figures contradict one
    another, before anything is composed."""
    check_kota(bahan)
    parts = (_opening, _survey, result_of, units_of, groups_of, _closing)
    return Dokumen(
        JUDUL,
        f"{capital(bahan.laporan.sasaran.nama)}, {bahan.laporan.periode.nama}",
        bahan.identitas,
        bahan.laporan.hari,
        tuple(blok for part in parts for blok in part(bahan)),
        kop=True,
    )


def _opening(bahan: BahanKota) -> Iterator[Blok]:
    laporan, identitas = bahan.laporan, bahan.identitas
    nama, periode = laporan.sasaran.nama, laporan.periode.nama
    yield Sampul(
        ("Ringkasan Eksekutif", "Survei Kepuasan Masyarakat"),
        capital(nama),
        f"{capital(periode)}{' (sementara)' if laporan.sementara else ''}",
        identitas.baris,
        laporan.periode.kode[:4],
    )
    yield Bab("Kata Pengantar", bernomor=False)
    yield Paragraf(
        f"Puji syukur kami panjatkan ke hadirat Tuhan Yang Maha Esa. Berkat rahmat-Nya, ringkasan Survei Kepuasan "
        f"Masyarakat {nama} untuk {periode} dapat diselesaikan."
    )
    yield Paragraf(
        "Ringkasan ini menyajikan penilaian masyarakat atas pelayanan seluruh unit dalam satu pandangan: nilai "
        "keseluruhan, unsur yang sudah baik dan yang perlu diperbaiki, serta kedudukan tiap unit. Rincian tiap unit "
        "dimuat dalam laporan unit masing-masing."
    )
    yield Paragraf(
        f"Kami berterima kasih kepada {angka(laporan.hasil.n)} warga yang telah meluangkan waktu untuk menjawab, dan "
        "kepada semua unit yang telah mengajak warga untuk menilai pelayanannya."
    )
    yield DaftarIsi()


def _survey(bahan: BahanKota) -> Iterator[Blok]:
    yield Bab("Pelaksanaan Survei")
    yield from (Paragraf(text) for text in method(bahan))
    yield from respondents_of(bahan)


def _closing(bahan: BahanKota) -> Iterator[Blok]:
    yield Bab("Kesimpulan dan Rekomendasi")
    yield Paragraf(summary(bahan))
    yield from advice(bahan)
    yield TandaTangan(bahan.identitas.tempat, bahan.laporan.hari, bahan.identitas.penanda_tangan)
