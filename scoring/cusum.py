"""A sustained decline of the weekly means, seen before the letter changes: a tabular CUSUM, lower side.

Page, "Continuous Inspection Schemes", Biometrika 41, 1954; the tabular form, k = 0,5 and h = 5 after Montgomery,
Introduction to Statistical Quality Control, chapter 9. A week counts for no more than `cusum_paling` standard errors,
since one bad week is no sustained decline (compare Lucas and Crosier, "Robust CUSUM", Communications in Statistics
11, 1982): at 2,5 it takes three. Were level and spread known and the means normal, a false alarm would come once in
1.105 weeks, and a fall by one standard error of a week be found after 11 weeks, by two after 4 to 5.

They are not known: a week is held against all weeks before the present fall began, with the uncertainty of both
(compare Hawkins, "Self-Starting Cusum Charts for Location and Scale", The Statistician 36, 1987).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scoring.amatan import Kebijakan
from scoring.instrumen import Instrumen
from scoring.interval import has_whole_answers
from scoring.model import Rekap


@dataclass(frozen=True, slots=True)
class Penurunan:
    """How far the weeks have fallen: `jumlah` in standard errors, 0 for not at all, with the `minggu` of the fall.

    `acuan` are the weeks before them. Weeks without a known spread are in neither.
    """

    jumlah: float
    acuan: tuple[Rekap, ...]
    minggu: tuple[Rekap, ...]


def watch_minggu(minggu: Iterable[Rekap], instrumen: Instrumen, kebijakan: Kebijakan) -> Penurunan:
    """The chart after these weeks, oldest first; weeks without answers, or with blank cells, are passed over."""
    acuan: list[Rekap] = []
    turun: list[Rekap] = []
    n = total = kuadrat = 0  # of acuan
    jumlah = 0.0
    for satu in minggu:
        if not satu.n or not has_whole_answers(satu, instrumen):
            continue
        turun.append(satu)
        dikenal = n >= kebijakan.cusum_n_acuan and len(acuan) >= kebijakan.cusum_minggu_acuan
        jauh = _below(satu, n, total, kuadrat) if dikenal else 0.0
        jumlah = max(0.0, jumlah + min(jauh, kebijakan.cusum_paling) - kebijakan.cusum_sela)
        if jumlah == 0:
            for lewat in turun:
                n, total, kuadrat = n + lewat.n, total + lewat.jumlah, kuadrat + lewat.jumlah_kuadrat
            acuan += turun
            turun = []
    return Penurunan(jumlah, tuple(acuan), tuple(turun))


def _below(satu: Rekap, n: int, total: int, kuadrat: int) -> float:
    """Standard errors that a week's mean lies below that of the n responses before; 0 where they do not spread."""
    ragam = (n * kuadrat - total * total) / (n * (n - 1))
    if ragam <= 0:
        return 0.0
    return (total / n - satu.jumlah / satu.n) / math.sqrt(ragam * (1 / satu.n + 1 / n))
