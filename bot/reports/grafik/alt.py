"""A picture in words, for screen readers and for channels without pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from bot.engine.tanggal import angka, capital
from bot.reports.grafik.isi import (
    AnyGrafik,
    Grafik,
    GrafikMingguan,
    GrafikPeringkat,
    GrafikSebaran,
    GrafikTren,
    Titik,
)
from bot.reports.grafik.metrics import clean
from scoring.ikm import HasilIkm, HasilUnsur
from scoring.mutu import Mutu
from scoring.pembulatan import round_half_up
from scoring.tren import highlight_unsur


def alt_text(grafik: AnyGrafik) -> str:
    """What the picture shows, in one to three Indonesian sentences."""
    head = capital(clean(", ".join(part for part in (grafik.judul, grafik.subjudul) if part)))
    match grafik:
        case Grafik():
            return _join(
                f"{head}: {_ikm(grafik.hasil, grafik.target, sementara=grafik.sementara)}",
                _sorotan(grafik.hasil),
                _tren(grafik.tren, "Periode sebelumnya"),
            )
        case GrafikMingguan():
            return _join(
                f"{head}: {_ikm(grafik.hasil, grafik.target, sementara=True)}",
                _tren(grafik.minggu, "Minggu sebelumnya"),
            )
        case GrafikPeringkat():
            return f"{head}: {_peringkat(grafik)}"
        case GrafikSebaran():
            return f"{head}: {_sebaran(grafik)}"
        case GrafikTren():
            return f"{head}: {_values(grafik.tren)}"
        case _:
            assert_never(grafik)


def _join(*sentences: str) -> str:
    return " ".join(one for one in sentences if one)


def _ikm(hasil: HasilIkm, target: Decimal | None, *, sementara: bool) -> str:
    if hasil.ikm is None:
        return "belum ada jawaban."
    words = f"IKM {'sementara ' if sementara else ''}{_nilai(hasil.ikm, hasil.mutu)} dari {angka(hasil.n)} responden"
    if target is None:
        return f"{words}."
    reached = "tercapai" if round_half_up(hasil.ikm) >= target else "belum tercapai"
    return f"{words}; target {angka(round_half_up(target))} {reached}."


def _nilai(nilai: Fraction, mutu: Mutu | None) -> str:
    return f"{angka(round_half_up(nilai))} ({f'{mutu.huruf}, {mutu.kinerja}' if mutu else '-'})"


def _sorotan(hasil: HasilIkm) -> str:
    sorotan = highlight_unsur(hasil, 1)
    if not sorotan.tertinggi or sorotan.tertinggi[0].nik == sorotan.terendah[0].nik:
        return ""
    return f"Unsur tertinggi {_unsur(sorotan.tertinggi[0])}, terendah {_unsur(sorotan.terendah[0])}."


def _unsur(one: HasilUnsur) -> str:
    assert one.nik is not None  # noqa: S101  only unsur with answers stand out
    return f"{one.unsur.nama} {_nilai(one.nik, one.mutu)}"


def _tren(tren: Sequence[Titik], before: str) -> str:
    """The value before the last one."""
    earlier = [one for one in tren[:-1] if one.ikm is not None]
    if not earlier or earlier[-1].ikm is None:
        return ""
    return f"{before}, {clean(earlier[-1].label)}: {angka(round_half_up(earlier[-1].ikm))}."


def _values(tren: Sequence[Titik]) -> str:
    known = [f"{clean(one.label)} {angka(round_half_up(one.ikm))}" for one in tren if one.ikm is not None]
    return f"IKM {', '.join(known)}." if known else "belum ada jawaban."


def _peringkat(grafik: GrafikPeringkat) -> str:
    baris = grafik.peringkat.baris
    if not baris:
        return "belum ada jawaban."
    counts = Counter(one.unit.hasil.mutu.huruf for one in baris if one.unit.hasil.mutu)
    mutu = ", ".join(f"{angka(counts[one.huruf])} mutu {one.huruf}" for one in grafik.pita)
    best, worst = baris[0], baris[-1]
    words = f"dari {angka(len(baris))} unit, {mutu}. Tertinggi {clean(best.unit.nama)} {angka(best.nilai)}"
    return f"{words}." if len(baris) == 1 else f"{words}, terendah {clean(worst.unit.nama)} {angka(worst.nilai)}."


def _sebaran(grafik: GrafikSebaran) -> str:
    rekap = grafik.rekap
    low = [
        (Fraction(100 * (counts[0] + counts[1]), sum(counts)), one)
        for one in grafik.unsur
        if sum(counts := rekap.sebaran.get(one.key, (0, 0, 0, 0)))
    ]
    if not low:
        return "belum ada jawaban."
    share, worst = max(low, key=lambda pair: pair[0])
    return (
        f"sebaran jawaban {angka(rekap.n)} responden per unsur. Skor 1 dan 2 paling banyak pada {worst.nama}, "
        f"{round_half_up(share, 0)}%."
    )
