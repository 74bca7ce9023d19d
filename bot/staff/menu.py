"""The commands of officials: what each is called, the right it takes, what the menu says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.engine.messages import MenuItem
from bot.staff.frame import Page, say
from bot.staff.hak import NAMA_PERAN, Tindakan, boleh, roles
from storage.staff import StafRow

PERINTAH: Final[Mapping[str, tuple[Tindakan, str]]] = {
    "laporan": ("laporan", "Laporan IKM unit, kelompok, atau kota"),
    "dokumen": ("dokumen", "Laporan resmi, poster, dan stiker"),
    "peringkat": ("peringkat", "Urutan unit menurut IKM"),
    "tren": ("tren", "Perjalanan IKM dari periode ke periode"),
    "saran": ("saran", "Saran dan keluhan warga"),
    "rtl": ("rtl", "Rencana tindak lanjut"),
    "target": ("target", "Target IKM tahunan"),
    "unit": ("unit", "Menambah dan mengubah unit layanan"),
    "periode": ("periode", "Mengatur, menutup, dan membuka periode"),
    "impor": ("impor", "Memasukkan jawaban dari berkas"),
    "isi": ("isi", "Memasukkan formulir kertas satu per satu"),
    "jadwal": ("jadwal", "Jadwal ringkasan mingguan"),
    "undang": ("undang", "Mengundang kepala unit, admin, atau petugas"),
    "cabut": ("cabut", "Mencabut hak seseorang"),
    "audit": ("audit", "Siapa membaca dan mengubah apa"),
    "status": ("status", "Keadaan layanan ini"),
    "notifikasi": ("notifikasi", "Mengatur ringkasan dan jam tenang Anda"),
    "berhenti": ("notifikasi", "Berhenti menerima ringkasan"),
    "mulai": ("notifikasi", "Menerima ringkasan lagi"),
    "bantuan": ("bantuan", "Apa saja yang bisa dilakukan di sini"),
    "batal": ("bantuan", ""),
}
"""In the order of the menu. The right is that to use the command at all; how far it reaches is asked where it acts.
Without a description a command works and is not listed."""

ALIAS: Final[Mapping[str, str]] = {"report": "laporan", "help": "bantuan", "cancel": "batal"}

SURVEI: Final = MenuItem("survei", "Mengisi survei sebagai warga")


def menu_of(who: StafRow) -> tuple[MenuItem, ...]:
    """The commands that this person may use, as the chat's menu shows them; empty for one without rights."""
    if not who.hak:
        return ()
    own = (MenuItem(name, text) for name, (tindakan, text) in PERINTAH.items() if text and boleh(who, tindakan))
    return (*own, SURVEI)


def overview(who: StafRow, notice: str = "") -> Page:
    """Who one is here, which a `notice` says in its place, and each command with what it does. Sets the chat's menu
    anew."""
    menu = menu_of(who)
    held = [NAMA_PERAN[peran].lower() for peran in roles(who.hak)]
    several = f" ({', '.join(held)})" if len(held) > 1 else ""  # of one alone the name says it
    lines = [f"/{item.nama} – {item.keterangan}" for item in menu]
    intro = "Yang dapat Anda lakukan di sini:" if notice else f"Anda terdaftar sebagai {who.nama}{several}."
    text = f"{intro}\n\n" + "\n".join(lines)
    return say(text, heading="Bantuan untuk pengelola", notice=notice, menu=menu)
