"""The interview's texts in Indonesian: plain, warm, short; read aloud before changing.

`{sapaan}` is the form of address an installation chose. Wording of the unsur is not here: it is the instrumen's.
"""

from __future__ import annotations

VERSI_PERSETUJUAN = "2026-11c"
"""Kept with every consent. A test fails when the text below changes and this does not."""

# Greeting and consent

SALAM = "Salam dari {unit}"
SAPA = """Baru saja dilayani di {unit}? Ceritakan pengalaman {sapaan} supaya pelayanannya bisa kami perbaiki.

Pertanyaannya singkat dan hampir semuanya tinggal dipilih, kira-kira {menit} menit.

Jawaban {sapaan} anonim. Nama dan nomor telepon {sapaan} tidak disimpan, dan petugas tidak tahu siapa yang menjawab. {sapaan} boleh berhenti kapan saja.

Apakah {sapaan} bersedia ikut?"""
SEDIA = "Ya, saya bersedia"
TIDAK_SEDIA = "Tidak"
PRIVASI_TOMBOL = "Privasi"
BUKAN_DI_SINI = "Bukan di sini"
TIDAK_IKUT = "Baik, tidak apa-apa. Terima kasih sudah mampir. Bila nanti berubah pikiran, kirim /mulai."

WALI = "Karena usia {sapaan} di bawah 18 tahun, survei ini perlu izin orang tua atau wali. Apakah orang tua atau wali mengizinkan?"
WALI_YA = "Ya, diizinkan"
WALI_TIDAK = "Tidak"
WALI_DITOLAK = "Baik. Jawaban tadi sudah dihapus. Terima kasih, dan salam untuk orang tua atau wali {sapaan}."

# Questions around the unsur

TENTANG = "Tentang {sapaan}"
LAYANAN = "Layanan apa yang {sapaan} terima?"
USIA = "Berapa usia {sapaan}? Ketik angkanya, misalnya 34."
USIA_TAK_DIBACA = "Usia ditulis dengan angka saja, misalnya 34."
USIA_TAHUN_LAHIR = "Sepertinya itu tahun lahir. Yang ditanyakan usia {sapaan} sekarang, misalnya {contoh}."
USIA_DI_LUAR = "Usia yang bisa diisi adalah 10 sampai 120 tahun."
ALASAN = "Apa yang kurang? Ceritakan dengan singkat, atau lewati."
SARAN = "Terakhir: ada saran, keluhan, atau pujian? Tulis di sini, atau lewati."
BALAS = "Bolehkah petugas membalas saran {sapaan} lewat obrolan ini? Petugas tidak akan tahu siapa {sapaan}."
BALAS_BERSAMA = "Balasannya tampil di peramban ini, jadi dapat dibaca siapa pun yang memakainya."
BALAS_YA = "Ya, boleh"
BALAS_TIDAK = "Tidak usah"
KEPALA_JAWABAN = "{unsur}: {label}"
KEPALA_SARAN = "Saran"
KEMAJUAN = "Pertanyaan {ke}/{dari} · {unsur}"

# Getting around

KEMBALI = "◀ Kembali"
ARTI = "? Artinya"
LEWATI = "Lewati"
KIRIM = "Kirim jawaban"
UBAH = "Ubah jawaban"
BATAL_UBAH = "◀ Tidak jadi"

TINJAU = "Periksa jawaban"
TINJAU_TEKS = "Sudah benar? Tekan “{kirim}” untuk mengirim."
UBAH_KEPALA = "Ubah jawaban"
UBAH_TEKS = "Jawaban mana yang ingin diubah?"
DILEWATI = "(dilewati)"
NAMA_ISIAN = {
    "layanan": "Layanan",
    "jenis_kelamin": "Jenis kelamin",
    "usia": "Usia",
    "wali": "Izin orang tua/wali",
    "pendidikan": "Pendidikan",
    "pekerjaan": "Pekerjaan",
    "saran": "Saran",
    "balas": "Boleh dibalas",
}
ALASAN_NAMA = "Yang kurang ({unsur})"
HARAPAN_NAMA = "Seberapa penting ({unsur})"
DENGAN_HARAPAN = "{label} ({harapan})"
TAHUN = "{usia} tahun"

