"""Hasil and Sebaran: per unsur what the matrix comes to, and how often each answer was given."""

from __future__ import annotations

from fractions import Fraction

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.buku_kerja import rumus
from bot.reports.dokumen.buku_kerja.matriks import AWAL, Matriks
from bot.reports.lembar import Lembar, Rumus, Sel, lembar_of
from bot.reports.tabel import tables_of
from scoring.harapan import HasilHarapan, Kuadran
from scoring.ikm import SKALA

_KOLOM = ("Kode", "Unsur", "Jumlah nilai", "Jawaban", "NRR", "NRR tertimbang", "NIK", "Mutu", "Kinerja")
_KOLOM_HARAPAN = ("Harapan", "GAP", "Kuadran")
_LEBAR = (7, 44, 10, 10, 8, 12, 9, 8, 14)
_LEBAR_HARAPAN = (10, 9, 18)


def lembar_hasil_tetap(bahan: Bahan) -> Lembar:
    """The result as figures without formulas, where the matrix is not there or not whole."""
    unsur = next(tabel for tabel in tables_of(bahan.laporan) if tabel.nama == "Unsur")
    lembar = lembar_of(unsur)
    return Lembar("Hasil", lembar.kolom, lembar.baris, lembar.kaki, lembar.catatan, _LEBAR)


def lembar_hasil(bahan: Bahan, persepsi: Matriks, penting: Matriks | None, harapan: HasilHarapan | None) -> Lembar:
    """`penting` and `harapan` are the matrix of the harapan and what it comes to, None where it was not asked."""
    instrumen = bahan.laporan.instrumen
    baris: list[tuple[Sel, ...]] = []
    for ke, one in enumerate(persepsi.unsur):
        row, nilai = AWAL + ke, Fraction(one.total, one.n)
        line: list[Sel] = [
            one.unsur.kode,
            one.unsur.nama,
            Rumus(f"={persepsi.jumlah(ke)}", one.total),
            Rumus(f"={persepsi.jawaban(ke)}", one.n),
            Rumus(f"=C{row}/D{row}", nilai, 2),
            rumus.penuh(f"E{row}*{rumus.BOBOT}", nilai * one.bobot.nilai, 3),
            rumus.skala_100(f"E{row}", nilai),
            rumus.huruf(f"G{row}", SKALA * nilai, instrumen),
            rumus.kinerja(f"G{row}", SKALA * nilai, instrumen),
        ]
        if penting and harapan:
            line += _gap(penting, harapan, ke, row, len(persepsi.unsur))
        baris.append(tuple(line))
    kaki = [_ikm(persepsi, bool(penting))]
    if penting:
        kaki.append(_ihm(penting))
    kolom, lebar = (_KOLOM + _KOLOM_HARAPAN, _LEBAR + _LEBAR_HARAPAN) if penting else (_KOLOM, _LEBAR)
    catatan = "NRR = jumlah nilai : jawaban. NRR tertimbang = NRR × bobot. IKM = 25 × jumlah NRR tertimbang."
    return Lembar("Hasil", kolom, tuple(baris), tuple(kaki), (catatan,), lebar, beku=2)


def _gap(penting: Matriks, harapan: HasilHarapan, ke: int, row: int, banyak: int) -> list[Sel]:
    """Harapan, gap and quadrant of the unsur in `row`."""
    one, last = harapan.unsur[ke], AWAL + banyak - 1
    persepsi_tinggi = rumus.not_below(f"E{row}", f"AVERAGE(E${AWAL}:E${last})")
    harapan_tinggi = rumus.not_below(f"J{row}", f"AVERAGE(J${AWAL}:J${last})")
    tinggi = f'IF({persepsi_tinggi},"{Kuadran.II.value}","{Kuadran.I.value}")'
    rendah = f'IF({persepsi_tinggi},"{Kuadran.IV.value}","{Kuadran.III.value}")'
    return [
        Rumus(f"={penting.jumlah(ke)}/{penting.jawaban(ke)}", one.harapan, 2),
        rumus.selisih(f"(E{row}-J{row})", one.gap),
        Rumus(f"=IF({harapan_tinggi},{tinggi},{rendah})", one.kuadran.value),
    ]


def _ikm(persepsi: Matriks, harapan: bool) -> tuple[Sel, ...]:
    first, last = AWAL, AWAL + len(persepsi.unsur) - 1
    row, responden = last + 1, f"{persepsi.nama}!A{AWAL}:A{AWAL + len(persepsi.baris) - 1}"
    instrumen, nilai = persepsi.unsur[0].instrumen, SKALA * persepsi.tertimbang
    line: tuple[Sel, ...] = (
        None,
        "IKM",
        None,
        Rumus(f"=COUNT({responden})", len(persepsi.baris)),
        None,
        rumus.jumlah(f"SUM(F{first}:F{last})", persepsi.tertimbang),
        rumus.skala_100(f"F{row}", persepsi.tertimbang),
        rumus.huruf(f"G{row}", nilai, instrumen),
        rumus.kinerja(f"G{row}", nilai, instrumen),
    )
    return (*line, None, None, None) if harapan else line


def _ihm(penting: Matriks) -> tuple[Sel, ...]:
    """The IHM, of the same weights, under the IKM."""
    row, banyak = AWAL + len(penting.unsur) + 1, len(penting.unsur)
    jumlah = f"SUM(J{AWAL}:J{AWAL + banyak - 1})*{rumus.BOBOT}"
    kosong: tuple[Sel, ...] = (None,) * 5
    return (
        None, "IHM (harapan)", None, None, None, rumus.jumlah(jumlah, penting.tertimbang),
        rumus.skala_100(f"F{row}", penting.tertimbang), *kosong,
    )  # fmt: skip


def lembar_sebaran(bahan: Bahan, persepsi: Matriks | None) -> Lembar:
    """A line an answer of each unsur, in the unit's own words. Without a matrix to count in, the figures alone."""
    baris: list[tuple[Sel, ...]] = []
    for ke, one in enumerate(bahan.sebaran):
        semua, first = sum(one.sebaran), AWAL + 4 * ke
        for skor, (label, n) in enumerate(zip(one.unsur.label, one.sebaran, strict=True), start=1):
            row = first + skor - 1
            jumlah: Sel = Rumus(f"=COUNTIF({persepsi.rentang(ke)},C{row})", n) if persepsi else n
            bagian = rumus.persen(f"E{row}", f"SUM(E${first}:E${first + 3})", n, semua)
            baris.append((one.unsur.kode, one.unsur.nama, skor, label, jumlah, bagian))
    kolom = ("Kode", "Unsur", "Nilai", "Jawaban", "Jumlah", "Persen")
    return Lembar("Sebaran", kolom, tuple(baris), lebar=(7, 44, 8, 32, 10, 10), tegak=True)
