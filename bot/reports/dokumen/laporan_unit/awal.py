"""What stands before the first chapter: cover, preface, contents."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka, capital
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Bab, Blok, DaftarIsi, Paragraf, Sampul


def opening_of(bahan: Bahan) -> Iterator[Blok]:
    laporan, identitas = bahan.laporan, bahan.identitas
    yield Sampul(
        ("Laporan", "Survei Kepuasan Masyarakat"),
        bahan.unit.nama,
        f"{capital(laporan.periode.nama)}{' (sementara)' if laporan.sementara else ''}",
        identitas.baris,
        laporan.periode.kode[:4],
    )
    yield Bab("Kata Pengantar", bernomor=False)
    yield from (Paragraf(text) for text in _preface(bahan))
    yield DaftarIsi()


def _preface(bahan: Bahan) -> tuple[str, ...]:
    nama, periode, n = bahan.unit.nama, bahan.laporan.periode.nama, bahan.laporan.hasil.n
    answered = (
        f"Kami berterima kasih kepada {angka(n)} warga yang telah meluangkan waktu untuk menjawab survei ini. "
        "Jawaban, saran, dan kritik mereka menjadi dasar bagi kami untuk memperbaiki pelayanan."
        if n
        else "Sampai laporan ini disusun, belum ada warga yang mengisi survei."
    )
    return (
        f"Puji syukur kami panjatkan ke hadirat Tuhan Yang Maha Esa. Berkat rahmat-Nya, Laporan Survei Kepuasan "
        f"Masyarakat {nama} untuk {periode} dapat diselesaikan.",
        "Laporan ini menyajikan pendapat masyarakat tentang pelayanan yang mereka terima: siapa yang menjawab, "
        "bagaimana mereka menilai tiap unsur pelayanan, dan apa yang akan kami lakukan untuk memperbaikinya. Dengan "
        "laporan ini, masyarakat dapat ikut menilai dan mengawasi mutu pelayanan.",
        answered,
        "Semoga laporan ini bermanfaat bagi semua pihak dan mendorong pelayanan publik yang makin baik.",
    )