# Sent

SELESAI_KEPALA = "Terima kasih!"
SELESAI = "Jawaban {sapaan} untuk {unit} sudah kami terima dan akan dipakai untuk memperbaiki pelayanan."
SELESAI_KOREKSI = "Jawaban {sapaan} untuk {unit} sudah diperbaiki. Kode tanda terima yang lama tidak berlaku lagi."
TANDA_TERIMA = "Kode tanda terima: {kode}\nSimpan bila suatu saat ingin menghapus jawaban ini: /hapus {kode}"
NILAI_UNIT = "Nilai sementara {periode}: IKM {ikm} ({mutu}, {kinerja}) dari {n} responden."
BELUM_TAMPIL = "Nilai unit ini tampil setelah ada {minimal} responden."

# The answer to a saran

BALASAN_KEPALA = "Balasan dari {unit}"
BALASAN_KUTIPAN = "Saran {sapaan}: “{saran}”"
BALASAN_PENUTUP = "Percakapan ini selesai di sini: tulisan {sapaan} setelah ini tidak sampai ke petugas. Untuk memberi saran lagi, kirim /mulai."

# Same person again

GANDA = "{sapaan} sudah mengisi survei ini pada {tanggal}. Satu orang cukup satu jawaban, tetapi jawaban itu boleh {sapaan} perbaiki."
GANDA_BERSAMA = "Survei ini sudah diisi dari perangkat ini pada {tanggal}. Bila waktu itu {sapaan} yang mengisi, cukup satu jawaban saja; {sapaan} boleh memperbaikinya dengan mengisi ulang."
GANDA_LAIN = "Saya orang lain"
GANDA_PERBAIKI = "Perbaiki jawaban"
GANDA_SUDAH = "Tidak, sudah cukup"
GANDA_SELESAI = "Baik. Jawaban {sapaan} yang dulu tetap dipakai. Terima kasih!"

# Entry

CARI_KEPALA = "Survei kepuasan masyarakat"
CARI = "Di mana {sapaan} baru saja dilayani? Ketik nama tempatnya, misalnya “{contoh}”, atau pilih dari daftar."
CARI_TIDAK_ADA = "Kode unit “{kode}” tidak kami kenal. Silakan cari tempatnya dengan nama."
CARI_HASIL = "Apakah ini yang {sapaan} maksud?"
CARI_NIHIL = "Tempat bernama “{teks}” belum ditemukan. Coba tulis namanya saja, atau pilih dari daftar."
DAFTAR = "Pilih dari daftar"
DAFTAR_KELOMPOK = "Termasuk kelompok mana?"
DAFTAR_UNIT = "{kelompok}: pilih tempatnya."
DAFTAR_HALAMAN = " Halaman {halaman} dari {dari}."
DAFTAR_PANJANG = "Bila tidak ada di antara tombol, ketik namanya."
BERIKUT = "Berikutnya ▶"
SEBELUM = "◀ Sebelumnya"
CARI_LAGI = "◀ Cari lagi"
UNIT_DITUTUP = (
    "Survei tempat yang tadi sudah ditutup, dan jawaban yang belum terkirim sudah dihapus. Silakan cari tempat lain."
)
BELUM_ADA_UNIT = "Belum ada unit layanan yang terdaftar. Silakan hubungi penyelenggara survei."

SIMPANG = "Masih ada survei {lama} yang belum selesai. Lanjutkan yang tadi, atau mulai yang baru untuk {baru}?"
SIMPANG_SAMA = "Survei {lama} tadi belum selesai. Lanjutkan yang tadi, atau mulai yang baru?"
LANJUTKAN = "Lanjutkan yang tadi"
MULAI_BARU = "Mulai yang baru"

# Help that fits the moment

