"""Who answered, in all units together; and which units have fewer answers than their sample."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.tanggal import angka
from bot.reports.dokumen.bagian import profile_of
from bot.reports.dokumen.bahan_kota import BahanKota
from bot.reports.dokumen.blok import Blok, Paragraf, Subbab


def respondents_of(bahan: BahanKota) -> Iterator[Blok]:
    yield Subbab("Jumlah Responden")
    yield Paragraf(_sample(bahan))
    if not bahan.profil:
        return
    yield Subbab("Profil Responden")
    yield from profile_of(bahan.profil)


def _sample(bahan: BahanKota) -> str:
    laporan = bahan.laporan
    n, sampel = laporan.hasil.n, laporan.sampel
    told = f"Survei diikuti {angka(n)} responden."
    if sampel is None or sampel.target is None:
        return f"{told} Jumlah pengguna layanan belum didata, sehingga kecukupan sampel belum dapat dinilai."
    told += (
        f" Menurut tabel Krejcie dan Morgan, sampel seluruh unit yang jumlah pengguna layanannya sudah didata adalah "
        f"{angka(sampel.target)} orang; unit-unit itu mengumpulkan {angka(sampel.n)} responden."
    )
    if sampel.kurang:
        told += f" Dihitung unit per unit, masih kurang {angka(sampel.kurang)} responden."
    if sampel.tanpa_populasi:
        told += f" Pengguna layanan {angka(len(sampel.tanpa_populasi))} unit belum didata."
    return told
