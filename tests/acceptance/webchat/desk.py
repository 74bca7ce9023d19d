"""What an official is shown in these tests, and the answers of a desk that knows a few commands."""

from __future__ import annotations

from bot.engine.events import Sent, Started, Tapped, Typed, Upload
from bot.engine.messages import Choice, MenuItem, Screen
from bot.ports import Incoming
from bot.staff.frame import Enclosure, Page, ask, say
from tests.acceptance.webchat.office import picture

MENU = (
    MenuItem("laporan", "Laporan unit, kelompok, atau kota"),
    MenuItem("peringkat", "Peringkat unit"),
    MenuItem("impor", "Kirim berkas CSV"),
    MenuItem("berhenti", "Berhenti menerima ringkasan"),
)
TEKS = (
    "IKM sementara 86,11 (mutu B, Baik) dari 43 jawaban; sasaran 125. Naik 1,20 dari triwulan lalu, dan itu lebih "
    "dari kebetulan. Terendah: Waktu Penyelesaian 80,20. Lihat juga /peringkat."
)
ANGKA = "Unsur;NRR\nPersyaratan;3,44\n"
LAPORAN = Page(
    Screen(
        TEKS,
        "Kelurahan Bandar Kidul · Triwulan IV 2026",
        choices=((Choice("Saran", "@s"), Choice("Buat RTL", "@r")), (Choice("Rincian per unsur", "@u"),)),
        fresh=True,
        key="staf",
        menu=MENU,
    ),
    (
        picture("Sembilan unsur; terendah Waktu Penyelesaian 80,20"),
        Enclosure("IKM Bandar Kidul – désa.csv", "text/csv", isi=ANGKA.encode()),
    ),
)
KIRIM = ask("Kirim berkas CSV jawaban tahun 2025.", heading="Impor", berkas=True)
PERTANYAAN = Screen(
    "Berapa usia Anda?", "Tentang Anda", choices=((Choice("Lewati", "t.1.l", "navigasi"),),), key="usia"
)


def answer(incoming: Incoming) -> Page | None:
    match incoming.event:
        case Started("warga"):
            return Page(PERTANYAAN)
        case Started():
            return LAPORAN
        case Tapped("@u"):
            return say(
                "Persyaratan 86,00\nProsedur 84,30", (Choice("Kembali", "@b"),), heading="Rincian", fresh=False
            )
        case Tapped("@s"):
            return say("Antrenya lama.", heading="Saran")
        case Tapped(token):
            return say(f"Tombol {token} ditekan.", fresh=False)
        case Typed("/impor"):
            return KIRIM
        case Typed("/keluar"):
            return say("Hak Anda sudah dicabut.", menu=())
        case Typed(teks):
            return say(f"Diterima: {teks}")
        case Sent(jenis, Upload(nama, mime, ukuran)):
            return say(f"{jenis}: {nama}, {mime}, {ukuran} bita")
        case _:
            return say("Bantuan untuk pengelola.")
