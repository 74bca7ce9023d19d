"""The result broken down: per service, per class of respondents, and against what people hope for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.engine.tanggal import angka
from bot.reports.dokumen.bagian import NAMA_PROFIL
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Blok, GambarBlok, Kolom, Paragraf, Potongan, Subbab, TabelBlok
from bot.reports.dokumen.cetak import daftar, desimal, huruf_kinerja
from bot.reports.dokumen.gambar import gambar_ipa
from bot.reports.rincian import Kelas
from bot.reports.ukuran import MINIMAL_RINCI
from scoring.harapan import HasilHarapan, Kuadran

_TERSEMBUNYI: Final = (
    f"Baris bertanda * tidak dirinci karena respondennya sedikit (kurang dari {MINIMAL_RINCI}), atau karena nilainya "
    "dapat dipakai untuk menghitung baris yang demikian."
)


def breakdown_of(bahan: Bahan) -> Iterator[Blok]:
    if sum(one.tersembunyi or bool(one.n) for one in bahan.layanan) > 1:
        yield Subbab("Hasil menurut Jenis Layanan")
        yield _table("Hasil menurut Jenis Layanan", "Jenis layanan", bahan.layanan, "layanan")
    if any(_told(kelas) for kelas in bahan.kelas.values()):
        yield Subbab("Hasil menurut Profil Responden")
        yield Paragraf(
            "Perbedaan antarkelompok berikut perlu dibaca dengan hati-hati, karena sebagian kelompok hanya terdiri "
            "atas sedikit responden."
        )
        for key, kelas in bahan.kelas.items():
            if _told(kelas):
                nama = NAMA_PROFIL[key]
                yield _table(f"Hasil menurut {nama}", nama, kelas, f"kelas-{key}")
    if bahan.harapan:
        yield Subbab("Persepsi dan Harapan")
        yield from _expectation(bahan.harapan)


def _told(kelas: Sequence[Kelas]) -> bool:
    """Whether at least two classes can be held against one another."""
    return sum(one.ikm is not None for one in kelas) > 1


def _table(judul: str, nama: str, kelas: Sequence[Kelas], label: str) -> TabelBlok:
    shown = [one for one in kelas if one.tersembunyi or one.n]
    return TabelBlok(
        judul,
        (
            Kolom(nama, lebar=3), Kolom("Responden", "kanan"), Kolom("IKM", "kanan"), Kolom("Mutu", "tengah", 0.8),
            Kolom("Kinerja", lebar=1.4),
        ),
        tuple(_row(one) for one in shown),
        catatan=_TERSEMBUNYI if any(one.tersembunyi for one in kelas) else "",
        label=label,
    )  # fmt: skip


def _row(one: Kelas) -> tuple[str, ...]:
    if one.n is None:
        return (one.label, "*", "*", "*", "*")
    return (one.label, angka(one.n), desimal(one.ikm), *huruf_kinerja(one.mutu))


def _expectation(hasil: HasilHarapan) -> Iterator[Blok]:
    yield Paragraf(
        f"Sebanyak {angka(hasil.n)} responden juga menilai seberapa penting tiap unsur bagi mereka. Indeks harapan "
        f"(IHM) adalah {desimal(hasil.ihm)}, sedangkan indeks kepuasan {desimal(hasil.ikm)}. Selisih (gap) adalah "
        "persepsi dikurangi harapan, dihitung sebelum pembulatan; nilai negatif berarti pelayanan belum memenuhi "
        "harapan."
    )
    yield TabelBlok(
        "Persepsi dan Harapan Tiap Unsur",
        (
            Kolom("Kode", "tengah", 0.6), Kolom("Unsur", lebar=3), Kolom("Persepsi", "kanan"),
            Kolom("Harapan", "kanan"), Kolom("Gap", "kanan", 0.8), Kolom("Kuadran", lebar=2),
        ),
        tuple(
            (
                one.unsur.kode, one.unsur.nama, desimal(one.persepsi), desimal(one.harapan), desimal(one.gap),
                f"{one.kuadran.name} ({one.kuadran.value})",
            )
            for one in hasil.unsur
        ),
        (("", "Rata-rata", desimal(hasil.rata_persepsi), desimal(hasil.rata_harapan), "", ""),),
        label="harapan",
    )  # fmt: skip
    svg, alt = gambar_ipa(hasil)
    yield GambarBlok("Peta Persepsi dan Harapan (IPA)", svg, alt, 0.9, "ipa")
    utama = [f"{one.unsur.nama} ({one.unsur.kode})" for one in hasil.di(Kuadran.I)]
    said = (
        f" menunjukkan unsur yang perlu didahulukan, yaitu yang dianggap penting tetapi belum dinilai baik: "
        f"{daftar(utama)}."
        if utama
        else " menunjukkan bahwa tidak ada unsur yang dianggap penting tetapi dinilai rendah."
    )
    yield Paragraf((Potongan(rujuk="ipa"), Potongan(said)))
