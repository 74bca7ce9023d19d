"""Harapan in words: the four quadrants of the IPA with their unsur, the widest gap first."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bot.engine.tanggal import angka, capital
from scoring.harapan import GapUnsur, HasilHarapan, Kuadran
from scoring.pembulatan import round_half_up

_ARTI: Final = {
    Kuadran.I: "penting, tetapi nilainya rendah",
    Kuadran.II: "penting, dan nilainya tinggi",
    Kuadran.III: "kurang penting, dan nilainya rendah",
    Kuadran.IV: "kurang penting, tetapi nilainya tinggi",
}
_KETERANGAN: Final = (
    "GAP adalah nilai dikurangi harapan pada skala 1 sampai 4: makin di bawah nol, makin jauh dari harapan. "
    "Tinggi dan rendah dibandingkan dengan rata-rata semua unsur (nilai {persepsi}, harapan {harapan})."
)


def harapan_text(hasil: HasilHarapan, responden: int) -> str:
    """`responden` are all who answered, whether they told their harapan or not."""
    told = f"{angka(hasil.n)} dari {angka(responden)}" if hasil.n != responden else angka(hasil.n)
    figures = (
        f"IKM {angka(round_half_up(hasil.ikm))}, harapan (IHM) {angka(round_half_up(hasil.ihm))}.\n"
        f"Harapan diisi {told} responden."
    )
    notes = _KETERANGAN.format(
        persepsi=angka(round_half_up(hasil.rata_persepsi)), harapan=angka(round_half_up(hasil.rata_harapan))
    )
    return "\n\n".join((figures, *(_quadrant(hasil, one) for one in Kuadran), notes))


def _quadrant(hasil: HasilHarapan, kuadran: Kuadran) -> str:
    unsur = sorted(hasil.di(kuadran), key=lambda one: one.gap)
    lines = [_line(one) for one in unsur] or ["Tidak ada."]
    return "\n".join((f"{capital(kuadran.value)} ({_ARTI[kuadran]})", *lines))


def _line(one: GapUnsur) -> str:
    nilai, harapan = (angka(round_half_up(figure)) for figure in (one.persepsi, one.harapan))
    return (
        f"{one.unsur.kode} {one.unsur.nama}: GAP {_signed(round_half_up(one.gap))} (nilai {nilai}, harapan {harapan})"
    )


def _signed(selisih: Decimal) -> str:
    """ "−1,30", "+0,20", "0,00" """
    return f"{'−' if selisih < 0 else '+' if selisih else ''}{angka(abs(selisih))}"
