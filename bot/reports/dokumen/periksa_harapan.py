"""Persepsi, harapan, gap and quadrant against the rows of answers and against one another."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bot.reports.dokumen.bahan import Bahan
from bot.reports.dokumen.temuan import Temuan, differ
from scoring.harapan import Kuadran
from scoring.pembulatan import round_half_up


def check_harapan(bahan: Bahan) -> Iterator[Temuan]:
    """Of every unsur; the rows are counted again as long as none of them is gone."""
    hasil = bahan.harapan
    if hasil is None:
        return
    nrr = {one.unsur.key: one.nrr for one in bahan.laporan.hasil.unsur}
    yield from differ("unsur of harapan", "unsur dalam harapan", [one.unsur.key for one in hasil.unsur], list(nrr))
    whole = len(bahan.matriks) == bahan.laporan.hasil.n
    for one in hasil.unsur:
        key, nama = one.unsur.key, one.unsur.nama
        if one.persepsi != nrr.get(key):
            yield from _values(f"{nama}, persepsi", f"{nama}, persepsi", one.persepsi, nrr.get(key))
        told = [baris.harapan[key] for baris in bahan.matriks if key in baris.harapan]
        if whole and told and one.harapan != (mean := Fraction(sum(told), len(told))):
            yield from _values(f"{nama}, harapan", f"{nama}, harapan", one.harapan, mean)
        if one.gap != one.persepsi - one.harapan:
            yield from _values(f"{nama}, gap", f"{nama}, gap", one.gap, one.persepsi - one.harapan)
        high, wanted = one.persepsi >= hasil.rata_persepsi, one.harapan >= hasil.rata_harapan
        kuadran = (Kuadran.II if high else Kuadran.I) if wanted else (Kuadran.IV if high else Kuadran.III)
        yield from differ(f"{nama}, quadrant", f"{nama}, kuadran", one.kuadran.name, kuadran.name)


def _values(english: str, indonesia: str, ada: Fraction, semestinya: Fraction | None) -> Iterator[Temuan]:
    """As printed; two that print alike and differ all the same are shown exactly."""
    printed = round_half_up(ada), None if semestinya is None else round_half_up(semestinya)
    if printed[0] != printed[1]:
        yield from differ(english, indonesia, *printed)
    else:
        yield from differ(english, indonesia, f"{ada}", f"{semestinya}")
