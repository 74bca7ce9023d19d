"""How sure an ikm is: the confidence interval that n and the spread between respondents allow.

Student's t interval of a mean, over the ikm of each respondent; it takes respondents as drawn at random and
makes no correction for a small population, so it errs on the wide side. Quantiles of t: Abramowitz and
Stegun, Handbook of Mathematical Functions, 1964, 26.5.4, 26.7.1 and 26.7.5. Floats are good enough here: the interval
says how far to trust the figure, it is never the figure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

from scoring.errors import NilaiError
from scoring.ikm import SKALA
from scoring.instrumen import Bobot, Instrumen
from scoring.model import SKOR_TERENDAH, SKOR_TERTINGGI, Rekap

_DERAJAT_DERET = 100
"""Up to so many degrees of freedom the exact series is summed; above, the expansion is good to 9 digits."""
_CUKUP = 1e-12
"""A step this small, against t, ends the search for it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """`rendah`..`tinggi` on the scale of the ikm holds the true value at confidence `tingkat` (0..1)."""

    rendah: float
    tinggi: float
    tingkat: float


def interval_ikm(
    rekap: Rekap, instrumen: Instrumen, bobot: Bobot | None = None, tingkat: float = 0.95
) -> Interval | None:
    """The interval around the ikm that compute_ikm gives for the same arguments.

    None where the spread is unknown: fewer than two responses, counts that came without each response's
    total (`jumlah` and `jumlah_kuadrat`, as from a printed table), or responses with blank cells.
    NilaiError for `tingkat` outside 0..1.
    """
    if not 0 < tingkat < 1:
        raise NilaiError(f"a confidence of {tingkat} is not between 0 and 1")
    ragam = ragam_of(rekap, instrumen)
    if ragam is None:
        return None
    n = rekap.n
    per_skor = SKALA * (bobot or instrumen.bobot).nilai
    tengah = per_skor * Fraction(rekap.jumlah, n)
    lebar = t_quantile(tingkat, n - 1) * float(per_skor) * math.sqrt(ragam / n)
    unsur = len(instrumen.unsur)
    return Interval(
        max(float(tengah) - lebar, float(per_skor * unsur * SKOR_TERENDAH)),
        min(float(tengah) + lebar, float(per_skor * unsur * SKOR_TERTINGGI)),
        tingkat,
    )


def ragam_of(rekap: Rekap, instrumen: Instrumen) -> Fraction | None:
    """The variance of the respondents' total scores (divisor n - 1), None where interval_ikm gives None."""
    n = rekap.n
    if n < 2 or not has_whole_answers(rekap, instrumen):
        return None
    ragam = Fraction(n * rekap.jumlah_kuadrat - rekap.jumlah**2, n * (n - 1))
    return None if ragam < 0 else ragam  # negative: a jumlah_kuadrat that was not counted


def has_whole_answers(rekap: Rekap, instrumen: Instrumen) -> bool:
    """Whether every response answered every unsur and `jumlah` is the sum of these answers."""
    total = 0
    for unsur in instrumen.unsur:
        satu, dua, tiga, empat = rekap.sebaran.get(unsur.key, (0, 0, 0, 0))
        if satu + dua + tiga + empat != rekap.n:
            return False
        total += satu + 2 * dua + 3 * tiga + 4 * empat
    return total == rekap.jumlah


def t_quantile(tingkat: float, derajat: float) -> float:
    """The t with P(|T| <= t) = `tingkat` for `derajat` degrees of freedom, whole or not, from 1: 2.0096 for 0.95, 49.

    Newton's method from the normal quantile: it lies below t, and as P bends downward each step stays below.
    """
    t = NormalDist().inv_cdf((1 + tingkat) / 2)
    if derajat > _DERAJAT_DERET:
        return _expansion(t, derajat)
    tinggi = 2 / (math.sqrt(derajat) * _beta(0.5, derajat / 2))
    langkah = t
    while langkah > _CUKUP * t:
        kerapatan = tinggi * (1 + t * t / derajat) ** (-(derajat + 1) / 2)
        langkah = (tingkat - _probability(t, derajat)) / kerapatan
        t += langkah
    return t


def _probability(t: float, derajat: float) -> float:
    """P(|T| <= t): A&S 26.7.1, with the incomplete beta function taken from the side where its series is short."""
    x = t * t / (derajat + t * t)
    if x < 0.5:
        return _incomplete_beta(x, 0.5, derajat / 2)
    return 1 - _incomplete_beta(1 - x, derajat / 2, 0.5)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """I_x(a, b) for x up to about a half: A&S 26.5.4, whose terms are all positive."""
    jumlah, suku, n = 0.0, 1.0, 0
    while suku > _CUKUP / 1000 * jumlah:
        jumlah += suku
        suku *= x * (a + b + n) / (a + 1 + n)
        n += 1
    return math.pow(x, a) * math.pow(1 - x, b) / (a * _beta(a, b)) * jumlah


def _beta(a: float, b: float) -> float:
    return math.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))


def _expansion(z: float, derajat: float) -> float:
    """A&S 26.7.5: t from the normal quantile z."""
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + g1 / derajat + g2 / derajat**2 + g3 / derajat**3 + g4 / derajat**4
