"""Chapter III: who answered, what, and the index that comes of it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka
from bot.reports.dokumen.bagian import BANYAK, NAMA_PROFIL, catatan_persen, profile_of
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Bab, Blok, GambarBlok, Kolom, Paragraf, Subbab, TabelBlok
from bot.reports.dokumen.cetak import daftar, persen
from bot.reports.dokumen.gambar import gambar_sebaran
from bot.reports.dokumen.laporan_unit.indeks import index_of
from bot.reports.dokumen.laporan_unit.rincian import breakdown_of
from bot.reports.dokumen.narasi import few_text
from bot.reports.rincian import SebaranUnsur


def results_of(bahan: Bahan) -> Iterator[Blok]:
    laporan = bahan.laporan
    yield Bab("Hasil Survei")
    if laporan.rinci:
        yield Subbab("Profil Responden")
        yield from _profile(bahan)
        yield Subbab("Jawaban Responden pada Tiap Unsur")
        yield from _answers(bahan)
    yield from index_of(bahan)
    if laporan.rinci:
        yield from breakdown_of(bahan)
    elif laporan.hasil.n:
        yield Paragraf(few_text(laporan.hasil.n))


def _profile(bahan: Bahan) -> Iterator[Blok]:
    n = bahan.laporan.hasil.n
    asked = daftar([nama.lower() for key, nama in NAMA_PROFIL.items() if key in bahan.profil])
    yield Paragraf(
        f"Bagian ini memuat profil {angka(n)} responden menurut {asked}. Setiap persentase dihitung dari jumlah "
        "responden, dibulatkan dua angka di belakang koma, dan tidak disesuaikan agar berjumlah 100."
    )
    yield from profile_of(bahan.profil)


def _answers(bahan: Bahan) -> Iterator[Blok]:
    yield Paragraf(
        "Tabel-tabel berikut menunjukkan berapa responden yang memilih tiap jawaban. Nilai 1 adalah yang paling "
        "rendah dan nilai 4 yang paling tinggi."
    )
    for one in bahan.sebaran:
        yield Subbab(f"{one.unsur.nama} ({one.unsur.kode})", 3)
        yield _frequency_table(one)
    svg, alt = gambar_sebaran(bahan.sebaran)
    yield GambarBlok("Sebaran Jawaban pada Tiap Unsur", svg, alt, label="sebaran")


def _frequency_table(one: SebaranUnsur) -> TabelBlok:
    n = sum(one.sebaran)
    return TabelBlok(
        f"Jawaban tentang {one.unsur.nama}",
        (Kolom("Nilai", "tengah", 0.5), Kolom("Jawaban", lebar=2.5), *BANYAK),
        tuple(
            (f"{skor}", label, angka(jumlah), persen(jumlah, n))
            for skor, (label, jumlah) in enumerate(zip(one.unsur.label, one.sebaran, strict=True), start=1)
        ),
        (("", "Jumlah", angka(n), persen(n, n)),),
        catatan_persen(one.sebaran),
        f"jawaban-{one.unsur.key}",
    )
