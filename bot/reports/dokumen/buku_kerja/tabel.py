"""Profil, Layanan and Tren: figures that the matrix, which says nothing of who and when, cannot give."""

from __future__ import annotations

from bot.engine.tanggal import capital
from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.buku_kerja import rumus
from bot.reports.lembar import BARIS_KEPALA, Lembar, Rumus, Sel
from bot.reports.rincian import Kelas
from scoring.pembulatan import round_half_up

_AWAL = BARIS_KEPALA + 2
_TERSEMBUNYI = "Kolom yang kosong: respondennya sedikit, sehingga hasilnya tidak ditampilkan demi kerahasiaan."
_TANYA = {"jenis_kelamin": "Jenis kelamin", "usia": "Usia", "pendidikan": "Pendidikan", "pekerjaan": "Pekerjaan"}


def lembar_profil(bahan: Bahan) -> Lembar:
    """Every profile question with its classes, their share, and their result where enough answered."""
    baris: list[tuple[Sel, ...]] = []
    for key, tabel in bahan.profil.items():
        kelas = {one.label: one for one in bahan.kelas.get(key, ())}
        first = _AWAL + len(baris)
        semua = f"SUM(C${first}:C${first + len(tabel) - 1})"
        n = sum(one.jumlah for one in tabel)
        for row, one in enumerate(tabel, start=first):
            bagian = rumus.persen(f"C{row}", semua, one.jumlah, n)
            baris.append((_TANYA.get(key, key), one.label, one.jumlah, bagian, *_nilai(kelas.get(one.label))))
        baris.append((_TANYA.get(key, key), "Jumlah", Rumus(f"={semua}", n), None, None, None))
    kolom = ("Profil", "Kelas", "Responden", "Persen", "IKM", "Mutu")
    return Lembar("Profil", kolom, tuple(baris), (), (_TERSEMBUNYI,), (18, 30, 11, 10, 10, 8), tegak=True)


def lembar_layanan(bahan: Bahan) -> Lembar:
    baris = tuple((one.label, one.n, *_nilai(one)) for one in bahan.layanan)
    kolom = ("Jenis layanan", "Responden", "IKM", "Mutu")
    return Lembar("Layanan", kolom, baris, (), (_TERSEMBUNYI,), (56, 11, 10, 8), tegak=True)


def lembar_tren(bahan: Bahan) -> Lembar:
    baris: list[tuple[Sel, ...]] = []
    for row, one in enumerate(bahan.tren, start=_AWAL):
        titik = one.titik
        ikm = None if titik.ikm is None else round_half_up(titik.ikm)
        selisih: Sel = None
        if ikm is not None and one.target is not None:
            selisih = Rumus(f"=ROUND(D{row}-F{row},2)", ikm - one.target, 2)
        huruf = titik.mutu.huruf if titik.mutu else None
        target = None if one.target is None else round_half_up(one.target)
        baris.append((titik.periode.kode, capital(titik.periode.nama), titik.n, ikm, huruf, target, selisih))
    kolom = ("Kode", "Periode", "Responden", "IKM", "Mutu", "Target", "Selisih")
    return Lembar("Tren", kolom, tuple(baris), lebar=(11, 26, 11, 10, 8, 10, 10), tegak=True)


def _nilai(kelas: Kelas | None) -> tuple[Sel, Sel]:
    if kelas is None or kelas.ikm is None:
        return None, None
    return round_half_up(kelas.ikm), kelas.mutu.huruf if kelas.mutu else None
