"""The units against one another: how many hold each letter, and the ranking of all."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.blok import Bab, Blok, GambarBlok, Kolom, Paragraf, Potongan, Subbab, TabelBlok
from bot.reports.dokumen.cetak import daftar, desimal, huruf_kinerja, persen
from bot.reports.dokumen.gambar import gambar_mutu, gambar_peringkat
from bot.reports.dokumen.ringkasan_kota.narasi import ends_said, himpunan_of, letters_said
from bot.reports.laporan import Laporan
from scoring.mutu import Mutu, mutu_of


def units_of(bahan: BahanKota) -> Iterator[Blok]:
    laporan = bahan.laporan
    himpunan = himpunan_of(laporan)
    if not himpunan.peringkat.baris:
        return
    yield Bab("Hasil Tiap Unit")
    yield Subbab("Mutu Pelayanan")
    yield Paragraf(letters_said(laporan))
    yield _letters(himpunan.sebaran_mutu)
    svg, alt = gambar_mutu(himpunan.sebaran_mutu)
    yield GambarBlok("Banyaknya Unit menurut Mutu", svg, alt, 0.9, "grafik-mutu")
    yield Subbab("Peringkat Unit")
    yield Paragraf((
        Potongan(f"{ends_said(laporan)} Urutan seluruh unit ada dalam ".lstrip()), Potongan(rujuk="peringkat"),
        Potongan(". Unit dengan nilai yang sama menempati peringkat yang sama."),
    ))  # fmt: skip
    yield ranking(laporan, f"Peringkat Unit {laporan.sasaran.nama}", "peringkat")
    if bahan.kelompok and len(himpunan.peringkat.baris) > 1:
        svg, alt = gambar_peringkat(himpunan.peringkat, laporan.instrumen.mutu)
        yield GambarBlok("Unit dengan Nilai Tertinggi dan Terendah", svg, alt, label="grafik-peringkat")


def ranking(laporan: Laporan, judul: str, label: str) -> TabelBlok:
    """Every unit with responses by rank; under it both figures of the whole, which is no unit; in the note those
    without any."""
    himpunan, hasil = himpunan_of(laporan), laporan.hasil
    tanpa = [unit.nama for unit in himpunan.peringkat.tanpa_responden]
    rata = himpunan.rata_rata
    mean = mutu_of(rata.ikm, laporan.instrumen) if rata.ikm is not None else None
    return TabelBlok(
        judul,
        (
            Kolom("Peringkat", "tengah", 1.1), Kolom("Unit", lebar=3.6), Kolom("Responden", "kanan", 1.2),
            Kolom("IKM", "kanan", 0.9), Kolom("Mutu", "tengah", 0.8), Kolom("Kinerja", lebar=1.4),
        ),
        tuple(
            (
                angka(one.peringkat), one.unit.nama, angka(one.unit.hasil.n), desimal(one.nilai),
                *huruf_kinerja(one.unit.hasil.mutu),
            )
            for one in himpunan.peringkat.baris
        ),
        (
            ("", "Gabungan responden", angka(hasil.n), desimal(hasil.ikm), *huruf_kinerja(hasil.mutu)),
            ("", f"Rata-rata {angka(rata.banyak)} unit", "", desimal(rata.ikm), *huruf_kinerja(mean)),
        ),
        f"Belum mendapat jawaban: {daftar(tanpa)}." if tanpa else "",
        label,
    )  # fmt: skip


def _letters(sebaran: tuple[tuple[Mutu, int], ...]) -> TabelBlok:
    semua = sum(banyak for _, banyak in sebaran)
    return TabelBlok(
        "Banyaknya Unit menurut Mutu",
        (
            Kolom("Mutu", "tengah", 0.8),
            Kolom("Kinerja", lebar=2),
            Kolom("Unit", "kanan"),
            Kolom("Persentase (%)", "kanan"),
        ),
        tuple((mutu.huruf, mutu.kinerja, angka(banyak), persen(banyak, semua)) for mutu, banyak in sebaran),
        (("", "Jumlah", angka(semua), persen(semua, semua)),),
        label="mutu",
    )
