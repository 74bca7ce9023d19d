"""Documents to set, whichever file they become: of a few blocks, or a whole report as a unit's is, with every kind of
block and tables long and wide."""

from __future__ import annotations

from datetime import date

from bot.reports.dokumen.blok import (
    Bab,
    Blok,
    Butir,
    DaftarIsi,
    Dokumen,
    GambarBlok,
    HalamanBaru,
    Kolom,
    Lampiran,
    Paragraf,
    Potongan,
    Sampul,
    Sorot,
    Subbab,
    TabelBlok,
    TandaTangan,
)
from bot.reports.dokumen.identitas import Identitas, PenandaTangan

HARI = date(2026, 11, 21)
LURAH = PenandaTangan("Lurah Pulutan", "Dra. Sri Wahyuni, M.Si.", "Penata Tingkat I (III/d)", "19700101 199503 2 001")
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 120" width="100" height="120">'
    b'<path d="M5 5h90v65c0 25-20 38-45 47C25 108 5 95 5 70z" fill="#17627d"/>'
    b'<circle cx="50" cy="55" r="26" fill="#f0b649"/></svg>'
)
IDENTITAS = Identitas(
    "Pemerintah Kota Salatiga",
    ("Kecamatan Sidorejo", "Kelurahan Pulutan"),
    "Jalan Raya Pulutan Nomor 1, Salatiga 50716, telepon (0298) 000000",
    LOGO,
    "image/svg+xml",
    "Salatiga",
    LURAH,
)
UNSUR = (
    "Persyaratan", "Sistem, Mekanisme, dan Prosedur", "Waktu Penyelesaian", "Biaya/Tarif",
    "Produk Spesifikasi Jenis Pelayanan", "Kompetensi Pelaksana", "Perilaku Pelaksana",
    "Penanganan Pengaduan, Saran dan Masukan", "Sarana dan Prasarana",
)  # fmt: skip
_KALIMAT = (
    "Survei dilaksanakan oleh unit pelayanan dengan menanyai penerima layanan segera setelah layanan selesai, "
    "sehingga penilaian menggambarkan pengalaman yang masih baru. Setiap penerima layanan berhak mengisi satu kali, "
    "dan jawabannya tidak dapat dihubungkan dengan namanya. "
)


SAMPUL = Sampul(("Laporan", "Survei Kepuasan Masyarakat"), "Kelurahan Pulutan", "Semester II 2024", ("Kota",), "2024")


def dokumen(*blok: Blok, identitas: Identitas = IDENTITAS, kop: bool = False) -> Dokumen:
    return Dokumen("Laporan SKM", "Kelurahan Pulutan", identitas, HARI, blok, kop)


def bagan(unsur: tuple[str, ...] = UNSUR) -> str:
    bars = "".join(
        f'<text x="380" y="{n * 46 + 32}" font-size="20" text-anchor="end">{name[:34].replace("&", "dan")}</text>'
        f'<rect x="395" y="{n * 46 + 10}" width="{320 - n * 9}" height="30" fill="#17627d"/>'
        f'<text x="{725 - n * 9}" y="{n * 46 + 32}" font-size="20">3,{60 - n}</text>'
        for n, name in enumerate(unsur)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="{len(unsur) * 46 + 20}" '
        f'font-family="Liberation Sans"><rect width="100%" height="100%" fill="#ffffff"/>{bars}</svg>'
    )


def frekuensi(nama: str, label: str = "") -> TabelBlok:
    kolom = (Kolom("Nilai", "tengah", 1), Kolom("Jawaban", "kiri", 4), Kolom("Responden", "kanan", 2),
             Kolom("Persentase", "kanan", 2))  # fmt: skip
    baris = (("1", "Tidak sesuai", "0", "0,00"), ("2", "Kurang sesuai", "1", "1,37"), ("3", "Sesuai", "38", "52,05"),
             ("4", "Sangat sesuai", "34", "46,58"))  # fmt: skip
    return TabelBlok(f"Jawaban unsur {nama}", kolom, baris, (("", "Jumlah", "73", "100,00"),), label=label)


def matriks(rows: int) -> TabelBlok:
    nilai = tuple(tuple(str(3 + (row * 7 + n * row) % 2) for n in range(9)) for row in range(rows))
    return TabelBlok(
        "Nilai per responden dan per unsur",
        (Kolom("Responden", "tengah", 1.4), *(Kolom(f"U{n}", "tengah") for n in range(1, 10))),
        tuple((str(row), *nilai[row - 1]) for row in range(1, rows + 1)),
        (("ΣNilai", *("251",) * 9), ("NRR", *("3,438",) * 9), ("NRR tertimbang", *("0,382",) * 9)),
        "U1–U9 sesuai urutan unsur dalam PermenPAN-RB Nomor 14 Tahun 2017.",
    )


