"""Tables that several documents hold alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from bot.engine.tanggal import angka, capital
from bot.reports.dokumen.bahan import TitikTahun
from bot.reports.dokumen.blok import Blok, Kolom, Paragraf, Potongan, TabelBlok
from bot.reports.dokumen.cetak import KOSONG, desimal, huruf_kinerja, persen
from bot.reports.dokumen.narasi import profile_text
from bot.reports.laporan import TitikTren
from scoring.ikm import HasilIkm, HasilUnsur
from scoring.instrumen import Instrumen
from scoring.profil import Cacah
from scoring.tren import selisih_of

NAMA_PROFIL: Final = {
    "jenis_kelamin": "Jenis Kelamin",
    "usia": "Usia",
    "pendidikan": "Pendidikan",
    "pekerjaan": "Pekerjaan",
}
"""How the tables of the profile questions are called, by key."""
BANYAK: Final = (Kolom("Jumlah", "kanan"), Kolom("Persentase (%)", "kanan"))
TITIK_TREN: Final = 2
"""Periods with responses that make a trend."""
_DIBULATKAN: Final = "Tiap persentase dibulatkan sendiri, sehingga jumlahnya dapat sedikit berbeda dari 100,00."


def profile_of(profil: Mapping[str, Sequence[Cacah]]) -> Iterator[Blok]:
    """A sentence and a table for each profile question."""
    for key, cacah in profil.items():
        nama = NAMA_PROFIL[key]
        yield Paragraf((
            Potongan(f"{profile_text(cacah, nama.lower())} Rinciannya ada dalam ".lstrip()),
            Potongan(rujuk=f"profil-{key}"), Potongan("."),
        ))  # fmt: skip
        yield tabel_profil(key, nama, cacah)


def tabel_profil(key: str, nama: str, cacah: Sequence[Cacah]) -> TabelBlok:
    """The classes of one profile question, labelled "profil-<key>"."""
    n = sum(one.jumlah for one in cacah)
    return TabelBlok(
        f"Responden menurut {nama}",
        (Kolom(nama, lebar=3), *BANYAK),
        tuple((one.label, angka(one.jumlah), persen(one.jumlah, n)) for one in cacah),
        (("Jumlah", angka(n), persen(n, n)),),
        catatan_persen([one.jumlah for one in cacah]),
        f"profil-{key}",
    )


def catatan_persen(jumlah: Sequence[int]) -> str:
    """Said where the printed shares do not come to 100,00."""
    n = sum(jumlah)
    printed = sum(int(persen(one, n).replace(",", "")) for one in jumlah) if n else 100_00
    return "" if printed == 100_00 else _DIBULATKAN


def tabel_kategori(instrumen: Instrumen) -> TabelBlok:
    """The bands of mutu, labelled "kategori"."""
    return TabelBlok(
        "Kategori Mutu Pelayanan",
        (Kolom("Nilai konversi", "tengah", 2), Kolom("Mutu", "tengah"), Kolom("Kinerja", lebar=2)),
        tuple((f"{desimal(pita.dari)}–{desimal(pita.sampai)}", pita.huruf, pita.kinerja) for pita in instrumen.mutu),
        label="kategori",
    )


def tabel_unsur(hasil: HasilIkm) -> TabelBlok:
    """Every unsur and the index under them, labelled "unsur"."""
    return TabelBlok(
        "Nilai, Mutu, dan Kinerja Tiap Unsur",
        (
            Kolom("Kode", "tengah", 0.7), Kolom("Unsur", lebar=3.2), Kolom("Jumlah nilai", "kanan", 0.9),
            Kolom("NRR", "kanan", 0.8), Kolom("NRR tertimbang", "kanan", 1.3), Kolom("Nilai konversi", "kanan", 1.1),
            Kolom("Mutu", "tengah", 0.7), Kolom("Kinerja", lebar=1.3),
        ),
        tuple(_unsur_row(one) for one in hasil.unsur),
        (("", "IKM", "", "", desimal(total_tertimbang(hasil), 3), desimal(hasil.ikm), *huruf_kinerja(hasil.mutu)),),
        f"Bobot tiap unsur {hasil.bobot.teks}. Jumlah NRR tertimbang dihitung sebelum pembulatan.",
        "unsur",
    )  # fmt: skip


def _unsur_row(one: HasilUnsur) -> tuple[str, ...]:
    return (
        one.unsur.kode, one.unsur.nama, angka(one.total), desimal(one.nrr), desimal(one.nrr_tertimbang, 3),
        desimal(one.nik), *huruf_kinerja(one.mutu),
    )  # fmt: skip


def total_tertimbang(hasil: HasilIkm) -> Fraction | None:
    """The sum of the unrounded nrr tertimbang; None without responses."""
    if hasil.ikm is None:
        return None
    return sum((one.nrr_tertimbang for one in hasil.unsur if one.nrr_tertimbang is not None), Fraction())


def tabel_tren(tren: Sequence[TitikTahun], bobot: str) -> TabelBlok:
    """Period after period, against its target where any was set, labelled "tren"."""
    moves = [KOSONG, *(_move(before, one) for before, one in pairwise(tren))]
    targets = any(one.target is not None for one in tren)
    return TabelBlok(
        "Tren Indeks Kepuasan Masyarakat",
        (
            Kolom("Periode", lebar=2), Kolom("Responden", "kanan"), Kolom("IKM", "kanan"),
            Kolom("Perubahan", "kanan"), Kolom("Mutu", "tengah", 0.8),
            *([Kolom("Target", "kanan")] if targets else []),
        ),
        tuple(
            (*_tren_row(one, move), *([desimal(one.target)] if targets else []))
            for one, move in zip(tren, moves, strict=True)
        ),
        catatan=" ".join([
            f"Seluruh periode dihitung dengan bobot {bobot}.",
            *(_asked_else(one.titik) for one in tren if one.titik.instrumen_lain),
        ]),
        label="tren",
    )  # fmt: skip


def _tren_row(one: TitikTahun, move: str) -> tuple[str, ...]:
    huruf, _ = huruf_kinerja(one.titik.mutu)
    return (capital(one.titik.periode.nama), angka(one.titik.n), desimal(one.titik.ikm), move, huruf)


def _asked_else(one: TitikTren) -> str:
    nama = capital(one.periode.nama)
    return f"{nama} memakai kuesioner lain ({one.instrumen_lain}), sehingga nilainya tidak dibandingkan."


def _move(before: TitikTahun, one: TitikTahun) -> str:
    if before.titik.ikm is None or one.titik.ikm is None:
        return KOSONG
    selisih = selisih_of(before.titik.ikm, one.titik.ikm).selisih
    return f"{'+' if selisih > 0 else ''}{desimal(selisih)}"