TOMBOL_LAMA = "Tombol itu sudah tidak berlaku. Ini pertanyaan yang sekarang."
PILIH_SATU = "Maaf, jawaban itu belum kami pahami. Tekan salah satu tombol, atau ketik angkanya: {pilihan}."
PILIH_SATU_SAJA = "Maaf, jawaban itu belum kami pahami. Tekan salah satu tombol, atau ketik nama pilihannya."
TERLALU_PANJANG = "Tulisannya terlalu panjang ({panjang} huruf). Mohon dipersingkat sampai {paling} huruf."
TULIS_SAJA = "Mohon ditulis dengan kata-kata, atau tekan “{lewati}”."
KIRIMAN = {
    "stiker": "Terima kasih stikernya!",
    "foto": "Maaf, foto belum bisa dipakai di sini.",
    "suara": "Maaf, pesan suara belum bisa kami dengar.",
    "video": "Maaf, video belum bisa dipakai di sini.",
    "berkas": "Maaf, berkas belum bisa dipakai di sini.",
    "lokasi": "Lokasi tidak diperlukan.",
    "kontak": "Kontak tidak diperlukan: survei ini anonim.",
    "polling": "Maaf, polling belum bisa dipakai di sini.",
    "pesan_diubah": "Pesan yang diubah tidak terbaca lagi. Untuk mengganti jawaban, pakai tombol “◀ Kembali”.",
    "lainnya": "Maaf, kiriman itu belum bisa dibaca.",
}
HARAP = {
    "pilihan": "Untuk menjawab, tekan salah satu tombol.",
    "angka": "Untuk menjawab, ketik angkanya.",
    "teks": "Untuk menjawab, tulis dengan kata-kata atau tekan tombolnya.",
    "apa pun": "Ketik nama tempatnya, atau tekan salah satu tombol.",
    "berkas": "Kirim berkasnya di sini, atau tekan salah satu tombol.",
}
"""What to do instead, by what the question takes."""
INGATKAN = "Survei {unit} belum selesai. Tinggal {sisa} pertanyaan lagi. Kita lanjutkan?"
INGATKAN_KIRIM = "Jawaban untuk {unit} sudah lengkap, tinggal dikirim."
INGATKAN_PERIHAL = "survei {unit} yang belum selesai"
KEDALUWARSA = "Survei {unit} ditutup karena lama tidak dilanjutkan, dan jawaban yang belum terkirim sudah dihapus. Kirim /mulai bila ingin mengisi lagi."
TIDAK_ADA_DRAF = "Saat ini tidak ada survei yang sedang diisi. Kirim /mulai untuk mengisi."
SUDAH_SELESAI = "Survei ini sudah selesai atau sudah ditutup. Kirim /mulai untuk mengisi lagi."
SAMA_SAMA = "Sama-sama! Kirim /mulai bila ingin mengisi survei lagi."
PERINTAH_TIDAK_DIKENAL = "Perintah itu tidak kami kenal. Kirim /bantuan untuk melihat perintah yang ada."
DIBATALKAN = "Survei dibatalkan. Jawaban yang belum terkirim sudah dihapus. Kirim /mulai bila ingin mengisi lagi."
DIULANG = "Baik, kita ulang dari awal."

BANTUAN = """Cara mengisi: tekan tombol jawabannya, atau ketik nomor atau kata-katanya. “◀ Kembali” untuk mengubah jawaban, “? Artinya” untuk penjelasan.

/mulai – mulai atau cari tempat layanan
/ulang – ulangi dari awal
/lanjut – lanjutkan di aplikasi atau perangkat lain
/batal – berhenti dan hapus jawaban yang belum terkirim
/hapus – hapus jawaban yang sudah terkirim, dengan kode tanda terima
/privasi – bagaimana jawaban {sapaan} dijaga"""
PRIVASI = """Bagaimana jawaban {sapaan} dijaga

• Yang disimpan hanya jawaban survei. Nama, nama pengguna, dan nomor telepon tidak disimpan.
• Alamat obrolan ini hanya disimpan selama survei belum selesai, supaya kami bisa membalas.
• Bila {sapaan} mengizinkan saran dibalas, alamat itu disimpan sampai petugas membalas, paling lama 180 hari. Petugas tidak melihatnya, dan /hapus menghapusnya.
• Supaya satu orang tidak dihitung dua kali, kami menyimpan sandi acak yang tidak bisa dibaca balik menjadi nomor {sapaan}.
• Petugas dan kepala unit hanya melihat hasil gabungan dan saran tanpa nama, bukan siapa menjawab apa.
• Jawaban yang belum dikirim terhapus sendiri setelah {jam} jam, atau langsung dengan /batal.
• Jawaban yang sudah dikirim bisa dihapus kapan saja: /hapus dan kode tanda terima.

Dasar hukum: UU 27/2022 tentang Pelindungan Data Pribadi dan PermenPAN-RB 14/2017. Penyelenggara: {pemda}."""

