"""What is said of a document: that it is being made, how far it is, here it is, or why it cannot be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from bot.engine.messages import Perihal, Screen
from bot.engine.tanggal import angka, capital
from bot.reports.dokumen.pesanan import SIFAT
from bot.reports.dokumen.temuan import TidakKonsisten
from bot.staff.documents.asked import Diminta
from bot.staff.frame import Enclosure, Page, say
from bot.staff.results.teks import name_of

DISIMPAN_HARI: Final = 7
"""Days that a document can be fetched again from the chat that shows it; it can always be asked for anew."""
SEBUT_PALING: Final = 8
"""Units, or contradictions, named in one message; more are counted."""


class Isi(Protocol):
    """What became of many documents."""

    kosong: list[str]
    gagal: list[str]
    tidak_cocok: list[tuple[str, TidakKonsisten]]
    banyak: int


def heading(asked: Diminta) -> str:
    return f"{name_of(asked.sasaran.nama)}, {asked.periode.nama}"


def disiapkan(asked: Diminta) -> Page:
    nama = SIFAT[asked.bentuk].nama
    if asked.masing:
        banyak = len(asked.sasaran.units)
        teks = (
            f"{nama} untuk {angka(banyak)} unit sedang kami siapkan. Ini perlu beberapa menit; berkasnya kami kirim "
            "ke sini begitu selesai. Sementara itu Anda bisa melakukan hal lain."
        )
    else:
        teks = f"{nama} sedang kami siapkan. Biasanya kurang dari setengah menit."
    return say(teks, heading=heading(asked))


def kemajuan(asked: Diminta, sudah: int, semua: int) -> Page:
    return say(f"{angka(sudah)} dari {angka(semua)} berkas sudah jadi.", heading=heading(asked))


def siap(asked: Diminta, nama: str, isi: bytes) -> Page:
    sifat = SIFAT[asked.bentuk]
    page = say(f"{sifat.nama} sudah siap.", heading=heading(asked))
    return Page(_about(asked, page.screen), (Enclosure(nama, sifat.mime, isi=isi, days=DISIMPAN_HARI),))


def _about(asked: Diminta, screen: Screen) -> Screen:
    """The same, with what announces it."""
    whose = f"{name_of(asked.sasaran.nama)}, {asked.periode.nama}"
    return replace(screen, perihal=Perihal("dokumen", (SIFAT[asked.bentuk].nama, whose)))


def siap_semua(asked: Diminta, arsip: Sequence[tuple[str, bytes]], isi: Isi) -> list[Page]:
    """A message for each archive; the first tells what is missing in them."""
    lines = [
        f"{angka(isi.banyak)} berkas {SIFAT[asked.bentuk].nama} sudah siap." if arsip else "Tidak ada yang jadi."
    ]
    if isi.kosong:
        lines.append(f"Belum ada jawaban: {_listed(isi.kosong)}.")
    if isi.tidak_cocok:
        listed = _listed([nama for nama, _ in isi.tidak_cocok])
        lines.append(f"Angkanya tidak saling cocok, jadi tidak diterbitkan: {listed}. Lihat sebabnya lewat /dokumen.")
    if isi.gagal:
        lines.append(f"Gagal dibuat: {_listed(isi.gagal)}.")
    pages = [say("\n\n".join(lines), heading=heading(asked)).screen]
    pages += [say(f"Bagian {n}.", heading=heading(asked)).screen for n in range(2, len(arsip) + 1)]
    if not arsip:
        return [Page(pages[0])]
    return [
        Page(_about(asked, screen), (Enclosure(nama, "application/zip", isi=bytes_, days=DISIMPAN_HARI),))
        for screen, (nama, bytes_) in zip(pages, arsip, strict=True)
    ]


def belum_ada(asked: Diminta) -> Page:
    return say("Belum ada jawaban pada periode ini, jadi belum ada yang bisa diterbitkan.", heading=heading(asked))


def tidak_konsisten(asked: Diminta, error: TidakKonsisten) -> Page:
    """The contradictions, each with both values: they have to be put right first."""
    found = [one.indonesia for one in error.temuan]
    lines = [f"• {capital(one)}" for one in found[:SEBUT_PALING]]
    if (more := len(found) - len(lines)) > 0:
        lines.append(f"… dan {angka(more)} lainnya.")
    teks = "\n".join(("Dokumen ini tidak kami terbitkan, karena angkanya tidak saling cocok:", *lines))
    return say(f"{teks}\n\nMintalah admin memeriksanya.", heading=heading(asked))


def tanpa_tautan(asked: Diminta) -> Page:
    """Of stickers, where no address is set that a citizen's phone can open."""
    teks = (
        "Stiker belum bisa dibuat, karena alamat survei yang dapat dibuka dari ponsel warga belum diatur. Mintalah "
        "pengelola layanan mengisi IKM_PUBLIC_URL (alamat situs) atau IKM_TELEGRAM_TOKEN (bot Telegram), lalu minta "
        "lagi lewat /dokumen."
    )
    return say(teks, heading=heading(asked))


def batal_cetak(asked: Diminta) -> Page:
    teks = "Maaf, dokumen ini gagal dibuat karena gangguan pada layanan. Silakan coba lagi nanti lewat /dokumen."
    return say(teks, heading=heading(asked))


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - SEBUT_PALING
    return ", ".join(names[:SEBUT_PALING]) + (f", dan {angka(rest)} lainnya" if rest > 0 else "")
