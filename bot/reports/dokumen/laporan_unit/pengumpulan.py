"""Chapter II: how, where and when the answers were collected, and how many against the sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.engine.tanggal import angka, tanggal
from bot.reports.dokumen.bagian import BANYAK, catatan_persen
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.blok import Bab, Blok, Butir, Kolom, Paragraf, Potongan, Subbab, TabelBlok
from bot.reports.dokumen.cetak import desimal, persen
from bot.reports.dokumen.narasi import sample_text
from bot.reports.ukuran import MINIMAL_RINCI

_CARA: Final[Mapping[str, tuple[str, str]]] = {
    "telegram": ("Telegram", "Percakapan Telegram: responden menjawab sendiri, satu pertanyaan tiap kali."),
    "whatsapp": ("WhatsApp", "Percakapan WhatsApp: responden menjawab sendiri, satu pertanyaan tiap kali."),
    "webchat": ("Laman survei", "Laman survei: responden membuka tautan atau memindai kode QR dan menjawab sendiri."),
    "terminal": ("Terminal", "Terminal: jawaban diisi melalui komputer unit layanan."),
    "dibantu": ("Dibantu petugas", "Dibantu petugas: petugas memasukkan jawaban dari formulir kertas satu per satu."),
    "demo": ("Data contoh", "Data contoh: jawaban dibuat oleh program, bukan oleh masyarakat."),
    "impor": ("Formulir yang direkap", "Formulir: jawaban direkap dalam berkas, lalu dimasukkan ke sistem."),
}

_TANPA_DARING: Final = frozenset({"demo", "dibantu", "impor"})
"""Sources whose respondents did not answer by themselves on a screen."""


def collection_of(bahan: Bahan) -> Iterator[Blok]:
    nama, periode = bahan.unit.nama, bahan.laporan.periode.nama
    yield Bab("Pengumpulan Data")
    yield Subbab("Pelaksanaan")
    asked = (
        " Sebelum menjawab survei daring, responden diberi tahu untuk apa jawabannya digunakan dan dimintai "
        "persetujuan."
        if bahan.pelaksanaan.sumber.keys() - _TANPA_DARING
        else ""
    )
    yield Paragraf(
        f"Survei dilaksanakan oleh {nama} selama {periode}. Respondennya adalah masyarakat yang telah menerima "
        f"pelayanan pada periode tersebut.{asked}"
    )
    yield Subbab("Metode")
    yield from _method(bahan)
    yield Subbab("Lokasi")
    yield Paragraf(_place(bahan))
    yield Subbab("Jadwal")
    yield from _schedule(bahan)
    yield Subbab("Jumlah Responden")
    yield Paragraf(sample_text(bahan))


def _method(bahan: Bahan) -> Iterator[Blok]:
    instrumen, sumber = bahan.laporan.instrumen, bahan.pelaksanaan.sumber
    yield Paragraf(
        f"Data dikumpulkan dengan kuesioner berisi {angka(len(instrumen.unsur))} pertanyaan, satu untuk tiap unsur, "
        "dengan empat pilihan jawaban bernilai 1 sampai 4. Kuesioner selengkapnya dimuat dalam lampiran."
    )
    if bahan.harapan:
        yield Paragraf("Untuk tiap unsur, responden juga ditanya seberapa penting unsur itu bagi mereka (harapan).")
    if not sumber:
        return
    yield Paragraf("Jawaban diterima dengan cara berikut.")
    yield Butir(tuple(_CARA.get(one, ("", f"{one}."))[1] for one in sorted(sumber)))
    n = sum(sumber.values())
    if len(sumber) > 1 and n >= MINIMAL_RINCI:
        yield TabelBlok(
            "Responden menurut Cara Pengisian",
            (Kolom("Cara pengisian", lebar=3), *BANYAK),
            tuple(
                (_CARA.get(one, (one, ""))[0], angka(jumlah), persen(jumlah, n))
                for one, jumlah in sorted(sumber.items(), key=lambda pair: (-pair[1], pair[0]))
            ),
            (("Jumlah", angka(n), persen(n, n)),),
            " ".join(filter(None, (_gone(bahan.laporan.hasil.n - n), catatan_persen(list(sumber.values()))))),
            "sumber",
        )


def _gone(banyak: int) -> str:
    """Why the table holds fewer than answered."""
    return (
        f"Tidak termasuk {angka(banyak)} responden yang menarik jawabannya setelah periode ditutup." if banyak else ""
    )


def _place(bahan: Bahan) -> str:
    alamat = f", {bahan.identitas.alamat}" if bahan.identitas.alamat else ""
    nama = [one.nama for one in bahan.unit.layanan]
    services = f" Pelayanan yang disurvei: {'; '.join(nama)}." if nama else ""
    return f"Survei dilaksanakan pada pengguna layanan {bahan.unit.nama}{alamat}.{services}"


def _schedule(bahan: Bahan) -> Iterator[Blok]:
    awal, akhir, hari = bahan.pelaksanaan.awal, bahan.pelaksanaan.akhir, bahan.laporan.hari
    yield Paragraf((Potongan("Jadwal pelaksanaan survei tercantum dalam "), Potongan(rujuk="jadwal"), Potongan(".")))
    if awal is None or akhir is None:
        collected = "belum ada jawaban"
    else:
        collected = tanggal(awal) if awal == akhir else f"antara {tanggal(awal)} dan {tanggal(akhir)}"
    yield TabelBlok(
        "Jadwal Pelaksanaan Survei",
        (Kolom("No.", "tengah", 0.4), Kolom("Kegiatan", lebar=2), Kolom("Waktu", lebar=2)),
        (
            ("1", "Pengumpulan data", collected),
            ("2", "Pengolahan data dan penyusunan laporan", tanggal(hari)),
        ),
        label="jadwal",
    )
    if hari < bahan.laporan.periode.selesai:
        share = desimal(100 * bahan.laporan.periode.berlalu(hari), 0)
        yield Paragraf(f"Ketika laporan ini disusun, {share}% dari periode survei telah berlalu.")