HAPUS_TANYA = "Ketik kode tanda terima jawaban yang ingin dihapus, misalnya K7MQ2-9RTXA."
HAPUS_BATAL = "Tidak jadi"
HAPUS_SELESAI = "Jawaban {sapaan} untuk {unit} sudah dihapus dan tidak dihitung lagi."
HAPUS_TIDAK_ADA = "Kode itu tidak ditemukan. Periksa lagi hurufnya; mungkin jawabannya sudah pernah dihapus."
HAPUS_DRAF = "Jawaban yang belum terkirim sudah dihapus."
HAPUS_TANYA_LAGI = "Bila ada jawaban yang sudah terkirim dan ingin dihapus juga, ketik kode tanda terimanya."

# Going on elsewhere

LANJUT_KODE = """Survei ini bisa {sapaan} lanjutkan di tempat lain. Jawaban yang tadi ikut terbawa.

{cara}

Kode ini hanya bisa dipakai satu kali, selama survei ini belum selesai. Jangan berikan kepada orang lain, karena jawaban {sapaan} akan terbuka di sana."""
LANJUT_TAUTAN = """Buka salah satu tautan ini:
{tautan}

Atau kirim tulisan ini di sana: Lanjut {kode}"""
LANJUT_TANPA_TAUTAN = "Kirim tulisan ini di sana: Lanjut {kode}"
LANJUT_TANYA = """Punya kode dari percakapan lain? Ketik di sini, misalnya K7MQ2-9RTXA.

Kodenya {sapaan} dapat dengan mengirim /lanjut di percakapan tempat survei mulai diisi."""
LANJUT_SAMBUT = "Selamat datang! Survei {unit} kita lanjutkan di sini. Jawaban {sapaan} yang tadi sudah terbawa."
LANJUT_PERGI = "Survei ini {sapaan} lanjutkan di {kanal}. Percakapan di sini sudah selesai."
LANJUT_ADA_SURVEI = "Di sini ada survei {unit} yang belum selesai. Silakan lanjutkan dengan menjawab pertanyaan ini. Bila yang ingin diisi adalah survei dari percakapan lain, kirim /batal dulu, lalu kirim kodenya sekali lagi."
LANJUT_GAGAL = {
    "asing": "Kode itu tidak kami kenal. Periksa lagi hurufnya. Kode tanda terima dari survei yang sudah terkirim tidak dipakai di sini.",
    "terpakai": "Kode itu sudah dipakai, jadi surveinya sudah pindah. Silakan lanjutkan di percakapan yang baru. Bila ingin pindah lagi, kirim /lanjut di sana.",
    "berakhir": "Kode itu tidak berlaku lagi, karena surveinya sudah selesai atau sudah ditutup. Kirim /mulai untuk mengisi survei.",
    "dibatasi": "Sudah beberapa kali kodenya tidak cocok. Silakan coba lagi satu jam lagi, atau kirim /mulai untuk mengisi survei dari awal.",
}
KANAL = {"telegram": "Telegram", "whatsapp": "WhatsApp", "webchat": "web", "terminal": "terminal"}
KANAL_LAIN = "tempat lain"

PERINTAH = {
    "mulai": "Mulai mengisi survei",
    "bantuan": "Cara mengisi",
    "lanjut": "Lanjutkan di aplikasi atau perangkat lain",
    "ulang": "Ulangi dari awal",
    "batal": "Berhenti dan hapus jawaban yang belum terkirim",
    "privasi": "Bagaimana jawaban dijaga",
    "hapus": "Hapus jawaban yang sudah terkirim",
}
"""The commands' menu, in the order shown."""

MAAF_GANGGUAN = "Maaf, ada gangguan di sistem kami. Jawaban terakhir belum tercatat; mohon coba sekali lagi."