def laporan(identitas: Identitas = IDENTITAS, *, rows: int = 73) -> Dokumen:
    return Dokumen(
        "Laporan Survei Kepuasan Masyarakat", "Kelurahan Pulutan", identitas, HARI, (*_depan(identitas), *_isi(rows))
    )


def _depan(identitas: Identitas) -> tuple[Blok, ...]:
    return (
        Sampul(
            ("Laporan", "Survei Kepuasan Masyarakat"), "Kelurahan Pulutan", "Semester II Tahun 2024",
            ("Pemerintah Kota Salatiga", "Kecamatan Sidorejo", "Kelurahan Pulutan"), "2024",
        ),
        Bab("Kata Pengantar", bernomor=False),
        Paragraf("Puji syukur kami panjatkan ke hadirat Tuhan Yang Maha Esa. " + _KALIMAT * 2),
        Paragraf(_KALIMAT),
        TandaTangan(identitas.tempat, HARI, identitas.penanda_tangan),
        DaftarIsi(),
    )  # fmt: skip


def _isi(rows: int) -> tuple[Blok, ...]:
    per_unsur = tuple(
        blok
        for n, nama in enumerate(UNSUR)
        for blok in (
            Subbab(nama, 3),
            Paragraf(
                (Potongan("Sebaran jawaban termuat dalam "), Potongan(rujuk=f"u{n}"), Potongan(". " + _KALIMAT))
            ),
            frekuensi(nama, f"u{n}"),
        )
    )
    return (
        Bab("Pendahuluan"),
        Subbab("Latar Belakang"),
        Paragraf(_KALIMAT * 3),
        Subbab("Dasar Hukum"),
        Butir(
            ("Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik;", _KALIMAT, "Peraturan Wali Kota."), True
        ),
        Subbab("Maksud dan Tujuan"),
        Paragraf(_KALIMAT),
        Butir(("mengukur kepuasan masyarakat;", (Potongan("memperbaiki", tebal=True), Potongan(" pelayanan.")))),
        Butir(("Persiapan.", "Pelaksanaan.", "Pelaporan."), True),
        Bab("Pengumpulan Data"),
        Subbab("Pelaksana, Metode, Lokasi, dan Jadwal Survei Kepuasan Masyarakat di Lingkungan Kelurahan Pulutan"),
        *(Paragraf(_KALIMAT * 3) for _ in range(4)),
        Subbab("Jumlah Responden"),
        *(Paragraf(_KALIMAT * 2) for _ in range(4)),
        Subbab("Jadwal"),
        Paragraf(_KALIMAT),
        Bab("Hasil"),
        Subbab("Indeks Kepuasan Masyarakat"),
        Sorot((("86,03", "IKM"), ("B", "Mutu pelayanan"), ("Baik", "Kinerja unit pelayanan"), ("73", "Responden"))),
        Paragraf((Potongan("Nilai per unsur tampak dalam "), Potongan(rujuk="grafik"), Potongan(". " + _KALIMAT))),
        GambarBlok(
            "Nilai rata-rata per unsur", bagan(), "Batang nilai per unsur, tertinggi Persyaratan.", 1, "grafik"
        ),
        Subbab("Jawaban per Unsur"),
        *per_unsur,
        Bab("Analisis"),
        Subbab("Rencana Tindak Lanjut"),
        _rencana(),
        GambarBlok("Nilai tiga unsur", bagan(UNSUR[:3]), "Batang tiga unsur.", 0.7),
        HalamanBaru(),
        Subbab("Tren"),
        Paragraf(_KALIMAT),
        Bab("Penutup"),
        Paragraf(_KALIMAT * 2),
        TandaTangan("", HARI, PenandaTangan()),
        Lampiran("Kuesioner"),
        Subbab("Pertanyaan"),
        Butir(tuple(f"Bagaimana pendapat Saudara tentang {nama.lower()}?" for nama in UNSUR), True),
        Lampiran("Matriks per Responden", mendatar=True),
        matriks(rows),
        Lampiran("Realisasi Tindak Lanjut"),
        frekuensi("Realisasi"),
        Paragraf(_KALIMAT),
    )


def _rencana() -> TabelBlok:
    return TabelBlok(
        "Rencana tindak lanjut",
        (
            Kolom("No.", "tengah", 0.5), Kolom("Prioritas unsur", "kiri", 2), Kolom("Program/kegiatan", "kiri", 4),
            *(Kolom(f"TW {n}", "tengah", 0.8) for n in ("I", "II", "III", "IV")),
            Kolom("Penanggung jawab", "kiri", 2),
        ),
        tuple(
            (str(n), nama, _KALIMAT[:110] + ".", "", "✓", "", "", "Kepala Seksi Pelayanan")
            for n, nama in enumerate(UNSUR[:3], 1)
        ),
        catatan="TW: triwulan.",
    )  # fmt: skip
