"""The matrix: a row a respondent, a column an unsur; under it the sums, NRR, NIK and the index by live formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.utility import xl_col_to_name

from bot.reports.dokumen.buku_kerja import rumus
from bot.reports.lembar import BARIS_KEPALA, Lembar, Rumus, Sel
from scoring.ikm import SKALA, HasilIkm, HasilUnsur
from scoring.model import Jawaban

AWAL = BARIS_KEPALA + 2
"""The row of the first respondent, as a spreadsheet counts."""
_JUMLAH, _JAWABAN, _NRR, _TERTIMBANG, _NIK, _MUTU, _INDEKS, _MUTU_INDEKS, _KINERJA = range(9)


@dataclass(frozen=True, slots=True)
class Matriks:
    """The matrix on the sheet `nama`: `unsur` are the figures of its columns, in canonical order."""

    nama: str
    baris: tuple[Jawaban, ...]
    unsur: tuple[HasilUnsur, ...]
    hasil: HasilIkm

    def agrees(self, hasil: HasilIkm) -> bool:
        """Whether the result was computed of exactly these answers."""
        return len(self.baris) == hasil.n and self.unsur == hasil.unsur

    def kolom(self, ke: int) -> str:
        """The letter of the column of unsur `ke`, from 0; one past the last is the sum's."""
        return str(xl_col_to_name(1 + ke))

    def rentang(self, ke: int) -> str:
        """All answers to unsur `ke`, as another sheet refers to them."""
        kolom = self.kolom(ke)
        return f"{self.nama}!{kolom}${AWAL}:{kolom}${AWAL + len(self.baris) - 1}"

    def kaki(self, baris: int, ke: int) -> str:
        """A cell of the footer, within the sheet."""
        return f"{self.kolom(ke)}{AWAL + len(self.baris) + baris}"

    def jumlah(self, ke: int) -> str:
        """The sum of unsur `ke`, as another sheet refers to it."""
        return f"{self.nama}!{self.kaki(_JUMLAH, ke)}"

    def jawaban(self, ke: int) -> str:
        """The count of answers to unsur `ke`, as another sheet refers to it."""
        return f"{self.nama}!{self.kaki(_JAWABAN, ke)}"

    @property
    def tertimbang(self) -> Fraction:
        """The sum of the nrr tertimbang, unrounded."""
        return sum((one.nrr_tertimbang or Fraction() for one in self.unsur), Fraction())


def matriks_of(nama: str, jawaban: Sequence[Jawaban], hasil: HasilIkm) -> Matriks:
    """`hasil` names the unsur and the bobot; the figures are those of `jawaban`, where an unsur may be missing."""
    unsur = []
    for one in hasil.unsur:
        nilai = [its[one.unsur.key] for its in jawaban if one.unsur.key in its]
        unsur.append(HasilUnsur(one.unsur, sum(nilai), len(nilai), one.bobot, one.instrumen))
    return Matriks(nama, tuple(jawaban), tuple(unsur), hasil)


def lembar_matriks(matriks: Matriks, catatan: tuple[str, ...] = ()) -> Lembar:
    """Of the harapan (a matrix without mutu: no band is agreed for it) the index is the IHM."""
    kode = tuple(one.unsur.kode for one in matriks.unsur)
    akhir = matriks.kolom(len(kode) - 1)
    baris = tuple(
        (
            ke,
            *(its.get(one.unsur.key) for one in matriks.unsur),
            Rumus(f"=SUM(B{AWAL + ke - 1}:{akhir}{AWAL + ke - 1})", sum(its.values())),
        )
        for ke, its in enumerate(matriks.baris, start=1)
    )
    kosong = any(one.n == 0 for one in matriks.unsur)
    kaki = _sums(matriks) + ([] if kosong else [*_averages(matriks), *_index(matriks)])
    lebar = (17, *(7 for _ in kode), 12)
    return Lembar(
        matriks.nama, ("Responden", *kode, "Jumlah"), baris, tuple(kaki), catatan, lebar, beku=1, tegak=True
    )


def _sums(matriks: Matriks) -> list[tuple[Sel, ...]]:
    first, last = AWAL, AWAL + len(matriks.baris) - 1
    kolom = [(matriks.kolom(ke), one) for ke, one in enumerate(matriks.unsur)]
    semua = matriks.kolom(len(kolom))
    total, n = sum(one.total for one in matriks.unsur), sum(one.n for one in matriks.unsur)
    return [
        (
            "Jumlah nilai",
            *(Rumus(f"=SUM({name}{first}:{name}{last})", one.total) for name, one in kolom),
            Rumus(f"=SUM({semua}{first}:{semua}{last})", total),
        ),
        (
            "Jawaban",
            *(Rumus(f"=COUNT({name}{first}:{name}{last})", one.n) for name, one in kolom),
            Rumus(f"=SUM(B{last + 2}:{kolom[-1][0]}{last + 2})", n),
        ),
    ]


def _averages(matriks: Matriks) -> list[tuple[Sel, ...]]:
    nrr: list[Sel] = ["NRR"]
    tertimbang: list[Sel] = ["NRR tertimbang"]
    nik: list[Sel] = ["NIK (25 × NRR)"]
    mutu: list[Sel] = ["Mutu unsur"]
    for ke, one in enumerate(matriks.unsur):
        nilai = Fraction(one.total, one.n)
        nrr.append(Rumus(f"={matriks.kaki(_JUMLAH, ke)}/{matriks.kaki(_JAWABAN, ke)}", nilai, 2))
        tertimbang.append(rumus.penuh(f"{matriks.kaki(_NRR, ke)}*{rumus.BOBOT}", nilai * one.bobot.nilai, 3))
        nik.append(rumus.skala_100(matriks.kaki(_NRR, ke), nilai))
        mutu.append(rumus.huruf(matriks.kaki(_NIK, ke), SKALA * nilai, one.instrumen))
    banyak = len(matriks.unsur)
    jumlah = f"SUM({matriks.kaki(_TERTIMBANG, 0)}:{matriks.kaki(_TERTIMBANG, banyak - 1)})"
    lines = [(*nrr, None), (*tertimbang, rumus.jumlah(jumlah, matriks.tertimbang)), (*nik, None)]
    return lines if is_harapan(matriks) else [*lines, (*mutu, None)]


def _index(matriks: Matriks) -> list[tuple[Sel, ...]]:
    banyak, instrumen = len(matriks.unsur), matriks.unsur[0].instrumen
    kosong: tuple[Sel, ...] = (None,) * banyak
    indeks = rumus.skala_100(matriks.kaki(_TERTIMBANG, banyak), matriks.tertimbang)
    if is_harapan(matriks):
        return [("IHM", *kosong, indeks)]
    sel, nilai = matriks.kaki(_INDEKS, banyak), SKALA * matriks.tertimbang
    return [
        ("IKM", *kosong, indeks),
        ("Mutu", *kosong, rumus.huruf(sel, nilai, instrumen)),
        ("Kinerja", *kosong, rumus.kinerja(sel, nilai, instrumen)),
    ]


def is_harapan(matriks: Matriks) -> bool:
    return matriks.nama == "Harapan"
